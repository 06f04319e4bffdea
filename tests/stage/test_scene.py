"""Scenes as data: exact JSON, and no impossible scene."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.stage.sampling import Part, SceneSettings, Wish, sample
from counterpoint.stage.scene import Note, Performer, Scene, Voiceover, from_json, to_json, validate

Json = dict[str, Any]


def player(kind: str = "cello", x: float | None = 0.3, **changed: Any) -> Performer:
    notes = tuple(Note(n / 2, 0.5, 50 + n, 90) for n in range(16))
    plain = Performer(kind, kind, x, ((0.0, 8.0),), -16.0, 2.0, 1.0, notes, voice=0, look=0)
    return replace(plain, **changed)


def scene(*players: Performer, **changed: Any) -> Scene:
    players = players or (player(), player("flute", 0.7))
    return replace(Scene("a", 0, 8.0, players, "indoor", None, "flat", "main"), **changed)


def test_a_plain_scene_is_possible() -> None:
    validate(scene())


SILENT: Json = {"intervals": (), "notes": ()}
HALF = player().notes[:8]
IMPOSSIBLE: dict[str, Callable[[], Scene]] = {
    "no id": lambda: scene(scene_id=" "),
    "too short": lambda: scene(duration=5.9),
    "too long": lambda: scene(duration=60.1),
    "lasts nan": lambda: scene(duration=float("nan")),
    "venue": lambda: scene(venue="underwater"),
    "style": lambda: scene(style="cubist"),
    "soundfont": lambda: scene(soundfont="../../etc/passwd"),
    "nobody": lambda: replace(scene(), performers=()),
    "nobody in the picture": lambda: scene(player(x=None)),
    "too many": lambda: scene(*(player(x=0.05 + 0.08 * n) for n in range(11))),
    "too many off-screen": lambda: scene(player(), *(player(x=None) for _ in range(10))),
    "nothing is heard": lambda: scene(player(**SILENT)),
    "unordered": lambda: scene(player(x=0.7), player(x=0.3)),
    "too close": lambda: scene(player(x=0.5), player(x=0.56)),
    "visible after off-screen": lambda: scene(player(x=0.2), player(x=None), player(x=0.8)),
    "half mismatched": lambda: scene(player(sounds_as="piano"), player("flute", 0.7)),
    "swapped sounds": lambda: scene(
        player("cello", sounds_as="flute"), player("flute", 0.7, sounds_as="cello")
    ),
    "voiceover says nothing": lambda: scene(voiceover=Voiceover(" ", 0, 1.0)),
    "voiceover after the end": lambda: scene(voiceover=Voiceover("Hello.", 0, 8.0)),
    "unknown instrument": lambda: scene(player("theremin")),
    "unknown sound": lambda: scene(player(sounds_as="theremin")),
    "left of the picture": lambda: scene(player(x=-0.01)),
    "right of the picture": lambda: scene(player(x=1.01)),
    "position nan": lambda: scene(player(x=float("nan"))),
    "neither seen nor heard": lambda: scene(player(), player(x=None, **SILENT)),
    "too soft": lambda: scene(player(loudness=-61.0)),
    "too loud": lambda: scene(player(loudness=1.0)),
    "no rate": lambda: scene(player(rate=0.0)),
    "regularity": lambda: scene(player(regularity=1.5)),
    "backwards": lambda: scene(player(intervals=((4.0, 2.0),))),
    "before the start": lambda: scene(player(intervals=((-1.0, 8.0),))),
    "after the end": lambda: scene(player(intervals=((0.0, 8.5),))),
    "overlapping": lambda: scene(player(intervals=((0.0, 5.0), (4.0, 8.0)))),
    "touching": lambda: scene(player(intervals=((0.0, 4.0), (4.0, 8.0)))),
    "pitch": lambda: scene(player(notes=(*HALF, Note(4.0, 4.0, 128, 90)))),
    "velocity": lambda: scene(player(notes=(*HALF, Note(4.0, 4.0, 60, 0)))),
    "notes unordered": lambda: scene(player(notes=player().notes[::-1])),
    "note outside": lambda: scene(player(intervals=((0.0, 4.0),))),
    "note too long": lambda: scene(player(notes=(*player().notes[:15], Note(7.5, 0.6, 60, 90)))),
    "note of no time": lambda: scene(player(notes=(*player().notes, Note(7.9, 0.0, 60, 90)))),
    "late start": lambda: scene(player(notes=player().notes[1:])),
    "hole": lambda: scene(player(notes=(*player().notes[:6], *player().notes[9:]))),
    "early end": lambda: scene(player(notes=player().notes[:14])),
    "rate of other notes": lambda: scene(player(rate=4.0)),
}


@pytest.mark.parametrize("fault", IMPOSSIBLE)
def test_impossible_scenes_are_refused(fault: str) -> None:
    with pytest.raises(InputError) as caught:
        validate(IMPOSSIBLE[fault](), where="scenes.jsonl, row 3")
    assert caught.value.where.startswith("scenes.jsonl, row 3, scene")
    assert caught.value.what
    assert caught.value.remedy


def test_the_performer_at_fault_is_named() -> None:
    with pytest.raises(InputError, match="performer 2: no instrument is called 'kazoo'"):
        validate(scene(player(), player("kazoo", 0.8)))


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(),
    duration=st.floats(6, 60).map(lambda seconds: round(seconds, 3)),
    held_out=st.booleans(),
)
def test_json_is_exact(seed: int, duration: float, held_out: bool) -> None:
    made = sample(seed, duration=duration, settings=SceneSettings(held_out=held_out))
    text = to_json(made)
    assert from_json(text) == made
    assert to_json(from_json(text)) == text
    assert "\n" not in text


def test_hostile_text_survives() -> None:
    made = scene(scene_id="-x</script>\x1b[2J\u2028", voiceover=Voiceover("\"'<b>é", 0, 1.0))
    assert from_json(to_json(made)) == made


BROKEN: dict[str, Callable[[Json], object]] = {
    "no object": lambda data: [data],
    "field missing": lambda data: data.pop("venue") and data,
    "field added": lambda data: data | {"camera": 1},
    "text for number": lambda data: data | {"duration": "8"},
    "number for text": lambda data: data | {"scene_id": 8},
    "true for number": lambda data: data | {"seed": True},
    "fraction for integer": lambda data: data | {"seed": 1.5},
    "null": lambda data: data | {"performers": None},
    "no list": lambda data: data | {"performers": {}},
    "interval of three": lambda data: _first(data, intervals=[[0, 1, 2]]),
    "note without pitch": lambda data: _first(data, notes=[{"onset": 0, "duration": 1, "velocity": 1}]),
    "impossible": lambda data: data | {"duration": 5.0},
}


def _first(data: Json, **changed: Any) -> Json:
    data["performers"][0].update(changed)
    return data


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_json_is_refused(fault: str) -> None:
    text = json.dumps(BROKEN[fault](json.loads(to_json(scene()))))
    with pytest.raises(InputError) as caught:
        from_json(text, where="row 7")
    assert "row 7" in caught.value.where
    assert caught.value.remedy


@pytest.mark.parametrize("text", ["", "{", "nonsense", "[" * 100_000, '{"duration": NaN}'])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        from_json(text)


@settings(deadline=None)
@given(data=st.data())
def test_a_scene_with_one_value_changed_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever one field holds, reading gives a possible scene or an `InputError`, nothing else."""
    value = json.loads(to_json(sample(data.draw(st.integers(0, 50)), wish=Wish(parts=(Part(), Part())))))
    node: Any = value
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = data.draw(
        st.none()
        | st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.floats()
        | st.text()
        | st.lists(st.floats())
    )
    with suppress(InputError):
        validate(from_json(json.dumps(value)))
