"""How much of a data set can be answered without its clips: the accuracy of priors.

Each prior is cross-fitted: the answer to a question is guessed from all *other* questions, so that a
template asked once tells nothing of itself.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

from counterpoint.bias.counts import Counts
from counterpoint.bias.statistics import leave_one_out_hits, left_out_hit, majority, majority_hits

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Transfer:
    """A prior fitted on one split and scored on another."""

    fitted: str
    scored: str
    template: float
    """Accuracy of the template's majority answer."""
    slot: float
    """Accuracy of the majority answer of template and slot values, or of the template where unseen."""


@dataclass(frozen=True)
class Priors:
    """Accuracy of guessing, as shares of 1."""

    template: float
    """Majority of the template's other questions."""
    template_in_sample: float
    """Majority of the template's questions, the guessed one among them: what is usually printed."""
    slot: float
    """Majority of the other questions with the same template and slot values, else of the template."""
    transfer: tuple[Transfer, ...]
    """From each split to each other split."""


def priors(counts: Counts) -> Priors:
    """Return the accuracy of the template prior and of the slot prior."""
    total = counts.total or 1
    templates = counts.templates.values()
    return Priors(
        template=fsum(map(leave_one_out_hits, templates)) / total,
        template_in_sample=sum(max(answers.values()) for answers in templates) / total,
        slot=_slot_hits(counts) / total,
        transfer=tuple(_transfers(counts.splits)),
    )


def _slot_hits(counts: Counts) -> float:
    left_out = {template: left_out_hit(answers) for template, answers in counts.templates.items()}

    def hits(template: str, answers: Counter[str]) -> float:
        if answers.total() > 1:
            return leave_one_out_hits(answers)
        answer, chance = left_out[template]
        return chance * answers[answer]

    # Summed exactly, so that the order in which an engine counts changes nothing.
    return fsum(hits(template, answers) for (template, _), answers in counts.filled.items())


def _transfers(splits: Mapping[str, Counts]) -> Iterator[Transfer]:
    for fitted, known in splits.items():
        others = {name: asked for name, asked in splits.items() if name != fitted}
        usual = _majorities(known.templates) if others else {}
        exact = _majorities(known.filled) if others else {}
        for scored, asked in others.items():
            template = (majority_hits(usual.get(key[0], ()), said) for key, said in asked.filled.items())
            slot = (
                majority_hits(exact.get(key) or usual.get(key[0], ()), said)
                for key, said in asked.filled.items()
            )
            yield Transfer(fitted, scored, fsum(template) / asked.total, fsum(slot) / asked.total)


def _majorities(groups: Mapping[Key, Mapping[str, int]]) -> dict[Key, tuple[str, ...]]:
    return {key: majority(answers) for key, answers in groups.items()}
