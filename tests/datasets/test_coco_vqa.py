"""COCO-VQA: two files joined by the question's id."""

import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from counterpoint.datasets import outputs, read, write
from counterpoint.errors import InputError
from counterpoint.records import DataSet, Question

HEADER = {"info": {"version": "2.0"}, "license": {"name": "CC"}, "data_type": "mscoco"}


def pair(folder: Path, split: str, ids: Sequence[int], *, container: str = ".json") -> list[Path]:
    asked = [{"image_id": 262148, "question": f"What color is thing {n}?", "question_id": n} for n in ids]
    said = [
        {
            "question_type": "what color is the",
            "multiple_choice_answer": "red",
            "answers": [{"answer": "red", "answer_confidence": "yes", "answer_id": k} for k in range(1, 4)],
            "image_id": 262148,
            "answer_type": "other",
            "question_id": n,
        }
        for n in reversed(ids)
    ]
    files = [
        folder / f"v2_OpenEnded_{split}2014_questions{container}",
        folder / f"v2_{split}2014_annotations{container}",
    ]
    for path, rows, name in zip(files, (asked, said), ("questions", "annotations"), strict=True):
        content: Any = HEADER | {"data_subtype": f"{split}2014", name: rows}
        text = (
            json.dumps(content) if container == ".json" else "".join(json.dumps(row) + "\n" for row in rows)
        )
        path.write_text(text, encoding="utf-8")
    return files


def test_the_pair_is_joined(tmp_path: Path) -> None:
    data = read(pair(tmp_path, "val", [262148000, 262148001]))
    assert data.layouts == ("coco-vqa",)
    assert not data.unread
    assert data.questions[0] == Question(
        question_id="262148000",
        picture="262148",
        modality="Visual",
        kind="other",
        template="what color is the",
        text="What color is thing 262148000?",
        answer="red",
        split="val",
        extra={
            "answers": [{"answer": "red", "answer_confidence": "yes", "answer_id": k} for k in range(1, 4)]
        },
    )


def test_pairs_may_come_in_any_order(tmp_path: Path) -> None:
    files = [*pair(tmp_path, "train", [1, 2]), *pair(tmp_path, "val", [3])]
    for order in permutations(files):
        data = read(order)
        assert not data.unread
        assert {(each.question_id, each.split) for each in data.questions} == {
            ("1", "train"),
            ("2", "train"),
            ("3", "val"),
        }


@pytest.mark.parametrize("missing", [0, 1])
def test_half_a_pair_is_an_error(tmp_path: Path, missing: int) -> None:
    files = pair(tmp_path, "val", [1])
    with pytest.raises(InputError, match="without the") as error:
        read([files[1 - missing]])
    assert ("questions", "annotations")[missing] in error.value.remedy


def change(path: Path, **fields: Any) -> None:
    """Change the first row of a file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    next(rows for rows in content.values() if isinstance(rows, list))[0].update(fields)
    path.write_text(json.dumps(content), encoding="utf-8")


def reasons(data: DataSet) -> list[str]:
    return sorted(each.reason for each in data.unread)


def test_what_has_no_counterpart_is_unread(tmp_path: Path) -> None:
    files = pair(tmp_path, "val", [1, 2])
    change(files[0], question_id=7)
    data = read(files)
    assert [each.question_id for each in data.questions] == ["2"]
    assert reasons(data) == [
        "no annotation has the question_id 7 of this question",
        "no question has the question_id 1 of this annotation",
    ]
    assert {(each.place.file, each.place.row) for each in data.unread} == {
        (str(files[0]), 1),
        (str(files[1]), 2),
    }


def test_what_occurs_twice_is_unread(tmp_path: Path) -> None:
    files = pair(tmp_path, "val", [1, 2, 3])
    change(files[0], question_id=2)  # asked: 2, 2, 3
    change(files[1], question_id=1)  # annotated: 1, 2, 1
    data = read(files)
    assert [each.question_id for each in data.questions] == ["2"]
    assert reasons(data) == [
        "no annotation has the question_id 3 of this question",
        "no question has the question_id 1 of this annotation",
        "question_id 1 is annotated twice",
        "question_id 2 occurs twice",
    ]


def test_two_halves_that_differ_are_unread(tmp_path: Path) -> None:
    files = pair(tmp_path, "val", [1])
    change(files[0], image_id=9)
    assert reasons(read(files)) == [f"image_id differs from the annotation's ({files[1]}, row 1)"]


@pytest.mark.parametrize("number", [None, float("nan"), " "])
def test_a_missing_id_joins_nothing(tmp_path: Path, number: Any) -> None:
    files = pair(tmp_path, "val", [1, 2])
    change(files[0], question_id=number)
    data = read(files)
    assert len(data.questions) == 1
    assert "question_id is missing, which joins questions and annotations" in reasons(data)


def test_without_a_question_type_the_template_is_made(tmp_path: Path) -> None:
    files = pair(tmp_path, "val", [1])
    change(files[1], question_type=None)
    data = read(files)
    assert data.questions[0].template == "What color is thing <Number>?"
    assert data.summary


def test_every_field_of_the_rows_is_written_back(tmp_path: Path) -> None:
    files = pair(tmp_path, "val", [1, 2], container=".jsonl")
    data = read(files)
    again = write(data, tmp_path / "copy_val.jsonl", format="coco-vqa")
    assert again == outputs(tmp_path / "copy_val.jsonl", format="coco-vqa")
    for before, after, turn in zip(files, again, (1, -1), strict=True):
        rows = [
            [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            for path in (before, after)
        ]
        assert rows[0][::turn] == rows[1]


@pytest.mark.parametrize("ids", [("1", "1"), ("", "2")])
def test_ids_that_join_nothing_are_not_written(tmp_path: Path, ids: tuple[str, str]) -> None:
    data = DataSet(
        questions=tuple(
            Question(question_id=name, picture="v", template="Is it?", answer="a") for name in ids
        )
    )
    with pytest.raises(InputError, match="joins two files by it"):
        write(data, tmp_path / "x.json", format="coco-vqa")
    assert not list(tmp_path.iterdir())
