"""MUSIC-AVQA v1, its update, and v2.0 (bias and balanced): one layout of rows."""

import json
from collections.abc import Sequence
from typing import Any

from counterpoint.datasets.documents import Row
from counterpoint.datasets.reader import Reader, given, row_id
from counterpoint.records import Place, Question
from counterpoint.vocabulary import canonical

_FIELDS = ("video_id", "question_id", "type", "question_content", "templ_values", "anser", "unmatch_audio")
_OURS = ("split", "origin", "source")


class MusicAvqa(Reader):
    """The public JSON rows, `anser` and all.

    `unmatch_audio` names the video whose sound is to be heard with the picture of `video_id`.
    """

    name = "music-avqa"

    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether rows have the fields of MUSIC-AVQA, whose answer is spelt `anser`."""
        return all({"video_id", "question_content", "anser"} <= row.keys() for row in rows)

    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a row; see `Reader.parse`."""
        modality, kind = texts(row["type"])
        return Question(
            question_id=row_id(row.get("question_id")),
            picture=row_id(row["video_id"]),
            sound=row_id(row.get("unmatch_audio")),
            modality=modality,
            kind=kind,
            template=canonical(row["question_content"]),
            slots=tuple(texts(row.get("templ_values"))),
            answer=row["anser"].strip(),
            extra=given(row, (*_FIELDS, *_OURS)),
            place=place,
            **{name: row[name] for name in _OURS if row.get(name)},
        )

    def unparse(self, question: Question) -> dict[str, Any]:
        """Make a row of a question; see `Reader.unparse`."""
        number = question.question_id
        row: dict[str, Any] = {
            "video_id": question.picture,
            "question_id": int(number) if number.isdecimal() and str(int(number)) == number else number,
            "type": json.dumps([question.modality, question.kind]),
            "question_content": question.template,
            "templ_values": json.dumps(list(question.slots)),
            "anser": question.answer,
        }
        if question.sound != question.picture:
            row["unmatch_audio"] = question.sound
        ours = {"split": question.split, "origin": question.origin, "source": question.source}
        defaults = {"split": "", "origin": "original", "source": ""}
        return row | dict(question.extra) | {name: ours[name] for name in ours if ours[name] != defaults[name]}


def texts(value: Any) -> list[str]:
    """Return a list of texts that is given as a list, as JSON, or not at all.

    >>> texts('["violin", "left "]'), texts(["violin"]), texts(None)
    (['violin', 'left'], ['violin'], [])
    """
    if value is None:
        return []
    values = json.loads(value) if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ValueError(f"{value!r} is no list of texts")
    return [each.strip() for each in values]
