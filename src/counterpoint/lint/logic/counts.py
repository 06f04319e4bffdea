"""Whether numbers can be as facts say: bounds that tighten until they cross, or rest."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from counterpoint.lint.logic.axioms import LINKED, LINKING, MANY, SIDES, axioms
from counterpoint.lint.logic.facts import SEEN, Number, Sum


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
