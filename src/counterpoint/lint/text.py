"""The check `text`: characters that should not stand in questions and answers."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from counterpoint.lint.finding import Change, Check, Finding, finding, shown
from counterpoint.records import DataSet, Question

_HIDDEN = "\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")
_FULLWIDTH = re.compile(r"[\uff01-\uff5e\u3000]+")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9d]")
_STRAY = re.compile(r"^\s|\s$|\s\s")
_TAGS = (
    "a|b|big|br|code|div|em|font|h[1-6]|i|iframe|img|li|ol|p|pre|script|small|span|strong|style|sub|sup|svg"
    "|table|u|ul"
)
_HTML = re.compile(rf"</?({_TAGS})(\s[^<>]*)?/?>|&(#\d+|#x[0-9a-f]+|[a-z]{{2,8}});", re.IGNORECASE)
_LOST = re.compile("\ufffd")


class Fault(NamedTuple):
    """A fault of a text: how to see it, and how to mend it, if that is certain."""

    name: str
    seen: Callable[[str], object]
    mend: Callable[[str], str] | None = None


FAULTS = (
    Fault("control characters", _CONTROL.search, lambda text: _CONTROL.sub(_blank, text)),
    Fault(
        "fullwidth characters",
        lambda text: _FULLWIDTH.search(text) and not _EAST_ASIAN.search(text),
        lambda text: _FULLWIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text),
    ),
    Fault("stray blanks", _STRAY.search, lambda text: " ".join(text.split())),
    Fault("HTML", _HTML.search),
    Fault("characters lost to a wrong encoding", _LOST.search),
)
"""In the order in which they are mended."""


def find(data: DataSet) -> Iterator[Finding]:
    """Yield the questions with each fault in their template, text, slot values or answer."""
    for question in data.questions:
        texts = _texts(question)
        if all(map(_clean, texts)):
            continue
        for fault in FAULTS:
            faulty = [text for text in texts if fault.seen(text)]
            if faulty:
                message = f"{fault.name} in {shown(faulty[0])!r}"
                mendable = fault.mend is not None
                yield finding("text", "warning", message, [question], rule=fault.name, fixable=mendable)


def fix(data: DataSet) -> Iterator[Change]:
    """Mend what can be mended with certainty."""
    for question in data.questions:
        template, text, answer, *slots = map(_mended, _texts(question))
        if (template, text, answer, *slots) != _texts(question) and template and answer:
            mended = replace(question, template=template, text=text, answer=answer, slots=tuple(slots))
            yield Change("text", question, mended, "plain characters and single blanks")


def _texts(question: Question) -> tuple[str, ...]:
    return question.template, question.text, question.answer, *question.slots


@lru_cache(maxsize=1 << 16)
def _clean(text: str) -> bool:
    """Whether a text is seen at a glance to have no fault: nearly all are, and most come often."""
    if not (text.isascii() and text.isprintable()) or _STRAY.search(text):
        return False
    return not (("<" in text or "&" in text) and _HTML.search(text))


def _blank(found: re.Match[str]) -> str:
    return " " if found[0] in "\t\n\r\v\f" else ""


def _mended(text: str) -> str:
    for fault in FAULTS:
        if fault.mend is not None and fault.seen(text):
            text = fault.mend(text)
    return text


CHECK = Check(
    name="text",
    severity="warning",
    summary="Control and invisible characters, fullwidth characters in text that is not East Asian, stray "
    "blanks, HTML, and characters lost to a wrong encoding. (What a reader settles itself is not here.)",
    example="The answer “two\\x00” has a control character.",
    find=find,
    fix=fix,
    mended="Removes control characters and stray blanks, and makes fullwidth characters plain.",
)
