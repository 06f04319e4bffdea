"""What a check finds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from counterpoint.records import DataSet, Place, Question

SEVERITIES = ("error", "warning", "note")
"""`error`: an answer or a row is wrong. `warning`: it may be. `note`: worth knowing, often by design."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or may be, with named questions."""

    check: str
    severity: str
    message: str
    """What is wrong with these questions, in one sentence."""
    questions: tuple[str, ...] = ()
    """Ids of the questions."""
    places: tuple[Place, ...] = ()
    """Where they stand, in the same order."""
    rule: str = ""
    """The stated rule that they break, where a check has several."""
    fixable: bool = False
    """Whether `fix` mends it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a fix makes: a question replaced, or removed if `after` is None."""

    check: str
    before: Question
    after: Question | None
    reason: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong with a data set."""

    name: str
    severity: str
    """The gravest that its findings can be."""
    summary: str
    """What it looks for, in one sentence."""
    example: str
    """A finding of it, in words."""
    find: Callable[[DataSet], Iterator[Finding]]
    fix: Callable[[DataSet], Iterator[Change]] | None = None
    """How `lint --fix` mends it; None if only a person can."""
    mended: str = ""
    """What that does, in one sentence."""


def finding(
    check: str,
    severity: str,
    message: str,
    questions: Sequence[Question],
    *,
    rule: str = "",
    fixable: bool = False,
) -> Finding:
    """Return a finding about these questions."""
    return Finding(
        check,
        severity,
        message,
        tuple(question.question_id for question in questions),
        tuple(question.place for question in questions),
        rule,
        fixable,
    )


def shown(text: str, length: int = 160) -> str:
    r"""Return text that is safe to show on one line: what cannot be printed is escaped, and it is not long.

    >>> shown("erhu\x1b[2J")
    'erhu\\x1b[2J'
    """
    printable = (
        text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    )
    return printable if len(printable) <= length else printable[: length - 1] + "…"
