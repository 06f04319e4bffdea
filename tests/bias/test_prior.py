"""The accuracy of priors, against a loop over every question."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.bias.counts import Cell, Counts
from counterpoint.bias.prior import priors

CELLS = st.builds(
    Cell,
    template=st.sampled_from(["How many <Object>?", "Is there <Object>?"]),
    slots=st.sampled_from([(), ("violin",), ("cello",), ("violin", "left")]),
    answer=st.sampled_from(["yes", "no", "one"]),
    split=st.sampled_from(["train", "val", "test"]),
)


def _hit(fitted: Sequence[Cell], answer: str) -> Fraction:
    counts = Counter(cell.answer for cell in fitted)
    best = [said for said, n in counts.items() if n == max(counts.values())]
    return Fraction(answer in best, len(best) or 1)


def _alike(cells: Sequence[Cell], cell: Cell, *, slots: bool) -> list[Cell]:
    return [c for c in cells if c.template == cell.template and (not slots or c.slots == cell.slots)]


def _slot_hit(fitted: Sequence[Cell], cell: Cell) -> Fraction:
    return _hit(_alike(fitted, cell, slots=True) or _alike(fitted, cell, slots=False), cell.answer)


@given(st.lists(CELLS, min_size=1, max_size=25))
def test_priors_against_every_question(cells: list[Cell]) -> None:
    others = [cells[:i] + cells[i + 1 :] for i in range(len(cells))]
    pairs = list(zip(cells, others, strict=True))
    template = sum(_hit(_alike(rest, cell, slots=False), cell.answer) for cell, rest in pairs)
    slot = sum(_slot_hit(rest, cell) for cell, rest in pairs)
    in_sample = sum(
        max(Counter(c.answer for c in _alike(cells, cell, slots=False)).values())
        / Fraction(len(_alike(cells, cell, slots=False)))
        for cell in cells
    )
    found = priors(Counts(Counter(cells)))
    assert found.template == pytest.approx(float(template / len(cells)))
    assert found.slot == pytest.approx(float(slot / len(cells)))
    assert found.template_in_sample == pytest.approx(float(in_sample / len(cells)))


@given(st.lists(CELLS, min_size=1, max_size=25))
def test_transfer_against_every_question(cells: list[Cell]) -> None:
    splits = {cell.split for cell in cells}
    found = {(each.fitted, each.scored): each for each in priors(Counts(Counter(cells))).transfer}
    assert found.keys() == {(a, b) for a in splits for b in splits if a != b}
    for (fitted, scored), transfer in found.items():
        known = [cell for cell in cells if cell.split == fitted]
        asked = [cell for cell in cells if cell.split == scored]
        template = sum(_hit(_alike(known, cell, slots=False), cell.answer) for cell in asked)
        slot = sum(_slot_hit(known, cell) for cell in asked)
        assert transfer.template == pytest.approx(float(template / len(asked)))
        assert transfer.slot == pytest.approx(float(slot / len(asked)))


def test_no_questions() -> None:
    found = priors(Counts())
    assert (found.template, found.slot, found.template_in_sample, found.transfer) == (0, 0, 0, ())


def test_one_question_tells_nothing_of_itself() -> None:
    found = priors(Counts({Cell("Is there a <Object>?", ("violin",), "yes", ""): 1}))
    assert (found.template, found.slot) == (0, 0)
    assert found.template_in_sample == 1
