"""Balancing without new clips, for comparison: by throwing questions away, or by weighing them."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import floor

from counterpoint.balance.split import digest
from counterpoint.balance.targets import Group, groups
from counterpoint.bias.audit import Settings
from counterpoint.bias.counts import count_questions
from counterpoint.records import DataSet


def downsample(
    data: DataSet,
    *,
    target: str | Fraction = "threshold",
    settings: Settings | None = None,
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
    per_split: bool = True,
    seed: int = 0,
) -> DataSet:
    """Return the data set without the fewest questions whose loss brings every template under its limit.

    Which questions of a too common answer go is drawn by the seed and their ids, never by their order.
    """
    found = _groups(data, target, settings, vocabulary, per_split)
    left = {key: kept(group.counts, group.limit) for key, group in found.items()}
    stays = set()
    order = sorted(range(len(data.questions)), key=lambda n: (digest(seed, data.questions[n].question_id), n))
    for number in order:
        question = data.questions[number]
        key = (question.split if per_split else None, question.template)
        if left[key][question.answer] > 0:
            left[key][question.answer] -= 1
            stays.add(number)
    return data.with_questions(q for number, q in enumerate(data.questions) if number in stays)


def kept(counts: Mapping[str, int], limit: Fraction) -> Counter[str]:
    """Return the most questions of each answer that can stay with no answer over the limit.

    If N stay, each answer has at most floor(limit N). The largest N that the counts so cut still reach is
    the most that can stay.
    """
    for total in range(sum(counts.values()), 0, -1):
        cut = Counter({answer: min(count, floor(limit * total)) for answer, count in counts.items()})
        if cut.total() >= total:
            return cut
    return Counter()


def reweight(
    data: DataSet,
    *,
    target: str | Fraction = "threshold",
    settings: Settings | None = None,
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
    per_split: bool = True,
) -> list[Fraction]:
    """Return a weight for each question, such that no answer has more than its limit of the weight.

    A group's weights have a mean of 1. Answers over the limit are lowered to it, the others raised in
    proportion. Where the answers that occur are too few for that, they weigh the same in all.
    """
    found = _groups(data, target, settings, vocabulary, per_split)
    weights = {key: weighed(group.counts, group.limit) for key, group in found.items()}
    return [weights[q.split if per_split else None, q.template][q.answer] for q in data.questions]


def weighed(counts: Mapping[str, int], limit: Fraction) -> dict[str, Fraction]:
    """Return the weight of each answer's questions."""
    present = {answer: count for answer, count in counts.items() if count}
    total = sum(present.values())
    if limit * len(present) < 1:
        return {answer: Fraction(total, len(present) * count) for answer, count in present.items()}
    lowered: set[str] = set()
    while True:
        rest = sum(count for answer, count in present.items() if answer not in lowered)
        raised = (1 - limit * len(lowered)) * total / rest if rest else Fraction(1)
        further = {
            answer
            for answer, count in present.items()
            if answer not in lowered and raised * count > limit * total
        }
        if not further:
            return {
                answer: limit * total / count if answer in lowered else raised
                for answer, count in present.items()
            }
        lowered |= further


def _groups(
    data: DataSet,
    target: str | Fraction,
    settings: Settings | None,
    vocabulary: Mapping[str, tuple[str, ...]] | None,
    per_split: bool,
) -> dict[tuple[str | None, str], Group]:
    found = groups(
        count_questions(data.questions), target=target, settings=settings,
        vocabulary=dict(data.vocabulary) | dict(vocabulary or {}), per_split=per_split,
    )  # fmt: skip
    return {(group.split, group.template): group for group in found}
