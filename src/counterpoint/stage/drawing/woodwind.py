"""Flute, clarinet, saxophone, bassoon, suona, bagpipe."""

from counterpoint.stage.drawing.geometry import Placement, circle, mirrored, turned
from counterpoint.stage.drawing.instrument import Hands, Instrument
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import darker, lighter
from counterpoint.stage.motion import Beat

SILVER = "#cfd4de"
STEEL = "#8b93a5"
GOLD = "#e3a92b"
BLACK = "#24242c"


def _fingers(left: complex, right: complex, spread: complex, beat: Beat) -> Hands:
    """Return hands on a tube, which go along it with the pitch and stir with each note."""
    along = spread * (0.5 - beat.pitch)
    return Hands(left + along + 0.014j * beat.side, right + along - 0.014j * beat.side)


def _flute(pen: Pen, look: int) -> None:
    metal = (SILVER, "#dfe2ea", "#d9c48a")[look % 3]
    pen.box(-0.12, -0.026, 0.66, 0.052, darker(metal, 0.15), 0.02)
    pen.box(-0.12, -0.026, 0.66, 0.026, lighter(metal, 0.4), 0.012)
    pen.oval(0.0, 0.0, 0.035, 0.036, STEEL)
    for x in (0.09, 0.40):
        pen.box(x, -0.032, 0.022, 0.064, STEEL, 0.005)
    pen.many([circle((0.15 + 0.045 * i, 0.012), 0.017, 0.017) for i in range(9) if i != 5], STEEL)
    pen.line([(0.13, 0.036), (0.52, 0.036)], 0.01, darker(metal, 0.3))


def _clarinet(pen: Pen, look: int) -> None:
    pen.poly([(-0.02, -0.012), (0.08, -0.026), (0.08, 0.026), (-0.02, 0.012)], "#3a3a44")
    pen.box(0.07, -0.03, 0.54, 0.06, BLACK, 0.012)
    pen.blob(
        [
            (0.57, -0.03),
            (0.63, -0.045),
            (0.70, -0.085),
            (0.715, 0.0),
            (0.70, 0.085),
            (0.63, 0.045),
            (0.57, 0.03),
        ],
        BLACK,
    )
    pen.line([(0.705, -0.075), (0.705, 0.075)], 0.018, SILVER)
    for x in (0.075, 0.17, 0.37, 0.585):
        pen.box(x, -0.034, 0.02, 0.068, SILVER, 0.004)
    pen.many([circle((x, 0.0), 0.017, 0.019) for x in (0.22, 0.265, 0.31, 0.43, 0.475, 0.52)], SILVER)
    pen.lines(
        [[(0.20, 0.026), (0.35, 0.034)], [(0.41, -0.03), (0.56, -0.036)], [(0.14, -0.03), (0.14, -0.05)]],
        0.014,
        SILVER,
    )


def _saxophone(pen: Pen, look: int) -> None:
    """Draw a saxophone that hangs from the mouth at 0."""
    metal = (GOLD, "#d99a22", "#eab94a")[look % 3]
    shade = darker(metal, 0.32)
    pen.bow([(-0.06, 0.035), (-0.12, 0.005), (-0.175, 0.02), (-0.19, 0.08)], 0.042, metal)
    pen.line([(0.02, 0.0), (-0.075, 0.04)], 0.04, BLACK)
    pen.blob([(-0.215, 0.08), (-0.165, 0.08), (-0.125, 0.35), (-0.10, 0.55), (-0.03, 0.60), (0.02, 0.55),
        (0.015, 0.42),
              (-0.015, 0.33), (0.10, 0.24), (0.20, 0.28), (0.16, 0.36), (0.135, 0.50), (0.09, 0.66),
                  (-0.03, 0.72),
              (-0.16, 0.67), (-0.20, 0.50), (-0.205, 0.28)], metal)  # fmt: skip
    pen.blob([(-0.03, 0.315), (0.05, 0.23), (0.17, 0.225), (0.225, 0.275), (0.15, 0.35), (0.05, 0.37)], shade)
    pen.blob(
        [(-0.005, 0.31), (0.06, 0.25), (0.16, 0.245), (0.20, 0.275), (0.14, 0.33), (0.05, 0.345)],
        darker(metal, 0.55),
    )
    pen.bow([(-0.175, 0.60), (-0.11, 0.665), (-0.03, 0.685), (0.05, 0.65)], 0.014, lighter(metal, 0.5))
    pen.many([circle((x, y), 0.026, 0.026) for x, y in ((-0.185, 0.2), (-0.178, 0.27), (-0.17, 0.34),
        (-0.155, 0.45),
                                                         (-0.14, 0.52), (0.075, 0.50),
                                                             (0.06, 0.57))], shade)  # fmt: skip
    pen.many([circle((x, y), 0.014, 0.014) for x, y in ((-0.185, 0.2), (-0.178, 0.27), (-0.17, 0.34),
        (-0.155, 0.45),
                                                         (-0.14, 0.52), (0.075, 0.50),
                                                             (0.06, 0.57))], "#f4ead0")  # fmt: skip
    pen.line([(-0.12, 0.18), (-0.075, 0.50)], 0.012, shade)


def _saxophone_reach(beat: Beat) -> Hands:
    return Hands(
        complex(-0.18, 0.44 + 0.05 * (0.5 - beat.pitch) + 0.012 * beat.side),
        complex(-0.135, 0.24 + 0.05 * (0.5 - beat.pitch) - 0.012 * beat.side),
    )


def _bassoon(pen: Pen, look: int) -> None:
    """Draw a bassoon along the x axis, its lower end at 0."""
    wood = ("#8c2f1f", "#7a2a20", "#9c3d22")[look % 3]
    pen.bow([(0.70, -0.04), (0.72, -0.13), (0.80, -0.18), (0.88, -0.185)], 0.02, SILVER)
    pen.line([(0.875, -0.185), (0.925, -0.19)], 0.03, "#e8c98a")
    pen.box(0.0, -0.085, 0.56, 0.17, darker(wood, 0.2), 0.05)
    pen.box(0.02, 0.0, 0.54, 0.075, wood, 0.03)
    pen.box(0.50, -0.075, 0.22, 0.055, wood, 0.02)
    pen.box(0.50, -0.01, 0.70, 0.085, wood, 0.02)
    pen.box(1.15, -0.02, 0.15, 0.105, wood, 0.03)
    pen.box(1.26, -0.025, 0.045, 0.115, "#f6efdf", 0.015)
    for x in (0.02, 0.53, 0.83, 1.13):
        pen.box(x, -0.02 if x > 0.1 else -0.085, 0.03, 0.105 if x > 0.1 else 0.17, SILVER, 0.006)
    pen.many([circle((x, y), 0.021, 0.021) for x, y in ((0.12, 0.03), (0.20, 0.03), (0.28, 0.03),
        (0.40, -0.04), (0.64, 0.03),
                                                         (0.71, 0.03), (0.78, 0.03), (0.95, 0.03),
                                                             (1.04, 0.03))], SILVER)  # fmt: skip
    pen.lines([[(0.08, -0.05), (0.34, -0.05)], [(0.60, 0.065), (1.10, 0.065)]], 0.014, SILVER)


def _suona(pen: Pen, look: int) -> None:
    wood = ("#6b2d1c", "#7d3620", "#5a241a")[look % 3]
    brass = "#e8b23a"
    pen.box(0.005, -0.05, 0.02, 0.10, brass, 0.008)
    pen.box(0.0, -0.014, 0.13, 0.028, brass, 0.006)
    pen.poly([(0.11, -0.026), (0.40, -0.062), (0.40, 0.062), (0.11, 0.026)], wood)
    pen.many([circle((x, 0.004), 0.015, 0.015) for x in (0.16, 0.205, 0.25, 0.295, 0.34)], "#f2e2bd")
    pen.lines([[(x, -0.03 - 0.12 * (x - 0.12)), (x, 0.03 + 0.12 * (x - 0.12))] for x in (0.135, 0.18, 0.228,
        0.272, 0.317, 0.362)],
              0.01, darker(wood, 0.5))  # fmt: skip
    pen.blob(mirrored([(0.37, -0.045), (0.42, -0.066), (0.48, -0.10), (0.545, -0.15), (0.565, -0.09)]), brass)
    pen.oval(0.553, 0, 0.03, 0.135, darker(brass, 0.35))
    pen.line([(0.385, -0.06), (0.385, 0.06)], 0.026, darker(brass, 0.2))


def _bagpipe(pen: Pen, look: int) -> None:
    """Draw bagpipes in the player's coordinates."""
    cloth, stripe = (("#b3262e", "#1f4d3a"), ("#1f5a41", "#c8372f"), ("#2b3f7a", "#d9b23c"))[look % 3]
    wood = "#2b2226"
    for foot, tip, rings in (
        ((0.14, -0.95), (0.17, -1.53), (0.35, 0.7)),
        ((0.20, -0.95), (0.32, -1.47), (0.4, 0.75)),
        ((0.25, -0.92), (0.45, -1.36), (0.45, 0.8)),
    ):
        pen.line([foot, tip], 0.046, wood)
        for share in (*rings, 0.97):
            x, y = foot[0] + (tip[0] - foot[0]) * share, foot[1] + (tip[1] - foot[1]) * share
            pen.dot(x, y, 0.034, "#f4ead6")
        near = 0.55
        pen.dot(foot[0] + (tip[0] - foot[0]) * near, foot[1] + (tip[1] - foot[1]) * near, 0.026, "#e3a92b")
    pen.bow([(0.17, -1.28), (0.25, -1.18), (0.29, -1.25), (0.35, -1.12), (0.39, -1.20)], 0.022, stripe)
    pen.bow([(0.0, -1.215), (0.03, -1.12), (0.07, -1.0)], 0.034, wood)
    pen.dot(0.035, -1.10, 0.024, "#f4ead6")
    bag = [
        (-0.05, -0.80),
        (0.0, -0.93),
        (0.12, -1.0),
        (0.27, -0.96),
        (0.36, -0.82),
        (0.33, -0.68),
        (0.18, -0.62),
        (0.02, -0.68),
    ]
    pen.blob(bag, cloth)
    pen.lines(
        [
            [(0.02, -0.90), (0.10, -0.65)],
            [(0.13, -0.96), (0.21, -0.64)],
            [(0.24, -0.93), (0.31, -0.70)],
            [(0.0, -0.75), (0.33, -0.83)],
            [(0.06, -0.88), (0.32, -0.93)],
            [(0.10, -0.67), (0.33, -0.72)],
        ],
        0.02,
        stripe,
    )
    pen.lines(
        [[(0.05, -0.92), (0.13, -0.65)], [(0.16, -0.97), (0.24, -0.64)], [(0.0, -0.79), (0.34, -0.87)]],
        0.008,
        "#f6e9c8",
    )
    pen.line([(-0.01, -0.78), (-0.10, -0.44)], 0.044, wood)
    pen.line([(-0.10, -0.45), (-0.108, -0.42)], 0.072, "#f4ead6")
    pen.dot(-0.015, -0.77, 0.034, "#f4ead6")


def _bagpipe_reach(beat: Beat) -> Hands:
    stir = 0.016 * beat.side
    return Hands(
        complex(-0.10, -0.52 + stir - 0.03 * beat.pitch), complex(-0.03, -0.65 - stir - 0.03 * beat.pitch)
    )


_DOWN = Hands(-0.26 - 0.62j, 0.25 - 0.58j)

INSTRUMENTS = {
    "flute": Instrument(
        tone="#cfd4de",
        draw=_flute,
        play=Placement(0.045 - 1.212j, 173),
        rest=Placement(-0.25 - 0.80j, 80),
        rest_hands=_DOWN,
        nod=6.5,
        reach=lambda beat: _fingers(0.42 - 0.03j, 0.22 - 0.03j, 0.04 + 0j, beat),
    ),
    "clarinet": Instrument(
        tone="#24242c",
        draw=_clarinet,
        play=Placement(0.0 - 1.215j, 112),
        rest=Placement(-0.26 - 0.86j, 84),
        rest_hands=_DOWN,
        nod=6.5,
        reach=lambda beat: _fingers(0.46 + 0.01j, 0.25 + 0.0j, 0.05 + 0j, beat),
    ),
    "saxophone": Instrument(
        tone="#e3a92b",
        draw=_saxophone,
        play=Placement(0.0 - 1.215j, 0),
        rest=Placement(-0.03 - 1.04j, 14),
        nod=5.5,
        reach=_saxophone_reach,
        rest_hands=Hands(-0.25 - 0.60j, 0.25 - 0.58j),
    ),
    "bassoon": Instrument(
        tone="#8c2f1f",
        draw=_bassoon,
        play=Placement(-0.29 - 0.34j, -60),
        rest=Placement(-0.37 - 0.28j, -50),
        nod=4,
        pivot=0.6 + 0j,
        reach=lambda beat: _fingers(0.36 - 0.02j, 0.68 + 0.02j, 0.06 + 0j, beat),
        rest_hands=Hands(-0.20 - 0.56j, 0.27 - 0.98j),
    ),
    "suona": Instrument(
        tone="#b06a2a",
        draw=_suona,
        play=Placement(0.0 - 1.21j, 142),
        rest=Placement(-0.25 - 0.82j, 82),
        rest_hands=_DOWN,
        nod=6.5,
        reach=lambda beat: _fingers(0.32 - 0.01j, 0.19 - 0.0j, 0.03 + 0j, beat),
    ),
    "bagpipe": Instrument(
        tone="#4a3036",
        draw=_bagpipe,
        play=Placement(),
        rest=Placement(0.015 + 0.14j) @ turned(0.1 - 0.8j, 2),
        nod=4,
        pivot=0.1 - 0.8j,
        reach=_bagpipe_reach,
        rest_hands=Hands(-0.26 - 0.58j, 0.12 - 0.50j),
    ),
}
