"""The check `answer`: answers that their question does not allow."""

import re
from collections.abc import Iterator, Mapping

from counterpoint.lint.asked import answered
from counterpoint.lint.finding import Change, Check, Finding, finding, shown
from counterpoint.records import DataSet, Question
from counterpoint.vocabulary import ANSWERS, NUMBERS, TEMPLATES

_COUNTS = re.compile(
    r"\d|\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundreds?|thousands?"
    r"|millions?|dozens?|no|none|nothing|many|few|several|lots?|couple|pair|half|both|all|some|more|most|too|can't"
    r"|unknown|unsure|infinite|single|double|triple)\b"
)
"""What may answer "how many" in a set that declares no vocabulary."""


def find(data: DataSet) -> Iterator[Finding]:
    """Yield the questions whose answer is not declared, or is no count where a count is asked for."""
    declared = _declared(data)
    for question in data.questions:
        allowed = declared.get(question.template)
        if allowed is None:
            yield from _count(question)
        elif question.answer not in allowed:
            yield _outside(question, allowed)


def fix(data: DataSet) -> Iterator[Change]:
    """Spell answers as they are declared, where case or blanks are all that differs."""
    from dataclasses import replace

    declared = _declared(data)
    for question in data.questions:
        allowed = declared.get(question.template, ())
        if question.answer not in allowed and answered(question) in allowed:
            mended = replace(question, answer=answered(question))
            yield Change("answer", question, mended, f"declared as {answered(question)!r}")


def _declared(data: DataSet) -> Mapping[str, tuple[str, ...]]:
    return {text: template.answers for text, template in TEMPLATES.items()} | dict(data.vocabulary)


def _outside(question: Question, allowed: tuple[str, ...]) -> Finding:
    answer = shown(question.answer)
    if answered(question) in allowed:
        message = f"{answer!r} is declared as {answered(question)!r}: {shown(question.template)}"
        return finding("answer", "warning", message, [question], rule="spelling", fixable=True)
    rule = "kind" if answered(question) in ANSWERS else "vocabulary"
    some = ", ".join(allowed[:4]) + (", …" if len(allowed) > 4 else "")
    message = f"{answer!r} is none of its answers ({some}): {shown(question.template)}"
    return finding("answer", "error", message, [question], rule=rule)


def _count(question: Question) -> Iterator[Finding]:
    asks = question.text.lstrip().casefold().startswith("how many")
    if asks and answered(question) not in NUMBERS and not _COUNTS.search(answered(question)):
        message = f"{shown(question.answer)!r} is no count: {shown(question.text)}"
        yield finding("answer", "warning", message, [question], rule="kind")


CHECK = Check(
    name="answer",
    severity="error",
    summary="An answer that its template does not declare: of another kind (rule `kind`), unknown "
    "(`vocabulary`), or spelt otherwise (`spelling`, a warning). Where nothing is declared, an answer to "
    "“how many” that is no count (a warning).",
    example="“How many sounding cello in the video?” is answered violin.",
    find=find,
    fix=fix,
    mended="Spells answers as declared where case or blanks are all that differs.",
)
