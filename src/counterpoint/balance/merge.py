"""Merging: one data set from the original questions and those of the chosen candidates."""

from collections.abc import Iterable
from dataclasses import replace

from counterpoint.balance.candidates import Candidate
from counterpoint.records import DataSet, Question


def merge(original: DataSet, chosen: Iterable[Candidate]) -> DataSet:
    """Return the original questions, unchanged and in order, and after them those of the candidates.

    A new question's id is its own, or else the candidate's and a running number; where it is taken, a
    number is added. So ids depend on the candidate alone, unless they clash. Each new row says how its
    clip came about.

    Parameters
    ----------
    original
        What there was.
    chosen
        What is added, as `plan.selected` returns it.
    """
    taken = {question.question_id for question in original.questions}
    new: list[Question] = []
    for candidate in sorted(chosen, key=lambda candidate: candidate.id):
        for place, question in enumerate(candidate.questions, 1):
            name = _free(question.question_id or f"{candidate.id}/{place}", taken)
            taken.add(name)
            new.append(replace(question, question_id=name, origin=candidate.origin))
    return original.with_questions((*original.questions, *new))


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
