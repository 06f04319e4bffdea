"""Targets: the largest share that each answer may have, for every group of questions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from counterpoint.balance.closed_form import fewest, spread
from counterpoint.bias.audit import Settings, Slot
from counterpoint.bias.counts import Cell, Counts
from counterpoint.bias.statistics import over
from counterpoint.errors import InputError
from counterpoint.vocabulary import TEMPLATES, YES_NO, slot_names

FINEST = 10_000
"""Largest denominator of a limit: finer shares say nothing, and make the program's numbers uneven."""

GROUPINGS = ("template", "slot")
"""What the limits hold for: each template, or each value of each slot as well."""


@dataclass(frozen=True)
class Group:
    """Questions whose answers are held under one limit."""

    split: str | None
    """None: all splits together."""
    template: str
    slot: Slot | None
    answers: tuple[str, ...]
    """The answers that may be added: the vocabulary, or the answers seen where none is declared."""
    counts: Mapping[str, int]
    limit: Fraction
    """Largest share that an answer may have."""
    common: tuple[str, ...] = ()
    """The answers that occur anywhere in the template, in the vocabulary's order."""

    @property
    def key(self) -> "Key":
        """What tells the group from others."""
        return self.split, self.template, self.slot

    @cached_property
    def possible(self) -> bool:
        """Whether any number of additions, or none, brings the group under its limit."""
        return fewest(self.counts, self.answers, self.limit) is not None

    @property
    def passes(self) -> bool:
        """Whether no answer is over the limit."""
        total = sum(self.counts.values())
        return not any(over(count, total, self.limit) for count in self.counts.values())

    def wanted(self) -> Counter[str] | None:
        """Return the fewest additions, by answer; None if none bring the group under its limit."""
        return spread(self.counts, self.answers, self.limit, preferred=self.common)


Key = tuple[str | None, str, Slot | None]


def limit_of(target: str | Fraction, k: int, settings: Settings) -> Fraction:
    """Return the largest share allowed where `k` answers are possible.

    Parameters
    ----------
    target
        `threshold`: that of the audit. `uniform`: 1 / k. Otherwise a share such as `0.55`, which holds
        where it is stricter than the threshold.

    Raises
    ------
    InputError
        If the target is none of these.
    """
    threshold = settings.binary if k <= 2 else settings.multiclass
    if target == "threshold":
        return threshold
    if target == "uniform":
        return Fraction(1, max(k, 1))
    try:
        share = Fraction(target)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share < 1 or share.denominator > FINEST:
        raise InputError(
            f"the target is {target!s}",
            remedy="Give threshold, uniform, or a share between 0 and 1 with at most four decimals.",
        )
    return min(share, threshold)


def groups(
    counts: Counts,
    *,
    target: str | Fraction = "threshold",
    settings: Settings | None = None,
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
    per_split: bool = True,
    by: str = "template",
    further: Iterable[Cell] = (),
) -> tuple[Group, ...]:
    """Return the groups of a data set with their limits.

    Parameters
    ----------
    counts
        How often each answer is given.
    vocabulary
        Declared answers of each template; MUSIC-AVQA's templates declare theirs.
    per_split
        Hold the limits in each split, or in all together.
    by
        One of `GROUPINGS`.
    further
        Cells that may be added: their groups are made too, if only with zeros.
    """
    if by not in GROUPINGS:
        raise InputError(f"no grouping is called {by!r}", remedy=f"Use one of {', '.join(GROUPINGS)}.")
    settings = settings or Settings()
    cells = Counter(dict.fromkeys(further, 0))
    for cell, n in counts.cells.items():
        cells[cell] += n
    answers, common = _answers(cells, vocabulary)
    tallies: dict[Key, Counter[str]] = {}
    for cell, n in cells.items():
        for key in keys(cell, per_split=per_split, by=by):
            tallies.setdefault(key, Counter())[cell.answer] += n
    return tuple(
        Group(
            *key,
            answers=answers[key[1]],
            counts={
                answer: n for answer, n in sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])) if n
            },
            limit=limit_of(target, len(answers[key[1]]), settings),
            common=common[key[1]],
        )
        for key, tally in sorted(tallies.items(), key=_order)
    )


def keys(cell: Cell, *, per_split: bool, by: str) -> list[Key]:
    """Return the groups that a question of this cell belongs to."""
    split = cell.split if per_split else None
    found: list[Key] = [(split, cell.template, None)]
    if by == "slot":
        names = slot_names(cell.template)
        for position, value in enumerate(cell.slots, 1):
            name = names[position - 1] if position <= len(names) else ""
            found.append((split, cell.template, Slot(position, name, value)))
    return found


def _order(item: tuple[Key, object]) -> tuple[str, str, int, str]:
    (split, template, slot), _ = item
    return split or "", template, slot.position if slot else 0, slot.value if slot else ""


def _answers(
    cells: Mapping[Cell, int], vocabulary: Mapping[str, tuple[str, ...]] | None
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the answers that each template allows, and those of them that occur."""
    declared = {text: template.answers for text, template in TEMPLATES.items()} | dict(vocabulary or {})
    seen: dict[str, Counter[str]] = {}
    for cell, n in cells.items():
        seen.setdefault(cell.template, Counter())[cell.answer] += n
    allowed = {
        text: declared.get(text) or (YES_NO if found.keys() <= set(YES_NO) else tuple(sorted(found)))
        for text, found in seen.items()
    }
    return allowed, {text: tuple(a for a in allowed[text] if found[a]) for text, found in seen.items()}
