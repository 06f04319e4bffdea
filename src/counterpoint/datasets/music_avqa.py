"""MUSIC-AVQA v1, its update, and v2.0 (bias and balanced): one layout of rows."""

import json
from collections.abc import Sequence
from typing import Any

from counterpoint.datasets.documents import Row
from counterpoint.datasets.reader import (
    Reader,
    id_value,
    mostly,
    optional,
    ours,
    ours_in,
    row_id,
    text_of,
    texts,
)
from counterpoint.records import Place, Question
from counterpoint.vocabulary import TEMPLATES, canonical, fill

NEEDED = frozenset({"video_id", "question_content", "anser"})


class MusicAvqa(Reader):
    """The public JSON rows, `anser` and all.

    `unmatch_audio` names the video whose sound is to be heard with the picture of `video_id`. A field
    `text`, which the public rows do not have, holds a wording that is not the filled template.
    """

    name = "music-avqa"
    fields = frozenset({
        "video_id", "question_id", "type", "question_content", "templ_values", "anser", "unmatch_audio",
        "text", "split", "origin", "source",
    })  # fmt: skip

    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether rows have the fields of MUSIC-AVQA, whose answer is spelt `anser`."""
        return mostly(rows, lambda row: row.keys() >= NEEDED)

    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a row; see `Reader.parse`."""
        modality, kind = modality_and_kind(row)
        return Question(
            question_id=row_id(row.get("question_id")),
            picture=row_id(row["video_id"]),
            sound=row_id(row.get("unmatch_audio")),
            modality=modality,
            kind=kind,
            template=canonical(text_of(row, "question_content")),
            slots=texts(row.get("templ_values")),
            text=optional(row, "text"),
            answer=text_of(row, "anser"),
            extra=self.extra(row),
            place=place,
            **ours_in(row),
        )

    def unparse(self, question: Question) -> dict[str, Any]:
        """Make the fields of a row; see `Reader.unparse`."""
        row = {
            **clip_and_type(question),
            "question_content": question.template,
            "templ_values": json.dumps(list(question.slots), ensure_ascii=False),
            "anser": question.answer,
        }
        # Beside a template that MUSIC-AVQA does not have, the text says that it is one, not a rephrasing.
        if question.template not in TEMPLATES or question.text != fill(question.template, question.slots):
            row["text"] = question.text
        return row | ours(question)


def modality_and_kind(row: Row) -> tuple[str, str]:
    """Return what a row's `type` says, a list of two texts.

    Raises
    ------
    KeyError, ValueError
        If it is missing or of another length.
    """
    said = texts(row["type"])
    if len(said) != 2:
        raise ValueError(f"type is {list(said)}, not a modality and a kind")
    return said[0], said[1]


def clip_and_type(question: Question) -> dict[str, Any]:
    """Return the fields of a row that do not depend on the wording of the question."""
    row: dict[str, Any] = {
        "video_id": question.picture,
        "question_id": id_value(question.question_id),
        "type": json.dumps([question.modality, question.kind], ensure_ascii=False),
    }
    return row if question.sound == question.picture else row | {"unmatch_audio": question.sound}
