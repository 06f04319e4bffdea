"""Files: measured from what is decoded alone."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from tests.stage.hearing import onsets
from tests.stage.scenes import player, scene
from tests.stage.seeing import Media, decode, motion

from counterpoint.errors import InputError
from counterpoint.stage import picture
from counterpoint.stage.motion import LIFT
from counterpoint.stage.picture import spots
from counterpoint.stage.render import RATES, render
from counterpoint.stage.sampling import sample
from counterpoint.stage.scene import Performer, Scene

MOVES = 0.004
"""Share of a player's box that changes from frame to frame, at least once in a note."""
STILL = 0.0025
"""Share that compression may change of a box in which nothing happens."""


def rendered(what: Scene, folder: Path, *, size: int = 224, fps: int = 8, rate: int = 16_000) -> Media:
    path = folder / "clip.mp4"
    render(what, path, size=size, fps=fps, rate=rate)
    return decode(path)


def seen(what: Scene) -> list[tuple[Performer, tuple[float, float, float, float]]]:
    players = [p for p in what.performers if p.position is not None]
    places = spots([p.position for p in players if p.position is not None])
    return [(p, place.box) for p, place in zip(players, places, strict=True)]


@pytest.mark.parametrize(
    ("size", "fps", "rate", "duration"),
    [(224, 8, 16_000, 8.0), (96, 25, 44_100, 6.0), (448, 12, 8000, 6.25), (64, 30, 48_000, 7.3)],
)
def test_files_are_what_players_expect(
    tmp_path: Path, size: int, fps: int, rate: int, duration: float
) -> None:
    path = tmp_path / "clip.mp4"
    render(replace(sample(3, duration=duration)), path, size=size, fps=fps, rate=rate)
    with av.open(str(path)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert video.codec_context.pix_fmt == "yuv420p"
        assert (video.width, video.height) == (size, size)
        assert video.average_rate == fps
        assert (audio.sample_rate, audio.layout.name) == (rate, "stereo")
        assert video.start_time == audio.start_time == 0
        for stream in (video, audio):
            assert stream.duration is not None
            assert stream.time_base is not None
            assert abs(float(stream.duration * stream.time_base) - duration) < 1 / fps
        assert "creation_time" not in container.metadata
    media = decode(path)
    assert len(media.frames) == round(duration * fps)
    assert np.allclose(media.times, np.arange(len(media.times)) / fps, atol=1e-3)
    assert abs(len(media.sound) / rate - duration) < 1 / fps
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")  # readable while it still comes over a network


@pytest.mark.parametrize("seed", range(40, 52))
def test_the_silent_are_still_and_the_playing_move(tmp_path: Path, seed: int) -> None:
    what = sample(seed)
    media = rendered(what, tmp_path)
    for performer, box in seen(what):
        moved = motion(media.frames, box)
        before, after = media.times[:-1], media.times[1:]
        quiet = np.ones(len(moved), bool)
        for start, end in performer.intervals:
            quiet &= (after < start - 0.125) | (before > end + 0.35)
            during = (before >= start) & (after <= end)
            strokes = [((before < note.onset) & (after >= note.onset)).argmax() for note in performer.notes]
            assert moved[strokes].max() > MOVES
            assert (moved[during] > STILL).mean() > 0.5
        if quiet.any():
            assert moved[quiet].max() < STILL


def test_left_is_left_to_eye_and_ear(tmp_path: Path) -> None:
    turns = [player("flute", 0.2, intervals=((0.5, 2.0),)), player("tuba", 0.8, intervals=((3.0, 4.5),))]
    media = rendered(scene(*turns), tmp_path)
    halves = [motion(media.frames, (0, 0, 0.5, 1)), motion(media.frames, (0.5, 0, 1, 1))]
    for own, (start, end) in enumerate([(0.5, 2.0), (3.0, 4.5)]):
        when = (media.times[:-1] >= start) & (media.times[1:] <= end)
        assert halves[own][when].mean() > 20 * halves[1 - own][when].mean()
        level = (media.sound[round(start * media.rate) : round(end * media.rate)] ** 2).mean(axis=0)
        assert level[own] > 4 * level[1 - own]


@pytest.mark.parametrize("seed", range(60, 68))
def test_who_moves_first_is_first(tmp_path: Path, seed: int) -> None:
    what = sample(seed)
    media = rendered(what, tmp_path)
    starts = {}
    for number, (performer, box) in enumerate(seen(what)):
        moved = motion(media.frames, box) > MOVES
        assert moved.any() == performer.sounding
        if performer.sounding:
            starts[number] = (media.times[1:][moved.argmax()], performer.intervals[0][0])
    for eye, truth in starts.values():
        assert abs(eye - truth) <= 1 / 8 + 1e-6


@pytest.mark.parametrize("instrument", ["congas", "banjo", "xylophone", "trumpet"])
@pytest.mark.parametrize(("fps", "rate"), [(8, 16_000), (25, 44_100)])
def test_onsets_seen_and_heard_agree(tmp_path: Path, instrument: str, fps: int, rate: int) -> None:
    """Around each onset that is heard, the picture changes most within a frame; lifting takes longer."""
    beat = player(instrument, intervals=((1.0, 5.5),), rate=1.35)
    media = rendered(scene(beat), tmp_path, fps=fps, rate=rate)
    heard = onsets(media.sound.mean(axis=1).astype(float), rate)
    assert len(heard) == len(beat.notes)
    moved = np.abs(np.diff(media.frames.astype(np.int16), axis=0)).mean(axis=(1, 2, 3))
    times = media.times[1:]
    for number, onset in enumerate(heard):
        near = np.abs(times - onset) < 0.36
        eye = times[near][moved[near].argmax()]
        assert abs(eye - onset) <= 1 / fps + 0.01 + (LIFT if number == 0 else 0)


def test_the_same_scene_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from counterpoint.stage.render import render;"
        "from counterpoint.stage.sampling import sample; render(sample(21), Path(sys.argv[1]), size=112)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "other.mp4")], check=True)
    render(sample(21), tmp_path / "here.mp4", size=112)
    digests = {hashlib.sha256((tmp_path / name).read_bytes()).digest() for name in ("other.mp4", "here.mp4")}
    assert len(digests) == 1


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """The process may write files of 8 KiB at most; a clip is larger."""
    program = (
        "import resource, sys; from pathlib import Path; from counterpoint.errors import InputError;"
        "from counterpoint.stage.render import render; from counterpoint.stage.sampling import sample;"
        "scene = sample(2); render(scene, Path(sys.argv[1]) / 'whole.mp4', size=64);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "try:\n    render(scene, Path(sys.argv[1]) / 'clip.mp4')\n"
        "except InputError as error:\n    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert "no room left" in done.stdout
    assert "TMPDIR" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["whole.mp4"]


def test_a_missing_codec_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(av, "codecs_available", {"aac"})
    with pytest.raises(InputError, match="libx264"):
        render(sample(1), tmp_path / "clip.mp4")
    assert not list(tmp_path.iterdir())


def test_an_interrupt_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"what was there")
    draw = picture.canvases

    def interrupted(*how: object) -> Iterator[object]:
        for number, drawn in enumerate(draw(*how)):  # type: ignore[arg-type]
            if number == 9:
                raise KeyboardInterrupt
            yield drawn

    monkeypatch.setattr(picture, "canvases", interrupted)
    with pytest.raises(KeyboardInterrupt):
        render(sample(1), path)
    assert path.read_bytes() == b"what was there"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "how", [{"size": 225}, {"size": 0}, {"fps": 0}, {"fps": 500}, {"rate": 12_345}], ids=str
)
def test_impossible_settings_are_said(tmp_path: Path, how: dict[str, int]) -> None:
    with pytest.raises(InputError, match="Give"):
        render(sample(1), tmp_path / "clip.mp4", **how)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        render(sample(1), tmp_path / "none" / "clip.mp4", size=64)


def test_all_rates_can_be_encoded(tmp_path: Path) -> None:
    for rate in RATES:
        media = rendered(sample(4, duration=6.0), tmp_path, size=64, fps=4, rate=rate)
        assert media.rate == rate
        assert Fraction(len(media.sound), rate) >= 6 - Fraction(1, 100)
