"""Files are written whole or not at all, and never over an input."""

import os
import stat
import threading
from pathlib import Path

import pytest

from counterpoint.errors import InputError
from counterpoint.output import keep_apart, write_text, written


def test_a_file_appears_whole(tmp_path: Path) -> None:
    with written(tmp_path / "a.txt") as temporary:
        temporary.write_text("half")
        assert not (tmp_path / "a.txt").exists()
    assert (tmp_path / "a.txt").read_text() == "half"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), written(path) as temporary:
        temporary.write_text(f"new {1 // 0}")
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_permissions_are_the_usual_ones_or_those_of_the_old_file(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write_text(tmp_path / "new.txt", "")
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
    (tmp_path / "new.txt").chmod(0o640)
    write_text(tmp_path / "new.txt", "again")
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[str] = []
    listener = threading.Thread(target=lambda: heard.append(pipe.read_text()))
    listener.start()
    write_text(pipe, "through")
    listener.join(timeout=10)
    assert heard == ["through"]
    assert pipe.is_fifo()


def test_devices_are_not_replaced() -> None:
    write_text(Path("/dev/null"), "gone")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", ["no/such/folder.txt", "folder", "x" * 300])
def test_a_place_that_cannot_be_written_to_is_an_error_with_a_remedy(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="cannot write here") as error:
        write_text(tmp_path / name, "")
    assert error.value.where == str(tmp_path / name)
    assert error.value.remedy


@pytest.mark.parametrize("name", ["-rf", "*.txt", "a b;c", "ü" * 100, "file:x.txt"])
def test_a_name_is_a_name(tmp_path: Path, name: str) -> None:
    write_text(tmp_path / name, "x")
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_inputs_and_outputs_are_kept_apart(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.touch()
    (tmp_path / "soft.json").symlink_to(first)
    os.link(first, tmp_path / "hard.json")
    keep_apart([second], [first])
    keep_apart([Path("/dev/null"), Path("/dev/null")], [first])
    for same in (
        first,
        tmp_path / "soft.json",
        tmp_path / "hard.json",
        tmp_path / ".." / tmp_path.name / "a.json",
    ):
        with pytest.raises(InputError, match="read, or written twice"):
            keep_apart([same], [first])
    with pytest.raises(InputError, match="read, or written twice"):
        keep_apart([second, second], [first])
