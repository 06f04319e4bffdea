"""The mixed-integer program as arrays, and one step of solving it with SciPy's HiGHS."""

import time
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import block_array, csc_array, csr_array, diags_array, eye_array, hstack, vstack

from counterpoint.balance.problem import Problem
from counterpoint.balance.selection import Score, Selection, score, whole

Floats = NDArray[np.float64]

CORE = 2_000
"""Columns that are searched in integers. Of more, those that the relaxed program prices best are."""

TRIMMED_CORE = 1_000
"""The same where questions may be left out: each column then comes with variables for its questions."""

SHORTEST = 0.1
"""Seconds under which a step is not begun."""

SLACK = 1e-6
"""What is taken off a bound before it is rounded up, for the solver's arithmetic."""

COARSE = 0.01
"""Relative gap at which the search for fewer questions ends where there are more columns than that."""


class Step(NamedTuple):
    """What the solver says of one step."""

    values: Floats | None
    bound: float | None
    message: str
    settled: bool = True
    """Whether the solver came to its end."""
    price: Floats | None = None
    """c: by how much a clip of the column would raise the relaxed optimum."""


class Program:
    """The program's variables and rows.

    Variables: the clips of each column; where questions may be left out, the questions of each unit; the
    questions still missing in each group; and the questions added to each group, which keeps the rows of
    shares sparse. With p / q the limit of a row's group, the row says
    q added(r) - p total(g) - p missing(g) <= p N(g) - q n(r).
    """

    def __init__(self, problem: Problem, trimmed: bool) -> None:
        self.problem, self.trimmed = problem, trimmed
        rows, groups, columns = len(problem.answers), len(problem.groups), len(problem.columns)
        adds = problem.adds if trimmed else problem.brings
        free = adds.shape[1]  # the variables that add questions
        member = csr_array((np.ones(rows), (np.arange(rows), problem.row_group)), (rows, groups))
        p, q = (part.astype(float) for part in problem.limits)
        totals = np.bincount(problem.row_group, problem.counts, groups)
        spread = member @ diags_array(p)
        share = [diags_array(q[problem.row_group]) @ adds, -spread, -spread]
        total = [member.T @ adds, None, -eye_array(groups)]
        # A group's question counts once for each of its rows, and it has one row in a group.
        clip = None if not trimmed else csr_array((rows, columns))
        matrix = [[*([clip] if trimmed else []), *share], [*([None] if trimmed else []), *total]]
        low = [np.full(rows, -np.inf), np.zeros(groups)]
        high = [
            p[problem.row_group] * totals[problem.row_group] - q[problem.row_group] * problem.counts,
            np.zeros(groups),
        ]
        if trimmed:
            of = csr_array(
                (-problem.copies.astype(float), (np.arange(free), problem.column_of)), (free, columns)
            )
            matrix.append([of, eye_array(free), None, None])
            low.append(np.full(free, -np.inf))
            high.append(np.zeros(free))
        shared = np.flatnonzero(np.bincount(problem.block_of, minlength=len(problem.blocks)) > 1)
        inside = np.isin(problem.block_of, shared)
        if len(shared):
            place = np.searchsorted(shared, problem.block_of[inside])
            ones = csr_array((np.ones(len(place)), (place, np.flatnonzero(inside))), (len(shared), columns))
            matrix.append([ones, *([None] * (len(matrix[0]) - 1))])
            low.append(np.full(len(shared), -np.inf))
            high.append(problem.supply[shared].astype(float))
        self.matrix = csc_array(block_array(matrix))
        self.low, self.high = np.concatenate(low), np.concatenate(high)
        supply = problem.supply[problem.block_of].astype(float)
        upper = [supply, *([problem.copies * supply[problem.column_of]] if trimmed else [])]
        self.upper = np.concatenate([*upper, np.full(2 * groups, np.inf)])
        self.missing = slice(len(self.upper) - 2 * groups, len(self.upper) - groups)
        self.integral = np.concatenate([np.ones(len(self.upper) - groups), np.zeros(groups)])

    def objective(self, step: str) -> Floats:
        """Return the coefficients of what a step makes least."""
        problem, objective = self.problem, np.zeros(len(self.upper))
        columns = len(problem.columns)
        if step == "unmet":
            objective[self.missing] = 1
        elif step == "cost":
            objective[:columns] = problem.costs
        elif self.trimmed:
            objective[columns : columns + len(problem.units)] = 1
        else:
            objective[:columns] = problem.sizes
        return objective

    def step(self, step: str, best: Selection, seconds: float, gap: float) -> Step:
        """Solve one step from the best selection so far, holding what the steps before it reached."""
        reached = score(self.problem, best)
        ends = time.monotonic() + seconds
        core = TRIMMED_CORE if self.trimmed else CORE
        if len(self.problem.columns) <= core:
            done = self._integers(step, reached, seconds, gap, self.upper)
            if done.settled:
                return done
            relaxed = self.relaxed(step, reached, max(SHORTEST, seconds / 4)).bound
            return done._replace(bound=max((b for b in (done.bound, relaxed) if b is not None), default=None))
        first = self.relaxed(step, reached, seconds)
        values = {
            "unmet": reached.unmet,
            "cost": int(reached.cost * self.problem.scale),
            "questions": reached.questions,
        }
        if first.price is None or first.bound is None or ceil(first.bound - SLACK) >= values[step]:
            return first._replace(values=None)
        price = first.price
        if step == "unmet":  # many ways may leave as few missing: price the columns of the cheapest
            cheapest = reached._replace(unmet=max(0, ceil(first.bound - SLACK)))
            then = self.relaxed("cost", cheapest, max(SHORTEST, (ends - time.monotonic()) / 2))
            price = first.price if then.price is None else then.price
        keep = np.union1d(np.argsort(price, kind="stable")[:core], np.flatnonzero(best.clips))
        upper = self.upper.copy()
        upper[np.setdiff1d(np.arange(len(self.problem.columns)), keep)] = 0
        if self.trimmed:
            columns = len(self.problem.columns)
            upper[columns : columns + len(self.problem.units)][~np.isin(self.problem.column_of, keep)] = 0
        gap = max(gap, COARSE) if step == "questions" else gap
        then = self._integers(step, reached, max(SHORTEST, ends - time.monotonic()), gap, upper)
        return Step(then.values, first.bound, then.message)

    def relaxed(self, step: str, reached: Score, seconds: float) -> Step:
        """Solve one step without integers; the prices are the reduced costs of the columns."""
        if self.trimmed:
            return self._covered(step, reached, seconds)
        matrix, low, high, upper = self._held(step, reached, self.upper)
        equal = low == high
        return self._linear(
            self.objective(step), matrix[~equal], high[~equal], upper, seconds,
            A_eq=matrix[equal], b_eq=high[equal],
        )  # fmt: skip

    def _covered(self, step: str, reached: Score, seconds: float) -> Step:
        """Solve a relaxation that needs no variables for questions.

        A question with the most common answer of a group never lessens what the group misses, and any
        other lessens it by at most 1. So the clips must bring as many others as are missing at the start,
        less what stays missing.
        """
        problem, columns = self.problem, len(self.problem.columns)
        start = problem.missing(np.zeros(len(problem.answers), np.int64))
        needs = -(
            -problem.limits[1][problem.row_group] * problem.counts // problem.limits[0][problem.row_group]
        )
        top, _ = problem.levels(np.zeros(len(problem.answers), np.int64))
        other = needs < top[problem.row_group]
        if step == "questions":  # each question is in one group that is no slot value's
            least = sum(int(n) for n, group in zip(start, problem.groups, strict=True) if group.slot is None)
            return self._covered("cost", reached, seconds)._replace(bound=float(least - reached.unmet))
        groups = np.flatnonzero(start)
        member = csr_array((other.astype(float), (problem.row_group, np.arange(len(other)))))
        cover = hstack([-(member @ problem.brings)[groups], -eye_array(len(groups))])
        objective = np.concatenate([np.zeros(columns), np.ones(len(groups))])
        rows, high = [cover], [-start[groups].astype(float)]
        if step == "cost":
            rows.append(csr_array(objective[None, :]))
            high.append(np.array([float(reached.unmet)]))
            objective = np.concatenate([problem.costs.astype(float), np.zeros(len(groups))])
        upper = np.concatenate([self.upper[:columns], np.full(len(groups), np.inf)])
        return self._linear(objective, csr_array(vstack(rows)), np.concatenate(high), upper, seconds)

    def _linear(
        self,
        objective: Floats,
        matrix: csr_array,
        high: Floats,
        upper: Floats,
        seconds: float,
        **equal: object,
    ) -> Step:
        result = linprog(
            objective, A_ub=matrix, b_ub=high, bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs", options={"time_limit": seconds}, **equal,
        )  # fmt: skip
        if result.status != 0:
            return Step(None, None, str(result.message))
        price = result.lower.marginals[: len(self.problem.columns)]
        return Step(result.x, float(result.fun), str(result.message), price=price)

    def _integers(self, step: str, reached: Score, seconds: float, gap: float, upper: Floats) -> Step:
        matrix, low, high, upper = self._held(step, reached, upper)
        kept = np.flatnonzero(upper > 0)
        result = milp(
            self.objective(step)[kept],
            integrality=self.integral[kept],
            bounds=Bounds(0, upper[kept]),
            constraints=[LinearConstraint(csc_array(matrix[:, kept]), low, high)],
            options={"time_limit": seconds, "mip_rel_gap": gap},
        )
        values = None
        if result.x is not None:
            values = np.zeros(len(upper))
            values[kept] = result.x
        bound = float("nan") if result.mip_dual_bound is None else float(result.mip_dual_bound)
        return Step(values, bound if np.isfinite(bound) else None, str(result.message), result.status == 0)

    def _held(self, step: str, reached: Score, upper: Floats) -> tuple[csr_array, Floats, Floats, Floats]:
        """Return matrix, bounds of rows and upper bounds of variables, with the earlier steps held."""
        if step == "unmet":
            return csr_array(self.matrix), self.low, self.high, upper
        upper = upper.copy()
        held = []
        if reached.unmet == 0:
            upper[self.missing] = 0
        else:
            held.append((self.objective("unmet"), float(reached.unmet)))
        if step == "questions":
            held.append((self.objective("cost"), float(reached.cost * self.problem.scale)))
        rows = [csr_array(objective[None, :]) for objective, _ in held]
        return (
            csr_array(vstack([self.matrix, *rows])),
            np.concatenate([self.low, np.full(len(held), -np.inf)]),
            np.concatenate([self.high, [most for _, most in held]]),
            upper,
        )

    def selection(self, values: Floats) -> Selection:
        """Return the selection that rounded values say."""
        problem, columns = self.problem, len(self.problem.columns)
        clips = np.rint(values[:columns]).astype(np.int64)
        if not self.trimmed:
            return whole(problem, clips)
        asked = np.rint(values[columns : columns + len(problem.units)]).astype(np.int64)
        return Selection(clips, np.minimum(asked, problem.copies * clips[problem.column_of]))
