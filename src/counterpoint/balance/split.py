"""Splitting: which split each new question belongs to.

A video and everything derived from it stay in one split. Where the public sets split questions instead,
the same video is seen in training and in testing; `by="question"` does that too, and says what it leaks.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from counterpoint.balance.assign import assign
from counterpoint.balance.families import families
from counterpoint.balance.targets import Group, groups
from counterpoint.balance.verify import missing
from counterpoint.bias.audit import Settings
from counterpoint.bias.counts import count_questions
from counterpoint.errors import InputError
from counterpoint.records import DataSet, Question

RATIO: Mapping[str, int] = {"train": 70, "val": 10, "test": 20}
BY = ("source", "question")


@dataclass(frozen=True)
class Over:
    """A template that is over its limit in a split, and the questions it misses."""

    split: str
    template: str
    missing: int


@dataclass(frozen=True)
class Division:
    """What the splits are like."""

    by: str
    sizes: Mapping[str, int]
    """Questions in each split."""
    assigned: Mapping[str, int]
    """Those of them that had no split before."""
    over: tuple[Over, ...]
    """What does not pass the audit."""
    leaked: tuple[str, ...]
    """Families of videos with questions in more than one split, each by its first id."""
    leaked_questions: int
    """Questions outside the first named split whose family is in it too: what training may give away."""


def split(
    data: DataSet,
    *,
    ratio: Mapping[str, int] = RATIO,
    by: str = "source",
    settings: Settings | None = None,
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
    target: str | Fraction = "threshold",
    time_limit: float = 20.0,
) -> tuple[DataSet, Division]:
    """Give a split to each question that has none.

    Parameters
    ----------
    ratio
        Parts of the new questions that go to each split.
    by
        `source`: a video and everything derived from it stay together, and follow the questions that have
        a split already. `question`: each question by itself, the way of the public sets.
    settings, vocabulary, target
        The limits that each split is to pass, as far as possible.
    time_limit
        Seconds that the search for a division may take.

    Raises
    ------
    InputError
        If a setting is unknown.
    """
    if by not in BY:
        raise InputError(f"no way of splitting is called {by!r}", remedy=f"Use one of {', '.join(BY)}.")
    if not ratio or min(ratio.values()) < 0 or not sum(ratio.values()):
        raise InputError("the ratio has no positive part", remedy="Give one such as train=70,val=10,test=20.")
    family = families(data.questions)
    units = [_unit(number, question, family, by) for number, question in enumerate(data.questions)]
    home = _homes(data.questions, units)
    open_units: dict[str, list[Question]] = {}
    for question, unit in zip(data.questions, units, strict=True):
        if not question.split and unit not in home:
            open_units.setdefault(unit, []).append(question)
    vocabulary = dict(data.vocabulary) | dict(vocabulary or {})
    placed = [
        replace(q, split=q.split or home.get(u, "")) for q, u in zip(data.questions, units, strict=True)
    ]
    fixed = [question for question in placed if question.split]
    limits = {g.template: g for g in _groups(placed, settings, vocabulary, target, per_split=False)}
    home |= assign(open_units, fixed, ratio, limits, time_limit=time_limit)
    done = [replace(q, split=q.split or home[u]) for q, u in zip(placed, units, strict=True)]
    result = data.with_questions(done)
    return result, _division(
        data, done, family, by, ratio, _groups(done, settings, vocabulary, target, per_split=True)
    )


def digest(*parts: object) -> str:
    """Return a text that orders things as if by chance, but always in the same way."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode(errors="surrogatepass")).hexdigest()


def _unit(number: int, question: Question, family: Mapping[str, str], by: str) -> str:
    return family[question.picture] if by == "source" else f"{number}"


def _homes(questions: Sequence[Question], units: Sequence[str]) -> dict[str, str]:
    """Return the split of each unit that has one: where it has several, that with most of its questions."""
    found: dict[str, Counter[str]] = {}
    for question, unit in zip(questions, units, strict=True):
        if question.split:
            found.setdefault(unit, Counter())[question.split] += 1
    return {unit: min(splits, key=lambda name: (-splits[name], name)) for unit, splits in found.items()}


def _groups(
    questions: Sequence[Question],
    settings: Settings | None,
    vocabulary: Mapping[str, tuple[str, ...]],
    target: str | Fraction,
    *,
    per_split: bool,
) -> tuple[Group, ...]:
    return groups(
        count_questions(questions),
        target=target,
        settings=settings,
        vocabulary=vocabulary,
        per_split=per_split,
    )


def _division(
    before: DataSet,
    done: Sequence[Question],
    family: Mapping[str, str],
    by: str,
    ratio: Mapping[str, int],
    limits: Sequence[Group],
) -> Division:
    where: dict[str, set[str]] = {}
    for question in done:
        where.setdefault(family[question.picture], set()).add(question.split)
    first = next(iter(ratio))
    new = [question.split for old, question in zip(before.questions, done, strict=True) if not old.split]
    return Division(
        by=by,
        sizes=dict(sorted(Counter(question.split for question in done).items())),
        assigned=dict(sorted(Counter(new).items())),
        over=tuple(
            Over(group.split or "", group.template, missing(group.counts, group.limit))
            for group in limits
            if not group.passes
        ),
        leaked=tuple(sorted(name for name, splits in where.items() if len(splits) > 1)),
        leaked_questions=sum(q.split != first and first in where[family[q.picture]] for q in done),
    )
