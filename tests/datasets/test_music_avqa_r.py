"""MUSIC-AVQA-R: rephrasings, their ids and their templates."""

import json
from pathlib import Path
from typing import Any

import pytest

from counterpoint.datasets import read
from counterpoint.errors import InputError
from counterpoint.vocabulary import fill

ORIGINAL = {
    "video_id": "00000086",
    "question_id": 1138,
    "type": '["Audio-Visual", "Existential"]',
    "question_content": "Is the <Object> in the video always playing?",
    "templ_values": '["cello"]',
    "anser": "yes",
}
FILLED = {name: value for name, value in ORIGINAL.items() if name != "templ_values"}
OTHER = {"question_content": "Is the cello playing constantly?", "video_id": "00000090", "question_id": 1139}
REPHRASED = [
    FILLED | {"question_content": "Does the cello in the video play all the time?"},
    FILLED | {"question_content": "Is the cello playing constantly?"},
    FILLED | OTHER,
]
WITH_SLOTS = ORIGINAL | {"question_content": "Does the <Object> play all the time？ "}


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


@pytest.fixture
def rephrased(tmp_path: Path) -> Path:
    return write(tmp_path / "avqa-test.json", [*REPHRASED, WITH_SLOTS])


def test_it_is_told_from_music_avqa_by_its_wordings(rephrased: Path, tmp_path: Path) -> None:
    assert read([rephrased]).layouts == ("music-avqa-r",)
    assert read([write(tmp_path / "v1.json", [ORIGINAL, ORIGINAL, WITH_SLOTS])]).layouts == ("music-avqa",)


def test_ids_are_unique_and_lead_to_the_original(rephrased: Path, tmp_path: Path) -> None:
    questions = read([rephrased]).questions
    ids = [each.question_id for each in questions]
    assert len(set(ids)) == 4
    assert [name.split("#")[0] for name in ids] == ["1138", "1138", "1139", "1138"]
    assert [each.extra["original_id"] for each in questions] == ["1138", "1138", "1139", "1138"]
    tail = read([write(tmp_path / "avqa-test-tail.json", [WITH_SLOTS, *REPHRASED[:0:-1]])])
    assert [each.question_id for each in tail.questions] == [ids[3], ids[2], ids[1]]


def test_a_row_that_is_repeated_gets_its_own_id(tmp_path: Path) -> None:
    questions = read([write(tmp_path / "x.json", [REPHRASED[0], REPHRASED[0]])]).questions
    assert questions[1].question_id == f"{questions[0].question_id}-2"


def test_without_the_originals_templates_are_made(rephrased: Path) -> None:
    data = read([rephrased], slot_lists={"Object": ["cello", "violin"]})
    assert [(each.template, each.slots) for each in data.questions] == [
        ("Does the <Object> in the video play all the time?", ("cello",)),
        ("Is the <Object> playing constantly?", ("cello",)),
        ("Is the <Object> playing constantly?", ("cello",)),
        ("Does the <Object> play all the time?", ("cello",)),
    ]
    assert data.questions[3].text == "Does the cello play all the time?"
    assert len(data.summary) == 1
    assert data.summary[0].startswith(
        "questions without a template: 3; templates made from their texts: 2; the largest has 2 questions: "
    )


@pytest.mark.parametrize("row", [{"a": 1}, {**ORIGINAL, "type": "x"}, {**ORIGINAL, "anser": None}, 7])
def test_originals_that_are_none_are_named(rephrased: Path, tmp_path: Path, row: object) -> None:
    originals = write(tmp_path / "v1-test.json", [ORIGINAL, row])
    with pytest.raises(InputError) as error:
        read([rephrased], originals=[originals])
    assert error.value.where == f"{originals}, row 2"


def test_with_the_originals_rephrasings_have_their_templates(rephrased: Path, tmp_path: Path) -> None:
    originals = write(tmp_path / "v1-test.json", [ORIGINAL])
    data = read([rephrased], originals=[originals])
    known = (ORIGINAL["question_content"], ("cello",))
    assert [
        (each.template, each.slots) for each in data.questions if each.extra["original_id"] == "1138"
    ] == [known] * 3
    assert [each.text for each in data.questions][:2] == [row["question_content"] for row in REPHRASED[:2]]
    assert "questions without a template: 1;" in data.summary[0]
    assert [each.question_id for each in data.questions] == [
        each.question_id for each in read([rephrased]).questions
    ]


def test_head_and_tail_of_a_set_made_from_the_real_test_file(music_avqa: Path, tmp_path: Path) -> None:
    """Rephrase each real question in two ways: every row is read, and leads back to its original."""
    raw = json.loads((music_avqa / "v1-update-test.json").read_text(encoding="utf-8"))
    ways = ("Tell me: {}", "Please answer this. {}")
    rows = [
        {name: value for name, value in row.items() if name != "templ_values"}
        | {
            "question_content": way.format(
                fill(
                    row["question_content"].replace("<", " <").replace(">", "> "),
                    json.loads(row["templ_values"]),
                )
            )
        }
        for row in raw
        for way in ways
    ]
    data = read([write(tmp_path / "r-test.json", rows)], originals=[music_avqa / "v1-update-test.json"])
    before = {each.question_id: each for each in read([music_avqa / "v1-update-test.json"]).questions}
    assert len(data.questions) == len({each.question_id for each in data.questions}) == 2 * len(raw)
    assert not data.unread
    assert not data.summary
    for each in data.questions:
        original = before[str(each.extra["original_id"])]
        assert (each.template, each.slots, each.answer) == (
            original.template,
            original.slots,
            original.answer,
        )
