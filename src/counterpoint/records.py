"""Questions and data sets: the rows that every other part of the package reads."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
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
    """Unique within a data set. Empty only until the reading gives it one (`identify`)."""
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
        for name in ("picture", "template", "answer"):
            if not isinstance(getattr(self, name), str) or not getattr(self, name).strip():
                raise ValueError(f"{name} is missing")
        for name in _TEXTS:
            if not isinstance(getattr(self, name), str):
                raise ValueError(f"{name} is {getattr(self, name)!r}, not text")
        if not isinstance(self.slots, tuple) or not all(isinstance(value, str) for value in self.slots):
            raise ValueError(f"the slot values are {self.slots!r}, not texts")
        if not self.text:
            object.__setattr__(self, "text", fill(self.template, self.slots))

    @property
    def media(self) -> tuple[str, str]:
        """The clip that the question is about: (picture, sound)."""
        return self.picture, self.sound


_TEXTS = tuple(
    name.name
    for name in fields(Question)
    if name.type == "str" or name.type is str  # the annotation itself, or its text
)


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

    def with_questions(self, questions: Iterable[Question]) -> "DataSet":
        """Return this data set with other questions."""
        return replace(self, questions=tuple(questions))


def identify(questions: Sequence[Question]) -> tuple[list[Question], list[Notice]]:
    """Give an id to each question that has none, and say so.

    A made id is a digest of what the row says, so it stays the same when files are reordered, joined or
    read again. Rows that say the same thing are told apart by a running number.
    """
    seen: dict[str, int] = {}
    identified: list[Question] = []
    notices: list[Notice] = []
    for question in questions:
        if question.question_id:
            identified.append(question)
            continue
        made = f"made-{_digest(question)}"
        seen[made] = seen.get(made, 0) + 1
        if seen[made] > 1:
            made = f"{made}-{seen[made]}"
        identified.append(replace(question, question_id=made))
        notices.append(Notice(question.place, "question_id", f"missing; made {made}"))
    return identified, notices


def _digest(question: Question) -> str:
    said = [*question.media, question.template, question.slots, question.text, question.answer, question.split]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]
