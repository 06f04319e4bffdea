"""The mixed-integer program, solved in three steps: least unmet, least cost, fewest questions.

The solver is HiGHS, as SciPy has it.

Every answer of the solver is rounded, counted again in whole numbers and compared with the greedy search:
what is returned is the best selection seen, whatever the solver says of it. Its bounds are the solver's.
"""

import time
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from counterpoint.balance.formulation import SHORTEST, SLACK, Program
from counterpoint.balance.greedy import greedy
from counterpoint.balance.problem import Problem
from counterpoint.balance.selection import Score, Selection, allowed, score


@dataclass(frozen=True)
class Bound:
    """What no selection can beat."""

    unmet: int
    cost: Fraction | None
    """Least cost at the unmet of the selection; None if that may not be the least, or no bound is known."""


@dataclass(frozen=True)
class Solved:
    """The best selection found, and how good it can be at most."""

    selection: Selection
    bound: Bound
    ended: tuple[str, ...]
    """How each step ended, in the solver's words."""


def solve(problem: Problem, *, trimmed: bool = False, time_limit: float = 60.0, gap: float = 0.0) -> Solved:
    """Return the best selection found in the time.

    Parameters
    ----------
    trimmed
        Whether questions of a chosen clip may be left out.
    time_limit
        Seconds for all steps together.
    gap
        A step ends when it is proven to be this close to the best, relatively.
    """
    deadline = time.monotonic() + time_limit
    use = "trimmed" if trimmed else "whole"
    best = greedy(problem, use=use)
    if not len(problem.columns):
        return Solved(best, Bound(score(problem, best).unmet, Fraction(0)), ())
    program = Program(problem, trimmed)
    ended: list[str] = []
    unmet_bound, cost_bound = 0, None
    for step, share in (("unmet", 0.5), ("cost", 0.8), ("questions", 1.0)):
        reached = score(problem, best)
        if _settled(step, reached):
            continue
        seconds = share * (deadline - time.monotonic())
        if seconds < SHORTEST:
            ended.append(f"{step}: no time left")
            continue
        done = program.step(step, best, seconds, gap)
        bound = done.bound
        ended.append(f"{step}: {done.message}")
        if done.values is not None:
            best = min(
                (best, *_repaired(problem, program.selection(done.values), use)),
                key=lambda selection: score(problem, selection),
            )
        now = score(problem, best)
        if bound is None:
            bound = 0.0
        if step == "unmet":
            unmet_bound = min(now.unmet, max(0, ceil(bound - SLACK)))
        if step == "cost" and now.unmet == reached.unmet == unmet_bound:
            cost_bound = min(now.cost, Fraction(max(0, ceil(bound - SLACK)), problem.scale))
    final = score(problem, best)
    if cost_bound is None and final.unmet == unmet_bound:
        cost_bound = _least_cost(program, final, max(SHORTEST, deadline - time.monotonic()))
    return Solved(best, Bound(unmet_bound, cost_bound), tuple(ended))


def relaxed(problem: Problem, reached: Score, *, trimmed: bool = False, time_limit: float = 60.0) -> Bound:
    """Return bounds without integers, for a selection that was not found by the program."""
    program = Program(problem, trimmed)
    if not len(problem.columns):
        return Bound(reached.unmet, Fraction(0))
    unmet = program.relaxed("unmet", reached, time_limit / 2).bound if reached.unmet else 0.0
    least = min(reached.unmet, max(0, ceil((unmet or 0.0) - SLACK)))
    if least < reached.unmet:
        return Bound(least, None)
    return Bound(least, _least_cost(program, reached, time_limit / 2))


def _least_cost(program: Program, reached: Score, seconds: float) -> Fraction | None:
    """Return what no selection that leaves as few missing is cheaper than, without integers."""
    cost = program.relaxed("cost", reached, seconds).bound if reached.cost else 0.0
    return (
        None
        if cost is None
        else min(reached.cost, Fraction(max(0, ceil(cost - SLACK)), program.problem.scale))
    )


def _settled(step: str, reached: Score) -> bool:
    return (step == "unmet" and reached.unmet == 0) or (step != "unmet" and reached.cost == 0)


def _repaired(problem: Problem, found: Selection, use: str) -> list[Selection]:
    """Return what the solver found, and what the greedy search makes of it; nothing if it is not allowed."""
    if not allowed(problem, found):
        return []
    return [found, greedy(problem, use=use, start=found)]
