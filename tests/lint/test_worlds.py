"""Logic against worlds: clips that are known through and through.

Nothing here uses the rules of the check. A world answers every question by what is in it; and whether
answers can all be true is settled by going through all small worlds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.lint import Finding, lint
from counterpoint.records import DataSet, Question
from counterpoint.vocabulary import NUMBERS

KINDS = ("cello", "flute", "pipa")
SIDES = {1: ("middle",), 2: ("left", "right"), 3: ("left", "middle", "right")}
END = 4
SEEN = "How many <Object> are in the entire video?"
LOUDER = "Is the <Object> louder than the <Object>?"
LONGER = "Is the <Object> playing longer than the <Object>?"
Asked = tuple[str, tuple[str, ...], str]


def logic(asked: Sequence[Asked]) -> list[Finding]:
    questions = [
        Question(question_id=str(n), picture="clip", template=t, slots=s, answer=a)
        for n, (t, s, a) in enumerate(asked)
    ]
    return list(lint(DataSet(questions=tuple(questions)), ["logic"]).findings)


@dataclass(frozen=True)
class Instrument:
    kind: str
    visible: bool
    start: int
    end: int
    """Silent if it ends where it starts."""
    loudness: int
    rhythm: int

    @property
    def heard(self) -> bool:
        return self.end > self.start

    @property
    def always(self) -> bool:
        return (self.start, self.end) == (0, END)


@dataclass(frozen=True)
class World:
    """Instruments, those in view from left to right."""

    instruments: tuple[Instrument, ...]

    @property
    def seen(self) -> list[Instrument]:
        return [i for i in self.instruments if i.visible]

    @property
    def heard(self) -> list[Instrument]:
        return [i for i in self.instruments if i.heard]

    @property
    def sounding(self) -> list[Instrument]:
        return [i for i in self.instruments if i.visible and i.heard]

    def sides(self) -> dict[str, Instrument]:
        return dict(zip(SIDES.get(len(self.seen), ()), self.seen, strict=False))


instruments = st.builds(
    lambda kind, visible, times, loudness, rhythm: Instrument(
        kind, visible, min(times), max(times), loudness, rhythm
    ),
    st.sampled_from(KINDS),
    st.booleans(),
    st.tuples(st.integers(0, END), st.integers(0, END)) | st.just((0, END)),
    st.integers(1, 3),
    st.integers(1, 3),
)
worlds = st.builds(World, st.lists(instruments, max_size=6).map(tuple))


def number(n: int) -> str:
    return NUMBERS[n] if n <= 10 else "more than ten"


def yes(truth: object) -> str:
    return "yes" if truth else "no"


def of(kind: str, among: Sequence[Instrument]) -> list[Instrument]:
    return [i for i in among if i.kind == kind]


def answers(world: World, silent_sometimes: bool, off_screen: bool) -> Iterator[Asked]:
    """Yield every question that makes sense of a world, with its answer.

    Two wordings are read in two ways: whether an instrument that pauses "did not sound from beginning to
    end", and whether one off screen is "sounding in the video".
    """
    seen, heard, sides = world.seen, world.heard, world.sides()
    sounding = world.heard if off_screen else world.sounding
    silent = [i for i in seen if not (i.always if silent_sometimes else i.heard)]
    yield "How many musical instruments were heard throughout the video?", (), number(len(heard))
    yield "How many instruments are sounding in the video?", (), number(len(sounding))
    kinds = [number(len({i.kind for i in among})) for among in (sounding, seen)]
    yield "How many types of musical instruments sound in the video?", (), kinds[0]
    yield "How many types of musical instruments appeared in the entire video?", (), kinds[1]
    yield "How many instruments in the video did not sound from beginning to end?", (), number(len(silent))
    for x in KINDS:
        yield "Is there a <Object> sound?", (x,), yes(of(x, heard))
        yield "Is there a <Object> in the entire video?", (x,), yes(of(x, seen))
        yield "How many <Object> are in the entire video?", (x,), number(len(of(x, seen)))
        yield "How many sounding <Object> in the video?", (x,), number(len(of(x, sounding)))
        if of(x, seen) and len({i.always for i in of(x, world.instruments)}) == 1:
            yield "Is the <Object> in the video always playing?", (x,), yes(of(x, seen)[0].always)
    for x, y in permutations(KINDS, 2):
        yield "Are there <Object> and <Object> sound?", (x, y), yes(of(x, heard) and of(y, heard))
        yield (
            "Are there <Object> and <Object> instruments in the video?",
            (x, y),
            yes(of(x, seen) and of(y, seen)),
        )
        yield from compared_kinds(world, x, y)
    yield from positions(world)
    yield from compared_sides(sides)
    yield from entries(world)


def compared_kinds(world: World, x: str, y: str) -> Iterator[Asked]:
    measures: dict[str, Callable[[Instrument], int]] = {
        LOUDER: lambda i: i.loudness,
        "Is the <Object> more rhythmic than the <Object>?": lambda i: i.rhythm,
        LONGER: lambda i: i.end - i.start,
    }
    for template, measure in measures.items():
        most = [max((measure(i) for i in of(kind, world.heard)), default=0) for kind in (x, y)]
        yield template, (x, y), yes(most[0] > most[1])


def positions(world: World) -> Iterator[Asked]:
    seen = [i.kind for i in world.seen]
    if seen:
        yield "What kind of instrument is the <LRer> instrument?", ("leftest",), seen[0]
        yield "What kind of instrument is the <LRer> instrument?", ("rightest",), seen[-1]
    if len(set(seen)) == 1:
        yield "What kind of musical instrument is it?", (), seen[0]
    for left, right in combinations(range(len(seen)), 2):
        yield "What is the instrument on the <LR> of <Object>?", ("left", seen[right]), seen[left]
        yield "What is the instrument on the <LR> of <Object>?", ("right", seen[left]), seen[right]


def compared_sides(sides: dict[str, Instrument]) -> Iterator[Asked]:
    loudness = {side: i.loudness if i.heard else 0 for side, i in sides.items()}
    rhythm = {side: i.rhythm if i.heard else 0 for side, i in sides.items()}
    for word, measure in (("louder", loudness), ("more rhythmic", rhythm)):
        for x, y in permutations(sides, 2):
            truth = yes(measure[x] > measure[y])
            kinds = (sides[x].kind, x, sides[y].kind, y)
            yield f"Is the instrument on the <LR> {word} than the instrument on the <LR>?", (x, y), truth
            yield f"Is the <Object> on the <LR> {word} than the <Object> on the <LR>?", kinds, truth
    heard = {side: i for side, i in sides.items() if i.heard}
    loudest = [side for side in heard if loudness[side] == max(loudness.values())]
    if len(loudest) == 1:
        yield "Where is the <LL> instrument?", ("loudest",), loudest[0]
    for which, first in (
        ("first", [side for side in heard if heard[side].start == min(i.start for i in heard.values())]),
        ("last", [side for side in heard if heard[side].end == max(i.end for i in heard.values())]),
    ):
        for side in sides if first else ():
            yield "Is the <FL> sound coming from the <LR> instrument?", (which, side), yes(side in first)
        if len(first) == 1:
            yield "Where is the <FL> sounding instrument?", (which,), first[0]


def entries(world: World) -> Iterator[Asked]:
    order = sorted(world.heard, key=lambda i: i.start)
    for n, i in enumerate(order):
        if all(i.start != j.start for j in order if j is not i):
            which = ("first", "second", "third", "fourth", "fifth", "sixth")[n]
            yield "What is the <TH> instrument that comes in?", (which,), i.kind
    for x, y in permutations({i.kind for i in order}, 2):
        starts = [min(i.start for i in of(kind, order)) for kind in (x, y)]
        if starts[0] < starts[1]:
            yield "Which instrument makes sounds <BA> the <Object>?", ("before", y), x
            yield "Which instrument makes sounds <BA> the <Object>?", ("after", x), y
    for i, j in combinations(order, 2):
        if max(i.start, j.start) < min(i.end, j.end):
            template = "Which is the musical instrument that sounds at the same time as the <Object>?"
            yield template, (i.kind,), j.kind
    for i in world.sounding:
        yield "Which <Object> makes the sound <FL>?", (i.kind, "first"), "simultaneously"


@settings(max_examples=150, deadline=None)
@given(worlds, st.booleans())
def test_nothing_is_found_in_a_world(world: World, silent_sometimes: bool) -> None:
    assert logic(list(answers(world, silent_sometimes, off_screen=False))) == []


@settings(max_examples=25, deadline=None)
@given(worlds, st.booleans())
def test_no_error_is_found_where_off_screen_counts(world: World, silent_sometimes: bool) -> None:
    found = logic(list(answers(world, silent_sometimes, off_screen=True)))
    assert {finding.rule for finding in found if finding.severity == "error"} == set()


# All small worlds of counts: of two kinds, 0 to 2 each sounding, silent and off screen; two further kinds.
_SIZES = [3, 3, 3, 3, 3, 3, 3, 2, 2, 3, 2, 2]
_AXES = np.indices(_SIZES, dtype=np.int8).reshape(len(_SIZES), -1)
_SOUNDING, _SILENT, _OFF = _AXES[0::3], _AXES[1::3], _AXES[2::3]
_NAMED = ("cello", "flute")
Holds = npt.NDArray[np.bool_]


def _counted(template: str, slots: tuple[str, ...], answer: str) -> Holds:
    """Return in which of the small worlds an answer is true."""
    k = [_NAMED.index(slot) for slot in slots]
    seen, heard = _SOUNDING + _SILENT, _SOUNDING + _OFF
    n = NUMBERS.index(answer) if answer in NUMBERS else answer == "yes"
    values: dict[str, Any] = {
        "How many musical instruments were heard throughout the video?": heard.sum(axis=0),
        "How many instruments are sounding in the video?": _SOUNDING.sum(axis=0),
        "How many types of musical instruments sound in the video?": (_SOUNDING > 0).sum(axis=0),
        "How many types of musical instruments appeared in the entire video?": (seen > 0).sum(axis=0),
        "How many sounding <Object> in the video?": _SOUNDING[k].sum(axis=0),
        SEEN: seen[k].sum(axis=0),
        "Is there a <Object> sound?": (heard[k] > 0).all(axis=0),
        "Are there <Object> and <Object> sound?": (heard[k] > 0).all(axis=0),
        "Is there a <Object> in the entire video?": (seen[k] > 0).all(axis=0),
        "Are there <Object> and <Object> instruments in the video?": (seen[k] > 0).all(axis=0),
    }
    # Did not sound from beginning to end: those that never sound, or any number of those that pause, too.
    silent = (_SILENT.sum(axis=0) <= n) & (n <= seen.sum(axis=0))
    return np.asarray(values[template] == n if template in values else silent)


_COUNTED: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("How many musical instruments were heard throughout the video?", (), NUMBERS[:3]),
    ("How many instruments are sounding in the video?", (), NUMBERS[:3]),
    ("How many types of musical instruments sound in the video?", (), NUMBERS[:3]),
    ("How many types of musical instruments appeared in the entire video?", (), NUMBERS[:3]),
    ("How many instruments in the video did not sound from beginning to end?", (), NUMBERS[:3]),
    *(("How many sounding <Object> in the video?", (x,), NUMBERS[:3]) for x in _NAMED),
    *(("How many <Object> are in the entire video?", (x,), NUMBERS[:3]) for x in _NAMED),
    *(("Is there a <Object> sound?", (x,), ("yes", "no")) for x in _NAMED),
    *(("Is there a <Object> in the entire video?", (x,), ("yes", "no")) for x in _NAMED),
    ("Are there <Object> and <Object> sound?", _NAMED, ("yes", "no")),
    ("Are there <Object> and <Object> instruments in the video?", _NAMED, ("yes", "no")),
]
counted = st.lists(st.sampled_from(_COUNTED), min_size=2, max_size=6, unique=True).flatmap(
    lambda chosen: st.tuples(
        *(st.tuples(st.just(t), st.just(s), st.sampled_from(allowed)) for t, s, allowed in chosen)
    )
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(counted)
def test_counts_are_refuted_where_no_small_world_fits(asked: tuple[Asked, ...]) -> None:
    # Tightening bounds need not see every contradiction. In these it does: thousands of draws agree.
    holds = [_counted(*each) for each in asked]
    found = logic(list(asked))
    assert bool(found) == (not np.logical_and.reduce(holds).any())
    for finding in found:
        named = [int(name) for name in finding.questions]
        assert not np.logical_and.reduce([holds[n] for n in named]).any()
        for left_out in named:
            assert np.logical_and.reduce([holds[n] for n in named if n != left_out]).any()


@pytest.mark.parametrize(
    "template",
    ["Is the <Object> louder than the <Object>?", "Is the <Object> playing longer than the <Object>?"],
)
def test_orders_are_refuted_where_no_ranking_fits(template: str) -> None:
    rankings = list(product(range(3), repeat=3))
    pairs = list(permutations(range(3), 2))
    for said in product(("yes", "no", None), repeat=len(pairs)):
        told = [(pair, answer) for pair, answer in zip(pairs, said, strict=True) if answer]
        asked = [(template, (KINDS[x], KINDS[y]), answer) for (x, y), answer in told]
        fits = any(all((ranks[x] > ranks[y]) == (a == "yes") for (x, y), a in told) for ranks in rankings)
        assert bool(logic(asked)) == (not fits)


def test_playing_times_are_refuted_where_none_fit() -> None:
    always = "Is the <Object> in the video always playing?"
    times = list(product(range(4), repeat=3))
    pairs = [(0, 1), (1, 0), (1, 2), (0, 2)]
    for compared in product(("yes", "no"), repeat=len(pairs)):
        for all_the_time in product(("yes", "no"), repeat=3):
            fits = any(
                all((time[x] > time[y]) == (a == "yes") for (x, y), a in zip(pairs, compared, strict=True))
                and all((t == 3) == (a == "yes") for t, a in zip(time, all_the_time, strict=True))
                for time in times
            )
            asked: list[Asked] = [
                (LONGER, (KINDS[x], KINDS[y]), a) for (x, y), a in zip(pairs, compared, strict=True)
            ]
            asked += [(always, (kind,), a) for kind, a in zip(KINDS, all_the_time, strict=True)]
            assert bool(logic(asked)) == (not fits)


def test_sides_are_refuted_where_no_row_fits() -> None:
    row = [("cello",) * a + ("flute",) * b + ("pipa",) * c for a, b, c in product(range(3), repeat=3)]
    rows = sorted({order for kinds in row for order in permutations(kinds) if order})
    x, y = "cello", "flute"
    beside = "What is the instrument on the <LR> of <Object>?"
    outermost = "What kind of instrument is the <LRer> instrument?"

    def left(a: str, b: str) -> Callable[[tuple[str, ...]], bool]:
        return lambda order: (a, b) in set(combinations(order, 2))

    choices: list[list[tuple[Asked, Callable[[tuple[str, ...]], bool]] | None]] = [
        [None, *(((outermost, ("leftest",), z), lambda o, z=z: o[0] == z) for z in (x, y))],
        [None, ((outermost, ("rightest",), x), lambda o: o[-1] == x)],
        [None, ((beside, ("left", x), y), left(y, x))],
        [None, ((beside, ("left", y), x), left(x, y))],
        [None, ((beside, ("right", x), y), left(x, y))],
        [None, ((beside, ("right", y), x), left(y, x))],
        [None, *(((SEEN, (x,), n), lambda o, n=n: o.count(x) == NUMBERS.index(n)) for n in ("one", "two"))],
        [None, *(((SEEN, (y,), n), lambda o, n=n: o.count(y) == NUMBERS.index(n)) for n in ("one", "two"))],
    ]  # fmt: skip
    for chosen in product(*choices):
        told = [each for each in chosen if each]
        fits = any(all(holds(order) for _, holds in told) for order in rows)
        assert bool(logic([asked for asked, _ in told])) == (not fits)
