"""The check `id`: ids that are missing, repeated or odd."""

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter

from counterpoint.lint.asked import alike
from counterpoint.lint.finding import Change, Check, Finding, finding, shown
from counterpoint.records import DataSet, Notice, Question, identify

_ODD = {
    "a blank": re.compile(r"\s"),
    "a fraction": re.compile(r"^[+-]?\d+\.\d*$|^[+-]?\d+(\.\d*)?e[+-]?\d+$", re.IGNORECASE),
    "a word for nothing": re.compile(r"^(nan|none|null|undefined|n/a|<na>)$", re.IGNORECASE),
}
_FIELDS = ("question_id", "picture", "sound")


def find(data: DataSet) -> Iterator[Finding]:
    """Yield, for each file, the ids that were made; the repeated ids; the odd ids."""
    yield from _made(data)
    yield from _repeated(data)
    yield from _odd(data)


def fix(data: DataSet) -> Iterator[Change]:
    """Keep the ids that were made while reading, and give new ones to all but the first bearer of one."""
    for question, notice in _noticed(data):
        nameless = replace(question, question_id="")
        yield Change("id", nameless, question, f"{notice.message} while reading; it stays")
    taken = {question.question_id for question in data.questions}
    for group in alike(data.questions, lambda q: q.question_id):
        made, _ = identify([replace(question, question_id="") for question in group[1:]])
        for question, candidate in zip(group[1:], made, strict=True):
            name, n = candidate.question_id, 1
            while name in taken:
                n += 1
                name = f"{candidate.question_id}-{n}"
            taken.add(name)
            reason = f"{group[0].place} has the same id"
            yield Change("id", question, replace(question, question_id=name), reason)


def _noticed(data: DataSet) -> list[tuple[Question, Notice]]:
    notices = {notice.place: notice for notice in data.notices if notice.field == "question_id"}
    return [(question, notices[question.place]) for question in data.questions if question.place in notices]


def _made(data: DataSet) -> Iterator[Finding]:
    for group in alike((question for question, _ in _noticed(data)), lambda q: q.place.file):
        message = f"{len(group):,} questions of {shown(group[0].place.file)} had no id; one was made"
        yield finding("id", "warning", message, group, rule="missing", fixable=True)


def _repeated(data: DataSet) -> Iterator[Finding]:
    """Yield repeated ids, one by one within a split, together where splits share them."""
    groups = [group for group in alike(data.questions, lambda q: q.question_id) if len(group) > 1]
    for group in groups:
        for members in alike(group, lambda q: q.split):
            if len(members) > 1:
                message = f"{len(members)} questions have the id {shown(group[0].question_id)}"
                yield finding("id", "warning", message, members, rule="repeated", fixable=True)
    across = [group for group in groups if len({question.split for question in group}) > 1]
    for shared in alike((group[0] for group in across), lambda _: None):
        message = f"{len(shared):,} ids are those of other questions in other splits"
        yield finding("id", "warning", message, shared, rule="repeated", fixable=True)


def _odd(data: DataSet) -> Iterator[Finding]:
    for field in _FIELDS:
        for group in alike(data.questions, attrgetter(field)):
            value = getattr(group[0], field)
            own = field == "sound" and all(question.picture == value for question in group)
            if not own and (oddity := _oddity(value)):
                message = f"the {field} {shown(value)!r} is, or holds, {oddity}"
                yield finding("id", "warning", message, group, rule="odd")


def _oddity(value: str) -> str:
    if not value.isprintable():
        return "a character that cannot be printed"
    return next((name for name, pattern in _ODD.items() if pattern.search(value)), "")


CHECK = Check(
    name="id",
    severity="warning",
    summary="Ids that are missing (one finding a file; they were made while reading), repeated (one finding "
    "an id; one in all where other splits use them too) or odd: fractions such as 47859.5, blanks, words "
    "for nothing such as nan, characters that cannot be printed. A leading `-` is not odd.",
    example="Two questions have the id 1138.",
    find=find,
    fix=fix,
    mended="Keeps the ids made; gives new ones to all but the first question with a repeated id.",
)
