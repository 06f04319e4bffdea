"""Candidates: clips that could exist, each with all the questions it would bring."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from counterpoint.errors import InputError
from counterpoint.output import written
from counterpoint.records import Json, Place, Question
from counterpoint.vocabulary import TEMPLATES, canonical

ORIGINS = ("flip", "other-audio", "trim", "mute", "stage", "collected")
"""How the clip of a candidate comes about."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One clip that could exist.

    Raises
    ------
    ValueError
        On entry, if it has no id, no question, an unknown origin or a negative cost, or if its questions
        are not about one clip in one split.
    """

    id: str
    origin: str
    """One of `ORIGINS`."""
    questions: tuple[Question, ...]
    """All that the clip would answer. Where they name no split, the plan chooses one."""
    cost: float = 1.0
    """What the clip costs, in units of the user's choice; where all cost 1, a plan counts clips."""
    recipe: Json = None
    """What is needed to make the clip; only its maker reads it."""

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip():
            raise ValueError("id is missing")
        if self.origin not in ORIGINS:
            raise ValueError(f"origin is {self.origin!r}, none of {', '.join(ORIGINS)}")
        if not self.questions:
            raise ValueError("it brings no question")
        if isinstance(self.cost, bool) or not isinstance(self.cost, int | float):
            raise ValueError(f"cost is {self.cost!r}, not a number")
        if not (math.isfinite(self.cost) and self.cost >= 0):
            raise ValueError(f"cost is {self.cost!r}, not a number of 0 or more")
        for what, values in (
            ("clips", {question.media for question in self.questions}),
            ("splits", {question.split for question in self.questions}),
        ):
            if len(values) > 1:
                raise ValueError(f"its questions are about {len(values)} {what}, not one")

    @property
    def split(self) -> str:
        """Split of its questions; empty where the plan may choose."""
        return self.questions[0].split


class Refused(NamedTuple):
    """A candidate that cannot be used, and why."""

    candidate: str
    """Its id, if it has one."""
    place: Place
    reason: str

    def __str__(self) -> str:
        named = f"candidate {self.candidate}: " if self.candidate else ""
        return f"{self.place}: {named}{self.reason}" if self.place.file else f"{named}{self.reason}"


def read_candidates(path: Path) -> tuple[list[Candidate], list[Refused]]:
    """Read candidates from JSON Lines, and list those that cannot be read.

    Raises
    ------
    InputError
        If the file cannot be read at all.
    """
    candidates: list[Candidate] = []
    refused: list[Refused] = []
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                place = Place(str(path), number)
                try:
                    row = json.loads(line)
                    candidates.append(_parse(row, place))
                except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
                    reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
                    refused.append(Refused(_id(line), place, reason))
    except UnicodeDecodeError:
        raise InputError("not UTF-8", where=str(path), remedy="Save it as UTF-8.") from None
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", where=str(path), remedy="Check the path."
        ) from None
    return candidates, refused


def write_candidates(candidates: Iterable[Candidate], path: Path) -> None:
    """Write candidates as JSON Lines; reading them gives equal candidates."""
    with written(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps(_unparse(candidate), ensure_ascii=False) + "\n" for candidate in candidates
        )


def check(
    candidates: Iterable[Candidate],
    questions: Iterable[Question],
    vocabulary: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[list[Candidate], list[Refused]]:
    """Tell the candidates that fit a data set from those that do not.

    Refused are a second candidate with the same id, an unknown template, an answer outside the
    vocabulary, and a question about a clip that the annotations, or a candidate before it, already answer.

    Parameters
    ----------
    candidates
        In order: of two that exclude each other the first stays.
    questions
        The annotations.
    vocabulary
        Declared answers of each template; MUSIC-AVQA's templates declare theirs.
    """
    declared = {text: template.answers for text, template in TEMPLATES.items()} | dict(vocabulary or {})
    answered: dict[_Asked, tuple[str, str]] = {}
    for question in questions:
        answered.setdefault(_asked(question), (question.answer, "the annotations"))
        declared.setdefault(question.template, ())
    ids: set[str] = set()
    accepted: list[Candidate] = []
    refused: list[Refused] = []
    for candidate in candidates:
        said = {_asked(q): (q.answer, f"candidate {candidate.id}") for q in candidate.questions}
        reason = (
            "another candidate has this id" if candidate.id in ids else _fault(candidate, declared, answered)
        )
        if reason:
            refused.append(Refused(candidate.id, candidate.questions[0].place, reason))
        else:
            accepted.append(candidate)
            answered |= said
        ids.add(candidate.id)
    return accepted, refused


_Asked = tuple[tuple[str, str], str, tuple[str, ...], str]


def _asked(question: Question) -> _Asked:
    return question.media, question.template, question.slots, question.text


def _fault(
    candidate: Candidate,
    declared: Mapping[str, tuple[str, ...]],
    answered: Mapping[_Asked, tuple[str, str]],
) -> str:
    own: dict[_Asked, str] = {}
    for question in candidate.questions:
        if question.template not in declared:
            return f"unknown template {question.template!r}"
        allowed = declared[question.template]
        if allowed and question.answer not in allowed:
            return f"{question.answer!r} is no answer of {question.template!r}"
        asked = _asked(question)
        if asked in own:
            return f"it asks {question.text!r} twice"
        own[asked] = question.answer
        if asked in answered:
            answer, who = answered[asked]
            if answer == question.answer:
                return f"{question.text!r} of this clip is in {who} already"
            both = f"{question.text!r} is answered {answer!r} there, {question.answer!r} here"
            return f"it contradicts {who}: {both}"
    return ""


_FIELDS = (
    "question_id", "picture", "sound", "modality", "kind", "template", "slots", "text", "answer", "split",
    "source",
)  # fmt: skip


def _parse(row: Any, place: Place) -> Candidate:
    if not isinstance(row, Mapping):
        raise TypeError(f"the row is {type(row).__name__}, not an object with fields")
    asked = row["questions"]
    if not isinstance(asked, list) or not all(isinstance(each, Mapping) for each in asked):
        raise TypeError("questions is no list of objects")
    return Candidate(
        id=row["id"],
        origin=row["origin"],
        questions=tuple(_question(each, row["origin"], place) for each in asked),
        cost=row.get("cost", 1.0),
        recipe=row.get("recipe"),
    )


def _question(row: Mapping[str, Any], origin: str, place: Place) -> Question:
    unknown = sorted(map(str, row.keys() - {*_FIELDS, "extra"}))
    if unknown:
        raise ValueError(f"a question has the unknown fields {', '.join(unknown)}")
    slots = row.get("slots", [])
    if not isinstance(slots, list):
        raise ValueError(f"slots is {slots!r}, not a list")
    fields = dict(row) | {"template": canonical(row["template"]), "slots": tuple(slots)}
    return Question(**fields, origin=origin, place=place)


def _unparse(candidate: Candidate) -> dict[str, Any]:
    return {
        "id": candidate.id,
        "origin": candidate.origin,
        "cost": candidate.cost,
        "recipe": candidate.recipe,
        "questions": [_fields(question) for question in candidate.questions],
    }


def _fields(question: Question) -> dict[str, Any]:
    plain = replace(question, text="", sound="")  # what these two say when they are not given
    row = {name: getattr(question, name) for name in _FIELDS} | {"slots": list(question.slots)}
    given = {
        name: value for name, value in row.items()
        if value and not (name in ("text", "sound") and value == getattr(plain, name))
    }  # fmt: skip
    return given | ({"extra": dict(question.extra)} if question.extra else {})


def _id(line: str) -> str:
    try:
        found = json.loads(line).get("id", "")
    except (ValueError, AttributeError, RecursionError):
        return ""
    return found if isinstance(found, str) else ""
