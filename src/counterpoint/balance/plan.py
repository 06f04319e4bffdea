"""The plan: what to add to a data set so that no answer of a template is too common.

A plan says, for each group of questions, the fewest additions that would do (closed form), and which of the
candidates to make: those that leave the least missing, then cost least, then ask the fewest questions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from counterpoint.balance import verify
from counterpoint.balance.candidates import Candidate, Refused
from counterpoint.balance.greedy import greedy
from counterpoint.balance.open import opened
from counterpoint.balance.problem import Problem, options, problem
from counterpoint.balance.program import Bound, Solved, relaxed, solve
from counterpoint.balance.reasons import reasons
from counterpoint.balance.result import Change, Choice, Plan, Totals
from counterpoint.balance.selection import Score, Selection, clips, score
from counterpoint.balance.targets import Group, groups
from counterpoint.balance.verify import Taken
from counterpoint.bias.audit import Settings
from counterpoint.bias.counts import Cell, Counts
from counterpoint.errors import InputError

METHODS = ("program", "greedy", "single")
"""The mixed-integer program; the greedy search; one clip for each question, as a collector would."""


def plan(
    counts: Counts,
    candidates: Sequence[Candidate] | None = None,
    *,
    target: str | Fraction = "threshold",
    method: str = "program",
    per_split: bool = True,
    by: str = "template",
    leave_out: bool = False,
    costs: Mapping[str, float] | None = None,
    time_limit: float = 40.0,
    settings: Settings | None = None,
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
    refused: Iterable[Refused] = (),
    inputs: Iterable[str] = (),
) -> Plan:
    """Plan what to add.

    Parameters
    ----------
    counts
        How often each answer is given.
    candidates
        The clips to choose from, as `candidates.check` accepts them. Without them the plan is the closed
        form: any answer can be had, one clip for each question.
    target
        `threshold` (the audit's), `uniform` (1 / k), or a share, which holds where it is stricter.
    method
        One of `METHODS`.
    per_split
        Whether each split must be under the limits, or only all together.
    by
        `template`, or `slot`: each value of each slot must be under the limit too.
    leave_out
        Whether questions of a chosen clip may be left out. If not, it brings them all.
    costs
        Cost of a clip of an origin, instead of what its candidates say.
    time_limit
        Seconds that the program may take.
    settings, vocabulary
        As in the audit.
    refused, inputs
        For the record.

    Raises
    ------
    InputError
        If a setting is unknown, or the target cannot be reached by any template.
    """
    if method not in METHODS:
        raise InputError(f"no method is called {method!r}", remedy=f"Use one of {', '.join(METHODS)}.")
    _check_costs(costs)
    given = sorted(candidates or (), key=lambda candidate: candidate.id)
    splits = sorted({cell.split for cell in counts.cells})
    found = groups(
        counts, target=target, settings=settings, vocabulary=vocabulary, per_split=per_split, by=by,
        further=_cells(given, splits, per_split),
    )  # fmt: skip
    _check_target(found, target)
    steps: tuple[str, ...] = ()
    if candidates is None:
        brought, solved = opened(found, counts, per_split=per_split, by=by, time_limit=time_limit)
        taken: list[Taken] = []
        reached = Score(solved.unmet, Fraction(solved.asked), solved.asked)
        bound = Bound(0, Fraction(solved.least))
        method = "closed form" if by == "template" else "program"
    else:
        setup = problem(found, given, per_split=per_split, by=by, costs=costs)
        done = _solved(setup, method, leave_out, time_limit)
        taken, done = _verified(setup, done, given, found, leave_out, per_split, by)
        brought = verify.added(taken, per_split=per_split, by=by)
        reached, bound, steps = score(setup, done.selection), done.bound, done.ended
    after = {group.key: verify.after(group, brought.get(group.key, {})) for group in found}
    changes = tuple(_change(group, brought.get(group.key, Counter()), after[group.key]) for group in found)
    chosen = tuple(Choice(t.candidate.id, t.candidate.origin, t.split, t.questions) for t in taken)
    hopeless = sum(c.unmet for c, group in zip(changes, found, strict=True) if not group.possible)
    return Plan(
        inputs=tuple(inputs),
        target=str(target),
        per_split=per_split,
        by=by,
        leave_out=leave_out,
        totals=Totals(
            method=method,
            candidates=len(given),
            clips=len(taken) if candidates is not None else reached.questions,
            questions=reached.questions,
            cost=float(reached.cost),
            wanted=sum(sum(c.wanted.values()) for c in changes),
            unmet=sum(c.unmet for c in changes),
            unmet_bound=bound.unmet + hopeless,
            cost_bound=None if bound.cost is None else float(bound.cost),
            gap=_gap(reached, bound),
        ),
        groups=changes,
        chosen=chosen,
        unmet=reasons(found, after, given, [c.candidate for c in chosen], per_split=per_split, by=by),
        refused=tuple(map(str, refused)),
        steps=steps,
    )


def selected(result: Plan, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the chosen candidates with the questions and the split that the plan gives them.

    Raises
    ------
    InputError
        If the plan names a candidate that is not given.
    """
    known = {candidate.id: candidate for candidate in candidates}
    found = []
    for choice in result.chosen:
        if choice.candidate not in known or max(choice.questions) >= len(known[choice.candidate].questions):
            raise InputError(
                f"the plan names candidate {choice.candidate!r}, which is not among those given",
                remedy="Give the candidates that the plan was made with.",
            )
        candidate = known[choice.candidate]
        questions = (candidate.questions[place] for place in choice.questions)
        split = candidate.split if choice.split is None else choice.split
        found.append(replace(candidate, questions=tuple(replace(q, split=split) for q in questions)))
    return found


def _solved(setup: Problem, method: str, leave_out: bool, time_limit: float) -> Solved:
    if method == "program":
        return solve(setup, trimmed=leave_out, time_limit=time_limit)
    use = "single" if method == "single" else "trimmed" if leave_out else "whole"
    selection = greedy(setup, use=use)
    bound = relaxed(setup, score(setup, selection), trimmed=use != "whole", time_limit=time_limit)
    return Solved(selection, bound, ())


def _verified(
    setup: Problem,
    solved: Solved,
    candidates: Sequence[Candidate],
    found: Sequence[Group],
    leave_out: bool,
    per_split: bool,
    by: str,
) -> tuple[list[Taken], Solved]:
    """Count a solution again from the records; where that disagrees, count the greedy one instead."""
    known = {candidate.id: candidate for candidate in candidates}
    for attempt in (lambda: solved, lambda: _fallback(setup, solved, leave_out)):
        done = attempt()
        taken = _taken(setup, done.selection, known, by)
        brought = verify.added(taken, per_split=per_split, by=by)
        unmet = sum(
            verify.missing(verify.after(group, brought.get(group.key, {})), group.limit)
            for group in found
            if group.possible
        )
        told = score(setup, done.selection)
        asked = sum(len(each.questions) for each in taken)
        if not verify.faults(taken) and (unmet, asked) == (told.unmet, told.questions):
            return taken, done
    raise AssertionError("two counts of one selection disagree")


def _fallback(setup: Problem, solved: Solved, leave_out: bool) -> Solved:
    selection = greedy(setup, use="trimmed" if leave_out else "whole")
    return Solved(selection, Bound(0, None), (*solved.ended, "did not stand the second count"))


def _taken(setup: Problem, selection: Selection, known: Mapping[str, Candidate], by: str) -> list[Taken]:
    taken = []
    for clip in clips(setup, selection):
        candidate = known[clip.candidate]
        left = {setup.units[unit][1]: n for unit, n in clip.asked}
        places = []
        for place, question in enumerate(candidate.questions):
            asked = question.template, question.slots if by == "slot" else (), question.answer
            if left.get(asked, 0):  # type: ignore[call-overload]
                left[asked] -= 1  # type: ignore[index]
                places.append(place)
        if places:
            taken.append(Taken(candidate, clip.split, tuple(places)))
    return sorted(taken, key=lambda each: each.candidate.id)


def _change(group: Group, brought: Mapping[str, int], after: Mapping[str, int]) -> Change:
    wanted = group.wanted() or Counter()
    return Change(
        *group.key,
        k=len(group.answers),
        limit=group.limit,
        before=group.counts,
        wanted=dict(sorted(wanted.items())),
        added=dict(sorted((a, n) for a, n in brought.items() if n)),
        after=dict(sorted(after.items(), key=lambda pair: (-pair[1], pair[0]))),
        unmet=verify.missing(after, group.limit),
    )


def _gap(reached: Score, bound: Bound) -> float | None:
    if reached.unmet > bound.unmet:
        return (reached.unmet - bound.unmet) / reached.unmet
    if bound.cost is None:
        return None
    return float((reached.cost - bound.cost) / reached.cost) if reached.cost else 0.0


def _cells(candidates: Iterable[Candidate], splits: Sequence[str], per_split: bool) -> set[Cell]:
    return {
        Cell(question.template, question.slots, question.answer, split or "")
        for candidate in candidates
        for split in options(candidate.split, splits, per_split=per_split)
        for question in candidate.questions
    }


def _check_costs(costs: Mapping[str, float] | None) -> None:
    for origin, cost in (costs or {}).items():
        if not (np.isfinite(cost) and cost >= 0):
            raise InputError(f"the cost of {origin} is {cost!r}", remedy="Give a number of 0 or more.")


def _check_target(found: Sequence[Group], target: str | Fraction) -> None:
    if found and not any(group.possible for group in found):
        least = min(Fraction(1, len(group.answers)) for group in found)
        raise InputError(
            f"no template can have a largest share of {target!s}",
            remedy=f"The least that any can have is {float(least):.4g} (1 / number of its answers).",
        )


__all__ = ["METHODS", "Change", "Choice", "Plan", "Totals", "plan", "selected"]
