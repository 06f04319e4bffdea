"""The choice among candidates as arrays: what the greedy search and the program both work on.

Candidates that bring the same questions to the same groups at the same cost are one *block* of so many
clips. A block has a *column* for each way in which one of its clips can be used: one for each split where
the plan may choose the split. A *unit* is one kind of question of a column. Each question adds 1 to one
*row*, an answer of a group, in each of its groups.

Axes: r rows, g groups, b blocks, c columns, u units.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from counterpoint.balance.candidates import Candidate
from counterpoint.balance.targets import Group, Key, keys
from counterpoint.bias.counts import Cell

Ints = NDArray[np.int64]
Signature = tuple[Fraction, str, tuple[tuple["Asked", int], ...]]


class Asked(NamedTuple):
    """What of a question matters here."""

    template: str
    slots: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Block:
    """Candidates that are alike."""

    candidates: tuple[str, ...]
    cost: Fraction
    questions: tuple[tuple[Asked, int], ...]


@dataclass(frozen=True)
class Problem:
    """All that a choice among candidates depends on, in whole numbers."""

    groups: tuple[Group, ...]
    answers: tuple[tuple[int, str], ...]
    """r: the group and the answer."""
    blocks: tuple[Block, ...]
    supply: Ints
    """b: how many clips there are."""
    columns: tuple[tuple[int, str | None], ...]
    """c: the block and the split."""
    units: tuple[tuple[int, Asked], ...]
    """u: the column and the question."""
    copies: Ints
    """u: how many such questions a clip brings."""
    adds: csc_array
    """r u: what one question adds."""

    @cached_property
    def row_group(self) -> Ints:
        """r: the group, in ascending order."""
        return np.array([group for group, _ in self.answers], dtype=np.int64)

    @cached_property
    def first_row(self) -> Ints:
        """g: the first row."""
        return np.searchsorted(self.row_group, np.arange(len(self.groups)))

    @cached_property
    def counts(self) -> Ints:
        """r: the questions that there are."""
        return np.array([self.groups[g].counts.get(a, 0) for g, a in self.answers], dtype=np.int64)

    @cached_property
    def limits(self) -> tuple[Ints, Ints]:
        """g: numerator and denominator of the largest share."""
        return (
            np.array([group.limit.numerator for group in self.groups], dtype=np.int64),
            np.array([group.limit.denominator for group in self.groups], dtype=np.int64),
        )

    @cached_property
    def block_of(self) -> Ints:
        """c: the block."""
        return np.array([block for block, _ in self.columns], dtype=np.int64)

    @cached_property
    def column_of(self) -> Ints:
        """u: the column, in ascending order."""
        return np.array([column for column, _ in self.units], dtype=np.int64)

    @cached_property
    def scale(self) -> int:
        """What the costs are multiplied with to be whole."""
        return lcm(*(block.cost.denominator for block in self.blocks)) if self.blocks else 1

    @cached_property
    def costs(self) -> Ints:
        """c: cost of a clip, times `scale`."""
        whole = np.array([int(block.cost * self.scale) for block in self.blocks], dtype=np.int64)
        return whole[self.block_of]

    @cached_property
    def sizes(self) -> Ints:
        """c: the questions that a clip brings."""
        return np.bincount(self.column_of, self.copies, len(self.columns)).astype(np.int64)

    @cached_property
    def brings(self) -> csc_array:
        """What a whole clip adds; r c."""
        member = csc_array(
            (self.copies, (np.arange(len(self.units)), self.column_of)), (len(self.units), len(self.columns))
        )
        return csc_array(self.adds @ member)

    def missing(self, added: Ints) -> Ints:
        """Return the questions still missing in each group, after `added` to each row.

        A group misses u if u more questions, none with its most common answer, bring that answer's share
        to the limit: the least u with count <= limit (total + u).
        """
        top, total = self.levels(added)
        missing: Ints = np.maximum(0, top - total)
        return missing

    def levels(self, added: Ints) -> tuple[Ints, Ints]:
        """Return the least total that every answer of a group fits under, and its total; g each."""
        if not self.groups:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        after = self.counts + added
        numerator, denominator = (part[self.row_group] for part in self.limits)
        needs = -(-denominator * after // numerator)
        return np.maximum.reduceat(needs, self.first_row), np.add.reduceat(after, self.first_row)


def problem(
    groups: Sequence[Group],
    candidates: Sequence[Candidate],
    *,
    per_split: bool = True,
    by: str = "template",
    costs: Mapping[str, float] | None = None,
) -> Problem:
    """Set up the choice among candidates.

    Groups that no addition can mend are left out, and so are candidates that bring nothing to the others.

    Parameters
    ----------
    costs
        Cost of a clip of an origin; a candidate of another origin has its own.
    """
    members: dict[Signature, list[str]] = {}
    for candidate in sorted(candidates, key=lambda candidate: candidate.id):
        asked = Counter(
            Asked(q.template, q.slots if by == "slot" else (), q.answer) for q in candidate.questions
        )
        cost = Fraction(str((costs or {}).get(candidate.origin, candidate.cost)))
        members.setdefault((cost, candidate.split, tuple(sorted(asked.items()))), []).append(candidate.id)
    blocks = [
        (Block(tuple(ids), cost, asked), split, len(ids)) for (cost, split, asked), ids in members.items()
    ]
    return arrange(groups, blocks, per_split=per_split, by=by)


def arrange(
    groups: Sequence[Group], blocks: Sequence[tuple[Block, str, int]], *, per_split: bool, by: str
) -> Problem:
    """Set up the choice among blocks, each with its split (empty: any) and the number of its clips."""
    kept = tuple(group for group in groups if group.possible)
    row: dict[tuple[int, str], int] = {}
    for number, group in enumerate(kept):
        for answer in dict.fromkeys((*group.answers, *group.counts)):
            row[number, answer] = len(row)
    place = {group.key: number for number, group in enumerate(kept)}
    splits = sorted({group.split for group in groups if group.split is not None})
    used: list[Block] = []
    supply: list[int] = []
    columns: list[tuple[int, str | None]] = []
    units: list[tuple[int, Asked]] = []
    copies: list[int] = []
    entries: list[tuple[int, int]] = []
    for block, split, number in blocks:
        before = len(columns)
        for choice in options(split, splits, per_split=per_split):
            found = {asked: _rows(asked, choice, place, row, per_split, by) for asked, _ in block.questions}
            if not any(found.values()):
                continue
            for asked, n in block.questions:
                entries += [(r, len(units)) for r in found[asked]]
                units.append((len(columns), asked))
                copies.append(n)
            columns.append((len(used), choice))
        if len(columns) > before:
            used.append(block)
            supply.append(number)
    at = np.array(entries, dtype=np.int64).reshape(-1, 2)
    return Problem(
        groups=kept,
        answers=tuple(row),
        blocks=tuple(used),
        supply=np.array(supply, dtype=np.int64),
        columns=tuple(columns),
        units=tuple(units),
        copies=np.array(copies, dtype=np.int64),
        adds=csc_array((np.ones(len(at), np.int64), (at[:, 0], at[:, 1])), (len(row), len(units))),
    )


def options(split: str, splits: Sequence[str], *, per_split: bool) -> list[str | None]:
    """Return the splits that a clip may go to."""
    if not per_split:
        return [None]
    return [split] if split or not splits else list(splits)


def _rows(
    asked: Asked,
    split: str | None,
    place: Mapping[Key, int],
    row: Mapping[tuple[int, str], int],
    per_split: bool,
    by: str,
) -> list[int]:
    cell = Cell(asked.template, asked.slots, asked.answer, split or "")
    found = (place.get(key) for key in keys(cell, per_split=per_split, by=by))
    return [row[number, asked.answer] for number in found if number is not None]
