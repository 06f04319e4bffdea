"""Any table of questions: columns, aliases, declared answers."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from counterpoint.datasets import read
from counterpoint.errors import InputError

ROWS = [
    {"Video": "v1", "Question": "Is the red car faster?", "Label": "yes", "qid": "q1", "note": "x"},
    {"Video": "v2", "Question": "Is the blue car faster?", "Label": "no", "qid": "q2", "note": "y"},
]


def csv_file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def json_file(path: Path, rows: Any) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def table(folder: Path, rows: list[dict[str, str]], container: str) -> Path:
    path = folder / f"x{container}"
    names = list(rows[0])
    match container:
        case ".json":
            path.write_text(json.dumps(rows), encoding="utf-8")
        case ".jsonl":
            path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        case ".parquet":
            pq.write_table(pa.Table.from_pylist(rows), path)
        case _:
            mark = {".csv": ",", ".tsv": "\t", ".txt": ";"}[container]
            lines = [mark.join(names), *(mark.join(row[name] for name in names) for row in rows)]
            path.write_text("\r\n".join(lines), encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("container", [".json", ".jsonl", ".csv", ".tsv", ".txt", ".parquet"])
def test_usual_columns_are_known_in_every_container(tmp_path: Path, container: str) -> None:
    data = read([table(tmp_path, ROWS, container)], slot_lists={"Colour": ["red", "blue"]})
    assert data.layouts == ("generic",)
    first = data.questions[0]
    assert (first.question_id, first.picture, first.text, first.answer) == (
        "q1",
        "v1",
        "Is the red car faster?",
        "yes",
    )
    assert (first.template, first.slots, first.extra) == (
        "Is the <Colour> car faster?",
        ("red",),
        {"note": "x"},
    )
    assert data.summary == (
        "questions without a template: 2; templates made from their texts: 1; "
        "the largest has 2 questions: Is the <Colour> car faster?",
    )


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "x.csv", "A,B,C,answer\nclip,Is it?,maybe,7\n")
    columns = {"picture": "A", "text": "B", "answer": "C"}
    (question,) = read([path], columns=columns).questions
    assert (question.picture, question.text, question.answer) == ("clip", "Is it?", "maybe")
    assert question.extra == {"answer": "7"}


def test_named_columns_go_before_a_recognised_layout(tmp_path: Path) -> None:
    row = {
        "video_id": "v",
        "question_content": "Is there a voiceover?",
        "anser": "no",
        "type": '["A", "B"]',
        "said": "yes",
    }
    assert read([json_file(tmp_path / "x.json", [row])]).questions[0].answer == "no"
    assert (
        read([json_file(tmp_path / "x.json", [row])], columns={"answer": "said"}).questions[0].answer == "yes"
    )


def test_missing_columns_are_named_with_those_found_and_the_remedy(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "x.csv", "clip,ask,say\nv,Is it?,yes\n")
    with pytest.raises(InputError) as error:
        read([path])
    assert error.value.what == "no column for answer, text; its columns are 'clip', 'ask', 'say'"
    assert error.value.where == str(path)
    assert "--column answer=NAME or --column text=NAME" in error.value.remedy


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"reply": "say"}, "no field is called 'reply'"),
        ({"answer": "reply"}, "no column is called 'reply'"),
    ],
)
def test_wrong_column_options_are_errors(tmp_path: Path, columns: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        read([csv_file(tmp_path / "x.csv", "clip,ask,say\nv,Is it?,yes\n")], columns=columns)
    assert "say" in error.value.remedy or "answer" in error.value.remedy


def test_a_list_of_videos_is_told_as_such(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "x.csv", "\ufeffvideo_id,start_time,duration,suffix,has_flip\nciAuN83h20Y,0:00,1:00,,N\n"
    )
    with pytest.raises(InputError, match="list of videos, without questions"):
        read([path])


def test_the_real_list_of_videos(music_avqa: Path) -> None:
    with pytest.raises(InputError, match="list of videos, without questions") as error:
        read([music_avqa / "v2-additional-videos.csv"])
    assert error.value.where.endswith("v2-additional-videos.csv")


def test_given_templates_and_slots_are_taken(tmp_path: Path) -> None:
    rows = [
        {"clip": "v", "template": "Is the<Object> loud ？", "slots": ["cello"], "answer": "yes"},
        {"clip": "v", "template": "Is it?", "question": "Is it so?", "answer": "yes"},
    ]
    data = read([json_file(tmp_path / "x.json", rows)])
    assert [(each.template, each.slots, each.text) for each in data.questions] == [
        ("Is the <Object> loud?", ("cello",), "Is the cello loud?"),
        ("Is it?", (), "Is it so?"),
    ]
    assert not data.summary


def test_a_text_with_slots_and_their_values_is_a_template(tmp_path: Path) -> None:
    rows = [{"clip": "v", "question": "Is the <Object> loud?", "slots": '["tuba"]', "answer": True}]
    (question,) = read([json_file(tmp_path / "x.json", rows)]).questions
    assert (question.template, question.slots) == ("Is the <Object> loud?", ("tuba",))
    assert (question.text, question.answer) == ("Is the tuba loud?", "true")


def test_slot_values_without_a_template_are_kept_aside(tmp_path: Path) -> None:
    rows = [{"clip": "v", "question": "Is the tuba loud?", "slots": ["tuba"], "answer": 2.0}]
    (question,) = read([json_file(tmp_path / "x.json", rows)]).questions
    assert (question.template, question.slots, question.answer) == ("Is the tuba loud?", (), "2")
    assert question.extra == {"slots": ["tuba"]}


def test_a_type_may_say_modality_and_kind(tmp_path: Path) -> None:
    kinds: list[object] = ['["Audio", "Counting"]', ["Visual", "Location"], "Counting", "[x"]
    rows = [{**ROWS[0], "type": kind} for kind in kinds]
    questions = read([json_file(tmp_path / "x.json", rows)]).questions
    assert [(each.modality, each.kind) for each in questions] == [
        ("Audio", "Counting"),
        ("Visual", "Location"),
        ("", "Counting"),
        ("", "[x"),
    ]


def test_origin_and_source_of_other_meanings_stay_in_extra(tmp_path: Path) -> None:
    rows = [ROWS[0] | {"source": "youtube"}, ROWS[1] | {"origin": "flip", "source": "v1"}]
    other, flipped = read([json_file(tmp_path / "x.json", rows)]).questions
    assert (other.origin, other.source, other.extra["source"]) == ("original", "", "youtube")
    assert (flipped.origin, flipped.source) == ("flip", "v1")


def test_columns_of_bytes_are_left_out_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pixels = [{"bytes": b"\x89PNG", "path": "a.png"}] * 2
    pq.write_table(
        pa.Table.from_pylist([row | {"pixels": each} for row, each in zip(ROWS, pixels, strict=True)]), path
    )
    data = read([path])
    assert len(data.questions) == 2
    assert [(each.place.file, each.field) for each in data.notices] == [(str(path), "pixels")]


def test_dates_become_text_and_nan_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    columns = pa.table(
        {
            "video": ["v"], "question": ["Is it?"], "answer": ["yes"],
            "day": pa.array([0], pa.date32()), "score": [float("nan")], "list": [[1.0, float("nan")]],
        }
    )  # fmt: skip
    pq.write_table(columns, path)
    assert read([path]).questions[0].extra == {"day": "1970-01-01", "list": [1.0, None]}


def test_json_objects_with_a_list_of_rows(tmp_path: Path) -> None:
    path = json_file(tmp_path / "x.json", {"version": 1, "tags": ["a"], "items": ROWS})
    assert len(read([path]).questions) == 2


def test_one_object_is_one_row(tmp_path: Path) -> None:
    assert len(read([json_file(tmp_path / "x.json", ROWS[0])]).questions) == 1


def test_folders_and_patterns_stand_for_their_parquet_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "deep").mkdir(exist_ok=True)
        table(tmp_path, ROWS, ".parquet").rename(tmp_path / "deep" / f"{name}.parquet")
    assert len(read([tmp_path]).questions) == 4
    assert len(read([tmp_path / "deep" / "*.parquet", tmp_path / "deep" / "a.parquet"]).questions) == 4


@pytest.mark.parametrize("as_file", [False, True])
def test_answers_can_be_declared(tmp_path: Path, as_file: bool) -> None:
    def told(value: Any) -> Any:
        return json_file(tmp_path / "answers.json", value) if as_file else value

    path = table(tmp_path, ROWS, ".csv")
    template = "Is the red car faster?"
    assert read([path]).vocabulary == {}
    assert read([path], vocabulary=told(["yes", "no", "yes"])).vocabulary[template] == ("yes", "no")
    by_template = read(
        [path], vocabulary=told({"Is the red car faster ？": ["yes", "no", "maybe"]})
    ).vocabulary
    assert by_template == {template: ("yes", "no", "maybe")}


@pytest.mark.parametrize("option", ["vocabulary", "slot_lists"])
@pytest.mark.parametrize("value", ["3", '"yes"', '["yes", 3]', '{"a": "yes"}', '{"a": [" "]}', "{", "yes,no"])
def test_wrong_lists_of_words_are_errors(tmp_path: Path, option: str, value: str) -> None:
    words = csv_file(tmp_path / "words.json", value)
    with pytest.raises(InputError) as error:
        read([table(tmp_path, ROWS, ".csv")], **{option: words})  # type: ignore[arg-type]
    assert str(words) in error.value.where
    assert error.value.remedy
