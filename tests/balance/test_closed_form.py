"""The closed form, against brute force and against the real files."""

from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement
from json import loads
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoint.balance.closed_form import fewest, pour, spread
from counterpoint.balance.plan import plan
from counterpoint.bias.counts import count_questions
from counterpoint.datasets import read

limits = st.fractions(Fraction(1, 4), Fraction(9, 10), max_denominator=12)


def works(counts: dict[str, int], added: Counter[str], limit: Fraction) -> bool:
    after = Counter(counts) + added
    return all(count <= limit * after.total() for count in after.values())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 7), min_size=2, max_size=4), limits)
def test_no_smaller_number_works(numbers: list[int], limit: Fraction) -> None:
    counts = dict(zip("abcd", numbers, strict=False))
    number = fewest(counts, list(counts), limit)
    if number is None:
        assert limit * len(counts) < 1
        return
    wanted = spread(counts, list(counts), limit)
    assert wanted is not None
    assert wanted.total() == number
    assert works(counts, wanted, limit)
    for fewer in range(min(number, 7)):
        for answers in combinations_with_replacement(counts, fewer):
            assert not works(counts, Counter(answers), limit)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 30), min_size=1), st.integers(0, 60))
def test_water_finds_its_level(levels: dict[str, int], number: int) -> None:
    poured = pour(levels, number)
    by_hand = Counter(levels)
    for _ in range(number):
        by_hand[min(levels, key=lambda name: by_hand[name])] += 1
    assert poured.total() == number
    assert sorted(levels[name] + poured[name] for name in levels) == sorted(by_hand[name] for name in levels)


def test_answers_never_seen_are_the_last_resort() -> None:
    numbers = ["one", "two", "three", "four"]
    assert spread({"one": 8, "two": 2}, numbers, Fraction(1, 2), ["one", "two"]) == {"two": 6}
    wanted = spread({"one": 8, "two": 2}, numbers, Fraction(1, 4), ["one", "two"])
    assert wanted == {"two": 6, "three": 8, "four": 8}


def test_answers_outside_the_vocabulary_are_not_added() -> None:
    assert spread({"yes": 8, "perhaps": 1}, ["yes", "no"], Fraction(1, 2)) == {"no": 7}
    assert spread({"yes": 8, "perhaps": 1}, ["yes", "no"], Fraction(2, 5)) is None


@pytest.mark.parametrize(
    ("target", "binary", "expected"),
    [("threshold", Fraction(3, 5), 897), ("0.55", Fraction(11, 20), 1244), ("0.52", Fraction(13, 25), 1517)],
)
def test_real_file(music_avqa: Path, target: str, binary: Fraction, expected: int) -> None:
    path = music_avqa / "v2-bias-test.json"
    result = plan(count_questions(read([path]).questions), target=target)
    assert result.totals.questions == expected
    assert result.totals.unmet == 0
    assert result.totals.gap == 0
    assert sum(_by_hand(path, binary).values()) == expected
    assert {c.template: sum(c.added.values()) for c in result.groups if c.added} == _by_hand(path, binary)
    for change in result.groups:
        limit = binary if change.k == 2 else Fraction(1, 2)
        assert max(change.after.values()) <= limit * sum(change.after.values())


def _by_hand(path: Path, binary: Fraction) -> dict[str, int]:
    """Count from the JSON itself, adding one question at a time to each template's rarest answer."""
    tallies: dict[str, Counter[str]] = {}
    for row in loads(path.read_text(encoding="utf-8")):
        text = (
            row["question_content"].replace("？", "?").replace(" ?", "?").replace("sounding<", "sounding <")
        )
        tallies.setdefault(" ".join(text.split()), Counter())[row["anser"].strip()] += 1
    assert len(tallies) == 33
    needed = {}
    for text, tally in tallies.items():
        limit = (
            binary if set(tally) <= {"yes", "no"} or set(tally) <= {"indoor", "outdoor"} else Fraction(1, 2)
        )
        start = tally.total()
        while max(tally.values()) > limit * tally.total():
            tally[min(tally, key=lambda answer: tally[answer])] += 1
        if tally.total() > start:
            needed[text] = tally.total() - start
    return needed
