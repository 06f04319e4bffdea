"""Files that cannot be read: an error that names file, row and remedy, and never another exception."""

import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.datasets import documents, read
from counterpoint.errors import InputError
from counterpoint.records import DataSet

ROW = {
    "video_id": "v",
    "question_id": 1,
    "type": '["Audio-Visual", "Existential"]',
    "question_content": "Is there a voiceover?",
    "templ_values": "[]",
    "anser": "no",
}


def refused(path: Path) -> InputError:
    """Read a file that must be refused, and check that the error is fit for a person."""
    with pytest.raises(InputError) as error:
        read([path])
    assert str(path) in error.value.where
    assert error.value.what
    assert error.value.remedy
    assert "Traceback" not in str(error.value)
    return error.value


def file(folder: Path, content: str | bytes, name: str = "rows.json") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"[]", "the file has no rows"),
        (b"{}", "no column for picture, answer, text"),
        (b"3", "no rows"),
        (b'"text"', "no rows"),
        (b"null", "no rows"),
        (b"[1, 2]", "its rows are no objects"),
        (b"[[1], [2]]", "its rows are no objects"),
        (b"[null]", "its rows are no objects"),
        (b"just a line", "no rows"),
        (b"two\nlines", "no column for picture, answer, text"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid 1", "a Git LFS pointer"),
        (gzip.compress(b"[]", mtime=0), "a gzip archive"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not UTF-8"),
        (b"\x7fELF\x02\x01\x01\0", "no rows"),
        (b"\0\0\0\x18ftypmp42", "binary"),
        (bytes(range(256)), "binary"),
        ('[{"a": "é"}]'.encode("latin-1"), "not UTF-8"),
        ("[1]\n".encode("utf-16"), "UTF-16"),
        ("[1]\n".encode("utf-16-be"), "UTF-16"),
        ("[1]\n".encode("utf-16-le"), "UTF-16"),
        (b'[{"a": 1}, {"a": }]', "broken JSON: Expecting value (line 1, column 18)"),
        (b'[{"a": 1} {"a": 2}]', "broken JSON: ',' or ']' expected"),
        (b'[{"a": 1},]', "broken JSON"),
        (b'[{"a": 1}] and more', "text after the end"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "broken JSON: Exceeds the limit"),
        (b'{"rows": [{"a": 1}', "cut off"),
        (b"video,question,answer\n", "no rows"),
        (b"video,question,answer,answer\nv,q,a,b\n", "several columns are called 'answer'"),
        (b'video,question,answer\nv,"q,a\n', "broken CSV: unexpected end of data"),
        (b'video,question,answer\nv,"q"x,a\n', "broken CSV: ',' expected after '\"'"),
        (b"PAR1", "broken Parquet"),
        (b"PAR1" + b"\0" * 100, "broken Parquet"),
    ],
)
def test_content_that_is_no_data(tmp_path: Path, content: bytes, what: str) -> None:
    assert what in refused(file(tmp_path, content)).what


def test_the_row_of_a_fault_is_named(tmp_path: Path) -> None:
    rows = ",\n".join([json.dumps(ROW)] * 7)
    error = refused(file(tmp_path, f'[{rows}, {{"video_id": nothing}}]'))
    assert error.where == f"{tmp_path / 'rows.json'}, row 8"
    error = refused(file(tmp_path, 'a,b\n1,2\n3,"4"4\n', "x.csv"))
    assert error.where == f"{tmp_path / 'x.csv'}, line 3"
    latin = json.dumps([ROW] * 3, indent=1).replace("voiceover", "voïceover").encode("latin-1")
    assert "line 6)" in refused(file(tmp_path, latin)).what


def test_a_real_file_that_was_cut_off(music_avqa: Path, tmp_path: Path) -> None:
    """Cut anywhere, it is told as cut off, with the row in which it was."""
    content = (music_avqa / "v1-update-test.json").read_bytes()[:1200]
    rows = 0
    for end in range(1, 1200):
        path = file(tmp_path, content[:end])
        error = refused(path)
        assert "cut off" in error.what, (end, content[end - 40 : end])
        rows = max(rows, int(error.where.rpartition(" ")[2]))
    assert rows == content.count(b"video_id")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_real_file_that_was_cut_off_late(music_avqa: Path, tmp_path: Path, share: float) -> None:
    content = (music_avqa / "v1-update-test.json").read_bytes()
    kept = content[: int(len(content) * share)]
    error = refused(file(tmp_path, kept))
    assert "cut off" in error.what
    assert error.where.endswith(f"row {kept.count(b'video_id')}")


@pytest.mark.parametrize("rest", ["tru", "nul", "-", "1.", "1e", "1e-", "Na", '"a', '"a\\', '"a\\u00'])
def test_a_file_that_was_cut_off_within_a_value(tmp_path: Path, rest: str) -> None:
    assert "cut off" in refused(file(tmp_path, f'[{{"a": {rest}')).what


def test_a_file_that_was_cut_off_within_a_character(tmp_path: Path) -> None:
    assert "cut off" in refused(file(tmp_path, '[{"a": "é'.encode()[:-1])).what


def test_json_lines_that_were_cut_off_keep_the_lines_before(tmp_path: Path) -> None:
    text = "\n".join([json.dumps(ROW)] * 3)
    data = read([file(tmp_path, text[:-10], "rows.jsonl")])
    assert len(data.questions) == 2
    assert [(each.place.row, each.reason) for each in data.unread] == [(3, "the JSON ends in the middle")]
    refused(file(tmp_path, text[:20], "rows.jsonl"))


def test_parquet_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_pylist([ROW] * 1000), path)
    content = path.read_bytes()
    for end in (4, 5, 50, len(content) // 2, len(content) - 1):
        assert "broken Parquet" in refused(file(tmp_path, content[:end], "cut.parquet")).what


def test_parquet_with_a_broken_page(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_pylist([ROW | {"question_id": n} for n in range(1000)]), path)
    content = bytearray(path.read_bytes())
    content[4:400] = b"\xff" * 396
    assert "broken Parquet" in refused(file(tmp_path, bytes(content), "broken.parquet")).what


def test_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table([["a"], ["b"]], names=["x", "x"]), tmp_path / "x.parquet")
    assert "several columns are called 'x'" in refused(tmp_path / "x.parquet").what


def test_files_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert "folder without Parquet files" in refused(tmp_path / "folder").what
    assert "no such file" in refused(tmp_path / "absent.json").what
    assert "no such file" in refused(tmp_path / "absent*.json").what
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in refused(tmp_path / "pipe").what
    assert "no regular file" in refused(Path("/dev/zero")).what
    (tmp_path / "loop").symlink_to("loop")
    assert "no such file" in refused(tmp_path / "loop").what


@pytest.mark.parametrize("name", ["https://example.org/x.json", "s3://bucket/x.parquet", "file:///x.json"])
def test_an_address_is_no_file(name: str) -> None:
    with pytest.raises(InputError, match="no such file") as error:
        read([name])
    assert "only local files" in error.value.remedy


@pytest.mark.parametrize("ending", [".json", ".parquet"])
@pytest.mark.parametrize(
    "name", ["-rf", "--help", "*", "[a-z]?", "file:x", "s3:x", "a b;$(c)", "%s", "<b>", "x\ny", "ünï", "~"]
)
def test_any_name_is_a_plain_file(
    tmp_path: Path, name: str, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in (Path(f"{name}{ending}"), Path(f"decoy{ending}")):
        if ending == ".json":
            path.write_text(json.dumps([ROW | {"video_id": path.stem}]), encoding="utf-8")
        else:
            pq.write_table(pa.Table.from_pylist([ROW | {"video_id": path.stem}]), pa.OSFile(str(path), "wb"))
    for path in (Path(f"{name}{ending}"), tmp_path / f"{name}{ending}"):
        assert [each.picture for each in read([path]).questions] == [path.stem]


def test_a_name_that_is_no_text_can_be_told(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff-test.json"))
    path.write_text(json.dumps([ROW]), encoding="utf-8")
    (question,) = read([path]).questions
    assert question.split == "test"
    assert question.place.file.encode().endswith("\ufffd-test.json".encode())
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read([path])
    assert str(error.value).encode()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Give up the rights of root, who may read everything, for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.parametrize("content", [b"[]", b"PAR1"])
def test_a_file_without_permission(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = file(Path(folder), content)
        path.chmod(0)
        with as_nobody():
            assert "cannot be read: Permission denied" in refused(path).what


def test_a_folder_that_may_not_be_entered() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = file(Path(folder), b"[]")
        Path(folder).chmod(0)
        with as_nobody():
            assert "cannot be read: Permission denied" in refused(path).what
        Path(folder).chmod(0o755)


def test_folders_may_be_patterns_too(tmp_path: Path) -> None:
    names = ["a=1/x.parquet", "a=2/b=3/x.parquet", "[c]/y.parquet"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True)
        pq.write_table(pa.table({"a": [1]}), tmp_path / name)
    assert documents.files([tmp_path / "a=?" / "x.parquet"]) == [tmp_path / names[0]]
    assert documents.files([tmp_path / "**" / "x*.parquet"]) == [tmp_path / name for name in names[:2]]
    assert documents.files([tmp_path / "[c]" / "*.parquet"]) == [tmp_path / names[2]]
    assert "no such file" in refused(tmp_path / "x**y").what


def test_a_file_that_is_too_large_is_not_read_into_memory(tmp_path: Path) -> None:
    """A sparse file: one line of more than the limit, and hardly a byte of it on disk."""
    path = tmp_path / "line.json"
    with path.open("wb") as sink:
        sink.write(b'[{"a": "')
        sink.truncate(documents.LIMIT + 1)
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    error = refused(path)
    assert "more than the 536,870,912 bytes" in error.what
    assert "Parquet" in error.remedy
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # KiB


def test_the_limit_is_one_of_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, json.dumps([ROW]))
    monkeypatch.setattr(documents, "LIMIT", path.stat().st_size)
    assert len(read([path]).questions) == 1
    monkeypatch.setattr(documents, "LIMIT", path.stat().st_size - 1)
    assert "more than" in refused(path).what


def test_a_file_that_tells_no_size_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LIMIT", 10)
    assert "more than the 10 bytes" in refused(Path("/proc/self/maps")).what


def test_long_cells_and_lines_are_read(tmp_path: Path) -> None:
    long = "x" * 3_000_000
    text = f"video,question,answer\nv,{long}?,yes\n"
    assert read([file(tmp_path, text, "x.csv")]).questions[0].text == f"{long}?"
    assert read([file(tmp_path, json.dumps([ROW | {"anser": long}]))]).questions[0].answer == long


def csv_data(folder: Path, *lines: str) -> DataSet:
    return read([file(folder, "\n".join(["video,question,answer", *lines]) + "\n", "x.csv")])


def test_csv_rows_of_another_length_are_listed(tmp_path: Path) -> None:
    data = csv_data(tmp_path, "v,Is it?,yes", "v,Is it?", "", "v,Is it?,yes,no", "v,Is it?,no")
    assert [(each.answer, each.place.row) for each in data.questions] == [("yes", 2), ("no", 6)]
    assert [(each.place.row, each.reason) for each in data.unread] == [
        (3, "the row has 2 cells, the header 3"),
        (5, "the row has 4 cells, the header 3"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("x")',
        "@SUM(A1)",
        "+1",
        "-1",
        "nul\0nul",
        "\x1b[31mred",
        "<script>alert(1)</script>",
        "a\nb",
    ],
)
def test_hostile_cells_are_data(tmp_path: Path, text: str) -> None:
    cell = '"{}"'.format(text.replace('"', '""'))
    (question,) = csv_data(tmp_path, f"{cell},{cell},{cell}").questions
    assert (question.picture, question.text, question.answer) == (text, text, text)
    (question,) = read([file(tmp_path, json.dumps([ROW | {"video_id": text, "anser": text}]))]).questions
    assert (question.picture, question.answer) == (text, text)


def test_control_characters_need_no_escape_in_json(tmp_path: Path) -> None:
    text = json.dumps([ROW]).replace("voiceover", "voice\tover\0")
    assert read([file(tmp_path, text)]).questions[0].text == "Is there a voice over\0?"


@pytest.mark.parametrize("half", [r"\ud800", r"\uDFFF", r"\udc00\ud800"])
def test_half_a_character_is_listed(tmp_path: Path, half: str) -> None:
    rows = json.dumps([ROW, ROW | {"anser": "HALF"}, ROW | {"note": [{"HALF": 1}]}, ROW | {"note": "🎻"}])
    data = read([file(tmp_path, rows.replace("HALF", half))])
    assert len(data.questions) == 2
    assert data.questions[1].extra == {"note": "🎻"}
    assert [each.place.row for each in data.unread] == [2, 3]
    assert all(each.reason.startswith("half a character") and each.reason.encode() for each in data.unread)


def test_a_value_nested_deeply_is_listed(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(150):
        deep = [deep]
    data = read([file(tmp_path, json.dumps([ROW, ROW | {"note": deep}]))])
    assert len(data.questions) == 1
    assert [(each.place.row, each.reason) for each in data.unread] == [(2, "a value is nested too deeply")]


def test_a_faulty_row_at_the_top_does_not_hide_the_layout(tmp_path: Path) -> None:
    data = read([file(tmp_path, json.dumps([{"video_id": "v"}, 3, ROW, ROW]))])
    assert data.layouts == ("music-avqa",)
    assert [each.place.row for each in data.unread] == [1, 2]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(ROW)), inner, max_size=3)
    ),
    max_leaves=8,
)


def outcome(path: Path, layout: str | None = None) -> DataSet | InputError:
    """Read a file, or return the error; any other exception is a failure."""
    try:
        return read([path], format=layout)
    except InputError as error:
        return error


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(ROW, JSON)) | JSON, max_size=4))
@settings(deadline=None)
def test_whatever_values_are_in_its_fields_a_row_is_read_or_listed(rows: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = file(Path(folder), json.dumps([*rows, ROW]))
        for layout in ("music-avqa", "music-avqa-r", "coco-vqa", "generic", None):
            match outcome(path, layout):
                case InputError() as error:
                    assert str(path) in error.where
                case data:
                    assert len(data.questions) + len(data.unread) == len(rows) + 1


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
@settings(deadline=None)
def test_whatever_bytes_it_has_a_file_is_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = file(Path(folder), content)
        found = outcome(path)
    if isinstance(found, InputError):
        assert str(path) in found.where
        assert found.remedy
