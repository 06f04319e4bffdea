"""Assigning units of questions to splits, such that sizes keep a ratio and every split passes the audit.

First by iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011): the rarest answers are dealt
out first, to the split that lacks them most. If a split is then over a limit, a mixed-integer program looks
for a division that is not; it is taken if it leaves fewer questions missing.

Axes: f units, s splits, r (template, answer) pairs.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, diags_array, eye_array, kron

from counterpoint.balance.targets import Group
from counterpoint.records import Question

Ints = NDArray[np.int64]

LARGEST = 30_000
"""Units times splits above which the program is not tried."""

TOLERANCE = 0.02
"""By how much of all new questions a split may miss its part."""


@dataclass(frozen=True)
class _Deal:
    """What is to be dealt out."""

    units: tuple[str, ...]
    splits: tuple[str, ...]
    brings: csr_array
    """f r."""
    fixed: Ints
    """s r: what is in the splits already."""
    goal: NDArray[np.float64]
    """s: new questions that each split should get."""
    groups: Ints
    """r: number of the template, ascending."""
    limits: tuple[Ints, Ints]
    """Numerator and denominator of each template's largest share."""

    @cached_property
    def starts(self) -> Ints:
        return np.searchsorted(self.groups, np.arange(len(self.limits[0])))

    def missing(self, choice: Ints) -> int:
        """Return the questions missing in all splits if unit f goes to split choice[f]."""
        member = csr_array((np.ones(len(choice), np.int64), (choice, np.arange(len(choice)))), self.shape)
        return self.short(self.fixed + (member @ self.brings).toarray())

    def least(self) -> int:
        """Return the questions missing in all splits together, which no division makes fewer."""
        return self.short((self.fixed.sum(axis=0) + self.brings.sum(axis=0))[None, :])

    def short(self, counts: Ints) -> int:
        """Return the questions missing where the counts are these; s r."""
        p, q = (part[self.groups] for part in self.limits)
        needs = np.maximum.reduceat(-(-q * counts // p), self.starts, axis=1)
        return int(np.maximum(0, needs - np.add.reduceat(counts, self.starts, axis=1)).sum())

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.splits), len(self.units)


def assign(
    units: Mapping[str, Sequence[Question]],
    fixed: Sequence[Question],
    ratio: Mapping[str, int],
    limits: Mapping[str, Group],
    *,
    time_limit: float,
) -> dict[str, str]:
    """Return the split of each unit.

    Parameters
    ----------
    units
        The questions of each unit that has no split yet.
    fixed
        The questions that have one.
    limits
        The limit of each template.
    """
    if not units:
        return {}
    deal = _deal(units, fixed, ratio, limits)
    choice = _stratified(deal)
    if deal.missing(choice) > deal.least() and deal.shape[0] * deal.shape[1] <= LARGEST:
        other = _programmed(deal, time_limit)
        if other is not None and deal.missing(other) < deal.missing(choice):
            choice = other
    return {unit: deal.splits[split] for unit, split in zip(deal.units, choice, strict=True)}


def _deal(
    units: Mapping[str, Sequence[Question]],
    fixed: Sequence[Question],
    ratio: Mapping[str, int],
    limits: Mapping[str, Group],
) -> _Deal:
    splits = tuple(name for name, part in ratio.items() if part)
    templates = sorted(limits)
    pairs = [(text, answer) for text in templates for answer in sorted(limits[text].counts)]
    at = {pair: number for number, pair in enumerate(pairs)}
    names = tuple(sorted(units))
    entries = [(f, at[q.template, q.answer]) for f, name in enumerate(names) for q in units[name]]
    f, r = np.array(entries, dtype=np.int64).T
    there = Counter((q.split, q.template, q.answer) for q in fixed)
    parts = np.array([ratio[name] for name in splits], dtype=float)
    return _Deal(
        units=names,
        splits=splits,
        brings=csr_array((np.ones(len(entries), np.int64), (f, r)), (len(names), len(pairs))),
        fixed=np.array([[there[name, *pair] for pair in pairs] for name in splits], dtype=np.int64),
        goal=parts / parts.sum() * len(entries),
        groups=np.array([templates.index(text) for text, _ in pairs], dtype=np.int64),
        limits=(
            np.array([limits[text].limit.numerator for text in templates], dtype=np.int64),
            np.array([limits[text].limit.denominator for text in templates], dtype=np.int64),
        ),
    )


def _stratified(deal: _Deal) -> Ints:
    """Deal out the units of the rarest answer left, each to the split that lacks that answer most."""
    dense = deal.brings.toarray()
    size = dense.sum(axis=1)
    share = deal.goal / deal.goal.sum()
    lacks = share[:, None] * dense.sum(axis=0)[None, :]
    room = deal.goal.copy()
    choice = np.full(len(deal.units), -1, np.int64)
    left = dense.sum(axis=0)
    while (choice < 0).any():
        rarest = int(np.argmin(np.where(left > 0, left, np.iinfo(np.int64).max)))
        holders = np.flatnonzero((choice < 0) & (dense[:, rarest] > 0))
        for unit in holders[np.argsort(-size[holders], kind="stable")]:
            split = int(np.lexsort((-room, -np.round(lacks[:, rarest], 9)))[0])
            choice[unit] = split
            lacks[split] -= dense[unit]
            room[split] -= size[unit]
            left -= dense[unit]
    return choice


def _programmed(deal: _Deal, time_limit: float) -> Ints | None:
    """Solve: each unit in one split, sizes near their goals, the fewest questions missing."""
    s, f = deal.shape
    rows, templates = len(deal.groups), len(deal.limits[0])
    p, q = (part.astype(float) for part in deal.limits)
    member = csr_array((np.ones(rows), (np.arange(rows), deal.groups)), (rows, templates))
    adds = deal.brings.T.astype(float)
    share = diags_array(q[deal.groups]) @ adds - diags_array(p[deal.groups]) @ member @ member.T @ adds
    there = deal.fixed.astype(float)
    high = (p[deal.groups] * (there @ member @ member.T) - q[deal.groups] * there).ravel()
    size = np.asarray(deal.brings.sum(axis=1), dtype=float)
    slack = max(TOLERANCE * size.sum(), size.max())
    missing = s * templates
    matrix = block_array(
        [
            [kron(eye_array(s), share), -kron(eye_array(s), diags_array(p[deal.groups]) @ member)],
            [kron(np.ones((1, s)), eye_array(f)), None],
            [kron(eye_array(s), size[None, :]), None],
        ]
    )
    result = milp(
        np.concatenate([np.zeros(s * f), np.ones(missing)]),
        integrality=np.ones(s * f + missing),
        bounds=Bounds(0, np.concatenate([np.ones(s * f), np.full(missing, np.inf)])),
        constraints=LinearConstraint(
            matrix,
            np.concatenate([np.full(s * rows, -np.inf), np.ones(f), deal.goal - slack]),
            np.concatenate([high, np.ones(f), deal.goal + slack]),
        ),
        options={"time_limit": time_limit},
    )
    return None if result.x is None else np.argmax(result.x[: s * f].reshape(s, f), axis=0).astype(np.int64)
