"""What holds in every clip: how the numbers of instruments heard, seen and sounding hang together."""

from collections.abc import Iterator, Sequence, Set
from itertools import permutations

from counterpoint.lint.logic.facts import (
    ALWAYS,
    HEARD,
    LEFT_OF,
    LEFTMOST,
    RIGHTMOST,
    SEEN,
    SILENT,
    SOUNDING,
    Number,
    Sum,
    at_most,
    each,
    place,
)  # fmt: skip

MANY = 1_000
"""No number is larger. Bounds near it say nothing and are not passed on."""

SIDES = frozenset({LEFT_OF, LEFTMOST, RIGHTMOST})
LINKING = frozenset({SOUNDING, SILENT, ALWAYS})
"""Numbers whose axioms tie what is heard to what is seen."""
LINKED = LINKING | {HEARD, SEEN}


def axioms(kinds: Sequence[str], topics: Set[str]) -> Iterator[Sum]:
    """Yield what holds in every clip of the numbers of these kinds.

    Of all that holds, this is as much as facts on these topics (`Number.what`) can bear on.
    """
    linked = not topics.isdisjoint(LINKING)
    for what in (HEARD, SEEN, SOUNDING):
        if linked or what in topics:
            yield from _composition(what, kinds)
    if linked:
        yield from _parts(kinds)
        yield from _silence(kinds)
    if not topics.isdisjoint(SIDES):
        yield from _sides(kinds)


def _composition(what: str, kinds: Sequence[str]) -> Iterator[Sum]:
    numbers = _each_and_other(what, kinds)
    present = [Number(what, "present", kind) for kind in kinds]
    total, types, other_types = (Number(what, part) for part in ("all", "kinds", "other kinds"))
    yield from _equal(total, numbers, "sum")
    yield from _equal(types, [*present, other_types], "kinds")
    for number, any_ in zip(numbers, [*present, other_types], strict=True):
        yield _at_least_as_many(number, any_, "one value")
        yield Sum(((MANY, any_), (-1, number)), 0, "one value")
    yield _at_least_as_many(total, types, "kinds")
    for there in present:
        yield at_most(1, there)


def _parts(kinds: Sequence[str]) -> Iterator[Sum]:
    totals = [Number(SOUNDING, part) for part in ("all", "kinds", "other kinds")]
    parts = [*_each_and_other(SOUNDING, kinds), *totals]
    for part in parts:
        yield _at_least_as_many(part._replace(what=HEARD), part, "sounding is heard")
        yield _at_least_as_many(part._replace(what=SEEN), part, "sounding is seen")


def _silence(kinds: Sequence[str]) -> Iterator[Sum]:
    always = Number(ALWAYS, "all")
    seen, sounding, silent = (_each_and_other(what, kinds) for what in (SEEN, SOUNDING, SILENT))
    totals = [Number(what, "all") for what in (SEEN, SOUNDING, SILENT)]
    yield at_most(1, always)
    yield Sum(((1, totals[0]), (-1, totals[2]), (-1, always)), 0, "silent")
    yield from _equal(totals[2], silent, "silent")
    for in_view, heard, quiet in [totals, *zip(seen, sounding, silent, strict=True)]:
        yield _at_least_as_many(in_view, quiet, "silent")
        yield Sum(((1, heard), (1, quiet), (-1, in_view)), 0, "silent")
    for part, quiet in (("kinds", totals[2]), ("other kinds", silent[-1])):
        # A kind in view that does not sound has a silent instrument.
        yield Sum(((1, Number(SOUNDING, part)), (1, quiet), (-1, Number(SEEN, part))), 0, "silent")


def _each_and_other(what: str, kinds: Sequence[str]) -> list[Number]:
    return [*(each(what, kind) for kind in kinds), Number(what, "other")]


def _sides(kinds: Sequence[str]) -> Iterator[Sum]:
    """Yield, for what cannot be with one instrument of a kind, that there are two."""
    for x in kinds:
        seen, leftmost, rightmost = each(SEEN, x), place(LEFTMOST, x), place(RIGHTMOST, x)
        yield at_most(1, leftmost)
        yield at_most(1, rightmost)
        for y in kinds:
            if y != x:
                there = Number(SEEN, "present", y)
                left, right = place(LEFT_OF, x, y), place(LEFT_OF, y, x)
                yield at_most(1, left)
                yield Sum(((1, seen), (-2, leftmost), (-2, right)), -2, "sides")
                yield Sum(((1, seen), (-2, rightmost), (-2, left)), -2, "sides")
                yield Sum(((1, seen), (-2, leftmost), (-2, rightmost), (-2, there)), -4, "sides")
    for x, y in permutations(kinds, 2):
        if x < y:
            both = ((-3, place(LEFT_OF, x, y)), (-3, place(LEFT_OF, y, x)))
            yield Sum(((1, each(SEEN, x)), (1, each(SEEN, y)), *both), -3, "sides")


def _equal(total: Number, parts: Sequence[Number], rule: str) -> Iterator[Sum]:
    yield Sum(((1, total), *((-1, part) for part in parts)), 0, rule)
    yield Sum(((-1, total), *((1, part) for part in parts)), 0, rule)


def _at_least_as_many(more: Number, fewer: Number, rule: str) -> Sum:
    return Sum(((1, more), (-1, fewer)), 0, rule)
