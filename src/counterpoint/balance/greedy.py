"""The greedy search: the clip that mends most for its cost, again and again.

Plain, fast, and never the last word: the program starts from it, and falls back on it.
"""

import numpy as np
from scipy.sparse import coo_array, csc_array

from counterpoint.balance.problem import Ints, Problem
from counterpoint.balance.selection import Selection, whole

METHODS = ("whole", "trimmed", "single")


def greedy(problem: Problem, *, use: str = "whole", start: Selection | None = None) -> Selection:
    """Select clips while one mends more than it harms.

    Parameters
    ----------
    use
        What is taken of a clip. `whole`: all its questions. `trimmed`: those that mend. `single`: one
        question, the way of a collector who looks for one clip for each question.
    start
        A selection to go on from.
    """
    taken = np.zeros(len(problem.columns), np.int64) if start is None else start.clips.copy()
    asked = np.zeros(len(problem.units), np.int64) if start is None else start.asked.copy()
    effects = _Effects(problem, problem.brings if use == "whole" else problem.adds)
    left = problem.supply - np.bincount(problem.block_of, taken, len(problem.blocks)).astype(np.int64)
    added = problem.adds @ asked
    first = np.searchsorted(problem.column_of, np.arange(len(problem.columns) + 1))
    costs, order = np.maximum(problem.costs, 1e-9), np.arange(len(problem.columns))
    while len(order):
        gains = -effects.changes(added)
        best_unit = None
        if use == "trimmed":
            gains = np.bincount(problem.column_of, np.maximum(gains, 0) * problem.copies, len(order))
        elif use == "single":
            best_unit = gains
            gains = np.maximum.reduceat(gains, first[:-1])
        ratio = np.where(left[problem.block_of] > 0, gains / costs, 0)
        if ratio.max() <= 0:
            break
        best = np.flatnonzero(ratio == ratio.max())
        column = int(best[np.argmin(problem.sizes[best])])
        inside = slice(first[column], first[column + 1])
        if best_unit is not None:
            one = np.zeros(first[column + 1] - first[column], np.int64)
            one[int(np.argmax(best_unit[inside]))] = 1
        else:
            one = problem.copies[inside] if use == "whole" else _mending(problem, inside, added)
        taken[column] += 1
        asked[inside] += one
        left[problem.block_of[column]] -= 1
        added = added + problem.adds[:, [*range(inside.start, inside.stop)]] @ one
    return prune(problem, Selection(taken, asked)) if use == "whole" else Selection(taken, asked)


def prune(problem: Problem, selection: Selection) -> Selection:
    """Take back each whole clip that is not needed, the dearest and longest first."""
    clips = selection.clips.copy()
    added = problem.brings @ clips
    unmet = int(problem.missing(added).sum())
    chosen = np.flatnonzero(clips)
    for column in chosen[np.lexsort((-problem.sizes[chosen], -problem.costs[chosen]))]:
        brought = problem.brings[:, [column]].toarray()[:, 0]
        while clips[column] and (less := int(problem.missing(added - brought).sum())) <= unmet:
            unmet = less
            added = added - brought
            clips[column] -= 1
    return whole(problem, clips)


def _mending(problem: Problem, inside: slice, added: Ints) -> Ints:
    """Return how many questions of each unit of a clip to ask: each as long as it mends."""
    asked = np.zeros(inside.stop - inside.start, np.int64)
    unmet = int(problem.missing(added).sum())
    for place, unit in enumerate(range(inside.start, inside.stop)):
        one = problem.adds[:, [unit]].toarray()[:, 0]
        for _ in range(int(problem.copies[unit])):
            if (less := int(problem.missing(added + one).sum())) >= unmet:
                break
            unmet, added = less, added + one
            asked[place] += 1
    return asked


class _Effects:
    """How each column of a matrix of additions (r by c) changes what is missing; all columns at once.

    Its non-zero entries stand in runs of one group and one column, by group. Only additions can raise what
    a group needs, so the need after a run is the larger of the need before and those of the run's answers.
    A group is counted again only when something was added to it.
    """

    def __init__(self, problem: Problem, matrix: csc_array) -> None:
        self.problem = problem
        entries = coo_array(matrix)
        group = problem.row_group[entries.row]
        order = np.lexsort((entries.col, group))
        self.rows, self.n = entries.row[order].astype(np.int64), entries.data[order].astype(np.int64)
        group, column = group[order], entries.col[order]
        starts = np.flatnonzero(np.diff(group, prepend=-1) | np.diff(column, prepend=-1))
        self.column = column[starts]
        self.brought = np.add.reduceat(self.n, starts) if len(starts) else self.n
        edges = np.arange(len(problem.groups) + 1)
        self.entries_of = np.searchsorted(group, edges)
        self.runs_of = np.searchsorted(group[starts], edges)
        self.starts = starts - self.entries_of[group[starts]] if len(starts) else starts
        self.size = int(matrix.shape[1])
        self.change = np.zeros(len(starts), np.int64)
        self.seen: Ints | None = None

    def changes(self, added: Ints) -> Ints:
        """Return the change of what is missing if one more of each column were taken; c."""
        top, total = self.problem.levels(added)
        dirty = np.ones(len(top), bool)
        if self.seen is not None:
            dirty = np.zeros(len(top), bool)
            dirty[self.problem.row_group[added != self.seen]] = True
        for group in np.flatnonzero(dirty & (np.diff(self.runs_of) > 0)):
            self._count_again(int(group), added, int(top[group]), int(total[group]))
        self.seen = added
        return np.rint(np.bincount(self.column, self.change, self.size)).astype(np.int64)

    def _count_again(self, group: int, added: Ints, top: int, total: int) -> None:
        entries = slice(self.entries_of[group], self.entries_of[group + 1])
        runs = slice(self.runs_of[group], self.runs_of[group + 1])
        limit = self.problem.groups[group].limit
        after = (self.problem.counts + added)[self.rows[entries]] + self.n[entries]
        needs = np.maximum.reduceat(-(-limit.denominator * after // limit.numerator), self.starts[runs])
        missing = np.maximum(0, np.maximum(top, needs) - total - self.brought[runs])
        self.change[runs] = missing - max(0, top - total)
