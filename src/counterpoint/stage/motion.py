"""How a player moves: notes become strokes, at every frame of a clip."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoint.stage.scene import Note, Performer

Series = NDArray[np.float64]

LIFT = 0.12
"""Seconds in which the instrument is lifted for a first note; it begins a frame before the note."""
LOWER = 0.22
"""Seconds after an interval in which it is lowered again."""
TRAVEL = 0.6
"""Share of the time between two notes in which a hand goes to the second: slowly, next to a stroke."""
FADE = 0.17
"""Time constant, in seconds, with which a stroke dies away."""


@dataclass(frozen=True, slots=True)
class Beat:
    """What a player does at one moment; all 0 (`bow`: -1) while nothing has been played."""

    up: float
    """0 at rest, 1 in playing position."""
    stroke: float
    """1 from a note's onset, then dying away."""
    side: float
    """1 after odd notes and -1 after even ones, times `stroke`."""
    bow: float
    """-1 to 1: goes to the other end with each note, fast at first."""
    pitch: float
    """0 lowest to 1 highest of the player's notes."""
    strike: tuple[float, float]
    """As `stroke`, of the hand on the left of the picture and of the other, which take turns."""
    place: tuple[float, float]
    """As `pitch`, of each hand."""
    sway: float
    """-1 to 1, slowly, while playing."""


REST = Beat(0.0, 0.0, 0.0, -1.0, 0.5, (0.0, 0.0), (0.5, 0.5), 0.0)


def beats(performer: Performer, times: Series) -> list[Beat]:
    """Return what a player does at each of `times`, seconds in order and evenly spaced.

    A frame at or after an onset, and none before it, shows the stroke; at its first frame it is whole.
    """
    if not performer.notes:
        return [REST] * len(times)
    frame = float(times[1] - times[0]) if len(times) > 1 else 0.04
    notes = tuple({note.onset: note for note in reversed(performer.notes)}.values())[::-1]
    up = _raised(performer.intervals, times, frame)
    strikes = [_strokes(notes[hand::2], times, frame)[0] for hand in (0, 1)]
    stroke, count, age = _strokes(notes, times, frame)
    sign = np.where(count % 2 == 1, 1.0, -1.0)
    bow = np.where(count == 0, -1.0, sign * (1 - 2 * np.exp(-(age + frame / 2) / (0.8 * FADE))))
    phase = (performer.look % 97) / 97 * 2 * math.pi
    sway = up * np.sin(2 * math.pi * 0.4 * times + phase)
    pitch = _pitches(notes, notes, times)
    places = [_pitches(notes[hand::2], notes, times) for hand in (0, 1)]
    rows = np.stack(
        [up, stroke * up, sign * stroke * up, bow, pitch, *(s * up for s in strikes), *places, sway], axis=1
    ).tolist()
    return [Beat(r[0], r[1], r[2], r[3], r[4], (r[5], r[6]), (r[7], r[8]), r[9]) for r in rows]


def _raised(intervals: tuple[tuple[float, float], ...], times: Series, frame: float) -> Series:
    raised = np.zeros(len(times))
    for start, end in intervals:
        rising = np.clip((times - start + frame) / max(LIFT, frame), 0, 1)
        falling = np.clip(1 - (times - end) / LOWER, 0, 1)
        raised = np.maximum(raised, np.minimum(rising, falling))
    return raised * raised * (3 - 2 * raised)


def _strokes(
    notes: tuple[Note, ...], times: Series, frame: float
) -> tuple[Series, NDArray[np.int64], Series]:
    """Return the stroke, how many notes have begun, and seconds since the last one, at each time."""
    onsets = np.array([note.onset for note in notes]) if notes else np.empty(0)
    count = np.searchsorted(onsets, times + 1e-9, side="right")
    last = np.concatenate([[-1e3], onsets])[count]
    age = times - last
    return np.exp(-np.maximum(age - frame, 0) / FADE), count, age


def _pitches(hand: tuple[Note, ...], notes: tuple[Note, ...], times: Series) -> Series:
    """Return where a hand is, 0 to 1: on its note from the onset on, on its way just before the next."""
    if not hand:
        return np.full(len(times), 0.5)
    lowest = min(note.pitch for note in notes)
    span = max(note.pitch for note in notes) - lowest
    level = [(note.pitch - lowest) / span if span else 0.5 for note in hand]
    knots = [hand[0].onset]
    values = [level[0]]
    for note, before, value in zip(hand[1:], hand, level[1:], strict=False):
        knots += [note.onset - TRAVEL * (note.onset - before.onset), note.onset]
        values += [values[-1], value]
    return np.interp(times, knots, values)
