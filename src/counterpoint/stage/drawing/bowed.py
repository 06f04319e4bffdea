"""Violin, cello, erhu."""

import cmath
import math

from counterpoint.stage.drawing.geometry import Placement, mirrored
from counterpoint.stage.drawing.instrument import Draw, Hands, Instrument
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import darker, lighter
from counterpoint.stage.motion import Beat

EBONY = "#2a2024"
BOW = "#4a2a1c"
HAIR = "#f4ead8"


def bow(length: float) -> Draw:
    """Return a bow that is held at 0 and points along the x axis."""

    def draw(pen: Pen, look: int) -> None:
        pen.line([(0.0, 0.012), (length, 0.006)], 0.014, HAIR)
        pen.bow([(-0.04, -0.012), (length * 0.5, -0.004), (length, -0.014)], 0.022, BOW)
        pen.box(-0.03, -0.012, 0.06, 0.03, EBONY)

    return draw


def _bowing(contact: complex, angle: float, half: float, travel: float, beat: Beat) -> complex:
    """Return the hand of a bow that crosses the strings at `contact`."""
    return contact - cmath.rect(half + travel * beat.bow, math.radians(angle))


def _fiddle(pen: Pen, wood: str, scale: float, neck: float) -> None:
    """Draw a violin or cello along the x axis, its tail at 0."""
    s = scale
    half = [(0, 0), (0.015 * s, -0.075 * s), (0.075 * s, -0.115 * s), (0.135 * s, -0.088 * s),
        (0.165 * s, -0.066 * s),
            (0.20 * s, -0.072 * s), (0.25 * s, -0.094 * s), (0.31 * s, -0.078 * s),
                (0.335 * s, -0.03 * s)]  # fmt: skip
    pen.blob(mirrored(half), darker(wood, 0.3))
    inner = [(0.012 * s + x * 0.93, y * 0.86) for x, y in half]
    pen.blob(mirrored(inner), wood)
    pen.blob(
        mirrored([(0.03 * s + x * 0.4, y * 0.6 - 0.012 * s) for x, y in half][:5]), lighter(wood, 0.25), 0.35
    )
    pen.box(0.30 * s, -0.017 * s, (neck - 0.30) * s, 0.034 * s, darker(wood, 0.15))
    pen.box(0.20 * s, -0.018 * s, (neck - 0.20) * s, 0.036 * s, EBONY, 0.008 * s)
    for side in (-1, 1):
        pen.bow([(0.125 * s, side * 0.045 * s), (0.155 * s, side * 0.036 * s), (0.185 * s, side * 0.046 * s)],
                0.012 * s, EBONY)  # fmt: skip
    pen.poly(
        [(0.01 * s, -0.018 * s), (0.09 * s, -0.026 * s), (0.09 * s, 0.026 * s), (0.01 * s, 0.018 * s)], EBONY
    )
    pen.box(0.138 * s, -0.04 * s, 0.014 * s, 0.08 * s, lighter(wood, 0.5))
    pen.lines(
        [[(0.08 * s, y * s), (neck * s, y * 0.7 * s)] for y in (-0.012, 0.0, 0.012)], 0.004 * s, HAIR, 0.9
    )
    pen.box((neck - 0.005) * s, -0.02 * s, 0.07 * s, 0.04 * s, darker(wood, 0.15), 0.01)
    pen.dot((neck + 0.075) * s, 0.0, 0.03 * s, darker(wood, 0.3))
    for along, side in ((0.015, -1), (0.035, 1), (0.05, -1)):
        pen.line([((neck + along) * s, 0), ((neck + along) * s, side * 0.042 * s)], 0.014 * s, EBONY)


def _violin(pen: Pen, look: int) -> None:
    _fiddle(pen, ("#b8622a", "#a4501f", "#c67a35")[look % 3], 1.05, 0.45)
    pen.blob([(0.01, -0.03), (0.01, -0.085), (0.06, -0.09), (0.065, -0.05)], EBONY)


def _violin_reach(beat: Beat) -> Hands:
    return Hands(
        _bowing(0.20 + 0j, -34, 0.27, 0.15, beat),
        complex(0.46 - 0.13 * beat.pitch, 0.03 + 0.012 * beat.side),
        left_angle=-34 + 4 * beat.side,
    )


def _cello(pen: Pen, look: int) -> None:
    pen.line([(-0.16, 0), (0.02, 0)], 0.016, "#8a8d9b")
    _fiddle(pen, ("#a14a22", "#8c3b1b", "#b3602c")[look % 3], 2.05, 0.53)


def _cello_reach(beat: Beat) -> Hands:
    return Hands(
        _bowing(complex(0.40, 0.0), 80, 0.29, 0.14, beat),
        complex(1.02 - 0.26 * beat.pitch, -0.02 + 0.02 * beat.side),
        left_angle=80 + 3 * beat.side,
    )


def _erhu(pen: Pen, look: int) -> None:
    """Draw an erhu along the x axis, the bottom of its box at 0."""
    wood = ("#5c2018", "#6b2a1a", "#4c1c1c")[look % 3]
    pen.box(0.05, -0.017, 0.92, 0.034, wood, 0.012)
    pen.bow([(0.93, 0.0), (1.0, 0.0), (1.03, 0.045)], 0.04, wood)
    for along in (0.80, 0.89):
        pen.line([(along, 0.02), (along, -0.13)], 0.028, "#e9d8b4")
        pen.line([(along, -0.08), (along, -0.14)], 0.042, wood)
    pen.poly([(0, -0.07), (0.045, -0.125), (0.155, -0.125), (0.20, -0.07), (0.20, 0.07), (0.155, 0.125),
              (0.045, 0.125), (0, 0.07)], wood)  # fmt: skip
    pen.poly([(0.025, -0.055), (0.06, -0.095), (0.14, -0.095), (0.175, -0.055), (0.175, 0.055), (0.14, 0.095),
              (0.06, 0.095), (0.025, 0.055)], "#d9c8a0")  # fmt: skip
    pen.lines(
        [[(0.05 + 0.035 * i, -0.075 + 0.03 * (j + 0.5 * (i % 2))),
            (0.068 + 0.035 * i, -0.06 + 0.03 * (j + 0.5 * (i % 2)))]
         for i in range(4) for j in range(5)], 0.012, "#6a5a3c")  # fmt: skip
    pen.lines([[(0.1, -0.012), (0.86, -0.03)], [(0.1, 0.012), (0.8, -0.03)]], 0.007, "#f3efe2")
    pen.box(0.088, -0.03, 0.024, 0.06, EBONY, 0.006)


def _erhu_reach(beat: Beat) -> Hands:
    return Hands(
        _bowing(complex(0.27, 0.0), 86, 0.26, 0.13, beat),
        complex(0.80 - 0.32 * beat.pitch, 0.02 + 0.02 * beat.side),
        left_angle=86 + 3 * beat.side,
    )


INSTRUMENTS = {
    "violin": Instrument(
        tone="#b8622a",
        draw=_violin,
        play=Placement(-0.08 - 1.07j, -24),
        reach=_violin_reach,
        rest=Placement(0.20 - 0.87j, 84),
        rest_hands=Hands(-0.25 - 0.62j, 0.21 - 0.45j, 60.0),
        under=True,
        bend=0.26,
        nod=1.5,
        left_tool=bow(0.55),
    ),
    "cello": Instrument(
        tone="#a14a22",
        draw=_cello,
        play=Placement(0.0 - 0.13j, -76),
        reach=_cello_reach,
        rest_hands=Hands(-0.30 - 0.54j, 0.21 - 0.80j, 66.0),
        seated=True,
        stands=True,
        left_tool=bow(0.57),
    ),
    "erhu": Instrument(
        tone="#5c2018",
        draw=_erhu,
        play=Placement(0.15 - 0.45j, -85),
        reach=_erhu_reach,
        rest_hands=Hands(-0.27 - 0.50j, 0.20 - 0.74j, 60.0),
        seated=True,
        stands=True,
        left_tool=bow(0.51),
    ),
}
