"""Plans: what they say, and what they refuse."""

from typing import Any

import pytest
from tests.balance.cases import candidate, counted

from counterpoint.balance import document
from counterpoint.balance.plan import plan, selected
from counterpoint.bias.counts import Cell, Counts
from counterpoint.errors import InputError

TEMPLATES = {
    "Is there a voiceover?": ("yes", "no"),
    "Where is the <LL> instrument?": ("left", "middle", "right"),
    "Where is the performance?": ("indoor", "outdoor"),
}
PAIRS = [(text, answer) for text, answers in TEMPLATES.items() for answer in answers]
YES, NO = ("Is there a voiceover?", "yes"), ("Is there a voiceover?", "no")
INDOOR, OUTDOOR = ("Where is the performance?", "indoor"), ("Where is the performance?", "outdoor")


def test_a_clip_that_mends_several_templates_is_one_clip() -> None:
    tally = dict.fromkeys(PAIRS, 4) | {YES: 6, NO: 3, INDOOR: 6, OUTDOOR: 3}
    offered = [candidate("both", NO, OUTDOOR), candidate("one", NO), candidate("other", OUTDOOR)]
    assert [c.candidate for c in plan(counted(tally), offered).chosen] == ["both"]
    assert plan(counted(tally), offered, method="single").totals.clips == 2


def test_costs_choose_the_cheaper_way() -> None:
    tally = dict.fromkeys(PAIRS, 4) | {YES: 6, NO: 3}
    offered = [candidate("a", NO, origin="collected"), candidate("b", NO, origin="flip")]
    result = plan(counted(tally), offered, costs={"collected": 20})
    assert [c.candidate for c in result.chosen] == ["b"]
    result = plan(counted(tally), offered, costs={"flip": 20})
    assert [c.candidate for c in result.chosen] == ["a"]


def test_splits_are_planned_apart_and_free_clips_are_placed() -> None:
    test, train = counted({YES: 6, NO: 3}, "test"), counted({YES: 3, NO: 3}, "train")
    counts = Counts({**test.cells, **train.cells})
    fixed = plan(counts, [candidate("a", NO, split="train")])
    assert fixed.totals.unmet == 1
    assert [(u.split, u.reason) for u in fixed.unmet] == [("test", "none")]
    free = plan(counts, [candidate("a", NO)])
    assert [(c.candidate, c.split) for c in free.chosen] == [("a", "test")]
    assert selected(free, [candidate("a", NO)])[0].questions[0].split == "test"
    assert plan(counts, [candidate("a", NO)], per_split=False).totals.clips == 0


def test_reasons() -> None:
    tally = dict.fromkeys(PAIRS, 0) | {YES: 9, NO: 1}
    none = plan(counted(tally), [candidate("a", YES)])
    assert [(u.reason, u.missing) for u in none.unmet] == [("none", 5)]
    few = plan(counted(tally), [candidate("a", NO), candidate("b", NO)])
    assert [(u.reason, u.missing) for u in few.unmet] == [("few", 3)]
    assert "2 of the 5" in few.unmet[0].message
    harm = plan(
        counted(tally | {INDOOR: 3, OUTDOOR: 2}), [candidate(f"c{n}", NO, *[INDOOR] * 6) for n in range(9)]
    )
    assert [u.reason for u in harm.unmet] == ["harm"]
    assert "Where is the performance?" in harm.unmet[0].message
    eased = plan(
        counted(tally | {INDOOR: 3, OUTDOOR: 2}),
        [candidate(f"c{n}", NO, *[INDOOR] * 6) for n in range(9)],
        leave_out=True,
    )
    assert (eased.totals.unmet, eased.totals.clips, eased.totals.questions) == (0, 5, 5)


def test_impossible_for_some_and_for_all() -> None:
    left, right = ("Where is the <LL> instrument?", "left"), ("Where is the <LL> instrument?", "right")
    result = plan(counted({YES: 6, NO: 3, left: 5, right: 2}), target="0.4")
    assert [(u.template, u.reason) for u in result.unmet] == [("Is there a voiceover?", "impossible")]
    assert {c.template: dict(c.added) for c in result.groups if c.added} == {
        "Where is the <LL> instrument?": {"middle": 4, "right": 2}
    }
    with pytest.raises(InputError, match="no template can have"):
        plan(counted({YES: 6, NO: 3}), target="0.4")


@pytest.mark.parametrize(
    "wrong",
    [{"target": "half"}, {"target": "2"}, {"target": "0.123456789"}, {"method": "magic"}, {"by": "moon"},
     {"costs": {"flip": -1.0}}, {"costs": {"flip": float("nan")}}],
)  # fmt: skip
def test_wrong_settings(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        plan(counted({YES: 6, NO: 3}), [candidate("a", NO)], **wrong)


def test_slot_values_are_held_under_the_limit_too() -> None:
    text = "Is the <Object> louder than the <Object>?"
    cells = {
        Cell(text, ("cello", "flute"), "yes", ""): 6,
        Cell(text, ("cello", "piano"), "yes", ""): 4,
        Cell(text, ("piano", "flute"), "no", ""): 10,
    }
    assert plan(Counts(cells)).totals.questions == 0
    result = plan(Counts(cells), by="slot")
    assert result.totals.unmet == 0
    assert {(c.slot.position, c.slot.value) for c in result.groups if c.slot and c.added} == {
        (1, "cello"), (1, "piano"), (2, "piano"), (2, "flute"),
    }  # fmt: skip
    # Each first value needs 7 of its own; questions of both fit under the second values' limits.
    assert result.totals.questions == 14
    assert result.totals.gap == 0


def test_nothing_to_do() -> None:
    for offered in (None, [], [candidate("a", NO)]):
        result = plan(counted(dict.fromkeys(PAIRS, 4)), offered)
        assert (result.totals.clips, result.totals.unmet, result.totals.gap) == (0, 0, 0)
    assert plan(Counts(), None).totals.questions == 0


def test_documents_that_are_no_plans() -> None:
    good = document.to_json(plan(counted({YES: 6, NO: 3})))
    broken: Any
    for broken in (None, [], {}, good | {"version": "0"}, good | {"totals": 3}, good | {"chosen": [{}]}):
        with pytest.raises(InputError):
            document.from_json(broken)


def test_plan_of_other_candidates() -> None:
    result = plan(counted({YES: 6, NO: 3}), [candidate("a", NO)])
    with pytest.raises(InputError, match="'a'"):
        selected(result, [candidate("b", NO)])
