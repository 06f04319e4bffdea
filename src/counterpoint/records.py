"""Questions and data sets: the rows that every other part of the package reads."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import NamedTuple

from counterpoint.vocabulary import fill

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class Place(NamedTuple):
    """Where a row stands in its file: rows count from 1."""

    file: str
    row: int

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}" if self.row else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about one clip, with its answer.

    A clip is a picture with a sound. The two usually come from one video; where they do not, `sound`
    names the video whose sound is heard with the picture of `picture`, and the answer is true of that
    pair alone.

    Raises
    ------
    ValueError
        On entry, if a field that must hold text is empty or is no text.
    """

    question_id: str = ""
    """The id of the row, which files are meant to give once. Empty only until `identify` makes one."""
    picture: str
    """Id of the video that is seen."""
    sound: str = ""
    """Id of the video that is heard; `picture` if not given."""
    modality: str = ""
    """What must be attended to: `Audio`, `Visual` or `Audio-Visual`."""
    kind: str = ""
    """What is asked for: `Counting`, `Location`..."""
    template: str
    """The question in its canonical wording, with a slot such as `<Object>` for each value."""
    slots: tuple[str, ...] = ()
    """The values of the slots, in order."""
    text: str = ""
    """The question as it is asked; the filled template if not given."""
    answer: str
    split: str = ""
    origin: str = "original"
    """How the clip came about: `original`, `flip`, `other-audio`, `stage` or `collected`."""
    source: str = ""
    """Id of the video that a derived clip was made from."""
    extra: Mapping[str, Json] = field(default_factory=dict, hash=False)
    """What else the file said of this row, kept so that writing loses nothing."""
    place: Place = field(default=Place("", 0), compare=False)

    def __post_init__(self) -> None:
        if not self.sound:
            object.__setattr__(self, "sound", self.picture)
        said = _SAID(self)
        if set(map(type, said)) != {str}:  # the usual case in one look; a subclass of text is text too
            for name, value in zip(_TEXTS, said, strict=True):
                if not isinstance(value, str):
                    raise ValueError(f"{name} is {_short(value)}, not text")
        for name, value in (("picture", self.picture), ("template", self.template), ("answer", self.answer)):
            if not value or value.isspace():
                raise ValueError(f"{name} is missing")
        if not isinstance(self.slots, tuple) or not all(isinstance(value, str) for value in self.slots):
            raise ValueError(f"the slot values are {_short(self.slots)}, not texts")
        if not self.text:
            object.__setattr__(self, "text", fill(self.template, self.slots))

    @property
    def media(self) -> tuple[str, str]:
        """The clip that the question is about: (picture, sound)."""
        return self.picture, self.sound


_TEXTS = tuple(name.name for name in fields(Question) if name.type is str)
_SAID = attrgetter(*_TEXTS)


class Unread(NamedTuple):
    """A row that could not be read, and why."""

    place: Place
    reason: str


class Notice(NamedTuple):
    """Something that was mended while reading, such as an id that had to be made."""

    place: Place
    field: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """The questions of one or several files, with what reading them brought to light."""

    questions: tuple[Question, ...] = ()
    unread: tuple[Unread, ...] = ()
    notices: tuple[Notice, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The declared answers of a template; a template that is not here declares none."""
    layouts: tuple[str, ...] = ()
    """Names of the readers that read the files."""
    summary: tuple[str, ...] = ()
    """What was made of the files as a whole, such as templates from texts: a sentence each."""

    def with_questions(self, questions: Iterable[Question]) -> "DataSet":
        """Return this data set with other questions."""
        return replace(self, questions=tuple(questions))


def identify(questions: Sequence[Question]) -> tuple[list[Question], list[Notice]]:
    """Give an id to each question that has none, or only the beginning of one.

    A made id is a digest of what the row says: it stays the same when files are reordered, joined, cut or
    read again, and with whatever template the text is given. An id that ends in `#` is a beginning:
    `1138#` becomes `1138#5f0c93ab`, for sets that give one id to many rows by design. Rows of one digest
    are told apart by a number, in the order of all that they say.

    Returns
    -------
    questions
        In the same order, each with an id that no other made id repeats.
    notices
        One for each id that was missing.
    """
    made: dict[str, list[int]] = {}
    for at, question in enumerate(questions):
        if not question.question_id or question.question_id.endswith("#"):
            made.setdefault(_made_id(question), []).append(at)
    taken = {question.question_id for question in questions} - {""}
    identified = list(questions)
    notices: dict[int, Notice] = {}
    for stem, places in made.items():
        number = 1
        for at in sorted(places, key=lambda at: _order(questions[at])) if len(places) > 1 else places:
            while (name := stem if number == 1 else f"{stem}-{number}") in taken:
                number += 1
            taken.add(name)
            identified[at] = replace(questions[at], question_id=name)
            if not questions[at].question_id:
                notices[at] = Notice(questions[at].place, "question_id", f"missing; made {name}")
    return identified, [notices[at] for at in sorted(notices)]


_DIGESTED = attrgetter(*(name for name in _TEXTS if name not in ("question_id", "template")))


def _made_id(question: Question) -> str:
    digest = hashlib.sha256(json.dumps(_DIGESTED(question)).encode()).hexdigest()
    return question.question_id + digest[:8] if question.question_id else f"made-{digest[:16]}"


def _order(question: Question) -> str:
    return json.dumps([question.template, question.slots, dict(question.extra)], sort_keys=True)


def _short(value: object) -> str:
    said = repr(value)
    return said if len(said) < 60 else f"{said[:57]}..."
