"""Piano and accordion."""

from collections.abc import Callable

from counterpoint.stage.drawing.geometry import Placement, box, circle
from counterpoint.stage.drawing.instrument import Hands, Instrument
from counterpoint.stage.drawing.pen import Group, Morph, Pen
from counterpoint.stage.drawing.styles import darker, lighter
from counterpoint.stage.motion import Beat

IVORY = "#fbf7ec"
EBONY = "#1e1e26"
KEYS = 18
LEFT, TOP, WIDE, TALL = -0.43, -0.62, 0.86, 0.15


def _lid(pen: Pen, look: int) -> None:
    """Draw the raised lid of a grand piano, behind the player."""
    case = _case(look)
    pen.line([(0.25, -0.65), (0.36, -1.15)], 0.022, darker(case, 0.3))
    pen.blob(
        [
            (-0.46, -0.60),
            (-0.30, -0.92),
            (0.02, -1.08),
            (0.24, -1.30),
            (0.44, -1.36),
            (0.49, -1.20),
            (0.485, -0.60),
        ],
        case,
    )
    pen.blob([(-0.38, -0.62), (-0.24, -0.88), (0.05, -1.02), (0.27, -1.23), (0.42, -1.29), (0.45, -1.18),
        (0.44, -0.62)],
             lighter(case, 0.14))  # fmt: skip


def _case(look: int) -> str:
    return ("#26262e", "#26262e", "#5a2e20", "#eceae4")[look % 4]


def _piano(pen: Pen, look: int) -> None:
    case = _case(look)
    for x in (-0.41, 0.41):
        pen.poly([(x - 0.04, -0.40), (x + 0.04, -0.40), (x + 0.022, 0), (x - 0.022, 0)], darker(case, 0.2))
    pen.line([(-0.05, -0.36), (-0.05, -0.03)], 0.02, darker(case, 0.2))
    pen.line([(0.05, -0.36), (0.05, -0.03)], 0.02, darker(case, 0.2))
    pen.lines([[(-0.06, -0.02), (-0.025, -0.02)], [(0.025, -0.02), (0.06, -0.02)]], 0.024, "#e3a92b")
    pen.box(-0.49, -0.665, 0.98, 0.31, case, 0.035)
    pen.box(-0.49, -0.425, 0.98, 0.035, lighter(case, 0.18), 0.01)
    pen.box(LEFT, TOP, WIDE, TALL, IVORY)
    step = WIDE / KEYS
    pen.lines(
        [[(LEFT + step * i, TOP), (LEFT + step * i, TOP + TALL)] for i in range(1, KEYS)], 0.007, "#9a958a"
    )
    blacks = [i for i in range(1, KEYS) if i % 7 not in (0, 3)]
    pen.many([box(LEFT + step * i - step * 0.3, TOP, step * 0.6, TALL * 0.6) for i in blacks], EBONY)
    pen.box(LEFT, TOP - 0.022, WIDE, 0.022, "#a5323a")


def _piano_reach(beat: Beat) -> Hands:
    left, right = beat.strike
    return Hands(
        complex(-0.35 + 0.30 * beat.place[0], -0.66 + 0.085 * left),
        complex(0.03 + 0.30 * beat.place[1], -0.66 + 0.085 * right),
    )


def _accordion(pen: Pen, look: int) -> Callable[[Beat], None]:
    """Draw an accordion that opens and closes, its middle at 0."""
    paint = ("#b3202e", "#1f4f8f", "#1e7a5f", "#2a2a32")[look % 4]
    bellows = Morph(pen, darker(paint, 0.35))
    folds = [Morph(pen, lighter(paint, 0.6)) for _ in range(6)]
    treble, bass = Group(pen.group), Group(pen.group)
    side = Pen(treble, pen.style)
    side.box(-0.17, -0.23, 0.17, 0.46, paint, 0.04)
    side.box(-0.165, -0.21, 0.075, 0.42, IVORY, 0.01)
    side.lines(
        [[(-0.165, -0.21 + 0.042 * i), (-0.09, -0.21 + 0.042 * i)] for i in range(1, 10)], 0.007, "#8a857a"
    )
    side.many([box(-0.165, -0.222 + 0.042 * i, 0.045, 0.024) for i in (1, 2, 4, 5, 6, 8, 9)], EBONY)
    side.many([box(-0.065, -0.16 + 0.075 * i, 0.04, 0.05, 0.02) for i in range(5)], "#f1d48a")
    side = Pen(bass, pen.style)
    side.box(0.0, -0.23, 0.14, 0.46, paint, 0.04)
    side.many(
        [
            circle((0.04 + 0.032 * i, -0.15 + 0.05 * j + 0.02 * i), 0.012, 0.012)
            for i in range(3)
            for j in range(7)
        ],
        IVORY,
    )

    def squeeze(beat: Beat) -> None:
        left, right, lean = _accordion_span(beat)
        treble.place(Placement(complex(left, 0), -lean))
        bass.place(Placement(complex(right, 0), lean))
        bellows.bend([complex(left - 0.01, -0.2), complex((left + right) / 2, -0.2 - 0.004 * lean),
            complex(right + 0.01, -0.2),
                      complex(right + 0.01, 0.2), complex((left + right) / 2, 0.2), complex(left - 0.01,
                          0.2)])  # fmt: skip
        gap = (right - left) / len(folds)
        for index, fold in enumerate(folds):
            x = left + gap * (index + 0.5)
            fold.bend([complex(x - gap * 0.22, -0.205), complex(x + gap * 0.22, -0.205),
                complex(x + gap * 0.22, 0.205),
                       complex(x - gap * 0.22, 0.205)])  # fmt: skip

    return squeeze


def _accordion_span(beat: Beat) -> tuple[float, float, float]:
    opened = beat.up * (0.5 + 0.5 * beat.bow)
    return -0.06 - 0.03 * opened, 0.08 + 0.14 * opened, 7 * opened


def _accordion_reach(beat: Beat) -> Hands:
    left, right, _ = _accordion_span(beat)
    return Hands(
        complex(left - 0.13, 0.10 - 0.22 * beat.pitch + 0.02 * beat.side), complex(right + 0.11, 0.06)
    )


INSTRUMENTS = {
    "piano": Instrument(
        tone="#26262e",
        draw=_piano, play=Placement(), reach=_piano_reach, behind=_lid, seated=True, stands=True,
        rest_hands=Hands(-0.27 - 0.72j, 0.27 - 0.72j),
    ),
    "accordion": Instrument(
        tone="#6a2a34",
        draw=lambda pen, look: None, moving=_accordion, play=Placement(-0.02 - 0.82j, 3),
            reach=_accordion_reach,
        rest=Placement(-0.02 - 0.70j, 0), nod=1.5, rest_hands=Hands(-0.27 - 0.60j, 0.24 - 0.64j),
    ),
}  # fmt: skip
