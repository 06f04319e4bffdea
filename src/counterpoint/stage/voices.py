"""Voices: which recordings an instrument sounds by, and what makes its tone.

A recording is a strip of single notes of one preset of a SoundFont, under `soundfonts/`
(`tools/make_sounds.py` makes them). Six instruments that General MIDI lacks take those of their nearest
relation and differ from it by more than a filter: a strip that is played an octave higher moves the
resonances of the body with the notes, as a smaller body does.
"""

from dataclasses import dataclass, replace

from counterpoint.errors import InputError
from counterpoint.stage.scene import SOUNDFONTS
from counterpoint.vocabulary import INSTRUMENTS


@dataclass(frozen=True, slots=True)
class Band:
    """A resonance: a peak of the frequency response, or a dip."""

    hertz: float
    decibels: float
    width: float
    """Quality: centre frequency by bandwidth."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How the notes of a strip become those of an instrument."""

    strip: str
    """Recorded notes, named in `soundfonts/sounds.json`."""
    transpose: int = 0
    """Semitones that the recording is played higher than it was made."""
    release: float = 0.06
    """Seconds in which a note falls by 60 dB once it ends."""
    decay: float | None = None
    """Seconds in which it falls by 60 dB while it is held, besides the recording's own decay."""
    vibrato: float = 0.0
    """Cents up and down."""
    cents: float = 0.0
    """Tuning."""
    bands: tuple[Band, ...] = ()


NASAL = (Band(1150, 9, 1.6), Band(2600, 5, 1.8), Band(350, -8, 0.8))
SMALL_BODY = (Band(520, 6, 1.4), Band(180, -10, 0.7), Band(3800, -5, 0.8))
SKIN = (Band(900, 6, 1.2), Band(3200, 5, 1.0), Band(220, -8, 0.8))
HARD = (Band(2400, 7, 1.2), Band(5200, 5, 1.2), Band(300, -6, 0.8))

MAIN: dict[str, Voice] = {
    "accordion": Voice("accordion"),
    "acoustic_guitar": Voice("steel_guitar", release=0.25),
    "bagpipe": Voice("bagpipe"),
    "banjo": Voice("banjo", release=0.15, decay=1.2, bands=SKIN),
    "bassoon": Voice("bassoon"),
    "cello": Voice("cello", release=0.12),
    "clarinet": Voice("clarinet"),
    "congas": Voice("congas", release=0.5),
    "drum": Voice("drum_kit", release=0.5),
    "electric_bass": Voice("finger_bass", release=0.15),
    "erhu": Voice("cello", transpose=14, release=0.12, vibrato=28, bands=NASAL),
    "flute": Voice("flute"),
    "guzheng": Voice("koto", release=0.6),
    "piano": Voice("piano", release=0.25),
    "pipa": Voice("shamisen", release=0.12, decay=0.7, bands=HARD),
    "saxophone": Voice("tenor_sax"),
    "suona": Voice("shenai", vibrato=14, bands=(Band(1700, 6, 1.4), Band(3400, 7, 1.6))),
    "trumpet": Voice("trumpet"),
    "tuba": Voice("tuba"),
    "ukulele": Voice("nylon_guitar", transpose=12, release=0.12, decay=1.0, bands=SMALL_BODY),
    "violin": Voice("violin", release=0.12),
    "xylophone": Voice("xylophone", release=0.4),
}
"""The usual set of sounds."""

SECOND: dict[str, Voice] = {
    "accordion": Voice("reed_organ", bands=(Band(1400, 4, 1.0),)),
    "acoustic_guitar": Voice("nylon_guitar", release=0.25),
    "bagpipe": Voice("bagpipe", transpose=-4, bands=(Band(2200, 6, 1.2), Band(600, -5, 1.0))),
    "banjo": Voice("clean_guitar", release=0.15, decay=0.9, bands=SKIN),
    "bassoon": Voice("english_horn", transpose=-14),
    "cello": Voice("contrabass", transpose=10, release=0.12),
    "clarinet": Voice("clarinet", transpose=-5, bands=(Band(1500, 4, 1.2),)),
    "congas": Voice("bongos", release=0.5),
    "drum": Voice("power_kit", release=0.5),
    "electric_bass": Voice("picked_bass", release=0.15),
    "erhu": Voice("viola", transpose=12, release=0.12, vibrato=32, bands=NASAL),
    "flute": Voice("recorder", vibrato=8),
    "guzheng": Voice("dulcimer", release=0.6),
    "piano": Voice("grand_piano", release=0.25),
    "pipa": Voice("harpsichord", release=0.12, decay=0.6, bands=HARD),
    "saxophone": Voice("alto_sax"),
    "suona": Voice("oboe", transpose=5, vibrato=16, bands=(Band(1700, 7, 1.4), Band(3400, 8, 1.6))),
    "trumpet": Voice("trombone", transpose=12, bands=(Band(2400, 4, 0.8),)),
    "tuba": Voice("french_horn", transpose=-12),
    "ukulele": Voice("harp", transpose=5, release=0.12, decay=0.8, bands=SMALL_BODY),
    "violin": Voice("viola", release=0.12, bands=(Band(3000, 4, 0.8),)),
    "xylophone": Voice("marimba", transpose=12, release=0.4, bands=(Band(3500, 5, 1.0),)),
}
"""Other recordings of the same instruments or of near relations: held for tests of what was learnt."""

PLAYERS = ((0.0, 0.0), (7.0, 4.0), (-7.0, -4.0))
"""Cents of tuning, and decibels at 3 kHz, by which players of one instrument differ."""


def _players(voice: Voice) -> tuple[Voice, ...]:
    return tuple(
        replace(voice, cents=voice.cents + cents, bands=(*voice.bands, *_brightness(decibels)))
        for cents, decibels in PLAYERS
    )


def _brightness(decibels: float) -> tuple[Band, ...]:
    return (Band(3000, decibels, 0.5),) if decibels else ()


VOICES: dict[str, dict[str, tuple[Voice, ...]]] = {
    name: {instrument: _players(voices[instrument]) for instrument in INSTRUMENTS}
    for name, voices in zip(SOUNDFONTS, (MAIN, SECOND), strict=True)
}
"""Of each set of sounds, the voices of each instrument."""


def voice_of(soundfont: str, instrument: str, number: int) -> Voice:
    """Return one of the voices of an instrument; the number may be any.

    Raises
    ------
    InputError
        If there is no such set of sounds or no such instrument.
    """
    if soundfont not in VOICES:
        raise InputError(
            f"there is no set of sounds called {soundfont!r}", remedy=f"Use one of {', '.join(VOICES)}."
        )
    if instrument not in VOICES[soundfont]:
        raise InputError(f"there is no sound for {instrument!r}", remedy=f"Use {', '.join(INSTRUMENTS)}.")
    voices = VOICES[soundfont][instrument]
    return voices[number % len(voices)]
