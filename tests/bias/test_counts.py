"""Counting by engines, against `collections.Counter`, and the engines against each other."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoint.bias import engines
from counterpoint.bias.counts import LOCATED, Cell, Counts, count_frame, count_questions, scan
from counterpoint.datasets import read
from counterpoint.errors import InputError

T = "Is there a <Object> sound?"


def _write(path: Path, columns: dict[str, Any], **types: pa.DataType) -> Path:
    arrays = {name: pa.array(values, types.get(name)) for name, values in columns.items()}
    pq.write_table(pa.table(arrays), path)
    return path


@pytest.fixture(scope="module")
def spark(java: str) -> Iterator[None]:
    """One Spark session for this module, which the engine finds running."""
    import tempfile

    pytest.importorskip("pyspark")
    with tempfile.TemporaryDirectory() as folder:
        session = engines._session(Path(folder))
        yield
        session.stop()


@pytest.fixture(params=["duckdb", "polars", "pyspark"])
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine."""
    name: str = request.param
    if name == "polars":
        pytest.importorskip("polars")
    if name == "pyspark":
        request.getfixturevalue("spark")
    return name


@pytest.mark.parametrize("name", ["v1-update-test", "v1-val", "v2-bias-test"])
def test_real_files_count_alike_on_every_engine(
    music_avqa: Path, tmp_path: Path, engine: str, name: str
) -> None:
    file = music_avqa / f"{name}.json"
    data = read([file])
    expected = count_questions(data.questions)
    assert expected.total == len(json.loads(file.read_text(encoding="utf-8-sig"))) - len(data.unread)
    assert count_questions(data.questions, engine=engine) == expected
    # The rows of the file itself, spelling and all: streamed, they count as they do when read.
    rows = json.loads(file.read_text(encoding="utf-8-sig"))
    raw = {
        column: [row[column] if isinstance(row[column], str) else json.dumps(row[column]) for row in rows]
        for column in ("video_id", "question_content", "templ_values", "anser")
    }
    assert scan([_write(tmp_path / f"{name}.parquet", raw)], engine=engine) == expected


ROWS = st.lists(
    st.tuples(
        st.sampled_from([T, "How many <Object>？ ", "Where?", None, " "]),
        st.sampled_from(["yes", "no ", "", None, "\t", "één"]),
        st.sampled_from(['["violin"]', '["violin", "left "]', "[]", "", None, "[1]", "{", '"violin"']),
        st.sampled_from(["train", "test", "", None]),
    ),
    max_size=30,
)


def _expected(rows: list[tuple[Any, ...]]) -> tuple[Counter[Cell], int]:
    plain = {T: T, "How many <Object>？ ": "How many <Object>?", "Where?": "Where?"}
    values = {
        '["violin"]': ("violin",),
        '["violin", "left "]': ("violin", "left"),
        "[]": (),
        "": (),
        None: (),
    }
    good = [r for r in rows if r[0] in plain and r[1] and r[1].strip() and r[2] in values]
    cells = Counter(Cell(plain[t], values[s], a.strip(), x or "") for t, a, s, x in good)
    return cells, len(rows) - len(good)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(ROWS)
def test_duckdb_against_a_counter(tmp_path: Path, rows: list[tuple[Any, ...]]) -> None:
    columns = dict(
        zip(("template", "answer", "slots", "split"), map(list, zip(*rows, strict=True)), strict=False)
    )
    file = _write(
        tmp_path / "rows.parquet",
        columns or {name: [] for name in ("template", "answer", "slots", "split")},
        **dict.fromkeys(("template", "answer", "slots", "split"), pa.string()),
    )
    cells, unread = _expected(rows)
    found = scan([file])
    assert found.cells == cells
    assert found.unread == unread
    bad = [n for n, row in enumerate(rows, 1) if _expected([row])[1]]
    assert [each.place.row for each in found.located] == bad
    assert all(each.place.file == str(file) and each.reason for each in found.located)


ODD = pa.table(
    {
        "template": ["a <X>?", "a <X>?", None, " ", "b?"],
        "answer": ["1", "2", "1", "1", ""],
        "slots": pa.array([["x"], ["x"], ["x"], None, []], pa.list_(pa.string())),
        "split": pa.array(["val", None, "val", "val", "val"]).dictionary_encode(),
    }
)


def test_odd_values_count_alike_on_every_engine(tmp_path: Path, engine: str) -> None:
    file = tmp_path / "odd-test.parquet"
    pq.write_table(ODD, file)
    found = scan([file], engine=engine)
    assert found.cells == {Cell("a <X>?", ("x",), "1", "val"): 1, Cell("a <X>?", ("x",), "2", "test"): 1}
    assert [(each.place.row, each.reason) for each in found.located] == [
        (3, "template is missing"),
        (4, "template is missing"),
        (5, "answer is missing"),
    ]


NAMES = [
    "[a-c]*.parquet",
    "b?.parquet",
    "-rf.parquet",
    "_hidden.parquet",
    ".dot.parquet",
    "a b.parquet",
    "%41.parquet",
]
NAMES += [
    "quote'\"`;.parquet",
    "back\\slash.parquet",
    "new\nline.parquet",
    "ünï.parquet",
    "no_ending",
    "{a,b}.parquet",
]


def test_a_file_name_is_never_a_pattern_nor_an_address(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decoys stand where the names would lead if they were taken for patterns."""
    folder = tmp_path / "http:" / "example.org" / "split=train"
    folder.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for decoy in ("a.parquet", "bb.parquet", "A.parquet"):
        _write(folder / decoy, {"template": ["decoy?"] * 3, "answer": ["no"] * 3})
    for number, name in enumerate(NAMES):
        _write(folder / name, {"template": [f"{number}?"], "answer": ["yes"]})
    files = [Path("http://example.org/split=train") / name for name in NAMES]
    found = scan(files, engine=engine)
    assert found.cells == {Cell(f"{n}?", (), "yes", ""): 1 for n in range(len(NAMES))}


def test_the_folder_of_a_split_says_nothing_and_the_name_does(tmp_path: Path, engine: str) -> None:
    files = [
        _write(tmp_path / f"qa-{split}.parquet", {"template": [T] * n, "answer": ["yes"] * n})
        for n, split in enumerate(("train", "val", "test"), 1)
    ]
    found = scan(files, engine=engine)
    assert found.cells == {
        Cell(T, (), "yes", split): n for n, split in enumerate(("train", "val", "test"), 1)
    }
    assert scan(files, engine=engine, split="all").cells == {Cell(T, (), "yes", "all"): 6}


def test_files_of_different_types_count_together(tmp_path: Path, engine: str) -> None:
    large, view = pa.large_string(), pa.string_view()
    category = pa.dictionary(pa.int32(), pa.string())
    files = [
        _write(tmp_path / "1.parquet", {"template": [T], "answer": [3], "slots": ['["violin"]']}),
        _write(
            tmp_path / "2.parquet", {"template": [T], "answer": [3.0], "slots": [["violin"]]}, template=large
        ),
        _write(
            tmp_path / "3.parquet",
            {"answer": ["3"], "template": [T], "slots": [["violin "]]},
            answer=category,
        ),
        _write(
            tmp_path / "4.parquet",
            {"other": [b"x"], "template": [T], "answer": ["3 "], "slots": [["violin"]]},
            answer=view,
            slots=pa.large_list(large),
        ),
        _write(
            tmp_path / "5.parquet",
            {"template": [T], "answer": ["3"], "slots": ["['violin']"]},
            template=category,
        ),
        _write(tmp_path / "6.parquet", {"template": [T], "answer": [None], "slots": [None]}),
        _write(tmp_path / "7.parquet", {"template": [T, T], "answer": [float("nan"), None]}),
        _write(tmp_path / "8.parquet", {"template": [T], "answer": [True]}),
        _write(tmp_path / "9.parquet", {"template": [], "answer": []}, template=large, answer=large),
    ]
    found = scan(files, engine=engine)
    assert found.cells == {Cell(T, ("violin",), "3", ""): 5, Cell(T, (), "true", ""): 1}
    assert found.unread == 3
    assert [(Path(each.place.file).name, each.place.row) for each in found.located] == [
        ("6.parquet", 1),
        ("7.parquet", 1),
        ("7.parquet", 2),
    ]


def test_columns_can_be_named(tmp_path: Path, engine: str) -> None:
    columns = {"the.question": [T], "q`a\"'": ["yes"], "Answer": ["no"], "a b": ["val"]}
    file = _write(tmp_path / "x.parquet", columns)
    chosen = {"template": "the.question", "answer": "q`a\"'", "split": "a b"}
    assert scan([file], engine=engine, columns=chosen).cells == {Cell(T, (), "yes", "val"): 1}


@pytest.mark.parametrize(
    ("columns", "chosen", "message"),
    [
        (
            {"template": ["a"], "reply": ["b"]},
            {},
            "no column for answer; its columns are 'template', 'reply'",
        ),
        ({"answer": ["b"]}, {}, "no column for text; its columns are 'answer'"),
        ({"template": ["a"], "answer": ["b"]}, {"answer": "reply"}, "no column is called 'reply'"),
        ({"template": ["a"], "answer": [["b"]]}, {}, "the column 'answer' holds list<"),
        ({"template": [b"a"], "answer": ["b"]}, {}, "the column 'template' holds binary"),
        ({"template": [1], "answer": ["b"]}, {}, "the column 'template' holds int64"),
        ({"template": ["a"], "answer": ["b"], "slots": [[1]]}, {}, "the column 'slots' holds list<"),
        ({"template": ["a"], "answer": ["b"], "Answer": ["c"]}, {}, "'answer' and 'Answer' are one"),
    ],
)
def test_columns_that_cannot_be_counted_are_refused(
    tmp_path: Path, columns: dict[str, Any], chosen: dict[str, str], message: str
) -> None:
    file = _write(tmp_path / "x.parquet", columns)
    with pytest.raises(InputError) as caught:
        scan([file], columns=chosen)
    assert message in caught.value.what
    assert caught.value.where == str(file)
    assert caught.value.remedy


def test_broken_files_are_named(tmp_path: Path, engine: str) -> None:
    whole = _write(
        tmp_path / "a[1].parquet", {"template": [T] * 9999, "answer": [str(n) for n in range(9999)]}
    )
    content = whole.read_bytes()
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(content[: len(content) // 2])
    with pytest.raises(InputError) as caught:
        scan([whole, cut], engine=engine)
    assert caught.value.where == str(cut)
    # The footer is whole, the pages are not.
    whole.write_bytes(content[:100] + bytes(len(content) // 2 - 100) + content[len(content) // 2 :])
    with pytest.raises(InputError) as caught:
        scan([whole], engine=engine)
    assert "could not count" in caught.value.what
    assert "/link" not in str(caught.value)


def test_an_unknown_engine_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path / "x.parquet", {"template": [T], "answer": ["yes"]})
    with pytest.raises(InputError, match="no engine is called 'abacus'"):
        scan([file], engine="abacus")


def test_an_engine_that_is_not_installed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _write(tmp_path / "x.parquet", {"template": [T], "answer": ["yes"]})
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r"pip install 'counterpoint\[spark\]'"):
        scan([file], engine="pyspark")


def test_spark_without_java_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(InputError, match="Spark needs a Java runtime"):
        engines._session(tmp_path)


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    file = _write(tmp_path / "[x].parquet", {"template": [T, None], "answer": ["yes", "no"]})
    assert scan([file]).unread == 1
    assert count_questions([], engine="duckdb") == Counts()
    assert not list((tmp_path / "temporary").iterdir())


def test_only_the_first_unusable_rows_are_located(tmp_path: Path) -> None:
    answers = ["yes", None] * 3 * LOCATED
    file = _write(tmp_path / "x.parquet", {"template": [T] * len(answers), "answer": answers})
    found = scan([file, _write(tmp_path / "y.parquet", {"template": [None], "answer": ["yes"]})])
    assert found.unread == 3 * LOCATED + 1
    assert [each.place.row for each in found.located] == list(range(2, 2 * LOCATED + 1, 2))


def test_texts_get_templates_as_they_do_when_read(tmp_path: Path, engine: str) -> None:
    columns: dict[str, list[Any]] = {
        "video": ["1", "2", "3", "4", "5"],
        "question": [
            "Is the violin loud?",
            "Is the cello loud?",
            "Is the flute loud?",
            "What is it?",
            "The <X>?",
        ],
        "label": ["yes", "no", "yes", "violin", "cello"],
        "slots": [None, None, "[]", None, '["drum"]'],
    }
    files = [
        _write(tmp_path / "a-train.parquet", columns),
        _write(tmp_path / "b-test.parquet", {name: values[:2] for name, values in columns.items()}),
    ]
    given = {"Instrument": ("flute",)}
    expected = count_questions(read(files, slot_lists=given).questions)
    found = scan(files, engine=engine, slots=given)
    assert found.cells == expected.cells
    assert found.derived == 6
    assert found.cells[Cell("Is the <Answer> loud?", ("violin",), "yes", "train")] == 1
    assert found.cells[Cell("Is the <Instrument> loud?", ("flute",), "yes", "train")] == 1
    assert found.cells[Cell("The <X>?", ("drum",), "cello", "train")] == 1


def test_a_frame_of_the_users_own() -> None:
    import duckdb

    with duckdb.connect() as database:
        relation = database.sql(f"SELECT '{T}' AS template, 'yes' AS answer FROM range(7)")
        assert count_frame(nw.from_native(relation), split="x") == Counts({Cell(T, (), "yes", "x"): 7})
