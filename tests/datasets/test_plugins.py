"""Readers of other packages: the one of the documentation, installed as a package would be."""

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterpoint.datasets import READERS, outputs, read, readers, write
from counterpoint.errors import InputError

ROWS: list[dict[str, Any]] = [
    {"clip": "a1", "ask": "Who plays the cello?", "say": "a cellist ", "rater": 3},
    {
        "clip": "a2",
        "all": [{"ask": "Are 2 here?", "say": "yes"}, {"ask": "Are 3 here?", "say": "no", "heard": "a1"}],
    },
    {"clip": "a3", "say": "yes"},
]


def install(folder: Path, module: str, code: str, entries: str) -> None:
    """Lay out a distribution as an installer does."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    information = folder / f"{module}-1.0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8"
    )
    (information / "entry_points.txt").write_text(f"[counterpoint.readers]\n{entries}\n", encoding="utf-8")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


@pytest.fixture
def duet(packages: Path) -> None:
    """Install the example of docs/readers.md."""
    text = (Path(__file__).parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")
    code = next(
        block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "class Duet" in block
    )
    (settings,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    entries = tomllib.loads(settings)["project"]["entry-points"]["counterpoint.readers"]
    assert 30 <= len(code.splitlines()) <= 60
    install(packages, "duet", code, "\n".join(f"{name} = {place}" for name, place in entries.items()))


@pytest.mark.usefixtures("duet")
@pytest.mark.parametrize("container", [".json", ".jsonl", ".csv", ".parquet"])
def test_the_example_of_the_documentation(tmp_path: Path, container: str) -> None:
    assert list(readers()) == ["music-avqa-r", "music-avqa", "coco-vqa", "duet", "generic"]
    path = tmp_path / "duet-test.json"
    path.write_text(json.dumps(ROWS), encoding="utf-8")
    data = read([path])
    assert data.layouts == ("duet",)
    assert [(each.media, each.template, each.slots, each.answer, each.split) for each in data.questions] == [
        (("a1", "a1"), "Who plays the cello?", (), "a cellist", "test"),
        (("a2", "a2"), "Are <Number> here?", ("2",), "yes", "test"),
        (("a2", "a1"), "Are <Number> here?", ("3",), "no", "test"),
    ]
    assert data.questions[0].extra == {"rater": 3}
    assert [str(each.place) + ": " + each.reason for each in data.unread] == [
        f"{path}, row 3: ask is missing"
    ]
    files = write(data, tmp_path / f"again-test{container}", format="duet")
    assert files == outputs(tmp_path / f"again-test{container}", format="duet")
    assert read(files).questions == data.questions
    assert read(files, format="duet").questions == data.questions


def test_a_reader_that_cannot_be_loaded_is_an_error_that_names_its_package(
    packages: Path, tmp_path: Path
) -> None:
    install(packages, "broken_reader", "raise RuntimeError('no luck')", "broken = broken_reader:Reader")
    path = tmp_path / "x.json"
    path.write_text(json.dumps(ROWS), encoding="utf-8")
    with pytest.raises(
        InputError, match="the reader 'broken' of the package broken_reader cannot be loaded: no luck"
    ):
        read([path])


def test_what_is_no_reader_is_an_error(packages: Path) -> None:
    install(packages, "no_reader", "class Thing: pass", "thing = no_reader:Thing")
    with pytest.raises(InputError, match=r"is no subclass of counterpoint\.datasets\.Reader"):
        readers()


def test_other_packages_are_not_loaded_for_the_known_layouts(packages: Path, tmp_path: Path) -> None:
    install(
        packages,
        "broken_too",
        "raise RuntimeError",
        "music-avqa = broken_too:Reader\nother = broken_too:Reader",
    )
    path = tmp_path / "x.json"
    row = {"video_id": "v", "type": '["A", "B"]', "question_content": "Is there a voiceover?", "anser": "no"}
    path.write_text(json.dumps([row]), encoding="utf-8")
    assert read([path]).layouts == ("music-avqa",)
    assert READERS["music-avqa"].name == "music-avqa"
