"""The audit of millions of rows of Parquet, beside DuckDB's bare GROUP BY over the same columns.

    python -m benchmarks.audit [MILLIONS ...]

Both run in fresh processes, in turn, with as many threads as there are cores; time is from the start of
the process to its end, and memory is its largest resident size.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import page, rows

REPEATS = 5
# Not getrusage: its largest size is that of the parent, if that was larger.
PEAK = """
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(questions, peak.split()[1])
"""
BARE = """
import sys, duckdb
query = "SELECT template, slots, answer, split, count(*) FROM read_parquet(?) GROUP BY ALL"
database = duckdb.connect()
database.execute("SET enable_progress_bar = false")
questions = sum(n for *_, n in database.execute(query, [sys.argv[1:]]).fetchall())
"""
OURS = """
import sys
from pathlib import Path
from counterpoint.bias.audit import audit
from counterpoint.bias.counts import scan
questions = audit(scan([Path(file) for file in sys.argv[1:]])).totals.questions
"""


class Run(NamedTuple):
    """One process."""

    seconds: float
    cpu: float
    """Seconds of processor time, which other work on the machine does not lengthen."""
    mebibytes: float


def run(program: str, files: Sequence[Path], expected: int) -> Run:
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(
        [sys.executable, "-c", program + PEAK, *map(str, files)], check=True, capture_output=True, text=True
    )
    seconds, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    questions, kibibytes = map(int, done.stdout.split())
    if questions != expected:
        raise SystemExit(f"{questions:,} of {expected:,} rows were counted")
    return Run(seconds, cpu, kibibytes / 1024)


def measure(files: Sequence[Path]) -> list[str]:
    """Return one row of the table."""
    size = len(files) * rows.PART
    for file in files:
        file.read_bytes()  # the first to come must not pay for the disk
    pairs = [(run(BARE, files, size), run(OURS, files, size)) for _ in range(REPEATS)]
    bare, ours = zip(*pairs, strict=True)
    row = [
        f"{size / 1e6:.0f} million",
        *(_spread([each.seconds for each in runs], ".1f") for runs in (bare, ours)),
        _ratio([each.seconds for each in ours], [each.seconds for each in bare]),
        _ratio([each.cpu for each in ours], [each.cpu for each in bare]),
        *(f"{max(each.mebibytes for each in runs):,.0f}" for runs in (bare, ours)),
    ]
    print(*row, sep="\t", flush=True)
    return row


def _ratio(ours: Sequence[float], bare: Sequence[float]) -> str:
    """Return the ratio of medians, and the least and the largest of one pair."""
    pairs = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    return f"{statistics.median(ours) / statistics.median(bare):.2f} ({min(pairs):.2f} to {max(pairs):.2f})"


def _spread(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def main(millions: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory(prefix="counterpoint-benchmark-") as folder:
        files = rows.write(Path(folder), max(millions))
        bytes_ = sum(file.stat().st_size for file in files)
        print(f"{len(files)} files, {bytes_ / 1e6:,.0f} MB", flush=True)
        table = [measure(files[:size]) for size in millions]
    header = ["rows", "GROUP BY, s", "audit, s", "ratio", "CPU ratio", "GROUP BY, MiB", "audit, MiB"]
    facts = page.machine("duckdb", "narwhals", "pyarrow", "scipy")
    command = " ".join(["python -m benchmarks.audit", *map(str, millions)])
    page.put(
        "audit", f"{page.table(header, table)}\n\n`{command}`; median (least to most) of {REPEATS}. {facts}"
    )


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1, 5, 10, 50])
