"""A selection: how many clips of each column, with how many questions of each unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from counterpoint.balance.problem import Ints, Problem


class Score(NamedTuple):
    """What a plan makes small, the first first."""

    unmet: int
    """Questions still missing."""
    cost: Fraction
    questions: int


@dataclass(frozen=True)
class Selection:
    """What is taken of a problem."""

    clips: Ints
    """c: the clips taken."""
    asked: Ints
    """u: the questions asked of them; at most `copies` for each clip."""


def whole(problem: Problem, clips: Ints) -> Selection:
    """Return the selection of these clips with all their questions."""
    return Selection(clips, problem.copies * clips[problem.column_of])


def score(problem: Problem, selection: Selection) -> Score:
    """Return what a selection leaves unmet, costs and asks."""
    return Score(
        int(problem.missing(problem.adds @ selection.asked).sum()),
        Fraction(int(problem.costs @ selection.clips), problem.scale),
        int(selection.asked.sum()),
    )


def allowed(problem: Problem, selection: Selection) -> bool:
    """Whether a selection takes no more than there is."""
    taken = np.bincount(problem.block_of, selection.clips, len(problem.blocks))
    return bool(
        (selection.clips >= 0).all()
        and (taken <= problem.supply).all()
        and (selection.asked >= 0).all()
        and (selection.asked <= problem.copies * selection.clips[problem.column_of]).all()
    )


class Clip(NamedTuple):
    """One chosen candidate."""

    candidate: str
    split: str | None
    asked: tuple[tuple[int, int], ...]
    """Unit and number of the questions that are asked of it."""


def clips(problem: Problem, selection: Selection) -> Iterator[Clip]:
    """Yield the chosen candidates, those of one block in the order of their ids."""
    used = [0] * len(problem.blocks)
    first = np.searchsorted(problem.column_of, np.arange(len(problem.columns) + 1))
    for column in np.flatnonzero(selection.clips):
        block, split = problem.columns[column]
        units = range(first[column], first[column + 1])
        left = {unit: int(selection.asked[unit]) for unit in units}
        for _ in range(int(selection.clips[column])):
            asked = {unit: min(left[unit], int(problem.copies[unit])) for unit in units}
            left = {unit: left[unit] - n for unit, n in asked.items()}
            name = problem.blocks[block].candidates[used[block]]
            used[block] += 1
            yield Clip(name, split, tuple((unit, n) for unit, n in asked.items() if n))
