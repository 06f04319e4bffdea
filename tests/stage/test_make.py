"""Many clips: complete, resumable, and the same wherever they are rendered."""

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from counterpoint import datasets
from counterpoint.errors import InputError
from counterpoint.stage import make as making
from counterpoint.stage.make import make, split_of
from counterpoint.stage.render import encode
from counterpoint.stage.scene import from_json, validate
from counterpoint.stage.sheet import sheet

SMALL = {"size": 64, "fps": 4, "rate": 8000, "duration": 6.0}


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("set") / "clips of mine"
    make(folder, 9, 5, jobs=1, **SMALL)  # type: ignore[arg-type]
    return folder


def test_the_folder_holds_what_the_manifest_says(made: Path) -> None:
    manifest = json.loads((made / "manifest.json").read_text())
    found = digests(made)
    del found["manifest.json"]
    assert {name: said["sha256"] for name, said in manifest["files"].items()} == found
    assert all(said["bytes"] == (made / name).stat().st_size for name, said in manifest["files"].items())
    assert manifest["complete"] is True
    assert manifest["settings"]["seed"] == 5
    scenes = [from_json(line) for line in (made / "scenes.jsonl").read_text().splitlines()]
    for scene in scenes:
        validate(scene)
    assert sorted(f"clips/{scene.scene_id}.mp4" for scene in scenes) == [
        n for n in found if n.startswith("clips")
    ]


def test_questions_are_read_by_the_reader_of_music_avqa(made: Path) -> None:
    data = datasets.read([made / "questions.json"])
    assert data.layouts == ("music-avqa",)
    assert not data.unread
    assert len(data.questions) > 9
    scenes = [from_json(line) for line in (made / "scenes.jsonl").read_text().splitlines()]
    split = {scene.scene_id: split_of(scene.seed, n) for n, scene in enumerate(scenes)}
    assert {question.picture for question in data.questions} == set(split)
    assert all(question.split == split[question.picture] for question in data.questions)
    assert all(question.origin == "stage" for question in data.questions)


def test_splits_have_their_shares() -> None:
    drawn = [split_of(n * 7, n) for n in range(5000)]
    for name, share in making.SPLITS:
        assert drawn.count(name) == pytest.approx(50 * share, abs=150)


def test_a_killed_run_goes_on_and_ends_with_the_same_files(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    program = (
        "import sys; from pathlib import Path; from counterpoint.stage.make import make;"
        f"make(Path(sys.argv[1]), 9, 5, jobs=1, **{SMALL})"
    )
    running = subprocess.Popen([sys.executable, "-c", program, str(folder)])
    clips = folder / "clips"
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and running.poll() is None:
        if clips.is_dir() and len(list(clips.glob("stage*.mp4"))) >= 3:
            break
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    half = digests(folder)
    assert json.loads((folder / "manifest.json").read_text())["complete"] is False
    (clips / ".stage-5-00004.mp4.abc.mp4").write_bytes(b"half a clip")
    done = make(folder, 9, 5, jobs=2, **SMALL)  # type: ignore[arg-type]
    assert 0 < done.rendered < 9
    assert digests(folder) == digests(made)
    whole = {name: digest for name, digest in half.items() if name.startswith("clips/stage")}
    assert whole.items() <= digests(made).items()


def test_a_clip_that_was_changed_is_made_again(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "again"
    make(folder, 3, 5, jobs=1, **SMALL)  # type: ignore[arg-type]
    before = digests(folder)
    clip = next(iter(sorted((folder / "clips").iterdir())))
    clip.write_bytes(clip.read_bytes()[:-100])
    done = make(folder, 3, 5, jobs=1, **SMALL)  # type: ignore[arg-type]
    assert done.rendered == 1
    assert digests(folder) == before


def test_a_dask_cluster_gives_the_same_files(made: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        make(tmp_path / "dask", 9, 5, backend="dask", **SMALL)  # type: ignore[arg-type]
    assert digests(tmp_path / "dask") == digests(made)


def test_answers_follow_a_file(made: Path, tmp_path: Path) -> None:
    done = make(tmp_path / "like", 3, 2, answers=made / "questions.json", jobs=1, **SMALL)  # type: ignore[arg-type]
    assert done.questions > 0
    manifest = json.loads((tmp_path / "like" / "manifest.json").read_text())
    told = hashlib.sha256((made / "questions.json").read_bytes()).hexdigest()
    assert manifest["settings"]["answers"] == f"like sha256:{told}"


def test_other_clips_are_not_mixed_in(made: Path, tmp_path: Path) -> None:
    before = digests(made)
    with pytest.raises(InputError, match="seed is 5, not 6"):
        make(made, 9, 6, **SMALL)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="size is 64, not 96"):
        make(made, 9, 5, **{**SMALL, "size": 96})  # type: ignore[arg-type]
    assert digests(made) == before
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(InputError, match=r"letters\.txt"):
        make(tmp_path, 2, 1, **SMALL)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["letters.txt"]


def test_an_interrupt_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def interrupted(*what: object, **how: object) -> object:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(what)
        return encode(*what, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "encode", interrupted)
    with pytest.raises(InputError, match=r"interrupted after 2 of 4[\s\S]*Repeat the command"):
        make(tmp_path / "set", 4, 5, jobs=1, **SMALL)  # type: ignore[arg-type]
    assert len(list((tmp_path / "set" / "clips").iterdir())) == 2


@pytest.mark.parametrize(
    ("how", "said"),
    [({"backend": "abacus"}, "abacus"), ({"clips": 0}, "at least one"), ({"fps": 0}, "frames a second")],
    ids=str,
)
def test_impossible_settings_are_said(tmp_path: Path, how: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        make(tmp_path / "set", **{"clips": 2, **SMALL, **how})  # type: ignore[arg-type]


def test_the_sheet_shows_the_clips(made: Path, tmp_path: Path) -> None:
    sheet(made, tmp_path / "sheet.png", most=5, columns=3)
    with Image.open(tmp_path / "sheet.png") as image:
        assert image.width > 3 * 300
        assert image.height > 2 * 300
        assert len(image.convert("RGB").getcolors(10**7) or []) > 500


def test_a_sheet_of_nothing_is_said(made: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no clips"):
        sheet(tmp_path, tmp_path / "sheet.png")
    (tmp_path / "clips").mkdir()
    (tmp_path / "scenes.jsonl").write_bytes((made / "scenes.jsonl").read_bytes())
    (tmp_path / "questions.json").write_bytes((made / "questions.json").read_bytes())
    with pytest.raises(InputError, match="cannot be read"):
        sheet(tmp_path, tmp_path / "sheet.png")
    assert not (tmp_path / "sheet.png").exists()
