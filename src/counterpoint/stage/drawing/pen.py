"""Drawing with ThorVG: groups of shapes that are placed anew in every frame."""

import ctypes
import math
from collections.abc import Sequence
from functools import cache, lru_cache
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thorvg_python.base import Colorspace, EngineOption, StrokeCap, StrokeJoin
from thorvg_python.canvas.sw import SwCanvas
from thorvg_python.engine import Engine
from thorvg_python.paint.picture import Picture
from thorvg_python.paint.scene import Scene
from thorvg_python.paint.shape import Shape

from counterpoint.stage.drawing.geometry import (
    Outline,
    Placement,
    Points,
    box,
    circle,
    curve,
    polygon,
    polyline,
)
from counterpoint.stage.drawing.styles import Style, tinted

Pixels = NDArray[np.uint8]

INK = "#22243a"
UNIT = 100.0
"""ThorVG leaves out lines that are thinner than a fraction of a unit, so its units are hundredths of ours."""


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return this process's ThorVG engine, on the calling thread alone: what it draws does not vary."""
    return Engine(threads=0)


@lru_cache(maxsize=1)
def _calls() -> tuple[Any, Any, Any]:
    """Return ThorVG's functions for what is done in every frame: reset and append a path, set a transform.

    The methods of the binding declare their arguments anew in each call, which takes longer than the work.
    """
    library = engine().thorvg_lib
    reset, append, transform = (
        library[name] for name in ("tvg_shape_reset", "tvg_shape_append_path", "tvg_paint_set_transform")
    )
    for function in (reset, append, transform):
        function.restype = ctypes.c_int
    reset.argtypes = (ctypes.c_void_p,)
    append.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32)
    transform.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    return reset, append, transform


@cache
def _floats(count: int) -> Any:
    return ctypes.c_float * count


def _append(shape: Shape, outline: Outline) -> None:
    flat = [UNIT * part for point in outline.points for part in point]
    points = _floats(len(flat))(*flat)
    _calls()[1](shape._paint, bytes(outline.commands), len(outline.commands), points, len(flat) // 2)


def _redraw(shape: Shape, outline: Outline) -> None:
    _calls()[0](shape._paint)
    _append(shape, outline)


class Group:
    """Shapes that move together."""

    def __init__(self, parent: "Group | None" = None) -> None:
        self.scene = Scene(engine())
        self._placed: tuple[Placement, float] | None = None
        if parent is not None:
            parent.scene.add(self.scene)

    def place(self, placement: Placement, scale: float = 1.0) -> None:
        """Put the group somewhere in its parent."""
        if self._placed == (placement, scale):
            return
        self._placed = placement, scale
        angle = math.radians(placement.angle)
        cosine, sine = scale * math.cos(angle), scale * math.sin(angle)
        x, y = UNIT * placement.at.real, UNIT * placement.at.imag
        _calls()[2](self.scene._paint, _floats(9)(cosine, -sine, x, sine, cosine, y, 0, 0, 1))


class Limb:
    """A thick line whose points are given anew in every frame: an arm, a leg, a hose."""

    def __init__(self, group: Group, style: Style, width: float, colour: str) -> None:
        widths = [(width, colour)]
        if style.line:
            widths.insert(0, (width + 1.6 * style.line, INK))
        self.shapes = [_stroke(group, style, wide, tone) for wide, tone in widths]

    def bend(self, points: Sequence[complex]) -> None:
        """Give the points that the line passes through."""
        outline = polyline([(point.real, point.imag) for point in points])
        for shape in self.shapes:
            _redraw(shape, outline)


class Morph:
    """A filled shape whose corners are given anew in every frame."""

    def __init__(self, pen: "Pen", colour: str) -> None:
        self.shape = Shape(engine())
        red, green, blue = tinted(colour, pen.style.name)
        self.shape.set_fill_color(red, green, blue, 255)
        if pen.style.line:
            self.shape.set_stroke_width(UNIT * pen.style.line * 0.6)
            self.shape.set_stroke_join(StrokeJoin.ROUND)
            self.shape.set_stroke_color(*tinted(INK, pen.style.name), 255)
        pen.group.scene.add(self.shape)

    def bend(self, points: Sequence[complex]) -> None:
        """Give the corners."""
        _redraw(self.shape, polygon([(point.real, point.imag) for point in points]))


def _stroke(group: Group, style: Style, width: float, colour: str, alpha: float = 1.0) -> Shape:
    shape = Shape(engine())
    shape.set_stroke_width(UNIT * width)
    shape.set_stroke_cap(StrokeCap.ROUND if width > 0.02 else StrokeCap.BUTT)
    shape.set_stroke_join(StrokeJoin.ROUND)
    shape.set_stroke_color(*tinted(colour, style.name), round(255 * alpha))
    group.scene.add(shape)
    return shape


class Pen:
    """Draws into a group in an art style.

    Parameters
    ----------
    group
        Where shapes go, in the group's own coordinates; later ones cover earlier ones.
    style
        How they are painted.
    """

    def __init__(self, group: Group, style: Style) -> None:
        self.group = group
        self.style = style
        self._hand = Random(7)

    def fill(self, outline: Outline, colour: str, alpha: float = 1.0) -> None:
        """Paint what is inside an outline."""
        style = self.style
        size = _least_extent(outline)
        large = size > 0.045 and alpha == 1
        if style.wobble and size > 0.09:
            outline = self._cut(outline)
        if style.shadow and large:
            fallen = tuple((x + 0.7 * style.shadow, y + style.shadow) for x, y in outline.points)
            self._shape(Outline(outline.commands, fallen), (30, 22, 30), 0.24)
        shape = self._shape(outline, tinted(colour, style.name), alpha)
        if style.line and large:
            shape.set_stroke_width(UNIT * min(style.line, 0.22 * size))
            shape.set_stroke_join(StrokeJoin.ROUND)
            shape.set_stroke_color(*tinted(INK, style.name), 255)

    def _shape(self, outline: Outline, colour: tuple[int, int, int], alpha: float) -> Shape:
        shape = Shape(engine())
        _append(shape, outline)
        shape.set_fill_color(*colour, round(255 * alpha))
        self.group.scene.add(shape)
        return shape

    def _cut(self, outline: Outline) -> Outline:
        reach = self.style.wobble
        return Outline(
            outline.commands,
            tuple(
                (x + self._hand.uniform(-reach, reach), y + self._hand.uniform(-reach, reach))
                for x, y in outline.points
            ),
        )

    def blob(self, points: Points, colour: str, alpha: float = 1.0) -> None:
        """Paint a smooth closed shape through points."""
        self.fill(curve(points, closed=True), colour, alpha)

    def poly(self, points: Points, colour: str, alpha: float = 1.0) -> None:
        """Paint a shape with corners."""
        self.fill(polygon(points), colour, alpha)

    def oval(self, x: float, y: float, across: float, down: float, colour: str, alpha: float = 1.0) -> None:
        """Paint an ellipse with these half axes."""
        self.fill(circle((x, y), across, down), colour, alpha)

    def dot(self, x: float, y: float, radius: float, colour: str, alpha: float = 1.0) -> None:
        """Paint a disc."""
        self.fill(circle((x, y), radius, radius), colour, alpha)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        corner: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """Paint a rectangle, from its upper left corner."""
        self.fill(box(x, y, width, height, corner), colour, alpha)

    def line(self, points: Points, width: float, colour: str, alpha: float = 1.0) -> None:
        """Draw a line with corners."""
        self._line(polyline(points), width, colour, alpha)

    def bow(self, points: Points, width: float, colour: str, alpha: float = 1.0) -> None:
        """Draw a smooth line through points."""
        self._line(curve(points, closed=False), width, colour, alpha)

    def _line(self, outline: Outline, width: float, colour: str, alpha: float) -> None:
        if self.style.line and width > 0.04 and alpha == 1:
            _append(_stroke(self.group, self.style, width + 1.6 * self.style.line, INK), outline)
        _append(_stroke(self.group, self.style, width, colour, alpha), outline)

    def many(self, outlines: Sequence[Outline], colour: str, alpha: float = 1.0) -> None:
        """Paint many small shapes as one."""
        commands = tuple(command for outline in outlines for command in outline.commands)
        points = tuple(point for outline in outlines for point in outline.points)
        self._shape(Outline(commands, points), tinted(colour, self.style.name), alpha)

    def lines(self, lines: Sequence[Points], width: float, colour: str, alpha: float = 1.0) -> None:
        """Draw many straight lines as one."""
        commands = tuple(command for points in lines for command in polyline(points).commands)
        taken = tuple(point for points in lines for point in points)
        _append(_stroke(self.group, self.style, width, colour, alpha), Outline(commands, taken))


def _least_extent(outline: Outline) -> float:
    across = [x for x, _ in outline.points]
    down = [y for _, y in outline.points]
    return min(max(across) - min(across), max(down) - min(down))


class Canvas:
    """A square picture that groups are drawn on."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.root = Group()
        self.root.place(Placement(), 1 / UNIT)
        # Without options everything is drawn anew, over whatever the picture holds.
        self._canvas = SwCanvas(engine(), EngineOption.NONE)
        self._canvas.set_target(size, size, size, Colorspace.ABGR8888)
        target = self._canvas.buffer_arr
        assert target is not None
        self._canvas.add(self.root.scene)
        self.pixels: Pixels = np.frombuffer(memoryview(target), np.uint8).reshape(size, size, 4)
        """Red, green, blue and opacity of what was drawn last, [size, size, 4]."""

    def cover(self, pixels: Pixels) -> None:
        """Lay red, green, blue (times opacity) and opacity [size, size, 4] over all that is drawn."""
        sheet = Picture(engine())
        sheet.load_raw(pixels.tobytes(), self.size, self.size, Colorspace.ABGR8888, True)
        self._canvas.add(sheet)

    def draw(self, under: Pixels | None = None) -> Pixels:
        """Draw all groups over a picture [size, size, 4], and return the result, which is no copy."""
        if under is not None:
            self.pixels[...] = under
        self._canvas.update()
        self._canvas.draw(under is None)
        self._canvas.sync()
        return self.pixels

    def close(self) -> None:
        """Free what ThorVG holds."""
        self._canvas.destroy()
