"""Small candidates and counts for tests of plans."""

from counterpoint.balance.candidates import Candidate
from counterpoint.bias.counts import Cell, Counts
from counterpoint.records import Question


def candidate(
    name: str, *asked: tuple[str, str], cost: float = 1, split: str = "", origin: str = "stage"
) -> Candidate:
    """Make a candidate that answers these templates, each with another slot value."""
    questions = tuple(
        Question(
            picture=name, template=text, slots=(f"value {n}",), text=f"{n} {text}", answer=answer, split=split
        )
        for n, (text, answer) in enumerate(asked)
    )
    return Candidate(name, origin, questions, cost)


def counted(tally: dict[tuple[str, str], int], split: str = "") -> Counts:
    return Counts({Cell(text, (), answer, split): n for (text, answer), n in tally.items() if n})
