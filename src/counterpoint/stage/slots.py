"""Slot values worth trying: what a question may name in a scene."""

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, permutations, product

from counterpoint.stage.draw import Draw
from counterpoint.stage.facts import Facts, place
from counterpoint.vocabulary import PLACES

Slots = tuple[str, ...]


def nothing(known: Facts) -> Iterator[Slots]:
    """Yield the one choice that a template without slots has."""
    yield ()


def kinds(known: Facts) -> Iterator[Slots]:
    """Return each kind that is seen or heard, and some that are not."""
    return ((kind,) for kind in known.kinds)


def kind_pairs(known: Facts) -> Iterator[Slots]:
    """Return two of those kinds, in an order that tells nothing."""
    draw = Draw("pairs", known.scene.seed)
    return (tuple(draw.shuffled(pair)) for pair in combinations(known.kinds, 2))


def heard_pairs(known: Facts) -> Iterator[Slots]:
    """Return two kinds that are heard."""
    return permutations(known.heard_kinds, 2)


def sides(known: Facts) -> Iterator[Slots]:
    """Return two places."""
    return permutations(PLACES, 2)


def placed_pairs(known: Facts) -> Iterator[Slots]:
    """Return two players, each named by its kind and place."""
    players = [(p.instrument, place(p) or "") for p in known.playing if place(p)]
    return ((*one, *other) for one, other in permutations(dict.fromkeys(players), 2))


def of(*values: Iterable[str]) -> Callable[[Facts], Iterator[Slots]]:
    """Return all combinations of fixed values."""
    return lambda known: product(*values)


def with_seen(*values: str) -> Callable[[Facts], Iterator[Slots]]:
    """Return each of the fixed values with each kind that is seen."""
    return lambda known: product(values, known.seen_kinds)


def seen_with(*values: str) -> Callable[[Facts], Iterator[Slots]]:
    """Return each kind that is seen with each of the fixed values."""
    return lambda known: product(known.seen_kinds, values)
