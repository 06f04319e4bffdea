"""Why a group stays over its limit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterpoint.balance.candidates import Candidate
from counterpoint.balance.problem import options
from counterpoint.balance.targets import Group, Key, keys
from counterpoint.balance.verify import missing
from counterpoint.bias.audit import Slot
from counterpoint.bias.counts import Cell


@dataclass(frozen=True)
class Unmet:
    """A group that stays over its limit, and why."""

    split: str | None
    template: str
    slot: Slot | None
    missing: int
    reason: str
    """One of `REASONS`."""
    message: str


REASONS = ("impossible", "none", "few", "harm")
"""No number would do; no candidate brings a wanted answer; too few do; those that do harm more."""


def reasons(
    groups: Sequence[Group],
    counts: Mapping[Key, Mapping[str, int]],
    candidates: Iterable[Candidate],
    chosen: Iterable[str],
    *,
    per_split: bool,
    by: str,
) -> tuple[Unmet, ...]:
    """Return the groups that stay over their limits, with the reasons.

    Parameters
    ----------
    counts
        The counts of each group after the plan.
    candidates
        All that the plan could choose from.
    chosen
        Ids of those chosen.
    """
    short = {group.key: group for group in groups if missing(counts[group.key], group.limit)}
    if not short:
        return ()
    used = set(chosen)
    splits = sorted({group.split for group in groups if group.split is not None})
    supply = dict.fromkeys(short, 0)
    beside: dict[Key, set[str]] = {key: set() for key in short}
    for candidate in candidates:
        for split in options(candidate.split, splits, per_split=per_split):
            helped: dict[Key, int] = {}
            for question in candidate.questions:
                cell = Cell(question.template, question.slots, question.answer, split or "")
                for key in keys(cell, per_split=per_split, by=by):
                    if key in short and question.answer != max(
                        short[key].counts, key=short[key].counts.__getitem__, default=""
                    ):
                        helped[key] = helped.get(key, 0) + 1
            for key, n in helped.items():
                supply[key] += n
                if candidate.id not in used:
                    beside[key] |= {q.template for q in candidate.questions if q.template != key[1]}
    return tuple(_reason(group, counts[key], supply[key], beside[key]) for key, group in short.items())


def _reason(group: Group, counts: Mapping[str, int], supply: int, beside: set[str]) -> Unmet:
    lacking = missing(counts, group.limit)
    needed = missing(group.counts, group.limit)
    most = max(counts, key=lambda answer: counts[answer])
    if not group.possible:
        reason = "impossible"
        message = f"{len(group.answers)} answers cannot all have a share of at most {float(group.limit):g}"
    elif supply == 0:
        reason, message = "none", f"no candidate brings an answer other than {most!r}"
    elif supply < max(needed, lacking):
        reason, message = (
            "few",
            f"the candidates bring {supply} of the {max(needed, lacking)} questions needed",
        )
    else:
        others = ", ".join(repr(text) for text in sorted(beside)[:3]) or "this template"
        reason = "harm"
        message = f"the candidates left would add more bias than they take away, here or in {others}"
    return Unmet(*group.key, missing=lacking, reason=reason, message=message)
