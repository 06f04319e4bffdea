"""The picture: where players stand, that they are told apart, and that they move as they play."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.stage.scenes import player, scene
from tests.stage.seeing import motion

from counterpoint.errors import InputError
from counterpoint.stage import picture
from counterpoint.stage.drawing import INSTRUMENTS
from counterpoint.stage.drawing.styles import STYLES
from counterpoint.stage.motion import REST, beats
from counterpoint.stage.sampling import sample
from counterpoint.stage.scene import STYLES as STYLE_NAMES
from counterpoint.stage.scene import VENUES, Scene, Voiceover
from counterpoint.vocabulary import INSTRUMENTS as INSTRUMENT_NAMES


def drawn(what: Scene, size: int = 224, fps: float = 8) -> NDArray[np.uint8]:
    return np.stack(list(picture.frames(what, size, fps)))


def test_every_instrument_and_style_is_drawn() -> None:
    assert tuple(sorted(INSTRUMENTS)) == INSTRUMENT_NAMES
    assert tuple(STYLES) == STYLE_NAMES


@given(seed=st.integers(0, 10_000))
@settings(max_examples=200, deadline=None)
def test_nobody_stands_before_another_or_out_of_the_picture(seed: int) -> None:
    positions = [p.position for p in sample(seed).performers if p.position is not None]
    spots = picture.spots(positions)
    assert [spot.x for spot in spots] == sorted(spot.x for spot in spots)
    for index, spot in enumerate(spots):
        left, top, right, low = spot.box
        assert left >= -1e-9
        assert right <= 1 + 1e-9
        assert 0 <= top < low <= 1
        for other in spots[index + 1 :]:
            apart = other.box[0] >= right - 1e-9
            above = other.box[3] <= top + 1e-9 or other.box[1] >= low - 1e-9
            assert apart or above
        assert abs(spot.x - positions[index]) < 0.07


@pytest.mark.parametrize("instrument", INSTRUMENT_NAMES)
def test_players_stay_within_their_box(instrument: str) -> None:
    """What differs from the empty room, in which somebody plays off-screen, is within the box."""
    size = 256
    left, top, right, low = (size * side for side in picture.spots([0.5])[0].box)
    away = player("flute", None, intervals=((1.0, 2.0),))
    empty = drawn(scene(away), size, 2)[0].astype(int)
    for intervals in ((), ((0.5, 5.5),)):
        frames = drawn(
            scene(player(instrument, intervals=intervals, rate=2.5, look=len(intervals)), away), size
        )
        rows, columns = np.nonzero((np.abs(frames - empty).max(axis=-1) > 20).any(axis=0))
        assert left - 1 <= columns.min() < columns.max() <= right + 1
        assert top - 1 <= rows.min() < rows.max() <= low + 1


@pytest.mark.parametrize("count", range(1, 11))
def test_players_are_as_large_as_they_can_be(count: int) -> None:
    spots = picture.spots([(n + 0.5) / count for n in range(count)])
    height = (spots[0].box[3] - spots[0].box[1]) * 224
    assert height > (55 if count > 8 else 70)


@pytest.mark.parametrize("style", STYLE_NAMES)
def test_the_same_scene_gives_the_same_frames_in_another_process(style: str) -> None:
    program = (
        "import hashlib; from dataclasses import replace; from counterpoint.stage import picture;"
        "from counterpoint.stage.sampling import sample;"
        f"frames = picture.frames(replace(sample(11), style={style!r}));"
        "print(hashlib.sha256(b''.join(f.tobytes() for f in frames)).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    here = drawn(replace(sample(11), style=style))
    assert hashlib.sha256(here.tobytes()).hexdigest() == other.strip()


@pytest.mark.parametrize("size", [64, 224, 448])
def test_frames_have_the_size_and_number_asked_for(size: int) -> None:
    frames = drawn(scene(player("flute", intervals=((1.0, 3.0),)), duration=6.5), size, 4)
    assert frames.shape == (26, size, size, 3)
    assert frames.dtype == np.uint8


@pytest.mark.parametrize("instrument", INSTRUMENT_NAMES)
def test_players_move_with_every_note_and_at_no_other_time(instrument: str) -> None:
    """At 25 frames a second, the frame at or after each onset is where the motion jumps up."""
    fps = 25
    playing = player(instrument, intervals=((1.0, 3.0), (4.2, 5.2)), rate=2)
    moved = motion(drawn(scene(playing), fps=fps))
    still = moved == 0
    before = 1.0 - 0.125
    assert still[: int(before * fps) - 1].all()
    assert still[int(5.5 * fps) :].all()
    assert still[int(3.3 * fps) : int(4.0 * fps)].all()
    for note in playing.notes:
        frame = int(np.ceil(note.onset * fps - 1e-9)) - 1  # motion[k] is between frames k and k + 1
        calm = np.median(moved[frame - 5 : frame - 3])
        assert moved[frame] > 1.4 * calm, f"note at {note.onset}"
        assert moved[frame] > 0.002


@pytest.mark.parametrize("rate", [1.0, 2.0, 3.0, 4.0])
def test_at_eight_frames_a_second_every_note_is_seen(rate: float) -> None:
    playing = player("congas", intervals=((1.0, 5.0),), rate=rate)
    moved = motion(drawn(scene(playing)))
    for note in playing.notes:
        assert moved[int(np.ceil(note.onset * 8 - 1e-9)) - 1] > 0.002


@pytest.mark.parametrize("venue", VENUES)
def test_what_is_not_seen_leaves_no_trace(venue: str) -> None:
    """A voiceover, players off-screen and the sound of another instrument change nothing in the picture."""
    seen = player("cello", intervals=((1.0, 4.0),))
    plain = drawn(scene(seen, venue=venue), 112)
    spoken = scene(seen, venue=venue, voiceover=Voiceover("Good evening.", 3, 0.5))
    off = scene(seen, player("drum", None, intervals=((0.5, 5.0),)), venue=venue)
    other = scene(replace(seen, sounds_as="trumpet", loudness=-31.0, voice=9), venue=venue)
    for changed in (spoken, off, other):
        assert (drawn(changed, 112) == plain).all()


def test_one_player_does_not_move_another() -> None:
    silent, playing = player("violin", 0.25), player("flute", 0.75, intervals=((1.0, 5.0),))
    frames = drawn(scene(silent, playing))
    assert motion(frames, (0, 0, 0.5, 1)).max() == 0
    assert motion(frames, (0.5, 0, 1, 1)).max() > 0.01


def _portrait(instrument: str, number: int, style: str, *, playing: bool) -> NDArray[np.float64]:
    """Return one player in one of many looks, places and rooms, as a small picture of edges and colours."""
    intervals = ((1.0, 5.0),) if playing else ()
    one = scene(player(instrument, intervals=intervals, look=number * 13), seed=number, style=style)
    frame = next(islice(picture.frames(one, 112, 2), 7, None)).astype(float)
    return np.asarray(frame.reshape(56, 2, 56, 2, 3).mean(axis=(1, 3)) / 255).ravel()


@pytest.mark.parametrize("playing", [True, False])
def test_instruments_are_told_apart_in_any_look(playing: bool) -> None:
    """Linear discriminants of a few looks name the instruments of other looks, in other rooms."""
    learnt, asked = range(14), range(20, 24)
    x = np.stack([_portrait(i, n, "flat", playing=playing) for i in INSTRUMENT_NAMES for n in learnt])
    y = np.repeat(np.arange(22), len(learnt))
    new = np.stack([_portrait(i, n, "flat", playing=playing) for i in INSTRUMENT_NAMES for n in asked])
    truth = np.repeat(np.arange(22), len(asked))
    mean = x.mean(axis=0)
    kernel = (x - mean) @ (x - mean).T
    weights = np.linalg.solve(kernel + 30 * np.eye(len(x)), np.eye(22)[y] - 1 / 22)
    named = ((new - mean) @ (x - mean).T @ weights).argmax(axis=1)
    assert (named == truth).mean() > 0.85


def test_styles_and_venues_differ() -> None:
    frames = {
        (style, venue): drawn(scene(player("banjo"), style=style, venue=venue), 112, 2)[0].astype(int)
        for style in STYLE_NAMES
        for venue in VENUES
    }
    keys = list(frames)
    for n, one in enumerate(keys):
        for other in keys[n + 1 :]:
            assert np.abs(frames[one] - frames[other]).mean() > 6


def test_places_and_people_vary() -> None:
    rooms = {drawn(scene(player("banjo"), seed=seed), 64, 2)[0].tobytes() for seed in range(12)}
    people = {drawn(scene(player("banjo", look=look)), 64, 2)[0].tobytes() for look in range(12)}
    assert len(rooms) >= 11
    assert len(people) >= 11


def test_who_does_not_play_is_at_rest() -> None:
    times = np.arange(48) / 8
    assert beats(player("tuba"), times) == [REST] * 48


def test_a_chord_is_one_stroke() -> None:
    one = player("piano", intervals=((1.0, 3.0),))
    chords = replace(
        one, notes=tuple(n for note in one.notes for n in (note, replace(note, pitch=note.pitch + 4)))
    )
    times = np.arange(48) / 8
    assert [b.strike for b in beats(chords, times)] == [b.strike for b in beats(one, times)]


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(InputError, match="theremin"):
        next(picture.frames(scene(player("theremin"))))
    with pytest.raises(InputError, match="cubist"):
        next(picture.frames(scene(player("flute"), style="cubist")))
