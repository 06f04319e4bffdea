"""From files to findings, and to a cleaned copy."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoint.datasets import outputs, read, write
from counterpoint.datasets.documents import files
from counterpoint.datasets.generic import Generic
from counterpoint.errors import InputError
from counterpoint.lint import Change, Report, fix, lint, log
from counterpoint.output import keep_apart, write_text
from counterpoint.records import DataSet


@dataclass(frozen=True)
class Linted:
    """The findings about files, and what was written."""

    report: Report
    changes: tuple[Change, ...] = ()
    written: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()


def lint_files(
    paths: Sequence[str | Path],
    *,
    checks: Iterable[str] | None = None,
    cleaned: Path | None = None,
    apart: Iterable[Path] = (),
    **reading: Any,
) -> Linted:
    """Lint annotation files, and write a cleaned copy of their questions if a path is given for it.

    The copy has the layout of the files, or `generic` if they have several, and lies beside a log,
    `CLEANED.changes.jsonl`, of every change and of every row that could not be read and so is not in the
    copy. The files themselves are never touched.

    Parameters
    ----------
    checks
        Names of the checks; all if not given.
    cleaned
        Where the cleaned copy goes; its ending names the container.
    apart
        What else is read, and must not be written over either.
    **reading
        As for `datasets.read`.

    Raises
    ------
    InputError
        If a file cannot be read at all, or the copy cannot be written.
    """
    names = None if checks is None else tuple(checks)
    found = files(paths)
    data = read(found, **reading)
    targets = _targets(data, cleaned) if cleaned else []
    keep_apart(targets, [*found, *apart])
    report = lint(data, names)
    if cleaned is None:
        return Linted(report, remarks=data.summary)
    mended, changes = fix(data, names)
    if not mended.questions:
        raise InputError("no question is left", where=str(cleaned), remedy="Run fewer checks with --check.")
    write(mended, cleaned, format=_layout(data))
    write_text(targets[-1], "".join(json.dumps(row) + "\n" for row in log(changes, data.unread)))
    return Linted(report, tuple(changes), tuple(targets), data.summary)


def _targets(data: DataSet, cleaned: Path) -> list[Path]:
    return [
        *outputs(cleaned, format=_layout(data)),
        cleaned.with_name(f"{cleaned.name}.changes.jsonl"),
    ]


def _layout(data: DataSet) -> str:
    return data.layouts[0] if len(data.layouts) == 1 else Generic.name
