"""The forms in which an audit leaves the program, by name."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from counterpoint.bias.audit import Audit
from counterpoint.datasets.documents import load_value, shown
from counterpoint.errors import InputError
from counterpoint.lint.report import Report
from counterpoint.output import keep_apart, write_text
from counterpoint.report import text
from counterpoint.report.compare import Comparison
from counterpoint.report.json import from_json, to_json

PRINTED = Path("-")
"""The path that stands for standard output."""


def _html(audit: Audit, comparison: Comparison | None, lint: Report | None) -> str:
    from counterpoint.report.html import render

    return render(audit, comparison, lint)


FORMS: Mapping[str, Callable[[Audit, Comparison | None, Report | None], str]] = {
    "json": lambda audit, comparison, _: json.dumps(to_json(audit, comparison), indent=1) + "\n",
    "html": _html,
    "markdown": lambda audit, comparison, _: text.markdown(audit, comparison),
    "csv": lambda audit, _comparison, _lint: text.csv(audit),
}


def check(targets: Mapping[str, Path], inputs: list[Path]) -> None:
    """Refuse targets that would overwrite an input or each other, before any work is done.

    Raises
    ------
    InputError
        If they would, or if more than one is to be printed.
    """
    keep_apart((path for path in targets.values() if path != PRINTED), inputs)
    for path in targets.values():
        if path != PRINTED and not path.absolute().parent.is_dir():
            raise InputError("there is no such folder", where=str(path.parent), remedy="Make it first.")
    if list(targets.values()).count(PRINTED) > 1:
        raise InputError("only one result can be printed", remedy="Give the others a path.")


def write(
    targets: Mapping[str, Path],
    audit: Audit,
    comparison: Comparison | None = None,
    lint: Report | None = None,
) -> None:
    """Write an audit in each form to its path; print the one whose path is `-`."""
    for form, path in targets.items():
        put(FORMS[form](audit, comparison, lint), path)


def put(content: str, path: Path) -> None:
    """Write text to a path, or print it if the path is `-`."""
    if path == PRINTED:
        print(content, end="")  # also where there is no standard output
    else:
        write_text(path, content)


def load(path: Path) -> Audit:
    """Read an audit that was written as JSON.

    Raises
    ------
    InputError
        If there is no such file, or it is no audit.
    """
    if not path.is_file():
        raise InputError("no such file", where=shown(path), remedy="Name the JSON of an earlier audit.")
    return from_json(load_value(path), shown(path))
