"""Where the performance is: rooms and places outdoors, varied by a seed."""

from random import Random

from counterpoint.stage.drawing.geometry import box, circle
from counterpoint.stage.drawing.pen import Pen
from counterpoint.stage.drawing.styles import darker, lighter, mixed

FLOOR = 0.70
"""Height of the picture, from the top, at which floor or ground begins."""


def draw(pen: Pen, venue: str, seed: int, rows: int) -> None:
    """Draw a place into the unit square, from the upper left corner.

    Parameters
    ----------
    venue
        Of `scene.VENUES`.
    seed
        Which place and which things in it.
    rows
        Rows of players: a second one stands on a riser.
    """
    dice = Random(f"place {seed}")
    places = {
        "indoor": (_parlour, _hall, _studio, _classroom),
        "outdoor": (_meadow, _town, _beach, _bandstand),
    }[venue]
    dice.choice(places)(pen, dice)
    if rows > 1:
        _riser(pen, venue, dice)


def _riser(pen: Pen, venue: str, dice: Random) -> None:
    wood = (
        dice.choice(("#a98262", "#9a8a7c", "#b39a76"))
        if venue == "indoor"
        else dice.choice(("#b9b2a4", "#a9a08f"))
    )
    pen.poly([(0.0, 0.465), (1.0, 0.465), (1.04, 0.535), (-0.04, 0.535)], lighter(wood, 0.15))
    pen.box(-0.1, 0.535, 1.2, FLOOR - 0.525, darker(wood, 0.2))
    pen.lines([[(x / 8, 0.535), (x / 8, FLOOR + 0.01)] for x in range(1, 8)], 0.003, darker(wood, 0.4))


def _wall(pen: Pen, dice: Random) -> str:
    wall = dice.choice(("#e7d8c3", "#cfdcd6", "#d9d3e3", "#f0dccb", "#c9d7e4", "#e5dfc4", "#dcc7c0"))
    pen.box(-0.1, -0.1, 1.2, 1.2, wall)
    return wall


def _boards(pen: Pen, dice: Random) -> None:
    wood = dice.choice(("#b98a5e", "#a6795a", "#c79d70", "#8d6a55"))
    pen.box(-0.1, FLOOR, 1.2, 0.5, wood)
    pen.lines([[(0.5 + (x - 0.5) * 0.9, FLOOR), (0.5 + (x - 0.5) * 1.5,
        1.0)] for x in (i / 10 for i in range(-3, 14))],
              0.004, darker(wood, 0.18))  # fmt: skip


def _window(pen: Pen, x: float, y: float, wide: float, tall: float, dice: Random) -> None:
    pen.box(x, y, wide, tall, "#fbf7ee")
    sky = dice.choice(("#bfe0ef", "#f7d9b0", "#2d3a5c", "#d7e8e0"))
    pen.box(x + 0.012, y + 0.012, wide - 0.024, tall - 0.024, sky)
    pen.fill(circle((x + wide * 0.65, y + tall * 0.3), 0.028, 0.028), lighter(sky, 0.6))
    pen.lines(
        [[(x + wide / 2, y), (x + wide / 2, y + tall)], [(x, y + tall / 2), (x + wide, y + tall / 2)]],
        0.01,
        "#fbf7ee",
    )
    pen.box(x - 0.015, y + tall, wide + 0.03, 0.018, "#efe6d6")


def _picture(pen: Pen, x: float, y: float, size: float, dice: Random) -> None:
    pen.box(x, y, size, size * 0.8, dice.choice(("#6d4a34", "#3a3a44", "#b08a4a")))
    ground = dice.choice(("#dcebe6", "#f3e3c8", "#e2d8ea"))
    pen.box(x + 0.01, y + 0.01, size - 0.02, size * 0.8 - 0.02, ground)
    pen.fill(
        circle((x + size * 0.6, y + size * 0.34), size * 0.14, size * 0.14),
        dice.choice(("#d97a5c", "#7aa8c9", "#e0b34d")),
    )


def _plant(pen: Pen, x: float, dice: Random) -> None:
    green = dice.choice(("#5f9a68", "#3f7f62", "#7aa95c"))
    for dx, dy in (
        (-0.05, -0.10),
        (0.05, -0.11),
        (-0.02, -0.16),
        (0.025, -0.15),
        (-0.07, -0.04),
        (0.07, -0.05),
    ):
        pen.blob([(x, FLOOR - 0.04), (x + dx * 0.3 - 0.014, FLOOR - 0.04 + dy * 0.6),
            (x + dx, FLOOR - 0.05 + dy),
                  (x + dx * 0.6 + 0.014, FLOOR - 0.04 + dy * 0.5)], green)  # fmt: skip
    pen.poly(
        [
            (x - 0.035, FLOOR - 0.05),
            (x + 0.035, FLOOR - 0.05),
            (x + 0.026, FLOOR + 0.035),
            (x - 0.026, FLOOR + 0.035),
        ],
        "#c0694a",
    )


def _parlour(pen: Pen, dice: Random) -> None:
    wall = _wall(pen, dice)
    if dice.random() < 0.5:
        pen.lines([[(x / 14, 0), (x / 14, FLOOR)] for x in range(15)], 0.012, mixed(wall, "#ffffff", 0.35))
    pen.box(-0.1, FLOOR - 0.035, 1.2, 0.04, lighter(wall, 0.5))
    _boards(pen, dice)
    _window(pen, dice.choice((0.07, 0.38, 0.68)), 0.10, 0.24, 0.30, dice)
    for x in dice.sample((0.10, 0.42, 0.76), 2):
        if dice.random() < 0.7:
            _picture(pen, x + 0.02, 0.17, 0.12, dice)
    rug = dice.choice(("#b5564a", "#4f7f8a", "#c79a4c", "#7d6a9a"))
    pen.oval(0.5, 0.90, 0.43, 0.085, rug)
    pen.oval(0.5, 0.90, 0.37, 0.068, lighter(rug, 0.3))
    _plant(pen, dice.choice((0.06, 0.94)), dice)


def _hall(pen: Pen, dice: Random) -> None:
    cloth = dice.choice(("#9c2f35", "#2c4a78", "#5a3a6c", "#276a5c"))
    pen.box(-0.1, -0.1, 1.2, 1.2, darker(cloth, 0.45))
    for i in range(12):
        x = i / 11
        pen.blob(
            [(x - 0.06, -0.06), (x + 0.05, -0.06), (x + 0.042, FLOOR), (x - 0.05, FLOOR)],
            mixed(cloth, "#1c1420", 0.16 + 0.16 * (i % 2)),
        )
    pen.poly([(0.38, -0.05), (0.62, -0.05), (0.95, FLOOR), (0.05, FLOOR)], "#fff2c8", 0.16)
    _boards(pen, dice)
    pen.oval(0.5, 0.88, 0.48, 0.11, "#fff2c8", 0.25)
    pen.box(-0.1, -0.1, 1.2, 0.15, cloth)
    for i in range(9):
        pen.oval(i / 8, 0.05, 0.066, 0.045, cloth)


def _studio(pen: Pen, dice: Random) -> None:
    wall = dice.choice(("#7d8694", "#8a7f78", "#6f8486", "#9a8f9f"))
    pen.box(-0.1, -0.1, 1.2, 1.2, wall)
    foam = darker(wall, 0.18)
    start = dice.choice((0.05, 0.55))
    pen.many(
        [box(start + 0.1 * i, 0.08 + 0.1 * j, 0.085, 0.085, 0.012) for i in range(4) for j in range(3)], foam
    )
    other = 0.62 if start < 0.3 else 0.08
    pen.box(other, 0.10, 0.26, 0.20, "#2f3440", 0.01)
    pen.box(other + 0.012, 0.112, 0.236, 0.176, dice.choice(("#9fc6d0", "#b8d4b4", "#e3c9a0")), 0.006)
    pen.box(-0.1, FLOOR, 1.2, 0.5, dice.choice(("#5d5650", "#544a4a", "#4d5660")))
    rug = dice.choice(("#a34d40", "#3f6f80", "#b58a42"))
    pen.poly([(0.10, 0.80), (0.90, 0.80), (0.99, 0.985), (0.01, 0.985)], rug)
    pen.poly([(0.14, 0.82), (0.86, 0.82), (0.93, 0.965), (0.07, 0.965)], lighter(rug, 0.25))
    for x in (0.04, 0.90):
        pen.box(x, FLOOR - 0.20, 0.08, 0.22, "#26262e", 0.01)
        pen.fill(circle((x + 0.04, FLOOR - 0.06), 0.028, 0.028), "#54545f")
        pen.fill(circle((x + 0.04, FLOOR - 0.145), 0.018, 0.018), "#54545f")


def _classroom(pen: Pen, dice: Random) -> None:
    wall = _wall(pen, dice)
    pen.box(-0.1, 0.50, 1.2, 0.5, darker(wall, 0.12))
    board = dice.choice(("#3f6a58", "#37485a", "#f6f4ee"))
    pen.box(0.16, 0.09, 0.68, 0.33, "#a37b52")
    pen.box(0.175, 0.105, 0.65, 0.30, board)
    chalk = "#e9efe6" if board != "#f6f4ee" else "#55606c"
    pen.lines([[(0.22, 0.16 + 0.022 * i), (0.78, 0.16 + 0.022 * i)] for i in range(5)], 0.004, chalk, 0.8)
    for i in range(7):
        x, y = 0.27 + 0.075 * i, 0.16 + 0.022 * dice.randint(0, 4)
        pen.fill(circle((x, y), 0.012, 0.009), chalk)
        pen.line([(x + 0.011, y), (x + 0.011, y - 0.055)], 0.004, chalk)
    _boards(pen, dice)
    _plant(pen, dice.choice((0.05, 0.95)), dice)


def _sky(pen: Pen, dice: Random) -> str:
    top, low = dice.choice(
        (("#8cc8ea", "#dff1f7"), ("#f2a873", "#fbe3b5"), ("#9fb4dc", "#f3d6d6"), ("#6fb7d8", "#cdebe6"))
    )
    for i in range(9):
        pen.many([box(-0.1, i * FLOOR / 8 - 0.1, 1.2, 0.2)], mixed(top, low, i / 8))
    sun = dice.uniform(0.12, 0.88)
    pen.fill(circle((sun, 0.14), 0.065, 0.065), "#fff0b8")
    for _ in range(dice.randint(1, 3)):
        x, y = dice.uniform(0.05, 0.9), dice.uniform(0.06, 0.26)
        for dx, r in ((-0.05, 0.025), (0.0, 0.04), (0.05, 0.028)):
            pen.fill(circle((x + dx, y - r * 0.4), r * 1.25, r), "#ffffff")
    return low


def _tree(pen: Pen, x: float, foot: float, size: float, dice: Random) -> None:
    green = dice.choice(("#6fa85a", "#4f9262", "#86b25a", "#c98f45"))
    pen.box(x - 0.014 * size, foot - 0.20 * size, 0.028 * size, 0.20 * size, "#85603f")
    if dice.random() < 0.35:
        pen.poly(
            [
                (x, foot - 0.5 * size),
                (x - 0.11 * size, foot - 0.10 * size),
                (x + 0.11 * size, foot - 0.10 * size),
            ],
            green,
        )
        return
    pen.blob([(x - 0.12 * size, foot - 0.24 * size), (x - 0.09 * size, foot - 0.38 * size),
        (x, foot - 0.46 * size),
              (x + 0.10 * size, foot - 0.38 * size), (x + 0.12 * size, foot - 0.24 * size),
                  (x, foot - 0.16 * size)], green)  # fmt: skip


def _meadow(pen: Pen, dice: Random) -> None:
    low = _sky(pen, dice)
    far = mixed(dice.choice(("#7fae86", "#8fa9b8", "#a8b878")), low, 0.3)
    pen.blob([(-0.2, 0.62), (0.1, 0.50 - dice.uniform(0, 0.1)), (0.4, 0.60),
        (0.7, 0.47 - dice.uniform(0, 0.1)), (1.2, 0.58),
              (1.2, 0.9), (-0.2, 0.9)], far)  # fmt: skip
    grass = dice.choice(("#8dbb62", "#7aae6a", "#a6bd62"))
    for x in dice.sample((0.05, 0.2, 0.5, 0.8, 0.95), dice.randint(2, 4)):
        _tree(pen, x, FLOOR + 0.01, dice.uniform(0.75, 1.15), dice)
    pen.blob(
        [
            (-0.2, FLOOR - 0.02),
            (0.3, FLOOR - 0.03),
            (0.7, FLOOR),
            (1.2, FLOOR - 0.03),
            (1.2, 1.2),
            (-0.2, 1.2),
        ],
        grass,
    )
    for _ in range(26):
        x, y = dice.uniform(0, 1), dice.uniform(FLOOR + 0.04, 0.99)
        pen.line([(x, y), (x, y - 0.014)], 0.006, darker(grass, 0.15))
    for _ in range(9):
        pen.fill(
            circle((dice.uniform(0, 1), dice.uniform(FLOOR + 0.04, 0.99)), 0.008, 0.008),
            dice.choice(("#ffffff", "#f6d24f", "#e87f8a")),
        )


def _town(pen: Pen, dice: Random) -> None:
    low = _sky(pen, dice)
    x = -0.05
    while x < 1.05:
        wide, tall = dice.uniform(0.12, 0.2), dice.uniform(0.22, 0.48)
        house = mixed(dice.choice(("#c98d74", "#d9b38a", "#a9b3c4", "#c7bfae", "#b58d8d")), low, 0.25)
        pen.box(x, FLOOR - tall, wide, tall + 0.05, house)
        if dice.random() < 0.5:
            pen.poly(
                [
                    (x - 0.01, FLOOR - tall),
                    (x + wide + 0.01, FLOOR - tall),
                    (x + wide / 2, FLOOR - tall - 0.07),
                ],
                darker(house, 0.25),
            )
        rows = int((tall - 0.06) / 0.075)
        pen.many([box(x + wide * (0.16 + 0.3 * i), FLOOR - tall + 0.035 + 0.075 * j, wide * 0.17, 0.042)
                  for i in range(3) for j in range(rows)] or [box(x, FLOOR, 0.01, 0.01)], mixed(house,
                      "#fdf3cf", 0.65))  # fmt: skip
        x += wide + dice.choice((0.0, 0.0, 0.03))
    pave = dice.choice(("#b7b1a8", "#a8a6a8", "#c0b49c"))
    pen.box(-0.1, FLOOR, 1.2, 0.5, pave)
    pen.box(-0.1, FLOOR, 1.2, 0.022, darker(pave, 0.15))
    for y in (0.76, 0.83, 0.92):
        pen.line([(-0.1, y), (1.1, y)], 0.004, darker(pave, 0.12))
    pen.lines(
        [[(0.5 + (i / 8 - 0.5) * 1.0, FLOOR + 0.02), (0.5 + (i / 8 - 0.5) * 1.6, 1.0)] for i in range(9)],
        0.004,
        darker(pave, 0.12),
    )
    post = dice.choice((0.04, 0.96))
    pen.box(post - 0.008, 0.28, 0.016, FLOOR - 0.26, "#3a3f4a")
    pen.fill(circle((post, 0.27), 0.03, 0.034), "#fff2c0")


def _beach(pen: Pen, dice: Random) -> None:
    _sky(pen, dice)
    sea = dice.choice(("#4f9fc0", "#4aa8a6", "#5a8fc4"))
    pen.box(-0.1, 0.50, 1.2, 0.3, sea)
    for _ in range(12):
        x, y = dice.uniform(0, 1), dice.uniform(0.52, FLOOR - 0.03)
        pen.line([(x, y), (x + 0.06, y)], 0.006, lighter(sea, 0.45))
    boat = dice.uniform(0.1, 0.85)
    pen.poly([(boat, 0.385), (boat, 0.48), (boat + 0.06, 0.48)], "#fbf7ee")
    pen.poly(
        [(boat - 0.035, 0.488), (boat + 0.07, 0.488), (boat + 0.05, 0.515), (boat - 0.02, 0.515)], "#b5563f"
    )
    sand = dice.choice(("#ecd6a2", "#e3c79a", "#f0dfb8"))
    pen.blob(
        [
            (-0.2, FLOOR - 0.01),
            (0.3, FLOOR - 0.035),
            (0.8, FLOOR + 0.01),
            (1.2, FLOOR - 0.03),
            (1.2, 1.2),
            (-0.2, 1.2),
        ],
        sand,
    )
    palm = dice.choice((0.06, 0.93))
    pen.bow([(palm, FLOOR + 0.03), (palm + 0.012, 0.5), (palm - 0.01, 0.30)], 0.022, "#9a7248")
    for dx, dy in ((-0.13, 0.03), (-0.10, -0.07), (0.0, -0.10), (0.10, -0.06), (0.13, 0.04)):
        pen.bow(
            [(palm - 0.01, 0.30), (palm - 0.01 + dx * 0.6, 0.28 + dy * 0.9), (palm - 0.01 + dx, 0.33 + dy)],
            0.026,
            "#4f9262",
        )


def _bandstand(pen: Pen, dice: Random) -> None:
    _sky(pen, dice)
    hedge = dice.choice(("#6b9a5c", "#5a8f6c", "#8aa35a"))
    for i in range(9):
        pen.fill(circle((i / 8, 0.60 + dice.uniform(-0.02, 0.02)), 0.10, 0.13), hedge)
    for x in dice.sample((0.12, 0.3, 0.7, 0.88), 2):
        _tree(pen, x, 0.62, 1.0, dice)
    wood = dice.choice(("#c9a67a", "#b9b0a2", "#bb8f6a"))
    pen.box(-0.1, FLOOR, 1.2, 0.5, wood)
    for y in (FLOOR, 0.755, 0.82, 0.90):
        pen.line([(-0.1, y), (1.1, y)], 0.005, darker(wood, 0.25))
    pen.lines(
        [[(-0.1, 0.50 + 0.004), (1.1, 0.504)], *([(i / 10, 0.504), (i / 10, FLOOR)] for i in range(11))],
        0.012,
        "#f6f1e4",
    )
    bunting = ("#d8504a", "#f0b440", "#4f9fb0", "#7fae5c")
    for i in range(10):
        x, drop = i / 10, 0.05 * (1 - ((i - 4.5) / 4.5) ** 2)
        pen.poly([(x, 0.035 + drop), (x + 0.075, 0.035 + drop), (x + 0.0375, 0.105 + drop)], bunting[i % 4])
