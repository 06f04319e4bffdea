"""The command `counterpoint`: parse, call, print. What is done is done elsewhere.

Each command is a function here; its docstring is its help. Imports stand inside the functions, so that
help comes at once and a command loads only what it uses.
"""

import gc
import io
import sys
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from counterpoint import __version__
from counterpoint.cli.options import AS_FOUND, USUAL, Limits, Reading, Several
from counterpoint.errors import InputError, printable

if TYPE_CHECKING:
    from rich.console import Console

PASSED, OVER, USAGE, INCOMPLETE = range(4)
"""Exit codes: all is well; something is over its limit; the call is wrong; not all could be read."""
INTERRUPTED, UNHEARD = 130, 141
"""Exit codes as shells have them: Ctrl-C; nobody read on, so nothing was said to pass."""

OUTPUTS = ("--json", "--html", "--markdown", "--csv")
"""Options that name where a result goes; without a path it is printed."""

app = App(
    name="counterpoint",
    help="Audit, balance and benchmark audio-visual question answering.",
    version=__version__,
    help_format="plaintext",
)


@app.command
def audit(
    *files: str,
    reading: Reading = AS_FOUND,
    limits: Limits = USUAL,
    engine: str | None = None,
    json: Path | None = None,
    html: Path | None = None,
    markdown: Path | None = None,
    csv: Path | None = None,
    baseline: Path | None = None,
    fail_on: Literal["flagged", "confirmed", "never"] = "flagged",
    lint: Annotated[bool, Parameter(negative="--no-lint")] = True,
) -> int:
    """Say which templates are biased, by how much, and how sure that is.

    Exit code 0: passes. 1: over a threshold. 2: usage. 3: not everything could be read.

    Parameters
    ----------
    files
        Annotation files, or folders and patterns of Parquet files.
    engine
        What counts: duckdb, polars or pyspark. Parquet streams through duckdb if none is named.
    json
        Write the result as JSON; without a path, print it.
    html
        Write a report that needs no other file.
    markdown
        Write the tables as Markdown; without a path, print them.
    csv
        Write one line a template, split and slot value; without a path, print it.
    baseline
        JSON of an earlier audit: show what has moved since.
    fail_on
        What gives exit code 1.
    lint
        Check the annotations too; Parquet that streams is not checked.
    """
    from counterpoint.bias.files import audit_files
    from counterpoint.report import forms, terminal
    from counterpoint.report.compare import compare

    named = {"json": json, "html": html, "markdown": markdown, "csv": csv}
    targets = {form: path for form, path in named.items() if path}
    forms.check(targets, [*reading.inputs(files), *([baseline] if baseline else [])])
    old = forms.load(baseline) if baseline else None
    done = audit_files(files, settings=limits.settings(), engine=engine, check=lint, **reading.arguments())
    comparison = compare(old, done.audit) if old else None
    forms.write(targets, done.audit, comparison, done.lint)
    if forms.PRINTED not in targets.values():
        terminal.show(done.audit, _console(), comparison)
        _tell(*done.remarks, *(f"Wrote {path}" for path in targets.values()))
    if done.audit.totals.unread:
        return INCOMPLETE
    over = {"flagged": done.audit.totals.flagged, "confirmed": done.audit.totals.confirmed, "never": 0}
    return OVER if over[fail_on] else PASSED


@app.command
def lint(
    *files: str,
    reading: Reading = AS_FOUND,
    check: Annotated[tuple[str, ...], Several] = (),
    json: Path | None = None,
    fix: Path | None = None,
    fail_on: Literal["error", "warning", "note", "never"] = "error",
) -> int:
    """Say what is wrong with the annotations themselves.

    Exit code 0: passes. 1: findings. 2: usage. 3: not everything could be read.

    Parameters
    ----------
    files
        Annotation files, or folders and patterns of Parquet files.
    check
        Run this check only; can be given more than once.
    json
        Write the findings as JSON; without a path, print them.
    fix
        Write a cleaned copy here, and beside it FIX.changes.jsonl with every change.
    fail_on
        The least severity that gives exit code 1.
    """
    from counterpoint.lint.files import lint_files
    from counterpoint.report import findings, forms

    targets = {"json": json} if json else {}
    inputs = reading.inputs(files)
    forms.check(targets, [*inputs, *([fix] if fix else [])])
    done = lint_files(files, checks=check or None, cleaned=fix, apart=inputs, **reading.arguments())
    forms.check(targets, [*done.written])
    if json:
        forms.put(dumps(done.report.to_json(), indent=1) + "\n", json)
    if json != forms.PRINTED:
        findings.show(done.report, _console())
        _tell(*done.remarks, *(f"Wrote {path}" for path in (*done.written, *targets.values())))
    if done.report.unread:
        return INCOMPLETE
    return OVER if done.report.reaches(fail_on) else PASSED


@app.command
def stage(
    out: Path,
    *,
    clips: int = 100,
    seed: int = 0,
    answers: str = "natural",
    per_clip: int = 6,
    duration: float = 8.0,
    size: int = 224,
    fps: int = 8,
    rate: int = 16_000,
    held_out: Annotated[bool, Parameter(negative=())] = False,
    backend: Literal["loky", "dask", "ray"] | None = None,
    jobs: int | None = None,
    sheet: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Render performances as mp4 files, with their ground truth and questions.

    A run that was cut off goes on where it stopped when it is repeated.

    Parameters
    ----------
    out
        The folder for clips, scenes.jsonl, questions.json and manifest.json.
    clips
        Number of clips.
    seed
        The same seed gives the same clips.
    answers
        natural, balanced, or like FILE: the answer shares of an annotation file or an audit.
    per_clip
        Questions asked of a clip.
    duration
        Seconds of a clip, 6 to 60.
    size
        Height and width in pixels.
    fps
        Frames a second.
    rate
        Samples of sound a second.
    held_out
        Use the art style and the sounds that are used nowhere else.
    backend
        Where to render: processes of this machine, or a Dask or Ray cluster.
    jobs
        Clips rendered at once; as many as there are cores if not given.
    sheet
        Draw a contact sheet too, contact-sheet.png.
    """
    from counterpoint.stage.make import make
    from counterpoint.stage.sampling import SceneSettings
    from counterpoint.stage.sheet import sheet as draw

    made = make(
        out, clips, seed, size=size, fps=fps, rate=rate, duration=duration, per_clip=per_clip,
        answers=answers if answers in ("natural", "balanced") else Path(answers),
        settings=SceneSettings(held_out=held_out), backend=backend, jobs=jobs, console=_console(stderr=True),
    )  # fmt: skip
    if sheet:
        draw(out, out / "contact-sheet.png")
    rendered = f"{made.rendered:,} rendered now" if made.rendered < made.clips else "all rendered now"
    _tell(f"{made.clips:,} clips ({rendered}) and {made.questions:,} questions in {out}")
    _tell(*(f"not as wanted: {each}" for each in made.unmet))
    return PASSED


@app.command
def demo(out: Path = Path("counterpoint-demo"), *, clips: int = 100, seed: int = 0) -> int:
    """Show the main path: render performances, ask about them, audit and lint the questions.

    Parameters
    ----------
    out
        The folder for all that is made.
    clips
        Number of clips.
    seed
        The same seed gives the same clips.
    """
    from counterpoint import demo as demonstration
    from counterpoint.report import findings, terminal

    done = demonstration.demo(out, clips=clips, seed=seed, console=_console(stderr=True))
    terminal.show(done.audited.audit, _console())
    if done.audited.lint:
        findings.show(done.audited.lint, _console())
    _tell(
        f"{done.made.clips:,} clips with {done.made.questions:,} questions, in {out}. Open:",
        f"  {done.report}   the audit's report",
        f"  {done.sheet}   who plays what, and what is asked",
        f"  {out / 'clips'}   the performances",
    )
    return PASSED


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    gc.set_threshold(100_000, 50, 100)  # records are many and hold no cycles: seldom is often enough
    tokens = _tokens(sys.argv[1:] if arguments is None else arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(
            errors="backslashreplace"
        )  # a terminal may know fewer characters than the data
    try:
        code = app(tokens, exit_on_error=False, result_action="return_value")
        if sys.stdout:
            sys.stdout.flush()
    except CycloptsError:
        code = USAGE
    except InputError as error:
        _tell(f"counterpoint: {error}")
        code = USAGE
    except BrokenPipeError:
        sys.stdout = None  # do not complain again at exit
        code = UNHEARD
    except OSError as error:
        sys.stdout = None
        where = error.filename or "standard output"
        _tell(f"counterpoint: {where}: {error.strerror or error}", "  Check the disk, and its permissions.")
        code = USAGE
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code or PASSED)


def _tokens(arguments: list[str]) -> list[str]:
    """Let an output without a path mean standard output, as `-` does, and `like` be a word before a file."""
    tokens: list[str] = []
    for before, argument, following in zip(["", *arguments], arguments, [*arguments[1:], "--"], strict=False):
        if argument in OUTPUTS and (following == "-" or following.startswith("--")):
            tokens.append(f"{argument}=-")
        elif (argument != "-" or before not in OUTPUTS) and (before, argument) != ("--answers", "like"):
            tokens.append(argument)
    return tokens


def _console(*, stderr: bool = False) -> "Console":
    from rich.console import Console

    return Console(highlight=False, stderr=stderr)


def _tell(*lines: str) -> None:
    """Print what is not a result."""
    for line in lines:
        print(printable(line), file=sys.stderr)
