"""The scene: everything that is seen and heard in one performance, as pure data.

Sound, picture and questions are made from a scene and know nothing of each other: what they share is
written here. Times are seconds from the start of the clip, rounded to milliseconds.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from counterpoint.errors import InputError
from counterpoint.vocabulary import INSTRUMENTS

VENUES = ("indoor", "outdoor")
STYLES = ("flat", "paper", "poster")
"""The art styles of the picture."""
HELD_OUT_STYLE = "poster"
"""The style that is never used unless asked for: it tests what was learnt from the others."""
SOUNDFONTS = ("main", "second")
"""The sets of sounds."""
HELD_OUT_SOUNDFONT = "second"
"""The set of sounds that is never used unless asked for."""

SHORTEST, LONGEST = 6.0, 60.0
"""Seconds that a clip lasts."""
MOST = 10
"""Most performers of a scene, those off-screen among them."""
APART = 0.07
"""Least distance of two performers, in widths of the picture."""
PAUSE = 0.5
"""Longest silence, in seconds, between two notes of one playing interval."""
QUIETEST = -60.0
"""Least loudness in LUFS: less is not heard."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the sound starts and the hand moves at `onset`."""

    onset: float
    duration: float
    pitch: int
    """MIDI number, within the instrument's range; of `drum` and `congas`, the key of General MIDI's
    percussion map (36 bass drum, 38 snare, 42 hi-hat... 62 to 64 congas)."""
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
    """Notes a second while it plays; the notes of a chord count as one."""
    regularity: float
    """1: every onset on a strict beat; 0: free."""
    notes: tuple[Note, ...]
    """In order of onset, all inside `intervals`; each interval begins with one."""
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
    """Art style of the picture, of `STYLES`."""
    soundfont: str
    """Name of the set of sounds, of `SOUNDFONTS`."""

    @property
    def mismatched(self) -> bool:
        """Whether what is heard comes from other instruments than those seen."""
        return any(player.sounds_as != player.instrument for player in self.performers)


def to_json(scene: Scene) -> str:
    """Return a scene as one line of JSON: the same scene gives the same text on any machine."""
    return json.dumps(asdict(scene), separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def from_json(text: str, *, where: str = "") -> Scene:
    """Return the scene that `to_json` wrote, after checking that it is possible.

    Raises
    ------
    InputError
        If the text is no JSON, lacks or adds a field, has one of a wrong type, or if the scene is
        impossible (see `validate`).
    """
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"broken JSON: {error}", where=where, remedy=_REMEDY) from None
    scene: Scene = _parse(Scene, value, where or "the scene")
    validate(scene, where=where)
    return scene


_REMEDY = "Write it with counterpoint.stage.scene.to_json."


def _parse(kind: Any, value: Any, where: str) -> Any:
    """Make a value of the annotated kind from what JSON gives, or say what is wrong with it."""
    options = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    if value is None and NoneType in options:
        return None
    kind = options[0]
    if get_origin(kind) is tuple and isinstance(value, list):
        inner = get_args(kind)
        inner = inner[:1] * len(value) if inner[-1] is ... else inner
        if len(inner) == len(value):
            parts = zip(inner, value, strict=True)
            return tuple(_parse(part, each, f"{where}[{n}]") for n, (part, each) in enumerate(parts))
    elif kind in (Scene, Performer, Note, Voiceover) and isinstance(value, dict):
        wanted, hints = [field.name for field in fields(kind)], _HINTS[kind]
        if odd := sorted(set(wanted) ^ set(value)):
            fault = "is missing" if odd[0] in wanted else "is not known here"
            raise InputError(f"the field {odd[0]!r} {fault}", where=where, remedy=_REMEDY)
        return kind(**{name: _parse(hints[name], value[name], f"{where}.{name}") for name in wanted})
    elif kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    elif kind in (str, int) and type(value) is kind:
        return value
    raise InputError(f"{str(value)[:40]!r} is not what belongs here", where=where, remedy=_REMEDY)


_HINTS = {kind: get_type_hints(kind) for kind in (Scene, Performer, Note, Voiceover)}


def validate(scene: Scene, *, where: str = "") -> None:
    """Check that a scene is possible, and that what it says of itself is consistent.

    Raises
    ------
    InputError
        For the first fault found, with the performer it is at and a remedy.
    """
    for place, fault, remedy in _faults(scene):
        at = ", ".join(filter(None, (where, f"scene {scene.scene_id}", place)))
        raise InputError(fault, where=at, remedy=remedy)


_Fault = tuple[str, str, str]


def _faults(scene: Scene) -> Iterator[_Fault]:
    players = scene.performers
    seen = [player.position for player in players if player.position is not None]
    heard = any(player.sounding for player in players)
    if not scene.scene_id.strip():
        yield "", "it has no id", "Give it one that is unique."
    if not SHORTEST <= scene.duration <= LONGEST:
        yield "", f"it lasts {scene.duration:g} s", f"A clip lasts {SHORTEST:g} to {LONGEST:g} s."
    for name, known in (("venue", VENUES), ("style", STYLES), ("soundfont", SOUNDFONTS)):
        if getattr(scene, name) not in known:
            yield "", f"its {name} is {getattr(scene, name)!r}", f"Use one of {', '.join(known)}."
    if len(players) > MOST:
        yield "", f"it has {len(players)} performers", f"At most {MOST} have room."
    if not seen:
        yield "", "nobody is in the picture", "Give at least one performer a position."
    if not (heard or scene.voiceover):
        yield "", "nothing is heard", "Let a performer play, or add a voiceover."
    if any(player.position is not None for player in players[len(seen) :]):
        yield "", "a visible performer comes after one off-screen", "List those off-screen last."
    if any(not after - before >= APART - 1e-9 for before, after in pairwise(seen)):
        yield (
            "",
            "its performers are not ordered from left to right, or stand too close",
            f"Put them in order, at least {APART:g} apart.",
        )
    if scene.mismatched and {p.sounds_as for p in players} & {p.instrument for p in players}:
        yield (
            "",
            "some instruments sound as those seen and some as others",
            "Let all sound as they look, or all as kinds that are not seen.",
        )
    if scene.voiceover and not (0 <= scene.voiceover.start < scene.duration and scene.voiceover.text.strip()):
        yield "voiceover", "it says nothing in the clip", "Give it a text, and a start inside the clip."
    for number, player in enumerate(players, 1):
        for fault, remedy in _player_faults(player, scene.duration):
            yield f"performer {number}", fault, remedy


def _player_faults(player: Performer, duration: float) -> Iterator[tuple[str, str]]:
    for name in (player.instrument, player.sounds_as):
        if name not in INSTRUMENTS:
            yield f"no instrument is called {name!r}", f"Use one of {', '.join(INSTRUMENTS)}."
    if player.position is not None and not 0 <= player.position <= 1:
        yield f"its position is {player.position:g}", "Give one from 0 (left edge) to 1 (right edge)."
    if not player.visible and not player.sounding:
        yield "it is neither seen nor heard", "Give it a position or let it play."
    if not QUIETEST <= player.loudness <= 0:
        yield f"its loudness is {player.loudness:g} LUFS", f"Give one from {QUIETEST:g} to 0."
    if not (0 < player.rate < math.inf and 0 <= player.regularity <= 1):
        yield "its rate or regularity is impossible", "A rate is above 0, a regularity from 0 to 1."
    if any(not (0 <= a < b <= duration) for a, b in player.intervals):
        yield "it plays outside the clip, or for no time", f"Keep each interval within 0 to {duration:g} s."
    if any(not end < start for (_, end), (start, _) in pairwise(player.intervals)):
        yield "its intervals overlap, touch or are out of order", "Join or sort them."
    if any(not (0 <= note.pitch <= 127 and 1 <= note.velocity <= 127) for note in player.notes):
        yield "a note is no MIDI note", "Pitch is 0 to 127, velocity 1 to 127."
    if any(after.onset < before.onset for before, after in pairwise(player.notes)):
        yield "its notes are out of order", "Sort them by onset."
    inside = [[note for note in player.notes if a <= note.onset < b] for a, b in player.intervals]
    if sum(map(len, inside)) < len(player.notes):
        yield "a note begins while it does not play", "Keep every note inside an interval."
    for (start, end), notes in zip(player.intervals, inside, strict=True):
        sounds_until = start
        for note in notes:
            if not (note.duration > 0 and note.onset + note.duration <= end + 1e-6):
                yield (
                    "a note is not within its playing interval",
                    "Shorten the note, or lengthen the interval.",
                )
            if note.onset > sounds_until + (PAUSE if note is not notes[0] else 1e-6):
                yield "it is silent inside a playing interval", "Start the interval with a note, or split it."
            sounds_until = max(sounds_until, note.onset + note.duration)
        if end - sounds_until > PAUSE:
            yield "it is silent at the end of a playing interval", "End the interval with its last note."
        if abs(len({note.onset for note in notes}) - player.rate * (end - start)) > 1:
            yield "its rate is not that of its notes", "Give the number of onsets a second as the rate."
