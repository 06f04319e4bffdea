"""Points, placements and curves; a point in the plane is a complex number, x to the right and y down."""

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Points = Sequence[tuple[float, float]]


class Outline(NamedTuple):
    """A path: commands (0 close, 1 move, 2 line, 3 cubic) and the points that they take."""

    commands: tuple[int, ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a thing is: turned by `angle` degrees (clockwise as seen), then moved by `at`."""

    at: complex = 0j
    angle: float = 0.0

    def __call__(self, point: complex) -> complex:
        """Take a point from the thing's own coordinates to those it is placed in."""
        return self.at + point * cmath.rect(1, math.radians(self.angle))

    def __matmul__(self, inner: "Placement") -> "Placement":
        """Return the placement of a thing that is placed in a thing that is placed."""
        return Placement(self(inner.at), self.angle + inner.angle)

    def towards(self, other: "Placement", share: float) -> "Placement":
        """Go from here (0) to `other` (1)."""
        return Placement(
            self.at + (other.at - self.at) * share, self.angle + (other.angle - self.angle) * share
        )


def turned(pivot: complex, angle: float) -> Placement:
    """Return a turn by `angle` degrees about a point."""
    return Placement(pivot - pivot * cmath.rect(1, math.radians(angle)), angle)


def elbow(shoulder: complex, hand: complex, bone: float, outwards: float) -> complex:
    """Return where an arm of two equal bones bends; an arm too short for its hand is stretched.

    `outwards` is -1 for the arm on the left of the picture and 1 for the other: elbows hang down and out.
    """
    span = hand - shoulder
    reach = abs(span)
    if reach < 1e-6:
        return shoulder + 1j * bone
    height = math.sqrt(max(bone * bone - reach * reach / 4, 0.0016))
    normal = span / reach * 1j
    if normal.real * outwards + 0.8 * normal.imag < 0:
        normal = -normal
    return shoulder + span / 2 + normal * height


def polygon(points: Points) -> Outline:
    """Return a closed outline with corners."""
    return Outline((1, *(2,) * (len(points) - 1), 0), tuple(points))


def polyline(points: Points) -> Outline:
    """Return an open line with corners."""
    return Outline((1, *(2,) * (len(points) - 1)), tuple(points))


def curve(points: Points, *, closed: bool) -> Outline:
    """Return a smooth line through points (Catmull-Rom, as cubic Béziers)."""
    count = len(points)
    at = [complex(*point) for point in points]
    around = [at[-1], *at, at[0], at[1]] if closed else [at[0], *at, at[-1]]
    taken = [at[0]]
    spans = count if closed else count - 1
    for index in range(spans):
        before, start, end, after = around[index : index + 4]
        taken += [start + (end - before) / 6, end - (after - start) / 6, end]
    ending = (0,) if closed else ()
    return Outline((1, *(3,) * spans, *ending), tuple((point.real, point.imag) for point in taken))


def mirrored(points: Points) -> list[tuple[float, float]]:
    """Return points and then their mirror images below the x axis, backwards: half a body makes a whole."""
    return [*points, *((x, -y) for x, y in reversed(points) if abs(y) > 1e-9)]


def circle(centre: tuple[float, float], across: float, down: float) -> Outline:
    """Return an ellipse."""
    k = 0.5522847
    x, y = centre
    unit = (
        (1, 0), (1, k), (k, 1), (0, 1), (-k, 1), (-1, k), (-1, 0),
        (-1, -k), (-k, -1), (0, -1), (k, -1), (1, -k), (1, 0),
    )  # fmt: skip
    return Outline((1, 3, 3, 3, 3, 0), tuple((x + across * u, y + down * v) for u, v in unit))


def box(x: float, y: float, width: float, height: float, corner: float = 0.0) -> Outline:
    """Return a rectangle, with round corners if `corner` is over 0."""
    right, low = x + width, y + height
    if corner <= 0:
        return polygon([(x, y), (right, y), (right, low), (x, low)])
    r = min(corner, width / 2, height / 2)
    k = r * 0.4477
    return Outline(
        (1, 2, 3, 2, 3, 2, 3, 2, 3, 0),
        (
            (x + r, y), (right - r, y), (right - k, y), (right, y + k), (right, y + r),
            (right, low - r), (right, low - k), (right - k, low), (right - r, low),
            (x + r, low), (x + k, low), (x, low - k), (x, low - r),
            (x, y + r), (x, y + k), (x + k, y), (x + r, y),
        ),
    )  # fmt: skip
