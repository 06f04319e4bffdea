"""Trumpet and tuba."""

from counterpoint.stage.drawing.geometry import Placement, circle, mirrored, turned
from counterpoint.stage.drawing.instrument import Hands, Instrument
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import darker, lighter
from counterpoint.stage.motion import Beat

SILVER = "#dfe2ea"


def _trumpet(pen: Pen, look: int) -> None:
    """Draw a trumpet along the x axis from the mouth at 0; its valves point to positive y."""
    metal = ("#e8b030", "#e2a423", "#d3d7e0")[look % 3]
    shade = darker(metal, 0.35)
    pen.line([(0.0, 0.0), (0.03, 0.0)], 0.045, SILVER)
    pen.line([(0.03, 0.0), (0.40, 0.0)], 0.032, metal)
    pen.bow([(0.10, -0.085), (0.07, -0.045), (0.10, 0.0)], 0.03, metal)
    pen.line([(0.10, -0.09), (0.36, -0.09)], 0.032, shade)
    pen.bow([(0.36, -0.09), (0.40, -0.045), (0.36, 0.0)], 0.03, metal)
    pen.blob(mirrored([(0.30, -0.016), (0.40, -0.022), (0.46, -0.05), (0.515, -0.115), (0.53, -0.06)]), metal)
    pen.oval(0.52, 0, 0.02, 0.105, shade)
    for x in (0.18, 0.225, 0.27):
        pen.box(x - 0.018, -0.105, 0.036, 0.14, lighter(metal, 0.25), 0.012)
        pen.line([(x, 0.035), (x, 0.075)], 0.014, SILVER)
        pen.dot(x, 0.08, 0.018, SILVER)


def _trumpet_reach(beat: Beat) -> Hands:
    return Hands(complex(0.30, 0.065 - 0.025 * beat.stroke + 0.01 * beat.side), complex(0.20, -0.05))


def _tuba(pen: Pen, look: int) -> None:
    """Draw a tuba in the player's coordinates."""
    metal = ("#e3a92b", "#d99a22", "#e9b94e")[look % 3]
    shade = darker(metal, 0.3)
    light = lighter(metal, 0.35)
    pen.fill(circle((0.05, -0.66), 0.31, 0.33), shade)
    pen.fill(circle((0.05, -0.66), 0.275, 0.295), metal)
    pen.fill(circle((0.05, -0.66), 0.185, 0.205), shade)
    pen.fill(circle((0.05, -0.66), 0.15, 0.165), darker(metal, 0.62))
    pen.bow([(-0.12, -0.60), (-0.04, -0.76), (0.10, -0.80), (0.20, -0.70)], 0.05, metal)
    pen.bow([(0.0, -1.21), (-0.06, -1.10), (-0.10, -0.95), (-0.02, -0.82)], 0.036, metal)
    pen.dot(0.0, -1.205, 0.04, SILVER)
    pen.blob([(0.14, -0.60), (0.165, -0.95), (0.155, -1.15), (0.10, -1.32), (0.045, -1.42), (0.255, -1.455),
        (0.455, -1.42),
              (0.41, -1.32), (0.38, -1.15), (0.37, -0.95), (0.35, -0.60), (0.25, -0.52)], metal)  # fmt: skip
    pen.bow([(0.20, -0.62), (0.215, -0.95), (0.205, -1.15), (0.15, -1.33)], 0.022, light)
    pen.oval(0.25, -1.42, 0.208, 0.065, shade)
    pen.oval(0.25, -1.415, 0.165, 0.045, darker(metal, 0.62))
    for x in (-0.06, 0.01, 0.08):
        pen.box(x - 0.026, -0.72, 0.052, 0.18, SILVER, 0.02)
        pen.line([(x, -0.72), (x, -0.765)], 0.018, SILVER)
        pen.dot(x, -0.775, 0.026, "#fbf6ea")


def _tuba_reach(beat: Beat) -> Hands:
    return Hands(complex(-0.02 + 0.07 * (beat.pitch - 0.5), -0.76 + 0.03 * beat.side), 0.33 - 0.62j)


INSTRUMENTS = {
    "trumpet": Instrument(
        tone="#e8b030",
        draw=_trumpet,
        play=Placement(0.02 - 1.215j, 172),
        rest=Placement(-0.25 - 0.86j, 88),
        rest_hands=Hands(-0.24 - 0.62j, 0.25 - 0.58j),
        nod=6.5,
        reach=_trumpet_reach,
    ),
    "tuba": Instrument(
        tone="#e3a92b",
        draw=_tuba,
        play=Placement(),
        rest=Placement(-0.02 + 0.12j) @ turned(0.05 - 0.6j, 5),
        rest_hands=Hands(-0.24 - 0.52j, 0.36 - 0.52j),
        nod=3,
        pivot=0.05 - 0.6j,
        seated=True,
        reach=_tuba_reach,
    ),
}
