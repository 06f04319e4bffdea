"""The demonstration: the main path from nothing to a report, on clips that the package makes itself."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from counterpoint.bias.files import Audited, audit_files
from counterpoint.report import forms
from counterpoint.stage.make import QUESTIONS, Made, make
from counterpoint.stage.sheet import sheet

CLIPS = 100
"""Enough that the templates have some tens of questions each, and ready in well under two minutes."""
PER_CLIP = 10


@dataclass(frozen=True)
class Demo:
    """What the demonstration left in its folder."""

    made: Made
    audited: Audited
    sheet: Path
    report: Path
    audit: Path


def demo(out: Path, *, clips: int = CLIPS, seed: int = 0, console: Console | None = None) -> Demo:
    """Render performances, ask questions about them, and audit and lint what was asked.

    The answers are what the scenes happen to give, so the audit has something to find. Repeating a
    demonstration that was cut off finishes it.

    Parameters
    ----------
    out
        The folder; made if it is not there.
    clips, seed
        Which performances; see `stage.make.make`.
    console
        Where progress is shown; nowhere if not given.

    Raises
    ------
    InputError
        If the folder holds something else, or cannot be written to.
    """
    made = make(out, clips, seed, per_clip=PER_CLIP, console=console)
    audited = audit_files([out / QUESTIONS])
    done = Demo(made, audited, out / "contact-sheet.png", out / "report.html", out / "audit.json")
    sheet(out, done.sheet)
    forms.write({"html": done.report, "json": done.audit}, audited.audit, None, audited.lint)
    return done
