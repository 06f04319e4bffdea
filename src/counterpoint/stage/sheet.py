"""A contact sheet of a folder of clips: what is seen, who plays when, how loud it is, and what is asked."""

import colorsys
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from counterpoint import datasets
from counterpoint.errors import InputError
from counterpoint.output import written
from counterpoint.records import Question
from counterpoint.stage.make import QUESTIONS, SCENES
from counterpoint.stage.manifest import CLIPS
from counterpoint.stage.scene import Performer, Scene, from_json
from counterpoint.vocabulary import INSTRUMENTS

PAPER, INK, FAINT, WAVE, ANSWER = "#faf6ee", "#2b2a33", "#8d887e", "#b9b2a4", "#b3402e"
THUMB = 320
MARGIN = 18
BAR = 17
LABEL = 92
WAVES = 34
TEXT = 15
ASKED = 3
"""Questions shown below a clip."""


@dataclass(frozen=True, slots=True)
class _Clip:
    scene: Scene
    frame: Image.Image
    wave: NDArray[np.float64]
    """Greatest level in each of THUMB - LABEL columns, 0 to 1."""
    questions: Sequence[Question]


def sheet(folder: Path, path: Path, *, most: int = 12, columns: int = 4) -> None:
    """Draw a contact sheet of the first clips of a folder that `make` made.

    Parameters
    ----------
    folder
        Where the clips are.
    path
        The PNG file.
    most
        Clips shown.
    columns
        Clips side by side.

    Raises
    ------
    InputError
        If the folder holds no clips, or one cannot be read.
    """
    clips = _read(folder, most)
    columns = min(columns, len(clips))
    rows = [clips[start : start + columns] for start in range(0, len(clips), columns)]
    heights = [max(map(_height, row)) for row in rows]
    wide = columns * (THUMB + MARGIN) + MARGIN
    head = 64
    image = Image.new("RGB", (wide, head + sum(heights) + MARGIN * len(rows)), PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, 14), folder.resolve().name, INK, _font(24))
    note = "bars: who plays when; pale: silent; (name): heard, not seen; *: sounds as something else"
    pen.text((MARGIN, 42), f"{len(clips)} clips; {note}", FAINT, _font(13))
    y = head
    for row, height in zip(rows, heights, strict=True):
        for column, clip in enumerate(row):
            _draw(image, pen, clip, MARGIN + column * (THUMB + MARGIN), y)
        y += height + MARGIN
    with written(path) as temporary:
        image.save(temporary, format="PNG", optimize=True)


def colour(instrument: str, *, pale: bool = False) -> tuple[int, int, int]:
    """Return the colour that stands for an instrument."""
    number = INSTRUMENTS.index(instrument)
    light, strong = (0.84, 0.35) if pale else (0.52 + 0.09 * (number % 3 - 1), 0.55)
    red, green, blue = colorsys.hls_to_rgb(number * 0.618 % 1, light, strong)
    return round(255 * red), round(255 * green), round(255 * blue)


def _read(folder: Path, most: int) -> list[_Clip]:
    try:
        with (folder / SCENES).open(encoding="utf-8") as lines:
            scenes = [
                from_json(line, where=str(folder / SCENES))
                for line, _ in zip(lines, range(most), strict=False)
            ]
    except OSError:
        scenes = []
    if not scenes:
        raise InputError(
            "there are no clips here", where=str(folder), remedy="Make some: counterpoint stage FOLDER"
        )
    asked: dict[str, list[Question]] = {}
    for question in datasets.read([folder / QUESTIONS], format="music-avqa").questions:
        asked.setdefault(question.picture, []).append(question)
    return [_decoded(folder, scene, asked.get(scene.scene_id, [])) for scene in scenes]


def _decoded(folder: Path, scene: Scene, questions: Sequence[Question]) -> _Clip:
    file = folder / CLIPS / f"{scene.scene_id}.mp4"
    try:
        with av.open(str(file)) as container:
            best = _busiest(scene)
            frame = None
            for shown in container.decode(video=0):
                frame = shown
                if shown.time is not None and shown.time >= best:
                    break
        with av.open(str(file)) as container:
            sound = np.concatenate([heard.to_ndarray() for heard in container.decode(audio=0)], axis=1)
    except (OSError, av.FFmpegError, ValueError) as error:
        raise InputError(
            f"this clip cannot be read: {error}", where=str(file), remedy="Make the clips again."
        ) from error
    assert frame is not None
    image = frame.to_image().resize((THUMB, THUMB), Image.Resampling.LANCZOS)
    parts = np.array_split(np.abs(sound).max(axis=0), THUMB - LABEL)
    wave = np.sqrt(np.array([part.max(initial=0.0) for part in parts]))
    return _Clip(scene, image, wave / max(float(wave.max()), 1e-3), questions)


def _busiest(scene: Scene) -> float:
    """Return the moment, of all notes' onsets, at which most players play."""
    onsets = [note.onset for player in scene.performers for note in player.notes] or [scene.duration / 2]
    return max(
        onsets,
        key=lambda t: (
            sum(a <= t < b for p in scene.performers for a, b in p.intervals),
            -abs(t - scene.duration / 2),
        ),
    )


def _lanes(scene: Scene) -> list[tuple[str, Performer]]:
    """Return who is seen or heard, with a name for the lane."""
    lanes = []
    for player in scene.performers:
        name = player.instrument if player.visible else f"({player.sounds_as})"
        if player.visible and player.sounds_as != player.instrument and player.sounding:
            name = f"{player.instrument} *"
        lanes.append((name.replace("_", " "), player))
    return lanes


def _height(clip: _Clip) -> int:
    lanes = len(clip.scene.performers) + bool(clip.scene.voiceover)
    return THUMB + 10 + lanes * BAR + WAVES + 6 + _text_lines(clip) * TEXT + 6


def _text_lines(clip: _Clip) -> int:
    return sum(len(_wrapped(question)) for question in clip.questions[:ASKED])


def _wrapped(question: Question) -> list[list[tuple[str, str]]]:
    """Return a question with its answer in lines that fit: words, each with its colour."""
    words = [(word, INK) for word in question.text.replace("_", " ").split()]
    words += [(word, ANSWER) for word in question.answer.replace("_", " ").split()]
    lines: list[list[tuple[str, str]]] = [[]]
    for word in words:
        if _font(12).getlength(" ".join(part for part, _ in [*lines[-1], word])) > THUMB:
            lines.append([("  ", INK)])
        lines[-1].append(word)
    return lines


def _draw(image: Image.Image, pen: ImageDraw.ImageDraw, clip: _Clip, x: int, y: int) -> None:
    scene = clip.scene
    corners = Image.new("L", (THUMB, THUMB), 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, THUMB - 1, THUMB - 1), 10, fill=255)
    image.paste(clip.frame, (x, y), corners)
    y += THUMB + 10
    left, wide = x + LABEL, THUMB - LABEL

    def across(seconds: float) -> int:
        return left + round(seconds / scene.duration * wide)

    for name, player in _lanes(scene):
        pen.text((x, y), name[:15], INK, _font(12))
        if player.visible:
            pen.rounded_rectangle(
                (left, y + 2, left + wide, y + BAR - 5), 4, fill=colour(player.instrument, pale=True)
            )
        for start, end in player.intervals:
            pen.rounded_rectangle(
                (across(start), y + 2, across(end), y + BAR - 5), 4, fill=colour(player.sounds_as)
            )
        y += BAR
    if scene.voiceover:
        pen.text((x, y), "voiceover", FAINT, _font(12))
        pen.line(
            [(across(scene.voiceover.start), y + BAR // 2 - 2), (left + wide, y + BAR // 2 - 2)], FAINT, 2
        )
        y += BAR
    for column, level in enumerate(clip.wave):
        half = max(1, math.ceil(float(level) * (WAVES / 2 - 3)))
        pen.line([(left + column, y + WAVES // 2 - half), (left + column, y + WAVES // 2 + half)], WAVE)
    pen.text((x, y + WAVES // 2 - 8), f"{scene.duration:g} s, {scene.venue}", FAINT, _font(11))
    y += WAVES + 6
    for question in clip.questions[:ASKED]:
        for line in _wrapped(question):
            at = float(x)
            for word, tone in line:
                pen.text((at, y), word, tone, _font(12))
                at += _font(12).getlength(f"{word} ")
            y += TEXT


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
