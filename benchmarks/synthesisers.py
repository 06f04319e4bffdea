"""Synthesisers side by side: how fast, and whether pitch and velocity are right.

    python -m benchmarks.synthesisers SOUNDFONT.sf2

prints one row for each of pyfluidsynth, tinysoundfont, symusic and libsonare that can be imported, and for
ours, which plays recordings instead of a SoundFont. Each plays 32 notes of a flute in 8 seconds, at 16 and at
44.1 kHz; time is that of the processor, the least of five runs, without loading the SoundFont.
"""

import importlib
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from counterpoint.stage.scene import Note
from counterpoint.stage.synthesiser import play
from counterpoint.stage.voices import Voice

FLUTE = 73
SECONDS = 8.0
TUNE = [Note(0.25 * n, 0.22, 72 + (0, 2, 4, 5, 7, 9, 11, 12)[n % 8], 90) for n in range(32)]
RATES = (16_000, 44_100)

Wave = NDArray[np.floating]
Player = Callable[[Sequence[Note]], Wave]


def ours(_font: str, rate: int) -> Player:
    return lambda notes: play(notes, Voice("flute"), SECONDS, rate)


def events(notes: Sequence[Note]) -> list[tuple[float, int, int]]:
    """Return when which note begins, with its velocity, and when it ends, with 0."""
    return sorted(
        event
        for note in notes
        for event in (
            (note.onset, note.pitch, note.velocity),
            (note.onset + note.duration, note.pitch, 0),
        )
    )


def pyfluidsynth(font: str, rate: int) -> Player:
    module = importlib.import_module("fluidsynth")
    synth = module.Synth(samplerate=float(rate))
    for effect in ("reverb", "chorus"):
        synth.setting(f"synth.{effect}.active", 0)
    loaded = synth.sfload(font)

    def perform(notes: Sequence[Note]) -> Wave:
        synth.system_reset()
        synth.program_select(0, loaded, 0, FLUTE)
        parts, at = [], 0
        for when, pitch, velocity in events(notes):
            parts.append(synth.get_samples(max(round(when * rate) - at, 0)))
            at = max(round(when * rate), at)
            if velocity:
                synth.noteon(0, pitch, velocity)
            else:
                synth.noteoff(0, pitch)
        parts.append(synth.get_samples(round(SECONDS * rate) - at))
        return np.concatenate(parts).reshape(-1, 2)[:, 0] / 2**15

    return perform


def tinysoundfont(font: str, rate: int) -> Player:
    module = importlib.import_module("tinysoundfont")
    synth = module.Synth(samplerate=rate)
    loaded = synth.sfload(font)

    def perform(notes: Sequence[Note]) -> Wave:
        synth.sounds_off()
        synth.program_select(0, loaded, 0, FLUTE)
        parts, at = [], 0
        for when, pitch, velocity in events(notes):
            wanted = round(when * rate) - at
            if wanted > 0:
                parts.append(np.frombuffer(bytes(synth.generate(wanted)), np.float32))
                at += wanted
            if velocity:
                synth.noteon(0, pitch, velocity)
            else:
                synth.noteoff(0, pitch)
        parts.append(np.frombuffer(bytes(synth.generate(round(SECONDS * rate) - at)), np.float32))
        return np.concatenate(parts).reshape(-1, 2)[:, 0]

    return perform


def symusic(font: str, rate: int) -> Player:
    module = importlib.import_module("symusic")
    synth = module.Synthesizer(sf_path=font, sample_rate=rate, quality=4)

    def perform(notes: Sequence[Note]) -> Wave:
        score = module.Score(1000)
        score.tempos.append(module.Tempo(time=0, qpm=60.0))
        track = module.Track(name="", program=FLUTE, is_drum=False)
        for note in notes:
            track.notes.append(
                module.Note(
                    time=round(note.onset * 1000),
                    duration=round(note.duration * 1000),
                    pitch=note.pitch,
                    velocity=note.velocity,
                )
            )
        score.tracks.append(track)
        wave: Wave = np.asarray(synth.render(score, True))[0]
        return wave

    return perform


def libsonare(font: str, rate: int) -> Player:
    project = importlib.import_module("libsonare").Project
    with open(font, "rb") as file:  # noqa: PTH123
        content = file.read()

    def perform(notes: Sequence[Note]) -> Wave:
        with project() as work:
            work.set_sample_rate(rate)
            work.load_soundfont(content)
            _, clip = work.add_midi_clip(0.0, 2 * SECONDS)  # quarters of half a second
            work.set_midi_events(
                clip,
                [
                    project.midi_program(0.0, 0, 0, FLUTE),
                    *(
                        project.midi_note_on(2 * when, 0, 0, pitch, velocity)
                        if velocity
                        else project.midi_note_off(2 * when, 0, 0, pitch)
                        for when, pitch, velocity in events(notes)
                    ),
                ],
            )
            frames = round(SECONDS * rate)
            return np.asarray(work.bounce_with_sf2_instrument(num_channels=2, total_frames=frames))[:, 0]

    return perform


def cents_off(perform: Player, rate: int) -> float:
    """Return by how much a held note of 880 Hz is out of tune; octaves do not count."""
    wave = perform([Note(0.0, 4.0, 81, 100)])[rate : 3 * rate]
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 2**20))
    cents = 1200 * np.log2(np.argmax(spectrum[1:]) * rate / 2**20 / 880)
    return float((cents + 600) % 1200 - 600)


def main(font: str) -> None:
    print("| synthesiser | ms at 16 kHz | ms at 44.1 kHz | cents off | velocity 40 to 110 |")
    print("|---|---|---|---|---|")
    for make in (ours, pyfluidsynth, tinysoundfont, symusic, libsonare):
        try:
            players = [make(font, rate) for rate in RATES]
            times = [best(player) for player in players]
            off = cents_off(players[1], RATES[1])
            soft, loud = (
                float(np.abs(players[1]([Note(0.0, 2.0, 81, velocity)])).max()) for velocity in (40, 110)
            )
        except Exception as error:  # of any kind: these are other people's libraries
            print(f"| {make.__name__} | {type(error).__name__}: {str(error)[:60]} | | | |")
            continue
        print(
            f"| {make.__name__} | {times[0]:.1f} | {times[1]:.1f} | {off:+.0f} |"
            f" {20 * np.log10(loud / soft):+.1f} dB |"
        )


def best(perform: Player) -> float:
    perform(TUNE)
    times = []
    for _ in range(5):
        start = time.process_time()
        perform(TUNE)
        times.append(time.process_time() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
