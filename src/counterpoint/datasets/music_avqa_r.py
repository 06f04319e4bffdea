"""MUSIC-AVQA-R and FortisAVQA: the test questions of MUSIC-AVQA v1, each rephrased up to 25 times."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from counterpoint.datasets.documents import Row, load
from counterpoint.datasets.music_avqa import NEEDED, MusicAvqa, clip_and_type, modality_and_kind
from counterpoint.datasets.reader import (
    WHOLE,
    Reader,
    mostly,
    optional,
    ours,
    ours_in,
    row_id,
    text_of,
    texts,
)
from counterpoint.errors import InputError
from counterpoint.records import Place, Question
from counterpoint.vocabulary import SLOT, TEMPLATES, canonical, fill

Wording = tuple[str, tuple[str, ...]]


class MusicAvqaR(Reader):
    """Rows of MUSIC-AVQA whose `question_content` is a rephrasing, with slots or filled in.

    The template is that of the original question where the option `originals` names its file; else the
    rephrasing itself if it has slots, and one made from the text if not. Since all rephrasings of a
    question have its id, `1138`, theirs become `1138#` with a digest, and `extra` keeps `original_id`.
    Written rows have `template` and `slots`, and their ids are final.
    """

    name = "music-avqa-r"
    fields = frozenset({
        "video_id", "question_id", "type", "question_content", "templ_values", "anser", "unmatch_audio",
        "template", "slots", "split", "origin", "source",
    })  # fmt: skip

    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether rows are as those of MUSIC-AVQA, but for wordings that are none of its templates."""
        return mostly(rows, lambda row: row.keys() >= NEEDED and ("template" in row or _is_rephrased(row)))

    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a row; see `Reader.parse`."""
        modality, kind = modality_and_kind(row)
        content = text_of(row, "question_content")
        number = row_id(row.get("question_id"))
        more = self.extra(row)
        if template := optional(row, "template"):
            template, slots, text = canonical(template), texts(row.get("slots")), content
        else:
            slots = texts(row.get("templ_values"))
            text = fill(canonical(content), slots)
            template = canonical(content) if slots and len(SLOT.findall(content)) == len(slots) else WHOLE
            template, slots = self._originals.get(number, (template, () if template == WHOLE else slots))
            if number:
                number, more = f"{number}#", more | {"original_id": number}
        return Question(
            question_id=number,
            picture=row_id(row["video_id"]),
            sound=row_id(row.get("unmatch_audio")),
            modality=modality,
            kind=kind,
            template=template,
            slots=slots,
            text=text,
            answer=text_of(row, "anser"),
            extra=more,
            place=place,
            **ours_in(row),
        )

    def unparse(self, question: Question) -> dict[str, Any]:
        """Make the fields of a row; see `Reader.unparse`."""
        return {
            **clip_and_type(question),
            "question_content": question.text,
            "template": question.template,
            "slots": list(question.slots),
            "anser": question.answer,
            **ours(question),
        }

    @cached_property
    def _originals(self) -> Mapping[str, Wording]:
        """Template and slots of each original question, by its id."""
        questions = (question for path in self.options.originals for question in self._read(path))
        return {question.question_id: (question.template, question.slots) for question in questions}

    def _read(self, path: Path) -> Iterator[Question]:
        """Yield the questions of a file of originals; an InputError names the row that is none."""
        reader = MusicAvqa(self.options)
        for place, row in load(path).rows:
            try:
                yield reader.parse(row, place)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise InputError(
                    "this is no question of MUSIC-AVQA, whose rephrasings could have its template",
                    where=str(place),
                    remedy="Mend that row, or name the file that was rephrased, such as v1's test file.",
                ) from error


def _is_rephrased(row: Row) -> bool:
    content = row["question_content"]
    return "text" not in row and isinstance(content, str) and canonical(content) not in TEMPLATES
