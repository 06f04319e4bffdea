"""Nothing is lost: what is written, in any layout and container, is read back as equal records."""

import csv
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.datasets import READERS, read, write
from counterpoint.datasets.generic import ALIASES
from counterpoint.datasets.writing import EXTRA
from counterpoint.errors import InputError
from counterpoint.records import DataSet, Question, identify
from counterpoint.vocabulary import canonical

CONTAINERS = (".json", ".jsonl", ".csv", ".parquet")
HOSTILE = (
    "=1+1", "@SUM(A1)", "007", "1e5", "null", "NaN", "TRUE", "[1]", '{"a": 1}', "-1vnMOhaArA", "a,b", "a;b",
    'say "x"', "line\nbreak", "line\r\nbreak", "\r", "tab\there", "nul\0nul", "<b>bold</b>", "<script>", "﻿",
    "\x1b[31m", "\u2028", "ünïcödé", "🎻", "c:\\d", "&amp;", "'", "extra", "question", "anser", "{", "<Q>",
)  # fmt: skip
"""What has broken readers and writers of tables before."""

TEXT = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SAID = TEXT.map(str.strip)
FULL = SAID.filter(bool)
FIELDS = sorted(
    {name for reader in READERS.values() for name in reader.fields} | {EXTRA, "original_id", "questions"}
)
VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)


@st.composite
def questions(draw: st.DrawFn, number: int) -> Question:
    return Question(
        question_id=draw(st.sampled_from(["", f"{number}", f"{number}.5", f"-id{number}", f"=1+{number}"])),
        picture=draw(FULL),
        sound=draw(SAID),
        modality=draw(SAID),
        kind=draw(SAID),
        template=draw(FULL.map(canonical).filter(lambda text: text and text != "<Question>")),
        slots=tuple(draw(st.lists(SAID, max_size=2))),
        text=draw(SAID),
        answer=draw(FULL),
        split=draw(st.sampled_from(["", "train", "test", "=1+1"])),
        origin=draw(st.sampled_from(["original", "flip", "other-audio", "stage", "collected"])),
        source=draw(SAID),
        extra=draw(st.dictionaries(TEXT | st.sampled_from(FIELDS), VALUES, max_size=3)),
    )


@st.composite
def data_sets(draw: st.DrawFn) -> DataSet:
    size = draw(st.integers(1, 4))
    identified, _ = identify([draw(questions(number)) for number in range(size)])
    return DataSet(questions=tuple(identified))


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", READERS)
@given(data=data_sets())
@settings(max_examples=25, deadline=None)
def test_written_records_are_read_back(layout: str, container: str, data: DataSet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # The first writing settles what is open: extra values that are empty.
        settled = read(write(data, Path(folder, f"first{container}"), format=layout), format=layout)
        assert len(settled.questions) == len(data.questions)
        assert not settled.unread
        again = read(write(settled, Path(folder, f"second{container}"), format=layout), format=layout)
    assert again.questions == settled.questions
    assert not again.unread
    assert not again.notices
    for before, after in zip(data.questions, settled.questions, strict=True):
        assert {name: getattr(after, name) for name in ALIASES} == {
            name: getattr(before, name) for name in ALIASES
        }


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", READERS)
def test_a_written_layout_is_recognised(layout: str, container: str, tmp_path: Path) -> None:
    data = DataSet(
        questions=tuple(
            Question(
                question_id=str(number),
                picture=text,
                kind=text,
                template=canonical(f"Is {text} a <Object>?"),
                slots=(text,),
                answer=text,
                extra={"note": text, "anser": text, EXTRA: text, f"{text}.": {text: [text, 7, None]}},
            )
            for number, text in enumerate(text for text in HOSTILE if text.strip() == text)
        )
    )
    again = read(write(data, tmp_path / f"x{container}", format=layout))
    assert again.questions == data.questions
    assert not again.unread


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", READERS)
@pytest.mark.parametrize("name", ["v1-update-test.json", "v2-bias-val.json", "v2-bias-test.json"])
def test_real_files_are_written_and_read_back(
    music_avqa: Path, tmp_path: Path, name: str, layout: str, container: str
) -> None:
    data = read([music_avqa / name])
    files = write(data, tmp_path / f"copy-{name.removesuffix('.json')}{container}", format=layout)
    again = read(files)
    assert again.questions == data.questions
    assert not again.unread
    assert not again.notices


def test_the_public_layout_is_written_as_it_was_published(music_avqa: Path, tmp_path: Path) -> None:
    path = music_avqa / "v1-update-test.json"
    (copy,) = write(read([path]), tmp_path / "v1-update-test.json", format="music-avqa")
    before = json.loads(path.read_text(encoding="utf-8"))
    after = json.loads(copy.read_text(encoding="utf-8"))
    assert len(before) == len(after)
    for row, written in zip(before, after, strict=True):
        assert written | {"question_content": ""} == row | {
            "question_content": "",
            "templ_values": written["templ_values"],
        }
        assert json.loads(row["templ_values"]) == json.loads(written["templ_values"])
        assert canonical(row["question_content"]) == written["question_content"]


def test_fields_that_the_name_of_the_file_tells_are_not_written(tmp_path: Path) -> None:
    data = DataSet(
        questions=(
            Question(
                question_id="1", picture="v", template="Is there a voiceover?", answer="no", split="test"
            ),
            Question(
                question_id="2",
                picture="v",
                template="Is there a voiceover?",
                answer="no",
                split="val",
                origin="flip",
                source="w",
            ),
        )
    )
    (path,) = write(data, tmp_path / "x-test.json", format="music-avqa")
    plain, derived = json.loads(path.read_text(encoding="utf-8"))
    assert not plain.keys() & {"split", "origin", "source", "text", "unmatch_audio"}
    assert (derived["split"], derived["origin"], derived["source"]) == ("val", "flip", "w")
    assert read([path]).questions == data.questions


def test_parquet_of_records_has_their_fields_as_texts_and_lists(tmp_path: Path) -> None:
    data = DataSet(
        questions=(
            Question(
                question_id="1",
                picture="v",
                template="Is there a <Object>?",
                slots=("cello",),
                answer="yes",
                extra={"n": 1, "m": [None]},
            ),
            Question(question_id="b", picture="v", template="Is there a voiceover?", answer="no"),
        )
    )
    (path,) = write(data, tmp_path / "x.parquet", format="generic")
    table = pq.read_table(path)
    assert set(table.column_names) == {*ALIASES, EXTRA}
    assert {str(field.type) for field in table.schema if field.name != "slots"} == {"string"}
    assert table.schema.field("slots").type == pa.list_(pa.string())
    assert table["slots"].to_pylist() == [["cello"], []]
    assert json.loads(table[EXTRA][0].as_py()) == {"n": 1, "m": [None]}


def test_csv_cells_are_the_texts_that_they_are(tmp_path: Path) -> None:
    texts = [text for text in HOSTILE if text.strip() == text]
    data = DataSet(
        questions=tuple(
            Question(question_id=f"{n}", picture=text, template="Is it?", answer=text)
            for n, text in enumerate(texts)
        )
    )
    (path,) = write(data, tmp_path / "x.csv", format="generic")
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["answer"] for row in csv.DictReader(file)] == texts
    assert [each.answer for each in read([path]).questions] == texts


@pytest.mark.parametrize("ending", ["", ".txt", ".gz"])
def test_an_ending_without_a_container_is_an_error(tmp_path: Path, ending: str) -> None:
    with pytest.raises(InputError, match="no container for the ending") as error:
        write(DataSet(), tmp_path / f"x{ending}", format="generic")
    assert ".parquet" in error.value.remedy
    assert not list(tmp_path.iterdir())


def test_an_unknown_layout_is_an_error_that_names_the_known_ones(tmp_path: Path) -> None:
    for use in (
        lambda: write(DataSet(), tmp_path / "x.json", format="music"),
        lambda: read([__file__], format="music"),
    ):
        with pytest.raises(InputError):
            use()
    with pytest.raises(InputError, match="no format is called 'music'") as error:
        write(DataSet(), tmp_path / "x.json", format="music")
    assert "music-avqa-r" in error.value.remedy
