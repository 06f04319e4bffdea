"""Scenes by seed: the same everywhere, as stated, and as wished."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from counterpoint.errors import InputError
from counterpoint.stage import sampling
from counterpoint.stage.draw import Draw
from counterpoint.stage.phrases import BEATS, MANNERS, MODES
from counterpoint.stage.sampling import Part, SceneSettings, Wish, sample
from counterpoint.stage.scene import MOST, STYLES, VENUES, Performer, Scene, to_json, validate
from counterpoint.vocabulary import INSTRUMENTS

SCENES = 1500


@pytest.fixture(scope="module")
def drawn() -> list[Scene]:
    return [sample(seed) for seed in range(SCENES)]


def digest(scenes: list[Scene]) -> str:
    return hashlib.sha256("\n".join(map(to_json, scenes)).encode()).hexdigest()


PINNED = {
    8.0: "7567aad9b703bba417a6de0e6d90cce18b3736c476a554e008c7a1ddf0e9d722",
    6.0: "bd0a9d1ff6e3ccc2f1795f7808a5f3f307d0b260ea11310dbbb3006ff28a564e",
    60.0: "270e9a9ee49cf72e420cd83b357f2d8208cee6ea563b05d30106f61c97ef8183",
}
"""Digests of twenty scenes each: if these change, every set that was ever drawn changes."""


@pytest.mark.parametrize("duration", PINNED)
def test_seeds_give_the_same_bytes_for_ever(duration: float) -> None:
    assert digest([sample(seed, duration=duration) for seed in range(20)]) == PINNED[duration]


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_bytes_do_not_depend_on_the_process(hash_seed: str) -> None:
    code = (
        "import sys\n"
        "from counterpoint.stage.sampling import sample\n"
        "from counterpoint.stage.scene import to_json\n"
        "sys.stdout.buffer.write('\\n'.join(to_json(sample(seed)) for seed in range(20)).encode())\n"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
    )
    assert hashlib.sha256(made.stdout).hexdigest() == PINNED[8.0]


def test_draws_are_uniform() -> None:
    draw = Draw("uniform")
    counts = Counter(draw.below(22) for _ in range(22_000))
    assert chisquare([counts[n] for n in range(22)]).pvalue > 0.001
    orders = Counter(tuple(draw.shuffled("abcd")) for _ in range(24_000))
    assert len(orders) == 24
    assert chisquare(list(orders.values())).pvalue > 0.001
    weighted = Counter(draw.weighted({"a": 1, "b": 3, "c": 6}) for _ in range(10_000))
    assert chisquare([weighted[key] for key in "abc"], [1000, 3000, 6000]).pvalue > 0.001


@settings(deadline=None)
@given(key=st.text(), low=st.integers(-1000, 1000), size=st.integers(0, 1000))
def test_draws_stay_in_range(key: str, low: int, size: int) -> None:
    values = [Draw(key, n).between(low, low + size) for n in range(20)]
    assert all(low <= value <= low + size for value in values)
    assert values == [Draw(key, n).between(low, low + size) for n in range(20)]


def test_sampled_scenes_are_possible_and_all_different(drawn: list[Scene]) -> None:
    for scene in drawn:
        validate(scene)
    assert len({scene.performers for scene in drawn}) == SCENES


def test_small_ensembles_are_common_and_large_ones_occur(drawn: list[Scene]) -> None:
    seen = Counter(sum(player.visible for player in scene.performers) for scene in drawn)
    weights = sampling.SEEN
    expected = [SCENES * weights[n] / sum(weights.values()) for n in weights]
    assert chisquare([seen[n] for n in weights], expected).pvalue > 0.001
    assert sum(seen[n] for n in (1, 2, 3)) > SCENES / 2


def test_settings_are_the_shares_they_name(drawn: list[Scene]) -> None:
    stated = SceneSettings()
    share = {
        "outdoor": sum(scene.venue == "outdoor" for scene in drawn),
        "voiceover": sum(scene.voiceover is not None for scene in drawn),
        "mismatched": sum(scene.mismatched for scene in drawn),
    }
    for name, count in share.items():
        expected = getattr(stated, name) / 100 * SCENES
        assert abs(count - expected) < 4 * np.sqrt(expected), name
    several = [scene for scene in drawn if sum(player.visible for player in scene.performers) > 1]
    silent = sum(not all(player.sounding for player in scene.performers) for scene in several)
    assert 0.25 < silent / len(several) < 0.4
    assert 0.05 < sum(not scene.performers[-1].visible for scene in drawn) / SCENES < 0.12


@pytest.mark.parametrize("name", ["silent", "offscreen", "mismatched", "voiceover", "outdoor"])
@pytest.mark.parametrize("percent", [0, 100])
def test_settings_can_rule_things_out_or_in(name: str, percent: int) -> None:
    chosen = SceneSettings(**{"offscreen": 0, "mismatched": 0, name: percent})  # type: ignore[arg-type]
    for seed in range(60):
        scene = sample(seed, settings=chosen)
        alone = sum(player.visible for player in scene.performers) == 1
        found = {
            "silent": any(not player.sounding for player in scene.performers) or (percent == 100 and alone),
            "offscreen": any(not player.visible for player in scene.performers)
            or (percent == 100 and len(scene.performers) == MOST),
            "mismatched": scene.mismatched,
            "voiceover": scene.voiceover is not None,
            "outdoor": scene.venue == "outdoor",
        }[name]
        assert found == (percent == 100)


def test_instruments_repeat_so_that_how_many_is_worth_asking(drawn: list[Scene]) -> None:
    counts = Counter(
        count
        for scene in drawn
        for count in Counter(player.instrument for player in scene.performers if player.visible).values()
    )
    assert counts[1] / counts.total() < 0.8
    assert set(range(1, 8)) <= set(counts)
    first = Counter(scene.performers[0].instrument for scene in drawn)
    assert set(first) == set(INSTRUMENTS)
    assert chisquare(list(first.values())).pvalue > 0.001


def test_differences_are_clear_or_nil(drawn: list[Scene]) -> None:
    for scene in drawn:
        starts = sorted(player.intervals[0][0] for player in scene.performers if player.sounding)
        assert all(b - a <= 0.05 or b - a >= 1.0 for a, b in pairwise(starts))
        levels = sorted(player.loudness for player in scene.performers)
        assert all(b == a or b - a >= 9 for a, b in pairwise(levels))
        rates = sorted(player.rate for player in scene.performers)
        assert all(b == a or b / a >= 2 for a, b in pairwise(rates))
        for player in scene.performers:
            assert all(b - a >= 1.7 for a, b in player.intervals)
            assert all(after[0] - before[1] >= 1.5 for before, after in pairwise(player.intervals))


def test_what_is_held_out_is_used_only_when_asked(drawn: list[Scene]) -> None:
    assert {(scene.style, scene.soundfont) for scene in drawn} == {("flat", "main"), ("paper", "main")}
    held_out = [sample(seed, settings=SceneSettings(held_out=True)) for seed in range(20)]
    assert {(scene.style, scene.soundfont) for scene in held_out} == {("poster", "second")}
    assert "poster" in STYLES


def test_mismatched_sound_keeps_kinds_apart(drawn: list[Scene]) -> None:
    for scene in (scene for scene in drawn if scene.mismatched):
        pairs = {(player.instrument, player.sounds_as) for player in scene.performers}
        assert len({seen for seen, _ in pairs}) == len({heard for _, heard in pairs}) == len(pairs)
        assert not {seen for seen, _ in pairs} & {heard for _, heard in pairs}


def test_notes_are_phrases_in_range_and_in_key(drawn: list[Scene]) -> None:
    varied = total = 0
    for scene in drawn[:600]:
        pitches = {
            note.pitch % 12
            for player in scene.performers
            for note in player.notes
            if player.sounds_as not in BEATS
        }
        keys = [{(tonic + step) % 12 for step in mode} for tonic in range(12) for mode in MODES.values()]
        assert any(pitches <= key for key in keys)
        for player in scene.performers:
            if player.sounds_as in BEATS:
                known = {key for pattern in BEATS[player.sounds_as] for key in pattern}
                assert {note.pitch for note in player.notes} <= known
                continue
            manner = MANNERS[player.sounds_as]
            assert all(manner.low <= note.pitch <= manner.high for note in player.notes)
            if len(player.notes) >= 8:
                total += 1
                varied += len({note.pitch for note in player.notes}) >= 3
    assert set(MANNERS) | set(BEATS) == set(INSTRUMENTS)
    assert varied / total > 0.98


def test_onsets_honour_rate_and_regularity() -> None:
    """Strict players keep the beat to a millisecond; the less regular, the more the beat varies."""
    spread: dict[float, list[float]] = {}
    for seed in range(400):
        for player in sample(seed, duration=12.0).performers:
            for start, end in player.intervals:
                onsets = sorted({note.onset for note in player.notes if start <= note.onset < end})
                if len(onsets) >= 6:
                    gaps = np.diff(onsets) * player.rate
                    assert abs(gaps.mean() - 1) < 0.2
                    spread.setdefault(player.regularity, []).append(float(gaps.std()))
    assert max(spread[1.0]) < 0.006
    assert np.mean(spread[0.6]) > 1.5 * np.mean(spread[0.8]) > 0.05


parts = st.builds(
    Part,
    kind=st.none() | st.integers(0, 2) | st.sampled_from(INSTRUMENTS),
    sounds=st.sampled_from([None, True, True]),
    entry=st.none() | st.integers(0, 3),
    rests=st.none() | st.booleans(),
    loud=st.none() | st.booleans(),
    quick=st.none() | st.booleans(),
)
wishes = st.builds(
    Wish,
    parts=st.lists(parts, min_size=1, max_size=6).map(tuple),
    more=st.booleans(),
    mirrored=st.booleans(),
    offscreen=st.sampled_from([None, 0]),
    mismatched=st.none() | st.booleans(),
    voiceover=st.none() | st.booleans(),
    venue=st.none() | st.sampled_from(VENUES),
)


@settings(deadline=None)
@given(seed=st.integers(0, 10**9), wish=wishes, duration=st.sampled_from([6.0, 8.0, 30.0]))
def test_wishes_are_granted(seed: int, wish: Wish, duration: float) -> None:
    assert wish.parts
    scene = sample(seed, wish=wish, duration=duration)
    validate(scene)
    seen = [player for player in scene.performers if player.visible]
    assert len(seen) == len(wish.parts) if not wish.more else len(seen) >= len(wish.parts)
    assert any(granted(row, wish.parts, scene) for row in ([seen, seen[::-1]] if wish.mirrored else [seen]))
    assert wish.venue in (None, scene.venue)
    assert wish.voiceover in (None, scene.voiceover is not None)
    if wish.offscreen is not None:
        assert len(scene.performers) - len(seen) == wish.offscreen
    if wish.mismatched is not None and any(player.sounding for player in scene.performers):
        assert scene.mismatched == wish.mismatched


def granted(seen: list[Performer], parts: tuple[Part, ...], scene: Scene) -> bool:
    pairs = list(zip(parts, seen, strict=False))
    kinds: dict[int | str, str] = {}
    for part, player in pairs:
        if isinstance(part.kind, str) and player.instrument != part.kind:
            return False
        if isinstance(part.kind, int) and kinds.setdefault(part.kind, player.instrument) != player.instrument:
            return False
        if part.sounds and not player.sounding:
            return False
    if len(set(kinds.values())) < len(kinds):
        return False
    for (one, a), (other, b) in ((x, y) for x in pairs for y in pairs):
        playing = a.sounding and b.sounding
        if one.loud and other.loud is False and not a.loudness - b.loudness >= 9:
            return False
        if one.quick and other.quick is False and not a.rate / b.rate >= 2:
            return False
        if playing and one.entry is not None and other.entry is not None:
            lead = b.intervals[0][0] - a.intervals[0][0]
            if one.entry < other.entry and lead < 1.0 and scene.duration > 7:
                return False
            if one.entry == other.entry and abs(lead) > 0.05:
                return False
    for part, player in pairs:
        edges = [0.0, *(edge for interval in player.intervals for edge in interval), scene.duration]
        silences = [b - a for a, b in zip(edges[2::2], edges[3::2], strict=True)]
        if player.sounding and part.rests and scene.duration > 7 and max(silences) < 1.5:
            return False
        if player.sounding and part.rests is False and max(silences) > 0:
            return False
    return True


@settings(deadline=None)
@given(seed=st.integers(0, 1000), venue=st.sampled_from(VENUES))
def test_a_wish_changes_nothing_else(seed: int, venue: str) -> None:
    plain, wished = sample(seed), sample(seed, wish=Wish(venue=venue))
    assume(plain.venue == venue)
    assert plain == wished


@given(duration=st.floats(allow_nan=True).filter(lambda seconds: not 6 <= seconds <= 60))
def test_impossible_durations_are_refused(duration: float) -> None:
    with pytest.raises(InputError, match="Give 6 to 60 seconds"):
        sample(0, duration=duration)


@pytest.mark.parametrize(
    "wish",
    [
        {"parts": ()},
        {"parts": (Part(),) * 11},
        {"parts": (Part(),) * 10, "offscreen": 1},
        {"parts": (Part(kind="theremin"),)},
        {"offscreen": 1, "mismatched": True},
    ],
)
def test_impossible_wishes_are_refused(wish: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Wish(**wish)  # type: ignore[arg-type]


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(InputError, match="silent is 101"):
        SceneSettings(silent=101)
