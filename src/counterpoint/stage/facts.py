"""What a viewer and listener can be certain of: the facts of a scene that answers rest on.

A difference counts only where it is clear, by the margins below. Where it is neither clear nor nil, the
answer is None, and nothing is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from counterpoint.stage.draw import Draw
from counterpoint.stage.phrases import BEATS
from counterpoint.stage.scene import Performer, Scene
from counterpoint.vocabulary import INSTRUMENTS, NUMBERS

APART, TOGETHER = 1.0, 0.05
"""Seconds: starts at least so far apart are told apart; starts at most so far apart are simultaneous."""
LOUDER = 9.0
"""Decibels."""
DEEPER = 7.0
"""Semitones, between the mean pitches of two players."""
QUICKER = 2.0
"""Ratio of rates."""
LONGER = 1.5
"""Seconds of playing time."""
RESTING, GAPLESS = 1.0, 0.25
"""Seconds: a silence so long is a rest; whoever is never silent for longer than the second plays always."""
LEFT, MIDDLE, RIGHT = (0.0, 0.36), (0.43, 0.57), (0.64, 1.0)
"""Parts of the picture's width; a performer between two of them has no certain place."""

_HAIR = 1e-6  # times and levels are decimal fractions: differences of them miss by rounding


@dataclass(frozen=True)
class Facts:
    """A scene, and who is seen and heard in it."""

    scene: Scene

    @cached_property
    def seen(self) -> tuple[Performer, ...]:
        """Who is in the picture, from left to right."""
        return tuple(player for player in self.scene.performers if player.visible)

    @cached_property
    def heard(self) -> tuple[Performer, ...]:
        """Who plays, in the picture or off-screen."""
        return tuple(player for player in self.scene.performers if player.sounding)

    @cached_property
    def playing(self) -> tuple[Performer, ...]:
        """Who plays in the picture, from left to right."""
        return tuple(player for player in self.seen if player.sounding)

    @cached_property
    def seen_kinds(self) -> tuple[str, ...]:
        """Kinds of instruments that are seen."""
        return tuple(dict.fromkeys(player.instrument for player in self.seen))

    @cached_property
    def heard_kinds(self) -> tuple[str, ...]:
        """Kinds of instruments that are heard, whatever is seen."""
        return tuple(dict.fromkeys(player.sounds_as for player in self.heard))

    @cached_property
    def hidden_kinds(self) -> tuple[str, ...]:
        """Kinds that are played off-screen."""
        return tuple(player.instrument for player in self.heard if not player.visible)

    @cached_property
    def absent_kinds(self) -> tuple[str, ...]:
        """Two kinds that are neither seen nor heard, to ask for in vain."""
        present = {*self.seen_kinds, *self.heard_kinds}
        absent = [kind for kind in INSTRUMENTS if kind not in present]
        return tuple(Draw("absent", self.scene.seed).shuffled(absent)[:2])

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """All kinds worth asking for: seen, heard and absent."""
        return tuple(dict.fromkeys((*self.seen_kinds, *self.heard_kinds, *self.absent_kinds)))

    @property
    def agrees(self) -> bool:
        """Whether picture and sound show the same players: all that is heard is played in the picture."""
        return not self.scene.mismatched and not self.hidden_kinds

    def at(self, place: str) -> Performer | None:
        """Return the one performer at a place; None if there are more, or one whose place is uncertain."""
        return only(self.seen, place)

    def the(self, kind: str, place: str) -> Performer | None:
        """Return the one performer of a kind at a place, as `at` does."""
        return only([player for player in self.seen if player.instrument == kind], place)


def number(count: int) -> str:
    """Return a number as a word.

    >>> number(0), number(10), number(11)
    ('zero', 'ten', 'more than ten')
    """
    return NUMBERS[min(count, 11)]


def yes_no(truth: bool | None) -> str | None:
    """Return the answer to a question of yes or no; None stays None."""
    return None if truth is None else "yes" if truth else "no"


def place(player: Performer) -> str | None:
    """Return where in the picture a performer certainly is."""
    for name, (low, high) in (("left", LEFT), ("middle", MIDDLE), ("right", RIGHT)):
        if player.position is not None and low <= player.position <= high:
            return name
    return None


def only(players: Iterable[Performer], where: str) -> Performer | None:
    """Return the one of the players at a place; None if there are more, or one of uncertain place."""
    places = {id(player): place(player) for player in players}
    there = [player for player in players if places[id(player)] == where]
    return there[0] if len(there) == 1 and None not in places.values() else None


def single(players: Iterable[Performer]) -> Performer | None:
    """Return the only one of the players; None if there are more or none."""
    players = tuple(players)
    return players[0] if len(players) == 1 else None


def one_kind(players: Iterable[Performer]) -> str | None:
    """Return the kind that all the players are of; None if there are several kinds, or no players."""
    kinds = {player.instrument for player in players}
    return kinds.pop() if len(kinds) == 1 else None


def start(player: Performer) -> float:
    """Return when a player is first heard."""
    return player.intervals[0][0]


def end(player: Performer) -> float:
    """Return when a player is last heard."""
    return player.intervals[-1][1]


def playing_time(player: Performer) -> float:
    """Return the seconds that a player plays."""
    return sum(end - start for start, end in player.intervals)


def longest_silence(player: Performer, duration: float) -> float:
    """Return the length in seconds of the longest time in which a player does not play."""
    edges = [0.0, *(edge for interval in player.intervals for edge in interval), duration]
    return max(after - before for before, after in list(pairwise(edges))[::2])


def overlap(one: Performer, other: Performer) -> float:
    """Return the seconds in which both play."""
    return sum(
        max(0.0, min(end, other_end) - max(start, other_start))
        for start, end in one.intervals
        for other_start, other_end in other.intervals
    )


def at_least(value: float, margin: float) -> bool:
    """Whether a value reaches a margin, rounding aside."""
    return value >= margin - _HAIR


def exceeds(one: float, other: float, margin: float) -> bool | None:
    """Return whether one value is more than the other; None if the difference is not clear."""
    return one > other if at_least(abs(one - other), margin) else None


def louder(one: Performer, other: Performer) -> bool | None:
    """Return whether one is louder than the other; None if that is not clear."""
    return exceeds(one.loudness, other.loudness, LOUDER)


def deeper(one: Performer, other: Performer) -> bool:
    """Whether one clearly plays lower notes than the other; of drums nobody can tell."""
    if {one.sounds_as, other.sounds_as} & set(BEATS):
        return False
    means = [sum(note.pitch for note in player.notes) / len(player.notes) for player in (one, other)]
    return means[1] - means[0] >= DEEPER


def more_rhythmic(one: Performer, other: Performer) -> bool | None:
    """Return whether one is more rhythmic: clearly quicker, and no less regular. None if neither is."""
    quick, slow = (one, other) if one.rate > other.rate else (other, one)
    clear = at_least(quick.rate / slow.rate, QUICKER) and quick.regularity >= slow.regularity
    return quick is one if clear else None


def together(players: Sequence[Performer]) -> bool:
    """Whether all the players start at the same time."""
    starts = [start(player) for player in players]
    return max(starts) - min(starts) <= TOGETHER + _HAIR


def extreme(players: Sequence[Performer], which: str) -> Performer | None:
    """Return who is clearly the `first` or `last` to sound, or the `loudest` or `lowest` (softest).

    The last is who comes in last; nobody else may be heard after it has ended, so that it is the last
    one in either sense. None if there are not several players, or none stands out.
    """
    if len(players) < 2:
        return None
    if which in ("first", "last"):
        sign = 1 if which == "first" else -1
        best, second = sorted(players, key=lambda player: sign * start(player))[:2]
        clear = at_least(abs(start(second) - start(best)), APART)
        heard_on = which == "last" and any(end(p) > end(best) + TOGETHER + _HAIR for p in players)
        return best if clear and not heard_on else None
    sign = -1 if which == "loudest" else 1
    best, second = sorted(players, key=lambda player: sign * player.loudness)[:2]
    return best if louder(best, second) is not None else None
