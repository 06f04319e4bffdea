"""What a check finds."""

from collections.abc import Callable, Iterator
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


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong with a data set."""

    name: str
    severity: str
    summary: str
    """What it looks for, in one sentence."""
    example: str
    """A finding of it, in words."""
    find: Callable[[DataSet], Iterator[Finding]]
    fix: Callable[[DataSet], "Iterator[Change]"] | None = None
    """How `lint --fix` mends it; None if only a person can."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that a fix makes: a question replaced, or removed if `after` is None."""

    check: str
    before: Question
    after: Question | None
    reason: str
