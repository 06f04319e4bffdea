"""Templates made from the texts of questions, for data sets that have none.

Words that vary from question to question become slots: the values of given slot lists, the answers that
the data set knows, and numbers. Of several readings the longest wins; of equally long ones a slot list
before a number before an answer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from counterpoint.vocabulary import SLOT, canonical

NUMBER = "Number"
ANSWER = "Answer"


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBER_WORDS = _set(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
    million"""
)
# Answers that are words of grammar ("it", "on", "no") would tear every question apart.
_GRAMMAR = _set(
    """a about all am an and any are as at be been but by can could did do does for from had has have he her
    hers him his how i if in into is it its me more most my no not of on or our she should so some than that
    the their them then there these they this those to was we were what when where which while who whom whose
    why will with would yes you your"""
)
_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_JOINT = re.compile(r"[ _-]+")
_LONGEST = 8
"""Words in an answer or slot value at most: a longer one is no word of a question."""
_LONGEST_NUMBER = 4


@dataclass(frozen=True)
class Words:
    """What becomes slots, ready for use."""

    slots: Mapping[tuple[str, ...], str]
    """Name of the slot for each run of words, in lower case."""
    starts: frozenset[str]
    """First words of the runs."""
    longest: int
    """Number of words in the longest run."""


def words(answers: Iterable[str], slot_lists: Mapping[str, Iterable[str]] | None = None) -> Words:
    """Prepare what becomes slots; done once for a data set.

    Parameters
    ----------
    answers
        The answers that the data set knows; words of grammar among them are left alone.
    slot_lists
        Values of each slot, by its name.
    """
    slots: dict[tuple[str, ...], str] = {}
    for answer in answers:
        run = _run(answer)
        if len(run) <= _LONGEST and not set(run) <= _GRAMMAR and not all(map(_is_number, run)):
            slots[run] = ANSWER
    for name, values in (slot_lists or {}).items():
        slots |= {run: name.strip("<> ") for run in map(_run, values) if 0 < len(run) <= _LONGEST}
    return Words(slots, frozenset(run[0] for run in slots), max(map(len, slots), default=0))


def derive(text: str, words: Words) -> tuple[str, tuple[str, ...]]:
    """Return the template of a text, and the values of its slots.

    Only whole words become slots, whatever their case; a hyphen or an underscore joins the words beside
    it into one. What stands in angle brackets already is a slot whose value is itself, so the filled
    template is the text again, but for blanks.

    >>> derive("Is the acoustic_guitar louder than 2 cellos?", words(["acoustic_guitar", "cello"]))
    ('Is the <Answer> louder than <Number> cellos?', ('acoustic_guitar', '2'))
    """
    text = canonical(text)
    pieces: list[str] = []
    values: list[str] = []
    done = 0
    for start, end, name in _slots(text, words):
        pieces += text[done:start], f"<{name}>"
        values.append(text[start:end])
        done = end
    return canonical("".join(pieces) + text[done:]), tuple(values)


def _slots(text: str, words: Words) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and name of each slot, from left to right."""
    brackets = [(slot.start(), slot.end(), slot[0][1:-1]) for slot in SLOT.finditer(text)]
    edges = [0, *(edge for start, end, _ in brackets for edge in (start, end)), len(text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    for at, (start, end) in enumerate(gaps):
        yield from _slots_between(text, start, end, words)
        yield from brackets[at : at + 1]


def _slots_between(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int, str]]:
    found = list(_WORD.finditer(text, start, end))
    folded = [word[0].casefold() for word in found]
    at = 0
    while at < len(found):
        starts = folded[at] in words.starts or _is_number(folded[at])
        for size in range(_reach(text, found, at, words.longest) if starts else 0, 0, -1):
            run = tuple(folded[at : at + size])
            name = words.slots.get(run) or (NUMBER if all(map(_is_number, run)) else None)
            if name and _stands_alone(text, found[at].start(), found[at + size - 1].end()):
                yield found[at].start(), found[at + size - 1].end(), name
                at += size
                break
        else:
            at += 1


def _reach(text: str, found: list[re.Match[str]], at: int, longest: int) -> int:
    """Return how many words from here on a slot could hold: they are joined by blanks, `_` or `-`."""
    most = min(at + max(longest, _LONGEST_NUMBER), len(found))
    after = at + 1
    while after < most and _JOINT.fullmatch(text, found[after - 1].end(), found[after].start()):
        after += 1
    return after - at


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return re.search(r"\w?_$|\w-$", before) is None and re.match(r"_\w?|-\w", after) is None


def _is_number(word: str) -> bool:
    return word in _NUMBER_WORDS or _DIGITS.fullmatch(word) is not None


def _run(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(canonical(text)))
