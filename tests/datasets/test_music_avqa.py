"""MUSIC-AVQA v1, its update and v2.0: every trap of the public rows, small and real."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from counterpoint.datasets import read
from counterpoint.records import Question
from counterpoint.vocabulary import ANSWERS, TEMPLATES

ROW = {
    "video_id": "00000086",
    "question_id": 28,
    "type": '["Audio-Visual", "Existential"]',
    "question_content": "Is the <Object> in the video always playing?",
    "templ_values": '["violin"]',
    "question_deleted": 0,
    "anser": "yes",
}


def one(tmp_path: Path, **fields: Any) -> Question:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([ROW | fields]), encoding="utf-8")
    data = read([path])
    assert not data.unread
    return data.questions[0]


def test_a_public_row(tmp_path: Path) -> None:
    assert one(tmp_path) == Question(
        question_id="28",
        picture="00000086",
        modality="Audio-Visual",
        kind="Existential",
        template="Is the <Object> in the video always playing?",
        slots=("violin",),
        text="Is the violin in the video always playing?",
        answer="yes",
        extra={"question_deleted": 0},
    )


def test_unmatch_audio_is_the_sound_of_the_clip(tmp_path: Path) -> None:
    question = one(tmp_path, unmatch_audio="00002049", audio_instrument="accordion", person=None)
    assert question.media == ("00000086", "00002049")
    assert question.extra == {"question_deleted": 0, "audio_instrument": "accordion"}


@pytest.mark.parametrize("values", ['["violin"]', ["violin"], '["violin "]', "['violin']"])
def test_slot_values_are_json_or_a_list(tmp_path: Path, values: Any) -> None:
    assert one(tmp_path, templ_values=values).slots == ("violin",)


@pytest.mark.parametrize("values", [None, "[]", [], ""])
def test_slot_values_may_be_absent(tmp_path: Path, values: Any) -> None:
    assert one(tmp_path, question_content="Is there a voiceover?", templ_values=values).slots == ()


@pytest.mark.parametrize(
    ("number", "name"), [(47859.0, "47859"), ("47859.0", "47859"), ("-1vn", "-1vn"), (0, "0"), (1.5, "1.5")]
)
def test_ids_are_texts(tmp_path: Path, number: Any, name: str) -> None:
    assert one(tmp_path, question_id=number).question_id == name


@pytest.mark.parametrize("text", ["null", "NaN", '""', '" "', "true"])
def test_a_missing_id_is_made(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(
        json.dumps([ROW]).replace('"question_id": 28', f'"question_id": {text}'), encoding="utf-8"
    )
    data = read([path])
    assert data.questions[0].question_id.startswith("made-")
    assert [notice.field for notice in data.notices] == ["question_id"]


def test_an_id_that_begins_with_a_hyphen_is_an_id(tmp_path: Path) -> None:
    assert one(tmp_path, video_id="-1vnMOhaArA_flip").picture == "-1vnMOhaArA_flip"


@pytest.mark.parametrize(
    "content",
    [
        "Is the <Object> in the video always playing？",
        "Is the<Object> in the video always playing? ",
        " Is  the <Object>in the video always playing ?",
    ],
)
def test_wordings_are_spelt_one_way(tmp_path: Path, content: str) -> None:
    assert one(tmp_path, question_content=content).template == ROW["question_content"]


def test_answers_lose_their_blanks(tmp_path: Path) -> None:
    assert one(tmp_path, anser=" yes \n").answer == "yes"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"anser": None}, "anser is missing"),
        ({"anser": " "}, "anser is missing"),
        ({"anser": ["yes"]}, "anser is list, not text"),
        ({"video_id": None}, "picture is missing"),
        ({"video_id": {}}, "{} is no id"),
        ({"question_content": ""}, "question_content is missing"),
        ({"type": '["Audio"]'}, "type is ['Audio'], not a modality and a kind"),
        ({"type": "Audio"}, "'Audio' is no list of texts"),
        ({"templ_values": "violin"}, "'violin' is no list of texts"),
        ({"templ_values": [1]}, "[1] is no list of texts"),
    ],
)
def test_a_faulty_row_is_listed_with_file_and_row(
    tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([ROW, ROW | fields, ROW]), encoding="utf-8")
    data = read([path])
    assert len(data.questions) == 2
    assert [(str(each.place), each.reason) for each in data.unread] == [(f"{path}, row 2", reason)]


@pytest.mark.parametrize("row", [[1], None, "text", 3])
def test_a_row_that_is_no_object_is_listed(tmp_path: Path, row: Any) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([ROW, row]), encoding="utf-8")
    data = read([path])
    assert len(data.questions) == 1
    assert data.unread[0].place.row == 2
    assert "not an object" in data.unread[0].reason


def test_a_byte_order_mark_is_no_part_of_the_data(tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([ROW]), encoding="utf-8-sig")
    assert len(read([path]).questions) == 1


def test_several_files_keep_their_splits(tmp_path: Path) -> None:
    paths = [tmp_path / "avqa-train.json", tmp_path / "avqa-val.json", tmp_path / "rest.json"]
    for path in paths:
        path.write_text(json.dumps([ROW, ROW | {"split": "test"}]), encoding="utf-8")
    assert [each.split for each in read(paths).questions] == ["train", "test", "val", "test", "", "test"]
    assert {each.split for each in read(paths, split="mine").questions} == {"mine"}


@pytest.mark.parametrize(
    ("name", "rows", "made"),
    [
        ("v1-test.json", 9185, 0),
        ("v1-val.json", 4595, 0),
        ("v1-update-test.json", 9129, 0),
        ("v2-bias-test.json", 9119, 600),
        ("v2-bias-val.json", 4499, 259),
    ],
)
def test_real_files_are_read_whole(music_avqa: Path, name: str, rows: int, made: int) -> None:
    data = read([music_avqa / name])
    assert len(data.questions) == rows
    assert not data.unread
    assert len(data.notices) == made
    assert sum(each.question_id.startswith("made-") for each in data.questions) == made
    assert {each.template for each in data.questions} <= TEMPLATES.keys()
    assert {each.answer for each in data.questions} <= set(ANSWERS)
    assert {each.split for each in data.questions} == {"val" if "val" in name else "test"}
    assert data.vocabulary == {each.template: TEMPLATES[each.template].answers for each in data.questions}
    if made:
        assert len({each.question_id for each in data.questions}) == rows


@pytest.mark.parametrize("name", ["v2-bias-test.json", "v2-bias-val.json"])
def test_real_mismatched_rows_play_the_sound_that_they_name(music_avqa: Path, name: str) -> None:
    raw = json.loads((music_avqa / name).read_text(encoding="utf-8"))
    expected = {(row["video_id"], row["unmatch_audio"]) for row in raw if row.get("unmatch_audio")}
    questions = read([music_avqa / name]).questions
    mismatched = [each for each in questions if each.sound != each.picture]
    assert {each.media for each in mismatched} == expected
    assert len(mismatched) == sum(bool(row.get("unmatch_audio")) for row in raw) > 15
    assert {each.answer for each in mismatched} == {"no"}


def test_real_questions_asked_twice_about_one_clip(music_avqa: Path) -> None:
    """55 of v1 contradict each other; those of v2 differ in their sound."""

    def contradictions(name: str) -> int:
        answers: dict[object, set[str]] = {}
        for each in read([music_avqa / name]).questions:
            answers.setdefault((each.media, each.text), set()).add(each.answer)
        return sum(len(said) > 1 for said in answers.values())

    assert contradictions("v1-test.json") == 55
    assert contradictions("v2-bias-test.json") == 0


def test_made_ids_stay_when_files_are_joined_or_reordered(music_avqa: Path, tmp_path: Path) -> None:
    path = music_avqa / "v2-bias-test.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    turned = tmp_path / "v2-test.json"
    turned.write_text(json.dumps(rows[::-1]), encoding="utf-8")
    ids = [each.question_id for each in read([path]).questions]
    assert [each.question_id for each in read([turned]).questions] == ids[::-1]
    joined = read([music_avqa / "v2-bias-val.json", path])
    assert [each.question_id for each in joined.questions][-len(ids) :] == ids


def test_real_files_read_from_other_containers_say_the_same(music_avqa: Path, tmp_path: Path) -> None:
    """As a user would convert them: pandas to CSV and to Parquet, nulls, floats and all."""
    pd = import_module("pandas")
    path = music_avqa / "v2-bias-test.json"
    table = pd.DataFrame(json.loads(path.read_text(encoding="utf-8")))
    table.to_csv(tmp_path / "v2-test.csv", index=False)
    table["templ_values"] = table["templ_values"].map(str)
    table.to_parquet(tmp_path / "v2-test.parquet")
    table.to_json(tmp_path / "v2-test.jsonl", orient="records", lines=True)
    expected = [(each.question_id, each.media, each.text, each.answer) for each in read([path]).questions]
    for ending in ("csv", "parquet", "jsonl"):
        data = read([tmp_path / f"v2-test.{ending}"])
        assert not data.unread
        assert [(each.question_id, each.media, each.text, each.answer) for each in data.questions] == expected
