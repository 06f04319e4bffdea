"""The statistics, against SciPy, statsmodels, and brute force."""

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from counterpoint.bias import statistics

THRESHOLDS = st.fractions(min_value=Fraction(1, 50), max_value=Fraction(49, 50), max_denominator=50)
COUNTS = st.dictionaries(st.sampled_from("abcdefg"), st.integers(1, 30), min_size=1)


@given(st.integers(0, 300), st.integers(0, 300), THRESHOLDS)
def test_over_is_exact(count: int, more: int, threshold: Fraction) -> None:
    total = count + more
    if total:
        assert statistics.over(count, total, threshold) is (Fraction(count, total) > threshold)


def test_sixty_of_a_hundred_is_not_over_sixty_per_cent() -> None:
    assert not statistics.over(60, 100, Fraction(3, 5))
    assert statistics.over(61, 100, Fraction(3, 5))
    assert not statistics.over(27, 45, Fraction(3, 5))


@given(st.integers(0, 2000), st.integers(1, 2000), THRESHOLDS)
def test_binomial_p(count: int, total: int, threshold: Fraction) -> None:
    count = min(count, total)
    expected = stats.binomtest(count, total, float(threshold), alternative="greater").pvalue
    assert statistics.binomial_p(count, total, threshold) == pytest.approx(expected, rel=1e-9, abs=1e-300)


@given(st.integers(0, 60), st.integers(1, 60), THRESHOLDS)
def test_binomial_p_against_the_sum_of_its_terms(count: int, total: int, threshold: Fraction) -> None:
    count = min(count, total)
    terms = (
        math.comb(total, k) * threshold**k * (1 - threshold) ** (total - k) for k in range(count, total + 1)
    )
    assert statistics.binomial_p(count, total, threshold) == pytest.approx(float(sum(terms)), rel=1e-12)


@given(st.integers(1, 10**7), st.floats(-30, 30), THRESHOLDS)
def test_binomial_p_of_many(total: int, deviations: float, threshold: Fraction) -> None:
    spread = math.sqrt(total * threshold * (1 - threshold))
    count = min(max(0, round(total * threshold + deviations * spread)), total)
    expected = stats.binom.sf(count - 1, total, float(threshold))
    assert statistics.binomial_p(count, total, threshold) == pytest.approx(expected, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("count", [29_999_997, 30_000_000, 30_000_001, 30_017_320])
def test_binomial_p_of_fifty_million(count: int) -> None:
    total, threshold = 50_000_000, Fraction(3, 5)
    expected = stats.binomtest(count, total, 0.6, alternative="greater").pvalue
    assert statistics.binomial_p(count, total, threshold) == pytest.approx(expected, rel=1e-9)


def test_binomial_p_where_nothing_is_left_to_add() -> None:
    """Far from the mean all terms are zero: to add up millions of them would take minutes."""
    total = 10**12
    assert statistics.binomial_p(total // 5, total, Fraction(3, 5)) == 1
    assert statistics.binomial_p(total * 4 // 5, total, Fraction(3, 5)) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_benjamini_hochberg(p: list[float]) -> None:
    assert statistics.benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1].tolist())


def test_benjamini_hochberg_of_nothing() -> None:
    assert statistics.benjamini_hochberg([]) == []


@given(st.integers(0, 5000), st.integers(1, 5000), st.floats(0.5, 0.999))
def test_wilson(count: int, total: int, confidence: float) -> None:
    count = min(count, total)
    interval = statistics.wilson(count, total, confidence)
    scipys = stats.binomtest(count, total).proportion_ci(confidence, method="wilson")
    assert interval == pytest.approx((scipys.low, scipys.high), abs=1e-12)
    other = proportion_confint(count, total, alpha=1 - confidence, method="wilson")
    assert interval == pytest.approx(other, abs=1e-9)


@given(COUNTS, st.integers(0, 5))
def test_normalised_entropy(counts: dict[str, int], absent: int) -> None:
    size = len(counts) + absent
    expected = stats.entropy(list(counts.values()), base=size) if size > 1 else 0.0
    assert statistics.normalised_entropy(list(counts.values()), size) == pytest.approx(expected, abs=1e-12)


@given(COUNTS, st.integers(0, 5))
def test_variation_from_uniform(counts: dict[str, int], absent: int) -> None:
    shares = [Fraction(n, sum(counts.values())) for n in counts.values()] + [Fraction(0)] * absent
    # The distance is the most that any set of answers can differ in probability.
    uniform = Fraction(1, len(shares))
    expected = sum(max(Fraction(0), share - uniform) for share in shares)
    found = statistics.variation_from_uniform(list(counts.values()), len(shares))
    assert found == pytest.approx(float(expected), abs=1e-12)


def _additions(counts: list[int], threshold: Fraction, most: int) -> int | None:
    """Try all ways of adding 0, 1, 2... questions."""
    for added in range(most + 1):
        total = sum(counts) + added
        for chosen in itertools.combinations_with_replacement(range(len(counts)), added):
            extra = Counter(chosen)
            if all(Fraction(n + extra[i], total) <= threshold for i, n in enumerate(counts)):
                return added
    return None


@given(
    st.lists(st.integers(0, 7), min_size=1, max_size=3).filter(any),
    st.integers(0, 1),
    st.fractions(min_value=Fraction(1, 6), max_value=Fraction(9, 10), max_denominator=20),
)
def test_additions_against_all_ways_of_adding(counts: list[int], absent: int, threshold: Fraction) -> None:
    size = len(counts) + absent
    found = statistics.additions([n for n in counts if n], size, threshold)
    most = 24 if size < 4 else 14
    brute = _additions(counts + [0] * absent, threshold, most)
    assert found == brute or (brute is None and found is not None and found > most)
    if threshold * size < 1:
        assert found is None or found == 0


@given(
    st.lists(st.integers(1, 100), min_size=1, max_size=6),
    st.integers(0, 60),
    st.fractions(min_value=Fraction(1, 100), max_value=Fraction(99, 100)),
)
def test_additions_are_enough_and_one_less_is_not(
    counts: list[int], absent: int, threshold: Fraction
) -> None:
    size = len(counts) + absent
    added = statistics.additions(counts, size, threshold)

    def fits(more: int) -> bool:
        room = (sum(counts) + more) * threshold // 1
        return max(counts) <= room and room * size >= sum(counts) + more

    if added is None:
        assert size * threshold < 1
        assert not any(map(fits, range(100)))
    else:
        assert added == 0 or (fits(added) and not fits(added - 1))
        assert not any(map(fits, range(min(added, 100))))


def _left_out(counts: dict[str, int]) -> Fraction:
    """Leave out every question in turn."""
    hits = Fraction(0)
    for answer, count in counts.items():
        for _ in range(count):
            others = Counter(counts)
            others[answer] -= 1
            top = max(others.values())
            best = [other for other, n in others.items() if n == top > 0]
            hits += Fraction(answer in best, len(best) or 1)
    return hits


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 6), min_size=1))
def test_leave_one_out_hits(counts: dict[str, int]) -> None:
    assert statistics.leave_one_out_hits(counts) == pytest.approx(float(_left_out(counts)))


@given(COUNTS, COUNTS)
def test_majority_hits(fitted: dict[str, int], scored: dict[str, int]) -> None:
    common = [answer for answer, n in Counter(fitted).most_common() if n == max(fitted.values())]
    expected = sum(Fraction(scored.get(answer, 0), len(common)) for answer in common)
    found = statistics.majority_hits(statistics.majority(fitted), scored)
    assert found == pytest.approx(float(expected))


def test_nothing_is_the_majority_of_nothing() -> None:
    assert statistics.majority({}) == ()
    assert statistics.majority_hits((), {"yes": 3}) == 0


@given(COUNTS, st.fractions(min_value=0, max_value=2, max_denominator=20))
def test_head(counts: dict[str, int], alpha: Fraction) -> None:
    mean = Fraction(sum(counts.values()), len(counts))
    expected = {answer for answer, n in counts.items() if n > (1 + alpha) * mean}
    assert statistics.head(counts, alpha) == expected
