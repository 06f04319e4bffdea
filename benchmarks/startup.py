"""How long the command takes from start to end.

    python -m benchmarks.startup FILE...

The files are annotation files, such as MUSIC-AVQA's `v1-update-test.json`.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import page

REPEATS = 11


def run(*arguments: str) -> tuple[float, float, str]:
    """Return wall-clock seconds, processor seconds and the output of one run of the command."""
    command = [sys.executable, "-c", "from counterpoint.cli import main; main()", *arguments]
    start, before = time.perf_counter(), os.times()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds, after = time.perf_counter() - start, os.times()
    if done.returncode not in (0, 1):  # 1: over a threshold
        raise SystemExit(done.stderr)
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, cpu, done.stdout


def measure(name: str, *arguments: str) -> list[str]:
    """Return one row of the table; the first run warms the disk and is not counted."""
    run(*arguments)
    seconds, cpu, _ = zip(*(run(*arguments) for _ in range(REPEATS)), strict=True)
    row = [
        name,
        f"{statistics.median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})",
        f"{statistics.median(cpu):.2f}",
    ]
    print(*row, sep="\t", flush=True)
    return row


def main(files: Sequence[Path]) -> None:
    rows = [measure("`--help`", "--help")]
    for file in files:
        _, _, output = run("audit", "--json", "-", "--", str(file))
        questions = json.loads(output)["totals"]["questions"]
        rows.append(measure(f"`audit` of {file.name}, {questions:,} questions", "audit", "--", str(file)))
    facts = page.machine("cyclopts", "rich")
    page.put(
        "startup",
        f"{page.table(['command', 's', 'CPU s'], rows)}\n\nMedian (least to most) of {REPEATS}. {facts}",
    )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
