"""What is heard of a scene, measured from the sound alone, after AAC too."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pyloudnorm  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.stage.hearing import Wave, mel_statistics, onsets, through_aac

from counterpoint.stage import sound
from counterpoint.stage.sampling import sample
from counterpoint.stage.scene import SOUNDFONTS, Note, Performer, Scene, Voiceover, validate
from counterpoint.stage.sound import Sound
from counterpoint.vocabulary import INSTRUMENTS

RATE = 16_000
METER = pyloudnorm.Meter(RATE, filter_class="DeMan")
FRAME = 1 / 8
LOWEST = {
    "accordion": 60, "acoustic_guitar": 48, "bagpipe": 60, "banjo": 55, "bassoon": 40, "cello": 43,
    "clarinet": 57, "electric_bass": 30, "erhu": 66, "flute": 67, "guzheng": 55, "piano": 52, "pipa": 57,
    "saxophone": 55, "suona": 67, "trumpet": 60, "tuba": 33, "ukulele": 62, "violin": 62, "xylophone": 70,
}  # fmt: skip
KEYS = {"drum": (36, 42, 38, 42), "congas": (64, 63, 62, 63)}
TUNES = ((0, 4, 7, 12, 9, 7, 5, 2), (12, 11, 7, 4, 2, 7, 9, 5), (0, 0, 7, 7, 9, 9, 7, 4))


def tune(instrument: str, start: float, end: float, rate: float = 2.5, which: int = 0) -> tuple[Note, ...]:
    """Return a fixed phrase, two tunes of which repeat notes."""
    steps = TUNES[which % len(TUNES)]
    number = round((end - start) * rate)
    return tuple(
        Note(
            onset=round(start + n / rate, 3),
            duration=round(0.95 / rate, 3) if n < number - 1 else round(end - start - n / rate, 3),
            pitch=KEYS[instrument][n % 4]
            if instrument in KEYS
            else LOWEST[instrument] + steps[n % 8] + which % 5,
            velocity=104 if n % 4 == 0 else 86,
        )
        for n in range(number)
    )


def player(
    instrument: str,
    position: float | None = 0.5,
    spans: Sequence[tuple[float, float]] = ((1.0, 7.0),),
    loudness: float = -20.0,
    rate: float = 2.5,
    voice: int = 0,
) -> Performer:
    notes = tuple(note for start, end in spans for note in tune(instrument, start, end, rate, voice))
    return Performer(
        instrument, instrument, position, tuple(spans), loudness, rate, 1.0, notes, voice, look=0
    )


def scene(*players: Performer, soundfont: str = "main", **changes: object) -> Scene:
    made = Scene("clip", 7, 8.0, players, "indoor", None, "flat", soundfont)
    made = replace(made, **changes)  # type: ignore[arg-type]
    validate(made)
    return made


@lru_cache(maxsize=64)
def solo(instrument: str, soundfont: str = "main", voice: int = 0) -> Sound:
    return sound.render(scene(player(instrument, voice=voice), soundfont=soundfont), RATE)


def level(wave: NDArray[np.floating]) -> float:
    """Return decibels of the power."""
    return 10 * float(np.log10(np.mean(np.square(wave, dtype=np.float64)) + 1e-12))


def played(wave: NDArray[np.floating], performer: Performer, rate: int = RATE) -> NDArray[np.floating]:
    return np.concatenate([wave[round(a * rate) : round(b * rate)] for a, b in performer.intervals])


@pytest.mark.parametrize("soundfont", SOUNDFONTS)
@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_note_is_heard_to_begin_in_time(instrument: str, soundfont: str) -> None:
    for voice in range(2):
        notes = player(instrument, voice=voice).notes
        heard = onsets(through_aac(solo(instrument, soundfont, voice).mix, RATE, 64_000).mean(axis=1), RATE)
        late = np.array([np.min(np.abs(heard - note.onset)) for note in notes])
        assert late.max() < 0.04 < FRAME, (instrument, late.round(3))
        # A bow's vibrato may look like more onsets than there are, but not like another tempo.
        assert len(heard) < 2 * len(notes)


@pytest.mark.parametrize("soundfont", SOUNDFONTS)
@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_loudness_is_as_stated(instrument: str, soundfont: str) -> None:
    performer = player(instrument)
    stem = solo(instrument, soundfont).stems[0]
    measured = METER.integrated_loudness(played(stem, performer).astype(float))
    assert measured == pytest.approx(performer.loudness, abs=0.5)


@pytest.mark.parametrize("rate", [RATE, 44_100])
@pytest.mark.parametrize("instrument", ["accordion", "drum", "guzheng", "violin"])
def test_silence_outside_the_intervals(instrument: str, rate: int) -> None:
    performer = player(instrument, spans=((1.0, 3.0), (5.0, 7.0)))
    rendered = sound.render(scene(performer), rate)
    stem = rendered.stems[0]
    for start, end in ((0.0, 1.0), (3.0 + sound.RAMP, 5.0), (7.0 + sound.RAMP, 8.0)):
        assert not stem[round(start * rate) : round(end * rate)].any()
    heard = through_aac(rendered.mix, rate, 64_000)
    music = level(played(heard, performer, rate))
    for start, end in ((0.0, 0.93), (3.15, 4.93), (7.15, 8.0)):
        assert level(heard[round(start * rate) : round(end * rate)]) < music - 40


def test_outdoors_there_is_a_faint_wind() -> None:
    performer = player("flute")
    heard = through_aac(sound.render(scene(performer, venue="outdoor"), RATE).mix, RATE, 64_000)
    quiet = level(heard[: round(0.9 * RATE)])
    assert -80 < quiet < level(played(heard, performer)) - 40
    assert quiet < -45


def test_louder_is_louder_in_the_mix() -> None:
    spans = (((0.0, 2.5),), ((3.0, 5.0),), ((5.5, 8.0),))
    players = [
        player("violin", 0.2, spans[0], -26.0),
        player("drum", 0.5, spans[1], -16.0),
        player("tuba", 0.8, spans[2], -21.0),
    ]
    heard = through_aac(sound.render(scene(*players), RATE).mix, RATE, 64_000)
    soft, loud, middle = (METER.integrated_loudness(played(heard, each)) for each in players)
    assert loud - soft == pytest.approx(10, abs=1)
    assert loud - middle == pytest.approx(5, abs=1)


def test_players_are_heard_where_they_are_seen() -> None:
    positions = (0.1, 0.35, 0.65, 0.9)
    sides = []
    for position in positions:
        heard = through_aac(sound.render(scene(player("clarinet", position)), RATE).mix, RATE, 64_000)
        sides.append(level(heard[:, 1]) - level(heard[:, 0]))
    assert sides == sorted(sides)
    assert sides[0] < -6 < sides[1] < -1
    assert sides[3] > 6 > sides[2] > 1


def test_place_does_not_change_loudness() -> None:
    mixes = [sound.render(scene(player("piano", at), venue="outdoor"), RATE).mix for at in (0.05, 0.5, 0.95)]
    levels = [METER.integrated_loudness(mix.astype(float)) for mix in mixes]
    assert max(levels) - min(levels) < 0.1


def test_offscreen_is_in_the_middle_and_duller() -> None:
    other = player("flute", 0.1, ((0.0, 1.0),))
    near, far = (
        sound.render(scene(other, player("trumpet", place), venue="outdoor"), RATE) for place in (0.9, None)
    )
    span = slice(2 * RATE, 7 * RATE)
    assert level(far.mix[span, 0]) == pytest.approx(level(far.mix[span, 1]), abs=0.2)

    def brightness(wave: NDArray[np.floating]) -> float:
        power = np.abs(np.fft.rfft(wave)) ** 2
        return float(power[len(power) // 2 :].sum() / power.sum())

    assert brightness(far.stems[1]) < 0.5 * brightness(near.stems[1])


def test_voiceover_is_above_the_music() -> None:
    words = Voiceover("Good evening, and welcome to our little concert.", 1, 2.0)
    rendered = sound.render(scene(player("cello"), player("piano", 0.8), voiceover=words), RATE)
    said = np.flatnonzero(rendered.speech)
    assert said[0] / RATE == pytest.approx(2.0, abs=0.05)
    assert 1.5 < (said[-1] - said[0]) / RATE < 5
    span = slice(said[0], said[-1] + 1)
    music = METER.integrated_loudness(rendered.stems[:, span].sum(axis=0).astype(float))
    assert METER.integrated_loudness(rendered.speech[span].astype(float)) > music + 2


def test_voiceover_without_music_is_heard_and_cut_at_the_end() -> None:
    words = Voiceover("This tune was written a long time ago.", 3, 7.0)
    rendered = sound.render(scene(player("cello", spans=((0.0, 2.0),)), voiceover=words), RATE)
    assert METER.integrated_loudness(rendered.speech[7 * RATE :].astype(float)) > -26
    assert abs(rendered.speech[-1]) < 0.01


def test_speakers_differ_and_repeat() -> None:
    def speech(voice: int) -> NDArray[np.floating]:
        words = Voiceover("Thank you all for coming tonight.", voice, 0.0)
        return sound.render(scene(player("flute"), voiceover=words), RATE).speech

    assert np.array_equal(speech(2), speech(2))
    assert np.array_equal(speech(2), speech(7))
    assert not np.array_equal(speech(2), speech(3))


@pytest.mark.parametrize("rate", [RATE, 44_100])
@settings(deadline=None, max_examples=12)
@given(seed=st.integers(0, 10_000))
def test_nothing_clips_and_the_mix_is_the_sum_of_its_parts(rate: int, seed: int) -> None:
    drawn = replace(sample(seed), venue="outdoor")
    rendered = sound.render(drawn, rate)
    finely = np.abs(np.fft.irfft(np.fft.rfft(rendered.mix, axis=0), 8 * len(rendered.mix), axis=0)) * 8
    assert 20 * np.log10(finely.max()) < -1
    assert 0 < rendered.gain <= 1
    assert rendered.mix.shape == (round(drawn.duration * rate), 2)
    assert rendered.mix.dtype == rendered.stems.dtype == np.float32
    # Placing keeps power: left and right together hold what the stems do, weighted by their place.
    places = [0.5 if p.position is None else p.position for p in drawn.performers]
    angles = [np.pi / 4 * (1 + sound.WIDTH * (2 * place - 1)) for place in places]
    for side, weight in ((0, np.cos), (1, np.sin)):
        parts = sum(weight(a) * s for a, s in zip(angles, rendered.stems.astype(float), strict=True))
        parts = rendered.gain * (parts + np.sqrt(0.5) * rendered.speech)
        assert level(rendered.mix[:, side] - parts) < -55  # the wind is all that is left


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000))
def test_loudness_of_drawn_scenes(seed: int) -> None:
    drawn = sample(seed)
    rendered = sound.render(drawn, RATE)
    for performer, stem in zip(drawn.performers, rendered.stems, strict=True):
        if performer.sounding:
            heard = played(stem.astype(float), performer)
            assert METER.integrated_loudness(heard) == pytest.approx(performer.loudness, abs=0.5)
        else:
            assert not stem.any()


def test_same_scene_same_samples() -> None:
    drawn = sample(11)
    assert np.array_equal(sound.render(drawn, RATE).mix, sound.render(drawn, RATE).mix)


def test_rates_agree() -> None:
    low, high = (sound.render(scene(player("saxophone")), rate) for rate in (RATE, 44_100))
    power = [np.abs(np.fft.rfft(each.stems[0].astype(float))) ** 2 for each in (low, high)]
    below = 6000 * 8  # bins of an eighth of a hertz, up to 6 kHz
    bands = [np.add.reduceat(p[:below] / s.rate**2, np.arange(0, below, below // 24)) for p, s in
             zip(power, (low, high), strict=True)]  # fmt: skip
    assert np.abs(10 * np.log10(bands[0] / bands[1])).max() < 1.5


def test_pitch_is_as_written() -> None:
    for instrument in sorted(LOWEST):
        for pitch in (LOWEST[instrument], LOWEST[instrument] + 7):
            note = Note(0.0, 1.0, pitch, 100)
            performer = Performer(instrument, instrument, 0.5, ((0.0, 1.0),), -20, 1.0, 1.0, (note,), 0, 0)
            wave = sound.render(scene(performer), RATE).stems[0][: RATE * 3 // 4].astype(float)
            assert abs(1200 * np.log2(fundamental(wave[1600:], pitch) / hertz(pitch))) < 35, instrument


def hertz(pitch: float) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))


def fundamental(wave: Wave, near: int) -> float:
    """Return the frequency within three semitones whose harmonics hold most."""
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 2**18))
    tried = hertz(near) * 2 ** (np.arange(-300, 301, 2) / 1200)
    bins = tried[:, None] * np.arange(1, 7) * 2**18 / RATE
    inside = np.minimum(bins, len(spectrum) - 1).round().astype(int)
    return float(tried[np.argmax(np.log(spectrum[inside] + spectrum.max() * 1e-3).sum(axis=1))])


def test_players_of_one_instrument_differ() -> None:
    stems = [solo("banjo", voice=voice).stems[0] for voice in (0, 3, 6)]
    tuned = [
        sound.render(scene(replace(player("banjo"), voice=voice)), RATE).stems[0] for voice in (0, 1, 2, 3)
    ]
    assert len({stem.tobytes() for stem in tuned}) == 3
    assert np.array_equal(tuned[0], tuned[3])
    assert len({stem.tobytes() for stem in stems}) == 3  # other tunes


@pytest.mark.parametrize("soundfont", SOUNDFONTS)
def test_all_instruments_are_told_apart(soundfont: str) -> None:
    """A linear classifier of 40 mel bands names every phrase that it has not heard."""

    def heard(voices: Sequence[int], start: int) -> tuple[Wave, Wave]:
        rows = []
        for instrument in INSTRUMENTS:
            for voice in voices:
                part = tune(instrument, 0.0, 4.0, 2.5, voice + start)
                performer = replace(
                    player(instrument, spans=((0.0, 4.0),), voice=voice), notes=part, rate=2.5
                )
                stem = sound.render(scene(performer, soundfont=soundfont), RATE).stems[0][: 4 * RATE]
                rows.append(mel_statistics(stem.astype(float), RATE))
        return np.array(rows), np.repeat(np.arange(len(INSTRUMENTS)), len(voices))

    train, labels = heard(range(5), 0)
    test, truth = heard(range(2), 7)
    centre, spread = train.mean(axis=0), train.std(axis=0) + 1e-3
    train, test = (train - centre) / spread, (test - centre) / spread
    means = np.stack([train[labels == k].mean(axis=0) for k in range(len(INSTRUMENTS))])
    within = train - means[labels]
    weights = np.linalg.solve(within.T @ within / len(within) + 0.3 * np.eye(train.shape[1]), means.T)
    named = np.argmax(test @ weights - 0.5 * (means * weights.T).sum(axis=1), axis=1)
    wrong = [(INSTRUMENTS[a], INSTRUMENTS[b]) for a, b in zip(truth, named, strict=True) if a != b]
    assert len(wrong) <= 0.05 * len(truth), wrong
