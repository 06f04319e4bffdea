"""The scene: everything that is seen and heard in one performance, as pure data.

Sound, picture and questions are made from a scene and know nothing of each other: what they share is
written here. Times are seconds from the start of the clip, rounded to milliseconds.
"""

from dataclasses import dataclass

VENUES = ("indoor", "outdoor")


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the sound starts and the hand moves at `onset`."""

    onset: float
    duration: float
    pitch: int
    """MIDI number, within the instrument's range."""
    velocity: int
    """1 to 127: accents within a phrase; how loud the player is on the whole is `Performer.loudness`."""


@dataclass(frozen=True, slots=True)
class Performer:
    """One player with an instrument."""

    instrument: str
    """What is seen, of `vocabulary.INSTRUMENTS`."""
    sounds_as: str
    """What is heard when it plays: `instrument`, unless the clip's sound is mismatched."""
    position: float | None
    """Centre in the picture from 0 (left edge) to 1 (right edge); None if off-screen."""
    intervals: tuple[tuple[float, float], ...]
    """When it plays, in order and disjoint; empty if it is silent throughout."""
    loudness: float
    """Loudness of its own sound while it plays, in LUFS before mixing; the sound is made to measure so."""
    rate: float
    """Notes a second while it plays."""
    regularity: float
    """1: every onset on a strict beat; 0: free."""
    notes: tuple[Note, ...]
    """All inside `intervals`."""
    voice: int
    """Which of the sounds of the instrument (preset, tuning) is used; any number, taken modulo."""
    look: int
    """Which player, clothes and colours are drawn; any number."""

    @property
    def visible(self) -> bool:
        """Whether the player is in the picture."""
        return self.position is not None

    @property
    def sounding(self) -> bool:
        """Whether it plays at all."""
        return bool(self.intervals)


@dataclass(frozen=True, slots=True)
class Voiceover:
    """Somebody who speaks over the music."""

    text: str
    voice: int
    start: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One performance: visible performers from left to right, then those off-screen."""

    scene_id: str
    seed: int
    duration: float
    performers: tuple[Performer, ...]
    venue: str
    voiceover: Voiceover | None
    style: str
    """Art style of the picture."""
    soundfont: str
    """Name of the SoundFont, or set of sounds."""
