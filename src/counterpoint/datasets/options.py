"""What a user may tell the readers beside the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoint.datasets.documents import load_value, shown
from counterpoint.errors import InputError
from counterpoint.vocabulary import TEMPLATES, canonical

Answers = Iterable[str] | Mapping[str, Iterable[str]]
"""Answers that any question may have, or those of each template."""
SlotLists = Iterable[str] | Mapping[str, Iterable[str]]
"""Values that a slot may have, or those of each named slot."""


@dataclass(frozen=True)
class Options:
    """Options of reading, checked."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Column of each field, for the layout `generic`."""
    slot_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that become slots where templates are made from texts: slot name -> values."""
    answers: tuple[str, ...] = ()
    """Declared answers of every question whose template declares none of its own."""
    template_answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Declared answers of a template."""
    originals: tuple[Path, ...] = ()
    """Files of the questions that rephrased ones were made from."""

    def known_answers(self) -> tuple[str, ...]:
        """Return every answer that the user declares."""
        return (*self.answers, *(answer for each in self.template_answers.values() for answer in each))

    def declared(self, templates: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the answers of each template that declares any: the user's, else MUSIC-AVQA's."""
        usual = {text: TEMPLATES[text].answers for text in templates if text in TEMPLATES}
        own = dict.fromkeys(templates, self.answers) if self.answers else {}
        return usual | own | dict(self.template_answers)


def options(
    *,
    columns: Mapping[str, str] | None = None,
    slot_lists: SlotLists | str | Path | None = None,
    vocabulary: Answers | str | Path | None = None,
    originals: Iterable[str | Path] = (),
) -> Options:
    """Check what the user says; lists of words may be in JSON files.

    Raises
    ------
    InputError
        If a file cannot be read, or holds something else.
    """
    slots = _words(slot_lists, "slot lists", '["violin", "cello"] or {"Object": ["violin", "cello"]}')
    answers = _words(vocabulary, "vocabulary", '["yes", "no"] or {"Is there a <Object>?": ["yes", "no"]}')
    return Options(
        columns=dict(columns or {}),
        slot_lists=slots if isinstance(slots, Mapping) else {"Name": slots} if slots else {},
        answers=answers if isinstance(answers, tuple) else (),
        template_answers={canonical(template): values for template, values in answers.items()}
        if isinstance(answers, Mapping)
        else {},
        originals=tuple(map(Path, originals)),
    )


def _words(given: Any, what: str, example: str) -> tuple[str, ...] | dict[str, tuple[str, ...]]:
    where = f"the {what}"
    if isinstance(given, str | Path):
        where, given = shown(Path(given)), load_value(Path(given))
    match given:
        case None:
            return ()
        case Mapping():
            return {str(name): _texts(values, where, example) for name, values in given.items()}
        case _:
            return _texts(given, where, example)


def _texts(values: Any, where: str, example: str) -> tuple[str, ...]:
    listed = list(values) if isinstance(values, Iterable) and not isinstance(values, str) else None
    if listed is None or not all(isinstance(value, str) and value.strip() for value in listed):
        raise InputError("not lists of words", where=where, remedy=f"Give JSON such as {example}.")
    return tuple(dict.fromkeys(value.strip() for value in listed))
