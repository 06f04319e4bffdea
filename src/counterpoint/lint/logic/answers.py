"""What follows from the answer to each question of MUSIC-AVQA.

One function a template: it takes the answer and the slot values, and gives facts. They say only what
the answer asserts: a `no` to "is the cello louder than the flute" does not say that there is a cello.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
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
    TOP,
    Above,
    Fact,
    Number,
    Sum,
    at_least,
    at_most,
    each,
    place,
)  # fmt: skip
from counterpoint.vocabulary import INSTRUMENTS, NUMBERS, PLACES, TEMPLATES, slot_names


class Says(NamedTuple):
    """What a template's answers say: in words, and as facts."""

    words: str
    facts: Callable[..., Iterator[Fact]]
    """Takes the answer and the slot values."""


SAYS: dict[str, Says] = {}
"""What each template says, by its text."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
SLOT_VALUES: dict[str, Sequence[str]] = {
    "Object": INSTRUMENTS,
    "LR": PLACES,
    "LRer": ("leftest", "rightest"),
    "LL": ("loudest", "lowest"),
    "FL": ("first", "last"),
    "BA": ("before", "after"),
    "TH": ORDINALS,
}
"""The values that the slots of MUSIC-AVQA's templates take."""


@lru_cache(maxsize=1 << 16)
def facts(template: str, slots: tuple[str, ...], answer: str) -> tuple[Fact, ...]:
    """Return what the answer to a question says; nothing if the question or answer is not understood."""
    names = slot_names(template)
    understood = (
        template in SAYS
        and answer in TEMPLATES[template].answers
        and len(slots) == len(names)
        and all(value in SLOT_VALUES[name] for name, value in zip(names, slots, strict=True))
    )
    return tuple(SAYS[template].facts(answer, *slots)) if understood else ()


def _says(template: str, words: str) -> Callable[[Callable[..., Iterator[Fact]]], None]:
    def register(says: Callable[..., Iterator[Fact]]) -> None:
        SAYS[template] = Says(words, says)

    return register


def _is_number(answer: str, number: Number) -> Iterator[Sum]:
    """Say that a number is the one answered; "more than ten" bounds it from below alone."""
    n = NUMBERS.index(answer)
    yield at_least(n, number)
    if answer != "more than ten":
        yield at_most(n, number)


def _any(answer: str, what: str, kind: str) -> Iterator[Sum]:
    yield at_least(1, each(what, kind)) if answer == "yes" else at_most(0, each(what, kind))


def _both(answer: str, what: str, x: str, y: str) -> Iterator[Sum]:
    if answer == "yes":
        yield at_least(1, each(what, x))
        yield at_least(1, each(what, y))
    elif x != y:
        present = tuple((-1, Number(what, "present", kind)) for kind in (x, y))
        yield Sum(present, -1, "not both")


def _compared(answer: str, scale: str, x: str, y: str, rule: str = "order") -> Iterator[Above]:
    if x != y and answer == "yes":
        yield Above(scale, x, y, strict=True, rule=rule)
    elif x != y:
        yield Above(scale, y, x, strict=False, rule=rule)


def _instruments_compared(answer: str, scale: str, x: str, y: str) -> Iterator[Fact]:
    yield from _compared(answer, scale, x, y)
    if answer == "yes":
        yield at_least(1, each(HEARD, x))


def _on_sides_compared(answer: str, scale: str, x: str, x_side: str, y: str, y_side: str) -> Iterator[Fact]:
    yield from _compared(answer, f"{scale} by side", x_side, y_side, rule="one a side")
    if answer == "yes":
        yield at_least(1, each(HEARD, x))
        yield from _together(SEEN, x, y)


def _together(what: str, x: str, y: str) -> Iterator[Sum]:
    """Say that there is an x and another instrument y."""
    yield at_least(2 if x == y else 1, each(what, x))
    yield at_least(2 if x == y else 1, each(what, y))


@_says("Is there a <Object> sound?", "At least one X is heard, or none.")
def _sound(answer: str, x: str) -> Iterator[Fact]:
    return _any(answer, HEARD, x)


@_says("Are there <Object> and <Object> sound?", "At least one X and one Y are heard, or not both.")
def _sounds(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _both(answer, HEARD, x, y)


@_says("How many musical instruments were heard throughout the video?", "The number of instruments heard.")
def _heard(answer: str) -> Iterator[Fact]:
    return _is_number(answer, Number(HEARD, "all"))


@_says(
    "Is the <Object> louder than the <Object>?",
    "Yes: X is above Y in loudness, and heard. No: it is not above.",
)
def _louder(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _instruments_compared(answer, "loudness", x, y)


@_says(
    "Is the <Object> more rhythmic than the <Object>?",
    "Yes: X is above Y in rhythm, and heard. No: it is not above.",
)
def _more_rhythmic(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _instruments_compared(answer, "rhythm", x, y)


@_says(
    "Is the <Object> playing longer than the <Object>?",
    "Yes: X is above Y in playing time, and heard. No: it is not above.",
)
def _longer(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _instruments_compared(answer, "playing time", x, y)


@_says("Is there a <Object> in the entire video?", "At least one X is seen, or none.")
def _in_view(answer: str, x: str) -> Iterator[Fact]:
    return _any(answer, SEEN, x)


@_says(
    "Are there <Object> and <Object> instruments in the video?",
    "At least one X and one Y are seen, or not both.",
)
def _both_in_view(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _both(answer, SEEN, x, y)


@_says("How many <Object> are in the entire video?", "The number of X seen.")
def _seen(answer: str, x: str) -> Iterator[Fact]:
    return _is_number(answer, each(SEEN, x))


@_says("How many types of musical instruments appeared in the entire video?", "The number of kinds seen.")
def _kinds_seen(answer: str) -> Iterator[Fact]:
    return _is_number(answer, Number(SEEN, "kinds"))


@_says(
    "What is the instrument on the <LR> of <Object>?",
    "X and the answer are seen, the answer on that side of some X.",
)
def _beside(answer: str, side: str, x: str) -> Iterator[Fact]:
    if side == "middle":
        # Which may be the X in the middle.
        yield at_least(1, each(SEEN, x))
        yield at_least(1, each(SEEN, answer))
        return
    yield from _together(SEEN, x, answer)
    if x != answer:
        left, right = (answer, x) if side == "left" else (x, answer)
        yield at_least(1, place(LEFT_OF, left, right), "sides")


@_says("What kind of instrument is the <LRer> instrument?", "The answer is seen, at that end.")
def _outermost(answer: str, side: str) -> Iterator[Fact]:
    yield at_least(1, each(SEEN, answer))
    yield at_least(1, place(LEFTMOST if side == "leftest" else RIGHTMOST, answer), "sides")


@_says("What kind of musical instrument is it?", "The answer is seen.")
def _it(answer: str) -> Iterator[Fact]:
    yield at_least(1, each(SEEN, answer))


@_says(
    "Is the <Object> in the video always playing?",
    "Yes: X is seen and heard, nothing plays longer or comes in earlier. No: it does not play all the time.",
)
def _always(answer: str, x: str) -> Iterator[Fact]:
    if answer == "no":
        yield Above("playing time", TOP, x, strict=True, rule="one of a kind")
        return
    for what in (SEEN, HEARD, SOUNDING):
        yield at_least(1, each(what, x))
    yield at_least(1, Number(ALWAYS, "all"))
    yield Above("playing time", x, TOP, strict=False, rule="order")
    yield Above("earliness", x, TOP, strict=False, rule="entries")


@_says("How many instruments are sounding in the video?", "The number of instruments sounding.")
def _sounding(answer: str) -> Iterator[Fact]:
    return _is_number(answer, Number(SOUNDING, "all"))


@_says(
    "How many instruments in the video did not sound from beginning to end?",
    "The number of silent ones: those that never sound, or, as some read it, not all the time.",
)
def _silent(answer: str) -> Iterator[Fact]:
    return _is_number(answer, Number(SILENT, "all"))


@_says("How many sounding <Object> in the video?", "The number of X sounding.")
def _sounding_kind(answer: str, x: str) -> Iterator[Fact]:
    return _is_number(answer, each(SOUNDING, x))


@_says("How many types of musical instruments sound in the video?", "The number of kinds sounding.")
def _kinds_sounding(answer: str) -> Iterator[Fact]:
    return _is_number(answer, Number(SOUNDING, "kinds"))


@_says(
    "Where is the <LL> instrument?",
    "Loudest: no side is above the answer in loudness. (Lowest may mean softest or deepest: nothing.)",
)
def _loudest(answer: str, extreme: str) -> Iterator[Fact]:
    if extreme == "loudest":
        yield Above("loudness by side", answer, TOP, strict=False, rule="one a side")


@_says(
    "Is the <FL> sound coming from the <LR> instrument?", "The first (last) sound comes from there, or not."
)
def _from(answer: str, which: str, side: str) -> Iterator[Fact]:
    there = Number(f"{which} sound from the {side}", "place")
    yield at_least(1, there) if answer == "yes" else at_most(0, there)


@_says(
    "Where is the <FL> sounding instrument?",
    "The first (last) sound comes from there, and from no other place.",
)
def _where(answer: str, which: str) -> Iterator[Fact]:
    for side in PLACES:
        there = Number(f"{which} sound from the {side}", "place")
        yield at_least(1, there) if side == answer else at_most(0, there, "one place")


@_says("What is the <LR> instrument of the <FL> sounding instrument?", "The answer is seen.")
def _beside_first(answer: str, side: str, which: str) -> Iterator[Fact]:
    yield at_least(1, each(SEEN, answer))


@_says(
    "Which is the musical instrument that sounds at the same time as the <Object>?",
    "X and the answer are heard.",
)
def _same_time(answer: str, x: str) -> Iterator[Fact]:
    return _together(HEARD, x, answer)


@_says(
    "Is the instrument on the <LR> louder than the instrument on the <LR>?",
    "Yes: one side is above the other in loudness. No: it is not above.",
)
def _side_louder(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _compared(answer, "loudness by side", x, y)


@_says(
    "Is the instrument on the <LR> more rhythmic than the instrument on the <LR>?",
    "Yes: one side is above the other in rhythm. No: it is not above.",
)
def _side_more_rhythmic(answer: str, x: str, y: str) -> Iterator[Fact]:
    return _compared(answer, "rhythm by side", x, y)


@_says(
    "Is the <Object> on the <LR> louder than the <Object> on the <LR>?",
    "Yes: X and Y are seen, X is heard, its side above the other's in loudness. No: not above.",
)
def _louder_on_side(answer: str, x: str, x_side: str, y: str, y_side: str) -> Iterator[Fact]:
    return _on_sides_compared(answer, "loudness", x, x_side, y, y_side)


@_says(
    "Is the <Object> on the <LR> more rhythmic than the <Object> on the <LR>?",
    "Yes: X and Y are seen, X is heard, its side above the other's in rhythm. No: not above.",
)
def _more_rhythmic_on_side(answer: str, x: str, x_side: str, y: str, y_side: str) -> Iterator[Fact]:
    return _on_sides_compared(answer, "rhythm", x, x_side, y, y_side)


@_says(
    "What is the <TH> instrument that comes in?",
    "The answer is heard, and as many instruments as that; nothing comes in before the first.",
)
def _comes_in(answer: str, which: str) -> Iterator[Fact]:
    yield at_least(1, each(HEARD, answer))
    yield at_least(ORDINALS.index(which) + 1, Number(HEARD, "all"))
    if which == "first":
        yield Above("earliness", answer, TOP, strict=False, rule="order")


@_says(
    "Which instrument makes sounds <BA> the <Object>?",
    "X and the answer are heard, the answer coming in before (after) X; X after X says no more than X.",
)
def _before_after(answer: str, when: str, x: str) -> Iterator[Fact]:
    yield at_least(1, each(HEARD, x))
    yield at_least(1, each(HEARD, answer))
    if x != answer:
        upper, lower = (answer, x) if when == "before" else (x, answer)
        yield Above("earliness", upper, lower, strict=True, rule="entries")


@_says("Which <Object> makes the sound <FL>?", "X is seen and heard.")
def _which_one(answer: str, x: str, which: str) -> Iterator[Fact]:
    yield at_least(1, each(SEEN, x))
    yield at_least(1, each(HEARD, x))
