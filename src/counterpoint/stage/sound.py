"""Sound: what is heard of a scene.

Each performer is played by itself and made as loud as the scene says while it plays; it is silent outside
its intervals. Then all are placed from left to right, put in a room or outdoors, spoken over, and turned
down together if they would clip: who is louder than whom stays as the scene says.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, resample_poly, sosfilt

from counterpoint.stage.loudness import loudness
from counterpoint.stage.scene import Performer, Scene, Voiceover
from counterpoint.stage.speech import say
from counterpoint.stage.synthesiser import play
from counterpoint.stage.voices import Band, voice_of

RAMP = 0.05
"""Seconds in which a performer falls silent after the end of a playing interval."""
WIDTH = 0.9
"""How far apart left and right are: 1 puts a player at the edge of the picture on one side alone."""
CEILING = -3.0
"""Highest true peak in dBFS: what AAC adds stays below full scale."""
CLOSE_TO_PEAK = 0.7
SPEECH_ABOVE = 3.0
"""Loudness units by which a voiceover is above the music that sounds with it."""
SPEECH_LEAST = -22.0
WIND = -62.0
"""Loudness in LUFS of the open air."""
AWAY = (Band(5000, -9, 0.5), Band(200, -4, 0.7))
"""What is lost on the way from somebody who is not in the picture."""
REFLECTIONS = (((13, -17), (29, -21), (41, -25)), ((17, -17), (23, -21), (47, -25)))
"""A room: milliseconds and decibels of the echoes on the left and on the right, each of the other side."""

Samples = NDArray[np.float32]
Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard of a scene, and its parts."""

    rate: int
    mix: Samples
    """Samples x 2: left and right."""
    stems: Samples
    """Performers x samples, in mono: each measures its `Performer.loudness` while it plays."""
    speech: Samples
    """Samples of the voiceover, in mono; zeros without one."""
    gain: float
    """What stems and speech were multiplied by in the mix, at most 1."""


def render(scene: Scene, rate: int = 16_000) -> Sound:
    """Render what is heard of a scene; the same scene gives the same samples with the same libraries.

    Parameters
    ----------
    scene
        A valid scene.
    rate
        Samples a second, from 8,000 to 48,000.

    Raises
    ------
    InputError
        If the recordings of an instrument are missing, or eSpeak NG is, for a voiceover.
    """
    size = round(scene.duration * rate)
    stems = np.zeros((len(scene.performers), size))
    for stem, performer in zip(stems, scene.performers, strict=True):
        if performer.sounding:
            stem[:] = _stem(performer, scene, rate)
    mix = np.stack([_placed(performer.position) for performer in scene.performers], axis=1) @ stems
    speech = np.zeros(size)
    if scene.voiceover is not None:
        speech = _speech(scene.voiceover, mix, rate)
        mix += np.outer(_placed(None), speech)
    mix = _VENUES[scene.venue](mix, scene.seed, rate)
    gain = min(1.0, 10 ** (CEILING / 20) / max(true_peak(mix), 1e-9))
    return Sound(
        rate,
        mix=np.ascontiguousarray((gain * mix).T, dtype=np.float32),
        stems=stems.astype(np.float32),
        speech=speech.astype(np.float32),
        gain=gain,
    )


def _stem(performer: Performer, scene: Scene, rate: int) -> Wave:
    """Return one performer in mono, as loud as the scene says."""
    voice = voice_of(scene.soundfont, performer.sounds_as, performer.voice)
    if not performer.visible:
        voice = replace(voice, bands=(*voice.bands, *AWAY))
    wave = play(performer.notes, voice, scene.duration, rate)
    spans = [(round(start * rate), round(end * rate)) for start, end in performer.intervals]
    wave *= _gate(spans, len(wave), rate)
    measured = loudness(np.concatenate([wave[start:end] for start, end in spans]), rate)
    if np.isfinite(measured):
        wave *= 10 ** ((performer.loudness - measured) / 20)
    return wave


def _gate(spans: list[tuple[int, int]], size: int, rate: int) -> Wave:
    """Return 1 within the playing intervals, and a ramp to 0 after each."""
    gate = np.zeros(size)
    ramp = np.linspace(1, 0, round(RAMP * rate), endpoint=False)
    for start, end in spans:
        gate[start:end] = 1
        after = gate[end : end + len(ramp)]
        after[:] = np.maximum(after, ramp[: len(after)])
    return gate


def _placed(position: float | None) -> Wave:
    """Return the gains on the left and on the right, of equal power wherever it is."""
    angle = np.pi / 4 * (1 + WIDTH * (2 * (0.5 if position is None else position) - 1))
    return np.array([np.cos(angle), np.sin(angle)])


def _speech(voiceover: Voiceover, music: Wave, rate: int) -> Wave:
    """Return the voiceover in mono, clearly above the music."""
    wave = np.zeros(music.shape[1])
    start = round(voiceover.start * rate)
    spoken = say(voiceover.text, voiceover.voice, rate)[: max(len(wave) - start, 0)]
    fade = min(round(RAMP * rate), len(spoken))
    spoken[len(spoken) - fade :] *= np.linspace(1, 0, fade)
    beneath = loudness(music[:, start : start + len(spoken)].T, rate)
    level = max(beneath + SPEECH_ABOVE, SPEECH_LEAST)
    measured = loudness(spoken, rate)
    if np.isfinite(measured):
        wave[start : start + len(spoken)] = spoken * 10 ** ((level - measured) / 20)
    return wave


def _indoor(mix: Wave, _seed: int, rate: int) -> Wave:
    """Add the first echoes of a room: they are over within 50 ms."""
    room = mix.copy()
    for side, echoes in enumerate(REFLECTIONS):
        for milliseconds, decibels in echoes:
            late = round(milliseconds * rate / 1000)
            room[side, late:] += 10 ** (decibels / 20) * mix[1 - side, :-late]
    return room


def _outdoor(mix: Wave, seed: int, rate: int) -> Wave:
    """Add a faint wind, from somewhere within it."""
    wind = _wind(rate)
    at, start = 0, seed * 7919 % wind.shape[1]
    while at < mix.shape[1]:
        part = wind[:, start : start + mix.shape[1] - at]
        mix[:, at : at + part.shape[1]] += part
        at, start = at + part.shape[1], 0
    return mix


_VENUES = {"indoor": _indoor, "outdoor": _outdoor}


@lru_cache
def _wind(rate: int) -> Wave:
    """Return 20 seconds of wind, left and right, that swells and falls."""
    size = 20 * rate
    noise = np.random.Generator(np.random.PCG64(1)).standard_normal((2, size))
    noise = sosfilt(butter(2, [80, 700], "bandpass", fs=rate, output="sos"), noise)
    wind: Wave = noise * (0.6 + 0.4 * np.sin(2 * np.pi * np.arange(size) * 3 / size) ** 2)
    wind *= 10 ** ((WIND - loudness(wind.T, rate)) / 20)
    return wind


def true_peak(mix: Wave) -> float:
    """Return the highest value that the sound reaches, between samples too.

    As ITU-R BS.1770-4 measures it, by four samples for one; but only around samples that come close to
    the highest one.

    Parameters
    ----------
    mix
        Channels x samples.
    """
    size, context = 64, 16
    level = np.abs(mix).max(axis=0)
    highest = float(level.max())
    if highest == 0:
        return 0.0
    starts = size * np.unique(np.flatnonzero(level > CLOSE_TO_PEAK * highest) // size)
    padded = np.pad(mix, ((0, 0), (context, context + size)))
    parts = np.lib.stride_tricks.sliding_window_view(padded, size + 2 * context, axis=1)[:, starts]
    return max(highest, float(np.abs(resample_poly(parts, 4, 1, axis=-1)).max()))
