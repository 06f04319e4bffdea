"""Phrases: the notes that an instrument plays, in its range and manner.

All performers of a scene share a key and a chord sequence, so that they sound together; each has its own
pace. A phrase walks through the scale, settles on a note of the chord on every strong beat, and ends where
its interval ends.
"""

from dataclasses import dataclass

from counterpoint.stage.draw import Draw
from counterpoint.stage.scene import Note


@dataclass(frozen=True, slots=True)
class Manner:
    """How an instrument is played."""

    low: int
    """Lowest and highest MIDI number of what it plays: where it sounds well, not all it can reach."""
    high: int
    held: int
    """Percent of the time to the next onset that a note is held."""
    leap: int = 2
    """Largest step between two notes, in degrees of the scale."""
    chords: int = 0
    """Notes that are added below the melody on strong beats."""
    pentatonic: bool = False


MANNERS: dict[str, Manner] = {
    "accordion": Manner(57, 84, 96, chords=1),
    "acoustic_guitar": Manner(45, 76, 98, leap=3, chords=2),
    "bagpipe": Manner(58, 77, 100),
    "banjo": Manner(50, 77, 95, leap=4),
    "bassoon": Manner(36, 65, 88, leap=3),
    "cello": Manner(38, 69, 97),
    "clarinet": Manner(52, 84, 94, leap=3),
    "electric_bass": Manner(28, 52, 92, leap=3),
    "erhu": Manner(62, 86, 98, pentatonic=True),
    "flute": Manner(62, 91, 95),
    "guzheng": Manner(50, 86, 100, leap=3, chords=1, pentatonic=True),
    "piano": Manner(48, 86, 96, leap=3, chords=2),
    "pipa": Manner(50, 84, 90, leap=3, pentatonic=True),
    "saxophone": Manner(50, 79, 93),
    "suona": Manner(64, 86, 95, pentatonic=True),
    "trumpet": Manner(56, 82, 90),
    "tuba": Manner(29, 55, 88, leap=3),
    "ukulele": Manner(60, 81, 96, leap=3, chords=2),
    "violin": Manner(57, 91, 97),
    "xylophone": Manner(67, 95, 90, leap=4),
}
"""Instruments that play tunes."""

BEATS: dict[str, tuple[tuple[int, ...], ...]] = {
    "drum": ((36, 42, 38, 42), (36, 38, 36, 38), (36, 42, 36, 38)),
    "congas": ((64, 63, 62, 63), (63, 62, 64, 64), (64, 62, 63, 63)),
}
"""Patterns of instruments that beat time, as keys of General MIDI's percussion map."""

MODES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}
PENTATONIC = {"major": (0, 2, 4, 7, 9), "minor": (0, 3, 5, 7, 10)}
CHORDS = ((0, 3, 4, 0), (0, 5, 3, 4), (0, 4, 5, 3), (5, 3, 0, 4))
"""Chord sequences, as degrees of the scale that the chords are built on."""
BAR = 2000
"""Milliseconds that a chord lasts."""


@dataclass(frozen=True, slots=True)
class Harmony:
    """What the performers of a scene share."""

    tonic: int
    """Semitones above C."""
    mode: str
    chords: tuple[int, ...]

    def scale(self, manner: Manner) -> list[int]:
        """Return the notes of the scale that an instrument plays, from low to high."""
        steps = (PENTATONIC if manner.pentatonic else MODES)[self.mode]
        return [n for n in range(manner.low, manner.high + 1) if (n - self.tonic) % 12 in steps]

    def chord(self, at: int) -> set[int]:
        """Return the semitones above C of the chord that sounds at a time in milliseconds."""
        steps = MODES[self.mode]
        root = self.chords[at // BAR % len(self.chords)]
        return {(self.tonic + steps[(root + third) % 7]) % 12 for third in (0, 2, 4)}


def harmony(draw: Draw) -> Harmony:
    """Draw what the performers of a scene share."""
    return Harmony(draw.below(12), draw.pick(tuple(MODES)), draw.pick(CHORDS))


def phrase(
    draw: Draw, instrument: str, start: int, end: int, rate: int, regularity: int, shared: Harmony
) -> list[Note]:
    """Return the notes that an instrument plays from `start` to `end`.

    Parameters
    ----------
    instrument
        What is heard.
    start, end
        Milliseconds: the first note starts at `start`, and the last one ends at `end`.
    rate
        Onsets in 100 seconds.
    regularity
        Percent: 100 is a strict beat; less moves every onset but the first by up to 0.4 beats.
    shared
        Key and chords of the scene.
    """
    onsets = _onsets(draw, start, end, rate, regularity)
    lengths = [after - onset for onset, after in zip(onsets, [*onsets[1:], end], strict=True)]
    if instrument in BEATS:
        pattern = draw.pick(BEATS[instrument])
        pitches = [[pattern[n % len(pattern)]] for n in range(len(onsets))]
        held = 90
    else:
        manner = MANNERS[instrument]
        pitches, held = _melody(draw, onsets, manner, shared), manner.held
    notes: list[Note] = []
    for n, (onset, length, together) in enumerate(zip(onsets, lengths, pitches, strict=True)):
        velocity = (104 if n % 4 == 0 else 86) + draw.between(-6, 6)
        # Even a short note leaves no pause in which a player would seem to rest.
        duration = length if n == len(onsets) - 1 else max(length * held // 100, length - 400)
        notes += [Note(onset / 1000, duration / 1000, pitch, velocity) for pitch in together]
    return notes


def _onsets(draw: Draw, start: int, end: int, rate: int, regularity: int) -> list[int]:
    """Return onsets in milliseconds, on the beat or about it."""
    number = max(1, ((end - start) * rate + 50_000) // 100_000)
    reach = 400 * (100 - regularity) // rate  # 0.4 beats at regularity 0: a beat has 100,000 / rate ms
    moves = [draw.between(-reach, reach) if n and reach else 0 for n in range(number)]
    return [start + n * 100_000 // rate + move for n, move in enumerate(moves)]


def _melody(draw: Draw, onsets: list[int], manner: Manner, shared: Harmony) -> list[list[int]]:
    scale = shared.scale(manner)
    at = len(scale) // 4 + draw.below(len(scale) // 2 + 1)
    pitches: list[list[int]] = []
    for n, onset in enumerate(onsets):
        at = _reflected(at + draw.between(-manner.leap, manner.leap), len(scale))
        together = [scale[at]]
        if n % 2 == 0:
            sounding = shared.chord(onset)
            chord = [k for k, pitch in enumerate(scale) if pitch % 12 in sounding]
            if chord:  # a pentatonic scale may lack the whole chord
                at = min(chord, key=lambda k: (abs(k - at), k))
                below = [scale[k] for k in chord if k < at][::-1]
                together = [scale[at], *below[: manner.chords]]
        pitches.append(together)
    return pitches


def _reflected(index: int, size: int) -> int:
    """Return an index that walked over an end of the scale back inside it."""
    if index < 0:
        return min(-index, size - 1)
    return max(2 * (size - 1) - index, 0) if index >= size else index
