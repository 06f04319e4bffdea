"""The statistics of answer bias: plain functions of counts.

Shares are compared with thresholds as fractions, in integers, so that 60 % of 45 is exactly 27.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from scipy.special import bdtrc, ndtri


def over(count: int, total: int, threshold: Fraction) -> bool:
    """Whether `count` of `total` is more than the threshold, in integers."""
    return count * threshold.denominator > total * threshold.numerator


def binomial_p(count: int, total: int, threshold: Fraction) -> float:
    """P(X >= count) for X ~ Binomial(total, threshold): the exact one-sided test that a share is over it."""
    return float(bdtrc(count - 1, total, float(threshold))) if count > 0 else 1.0


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Return p-values adjusted to control the false discovery rate (Benjamini and Hochberg, 1995)."""
    values = np.asarray(p, dtype=float)
    order = np.argsort(values)[::-1]
    ranks = np.arange(len(values), 0, -1)
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(values[order] * len(values) / ranks))
    return [float(value) for value in adjusted]


def wilson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share."""
    if total == 0:
        return 0.0, 1.0
    z = float(ndtri((1 + confidence) / 2))
    share = count / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    low = 0.0 if count == 0 else (middle - half) / scale
    high = 1.0 if count == total else (middle + half) / scale
    return low, high


def normalised_entropy(counts: Sequence[int], size: int) -> float:
    """Return the entropy of counts over that of a uniform choice among `size` answers: 1 is balanced."""
    total = sum(counts)
    if size < 2 or total == 0:
        return 0.0
    shares = [count / total for count in counts if count]
    return -sum(share * math.log(share) for share in shares) / math.log(size)


def variation_from_uniform(counts: Sequence[int], size: int) -> float:
    """Return the total variation between the shares and a uniform choice among `size` answers.

    `counts` holds the answers that occur; those of the `size` that do not occur count as zero.
    """
    total = sum(counts)
    if size == 0 or total == 0:
        return 0.0
    absent = max(0, size - len(counts))
    return 0.5 * (sum(abs(count / total - 1 / size) for count in counts) + absent / size)


def additions(counts: Sequence[int], size: int, threshold: Fraction) -> int | None:
    """Return the fewest added questions that leave no answer with more than the threshold.

    Each added question may have any of the `size` answers. The new total must be large enough for the
    most common answer to fit under the threshold, and for all answers together to fill it. `None` if no
    number works: `size` answers cannot all have less than 1 / `size`.
    """
    total, size = sum(counts), max(size, len(counts))
    if total == 0 or not over(max(counts), total, threshold):
        return 0
    if threshold * size < 1:
        return None
    enlarged = math.ceil(max(counts) / threshold)
    while size * math.floor(threshold * enlarged) < enlarged:
        enlarged += 1
    return enlarged - total


def majority_hits(fitted: Mapping[str, int], scored: Mapping[str, int]) -> float:
    """Return how many of the scored answers the most common fitted answer gets right; ties share."""
    top = max(fitted.values(), default=0)
    if top == 0:
        return 0.0
    best = [answer for answer, count in fitted.items() if count == top]
    return sum(scored.get(answer, 0) for answer in best) / len(best)


def leave_one_out_hits(counts: Mapping[str, int]) -> float:
    """Return how many answers the majority of all *other* questions gets right; ties share."""
    return sum(count * left_out_hit(counts, answer) for answer, count in counts.items() if count)


def left_out_hit(counts: Mapping[str, int], answer: str) -> float:
    """Return the chance that the majority of the counts, one `answer` less, is that answer."""
    own = counts[answer] - 1
    others = [count for other, count in counts.items() if other != answer]
    top = max(others, default=0)
    if own < top or own == 0:
        return 0.0
    return 1.0 if own > top else 1 / (1 + others.count(top))


def head(counts: Mapping[str, int], alpha: Fraction) -> tuple[str, ...]:
    """Return the answers with more than (1 + alpha) times the mean count; the others are the tail.

    The rule of GQA-OOD (Kervadec et al., 2021) and, with alpha = 0.2, of MUSIC-AVQA-R. The mean is over
    the answers that occur.
    """
    present = {answer: count for answer, count in counts.items() if count}
    total = sum(present.values())
    return tuple(answer for answer, count in present.items() if count * len(present) > (1 + alpha) * total)
