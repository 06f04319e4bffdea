"""People: who they are to the eye, and how they are drawn."""

from dataclasses import dataclass
from random import Random

from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import apart, darker, lighter

EYES = "#2a2024"

SKINS = ("#f6d3b3", "#eebd92", "#d99e6d", "#b97a4b", "#8a5633", "#633c26")
HAIRS = ("#1f1a1e", "#3b251b", "#6b4023", "#a5692f", "#d9a94e", "#8d8d94", "#a33d22")
CLOTHES = (
    "#c8503c", "#e08a3a", "#e2b945", "#5c9c5a", "#2f8f8b", "#3f7fc0", "#4656a5", "#8557a5", "#c45c8c",
        "#5f6b7c",
    "#f1ebdf", "#7b4a38",
)  # fmt: skip
TROUSERS = ("#2f3547", "#4a3c38", "#5b6474", "#26303a", "#6d5a48", "#3a4a6a")
CUTS = ("short", "bob", "long", "bun", "curls", "bald", "beanie", "scarf", "ponytail", "parted")


@dataclass(frozen=True, slots=True)
class Look:
    """What a player looks like."""

    skin: str
    hair: str
    cut: str
    shirt: str
    trousers: str
    girth: float
    skirt: bool
    glasses: bool
    beard: bool
    pattern: str

    @classmethod
    def of(cls, number: int, tone: str) -> "Look":
        """Return the look with a number, any number, in clothes that something of a tone is seen before."""
        draw = Random(f"look {number}")
        cut = draw.choice(CUTS)
        skin = draw.choice(SKINS)
        shirts = [shirt for shirt in CLOTHES if apart(shirt, tone) > 95 and apart(shirt, skin) > 75]
        shirt = draw.choice(shirts)
        return cls(
            skin=skin,
            hair=draw.choice(HAIRS),
            cut=cut,
            shirt=shirt,
            trousers=draw.choice([cloth for cloth in TROUSERS if apart(cloth, shirt) > 60]),
            girth=draw.uniform(0.9, 1.16),
            skirt=cut in ("bob", "long", "bun", "ponytail", "scarf") and draw.random() < 0.5,
            glasses=draw.random() < 0.25,
            beard=cut in ("short", "bald", "beanie", "parted", "curls") and draw.random() < 0.4,
            pattern=draw.choice(("plain", "plain", "stripes", "collar", "jacket", "dots")),
        )


def legs(pen: Pen, look: Look, seated: bool) -> None:
    """Draw the legs and feet, on a chair if seated."""
    wide = 0.135 * look.girth
    shoe = darker(look.trousers, 0.55)
    if seated:
        pen.box(-0.19, -0.44, 0.38, 0.06, "#6d4a34", 0.02)
        pen.lines([[(-0.16, -0.4), (-0.18, 0)], [(0.16, -0.4), (0.18, 0)]], 0.035, "#4f3526")
        for side in (-1, 1):
            pen.line([(side * 0.09, -0.45), (side * 0.20, -0.38), (side * 0.19, -0.05)], wide, look.trousers)
        if look.skirt:
            pen.blob(
                [(-0.16, -0.52), (0.16, -0.52), (0.29, -0.36), (0.27, -0.18), (-0.27, -0.18), (-0.29, -0.36)],
                look.trousers,
            )
    else:
        for side in (-1, 1):
            pen.line(
                [(side * 0.085, -0.58), (side * 0.10, -0.06)],
                wide,
                look.trousers if not look.skirt else look.skin,
            )
        if look.skirt:
            pen.poly(
                [(-0.15 * look.girth, -0.62), (0.15 * look.girth, -0.62), (0.25, -0.24), (-0.25, -0.24)],
                look.trousers,
            )
    x = 0.21 if seated else 0.125
    for side in (-1, 1):
        pen.oval(side * x, -0.03, 0.085, 0.036, shoe)


def torso(pen: Pen, look: Look) -> None:
    """Draw neck and trunk."""
    g = look.girth
    pen.line([(0, -1.16), (0, -1.05)], 0.10, darker(look.skin, 0.12))
    half = [
        (0.06, -1.09),
        (0.15, -1.075),
        (0.205, -1.02),
        (0.185 * g, -0.88),
        (0.165 * g, -0.72),
        (0.175 * g, -0.56),
    ]
    pen.blob([*half, *((-x, y) for x, y in reversed(half))], look.shirt)
    if look.pattern == "stripes":
        pen.lines(
            [[(-0.16 * g, y), (0.16 * g, y)] for y in (-0.96, -0.88, -0.80, -0.72, -0.64)],
            0.022,
            lighter(look.shirt, 0.55),
        )
    elif look.pattern == "jacket":
        pen.poly([(-0.05, -1.085), (0.05, -1.085), (0.045, -0.58), (-0.045, -0.58)], "#f4efe4")
        pen.line([(0, -1.05), (0, -0.8)], 0.022, darker(look.shirt, 0.5))
    elif look.pattern == "collar":
        pen.poly(
            [(-0.075, -1.095), (0.0, -1.03), (0.075, -1.095), (0.06, -1.00), (0.0, -1.02), (-0.06, -1.00)],
            "#f4efe4",
        )
    elif look.pattern == "dots":
        for x, y in ((-0.1, -0.95), (0.08, -0.98), (0.0, -0.86), (-0.11, -0.75), (0.1, -0.78), (0.02, -0.66)):
            pen.dot(x, y, 0.019, lighter(look.shirt, 0.6))


def hair_behind(pen: Pen, look: Look) -> None:
    """Draw what hair is behind the head and shoulders."""
    if look.cut == "long":
        pen.blob(
            [
                (-0.17, -1.36),
                (0, -1.47),
                (0.17, -1.36),
                (0.215, -1.10),
                (0.19, -0.93),
                (-0.19, -0.93),
                (-0.215, -1.10),
            ],
            look.hair,
        )
    elif look.cut == "bob":
        pen.blob([(-0.18, -1.36), (0, -1.47), (0.18, -1.36), (0.20, -1.13), (-0.20, -1.13)], look.hair)
    elif look.cut == "ponytail":
        pen.blob([(0.10, -1.40), (0.24, -1.38), (0.28, -1.22), (0.22, -1.08), (0.17, -1.22)], look.hair)
    elif look.cut == "curls":
        for x, y, r in (
            (-0.15, -1.36, 0.09),
            (0.15, -1.36, 0.09),
            (-0.18, -1.25, 0.08),
            (0.18, -1.25, 0.08),
            (0, -1.43, 0.10),
        ):
            pen.dot(x, y, r, look.hair)
    elif look.cut == "scarf":
        pen.blob(
            [(-0.19, -1.34), (0, -1.49), (0.19, -1.34), (0.21, -1.06), (-0.21, -1.06)],
            darker(look.trousers, 0.1),
        )


def head(pen: Pen, look: Look) -> None:
    """Draw the head, with the hair before it."""
    for side in (-1, 1):
        if look.cut != "scarf":
            pen.dot(side * 0.158, -1.275, 0.032, darker(look.skin, 0.08))
    pen.oval(0, -1.285, 0.155, 0.168, look.skin)
    if look.beard:
        pen.blob([(-0.145, -1.26), (-0.08, -1.205), (0, -1.215), (0.08, -1.205), (0.145, -1.26),
            (0.10, -1.14), (0, -1.105),
                  (-0.10, -1.14)], look.hair)  # fmt: skip
    for side in (-1, 1):
        pen.oval(side * 0.062, -1.30, 0.017, 0.022, EYES)
        pen.bow(
            [(side * 0.035, -1.347), (side * 0.065, -1.355), (side * 0.092, -1.343)],
            0.014,
            darker(look.hair, 0.2),
        )
        pen.dot(side * 0.095, -1.245, 0.026, "#e2705c", 0.35)
    pen.line([(0, -1.285), (0.012, -1.262)], 0.016, darker(look.skin, 0.25))
    pen.bow([(-0.04, -1.212), (0, -1.196), (0.04, -1.212)], 0.016, "#8c3b34")
    if look.glasses:
        for side in (-1, 1):
            pen.bow(
                [
                    (side * 0.062 + 0.042 * x, -1.30 + 0.042 * y)
                    for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
                ],
                0.012,
                EYES,
            )
        pen.line([(-0.02, -1.305), (0.02, -1.305)], 0.012, EYES)
    _hair_before(pen, look)


def _hair_before(pen: Pen, look: Look) -> None:
    hair = look.hair
    cap = [
        (-0.165, -1.30),
        (-0.16, -1.40),
        (-0.08, -1.468),
        (0.02, -1.478),
        (0.11, -1.455),
        (0.165, -1.38),
        (0.165, -1.30),
    ]
    if look.cut in ("short", "curls"):
        pen.blob([*cap, (0.12, -1.36), (0.03, -1.385), (-0.08, -1.375), (-0.13, -1.35)], hair)
    elif look.cut in ("bob", "long"):
        pen.blob(
            [
                *cap,
                (0.165, -1.22),
                (0.14, -1.30),
                (0.09, -1.375),
                (-0.02, -1.37),
                (-0.13, -1.31),
                (-0.165, -1.22),
            ],
            hair,
        )
    elif look.cut in ("bun", "ponytail"):
        if look.cut == "bun":
            pen.dot(0, -1.50, 0.075, hair)
        pen.blob([*cap, (0.10, -1.39), (0.0, -1.41), (-0.10, -1.39)], hair)
    elif look.cut == "parted":
        pen.blob([*cap, (0.13, -1.34), (0.02, -1.40), (-0.05, -1.42), (-0.11, -1.35)], hair)
    elif look.cut == "beanie":
        pen.blob(
            [(-0.168, -1.345), (-0.15, -1.44), (0, -1.505), (0.15, -1.44), (0.168, -1.345), (0, -1.365)],
            darker(look.trousers, 0.05),
        )
        pen.line([(-0.145, -1.362), (0.145, -1.362)], 0.05, lighter(look.trousers, 0.35))
    elif look.cut == "scarf":
        pen.blob([(-0.18, -1.25), (-0.165, -1.41), (0, -1.492), (0.165, -1.41), (0.18, -1.25),
            (0.145, -1.33), (0.08, -1.39),
                  (-0.08, -1.39), (-0.145, -1.33)], look.trousers)  # fmt: skip
