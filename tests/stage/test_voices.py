"""The recordings that the package brings, and what is said when they or the speech are missing."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import firwin

import counterpoint.stage
from counterpoint.errors import InputError
from counterpoint.stage import speech, synthesiser
from counterpoint.stage.phrases import BEATS, MANNERS
from counterpoint.stage.scene import SOUNDFONTS, Note
from counterpoint.stage.voices import VOICES, Voice, voice_of
from counterpoint.vocabulary import INSTRUMENTS

FOLDER = Path(counterpoint.stage.__file__).parent / "soundfonts"
INDEX = json.loads((FOLDER / "sounds.json").read_text())


def test_every_set_has_all_instruments_with_recordings_near_their_notes() -> None:
    assert set(VOICES) == set(SOUNDFONTS)
    for voices in VOICES.values():
        assert set(voices) == set(INSTRUMENTS)
        for instrument, players in voices.items():
            for voice in players:
                strip = INDEX["strips"][voice.strip]
                pitches = np.array([note["pitch"] for note in strip["notes"]])
                if instrument in BEATS:
                    assert strip["fixed"]
                    assert {key for beat in BEATS[instrument] for key in beat} <= set(pitches)
                else:
                    needed = np.arange(MANNERS[instrument].low, MANNERS[instrument].high + 1)
                    assert np.abs(needed[:, None] - voice.transpose - pitches).min(axis=1).max() <= 3


def test_the_second_set_has_other_recordings_or_other_treatment() -> None:
    for instrument in INSTRUMENTS:
        first, second = (VOICES[name][instrument][0] for name in SOUNDFONTS)
        assert (first.strip, first.transpose) != (second.strip, second.transpose), instrument
    kept = [i for i in INSTRUMENTS if VOICES["main"][i][0].strip == VOICES["second"][i][0].strip]
    assert kept == ["bagpipe", "clarinet"]


def test_every_recording_is_used_and_named_in_the_index() -> None:
    used = {voice.strip for voices in VOICES.values() for players in voices.values() for voice in players}
    assert used == set(INDEX["strips"]) == {path.stem for path in FOLDER.glob("*.opus")}
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6e6
    assert "Permission is hereby granted" in (FOLDER / "LICENSE.txt").read_text()


def test_a_long_note_sustains_without_a_gap_where_the_instrument_does() -> None:
    note = Note(0.0, 6.0, 69, 100)
    held = synthesiser.play([note], Voice("clarinet"), 6.0, 16_000)
    powers = (held.reshape(-1, 800) ** 2).mean(axis=1)[2:-2]
    assert 10 * np.log10(powers.max() / powers.min()) < 12
    died = synthesiser.play([note], Voice("piano"), 6.0, 16_000)
    assert not died[-16_000:].any()


def test_louder_velocity_is_louder() -> None:
    soft, loud = (
        np.abs(synthesiser.play([Note(0.0, 1.0, 69, velocity)], Voice("piano"), 1.0, 16_000)).max()
        for velocity in (60, 120)
    )
    assert loud > 2 * soft


@pytest.mark.parametrize("voice", [Voice("violin"), Voice("shamisen"), Voice("nylon_guitar", transpose=12)])
def test_nothing_folds_back_from_above_the_nyquist_frequency(voice: Voice) -> None:
    """Made at 16 kHz, it is what it would be if it were made at 48 kHz and then filtered."""
    notes = [Note(0.1 + 0.4 * n, 0.35, 76 + 2 * n, 100) for n in range(5)]
    low, high = (synthesiser.play(notes, voice, 2.4, rate) for rate in (16_000, 48_000))
    kept = firwin(255, 6_000, fs=48_000)
    wanted = np.convolve(high, kept, "same")[::3]
    found = np.convolve(low, firwin(85, 6_000, fs=16_000), "same")
    assert 10 * np.log10(np.mean((found - wanted) ** 2) / np.mean(wanted**2)) < -30


def test_unknown_names() -> None:
    with pytest.raises(InputError, match="no set of sounds called 'third'"):
        voice_of("third", "flute", 0)
    with pytest.raises(InputError, match="no sound for 'kazoo'"):
        voice_of("main", "kazoo", 0)
    assert voice_of("main", "flute", -1) == VOICES["main"]["flute"][2]


@pytest.mark.parametrize("content", [None, b"", b"not Opus at all"])
def test_missing_or_broken_recording(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    (tmp_path / "soundfonts").mkdir()
    (tmp_path / "soundfonts" / "sounds.json").write_text(json.dumps(INDEX))
    if content is not None:
        (tmp_path / "soundfonts" / "flute.opus").write_bytes(content)
    monkeypatch.setattr(synthesiser, "files", lambda _package: tmp_path)
    for cached in (synthesiser._strip, synthesiser._recording, synthesiser._index):
        cached.cache_clear()
    with pytest.raises(InputError, match=r"flute.*cannot be read") as error:
        synthesiser.play([Note(0.0, 1.0, 69, 100)], Voice("flute"), 1.0, 16_000)
    assert "Install counterpoint again" in str(error.value)
    synthesiser._index.cache_clear()


def test_no_speech_library(monkeypatch: pytest.MonkeyPatch) -> None:
    speech._library.cache_clear()
    speech._spoken.cache_clear()
    monkeypatch.setattr("ctypes.util.find_library", lambda _name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(InputError, match="needs eSpeak NG") as error:
        speech.say("Good evening.", 0, 16_000)
    assert "pip install espeakng-loader" in error.value.remedy
    assert "without a voiceover" in error.value.remedy
    speech._library.cache_clear()


@pytest.mark.parametrize("content", [None, b"no library"])
def test_broken_speech_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "libespeak-ng.so"
    if content:
        path.write_bytes(content)
    monkeypatch.setattr(speech, "_library", lambda: (str(path), ""))
    with pytest.raises(InputError, match=r"eSpeak NG failed: .*libespeak-ng\.so") as error:
        speech.say("Good evening, once more.", 0, 16_000)
    assert "pip install espeakng-loader" in error.value.remedy


def test_every_speaker_is_the_same_each_time() -> None:
    waves = []
    for speaker in range(len(speech.SPEAKERS)):
        heard = []
        for _ in range(3):
            speech._spoken.cache_clear()
            heard.append(speech.say("Listen closely to how the tune begins.", speaker, 16_000))
        assert all(np.array_equal(wave, heard[0]) for wave in heard)
        assert 1 < len(heard[0]) / 16_000 < 4
        waves.append(heard[0].tobytes())
    assert len(set(waves)) == len(waves)


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01"])
def test_nothing_to_say(text: str) -> None:
    with pytest.raises(InputError, match="nothing can be said"):
        speech.say(text, 0, 16_000)


def test_text_is_words_only() -> None:
    """Neither markup nor eSpeak NG's embedded commands (control-A ...) change the voice."""
    plain = speech.say("Good evening 99 S", 0, 16_000)
    assert np.array_equal(speech.say("Good evening\x0199 S", 0, 16_000), plain)
    assert len(speech.say("<break time='9s'/> Good evening", 0, 16_000)) < 9 * 16_000
