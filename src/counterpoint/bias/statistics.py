"""The statistics of answer bias: plain functions of counts.

Shares are compared with thresholds as fractions, in integers, so that 60 % of 45 is exactly 27.
"""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import NormalDist

from counterpoint.bias.binomial import at_least


def over(count: int, total: int, threshold: Fraction) -> bool:
    """Whether `count` of `total` is more than the threshold, in integers."""
    return count * threshold.denominator > total * threshold.numerator


def binomial_p(count: int, total: int, threshold: Fraction) -> float:
    """P(X >= count) for X ~ Binomial(total, threshold): the exact one-sided test that a share is over it."""
    return at_least(count, total, float(threshold))


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Return p-values adjusted to control the false discovery rate (Benjamini and Hochberg, 1995)."""
    adjusted = [1.0] * len(p)
    least = 1.0
    for rank, index in zip(range(len(p), 0, -1), sorted(range(len(p)), key=lambda i: -p[i]), strict=True):
        least = min(least, p[index] * len(p) / rank)
        adjusted[index] = least
    return adjusted


def wilson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share."""
    if total == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
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

    `counts` holds those of the `size` answers that occur; the others count as zero.
    """
    total = sum(counts)
    if size == 0 or total == 0:
        return 0.0
    absent = max(0, size - len(counts))
    return 0.5 * (sum(abs(count / total - 1 / size) for count in counts) + absent / size)


def additions(counts: Sequence[int], size: int, threshold: Fraction) -> int | None:
    """Return the fewest added questions that leave no answer with more than the threshold.

    Each added question may have any of the `size` answers. `None` if no number works: `size` answers
    cannot all have less than 1 / `size`. Otherwise the smallest total under which the most common answer
    fits is enough: if each answer has as many questions as that one, the total is at least as large.
    """
    total, size = sum(counts), max(size, len(counts))
    if total == 0 or not over(max(counts), total, threshold):
        return 0
    return None if threshold * size < 1 else math.ceil(max(counts) / threshold) - total


def majority(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Return the most common answers."""
    top = max(counts.values(), default=0)
    return tuple(answer for answer, count in counts.items() if count == top > 0)


def majority_hits(best: Sequence[str], scored: Mapping[str, int]) -> float:
    """Return how many of the scored answers a majority answer gets right; ties share."""
    if len(best) == 1:
        return scored.get(best[0], 0)
    return sum(scored.get(answer, 0) for answer in best) / len(best) if best else 0.0


def leave_one_out_hits(counts: Mapping[str, int]) -> float:
    """Return how many answers the majority of all *other* questions gets right; ties share."""
    answer, chance = left_out_hit(counts)
    return counts[answer] * chance if chance else 0.0


def left_out_hit(counts: Mapping[str, int]) -> tuple[str, float]:
    """Return the one answer that the majority of all *other* questions can get right, and its chance.

    With one question left out, its answer is among the most common only if it was the single most common
    one before; it then shares with those that have one less. The chance is 0 if no answer can be right.
    """
    top = max(counts.values(), default=0)
    best = [answer for answer, count in counts.items() if count == top]
    if top < 2 or len(best) > 1:
        return "", 0.0
    runners_up = sum(count == top - 1 for count in counts.values())
    return best[0], 1 / (1 + runners_up)


def head(counts: Mapping[str, int], alpha: Fraction) -> frozenset[str]:
    """Return the answers with more than (1 + alpha) times the mean count; the others are the tail.

    The rule of GQA-OOD (Kervadec et al., 2021) and, with alpha = 0.2, of MUSIC-AVQA-R. The mean is over
    the answers that occur.
    """
    present = {answer: count for answer, count in counts.items() if count}
    total = sum(present.values())
    limit = math.floor((1 + alpha) * total)
    return frozenset(answer for answer, count in present.items() if count * len(present) > limit)
