"""Clips made in a minute, with their questions, and what the time is spent on.

    python -m benchmarks.stage [CLIPS]

Clips are 8 s long, 224 x 224 pixels, 8 frames a second. Each run is a fresh process, from start to end.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks import page

PAGE = page.PAGE.with_name("benchmarks-stage.md")
RATES = (16_000, 44_100)
PROGRAM = """
import json, sys
from pathlib import Path
from counterpoint.stage.make import make
made = make(Path(sys.argv[1]), int(sys.argv[2]), 1, rate=int(sys.argv[3]))
print(json.dumps({"questions": made.questions, **made.spent._asdict()}))
"""


class Run(NamedTuple):
    """One set of clips."""

    rate: int
    questions: int
    seconds: float
    """From start to end, all processes at once."""
    cpu: float
    """Seconds of processor time, of all processes together."""
    megabytes: float
    """Of the clips, on average."""
    parts: tuple[float, float, float]
    """Shares of sound, drawing and encoding in the work on clips."""


def run(clips: int, rate: int) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clips"
        start, before = time.perf_counter(), os.times()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(out), str(clips), str(rate)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        seconds, after = time.perf_counter() - start, os.times()
        sizes = [file.stat().st_size for file in (out / "clips").iterdir()]
    said = json.loads(done.stdout)
    work = [said[name] for name in ("sound", "drawing", "encoding")]
    return Run(
        rate,
        said["questions"],
        seconds,
        after.children_user + after.children_system - before.children_user - before.children_system,
        sum(sizes) / len(sizes) / 1e6,
        (work[0] / sum(work), work[1] / sum(work), work[2] / sum(work)),
    )


def row(one: Run, clips: int) -> list[str]:
    return [
        f"{one.rate:,}", f"{clips:,}", f"{one.questions:,}", f"{one.seconds:.0f}",
        f"{60 * clips / one.seconds:.0f}", f"{one.cpu / clips:.2f}", f"{one.megabytes:.3f}",
        *(f"{100 * part:.0f} %" for part in one.parts),
    ]  # fmt: skip


def main(clips: int) -> None:
    header = [
        "sound, Hz", "clips", "questions", "s", "clips a minute", "CPU s a clip", "MB a clip",
        "sound", "drawing", "encoding",
    ]  # fmt: skip
    found = page.table(header, [row(run(clips, rate), clips) for rate in RATES])
    facts = page.machine("av", "thorvg-python", "numpy", "joblib")
    page.put("stage", f"{found}\n\n`python -m benchmarks.stage {clips}`. {facts}", PAGE)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
