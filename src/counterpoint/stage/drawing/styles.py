"""Art styles: what becomes of a colour and of an outline."""

import math
from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[int, int, int]

_POSTER_INKS = (
    "#22243a", "#f8ecd2", "#fff8e8", "#d9402f", "#f2922b", "#f6c844", "#2a9d8f", "#8ccfb8", "#2c62a6",
    "#86b6dd", "#f1a79b", "#84492b", "#c98648", "#e9bd8d", "#5a3a2c", "#8a8d9b", "#6f4c8c", "#3f7d45",
    "#96303a", "#3a3468", "#1f5c58", "#d4638f",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """How shapes are painted.

    Lengths are in units of the player, who is 1.5 high.
    """

    name: str
    line: float = 0.0
    """Width of the ink line around every shape; 0 for none."""
    shadow: float = 0.0
    """How far a shape's shadow falls; 0 for none."""
    wobble: float = 0.0
    """How far the points of an outline are off, as if cut by hand."""
    grain: float = 0.0
    """Strength of the texture over the whole picture, in shares of full brightness."""
    dots: bool = False
    """Whether the backdrop is printed in halftone dots."""


STYLES = {
    "flat": Style("flat"),
    "paper": Style("paper", shadow=0.022, wobble=0.006, grain=0.034),
    "poster": Style("poster", line=0.026, dots=True),
}


@lru_cache(maxsize=4096)
def rgb(colour: str) -> Colour:
    """Return red, green and blue of a colour like `#c04030`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=4096)
def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour between two: `share` of the second."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def darker(colour: str, share: float = 0.25) -> str:
    """Return a darker colour."""
    return mixed(colour, "#1c1420", share)


def lighter(colour: str, share: float = 0.3) -> str:
    """Return a lighter colour."""
    return mixed(colour, "#fffaf0", share)


@lru_cache(maxsize=4096)
def apart(one: str, other: str) -> float:
    """Return how different two colours are, 0 to about 440."""
    return math.dist(rgb(one), rgb(other))


@lru_cache(maxsize=4096)
def tinted(colour: str, style: str) -> Colour:
    """Return a colour as a style prints it."""
    red, green, blue = rgb(colour)
    if style == "paper":
        grey = 0.45 * (0.35 * red + 0.45 * green + 0.2 * blue) + 0.55 * 180
        return _faded(red, grey), _faded(green, grey), _faded(blue, grey)
    if style == "poster":
        return min(map(rgb, _POSTER_INKS), key=lambda ink: _seen_apart(ink, (red, green, blue)))
    return red, green, blue


def _faded(part: int, grey: float) -> int:
    return round(0.74 * part + 0.26 * grey)


def _seen_apart(one: Colour, other: Colour) -> int:
    """Return the squared distance of two colours, with the weights of the eye."""
    return sum(weight * (a - b) ** 2 for weight, a, b in zip((3, 4, 2), one, other, strict=True))
