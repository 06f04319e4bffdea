"""The closed form: the fewest additions to one group of questions, where any answer can be added."""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from counterpoint.bias.statistics import over


def fewest(counts: Mapping[str, int], answers: Sequence[str], limit: Fraction) -> int | None:
    """Return the fewest additions that leave no answer with more than the limit; None if none do.

    After n additions to a total of N, each answer may have floor(limit (N + n)). So n works exactly if
    every count fits under that, and the answers that may be added have room for n. The first n for which
    both hold is found by trying from the least that satisfies the first.

    Parameters
    ----------
    counts
        Count of each answer.
    answers
        The answers that may be added.
    limit
        Largest share of an answer.
    """
    total = sum(counts.values())
    if not any(over(count, total, limit) for count in counts.values()):
        return 0
    others = sum(count for answer, count in counts.items() if answer not in answers)
    enlarged = max(total, ceil(max(counts.values()) / limit))
    while len(answers) * floor(limit * enlarged) + others < enlarged:
        if others < (1 - limit * len(answers)) * enlarged:
            return None  # and less so the more there are
        enlarged += 1
    return enlarged - total


def spread(
    counts: Mapping[str, int], answers: Sequence[str], limit: Fraction, preferred: Sequence[str] = ()
) -> Counter[str] | None:
    """Return the fewest additions by answer, such that the answers end as even as can be.

    Water is poured on the rarest answers first. Only `preferred` answers are used where they have room
    for all: nobody finds a clip for an answer that no clip has ever had.
    """
    number = fewest(counts, answers, limit)
    if number is None:
        return None
    most = floor(limit * (sum(counts.values()) + number))
    room = sum(max(0, most - counts.get(answer, 0)) for answer in preferred)
    return pour({a: counts.get(a, 0) for a in (preferred if room >= number else answers)}, number)


def pour(levels: Mapping[str, int], number: int) -> Counter[str]:
    """Return how many of `number` units each level gets, so that the lowest are raised first.

    >>> sorted(pour({"one": 5, "two": 1, "three": 2}, 6).items())
    [('three', 2), ('two', 4)]
    """
    order = sorted(levels, key=lambda name: levels[name])
    poured: Counter[str] = Counter()
    for width in range(len(order), 0, -1):
        low = order[:width]
        volume = number + sum(levels[name] for name in low)
        if volume >= width * levels[low[-1]]:
            height, rest = divmod(volume, width)
            for place, name in enumerate(low):
                poured[name] = height - levels[name] + (place < rest)
            break
    return +poured
