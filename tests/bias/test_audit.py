"""The audit of counts: what is flagged, what is confirmed, and every figure of a row."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from counterpoint.bias.audit import Audit, Row, Settings, audit
from counterpoint.bias.counts import Cell, Counts
from counterpoint.errors import InputError

YES_NO = "Is there a <Object> sound?"
NUMBERS = "How many sounding <Object> in the video?"
OWN = "What does the <Animal> do?"


def _counts(template: str = YES_NO, split: str = "", slots: tuple[str, ...] = (), **answers: int) -> Counts:
    return Counts({Cell(template, slots, answer, split): n for answer, n in answers.items()})


def _sum(*parts: Counts) -> Counts:
    cells: Counter[Cell] = Counter()
    for part in parts:
        cells.update(part.cells)
    return Counts(cells)


def _row(result: Audit) -> Row:
    (row,) = result.templates
    return row


def test_no_questions() -> None:
    result = audit(Counts())
    assert (result.templates, result.slots, result.head_tail, dict(result.splits)) == ((), (), (), {})
    assert (result.totals.questions, result.totals.templates, result.totals.prior_accuracy) == (0, 0, 0)


def test_one_question_is_flagged_and_not_confirmed() -> None:
    row = _row(audit(_counts(yes=1)))
    assert (row.n, row.k, row.share, row.entropy, row.total_variation) == (1, 2, 1, 0, 0.5)
    assert row.flagged
    assert not row.confirmed
    assert row.p == pytest.approx(0.6)
    assert row.additions == 1


def test_sixty_per_cent_is_not_over_sixty_per_cent() -> None:
    assert not _row(audit(_counts(yes=60, no=40))).flagged
    assert _row(audit(_counts(yes=61, no=40))).flagged
    assert not _row(audit(_counts(NUMBERS, one=50, two=25, three=25))).flagged
    assert _row(audit(_counts(NUMBERS, one=51, two=25, three=25))).flagged


def test_thresholds_can_be_set() -> None:
    counts = _sum(_counts(yes=69, no=31), _counts(NUMBERS, one=33, two=33, three=34))
    strict = audit(counts, settings=Settings(binary=Fraction(2, 3), multiclass=Fraction(1, 3)))
    assert {row.template: row.flagged for row in strict.templates} == {YES_NO: True, NUMBERS: True}
    assert {row.template: row.flagged for row in audit(counts).templates} == {YES_NO: True, NUMBERS: False}
    loose = audit(counts, settings=Settings(binary=Fraction(69, 100)))
    assert not any(row.flagged for row in loose.templates)


@pytest.mark.parametrize(
    "wrong",
    [
        {"binary": Fraction(1)},
        {"binary": Fraction(0)},
        {"multiclass": Fraction(60)},
        {"level": 0.0},
        {"confidence": 1.0},
        {"alpha": Fraction(-1, 5)},
    ],
)
def test_settings_that_mean_nothing_are_refused(wrong: dict[str, Fraction]) -> None:
    with pytest.raises(InputError):
        Settings(**wrong)  # type: ignore[arg-type]


def test_flagged_is_confirmed_by_numbers() -> None:
    few, many = _row(audit(_counts(yes=7, no=3))), _row(audit(_counts(yes=700, no=300)))
    assert (few.flagged, few.confirmed) == (True, False)
    assert (many.flagged, many.confirmed) == (True, True)
    level = _row(audit(_counts(yes=700, no=300), settings=Settings(level=1e-12)))
    assert (level.flagged, level.confirmed) == (True, False)


def test_only_one_answer() -> None:
    row = _row(audit(_counts(OWN, bark=9)))
    assert (row.k, row.share, row.excess, row.entropy, row.total_variation) == (1, 1, 0, 0, 0)
    assert row.flagged
    assert row.additions is None
    assert _row(audit(_counts(OWN, yes=9))).additions == 6  # "no" is possible: 9 of 15


def test_a_declared_vocabulary_decides_what_is_binary() -> None:
    declared = {OWN: ("bark", "sleep", "eat", "run")}
    row = _row(audit(_counts(OWN, bark=55, sleep=45), vocabulary=declared))
    assert (row.k, row.threshold, row.flagged) == (4, 0.5, True)
    assert row.excess == pytest.approx(0.55 - 0.25)
    assert row.entropy == pytest.approx(stats.entropy([55, 45, 0, 0], base=4))
    assert row.total_variation == pytest.approx((0.3 + 0.2 + 0.25 + 0.25) / 2)
    undeclared = _row(audit(_counts(OWN, bark=55, sleep=45)))
    assert (undeclared.k, undeclared.threshold, undeclared.flagged) == (2, 0.6, False)


def test_an_answer_outside_the_vocabulary_changes_no_threshold() -> None:
    row = _row(audit(_counts(yes=58, no=40, violin=2)))
    assert (row.k, row.threshold, row.flagged) == (2, 0.6, False)
    assert row.entropy == pytest.approx(stats.entropy([58, 40, 2], base=3))
    assert row.total_variation == pytest.approx(((0.58 - 1 / 3) + (0.4 - 1 / 3) + (1 / 3 - 0.02)) / 2)


def test_an_empty_vocabulary_declares_nothing() -> None:
    assert _row(audit(_counts(OWN, bark=1, sleep=1, eat=1), vocabulary={OWN: ()})).k == 3


def test_a_split_has_the_vocabulary_of_the_whole() -> None:
    counts = _sum(
        _counts(OWN, split="train", bark=55, sleep=45, eat=50), _counts(OWN, split="val", bark=11, sleep=9)
    )
    (row,) = audit(counts).splits["val"].templates
    assert (row.k, row.threshold, row.flagged) == (3, 0.5, True)


def test_splits() -> None:
    counts = _sum(
        _counts(split="train", yes=300, no=100),
        _counts(split="val", yes=10, no=10),
        _counts(NUMBERS, split="val", one=3, two=1, three=2),
    )
    result = audit(counts)
    assert list(result.splits) == ["train", "val"]
    train, val = result.splits["train"], result.splits["val"]
    assert (train.totals.questions, train.totals.templates, train.totals.flagged) == (400, 1, 1)
    assert (val.totals.questions, val.totals.templates, val.totals.flagged) == (26, 2, 0)
    assert result.totals.questions == 426
    assert {row.split for row in val.templates} == {"val"}
    assert {row.split for row in result.templates} == {None}
    assert [(each.fitted, each.scored) for each in result.priors.transfer] == [
        ("train", "val"),
        ("val", "train"),
    ]


def test_slot_values() -> None:
    counts = _sum(
        _counts(slots=("violin",), yes=9, no=1),
        _counts(slots=("cello",), yes=5, no=5),
        _counts("Is the <Object> louder than the <Object>?", slots=("violin", "cello"), yes=2),
        _counts("No slots", slots=("stray",), yes=2, no=2),
    )
    rows = {
        (row.template, row.slot.position, row.slot.name, row.slot.value): row
        for row in audit(counts).slots
        if row.slot
    }
    assert rows[YES_NO, 1, "Object", "violin"].flagged
    assert not rows[YES_NO, 1, "Object", "cello"].flagged
    assert rows["Is the <Object> louder than the <Object>?", 2, "Object", "cello"].n == 2
    assert rows["No slots", 1, "", "stray"].n == 4
    assert len(rows) == 5


def test_unread_rows_make_it_incomplete() -> None:
    assert audit(_counts(yes=1), unread=("a.json, row 3: answer is missing",)).totals.unread == 1
    assert audit(Counts({}, unread=7), unread=("row 1",)).totals.unread == 7


def test_head_and_tail_by_type_and_by_template() -> None:
    counts = _sum(_counts(yes=70, no=30), _counts(NUMBERS, one=5, two=1, three=1))
    by_type = {group.group: group for group in audit(counts).head_tail}
    assert by_type["Audio Counting"].head == {"yes": 70}
    assert by_type["Audio Counting"].tail == {"no": 30}
    assert by_type["Audio-Visual Counting"].mean == pytest.approx(7 / 3)
    by_template = audit(counts, settings=Settings(head_by="template", alpha=Fraction(2, 5))).head_tail
    assert [group.group for group in by_template] == [YES_NO, NUMBERS]
    assert by_template[0].head == {}  # 70 is not more than 1.4 times 50
    assert audit(_counts(OWN, bark=1), types={OWN: ("", "")}).head_tail[0].group == OWN


_CELLS = st.dictionaries(
    st.builds(
        Cell,
        template=st.sampled_from([YES_NO, NUMBERS, OWN]),
        slots=st.sampled_from([("violin",), ("cello",)]),
        answer=st.sampled_from(["yes", "no", "one", "two"]),
        split=st.sampled_from(["val", "test"]),
    ),
    st.integers(1, 200),
    min_size=1,
)


@given(_CELLS)
def test_every_table_is_whole_and_corrected_together(cells: dict[Cell, int]) -> None:
    result = audit(Counts(cells))
    tables = [result.templates, result.slots, *(split.templates for split in result.splits.values())]
    for rows in tables:
        expected = multipletests([row.p for row in rows], method="fdr_bh")[1]
        assert [row.p_adjusted for row in rows] == pytest.approx(expected.tolist())
        assert [row.threshold - row.share for row in rows] == sorted(
            row.threshold - row.share for row in rows
        )
        for row in rows:
            threshold = 0.6 if row.k <= 2 else 0.5
            top = max(row.answers.values())
            assert row.p == pytest.approx(stats.binomtest(top, row.n, threshold, "greater").pvalue)
            assert row.flagged is (Fraction(top, row.n) > Fraction(row.threshold).limit_denominator(10))
            assert row.confirmed is (row.flagged and row.p_adjusted <= 0.05)
            assert row.interval[0] <= row.share <= row.interval[1]
            assert sorted((*row.head, *row.tail)) == sorted(row.answers)
    total = sum(cells.values())
    assert sum(row.n for row in result.templates) == sum(row.n for row in result.slots) == total
    assert sum(split.totals.questions for split in result.splits.values()) == total
    assert sum(sum(g.head.values()) + sum(g.tail.values()) for g in result.head_tail) == total


@given(_CELLS, st.randoms())
def test_the_order_of_counting_changes_nothing(cells: dict[Cell, int], random: Random) -> None:
    shuffled = list(cells.items())
    random.shuffle(shuffled)
    assert repr(audit(Counts(dict(shuffled)))) == repr(audit(Counts(cells)))
