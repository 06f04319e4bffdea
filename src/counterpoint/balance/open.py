"""Plans without candidates: any answer can be had, one question a clip."""

import time
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from counterpoint.balance.problem import Asked, Block, arrange
from counterpoint.balance.program import solve
from counterpoint.balance.selection import score
from counterpoint.balance.targets import Group, Key, keys
from counterpoint.bias.counts import Cell, Counts

_ONE = Fraction(1)


class Opened(NamedTuple):
    """How many questions are added, the fewest that could be, and how many are still missing."""

    asked: int
    least: int
    unmet: int


def opened(
    groups: Sequence[Group], counts: Counts, *, per_split: bool, by: str, time_limit: float
) -> tuple[dict[Key, Counter[str]], Opened]:
    """Return the additions to each group.

    By template the groups share no question, and each has its closed form. By slot value they overlap: a
    question has several slots. Then each template is a program of its own, over the questions that its
    vocabulary and the slot values that occur together allow.
    """
    if by == "template":
        wanted = {group.key: group.wanted() or Counter() for group in groups}
        total = sum(tally.total() for tally in wanted.values())
        return wanted, Opened(total, total, 0)
    brought: dict[Key, Counter[str]] = {}
    asked = least = unmet = 0
    deadline = time.monotonic() + time_limit
    for split, template in dict.fromkeys((group.split, group.template) for group in groups):
        own = [group for group in groups if (group.split, group.template) == (split, template)]
        if all(group.passes or not group.possible for group in own):
            continue
        most = 10 + 4 * sum(tally.total() for group in own if (tally := group.wanted()))
        slots = {
            cell.slots for cell in counts.cells if cell.template == template and split in (None, cell.split)
        }
        answers = own[0].common if len(own[0].common) > 1 else own[0].answers
        blocks = [
            (Block((), _ONE, ((Asked(template, values, answer), 1),)), split or "", most)
            for values in sorted(slots)
            for answer in answers
        ]
        setup = arrange(own, blocks, per_split=per_split, by=by)
        solved = solve(setup, time_limit=max(1.0, deadline - time.monotonic()))
        reached = score(setup, solved.selection)
        asked += reached.questions
        unmet += reached.unmet
        least += int(solved.bound.cost or 0)
        for unit, n in enumerate(solved.selection.asked):
            question = setup.units[unit][1]
            cell = Cell(template, question.slots, question.answer, split or "")
            for key in keys(cell, per_split=per_split, by=by) if n else []:
                brought.setdefault(key, Counter())[question.answer] += int(n)
    return brought, Opened(asked, least, unmet)
