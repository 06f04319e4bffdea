"""The ground truth, recomputed by brute force over a sampled timeline.

The checker below sees a scene as its JSON, samples who plays on a 10 ms grid, and lists for each question
every answer that somebody could defend; exactly one must be left, and it must be the one that is given.
"""

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterpoint import datasets
from counterpoint.records import DataSet, Question
from counterpoint.stage.questions import MOST, RULES, ask
from counterpoint.stage.sampling import Part, SceneSettings, Wish, sample
from counterpoint.stage.scene import Scene, to_json
from counterpoint.stage.wishes import reachable, wish_for
from counterpoint.vocabulary import TEMPLATES, fill, slot_names

NATURAL = 2200
GRID = 0.01
WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
Found = set[str | None]


class Player:
    """One performer on the timeline."""

    def __init__(self, data: dict[str, Any], duration: float) -> None:
        times = np.arange(GRID / 2, duration, GRID)
        self.kind: str = data["instrument"]
        self.heard_as: str = data["sounds_as"]
        self.x: float | None = data["position"]
        self.on = np.zeros(len(times), bool)
        for start, end in data["intervals"]:
            self.on |= (times >= start) & (times < end)
        self.loudness: float = data["loudness"]
        self.regularity: float = data["regularity"]
        self.onsets = sorted({note["onset"] for note in data["notes"]})
        self.pitches = [note["pitch"] for note in data["notes"]]

    @property
    def begins(self) -> float:
        return float(np.argmax(self.on)) * GRID

    @property
    def stops(self) -> float:
        return float(len(self.on) - np.argmax(self.on[::-1])) * GRID

    @property
    def plays(self) -> bool:
        return bool(self.on.any())

    @property
    def seconds(self) -> float:
        return float(self.on.sum()) * GRID

    @property
    def pace(self) -> float:
        return len(self.onsets) / self.seconds


class Watched:
    """A clip as somebody sees and hears it."""

    def __init__(self, scene: Scene) -> None:
        self.data = json.loads(to_json(scene))
        self.all = [Player(player, self.data["duration"]) for player in self.data["performers"]]
        self.seen = [p for p in self.all if p.x is not None]
        self.heard = [p for p in self.all if p.plays]
        self.true = all(p.kind == p.heard_as for p in self.all)
        self.offscreen = [p for p in self.all if p.x is None]
        self.sound_and_sight = self.true and not self.offscreen

    def on_stage(self) -> list[Player]:
        """Who is seen to play; nobody may be heard who is not seen."""
        assert self.sound_and_sight
        return [p for p in self.seen if p.plays]

    def standing(self, side: str, among: list[Player] | None = None) -> Player:
        there = [p for p in (self.seen if among is None else among) if where(p) == side]
        (player,) = there
        return player


def where(player: Player) -> str:
    assert player.x is not None
    for side, edge in (("left", 0.4), ("middle", 0.6), ("right", 1.01)):
        if player.x < edge:
            assert min(abs(player.x - 0.4), abs(player.x - 0.6)) > 0.025, "neither here nor there"
            return side
    raise AssertionError


def word(number: int) -> Found:
    return {WORDS[number]}


def truth(value: Any) -> Found:
    return {"yes" if value else "no"}


def order_clear(a: float, b: float, margin: float) -> bool:
    assert abs(a - b) >= margin, "too close to call"
    return a > b


def louder(a: Player, b: Player) -> bool:
    assert a.plays
    assert b.plays
    return order_clear(a.loudness, b.loudness, 8.99)


def more_rhythmic(a: Player, b: Player) -> bool:
    assert a.plays
    assert b.plays
    fast, slow = (a, b) if a.pace > b.pace else (b, a)
    assert fast.pace / slow.pace > 1.6
    assert fast.regularity >= slow.regularity
    return fast is a


def outstanding(players: list[Player], which: str) -> Player:
    assert len(players) >= 2
    if which in ("first", "last"):
        order = sorted(players, key=lambda p: p.begins, reverse=which == "last")
        assert abs(order[0].begins - order[1].begins) > 0.97
        if which == "last":  # also the last to be heard
            assert all(p.stops <= order[0].stops + 0.07 for p in players)
        return order[0]
    order = sorted(players, key=lambda p: p.loudness, reverse=which == "loudest")
    assert abs(order[0].loudness - order[1].loudness) >= 8.99
    return order[0]


def on_side_of(w: Watched, player: Player, side: str) -> Found:
    assert player.x is not None
    return {
        p.kind for p in w.seen if p.x is not None and (p.x < player.x if side == "left" else p.x > player.x)
    }


def one_seen(w: Watched, kind: str) -> Player:
    (player,) = (p for p in w.seen if p.kind == kind)
    return player


def one_heard(w: Watched, kind: str) -> Player:
    (player,) = (p for p in w.heard if p.heard_as == kind)
    return player


def one_playing(w: Watched, kind: str) -> Player:
    (player,) = (p for p in w.on_stage() if p.kind == kind)
    return player


def named_at(w: Watched, kind: str, side: str) -> Player:
    return w.standing(side, [p for p in w.seen if p.kind == kind])


def how_many_playing(w: Watched, kind: str) -> Found:
    assert w.true
    assert kind not in {p.kind for p in w.offscreen}
    return word(sum(p.kind == kind and p.plays for p in w.seen))


def did_not_sound(w: Watched) -> Found:
    assert w.true
    assert not {p.kind for p in w.offscreen} & {p.kind for p in w.seen}
    return word(sum(not p.plays for p in w.seen))


def always(w: Watched, kind: str) -> Found:
    player = one_seen(w, kind)
    assert w.true
    assert kind not in {p.kind for p in w.offscreen}
    runs = [len(list(run)) for on, run in itertools.groupby(player.on) if not on]
    longest = max(runs, default=0) * GRID
    assert longest < 0.27 or longest > 0.97
    return truth(longest < 0.27)


def from_the_instrument(w: Watched) -> Found:
    if w.sound_and_sight:
        assert any(p.plays for p in w.seen)
        return {"yes"}
    assert w.heard
    assert not {p.heard_as for p in w.heard} & {p.kind for p in w.seen}
    return {"no"}


def extreme_place(w: Watched, which: str) -> Found:
    player = outstanding(w.on_stage(), which)
    if which == "lowest":  # in loudness and in pitch
        assert all(p.plays for p in w.seen)
        others = [p for p in w.seen if p is not player]
        assert all(np.mean(player.pitches) < np.mean(p.pitches) - 6.9 for p in others)
        assert not {p.kind for p in w.seen} & {"drum", "congas"}
    return {where(player)}


def same_time(w: Watched, kind: str) -> Found:
    player = one_playing(w, kind)
    shared = {p: float((p.on & player.on).sum()) * GRID for p in w.on_stage() if p is not player}
    assert all(time < 0.07 or time > 0.97 for time in shared.values())
    return {p.kind for p, time in shared.items() if time > 0.97}


def comes_in(w: Watched, rank: str) -> Found:
    order = sorted(w.on_stage(), key=lambda p: p.begins)
    at = ["first", "second", "third", "fourth", "fifth"].index(rank)
    assert len(order) > 1
    for earlier, later in itertools.pairwise(order[: at + 2]):
        assert later.begins - earlier.begins > 0.97
    so_far = [p.kind for p in order[: at + 1]]
    assert len(set(so_far)) == len(so_far)
    return {order[at].kind}


def before_or_after(w: Watched, when: str, kind: str) -> Found:
    player = one_playing(w, kind)
    lag = {p: p.begins - player.begins for p in w.on_stage() if p is not player}
    assert all(abs(time) < 0.07 or abs(time) > 0.97 for time in lag.values())
    then = {p.kind for p, time in lag.items() if (time < -0.5 if when == "before" else time > 0.5)}
    otherwise = {p.kind for p, time in lag.items() if not (time < -0.5 if when == "before" else time > 0.5)}
    assert not then & otherwise
    return {*then}


def which_of_them(w: Watched, kind: str, which: str) -> Found:
    players = [p for p in w.on_stage() if p.kind == kind]
    assert len(players) >= 2
    begins = [p.begins for p in players]
    if max(begins) - min(begins) < 0.07:
        if which == "last":
            assert max(p.stops for p in players) - min(p.stops for p in players) < 0.07
        return {"simultaneously"}
    player = outstanding(players, which)
    assert named_at(w, kind, where(player)) is player
    return {where(player)}


CHECKS: dict[str, Callable[..., Found]] = {
    "Is there a <Object> sound?": lambda w, x: truth(any(p.heard_as == x for p in w.heard)),
    "Are there <Object> and <Object> sound?": lambda w, x, y: truth(
        any(p.heard_as == x for p in w.heard) and any(p.heard_as == y for p in w.heard)
    ),
    "How many musical instruments were heard throughout the video?": lambda w: word(len(w.heard)),
    "Is the <Object> louder than the <Object>?": lambda w, x, y: truth(
        louder(one_heard(w, x), one_heard(w, y))
    ),
    "Is the <Object> more rhythmic than the <Object>?": lambda w, x, y: truth(
        more_rhythmic(one_heard(w, x), one_heard(w, y))
    ),
    "Is the <Object> playing longer than the <Object>?": lambda w, x, y: truth(
        order_clear(one_heard(w, x).seconds, one_heard(w, y).seconds, 1.45)
    ),
    "Is there a <Object> in the entire video?": lambda w, x: truth(any(p.kind == x for p in w.seen)),
    "Are there <Object> and <Object> instruments in the video?": lambda w, x, y: truth(
        {x, y} <= {p.kind for p in w.seen}
    ),
    "How many <Object> are in the entire video?": lambda w, x: word(sum(p.kind == x for p in w.seen)),
    "How many types of musical instruments appeared in the entire video?": lambda w: word(
        len({p.kind for p in w.seen})
    ),
    "Where is the performance?": lambda w: {w.data["venue"]},
    "What is the instrument on the <LR> of <Object>?": lambda w, side, x: on_side_of(w, one_seen(w, x), side),
    "What kind of instrument is the <LRer> instrument?": lambda w, side: {
        sorted(w.seen, key=lambda p: p.x or 0.0)[{"leftest": 0, "rightest": -1}[side]].kind
    },
    "What kind of musical instrument is it?": lambda w: (
        {p.kind for p in w.seen} if len(w.seen) == 1 else set()
    ),
    "Is there a voiceover?": lambda w: truth(w.data["voiceover"]),
    "Is this sound from the instrument in the video?": from_the_instrument,
    "Is the <Object> in the video always playing?": always,
    "How many instruments are sounding in the video?": lambda w: word(len(w.on_stage())),
    "How many instruments in the video did not sound from beginning to end?": did_not_sound,
    "How many sounding <Object> in the video?": how_many_playing,
    "How many types of musical instruments sound in the video?": lambda w: word(
        len({p.kind for p in w.on_stage()})
    ),
    "Where is the <LL> instrument?": extreme_place,
    "Is the <FL> sound coming from the <LR> instrument?": lambda w, which, side: truth(
        outstanding(w.on_stage(), which) is w.standing(side)
    ),
    "What is the <LR> instrument of the <FL> sounding instrument?": lambda w, side, which: on_side_of(
        w, outstanding(w.on_stage(), which), side
    ),
    "Which is the musical instrument that sounds at the same time as the <Object>?": same_time,
    "Is the instrument on the <LR> louder than the instrument on the <LR>?": lambda w, a, b: truth(
        w.on_stage() and louder(w.standing(a), w.standing(b))
    ),
    "Is the instrument on the <LR> more rhythmic than the instrument on the <LR>?": lambda w, a, b: truth(
        w.on_stage() and more_rhythmic(w.standing(a), w.standing(b))
    ),
    "Is the <Object> on the <LR> louder than the <Object> on the <LR>?": lambda w, x, a, y, b: truth(
        w.on_stage() and louder(named_at(w, x, a), named_at(w, y, b))
    ),
    "Is the <Object> on the <LR> more rhythmic than the <Object> on the <LR>?": lambda w, x, a, y, b: truth(
        w.on_stage() and more_rhythmic(named_at(w, x, a), named_at(w, y, b))
    ),
    "What is the <TH> instrument that comes in?": comes_in,
    "Which instrument makes sounds <BA> the <Object>?": before_or_after,
    "Which <Object> makes the sound <FL>?": which_of_them,
    "Where is the <FL> sounding instrument?": lambda w, which: {where(outstanding(w.on_stage(), which))},
}


def scenes() -> Iterator[Scene]:
    """Scenes as they come, of several lengths, and one by each wish."""
    for seed in range(NATURAL):
        yield sample(seed, duration=(8.0, 6.0, 8.0, 13.3)[seed % 4])
    number = itertools.count(NATURAL)
    for template in TEMPLATES:
        for answer in reachable(template):
            yield sample(next(number), wish=wish_for(template, answer) or Wish())


@pytest.fixture(scope="module")
def asked() -> list[tuple[Scene, list[Question]]]:
    return [(scene, ask(scene)) for scene in scenes()]


def test_every_template_has_a_rule_and_a_check() -> None:
    assert set(RULES) == set(TEMPLATES) == set(CHECKS)


def test_documentation_lists_every_template() -> None:
    text = (Path(__file__).parents[2] / "docs" / "stage.md").read_text(encoding="utf-8").replace("`", "")
    assert [template for template in TEMPLATES if f"\n| {template} |" not in text] == []


def test_every_answer_is_the_only_one_by_brute_force(asked: list[tuple[Scene, list[Question]]]) -> None:
    checked: Counter[str] = Counter()
    for scene, questions in asked:
        watched = Watched(scene)
        for question in questions:
            found = CHECKS[question.template](watched, *question.slots)
            assert found == {question.answer}, (scene.scene_id, scene.duration, question.text)
            checked[question.template] += 1
    assert min(checked[template] for template in TEMPLATES) > 100


def test_every_reachable_answer_is_given(asked: list[tuple[Scene, list[Question]]]) -> None:
    given = defaultdict(set)
    for _, questions in asked:
        for question in questions:
            given[question.template].add(question.answer)
    assert given == {template: set(reachable(template)) for template in TEMPLATES}


def test_answers_out_of_reach_are_those_of_more_than_ten_players() -> None:
    unreachable = {t: {*TEMPLATES[t].answers} - {*reachable(t)} for t in TEMPLATES}
    appeared = "How many types of musical instruments appeared in the entire video?"
    assert unreachable.pop(appeared) == {"zero", "more than ten"}
    assert set().union(*unreachable.values()) == {"more than ten"}


def test_slot_values_are_those_of_the_real_files(asked: list[tuple[Scene, list[Question]]]) -> None:
    values = defaultdict(set)
    for _, questions in asked:
        for question in questions:
            names = slot_names(question.template)
            assert len(names) == len(question.slots)
            for name, value in zip(names, question.slots, strict=True):
                values[name].add(value)
    assert len(values.pop("Object")) == 22
    assert values == {
        "LR": {"left", "middle", "right"},
        "LRer": {"leftest", "rightest"},
        "LL": {"loudest", "lowest"},
        "FL": {"first", "last"},
        "TH": {"first", "second", "third", "fourth", "fifth"},
        "BA": {"before", "after"},
    }


def test_records_are_complete_unique_and_bounded(asked: list[tuple[Scene, list[Question]]]) -> None:
    for scene, questions in asked:
        assert len({q.question_id for q in questions}) == len(questions)
        assert len({(q.template, q.slots) for q in questions}) == len(questions)
        assert max(Counter((q.template, q.answer) for q in questions).values()) <= MOST
        for question in questions:
            template = TEMPLATES[question.template]
            assert question.media == (scene.scene_id, scene.scene_id)
            assert question.question_id.startswith(f"{scene.scene_id}-")
            assert (question.modality, question.kind) == (template.modality, template.kind)
            assert question.text == fill(question.template, question.slots)
            assert question.origin == "stage"


def test_comparisons_are_asked_both_ways(asked: list[tuple[Scene, list[Question]]]) -> None:
    # Else the first slot would tell the answer.
    counts = Counter(
        (question.template, question.answer)
        for _, questions in asked
        for question in questions
        if " than " in question.template
    )
    for template, _ in counts:
        assert counts[template, "yes"] == counts[template, "no"]


def test_mismatched_sound_is_asked_only_what_stays_certain() -> None:
    wish = Wish(parts=(Part(sounds=True), Part(sounds=True)), mismatched=True)
    templates = {q.template for seed in range(200) for q in ask(sample(seed, wish=wish))}
    bound = {t for t in templates if TEMPLATES[t].modality == "Audio-Visual"}
    assert bound == {"Is there a voiceover?", "Is this sound from the instrument in the video?"}
    assert {t for t in TEMPLATES if TEMPLATES[t].modality == "Audio"} < templates


def test_unclear_scenes_are_not_asked() -> None:
    equal = Part(kind=0, sounds=True, entry=0, loud=True, quick=True, rests=False)
    other = Part(kind=1, sounds=True, entry=0, loud=True, quick=True, rests=False)
    scene = sample(5, wish=Wish(parts=(equal, other), offscreen=0, mismatched=False))
    templates = {question.template for question in ask(scene)}
    assert not [template for template in templates if " than " in template or "<FL>" in template]
    assert "Where is the <LL> instrument?" not in templates


@pytest.mark.parametrize("template", TEMPLATES)
def test_wishes_give_the_answer_wished_for(template: str) -> None:
    for number, answer in enumerate(reachable(template)):
        wish = wish_for(template, answer)
        assert wish is not None
        for seed, duration in ((number, 8.0), (number + 1000, 6.0), (number + 2000, 8.0)):
            given = {
                q.answer for q in ask(sample(seed, wish=wish, duration=duration)) if q.template == template
            }
            assert answer in given, (answer, seed)


def test_reads_back_as_music_avqa(tmp_path: Path) -> None:
    questions = [q for seed in range(20) for q in ask(sample(seed, settings=SceneSettings(mismatched=50)))]
    datasets.write(DataSet(questions=tuple(questions)), tmp_path / "stage.json", format="music-avqa")
    data = datasets.read([tmp_path / "stage.json"])
    assert list(data.questions) == questions
    assert not data.unread
    assert not data.notices
