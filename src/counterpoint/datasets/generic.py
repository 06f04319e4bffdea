"""Any table of questions: columns found by their usual names, or named by the user.

The columns that are written are the fields of `Question`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from counterpoint.datasets.documents import Document, Row, shown
from counterpoint.datasets.reader import WHOLE, Reader, extra, optional, row_id, text_of, texts
from counterpoint.datasets.writing import EXTRA, Entry, dump
from counterpoint.errors import InputError
from counterpoint.records import Place, Question
from counterpoint.vocabulary import SLOT, canonical, fill

ALIASES: Mapping[str, tuple[str, ...]] = {
    "question_id": ("question_id", "id", "qid", "q_id", "uid"),
    "picture": ("picture", "video_id", "video", "clip_id", "clip", "image_id", "image", "vid", "video_name"),
    "sound": ("sound", "unmatch_audio", "audio_id"),
    "modality": ("modality",),
    "kind": ("kind", "type", "question_type", "category"),
    "template": ("template", "question_template"),
    "slots": ("slots", "templ_values", "slot_values"),
    "text": ("text", "question", "question_text", "question_content", "query"),
    "answer": ("answer", "anser", "label", "multiple_choice_answer", "answer_text"),
    "split": ("split", "subset", "fold"),
    "origin": ("origin",),
    "source": ("source",),
}
"""Names by which a field's column is known, the surest first; case and punctuation do not count."""

ORIGINS = frozenset({"original", "flip", "other-audio", "stage", "collected"})


class Generic(Reader):
    """A row a question, in any container; options `columns` names the column of a field."""

    name = "generic"
    fields = frozenset(name for names in ALIASES.values() for name in names)

    def recognises(self, rows: Sequence[Row]) -> bool:
        """Whether there are columns for the picture, the question and the answer."""
        return not missing(columns_of(dict.fromkeys(name for row in rows for name in row)))

    def rows(self, documents: Sequence[Document]) -> Iterator[tuple[Place, Any]]:
        """Yield the rows with the names of fields; all else that a row says is in its `extra`."""
        for document in documents:
            names = dict.fromkeys(
                name for _, row in document.rows if isinstance(row, Mapping) for name in row
            )
            columns = columns_of(names, self.options.columns)
            if lacking := missing(columns):
                raise lacking_columns(lacking, names, shown(document.path))
            for place, row in document.rows:
                yield place, _renamed(row, columns) if isinstance(row, Mapping) else row

    def parse(self, row: Row, place: Place) -> Question:
        """Make a question of a row with the names of fields; see `Reader.parse`."""
        slots = texts(row.get("slots"))
        template, text = _wording(row, slots)
        modality, kind = _type(row)
        # Slot values without a template say nothing of the one that is made from the text.
        unused = {"slots": list(slots)} if slots and template == WHOLE else {}
        return Question(
            question_id=row_id(row.get("question_id")),
            picture=row_id(row.get("picture")),
            sound=row_id(row.get("sound")),
            modality=modality,
            kind=kind,
            template=template,
            slots=() if template == WHOLE else slots,
            text=text,
            answer=text_of(row, "answer"),
            split=optional(row, "split"),
            origin=optional(row, "origin") or "original",
            source=optional(row, "source"),
            extra=row.get(EXTRA, {}) | unused,
            place=place,
        )

    def unparse(self, question: Question) -> dict[str, Any]:
        """Make the fields of a row; see `Reader.unparse`."""
        row = {name: getattr(question, name) for name in ALIASES}
        return row | {"slots": list(question.slots)}

    def write(self, questions: Iterable[Question], path: Path) -> None:
        """Write every field, so that the table is plain without its name or this package."""
        dump((Entry(self.unparse(each), each.extra) for each in questions), path, names=self.fields)


def columns_of(names: Iterable[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the column of each field, chosen by the user or known by its name.

    >>> columns_of(["Video-ID", "question", "label", "score"])
    {'picture': 'Video-ID', 'text': 'question', 'answer': 'label'}

    Raises
    ------
    InputError
        If what is chosen is no field, or no column.
    """
    names = list(names)
    columns = _checked(names, chosen or {})
    plain = {_plain(name): name for name in reversed(names)}
    for field, aliases in ALIASES.items():
        free = (alias for alias in aliases if plain.get(_plain(alias)) not in (None, *columns.values()))
        alias = next(free, None)
        if field not in columns and alias is not None:
            columns[field] = alias if alias in names else plain[_plain(alias)]
    return columns


def missing(columns: Mapping[str, str]) -> list[str]:
    """Return the fields that no column was found for, and that a question cannot do without."""
    needed = [field for field in ("picture", "answer") if field not in columns]
    return needed if {"text", "template"} & columns.keys() else [*needed, "text"]


def lacking_columns(lacking: Sequence[str], names: Iterable[str], where: str) -> InputError:
    """Return the error that says which columns were not found, among which, and what to do."""
    if {"video_id", "start_time", "duration"} <= set(names):
        return InputError(
            "this is a list of videos, without questions", where=where, remedy="Name the annotation files."
        )
    known = " or ".join(f"--column {field}=NAME" for field in lacking)
    return InputError(
        f"no column for {', '.join(lacking)}; its columns are {', '.join(map(repr, names))}",
        where=where,
        remedy=f"Name the layout with --format, or the column with {known}.",
    )


def _checked(names: Sequence[str], chosen: Mapping[str, str]) -> dict[str, str]:
    for field, column in chosen.items():
        if field not in ALIASES:
            raise InputError(f"no field is called {field!r}", remedy=f"Use one of {', '.join(ALIASES)}.")
        if column not in names:
            raise InputError(
                f"no column is called {column!r}", remedy=f"Use one of {', '.join(map(repr, names))}."
            )
    return dict(chosen)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def _renamed(row: Row, columns: Mapping[str, str]) -> dict[str, Any]:
    said = {field: row.get(column) for field, column in columns.items()}
    # "origin" and "source" are common names for other things.
    if said.get("origin") not in ORIGINS:
        said = {field: value for field, value in said.items() if field not in ("origin", "source")}
    used = [columns[field] for field in said]
    return said | {EXTRA: extra(row, used)}


def _wording(row: Row, slots: tuple[str, ...]) -> tuple[str, str]:
    """Return template and text; a text with as many slots as there are values is a template."""
    template, text = optional(row, "template"), optional(row, "text")
    if template:
        return canonical(template), text
    if slots and len(SLOT.findall(text)) == len(slots):
        return canonical(text), fill(canonical(text), slots)
    return WHOLE, text_of(row, "text")


def _type(row: Row) -> tuple[str, str]:
    """Return modality and kind; where there is no modality, a kind `["Audio", "Counting"]` says both."""
    if "modality" not in row:
        with suppress(ValueError):
            modality, kind = texts(row.get("kind"))
            return modality, kind
    return optional(row, "modality"), optional(row, "kind")
