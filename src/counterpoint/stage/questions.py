"""The 33 questions of MUSIC-AVQA, asked of a scene: beside each wording, how it is answered.

A question is asked only where its answer is unique and its margin is clear; an answer function returns None
where it is not, with the reason in its docstring. Three rules hold throughout:

- *Audio* questions rest on what is heard (off-screen players count, and a mismatched sound counts as what
  it sounds like), *Visual* ones on what is seen.
- *Audio-Visual* questions that bind sounds to players are asked only where the two agree: the sound is not
  mismatched, and nobody off-screen may be meant.
- An instrument that a question names must be the only one of its kind, unless kinds are counted.
"""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from counterpoint.records import Question
from counterpoint.stage import facts
from counterpoint.stage.draw import Draw
from counterpoint.stage.facts import Facts, extreme, number, place, single, start, yes_no
from counterpoint.stage.scene import Performer, Scene
from counterpoint.stage.slots import (
    Slots,
    heard_pairs,
    kind_pairs,
    kinds,
    nothing,
    of,
    placed_pairs,
    seen_with,
    sides,
    with_seen,
)
from counterpoint.vocabulary import PLACES, TEMPLATES

Answer = Callable[..., str | None]

MOST = 4
"""Most questions of one template with one answer that are asked of a scene; which ones is drawn."""


class Rule(NamedTuple):
    """How a template is asked."""

    slots: Callable[[Facts], Iterable[Slots]]
    """The slot values worth trying."""
    answer: Answer
    """The answer, given the facts and the slot values; None if the question must not be asked."""


RULES: dict[str, Rule] = {}
"""How each template is asked."""


def ask(scene: Scene) -> list[Question]:
    """Return the questions that can be asked of a scene, with their answers.

    Questions come in the order of `vocabulary.TEMPLATES`; their ids are numbered through.
    """
    known = Facts(scene)
    asked: list[tuple[str, Slots, str]] = []
    for template in TEMPLATES:
        rule = RULES[template]
        by_answer: dict[str, list[Slots]] = {}
        for slots in dict.fromkeys(rule.slots(known)):
            if (answer := rule.answer(known, *slots)) is not None:
                by_answer.setdefault(answer, []).append(slots)
        for answer, several in by_answer.items():
            if len(several) > MOST:
                several = Draw("ask", scene.seed, template, answer).shuffled(several)[:MOST]
            asked += [(template, slots, answer) for slots in several]
    return [
        Question(
            question_id=f"{scene.scene_id}-{n:03}",
            picture=scene.scene_id,
            modality=TEMPLATES[template].modality,
            kind=TEMPLATES[template].kind,
            template=template,
            slots=slots,
            answer=answer,
            origin="stage",
        )
        for n, (template, slots, answer) in enumerate(asked, 1)
    ]


def asks(template: str, slots: Callable[[Facts], Iterable[Slots]] = nothing) -> Callable[[Answer], Answer]:
    """Enter an answer function in the table."""

    def enter(answer: Answer) -> Answer:
        RULES[template] = Rule(slots, answer)
        return answer

    return enter


# Audio: what is heard, whatever is seen.


@asks("Is there a <Object> sound?", kinds)
def _(known: Facts, kind: str) -> str | None:
    return yes_no(kind in known.heard_kinds)


@asks("Are there <Object> and <Object> sound?", kind_pairs)
def _(known: Facts, one: str, other: str) -> str | None:
    return yes_no(one in known.heard_kinds and other in known.heard_kinds)


@asks("How many musical instruments were heard throughout the video?")
def _(known: Facts) -> str | None:
    """Players are counted, not kinds; those off-screen too."""
    return number(len(known.heard))


def _heard(known: Facts, kind: str) -> Performer | None:
    """Return the only player that is heard as of a kind."""
    return single(player for player in known.heard if player.sounds_as == kind)


def _compare(
    one: Performer | None,
    other: Performer | None,
    more: Callable[[Performer, Performer], bool | None],
) -> str | None:
    """Compare two players that both play and are not the same."""
    if one is None or other is None or one is other or not (one.sounding and other.sounding):
        return None
    return yes_no(more(one, other))


@asks("Is the <Object> louder than the <Object>?", heard_pairs)
def _(known: Facts, one: str, other: str) -> str | None:
    """One player of each kind: how loud several are together is no plain matter."""
    return _compare(_heard(known, one), _heard(known, other), facts.louder)


@asks("Is the <Object> more rhythmic than the <Object>?", heard_pairs)
def _(known: Facts, one: str, other: str) -> str | None:
    """One player of each kind; more rhythmic is who is clearly quicker and no less regular."""
    return _compare(_heard(known, one), _heard(known, other), facts.more_rhythmic)


@asks("Is the <Object> playing longer than the <Object>?", heard_pairs)
def _(known: Facts, one: str, other: str) -> str | None:
    """One player of each kind; rests do not count as playing."""

    def longer(a: Performer, b: Performer) -> bool | None:
        return facts.exceeds(facts.playing_time(a), facts.playing_time(b), facts.LONGER)

    return _compare(_heard(known, one), _heard(known, other), longer)


# Visual: what is seen, whatever is heard.


@asks("Is there a <Object> in the entire video?", kinds)
def _(known: Facts, kind: str) -> str | None:
    return yes_no(kind in known.seen_kinds)


@asks("Are there <Object> and <Object> instruments in the video?", kind_pairs)
def _(known: Facts, one: str, other: str) -> str | None:
    return yes_no(one in known.seen_kinds and other in known.seen_kinds)


@asks("How many <Object> are in the entire video?", kinds)
def _(known: Facts, kind: str) -> str | None:
    return number(sum(player.instrument == kind for player in known.seen))


@asks("How many types of musical instruments appeared in the entire video?")
def _(known: Facts) -> str | None:
    return number(len(known.seen_kinds))


@asks("Where is the performance?")
def _(known: Facts) -> str | None:
    return known.scene.venue


@asks("What is the instrument on the <LR> of <Object>?", with_seen("left", "right"))
def _(known: Facts, side: str, kind: str) -> str | None:
    """Take the only one of its kind; all who stand on that side of it are of one kind."""
    return _beside(known, single(p for p in known.seen if p.instrument == kind), side)


def _beside(known: Facts, player: Performer | None, side: str) -> str | None:
    """Return the kind of all who stand on one side of a player."""
    if player is None:
        return None
    at = known.seen.index(player)
    return facts.one_kind(known.seen[:at] if side == "left" else known.seen[at + 1 :])


@asks("What kind of instrument is the <LRer> instrument?", of(("leftest", "rightest")))
def _(known: Facts, side: str) -> str | None:
    """Of several performers; they stand in order, so there is one at either end."""
    if len(known.seen) < 2:
        return None
    return known.seen[0 if side == "leftest" else -1].instrument


@asks("What kind of musical instrument is it?")
def _(known: Facts) -> str | None:
    """Only a single performer is *it*."""
    player = single(known.seen)
    return player.instrument if player else None


# Audio-visual: existence.


@asks("Is there a voiceover?")
def _(known: Facts) -> str | None:
    return yes_no(known.scene.voiceover is not None)


@asks("Is this sound from the instrument in the video?")
def _(known: Facts) -> str | None:
    """All that is heard is played in the picture, or no kind that is heard is seen; not something between."""
    if not known.heard:
        return None
    if known.agrees:
        return "yes"
    return "no" if not set(known.heard_kinds) & set(known.seen_kinds) else None


@asks("Is the <Object> in the video always playing?", kinds)
def _(known: Facts, kind: str) -> str | None:
    """Take the only one of its kind seen, none being off-screen; silent for a second is not always."""
    player = single(player for player in known.seen if player.instrument == kind)
    if player is None or known.scene.mismatched or kind in known.hidden_kinds:
        return None
    silence = facts.longest_silence(player, known.scene.duration)
    if facts.at_least(silence, facts.RESTING):
        return "no"
    return "yes" if silence <= facts.GAPLESS else None


# Audio-visual: counting players in the picture that sound.


@asks("How many instruments are sounding in the video?")
def _(known: Facts) -> str | None:
    """Nobody off-screen: whether they would count is a matter of opinion."""
    return number(len(known.playing)) if known.agrees else None


@asks("How many instruments in the video did not sound from beginning to end?")
def _(known: Facts) -> str | None:
    """No kind that is seen sounds off-screen as well."""
    if known.scene.mismatched or set(known.hidden_kinds) & set(known.seen_kinds):
        return None
    return number(len(known.seen) - len(known.playing))


@asks("How many sounding <Object> in the video?", kinds)
def _(known: Facts, kind: str) -> str | None:
    """None of the kind sounds off-screen."""
    if known.scene.mismatched or kind in known.hidden_kinds:
        return None
    return number(sum(player.instrument == kind for player in known.playing))


@asks("How many types of musical instruments sound in the video?")
def _(known: Facts) -> str | None:
    return number(len(known.heard_kinds)) if known.agrees else None


# Audio-visual: places. `known.playing` is asked only where `known.agrees`.


def _extreme(known: Facts, which: str) -> Performer | None:
    """Return who is the first, last, loudest or lowest, where picture and sound agree."""
    return extreme(known.playing, which) if known.agrees else None


@asks("Where is the <LL> instrument?", of(("loudest", "lowest")))
def _(known: Facts, which: str) -> str | None:
    """Lowest is asked where all play, and the softest is also the one with the lowest notes."""
    player = _extreme(known, which)
    if player and which == "lowest":
        others = [other for other in known.playing if other is not player]
        if len(known.playing) < len(known.seen) or not all(facts.deeper(player, p) for p in others):
            return None
    return place(player) if player else None


@asks("Is the <FL> sound coming from the <LR> instrument?", of(("first", "last"), PLACES))
def _(known: Facts, which: str, side: str) -> str | None:
    """There is one performer at that place."""
    player, there = _extreme(known, which), known.at(side)
    return yes_no(player is there) if player and there else None


@asks(
    "What is the <LR> instrument of the <FL> sounding instrument?", of(("left", "right"), ("first", "last"))
)
def _(known: Facts, side: str, which: str) -> str | None:
    """All who stand on that side of it are of one kind."""
    return _beside(known, _extreme(known, which), side)


@asks("Which is the musical instrument that sounds at the same time as the <Object>?", kinds)
def _(known: Facts, kind: str) -> str | None:
    """Take the only sounding one of its kind; one other kind clearly sounds with it, and no other at all."""
    player = single(player for player in known.playing if player.instrument == kind)
    if player is None or not known.agrees:
        return None
    shared = {id(other): facts.overlap(player, other) for other in known.playing if other is not player}
    if any(facts.TOGETHER < time < facts.APART for time in shared.values()):
        return None
    return facts.one_kind(other for other in known.playing if shared.get(id(other), 0) >= facts.APART)


# Audio-visual: comparing two players by where they are.


def _compare_at(
    known: Facts,
    one: Performer | None,
    other: Performer | None,
    more: Callable[[Performer, Performer], bool | None],
) -> str | None:
    return _compare(one, other, more) if known.agrees else None


@asks("Is the instrument on the <LR> louder than the instrument on the <LR>?", sides)
def _(known: Facts, one: str, other: str) -> str | None:
    """There is one performer at each place, and both play."""
    return _compare_at(known, known.at(one), known.at(other), facts.louder)


@asks("Is the instrument on the <LR> more rhythmic than the instrument on the <LR>?", sides)
def _(known: Facts, one: str, other: str) -> str | None:
    """There is one performer at each place, and both play."""
    return _compare_at(known, known.at(one), known.at(other), facts.more_rhythmic)


@asks("Is the <Object> on the <LR> louder than the <Object> on the <LR>?", placed_pairs)
def _(known: Facts, one: str, here: str, other: str, there: str) -> str | None:
    """There is one performer of each kind at its place, and both play."""
    return _compare_at(known, known.the(one, here), known.the(other, there), facts.louder)


@asks("Is the <Object> on the <LR> more rhythmic than the <Object> on the <LR>?", placed_pairs)
def _(known: Facts, one: str, here: str, other: str, there: str) -> str | None:
    """There is one performer of each kind at its place, and both play."""
    return _compare_at(known, known.the(one, here), known.the(other, there), facts.more_rhythmic)


# Audio-visual: time.


@asks("What is the <TH> instrument that comes in?", of(("first", "second", "third", "fourth", "fifth")))
def _(known: Facts, rank: str) -> str | None:
    """All up to the next one come in clearly one by one, and those up to it are of different kinds."""
    at = ("first", "second", "third", "fourth", "fifth").index(rank)
    order = sorted(known.playing, key=start)
    if not known.agrees or len(order) < 2 or at >= len(order):
        return None
    gaps = [start(after) - start(before) for before, after in pairwise(order[: at + 2])]
    clear = all(facts.at_least(gap, facts.APART) for gap in gaps)
    so_far = [player.instrument for player in order[: at + 1]]
    return so_far[-1] if clear and len(set(so_far)) == len(so_far) else None


@asks("Which instrument makes sounds <BA> the <Object>?", with_seen("before", "after"))
def _(known: Facts, when: str, kind: str) -> str | None:
    """Take the only sounding one of its kind; all who clearly come in before (after) it are of one kind.

    All of that kind do, or else it would be wrong to say that it comes in then.
    """
    player = single(player for player in known.playing if player.instrument == kind)
    if player is None or not known.agrees:
        return None
    lead = {id(p): start(player) - start(p) for p in known.playing if p is not player}
    if any(facts.TOGETHER < abs(time) < facts.APART - 1e-6 for time in lead.values()):
        return None
    sign = 1 if when == "before" else -1
    then = [p for p in known.playing if sign * lead.get(id(p), 0) > facts.TOGETHER]
    answer = facts.one_kind(then)
    return answer if sum(p.instrument == answer for p in known.playing) == len(then) else None


@asks("Which <Object> makes the sound <FL>?", seen_with("first", "last"))
def _(known: Facts, kind: str, which: str) -> str | None:
    """Of several of a kind; simultaneously if they start together (and for *last*, end together too).

    Otherwise the place of the first (last), where no other of the kind is at that place.
    """
    players = [player for player in known.playing if player.instrument == kind]
    if not known.agrees or len(players) < 2:
        return None
    if facts.together(players):
        ends = [facts.end(player) for player in players]
        both = which == "first" or max(ends) - min(ends) <= facts.TOGETHER
        return "simultaneously" if both else None
    player = extreme(players, which)
    side = place(player) if player else None
    return side if side and known.the(kind, side) is player else None


@asks("Where is the <FL> sounding instrument?", of(("first", "last")))
def _(known: Facts, which: str) -> str | None:
    player = _extreme(known, which)
    return place(player) if player else None
