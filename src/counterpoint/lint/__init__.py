"""Checks of annotations: what is wrong with the questions and answers themselves.

>>> from counterpoint.records import DataSet, Question
>>> asked = dict(picture="00005778", template="How many sounding <Object> in the video?", slots=("bagpipe",))
>>> twice = [Question(question_id="1138", answer=answer, **asked) for answer in ("two", "four")]
>>> found = lint(DataSet(questions=tuple(twice)))
>>> found.totals["contradiction"], found.findings[0].message
(1, 'answered two, four: How many sounding bagpipe in the video?')
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from counterpoint.errors import InputError
from counterpoint.lint import answer, contradiction, duplicate, identity, leakage, logic, slots, text
from counterpoint.lint import reference as _reference
from counterpoint.lint.finding import SEVERITIES, Change, Check, Finding
from counterpoint.lint.report import VERSION, Report, log, report, schema
from counterpoint.records import DataSet

CHECKS: Mapping[str, Check] = {
    module.CHECK.name: module.CHECK
    for module in (text, answer, duplicate, contradiction, logic, leakage, slots, identity)
}
"""The checks by name. What mends texts and answers comes first: it can bring duplicates to light."""


def lint(data: DataSet, checks: Iterable[str] | None = None) -> Report:
    """Run checks over a data set; all of them if none are named.

    Raises
    ------
    InputError
        If there is no check of a name.
    """
    names = list(CHECKS) if checks is None else _known(checks)
    return report(
        (finding for name in names for finding in CHECKS[name].find(data)),
        inputs=dict.fromkeys(
            row.place.file for rows in (data.questions, data.unread) for row in rows if row.place.file
        ),
        questions=len(data.questions),
        checks=names,
        unread=data.unread,
    )


def fix(data: DataSet, checks: Iterable[str] | None = None) -> tuple[DataSet, list[Change]]:
    """Mend what can be mended with certainty, and return the mended set with every change.

    Linting the mended set finds nothing that is `fixable`; fixing it again changes nothing.

    Raises
    ------
    InputError
        If there is no check of a name.
    """
    changes: list[Change] = []
    for name in CHECKS if checks is None else _known(checks):
        mend = CHECKS[name].fix
        made = list(mend(data)) if mend else []
        data = _apply(data, made)
        changes += made
        if name == identity.CHECK.name:
            data = replace(data, notices=tuple(n for n in data.notices if n.field != "question_id"))
    return data, changes


def describe() -> str:
    """Return the reference page of the checks and of the rules of `logic`, as Markdown."""
    return _reference.describe(CHECKS.values())


def _apply(data: DataSet, changes: Iterable[Change]) -> DataSet:
    after = {id(change.before): change.after for change in changes}
    questions = (after.get(id(question), question) for question in data.questions)
    return data.with_questions(question for question in questions if question is not None)


def _known(names: Iterable[str]) -> list[str]:
    asked = set(names)
    if unknown := sorted(asked - CHECKS.keys()):
        raise InputError(f"no check is called {unknown[0]!r}", remedy=f"Use any of {', '.join(CHECKS)}.")
    return [name for name in CHECKS if name in asked]


__all__ = [
    "CHECKS",
    "SEVERITIES",
    "VERSION",
    "Change",
    "Check",
    "Finding",
    "Report",
    "describe",
    "fix",
    "lint",
    "log",
    "schema",
]
