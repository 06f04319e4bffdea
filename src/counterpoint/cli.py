"""The command `counterpoint`: parse, call, print. What is done is done elsewhere.

Each command is a function here; its docstring is its help. Imports stand inside the functions, so that
help comes at once and a command loads only what it uses.
"""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, CycloptsError, Parameter

from counterpoint import __version__
from counterpoint.errors import InputError, printable

if TYPE_CHECKING:
    from rich.console import Console

PASSED, OVER, USAGE, INCOMPLETE = range(4)
"""Exit codes: all is well; something is over its limit; the call is wrong; not all could be read."""

app = App(
    name="counterpoint",
    help="Audit, balance and benchmark audio-visual question answering.",
    version=__version__,
    help_format="plaintext",
)

Files = Annotated[tuple[str, ...], Parameter(negative=())]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Reading:
    """How files are read; the fields are the arguments of `datasets.read`."""

    format: str | None = None
    """Layout of the files; found by their content if not given."""
    split: str | None = None
    """Split of all questions; if not given, what the rows or the file's name say."""
    column: Annotated[tuple[str, ...], Parameter(negative=())] = ()
    """FIELD=NAME: the column of a generic file that holds a field, such as answer=label."""
    slots: Annotated[tuple[Path, ...], Parameter(negative=())] = ()
    """Files of slot values, for sets that have no templates."""
    vocabulary: Path | None = None
    """JSON file of the declared answers: a list, or {template: [answers]}."""
    originals: Annotated[tuple[Path, ...], Parameter(negative=())] = ()
    """For MUSIC-AVQA-R: the files whose questions were rephrased."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Limits:
    """What counts as biased; the fields are those of `bias.audit.Settings`."""

    binary: str = "0.6"
    """Largest allowed share of an answer where two answers are possible."""
    multiclass: str = "0.5"
    """Largest allowed share of an answer where more than two are possible."""
    level: float = 0.05
    """False discovery rate at which a flagged template is confirmed."""
    confidence: float = 0.95
    """Confidence of the intervals."""
    alpha: str = "0.2"
    """An answer with more than 1 + alpha times its group's mean count is head, else tail."""
    head_by: Literal["type", "template"] = "type"
    """Groups of head and tail."""


@app.command
def audit(
    *files: str,
    reading: Reading = Reading(),
    limits: Limits = Limits(),
    engine: str | None = None,
    json: Path | None = None,
    html: Path | None = None,
    markdown: Path | None = None,
    csv: Path | None = None,
    baseline: Path | None = None,
    fail_on: Literal["flagged", "confirmed", "never"] = "flagged",
    lint: bool = True,
) -> int:
    """Say which templates are biased, by how much, and how sure that is.

    Exit codes: 0 passes; 1 over a threshold; 2 usage; 3 not everything could be read.

    Parameters
    ----------
    files
        Annotation files, or folders and patterns of Parquet files.
    engine
        Query engine that counts: duckdb, polars or pyspark.
    json
        Write the result as JSON (schema: bias/audit.schema.json); without a path, print it.
    html
        Write a self-contained report.
    markdown
        Write the tables as Markdown; without a path, print them.
    csv
        Write one line a template, split and slot value; without a path, print it.
    baseline
        An earlier --json: show what has moved since.
    fail_on
        What gives exit code 1.
    lint
        Check the annotations too. Parquet files are not checked: they stream.
    """
    from counterpoint.bias.files import audit_files
    from counterpoint.report import outputs, terminal

    targets = outputs.targets(json=json, html=html, markdown=markdown, csv=csv)
    outputs.check(targets, inputs=[*files, *([baseline] if baseline else [])])
    old = outputs.load(baseline) if baseline else None
    result, checked = audit_files(
        _given(files), settings=_settings(limits), engine=engine, lint=lint, **_reading(reading)
    )
    outputs.write(targets, result, baseline=old, lint=checked)
    if not outputs.printed(targets):
        terminal.show(result, console(), baseline=old)
    if result.unread:
        return INCOMPLETE
    over = {"flagged": result.totals.flagged, "confirmed": result.totals.confirmed, "never": 0}[fail_on]
    return OVER if over else PASSED


@app.command
def lint(
    *files: str,
    reading: Reading = Reading(),
    check: Annotated[tuple[str, ...], Parameter(negative=())] = (),
    json: Path | None = None,
    fix: Path | None = None,
    fail_on: Literal["error", "warning", "note", "never"] = "error",
) -> int:
    """Say what is wrong with the annotations themselves.

    Exit codes: 0 nothing found; 1 findings; 2 usage; 3 not everything could be read.

    Parameters
    ----------
    files
        Annotation files.
    check
        Run only these checks.
    json
        Write the findings as JSON (schema: lint/lint.schema.json); without a path, print them.
    fix
        Write a cleaned copy here, and beside it a log of every change.
    fail_on
        The least severity that gives exit code 1.
    """
    raise NotImplementedError


def console() -> "Console":
    """Return the console that results are printed to."""
    from rich.console import Console

    return Console(highlight=False)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    tokens = _bare_outputs(sys.argv[1:] if arguments is None else arguments)
    try:
        code = app(tokens, exit_on_error=False, result_action="return_value")
    except CycloptsError:
        code = USAGE
    except InputError as error:
        print(f"counterpoint: {printable(str(error))}", file=sys.stderr)
        code = USAGE
    sys.exit(code)


def _bare_outputs(arguments: list[str]) -> list[str]:
    """Let an output option without a path mean standard output, as a path of `-` does."""
    tokens: list[str] = []
    for argument, following in zip(arguments, [*arguments[1:], "--"], strict=True):
        tokens.append(argument)
        if argument in ("--json", "--html", "--markdown", "--csv") and following.startswith("--"):
            tokens.append("-")
    return tokens
