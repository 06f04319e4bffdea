"""How much of a data set can be answered without its clips: the accuracy of priors.

Each prior is cross-fitted: the answer to a question is guessed from all *other* questions, so that a
template asked once tells nothing of itself.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from counterpoint.bias.counts import Counts
from counterpoint.bias.statistics import leave_one_out_hits, left_out_hit, majority_hits


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
    templates = counts.by(lambda cell: cell.template)
    return Priors(
        template=sum(map(leave_one_out_hits, templates.values())) / total,
        template_in_sample=sum(max(answers.values()) for answers in templates.values()) / total,
        slot=_slot_hits(counts, templates) / total,
        transfer=tuple(_transfers(counts)),
    )


def _slot_hits(counts: Counts, templates: dict[object, Counter[str]]) -> float:
    hits = 0.0
    for (template, _), answers in counts.by(lambda cell: (cell.template, cell.slots)).items():  # type: ignore[misc]
        if answers.total() > 1:
            hits += leave_one_out_hits(answers)
        else:
            hits += sum(left_out_hit(templates[template], answer) for answer in answers)
    return hits


def _transfers(counts: Counts) -> Iterator[Transfer]:
    splits = sorted({cell.split for cell in counts.cells})
    by_template = counts.by(lambda cell: (cell.split, cell.template))
    by_slots = counts.by(lambda cell: (cell.split, cell.template, cell.slots))
    for scored in splits:
        for fitted in splits:
            if fitted == scored:
                continue
            asked = {key: answers for key, answers in by_slots.items() if key[0] == scored}  # type: ignore[index]
            total = sum(answers.total() for answers in asked.values())
            template = slot = 0.0
            for (_, text, slots), answers in asked.items():  # type: ignore[misc]
                wide = by_template.get((fitted, text), Counter())
                template += majority_hits(wide, answers)
                slot += majority_hits(by_slots.get((fitted, text, slots), wide), answers)
            yield Transfer(fitted, scored, template / total, slot / total)
