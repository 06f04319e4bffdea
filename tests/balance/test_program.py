"""The program and the greedy search, against brute force over all choices."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.balance.cases import candidate, counted

from counterpoint.balance import document, formulation, verify
from counterpoint.balance.candidates import Candidate
from counterpoint.balance.greedy import greedy
from counterpoint.balance.plan import plan, selected
from counterpoint.balance.problem import problem
from counterpoint.balance.result import Plan
from counterpoint.balance.selection import allowed, score
from counterpoint.balance.targets import groups
from counterpoint.bias.audit import audit
from counterpoint.bias.counts import Cell, Counts

TEMPLATES = {
    "Is there a voiceover?": ("yes", "no"),
    "Where is the <LL> instrument?": ("left", "middle", "right"),
    "Where is the performance?": ("indoor", "outdoor"),
}
LIMITS = {
    text: Fraction(3, 5) if len(answers) == 2 else Fraction(1, 2) for text, answers in TEMPLATES.items()
}
PAIRS = [(text, answer) for text, answers in TEMPLATES.items() for answer in answers]


tallies = st.fixed_dictionaries({pair: st.integers(0, 9) for pair in PAIRS})


@st.composite
def candidates(draw: st.DrawFn, most: int = 7, costs: bool = True) -> list[Candidate]:
    number = draw(st.integers(0, most))
    return [
        candidate(
            f"c{n}",
            *draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=4)),
            cost=draw(st.sampled_from([1, 1, 2, 0.5, 0])) if costs else 1,
        )
        for n in range(number)
    ]


def unmet(tally: Counter[tuple[str, str]]) -> int:
    """Count, one by one, the questions that each template misses."""
    total = 0
    for text, answers in TEMPLATES.items():
        counts = [tally[text, answer] for answer in answers]
        further = 0
        while max(counts) > LIMITS[text] * (sum(counts) + further):
            further += 1
        total += further
    return total


Objective = tuple[int, Fraction, int]


def objective(
    tally: dict[tuple[str, str], int], taken: Sequence[tuple[Candidate, tuple[int, ...]]]
) -> Objective:
    after = Counter(tally)
    after.update(
        (c.questions[place].template, c.questions[place].answer) for c, places in taken for place in places
    )
    return (
        unmet(after),
        sum((Fraction(str(c.cost)) for c, _ in taken), Fraction(0)),
        sum(len(places) for _, places in taken),
    )


def best(
    tally: dict[tuple[str, str], int], given: Sequence[Candidate], *, leave_out: bool = False
) -> Objective:
    """Try every choice of candidates, and where that is allowed every choice of their questions."""
    return min(objective(tally, taken) for taken in choices(given, leave_out))


def choices(given: Sequence[Candidate], leave_out: bool) -> Iterator[list[tuple[Candidate, tuple[int, ...]]]]:
    options = []
    for each in given:
        places = range(len(each.questions))
        kept = (
            chain(*(combinations(places, n) for n in range(1, len(places) + 1)))
            if leave_out
            else [tuple(places)]
        )
        options.append([None, *((each, k) for k in kept)])
    for choice in product(*options):
        yield [each for each in choice if each is not None]


Tally = dict[tuple[str, str], int]
YES, NO = ("Is there a voiceover?", "yes"), ("Is there a voiceover?", "no")
INDOOR, OUTDOOR = ("Where is the performance?", "indoor"), ("Where is the performance?", "outdoor")


def reached(tally: Tally, result: Plan, given_: list[Candidate]) -> tuple[int, Fraction, int]:
    known = {each.id: each for each in given_}
    return objective(tally, [(known[choice.candidate], choice.questions) for choice in result.chosen])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, candidates())
def test_program_is_optimal(tally: Tally, offered: list[Candidate]) -> None:
    result = plan(counted(tally), offered)
    assert reached(tally, result, offered) == best(tally, offered)
    assert result.totals.gap == 0
    assert (result.totals.unmet, Fraction(str(result.totals.cost)), result.totals.questions) == best(
        tally, offered
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, candidates(most=4))
def test_program_is_optimal_where_questions_may_be_left_out(tally: Tally, offered: list[Candidate]) -> None:
    result = plan(counted(tally), offered, leave_out=True)
    assert reached(tally, result, offered) == best(tally, offered, leave_out=True)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, candidates(most=12), st.sampled_from(["program", "greedy", "single"]), st.booleans())
def test_every_method_tells_the_truth(
    tally: Tally, offered: list[Candidate], method: str, leave_out: bool
) -> None:
    result = plan(counted(tally), offered, method=method, leave_out=leave_out)
    unmet, cost, questions = reached(tally, result, offered)
    assert (result.totals.unmet, result.totals.questions) == (unmet, questions)
    assert result.totals.cost == pytest.approx(float(cost))
    assert sum(u.missing for u in result.unmet) == unmet
    program_ = plan(counted(tally), offered, leave_out=leave_out or method == "single")
    assert reached(tally, program_, offered) <= (unmet, cost, questions)
    assert result.totals.unmet_bound <= program_.totals.unmet
    if result.totals.cost_bound is not None and program_.totals.unmet == unmet:
        assert result.totals.cost_bound <= program_.totals.cost + 1e-9
    if unmet == 0:  # the audit, which knows nothing of plans, agrees
        cells = Counter(counted(tally).cells)
        for each in selected(result, offered):
            cells.update(Cell(q.template, (), q.answer, "") for q in each.questions)
        assert audit(Counts(cells)).totals.flagged == 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, candidates(most=9))
def test_order_of_candidates_does_not_matter(tally: Tally, offered: list[Candidate]) -> None:
    assert plan(counted(tally), offered) == plan(counted(tally), offered[::-1])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, candidates(most=30))
def test_large_problems_go_through_the_core(tally: Tally, offered: list[Candidate]) -> None:
    """Where only a few columns are searched in integers, the result is within its bounds."""
    exact = plan(counted(tally), offered)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formulation, "CORE", 3)
        rough = plan(counted(tally), offered)
        patch.setattr(formulation, "TRIMMED_CORE", 3)
        trimmed = plan(counted(tally), offered, leave_out=True)
    assert rough.totals.unmet_bound <= exact.totals.unmet <= rough.totals.unmet
    if rough.totals.unmet == exact.totals.unmet and rough.totals.cost_bound is not None:
        assert rough.totals.cost_bound <= exact.totals.cost <= rough.totals.cost
    finest = plan(counted(tally), offered, leave_out=True).totals
    assert trimmed.totals.unmet_bound <= finest.unmet <= trimmed.totals.unmet
    if trimmed.totals.unmet == finest.unmet and trimmed.totals.cost_bound is not None:
        assert trimmed.totals.cost_bound <= finest.cost <= trimmed.totals.cost


class Lying:
    """A solver that returns something else than it says."""

    def __init__(self, change: Any) -> None:
        self.change, self.milp = change, scipy.optimize.milp

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        result = self.milp(*args, **kwargs)
        if result.x is not None:
            result.x = self.change(result.x)
        return result


@pytest.mark.parametrize(
    "change",
    [lambda x: np.zeros_like(x), lambda x: x + 7, lambda x: np.ones_like(x), lambda x: -x],
    ids=["nothing", "seven more", "everything", "negative"],
)
@pytest.mark.parametrize("leave_out", [False, True])
def test_solver_that_lies_is_found_out(change: Any, leave_out: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    tally = dict.fromkeys(PAIRS, 4) | {YES: 20, INDOOR: 12}
    offered = [candidate(f"c{n}", NO, OUTDOOR) for n in range(6)] + [candidate(f"d{n}", NO) for n in range(9)]
    by_greedy = reached(tally, plan(counted(tally), offered, method="greedy", leave_out=leave_out), offered)
    monkeypatch.setattr(formulation, "milp", Lying(change))
    result = plan(counted(tally), offered, leave_out=leave_out)
    assert reached(tally, result, offered) <= by_greedy
    assert result.totals.unmet == by_greedy[0] == 0


def test_selection_that_does_not_stand_the_second_count_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = dict.fromkeys(PAIRS, 4) | {YES: 20}
    offered = [candidate(f"c{n}", NO) for n in range(12)]
    honest = verify.missing
    calls = iter([7])  # wrong once: the first count of the first group
    monkeypatch.setattr(verify, "missing", lambda *args: next(calls, None) or honest(*args))
    result = plan(counted(tally), offered)
    assert result.steps[-1] == "did not stand the second count"
    assert result.totals.unmet == 0


def test_solver_without_time_leaves_the_greedy_plan() -> None:
    tally = dict.fromkeys(PAIRS, 4) | {YES: 20}
    offered = [candidate(f"c{n}", NO) for n in range(12)]
    result = plan(counted(tally), offered, time_limit=0)
    assert result.totals.unmet == 0
    assert result.totals.cost_bound is None or result.totals.cost_bound <= result.totals.cost
    assert result.steps == ("cost: no time left", "questions: no time left")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, candidates(most=10), st.sampled_from(["whole", "trimmed", "single"]))
def test_greedy_takes_only_what_there_is(tally: Tally, offered: list[Candidate], use: str) -> None:
    cells = [Cell(q.template, (), q.answer, "") for each in offered for q in each.questions]
    setup = problem(groups(counted(tally), further=cells), offered)
    found = greedy(setup, use=use)
    assert allowed(setup, found)
    assert score(setup, found).unmet <= int(setup.missing(np.zeros(len(setup.answers), np.int64)).sum())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tallies, st.none() | candidates(), st.sampled_from(["template", "slot"]), st.booleans())
def test_json_round_trip(tally: Tally, offered: list[Candidate] | None, by: str, leave_out: bool) -> None:
    result = plan(counted(tally), offered, by=by, leave_out=leave_out, inputs=["a.json"])
    written = json.loads(json.dumps(document.to_json(result), allow_nan=False))
    schema = json.loads(document.SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(written)
    assert document.from_json(written) == result
