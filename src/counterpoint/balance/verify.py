"""The second count: what a choice of candidates does to a data set, from the records and in fractions.

It shares nothing with the arrays that the choice was made on, so that it can find them wrong.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from counterpoint.balance.candidates import Candidate
from counterpoint.balance.targets import Group, Key, keys
from counterpoint.bias.counts import Cell


class Taken(NamedTuple):
    """A candidate, the split it goes to, and the places of the questions asked of it."""

    candidate: Candidate
    split: str | None
    questions: tuple[int, ...]


def added(taken: Iterable[Taken], *, per_split: bool, by: str) -> dict[Key, Counter[str]]:
    """Return how many questions with each answer come to each group."""
    tallies: dict[Key, Counter[str]] = {}
    for candidate, split, places in taken:
        for place in places:
            question = candidate.questions[place]
            cell = Cell(question.template, question.slots, question.answer, split or "")
            for key in keys(cell, per_split=per_split, by=by):
                tallies.setdefault(key, Counter())[question.answer] += 1
    return tallies


def after(group: Group, brought: Mapping[str, int]) -> Counter[str]:
    """Return the counts of a group with what is brought to it."""
    return Counter(group.counts) + Counter(brought)


def missing(counts: Mapping[str, int], limit: Fraction) -> int:
    """Return how many questions are still missing: the least u with every count <= limit (total + u)."""
    total = sum(counts.values())
    return max((ceil(count / limit) - total for count in counts.values() if count > limit * total), default=0)


def faults(taken: Iterable[Taken]) -> list[str]:
    """Return what is wrong with a choice in itself: a candidate taken twice, or a question not its own."""
    found = []
    seen: set[str] = set()
    for candidate, split, places in taken:
        if candidate.id in seen:
            found.append(f"{candidate.id} is taken twice")
        seen.add(candidate.id)
        if len(set(places)) < len(places) or not set(places) <= set(range(len(candidate.questions))):
            found.append(f"{candidate.id} has no such questions")
        if candidate.split and split is not None and split != candidate.split:
            found.append(f"{candidate.id} belongs to {candidate.split}, not to {split}")
    return found
