"""The synthesiser: notes to sound, by playing recorded notes faster or slower.

Recordings are read once per process and kept, filtered so that nothing folds back below the Nyquist
frequency of what is made, and sampled so densely that a note of another pitch or rate can be read off
between their samples along straight lines.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin, oaconvolve, sosfilt

from counterpoint.errors import InputError
from counterpoint.stage.scene import Note
from counterpoint.stage.voices import Band, Voice

Wave = NDArray[np.float64]

PASSED = 0.46
"""Highest frequency kept, by the sampling rate."""
ARTICULATION = 0.04
"""Seconds by which a note ends early, so that the next one is heard to begin."""
VIBRATO_HERTZ, VIBRATO_DELAY = 5.6, 0.3
OVERHANG = 256
"""Samples of the loop that are repeated after its end, for filters and lines to run into."""
DENSITY = 2.5
"""Least number of samples of a recording, for each of a sound that is made at its own pitch."""
LOUDEST = 127
SILENT = 3 * np.log(10)
"""Time constants in which a sound falls by 60 dB."""
_REMEDY = "Install counterpoint again: its recorded sounds are part of the package."


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded note."""

    pitch: int
    rate: int
    wave: NDArray[np.float32]
    """Longer than `length`, so that there is something after the last sample."""
    length: int
    loop: int | None
    """Where it goes on from once it is over; None if the note has died away."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The recorded notes of one preset."""

    rate: int
    fixed: bool
    """Percussion: keys rather than pitches, which ring for as long as they like."""
    waves: tuple[NDArray[np.float32], ...]
    pitches: NDArray[np.int64]
    loops: tuple[int | None, ...]


def play(notes: Iterable[Note], voice: Voice, duration: float, rate: int) -> Wave:
    """Return the sound of notes, in mono, as loud as it comes.

    Parameters
    ----------
    notes
        Any that begin before the end; they sound on after theirs for as long as the voice does.
    voice
        What they are played by.
    duration
        Seconds of sound wanted.
    rate
        Samples a second.

    Raises
    ------
    InputError
        If a recording is missing or broken.
    """
    wave = np.zeros(round(duration * rate))
    for note in notes:
        start = round(note.onset * rate)
        sound = _note(note, voice, rate)[: max(len(wave) - start, 0)]
        wave[start : start + len(sound)] += sound
    if not voice.bands:
        return wave
    toned: Wave = sosfilt(_equaliser(voice.bands, rate), wave)
    return toned


def _note(note: Note, voice: Voice, rate: int) -> NDArray[np.float32]:
    """Return the sound of one note, from its onset until it has died away."""
    strip = _strip(voice.strip)
    transpose = 0 if strip.fixed else voice.transpose
    nearest = int(np.argmin(np.abs(strip.pitches - (note.pitch - transpose))))
    recording = _recording(voice.strip, nearest, rate, max(transpose, 0))
    shift = (0 if strip.fixed else note.pitch - recording.pitch) + voice.cents / 100
    pace = 2 ** (shift / 12) * recording.rate / rate  # samples of the recording, for each of the sound
    held = max(note.duration - ARTICULATION, 0.6 * note.duration)
    rings = recording.length / pace / rate
    if recording.loop is None:
        held = rings if strip.fixed else min(held, rings)
    at = _places(int((held + voice.release) * rate), pace, voice.vibrato, rate)
    over = int(np.searchsorted(at, recording.length))
    if recording.loop is None:
        at = at[:over]
    else:
        at[over:] = recording.loop + (at[over:] - recording.loop) % (recording.length - recording.loop)
    before = at.astype(np.intp)
    sound = recording.wave[before]
    sound += (recording.wave[before + 1] - sound) * (at - before).astype(np.float32)
    sound *= (note.velocity / LOUDEST) ** 1.5
    seconds = np.arange(len(sound)) / rate
    if voice.decay:
        sound *= np.exp(-SILENT * seconds / voice.decay)
    ending = int(held * rate)
    sound[ending:] *= np.exp(-SILENT * (seconds[ending:] - held).clip(min=0) / voice.release)
    return sound


def _places(size: int, pace: float, cents: float, rate: int) -> Wave:
    """Return where in the recording each sample is, for a note with a vibrato that grows."""
    places: Wave = np.arange(size, dtype=np.float64) * pace
    if cents:
        seconds = np.arange(size) / rate
        depth = cents / 1200 * np.log(2) * np.minimum(seconds / VIBRATO_DELAY, 1)
        places += pace * np.cumsum(depth * np.sin(2 * np.pi * VIBRATO_HERTZ * seconds))
    return places


@lru_cache(maxsize=2048)
def _recording(name: str, number: int, rate: int, raised: int) -> Recording:
    """Return a recording that is filtered to be played at a rate, raised by some semitones."""
    strip = _strip(name)
    wave, loop = strip.waves[number], strip.loops[number]
    length = len(wave)
    wave = np.concatenate([wave, np.zeros(OVERHANG) if loop is None else wave[loop : loop + OVERHANG]])
    times = max(round(DENSITY * rate / strip.rate), 1)
    highest = PASSED * min(rate / 2 ** (raised / 12), strip.rate)
    dense = np.zeros(times * len(wave))
    dense[::times] = times * wave
    filtered = oaconvolve(dense, firwin(120 * times + 1, highest, fs=times * strip.rate), mode="same")
    return Recording(
        pitch=int(strip.pitches[number]),
        rate=times * strip.rate,
        wave=filtered.astype(np.float32),
        length=times * length,
        loop=None if loop is None else times * loop,
    )


@lru_cache
def _strip(name: str) -> Strip:
    """Read the recordings of one preset."""
    index = _index()
    entry = index["strips"].get(name)
    if entry is None:
        raise InputError(f"there are no recordings called {name!r}", remedy=_REMEDY)
    try:
        with (
            as_file(files(__package__) / "soundfonts" / f"{name}.opus") as path,
            av.open(str(path)) as container,
        ):
            frames = [frame.to_ndarray().reshape(-1) for frame in container.decode(audio=0)]
    except (OSError, av.FFmpegError) as error:
        raise InputError(f"the recordings {name!r} cannot be read: {error}", remedy=_REMEDY) from None
    wave = np.concatenate(frames).astype(np.float32)
    notes = entry["notes"]
    if len(wave) < notes[-1]["start"] + notes[-1]["length"]:
        raise InputError(f"the recordings {name!r} are cut short", remedy=_REMEDY)
    return Strip(
        rate=index["rate"],
        fixed=entry["fixed"],
        waves=tuple(wave[note["start"] : note["start"] + note["length"]] for note in notes),
        pitches=np.array([note["pitch"] for note in notes]),
        loops=tuple(note["loop"] for note in notes),
    )


@lru_cache
def _index() -> dict[str, Any]:
    try:
        text = (files(__package__) / "soundfonts" / "sounds.json").read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"the index of recordings cannot be read: {error}", remedy=_REMEDY) from None
    index: dict[str, Any] = json.loads(text)
    return index


@lru_cache(maxsize=256)
def _equaliser(bands: tuple[Band, ...], rate: int) -> Wave:
    """Return second-order sections with a peak or dip for each band (R. Bristow-Johnson's formulas)."""
    sections = []
    for band in bands:
        hertz = min(band.hertz, 0.4 * rate)
        angle = 2 * np.pi * hertz / rate
        gain, spread = 10 ** (band.decibels / 40), np.sin(angle) / (2 * band.width)
        first = 1 + spread / gain
        middle = -2 * np.cos(angle)
        section = (1 + spread * gain, middle, 1 - spread * gain, first, middle, 1 - spread / gain)
        sections.append([value / first for value in section])
    return np.array(sections)
