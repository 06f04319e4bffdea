"""The page of results: what a benchmark found, between its markers in `docs/benchmarks.md`."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from counterpoint.output import write_text

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def put(name: str, text: str, file: Path = PAGE) -> None:
    """Replace what stands between a benchmark's markers."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = file.read_text(encoding="utf-8")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    if not after:
        raise SystemExit(f"{file} has no markers for {name}")
    write_text(file, f"{before}{begin}\n{text.strip()}\n{end}{after}")


def table(header: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))


def machine(*packages: str) -> str:
    """Return a sentence about where the figures were taken."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({platform.machine()}), Python {platform.python_version()}, {versions}."
