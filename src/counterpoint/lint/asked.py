"""What makes two questions the same question."""

import unicodedata
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import TypeVar

from counterpoint.records import Question
from counterpoint.vocabulary import fill

T = TypeVar("T")
SYMMETRIC = frozenset(
    {"Are there <Object> and <Object> sound?", "Are there <Object> and <Object> instruments in the video?"}
)
"""Templates that ask the same when their slots change places."""


def asked(question: Question) -> str:
    """Return what a question asks, the same for questions that differ in case, blanks or slot order alone.

    >>> asked(Question(picture="1", template="Is there a <Object> sound?", slots=("Erhu ",), answer="yes"))
    'is there a erhu sound?'
    """
    text = question.text
    if question.template in SYMMETRIC and text == fill(question.template, question.slots):
        text = fill(question.template, sorted(question.slots))
    return _plain(text).replace(" ?", "?")


def answered(question: Question) -> str:
    """Return an answer, the same for answers that differ in case or blanks alone."""
    return _plain(question.answer)


@lru_cache(maxsize=1 << 16)
def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.casefold().split())


def alike(items: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    """Return questions, or what there is, in groups of equal key, in the order in which they first come."""
    groups: dict[Hashable, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())
