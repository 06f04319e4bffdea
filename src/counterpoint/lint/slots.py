"""The check `slots`: slot values that do not fit their template."""

from collections.abc import Iterator

from counterpoint.lint.finding import Check, Finding, finding, shown
from counterpoint.lint.logic.answers import SLOT_VALUES
from counterpoint.records import DataSet, Question
from counterpoint.vocabulary import TEMPLATES, slot_names


def find(data: DataSet) -> Iterator[Finding]:
    """Yield the questions with too many or too few values, or values that a slot does not take."""
    for question in data.questions:
        names = slot_names(question.template)
        if len(question.slots) != len(names):
            message = f"{_many(question.slots)} for {_many(names, 'slot')}: {shown(question.template)}"
            yield finding("slots", "error", message, [question], rule="count")
        elif question.template in TEMPLATES:
            yield from _values(question, names)


def _values(question: Question, names: tuple[str, ...]) -> Iterator[Finding]:
    for name, value in zip(names, question.slots, strict=True):
        if name in SLOT_VALUES and value not in SLOT_VALUES[name]:
            message = f"{shown(value)!r} is no value of <{name}>: {shown(question.template)}"
            yield finding("slots", "warning", message, [question], rule="value")


def _many(values: tuple[str, ...], of: str = "value") -> str:
    return f"{len(values)} {of}" if len(values) == 1 else f"{len(values) or 'no'} {of}s"


CHECK = Check(
    name="slots",
    severity="error",
    summary="A number of slot values that is not the template's; "
    "in MUSIC-AVQA's templates, a value that the slot does not take (a warning).",
    example="“Is the <Object> louder than the <Object>?” has the one value cello.",
    find=find,
)
