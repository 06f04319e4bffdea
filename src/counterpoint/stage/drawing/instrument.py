"""What an instrument is to the player who holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from counterpoint.stage.drawing.geometry import Placement
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.motion import Beat

Draw = Callable[[Pen, int], None]
"""Draws a thing in its own coordinates; the number is the player's look, for its colours."""


class Hands(NamedTuple):
    """Where the hands are: `left` and `right` as seen in the picture; and the angles of what they hold."""

    left: complex
    right: complex
    left_angle: float = 0.0
    right_angle: float = 0.0

    @property
    def at(self) -> tuple[complex, complex]:
        """Where both are."""
        return self.left, self.right

    @property
    def angles(self) -> tuple[float, float]:
        """The angles of what both hold."""
        return self.left_angle, self.right_angle


@dataclass(frozen=True, slots=True)
class Instrument:
    """How an instrument looks, is held and is played.

    A player stands with the feet at 0, the hips at -0.6j, the shoulders at -1.04j,
        the mouth at -1.22j and the
    top of the head at -1.46j; an instrument has coordinates of its own.
    """

    draw: Draw
    tone: str
    """Its main colour: clothes behind it are of another."""
    play: Placement
    """Where it is while it is played, in the player's coordinates."""
    reach: Callable[[Beat], Hands]
    """The hands while it is played, in the instrument's coordinates."""
    rest: Placement | None = None
    """Where it is while the player is silent; None: where it is played."""
    rest_hands: Hands | None = None
    """The hands while the player is silent, in the player's coordinates; None: on the instrument."""
    seated: bool = False
    stands: bool = False
    """Whether it stands on the floor (and its coordinates are the player's), or moves with the body."""
    under: bool = False
    """Whether the arm on the right of the picture is behind it."""
    nod: float = 0.0
    """Degrees by which it turns to and fro with the notes."""
    pivot: complex = 0j
    """What it turns about, in its own coordinates."""
    behind: Draw | None = None
    """What of it stands behind the player, in the player's coordinates."""
    moving: Callable[[Pen, int], Callable[[Beat], None]] | None = None
    """Draws what moves within it; what it returns is called with every beat."""
    left_tool: Draw | None = None
    """Bow, stick or beater in the hand: from the hand at 0 along the x axis."""
    right_tool: Draw | None = None
    bend: float = 0.30
    """Length of upper arm and forearm."""
