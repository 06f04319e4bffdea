"""Whether numbers can be as facts say: bounds that tighten until they cross, or rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

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


class Proof(NamedTuple):
    """Why something cannot be: from which answers, by which rules, and what clashes."""

    answers: frozenset[int]
    rules: frozenset[str]
    clash: str


class _Bound(NamedTuple):
    value: int
    answers: frozenset[int] = frozenset()
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class _Constraint:
    sum: Sum
    answers: frozenset[int] = frozenset()


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


@lru_cache(maxsize=4096)
def _settled(
    kinds: tuple[str, ...], topics: frozenset[str], without: frozenset[str]
) -> tuple[Mapping[Number, Sequence[_Constraint]], Mapping[Number, _Bound]]:
    """Return the axioms by the numbers they speak of, and the upper bounds that they give outright."""
    all_ = [axiom for axiom in axioms(kinds, topics) if axiom.rule not in without]
    outright = {axiom.terms[0][1]: _Bound(-axiom.at_least) for axiom in all_ if len(axiom.terms) == 1}
    return _watch(_Constraint(axiom) for axiom in all_ if len(axiom.terms) > 1), outright


def _watch(constraints: Iterable[_Constraint]) -> dict[Number, list[_Constraint]]:
    watched: dict[Number, list[_Constraint]] = {}
    for constraint in constraints:
        for _, number in constraint.sum.terms:
            watched.setdefault(number, []).append(constraint)
    return watched


def refute(facts: Iterable[tuple[int, Sum]], without: frozenset[str] = frozenset()) -> Proof | None:
    """Return a proof that no numbers fit these facts, each with the answer that says it, or None.

    The proof does not use the axioms of the rules `without`.

    Bounds of each number are tightened, sum by sum, until a lower one passes an upper one or none
    moves. What is refuted is impossible; what is not refuted may still be.
    """
    return next(filter(None, (_refute(part, without) for part in _components(facts))), None)


def _components(facts: Iterable[tuple[int, Sum]]) -> Iterator[list[_Constraint]]:
    """Yield the facts in parts that no axiom joins, but for parts that cannot fail.

    One answer does not contradict itself, and without an upper bound large numbers fit all facts.
    """
    said = [(fact.terms[0][1].what, _Constraint(fact, frozenset([answer]))) for answer, fact in facts]
    linked = any(what in LINKING for what, _ in said)
    parts: dict[str, list[_Constraint]] = {}
    for what, constraint in said:
        part = SEEN if what in SIDES else what
        parts.setdefault("all" if linked and part in LINKED else part, []).append(constraint)
    for constraints in parts.values():
        several = len({constraint.answers for constraint in constraints}) > 1
        if several and any(constraint.sum.terms[0][0] < 0 for constraint in constraints):
            yield constraints


def _refute(said: list[_Constraint], without: frozenset[str]) -> Proof | None:
    numbers = {number for constraint in said for _, number in constraint.sum.terms}
    kinds = sorted({name for number in numbers for name in (number.kind, number.beside) if name})
    watched, outright = _settled(tuple(kinds), frozenset(number.what for number in numbers), without)
    return _Bounds((watched, _watch(said)), dict(outright)).settle(said)


class _Bounds:
    """The bounds of all numbers of one clip, and where they come from."""

    def __init__(
        self, watched: Sequence[Mapping[Number, Sequence[_Constraint]]], high: dict[Number, _Bound]
    ) -> None:
        self.watched = watched
        self.low: dict[Number, _Bound] = {}
        self.high = high

    def settle(self, constraints: Iterable[_Constraint]) -> Proof | None:
        """Tighten until a lower bound passes an upper one, or none moves."""
        queue = dict.fromkeys(constraints)
        while queue:
            constraint = next(iter(queue))
            del queue[constraint]
            for number in self.tighten(constraint):
                low, high = self.low.get(number, _LOWEST), self.high.get(number, _HIGHEST)
                if low.value > high.value:
                    clash = f"{number}: at least {low.value}, yet at most {high.value}"
                    return Proof(low.answers | high.answers, low.rules | high.rules, clash)
                for watched in self.watched:
                    queue.update(dict.fromkeys(watched.get(number, ())))
        return None

    def tighten(self, constraint: _Constraint) -> Iterator[Number]:
        """Bound each number of a sum by all others, and yield those for which that is news."""
        terms = constraint.sum.terms
        # By how much the sum can exceed what it must reach: no number may stay away from its best by more.
        slack = -constraint.sum.at_least
        best = []
        for factor, number in terms:
            bound = self.high.get(number, _HIGHEST) if factor > 0 else self.low.get(number, _LOWEST)
            slack += factor * bound.value
            best.append(bound)
        for i, (factor, number) in enumerate(terms):
            room = slack // abs(factor)
            if factor > 0:
                value = best[i].value - room
                news = value > self.low.get(number, _LOWEST).value
            else:
                value = best[i].value + room
                news = value < self.high.get(number, _HIGHEST).value and value < MANY // 2
            if news:
                used = best[:i] + best[i + 1 :]
                bounds = self.low if factor > 0 else self.high
                bounds[number] = _Bound(
                    value,
                    constraint.answers.union(*(bound.answers for bound in used)),
                    frozenset([constraint.sum.rule]).union(*(bound.rules for bound in used)),
                )
                yield number


_LOWEST = _Bound(0)
_HIGHEST = _Bound(MANY)
