"""Make the recordings under `src/counterpoint/stage/soundfonts/` from two MIT-licensed SoundFonts.

    python tools/make_sounds.py FluidR3_GM.sf2 MuseScore_General_Lite.sf3 [OUT]

Needs pyfluidsynth and FluidSynth 2 (Debian: libfluidsynth3); the SoundFonts are Debian's
fluid-soundfont-gm 3.1-5.3 and musescore-general-soundfont-small 0.2.1-1. The same versions give the
same notes.

A strip holds single notes of one preset, a few semitones apart over the range that the instruments of
`stage.voices` need, each trimmed so that it is heard from its first sample, all equally loud. Notes of
instruments that sustain end in a loop whose joint is chosen by autocorrelation.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import av
import fluidsynth
import numpy as np
from numpy.typing import NDArray

from counterpoint.stage.loudness import loudness
from counterpoint.stage.phrases import MANNERS
from counterpoint.stage.voices import MAIN, SECOND

RATE = 48_000
STEP = 4
"""Semitones from one recorded note to the next."""
HELD, DECAYING = 1.5, 2.0
"""Seconds recorded of a note that sustains, and of one that dies away."""
LOOP_FROM = 0.6
LEVEL = -23.0
"""Loudness of every note in LUFS."""
GAP = 0.05
BITS = 64_000

Wave = NDArray[np.float64]


class Preset(NamedTuple):
    """Where in the SoundFonts a strip comes from."""

    bank: int
    program: int
    sustains: bool = False
    font: int = 0
    keys: tuple[int, ...] = ()
    """Of percussion, the keys recorded."""
    stands_for: tuple[int, ...] = ()
    """The keys that they are played for, if others."""


KIT = (36, 38, 42, 46, 45, 48, 50, 49, 51)
PRESETS = {
    "accordion": Preset(0, 21, sustains=True),
    "alto_sax": Preset(0, 65, sustains=True),
    "bagpipe": Preset(0, 109, sustains=True),
    "banjo": Preset(0, 105),
    "bassoon": Preset(0, 70, sustains=True),
    "bongos": Preset(128, 0, keys=(60, 60, 61), stands_for=(62, 63, 64)),
    "cello": Preset(0, 42, sustains=True),
    "clarinet": Preset(0, 71, sustains=True),
    "clean_guitar": Preset(0, 27),
    "congas": Preset(128, 0, keys=(62, 63, 64)),
    "contrabass": Preset(0, 43, sustains=True),
    "drum_kit": Preset(128, 0, keys=KIT),
    "dulcimer": Preset(0, 15),
    "english_horn": Preset(0, 69, sustains=True),
    "finger_bass": Preset(0, 33),
    "flute": Preset(0, 73, sustains=True),
    "french_horn": Preset(0, 60, sustains=True),
    "grand_piano": Preset(0, 0, font=1),
    "harp": Preset(0, 46),
    "harpsichord": Preset(0, 6),
    "koto": Preset(0, 107),
    "marimba": Preset(0, 12),
    "nylon_guitar": Preset(0, 24),
    "oboe": Preset(0, 68, sustains=True),
    "piano": Preset(0, 0),
    "picked_bass": Preset(0, 34),
    "power_kit": Preset(128, 16, keys=KIT),
    "recorder": Preset(0, 74, sustains=True),
    "reed_organ": Preset(0, 20, sustains=True),
    "shamisen": Preset(0, 106),
    "shenai": Preset(0, 111, sustains=True),
    "steel_guitar": Preset(0, 25),
    "tenor_sax": Preset(0, 66, sustains=True),
    "trombone": Preset(0, 57, sustains=True),
    "trumpet": Preset(0, 56, sustains=True),
    "tuba": Preset(0, 58, sustains=True),
    "viola": Preset(0, 41, sustains=True),
    "violin": Preset(0, 40, sustains=True),
    "xylophone": Preset(0, 13),
}
ORIGINS = ("FluidR3 GM", "MuseScore General")


def main(fonts: list[str], out: Path) -> None:
    """Record every strip and write the index."""
    out.mkdir(parents=True, exist_ok=True)
    synths = [Synth(font) for font in fonts]
    index: dict[str, Any] = {}
    for name, preset in PRESETS.items():
        pitches = preset.keys or recorded_pitches(name)
        notes = [record(synths[preset.font], preset, pitch) for pitch in pitches]
        silence = np.zeros(int(GAP * RATE))
        starts = np.cumsum([0, *(len(wave) + len(silence) for wave, _ in notes)])
        write(np.concatenate([part for wave, _ in notes for part in (wave, silence)]), out / f"{name}.opus")
        index[name] = {
            "origin": f"{ORIGINS[preset.font]}, bank {preset.bank}, program {preset.program}",
            "fixed": bool(preset.keys),
            "notes": [
                {"pitch": pitch, "start": int(start), "length": len(wave), "loop": loop}
                for pitch, start, (wave, loop) in zip(
                    preset.stands_for or pitches, starts, notes, strict=False
                )
            ],
        }
        print(f"{name}: {len(notes)} notes, {starts[-1] / RATE:.1f} s")
    (out / "sounds.json").write_text(json.dumps({"rate": RATE, "strips": index}, indent=1) + "\n")


def recorded_pitches(strip: str) -> tuple[int, ...]:
    """Return the notes to record: never more than half a step from any that is needed."""
    needed = [
        note - voice.transpose
        for voices in (MAIN, SECOND)
        for instrument, voice in voices.items()
        if voice.strip == strip
        for note in (MANNERS[instrument].low, MANNERS[instrument].high)
    ]
    low, high = min(needed), max(needed)
    return tuple(range(low + STEP // 2, high + STEP // 2 + 1, STEP))


class Synth:
    """FluidSynth with one SoundFont."""

    def __init__(self, font: str) -> None:
        self.synth = fluidsynth.Synth(samplerate=float(RATE), gain=0.4)
        self.synth.setting("synth.reverb.active", 0)
        self.synth.setting("synth.chorus.active", 0)
        self.font = self.synth.sfload(font)

    def note(self, bank: int, program: int, pitch: int) -> Wave:
        """Return three seconds of a note that is held."""
        self.synth.system_reset()
        self.synth.program_select(0, self.font, bank, program)
        self.synth.noteon(0, pitch, 100)
        wave: Wave = np.asarray(self.synth.get_samples(3 * RATE)).reshape(-1, 2).mean(axis=1) / 2**15
        return wave


def record(synth: Synth, preset: Preset, pitch: int) -> tuple[Wave, int | None]:
    """Return one note, and from where on it is repeated for as long as it is held (or None)."""
    wave = synth.note(preset.bank, preset.program, pitch)
    if not np.abs(wave).max() > 1e-3:
        raise SystemExit(f"{preset} is silent at {pitch}")
    wave = wave[onset(wave) :][: int((HELD if preset.sustains else DECAYING) * RATE)]
    wave *= 10 ** ((LEVEL - loudness(wave[: int(0.5 * RATE)], RATE)) / 20)
    wave[: RATE // 250] *= np.sin(np.linspace(0, np.pi / 2, RATE // 250)) ** 2
    if preset.sustains:
        return looped(wave)
    wave[-RATE // 5 :] *= np.linspace(1, 0, RATE // 5)
    audible = np.flatnonzero(np.abs(wave) > 10 ** (-70 / 20))
    return wave[: audible[-1] + 1], None


def onset(wave: Wave) -> int:
    """Return where the note is first clearly heard: 12 dB below the loudest of its first half second."""
    span = RATE // 200
    power = np.convolve(wave[: RATE // 2] ** 2, np.full(span, 1 / span))[span - 1 :]
    return int(np.argmax(power > power.max() / 16))


def looped(wave: Wave) -> tuple[Wave, int]:
    """Cut a note where it is most like itself at the start of the loop, and blend the joint."""
    start, blend = int(LOOP_FROM * RATE), RATE // 20
    head = wave[start - blend : start]
    candidates = np.arange(int(1.2 * RATE), len(wave))
    windows = np.lib.stride_tricks.sliding_window_view(wave, blend)[candidates - blend]
    likeness = windows @ head / np.linalg.norm(windows, axis=1)
    end = int(candidates[np.argmax(likeness)])
    fade = np.linspace(0, 1, blend)
    wave = wave[:end].copy()
    wave[end - blend :] = wave[end - blend :] * (1 - fade) + head * fade
    return wave, start


def write(wave: Wave, path: Path) -> None:
    """Write a mono wave as Ogg Opus."""
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream("libopus", rate=RATE, layout="mono", bit_rate=BITS)
        frame = av.AudioFrame.from_ndarray(wave[None].astype(np.float32), format="flt", layout="mono")
        frame.rate = RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        raise SystemExit(__doc__)
    default = Path(__file__).parents[1] / "src/counterpoint/stage/soundfonts"
    main(sys.argv[1:3], Path(sys.argv[3]) if len(sys.argv) == 4 else default)
