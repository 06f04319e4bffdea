"""The picture of a scene, frame by frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoint.errors import InputError
from counterpoint.stage import backdrop
from counterpoint.stage.drawing import INSTRUMENTS
from counterpoint.stage.drawing.geometry import Placement
from counterpoint.stage.drawing.pen import Canvas, Group, Pen
from counterpoint.stage.drawing.styles import STYLES, Style
from counterpoint.stage.motion import beats
from counterpoint.stage.performer import Figure
from counterpoint.stage.scene import Performer, Scene

Picture = NDArray[np.uint8]

CROWD = 3
"""The most players who stand in one row."""
FIGURE = (1.12, 1.60)
"""Width and height that a player with an instrument needs, in the player's units."""
FEET = (0.965, 0.505)
"""Height of the picture, from the top, at which the front row and the back row stand."""
HEADROOM = (0.80, 0.445)
"""Height that a row may take: one row alone, and one of two."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a player stands, in shares of the picture's size."""

    x: float
    feet: float
    scale: float
    """Size of one of the player's units."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what the player and the instrument stay within."""
        wide, tall = FIGURE
        return (
            self.x - wide / 2 * self.scale,
            self.feet - tall * self.scale,
            self.x + wide / 2 * self.scale,
            self.feet + 0.03 * self.scale,
        )


def spots(positions: Sequence[float]) -> list[Spot]:
    """Return where players with these positions, from left to right, stand.

    Up to three stand in one row; more stand in two, by turns in front and behind, so that nobody hides
    another and left stays left.
    """
    rows = 1 if len(positions) <= CROWD else 2
    wide, tall = FIGURE
    gap = min([b - a for a, b in zip(positions, positions[rows:], strict=False)], default=1.0)
    gap = min(gap, HEADROOM[rows - 1] / tall * wide)
    reach = max((abs(x - 0.5) for x in positions), default=0.0)
    # All move towards the middle by one share, just enough for the outermost to be seen whole.
    drawn_in = min(1.0, 0.5 / (reach + gap / 2))
    return [
        Spot(0.5 + (x - 0.5) * drawn_in, FEET[index % rows], gap * drawn_in / wide)
        for index, x in enumerate(positions)
    ]


def frames(scene: Scene, size: int = 224, fps: float = 8) -> Iterator[Picture]:
    """Draw a scene.

    Frame k shows the moment k / fps. Nothing that is not played moves; a voiceover and players off-screen are
    not seen at all.

    Parameters
    ----------
    scene
        What to draw.
    size
        Height and width in pixels.
    fps
        Frames a second.

    Yields
    ------
    Picture
        Red, green and blue, [size, size, 3]; a new array each time.

    Raises
    ------
    InputError
        If the scene has an instrument or an art style that cannot be drawn.
    """
    for drawn in canvases(scene, size, fps):
        yield drawn[..., :3].copy()


def canvases(scene: Scene, size: int, fps: float) -> Iterator[Picture]:
    """Draw a scene as `frames` does, but give the same array [size, size, 4], drawn anew, each time."""
    style, players = _checked(scene)
    times = np.arange(round(scene.duration * fps)) / fps
    where = spots([player.position or 0.0 for player in players])
    canvas = Canvas(size)
    try:
        under = _ground(scene, style, size, 1 + (len(players) > CROWD))
        figures = []
        for player, spot in sorted(zip(players, where, strict=True), key=lambda pair: pair[1].feet):
            figure = Figure(canvas.root, style, player.instrument, player.look)
            figure.group.place(Placement(complex(spot.x, spot.feet) * size), spot.scale * size)
            figures.append((figure, beats(player, times)))
        if style.grain:
            canvas.cover(_grain(style, size))
        for frame in range(len(times)):
            for figure, moments in figures:
                figure.show(moments[frame])
            yield canvas.draw(under)
    finally:
        canvas.close()


def _checked(scene: Scene) -> tuple[Style, list[Performer]]:
    players = sorted((p for p in scene.performers if p.position is not None), key=lambda p: p.position or 0)
    for player in players:
        if player.instrument not in INSTRUMENTS:
            raise InputError(
                f"there is no drawing of the instrument {player.instrument!r}",
                where=f"scene {scene.scene_id}",
                remedy=f"Instruments: {', '.join(sorted(INSTRUMENTS))}.",
            )
    if scene.style not in STYLES:
        raise InputError(
            f"there is no art style {scene.style!r}",
            where=f"scene {scene.scene_id}",
            remedy=f"Styles: {', '.join(STYLES)}.",
        )
    return STYLES[scene.style], players


def _ground(scene: Scene, style: Style, size: int, rows: int) -> Picture:
    """Return the empty place, [size, size, 4]."""
    canvas = Canvas(size)
    try:
        place = Group(canvas.root)
        place.place(Placement(), size)
        # Lines and shadows are measured in the player's units, and a backdrop's unit is the whole picture.
        distant = replace(style, line=style.line * 0.22, shadow=style.shadow * 0.3, wobble=style.wobble * 0.4)
        pen = Pen(place, distant)
        pen.box(-0.1, -0.1, 1.2, 1.2, "#f2e8d5")
        backdrop.draw(pen, scene.venue, scene.seed, rows)
        ground = canvas.draw().copy()
    finally:
        canvas.close()
    return _halftone(ground) if style.dots else ground


@lru_cache(maxsize=2)
def _grain(style: Style, size: int) -> Picture:
    """Return the shade that paper has of its own, [size, size, 4]."""
    noise = np.random.Generator(np.random.PCG64(5)).normal(0, style.grain, (size, size))
    soft = (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1)) / 2
    shade = np.zeros((size, size, 4), np.uint8)
    shade[..., 3] = np.clip(255 * (1.2 * style.grain + soft), 0, 255)
    return shade


def _halftone(ground: Picture) -> Picture:
    """Print a picture [h, w, 4] pale, under a screen of dots that are larger where it is darker."""
    size = ground.shape[0]
    cell = max(size / 44, 3.0)
    y, x = np.mgrid[:size, :size]
    u, v = (x + y) / (cell * 1.414), (x - y) / (cell * 1.414)
    far = np.hypot(u - np.round(u), v - np.round(v))
    grey = ground[..., :3].mean(axis=2) / 255
    radius = 0.62 * np.sqrt(np.clip(1 - grey, 0, 1))
    cover = np.clip((radius - far) * cell / 1.2 + 0.5, 0, 1)[..., None]
    pale = ground[..., :3] * 0.55 + np.array([250, 240, 220]) * 0.45
    printed = ground.copy()
    printed[..., :3] = (pale * (1 - 0.24 * cover)).astype(np.uint8)
    return printed
