"""The check `logic`: answers about one clip that cannot all be true."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from counterpoint.lint.asked import alike, answered, asked
from counterpoint.lint.finding import Check, Finding, finding, shown
from counterpoint.lint.logic import counts, order
from counterpoint.lint.logic.answers import facts
from counterpoint.lint.logic.counts import Proof
from counterpoint.lint.logic.facts import Above, Fact, Sum
from counterpoint.lint.logic.rules import RULES
from counterpoint.records import DataSet, Question

LIMIT = 64
"""Sets of answers tried for one clip: one that holds many conflicts has some of them left unnamed."""


class Statement(NamedTuple):
    """One answer to one question about one clip, however often it is given, and what it says."""

    questions: tuple[Question, ...]
    facts: tuple[Fact, ...]

    def __str__(self) -> str:
        return f"{shown(self.questions[0].text)} {shown(self.questions[0].answer)}"


def find(data: DataSet) -> Iterator[Finding]:
    """Yield the smallest sets of answers about a clip that contradict each other."""
    reported: set[frozenset[int]] = set()
    for statements in _clips(data.questions):
        for proof in conflicts(statements):
            chosen = [statements[i] for i in sorted(proof.answers)]
            key = frozenset(id(each.questions[0]) for each in chosen)
            if key not in reported:
                reported.add(key)
                yield _finding(proof, chosen)


def conflicts(statements: Sequence[Statement], limit: int = LIMIT) -> Iterator[Proof]:
    """Yield proofs of the smallest sets of statements that contradict each other.

    Of several answers to one question, one is taken at a time: that they differ is for `contradiction`.
    Every such set leaves at least one of its statements out of what is true; so from the statements
    without the first, without the second... of one set, the others are found (Reiter's hitting-set tree).
    """
    queue = _alternatives(statements)
    tried = set(queue)
    limit += len(tried)
    found: set[frozenset[int]] = set()
    for rest in queue:
        known = next((answers for answers in found if answers <= rest), None)
        proof = None if known else _refute(statements, rest)
        if proof is not None:
            proof = _smallest(statements, proof)
            found.add(proof.answers)
            yield proof
        for answer in sorted(known or (proof.answers if proof else ())):
            fewer = rest - {answer}
            if fewer not in tried and len(tried) < limit:
                tried.add(fewer)
                queue.append(fewer)


def _alternatives(statements: Sequence[Statement]) -> list[frozenset[int]]:
    """Return sets that hold one answer to each question, and together every answer."""
    firsts = [statement.questions[0] for statement in statements]
    answers = alike(range(len(firsts)), lambda i: (firsts[i].media, asked(firsts[i])))
    most = max(map(len, answers), default=0)
    return [frozenset(each[min(n, len(each) - 1)] for each in answers) for n in range(most)]


def _refute(
    statements: Sequence[Statement], answers: Iterable[int], without: frozenset[str] = frozenset()
) -> Proof | None:
    sums: list[tuple[int, Sum]] = []
    aboves: list[tuple[int, Above]] = []
    for i in sorted(answers):
        for fact in statements[i].facts:
            if fact.rule in without:
                continue
            if isinstance(fact, Sum):
                sums.append((i, fact))
            else:
                aboves.append((i, fact))
    return order.refute(aboves) or counts.refute(sums, without)


def _smallest(statements: Sequence[Statement], proof: Proof) -> Proof:
    """Leave out every answer, then every rule, that the contradiction can do without."""
    for answer in sorted(proof.answers):
        if answer in proof.answers:
            proof = _refute(statements, proof.answers - {answer}) or proof
    without: frozenset[str] = frozenset()
    for rule in reversed(RULES):
        if rule != "one value":
            shorter = _refute(statements, proof.answers, without | {rule})
            if shorter is not None:
                proof, without = shorter, without | {rule}
    return proof


def _clips(questions: Iterable[Question]) -> Iterator[list[Statement]]:
    """Yield the statements about each clip: its own, and what others say of its picture or its sound."""
    clips: dict[tuple[str, str], list[Statement]] = {}
    for statement in _statements(questions):
        clips.setdefault(statement.questions[0].media, []).append(statement)
    shared: dict[tuple[str, str], list[Statement]] = {}
    for about, part in (("picture", 0), ("sound", 1)):
        for group in alike(clips, itemgetter(part)):
            if len(group) > 1:
                # Of statements that say the same of a shared sound, one is enough.
                told = {s.facts: s for media in group for s in _about(about, clips[media])}
                for media in group:
                    others = (s for s in told.values() if s.questions[0].media != media)
                    shared.setdefault(media, []).extend(others)
    for media, statements in clips.items():
        known = statements + shared.get(media, [])
        if len(known) > 1:
            yield known


def _about(about: str, statements: Iterable[Statement]) -> Iterator[Statement]:
    for statement in statements:
        said = tuple(fact for fact in statement.facts if fact.about == about)
        if said:
            yield Statement(statement.questions, said)


def _statements(questions: Iterable[Question]) -> list[Statement]:
    telling = (question for question in questions if _facts(question))
    same = alike(telling, lambda question: (question.media, asked(question), answered(question)))
    return [Statement(tuple(group), _facts(group[0])) for group in same]


def _facts(question: Question) -> tuple[Fact, ...]:
    return facts(question.template, question.slots, answered(question))


def _finding(proof: Proof, statements: Sequence[Statement]) -> Finding:
    rules = [name for name in RULES if name in proof.rules]
    named = [name for name in rules if name != "one value"] or rules
    severity = "warning" if any(RULES[name].severity == "warning" for name in named) else "error"
    said = "; ".join(map(str, statements))
    return finding(
        "logic",
        severity,
        f"not all true: {said} ({shown(proof.clash)})",
        [question for statement in statements for question in statement.questions],
        rule=", ".join(named),
    )


CHECK = Check(
    name="logic",
    severity="error",
    summary="Answers about one clip that cannot all be true, by the rules below.",
    example="“Is there a erhu sound?” no; “What is the first instrument that comes in?” erhu.",
    find=find,
)
