"""Drum kit, congas, xylophone."""

from counterpoint.stage.drawing.geometry import Placement, box, polygon
from counterpoint.stage.drawing.instrument import Hands, Instrument
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import darker, lighter
from counterpoint.stage.motion import Beat

CHROME = "#c9ced9"
SKIN = "#f7f0e2"
CYMBAL = "#e8bd4a"


def _shell(pen: Pen, x: float, y: float, across: float, tall: float, paint: str) -> None:
    """Draw a drum seen from a little above: its head is centred at (x, y)."""
    pen.box(x - across, y, 2 * across, tall, paint, 0.03)
    pen.box(x - across, y + tall - 0.03, 2 * across, 0.03, CHROME, 0.01)
    pen.oval(x, y, across + 0.01, across * 0.34, CHROME)
    pen.oval(x, y - 0.004, across - 0.015, across * 0.27, SKIN)


def _cymbal(pen: Pen, x: float, y: float, across: float) -> None:
    pen.line([(x, y), (x, 0.0)], 0.016, CHROME)
    pen.oval(x, y, across, across * 0.24, CYMBAL)
    pen.oval(x, y - 0.012, across * 0.3, across * 0.12, lighter(CYMBAL, 0.4))


def _drum(pen: Pen, look: int) -> None:
    paint = ("#c8323a", "#2b62a8", "#2a8a72", "#7a3f8c")[look % 4]
    _cymbal(pen, -0.37, -0.80, 0.125)
    _cymbal(pen, 0.37, -0.84, 0.125)
    for x in (-0.44, -0.26):
        pen.line([(-0.35, -0.25), (x, 0)], 0.016, CHROME)
    for x in (0.22, 0.36, 0.48):
        pen.line([(x, -0.2), (x, 0)], 0.016, CHROME)
    pen.dot(0, -0.27, 0.265, darker(paint, 0.35))
    pen.dot(0, -0.27, 0.265, paint)
    pen.dot(0, -0.27, 0.225, SKIN)
    pen.dot(0, -0.27, 0.13, lighter(paint, 0.15))
    pen.dot(0, -0.27, 0.10, SKIN)
    _shell(pen, -0.145, -0.60, 0.125, 0.15, paint)
    _shell(pen, 0.145, -0.60, 0.125, 0.15, paint)
    _shell(pen, -0.355, -0.43, 0.12, 0.12, CHROME)
    _shell(pen, 0.36, -0.40, 0.135, 0.26, paint)


def _drum_reach(beat: Beat) -> Hands:
    left, right = beat.strike
    return Hands(
        complex(-0.30 + 0.05 * beat.place[0], -0.72 + 0.06 * left),
        complex(0.25 - 0.05 * beat.place[1], -0.76 + 0.07 * right),
        left_angle=20 - 90 + 130 * left + 60 * beat.place[0],
        right_angle=-40 - 80 + 130 * right,
    )


def _stick(pen: Pen, look: int) -> None:
    pen.line([(-0.04, 0), (0.26, 0)], 0.022, "#d9a866")
    pen.dot(0.265, 0, 0.018, "#f0d9ae")


def _conga(pen: Pen, x: float, tall: float, across: float, wood: str) -> None:
    half = [
        (x - across, -tall),
        (x - across * 1.16, -tall * 0.62),
        (x - across * 0.95, -tall * 0.25),
        (x - across * 0.66, 0),
    ]
    other = [(2 * x - px, py) for px, py in reversed(half)]
    pen.blob([*half, *other], wood)
    pen.lines([[(x - across * 0.45, -tall * 0.98), (x - across * 0.5, -tall * 0.5),
        (x - across * 0.3, -0.03)],
               [(x + across * 0.45, -tall * 0.98), (x + across * 0.5, -tall * 0.5),
                   (x + across * 0.3, -0.03)]],
              0.012, darker(wood, 0.3))  # fmt: skip
    pen.bow(
        [(x - across * 1.15, -tall * 0.66), (x, -tall * 0.60), (x + across * 1.15, -tall * 0.66)],
        0.028,
        CHROME,
    )
    pen.bow(
        [(x - across * 0.86, -tall * 0.16), (x, -tall * 0.11), (x + across * 0.86, -tall * 0.16)],
        0.028,
        CHROME,
    )
    pen.lines(
        [[(x + across * s, -tall), (x + across * s, -tall * 0.82)] for s in (-0.6, 0.0, 0.6)], 0.018, CHROME
    )
    pen.oval(x, -tall, across * 1.05, across * 0.34, CHROME)
    pen.oval(x, -tall - 0.006, across * 0.93, across * 0.27, "#f3e4c4")


def _congas(pen: Pen, look: int) -> None:
    wood = ("#c0622a", "#b5342c", "#2f7f86", "#d08a30")[look % 4]
    _conga(pen, -0.215, 0.66, 0.18, wood)
    _conga(pen, 0.215, 0.64, 0.20, darker(wood, 0.12))


def _congas_reach(beat: Beat) -> Hands:
    left, right = beat.strike
    return Hands(
        complex(-0.22 + 0.04 * beat.place[0], -0.88 + 0.19 * left),
        complex(0.20 + 0.04 * beat.place[1], -0.88 + 0.21 * right),
    )


BARS = (
    "#d8433b",
    "#e8742f",
    "#f0a32c",
    "#f4cf3f",
    "#a9c847",
    "#4fae5b",
    "#35a596",
    "#3f8fd0",
    "#4a63b8",
    "#7a4fa8",
    "#b5498f",
)


def _xylophone(pen: Pen, look: int) -> None:
    frame = ("#7a4a2c", "#5d3a2a", "#3c3a46")[look % 3]
    for x in (-0.38, 0.38):
        pen.line([(x * 0.9, -0.52), (x, 0)], 0.04, darker(frame, 0.3))
        pen.line([(x * 1.15, 0), (x * 0.85, 0)], 0.04, darker(frame, 0.3))
    pen.many([box(-0.425 + 0.078 * i, -0.50, 0.05, 0.34 - 0.022 * i, 0.02) for i in range(11)], CHROME)
    pen.many([box(-0.425 + 0.078 * i, -0.50, 0.016, 0.34 - 0.022 * i, 0.01) for i in range(11)], "#eef1f6")
    pen.poly([(-0.485, -0.745), (0.485, -0.69), (0.485, -0.655), (-0.485, -0.69)], frame)
    pen.poly([(-0.485, -0.53), (0.485, -0.565), (0.485, -0.53), (-0.485, -0.475)], frame)
    for i, colour in enumerate(BARS):
        x = -0.433 + 0.0795 * i
        tall = 0.335 - 0.016 * i
        pen.box(x, -0.61 - tall / 2, 0.066, tall, colour, 0.015)
    pen.many([polygon([(-0.408 + 0.0795 * i, y - 0.008), (-0.392 + 0.0795 * i, y - 0.008),
        (-0.392 + 0.0795 * i, y + 0.008),
                       (-0.408 + 0.0795 * i, y + 0.008)]) for i in range(11) for y in (-0.71 + 0.003 * i,
                           -0.51 - 0.003 * i)],
             "#fff8e8")  # fmt: skip


def _xylophone_reach(beat: Beat) -> Hands:
    left, right = beat.strike
    return Hands(
        complex(-0.34 + 0.16 * beat.place[0], -1.0 + 0.12 * left),
        complex(0.10 + 0.16 * beat.place[1], -1.0 + 0.12 * right),
        left_angle=20 + 58 * left,
        right_angle=175 - 73 * right,
    )


def _mallet(pen: Pen, look: int) -> None:
    pen.line([(-0.03, 0), (0.24, 0)], 0.018, "#e3bd84")
    pen.dot(0.25, 0, 0.042, ("#d8433b", "#2f6fb5", "#2a2a34")[look % 3])


INSTRUMENTS = {
    "drum": Instrument(
        tone="#c9b0b0",
        draw=_drum, play=Placement(), reach=_drum_reach, seated=True, stands=True, left_tool=_stick,
            right_tool=_stick,
        rest_hands=Hands(-0.20 - 0.66j, 0.20 - 0.66j, 10.0, 170.0),
    ),
    "congas": Instrument(
        tone="#b5642a",
        draw=_congas, play=Placement(), reach=_congas_reach, stands=True, rest_hands=Hands(-0.38 - 0.52j,
            0.38 - 0.52j)
    ),
    "xylophone": Instrument(
        tone="#c08a4a",
        draw=_xylophone, play=Placement(), reach=_xylophone_reach, stands=True, left_tool=_mallet,
            right_tool=_mallet,
        rest_hands=Hands(-0.30 - 0.80j, 0.30 - 0.80j, 15.0, 165.0),
    ),
}  # fmt: skip
