"""What answers say: facts about one clip, in a form that can be reasoned with.

Two kinds of facts are enough. A *count fact* bounds a sum of whole numbers ("at least one erhu is
heard"); an *order fact* puts one thing above another on a scale ("the erhu is louder than the flute").
"""

from typing import NamedTuple

HEARD, SEEN, SOUNDING = "heard", "seen", "sounding"
"""Heard in the sound, on screen or off; seen in the picture; counted as sounding in the video."""

LEFT_OF, LEFTMOST, RIGHTMOST = "on the left of", "leftmost", "rightmost"
"""Places in the picture: 1 where an instrument of a kind is there, else 0."""

SILENT, ALWAYS = "silent", "always playing"

TOP = None
"""On a scale, the place that nothing is above, such as playing all the time."""


class Number(NamedTuple):
    """A whole number that is 0 or more."""

    what: str
    """`HEARD`, `SEEN`, `SOUNDING`, or a number of its own."""
    part: str
    """Of what: `each` of a kind, `all`, `kinds`; `present`, `other` and `other kinds` serve the axioms."""
    kind: str = ""
    beside: str = ""

    def __str__(self) -> str:
        names = _NAMES.get(self.part, self.part)
        return " ".join(word for word in (names, self.kind, self.what, self.beside) if word)


class Sum(NamedTuple):
    """Factors times numbers add up to at least something."""

    terms: tuple[tuple[int, Number], ...]
    at_least: int
    rule: str

    @property
    def about(self) -> str:
        """What the clip must be the same in for this fact to hold."""
        return _ABOUT.get(self.terms[0][1].what, "both")


class Above(NamedTuple):
    """One thing is above another on a scale; where not strictly, it may be level with it."""

    scale: str
    upper: str | None
    lower: str | None
    strict: bool
    rule: str

    @property
    def about(self) -> str:
        """What the clip must be the same in for this fact to hold."""
        return _ABOUT.get(self.scale, "both")


_NAMES = {
    "each": "number of",
    "present": "kind",
    "all": "number of instruments",
    "kinds": "number of kinds",
    "other": "number of other instruments",
    "other kinds": "number of other kinds",
    "place": "",
}

Fact = Sum | Above

_ABOUT = {
    HEARD: "sound",
    SEEN: "picture",
    LEFT_OF: "picture",
    LEFTMOST: "picture",
    RIGHTMOST: "picture",
    "loudness": "sound",
    "rhythm": "sound",
    "playing time": "sound",
    "earliness": "sound",
}


def at_least(n: int, number: Number, rule: str = "one value") -> Sum:
    """Return the fact that a number is `n` or more."""
    return Sum(((1, number),), n, rule)


def at_most(n: int, number: Number, rule: str = "one value") -> Sum:
    """Return the fact that a number is `n` or less."""
    return Sum(((-1, number),), -n, rule)


def each(what: str, kind: str) -> Number:
    """Return the number of instruments of a kind."""
    return Number(what, "each", kind)


def place(what: str, kind: str, beside: str = "") -> Number:
    """Return 1 if there is an instrument of a kind at a place, else 0."""
    return Number(what, "place", kind, beside)
