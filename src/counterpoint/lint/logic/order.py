"""Whether things can be ordered as facts say: a chain that comes back to its start above itself cannot."""

from collections.abc import Iterable
from typing import NamedTuple

from counterpoint.lint.logic.counts import Proof
from counterpoint.lint.logic.facts import TOP, Above


class _Step(NamedTuple):
    fact: Above
    answers: frozenset[int]


def refute(facts: Iterable[tuple[int, Above]]) -> Proof | None:
    """Return a proof that no order fits these facts, each with the answer that says it, or None."""
    scales: dict[str, list[_Step]] = {}
    for answer, fact in facts:
        scales.setdefault(fact.scale, []).append(_Step(fact, frozenset([answer])))
    for scale, steps in scales.items():
        below: dict[str | None, list[_Step]] = {}
        for step in [*steps, *_under_top(scale, steps)]:
            below.setdefault(step.fact.upper, []).append(step)
        for step in steps:
            if step.fact.strict:
                chain = _chain(below, step.fact.lower, step.fact.upper)
                if chain is not None:
                    return _proof(scale, [step, *chain])
    return None


def _under_top(scale: str, steps: Iterable[_Step]) -> list[_Step]:
    names = {name for step in steps for name in (step.fact.upper, step.fact.lower) if name is not TOP}
    return [_Step(Above(scale, TOP, name, False, "order"), frozenset()) for name in sorted(names, key=str)]


def _chain(below: dict[str | None, list[_Step]], start: str | None, end: str | None) -> list[_Step] | None:
    """Return the shortest way down from start to end."""
    chains: dict[str | None, list[_Step]] = {start: []}
    queue = [start]
    for name in queue:
        if name == end:
            return chains[name]
        for step in below.get(name, ()):
            if step.fact.lower not in chains:
                chains[step.fact.lower] = [*chains[name], step]
                queue.append(step.fact.lower)
    return None


def _proof(scale: str, cycle: list[_Step]) -> Proof:
    asserted = [step for step in cycle if step.answers]
    rules = {step.fact.rule for step in asserted}
    if sum(not step.fact.strict and TOP not in step.fact[1:3] for step in asserted) > 1:
        rules.add("ties")
    names = [step.fact.upper for step in cycle if step.fact.upper is not TOP]
    clash = f"{scale}: {' over '.join(str(name) for name in [*names, names[0]])}"
    return Proof(frozenset().union(*(step.answers for step in cycle)), frozenset(rules), clash)
