"""COCO-VQA v2 (and v1): questions in one file, their answers in another, joined by `question_id`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from counterpoint.datasets.documents import Broken, Document, Row, shown
from counterpoint.datasets.reader import (
    WHOLE,
    Reader,
    id_value,
    mostly,
    optional,
    ours,
    ours_in,
    row_id,
    split_in_name,
    text_of,
    texts,
)
from counterpoint.datasets.writing import Entry, dump
from counterpoint.errors import InputError
from counterpoint.records import Place, Question
from counterpoint.vocabulary import canonical

_QUESTION = frozenset({"question_id", "image_id", "question"})
_ANNOTATION = frozenset({"question_id", "multiple_choice_answer"})


class CocoVqa(Reader):
    """A pair of files, or several pairs, in any order.

    The template is the annotation's `question_type`, the first words of the question ("what color is
    the"), without slots: it is the unit by which the answer priors of this set are known (VQA-CP was
    split by it, and question-only baselines are fitted on it). The kind is `answer_type`, the answer
    `multiple_choice_answer`; the ten single answers stay in `extra`.
    """

    name = "coco-vqa"
    fields = frozenset({
        "question_id", "image_id", "question", "question_type", "answer_type", "multiple_choice_answer",
        "modality", "slots", "sound", "split", "origin", "source",
    })  # fmt: skip

    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether rows are questions without answers, or answers without questions."""
        return mostly(rows, lambda row: _is_annotation(row) or _is_question(row))

    def rows(self, documents: Sequence[Document]) -> Iterator[tuple[Place, Any]]:
        """Yield each question with its annotation; what has no counterpart is broken."""
        rows = [each for document in documents for each in document.rows]
        annotations: dict[str, tuple[Place, Row]] = {}
        questions: list[tuple[Place, Row]] = []
        for place, row in rows:
            if not isinstance(row, dict):
                yield place, row
            elif not row_key(row):
                yield place, Broken("question_id is missing, which joins questions and annotations")
            elif "question" in row:
                questions.append((place, row))
            elif annotations.setdefault(row_key(row), (place, row))[0] != place:
                yield place, Broken(f"question_id {row_key(row)} is annotated twice")
        _refuse_half(documents, bool(questions), bool(annotations))
        seen: set[str] = set()
        for place, row in questions:
            key = row_key(row)
            yield place, _joined(row, annotations.get(key), again=key in seen)
            seen.add(key)
        for key, (place, _) in annotations.items():
            if key not in seen:
                yield place, Broken(f"no question has the question_id {key} of this annotation")

    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a question and its annotation; see `Reader.parse`."""
        return Question(
            question_id=row_id(row["question_id"]),
            picture=row_id(row["image_id"]),
            sound=row_id(row.get("sound")),
            modality=optional(row, "modality") if "modality" in row else "Visual",
            kind=optional(row, "answer_type"),
            template=canonical(optional(row, "question_type") or WHOLE),
            slots=texts(row.get("slots")),
            text=text_of(row, "question"),
            answer=text_of(row, "multiple_choice_answer"),
            extra=self.extra(row),
            place=place,
            **ours_in(row),
        )

    def unparse(self, question: Question) -> dict[str, Any]:
        """Make the fields of both rows, together; see `Reader.unparse`."""
        row: dict[str, Any] = {
            "question_id": id_value(question.question_id),
            "image_id": id_value(question.picture),
            "question": question.text,
            "question_type": question.template,
            "answer_type": question.kind,
            "multiple_choice_answer": question.answer,
            "modality": question.modality,
        }
        if question.slots:
            row["slots"] = list(question.slots)
        if question.sound != question.picture:
            row["sound"] = question.sound
        return row | ours(question)

    def outputs(self, path: Path) -> list[Path]:
        """Return the two files: `x.json` becomes `x.questions.json` and `x.annotations.json`."""
        return [path.with_name(f"{path.stem}.{half}{path.suffix}") for half in ("questions", "annotations")]

    def write(self, questions: Iterable[Question], path: Path) -> None:
        """Write the pair of files. Fields that the public files do not know go with the annotations.

        Raises
        ------
        InputError
            If two questions have one id, and could be joined with either annotation, or one has none.
        """
        questions = list(questions)
        for name, n in Counter(question.question_id for question in questions).items():
            if n > 1 or not name:
                raise InputError(
                    f"{n} questions have the id {name!r}, and this layout joins two files by it",
                    remedy="Give each question its own id, or write another format.",
                )
        plain = {"split": split_in_name(path)}
        if all(question.modality == "Visual" for question in questions):
            plain["modality"] = "Visual"
        halves: tuple[list[Entry], list[Entry]] = [], []
        for question in questions:
            row = self.unparse(question)
            row = {name: value for name, value in row.items() if plain.get(name) != value}
            asked = ("question_id", "image_id", "question")
            halves[0].append(Entry({name: row[name] for name in asked}, {}))
            halves[1].append(Entry({name: row[name] for name in row if name != "question"}, question.extra))
        for half, file in zip(halves, self.outputs(path), strict=True):
            dump(half, file, names=self.fields)


def row_key(row: Row) -> str:
    """Return the id that joins a question and its annotation; nothing if there is none."""
    number = row.get("question_id")
    return "" if isinstance(number, list | dict) else row_id(number)


def _is_question(row: Row) -> bool:
    return row.keys() >= _QUESTION and not row.keys() & {"answer", "answers", "anser", "label"}


def _is_annotation(row: Row) -> bool:
    return row.keys() >= _ANNOTATION and "question" not in row


def _refuse_half(documents: Sequence[Document], questions: bool, annotations: bool) -> None:
    if questions != annotations:
        here, missing = ("questions", "annotations") if questions else ("annotations", "questions")
        raise InputError(
            f"these are the {here} of COCO-VQA without the {missing}",
            where=", ".join(shown(document.path) for document in documents),
            remedy=f"Name the file of the {missing} too.",
        )


def _joined(row: Row, annotation: tuple[Place, Row] | None, *, again: bool) -> Row | Broken:
    if again:
        return Broken(f"question_id {row_key(row)} occurs twice")
    if annotation is None:
        return Broken(f"no annotation has the question_id {row_key(row)} of this question")
    place, said = annotation
    differ = sorted(name for name in row.keys() & said.keys() if str(row[name]) != str(said[name]))
    if differ:
        return Broken(f"{differ[0]} differs from the annotation's ({place})")
    return {**said, **row}
