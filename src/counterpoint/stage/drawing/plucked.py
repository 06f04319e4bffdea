"""Guitar, bass, ukulele, banjo, pipa, guzheng."""

import cmath
import math
from collections.abc import Callable

from counterpoint.stage.drawing.geometry import Placement, circle, mirrored, polygon
from counterpoint.stage.drawing.instrument import Draw, Hands, Instrument
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import darker
from counterpoint.stage.motion import Beat

EBONY = "#2e2226"
STEEL = "#d9dbe2"
IVORY = "#f6efdf"


def _neck(pen: Pen, start: float, end: float, width: float, board: str, frets: int, head: str) -> None:
    """Draw a neck with frets and a head, along the x axis."""
    pen.box(start, -width / 2, end - start, width, board)
    frets_at = [start + (end - start) * (1 - 0.88**fret) * 1.35 for fret in range(1, frets)]
    pen.lines([[(x, -width / 2), (x, width / 2)] for x in frets_at], 0.007, STEEL, 0.8)
    pen.poly(
        [
            (end - 0.005, -width * 0.6),
            (end + 0.115, -width * 0.95),
            (end + 0.125, width * 0.95),
            (end - 0.005, width * 0.6),
        ],
        head,
    )


def _pegs(pen: Pen, along: tuple[float, ...], out: float, colour: str) -> None:
    for x in along:
        pen.dot(x, -out, 0.017, colour)
        pen.dot(x, out, 0.017, colour)


def _waisted(scale: float, waist: float = 1.0) -> list[tuple[float, float]]:
    """Return half the outline of a guitar's body along the x axis, tail at 0."""
    half = [(0, 0), (0.01, -0.10), (0.06, -0.17), (0.13, -0.18), (0.20, -0.145 * waist),
        (0.25, -0.115 * waist),
            (0.30, -0.12 * waist), (0.36, -0.137), (0.42, -0.12), (0.46, -0.05)]  # fmt: skip
    return mirrored([(x * scale, y * scale) for x, y in half])


def _guitar(pen: Pen, look: int) -> None:
    wood = ("#dd9a45", "#e7b15e", "#c9772f")[look % 3]
    pen.blob(_waisted(1.12), darker(wood, 0.4))
    pen.blob([(x * 0.93 + 0.017, y * 0.91) for x, y in _waisted(1.12)], wood)
    pen.dot(0.33, 0, 0.072, darker(wood, 0.55))
    pen.dot(0.33, 0, 0.055, EBONY)
    pen.box(0.10, -0.075, 0.035, 0.15, EBONY, 0.01)
    _neck(pen, 0.40, 0.84, 0.062, "#5d3a26", 11, darker(wood, 0.45))
    _pegs(pen, (0.865, 0.90, 0.935), 0.066, IVORY)
    pen.lines([[(0.12, y * 1.6), (0.9, y)] for y in (-0.02, -0.007, 0.007, 0.02)], 0.004, IVORY, 0.9)


def _guitar_reach(beat: Beat) -> Hands:
    return Hands(
        complex(0.22, 0.02 + 0.11 * beat.side),
        complex(0.78 - 0.27 * beat.pitch, 0.03),
        left_angle=20 * beat.side,
    )


def _ukulele(pen: Pen, look: int) -> None:
    wood = ("#b5652d", "#c4793a", "#9c4f26")[look % 3]
    s = 0.74
    pen.blob(_waisted(s), darker(wood, 0.45))
    pen.blob([(x * 0.9 + 0.017, y * 0.88) for x, y in _waisted(s)], wood)
    pen.dot(0.215, 0, 0.048, IVORY)
    pen.dot(0.215, 0, 0.038, EBONY)
    pen.box(0.075, -0.05, 0.03, 0.10, EBONY, 0.008)
    _neck(pen, 0.30, 0.50, 0.055, "#4a2d20", 7, darker(wood, 0.35))
    _pegs(pen, (0.545, 0.595), 0.062, IVORY)
    pen.lines([[(0.09, y * 1.4), (0.58, y)] for y in (-0.015, 0.0, 0.015)], 0.005, IVORY, 0.95)


def _ukulele_reach(beat: Beat) -> Hands:
    return Hands(complex(0.20, 0.03 + 0.085 * beat.side), complex(0.49 - 0.12 * beat.pitch, 0.03))


def _bass(pen: Pen, look: int) -> None:
    paint = ("#c3272f", "#2456a6", "#26262c", "#1f7a5c")[look % 4]
    body = [(0.0, 0.0), (0.0, -0.12), (0.07, -0.165), (0.18, -0.13), (0.27, -0.125), (0.36, -0.17),
        (0.45, -0.155),
            (0.43, -0.11), (0.36, -0.05), (0.36, 0.04), (0.41, 0.10), (0.39, 0.145), (0.30, 0.13),
                (0.20, 0.115),
            (0.10, 0.16), (0.02, 0.12)]  # fmt: skip
    pen.blob(body, paint)
    pen.blob(
        [(0.16, -0.085), (0.30, -0.095), (0.37, -0.075), (0.36, 0.05), (0.33, 0.095), (0.20, 0.07)], IVORY
    )
    pen.box(0.35, -0.026, 0.53, 0.052, "#e0b57c")
    pen.lines(
        [[(x, -0.026), (x, 0.026)] for x in (0.45, 0.53, 0.60, 0.66, 0.72, 0.77, 0.82)], 0.007, "#8a6a48"
    )
    for x in (0.17, 0.26):
        pen.box(x, -0.055, 0.04, 0.11, "#1e1e24", 0.01)
    pen.box(0.06, -0.045, 0.04, 0.09, STEEL, 0.01)
    pen.poly(
        [(0.87, -0.03), (0.93, -0.06), (1.05, -0.055), (1.07, -0.01), (1.0, 0.03), (0.87, 0.03)], "#e0b57c"
    )
    for x in (0.91, 0.95, 0.99, 1.03):
        pen.line([(x, -0.045), (x, -0.085)], 0.026, STEEL)
    pen.lines([[(0.08, y), (0.93, y * 0.8)] for y in (-0.022, -0.007, 0.008, 0.022)], 0.007, STEEL)
    for x in (0.10, 0.15):
        pen.dot(x, 0.105, 0.018, "#1e1e24")


def _bass_reach(beat: Beat) -> Hands:
    return Hands(complex(0.24, 0.0 + 0.075 * beat.side), complex(0.84 - 0.33 * beat.pitch, 0.03))


def _banjo(pen: Pen, look: int) -> None:
    rim = ("#a85a2c", "#8a4a26", "#6b3a22")[look % 3]
    pen.dot(0.19, 0, 0.20, darker(rim, 0.2))
    pen.many([circle((0.19 + 0.192 * x, 0.192 * y), 0.016, 0.016) for x, y in _around(18)], STEEL)
    pen.dot(0.19, 0, 0.178, "#b9bcc6")
    pen.dot(0.19, 0, 0.16, "#fbf6ea")
    pen.box(0.10, -0.03, 0.022, 0.06, "#7a4a2a")
    _neck(pen, 0.34, 0.79, 0.052, "#4b2c1e", 13, "#3a2320")
    _pegs(pen, (0.83, 0.88), 0.064, IVORY)
    pen.line([(0.60, -0.026), (0.60, -0.062)], 0.026, IVORY)
    pen.lines([[(0.03, y), (0.9, y)] for y in (-0.018, -0.006, 0.006, 0.018)], 0.005, "#8a8d9b")


def _around(count: int) -> list[tuple[float, float]]:

    turns = [cmath.rect(1, 2 * math.pi * index / count) for index in range(count)]
    return [(turn.real, turn.imag) for turn in turns]


def _banjo_reach(beat: Beat) -> Hands:
    return Hands(complex(0.20, 0.04 + 0.09 * beat.side), complex(0.74 - 0.24 * beat.pitch, 0.03))


def _pipa(pen: Pen, look: int) -> None:
    """Draw a pipa along the x axis, the bottom of its pear at 0."""
    wood = ("#d8a860", "#cf9850", "#e2b873")[look % 3]
    pear = mirrored([(0, 0), (0.02, -0.12), (0.10, -0.185), (0.20, -0.19), (0.32, -0.14), (0.45, -0.08),
        (0.60, -0.05),
                     (0.78, -0.04)])  # fmt: skip
    pen.blob(pear, "#5a2a1c")
    pen.blob([(x * 0.94 + 0.02, y * 0.88) for x, y in pear], wood)
    pen.box(0.10, -0.075, 0.045, 0.15, "#5a2a1c", 0.012)
    pen.lines([[(x, -w), (x, w)] for x, w in ((0.27, 0.065), (0.315, 0.062), (0.36, 0.058), (0.405, 0.055),
        (0.45, 0.052))],
              0.016, "#f4ead0")  # fmt: skip
    pen.many([polygon([(x - 0.02, -0.045), (x + 0.02, -0.035), (x + 0.02, 0.035), (x - 0.02, 0.045)])
              for x in (0.53, 0.59, 0.65, 0.71)], "#3c2018")  # fmt: skip
    pen.poly(
        [
            (0.77, -0.04),
            (0.88, -0.035),
            (0.97, -0.075),
            (1.0, -0.05),
            (0.97, 0.02),
            (0.88, 0.04),
            (0.77, 0.04),
        ],
        "#5a2a1c",
    )
    for x in (0.80, 0.86):
        for side in (-1, 1):
            pen.line([(x, side * 0.03), (x, side * 0.13)], 0.026, "#2c1a18")
    pen.lines([[(0.12, y * 1.7), (0.80, y)] for y in (-0.02, -0.007, 0.007, 0.02)], 0.004, "#fffaf0", 0.9)


def _pipa_reach(beat: Beat) -> Hands:
    return Hands(
        complex(0.22 + 0.02 * beat.side, -0.03 + 0.10 * beat.side), complex(0.72 - 0.22 * beat.pitch, 0.04)
    )


def _guzheng(pen: Pen, look: int) -> None:
    """Draw a guzheng on its stand, in the player's coordinates."""
    wood = ("#7b3a22", "#8a4628", "#6a2e1e")[look % 3]
    for x in (-0.34, 0.34):
        pen.line([(x - 0.06, 0), (x, -0.42)], 0.035, darker(wood, 0.35))
        pen.line([(x + 0.06, 0), (x, -0.42)], 0.035, darker(wood, 0.35))
    pen.poly([(-0.49, -0.44), (0.49, -0.44), (0.485, -0.37), (-0.485, -0.37)], darker(wood, 0.25))
    pen.blob([(-0.49, -0.44), (-0.485, -0.60), (-0.40, -0.64), (0, -0.655), (0.40, -0.64), (0.485, -0.60),
        (0.49, -0.44),
              (0, -0.43)], wood)  # fmt: skip
    pen.poly([(-0.40, -0.625), (0.40, -0.625), (0.43, -0.455), (-0.43, -0.455)], "#d9a866")
    rows = [-0.61 + 0.02 * i for i in range(8)]
    pen.lines([[(-0.42, y), (0.42, y)] for y in rows], 0.006, "#fff6e0")
    pen.many([polygon([(x, y - 0.022), (x + 0.02, y + 0.012), (x - 0.02, y + 0.012)])
              for x, y in ((-0.18 + 0.06 * i, row) for i, row in enumerate(rows))], "#3a1e18")  # fmt: skip
    pen.box(-0.45, -0.63, 0.045, 0.185, darker(wood, 0.4), 0.01)
    pen.box(0.405, -0.63, 0.045, 0.185, darker(wood, 0.4), 0.01)


def _guzheng_reach(beat: Beat) -> Hands:
    left, right = beat.strike
    return Hands(
        complex(-0.36 + 0.24 * beat.place[0], -0.70 + 0.13 * left),
        complex(0.10 + 0.24 * beat.place[1], -0.70 + 0.13 * right),
    )


def _held(
    tone: str,
    draw: Draw,
    reach: Callable[[Beat], Hands],
    at: complex,
    angle: float,
    rest: Placement,
    rest_hands: Hands,
) -> Instrument:
    """Return an instrument that is held before the body and strummed."""
    return Instrument(
        tone=tone,
        draw=draw,
        play=Placement(at, angle),
        reach=reach,
        rest=rest,
        rest_hands=rest_hands,
        nod=1.2,
        pivot=0.3 + 0j,
    )


INSTRUMENTS = {
    "acoustic_guitar": _held(
        "#dd9a45",
        _guitar,
        _guitar_reach,
        -0.40 - 0.66j,
        -17,
        Placement(-0.20 - 0.40j, -56),
        Hands(-0.27 - 0.58j, 0.16 - 0.88j),
    ),
    "electric_bass": _held(
        "#8a6a5a",
        _bass,
        _bass_reach,
        -0.44 - 0.57j,
        -24,
        Placement(-0.20 - 0.34j, -62),
        Hands(-0.27 - 0.56j, 0.18 - 0.86j),
    ),
    "ukulele": _held(
        "#b5652d",
        _ukulele,
        _ukulele_reach,
        -0.24 - 0.80j,
        -19,
        Placement(-0.26 - 0.58j, 62),
        Hands(-0.26 - 0.62j, 0.24 - 0.58j),
    ),
    "banjo": _held(
        "#e8ddd0",
        _banjo,
        _banjo_reach,
        -0.385 - 0.66j,
        -19,
        Placement(-0.22 - 0.40j, -58),
        Hands(-0.27 - 0.58j, 0.16 - 0.88j),
    ),
    "pipa": Instrument(
        tone="#d8a860",
        draw=_pipa,
        play=Placement(-0.06 - 0.40j, -73),
        reach=_pipa_reach,
        rest=Placement(-0.20 - 0.44j, -48),
        rest_hands=Hands(-0.20 - 0.52j, 0.24 - 0.74j),
        seated=True,
        stands=True,
    ),
    "guzheng": Instrument(
        tone="#7b3a22",
        draw=_guzheng,
        play=Placement(),
        reach=_guzheng_reach,
        rest_hands=Hands(-0.30 - 0.46j, 0.30 - 0.46j),
        seated=True,
        stands=True,
    ),
}
