"""The rules that findings of `logic` name."""

from typing import NamedTuple


class Rule(NamedTuple):
    """Something that holds in every clip, or by the usual reading of a question."""

    severity: str
    """`error` if it holds in every clip; `warning` if it rests on a reading of the wording."""
    statement: str
    example: str
    """Answers that break it."""


RULES: dict[str, Rule] = {
    "one value": Rule(
        "error",
        "What is counted has one number.",
        "No erhu sounds; the first instrument that comes in is the erhu.",
    ),
    "sum": Rule(
        "error",
        "The instruments of all kinds add up to the number of instruments.",
        "One instrument is heard; the cello sounds at the same time as the flute.",
    ),
    "kinds": Rule(
        "error",
        "There are as many kinds as differ, and at least one instrument of each.",
        "Two instruments are sounding; three types of instruments sound.",
    ),
    "sounding is heard": Rule(
        "error",
        "What is sounding in the video is heard.",
        "One instrument is heard throughout the video; two instruments are sounding in it.",
    ),
    "not both": Rule(
        "error",
        "Where the answer to “are there A and B” is no, one of them is missing.",
        "There are no erhu and pipa sound; there is an erhu sound; there is a pipa sound.",
    ),
    "silent": Rule(
        "error",
        "An instrument in view sounds or is silent; the silent are in view, and none always plays.",
        "Three cellos are in the video; one instrument is sounding; none did not sound.",
    ),
    "order": Rule(
        "error",
        "More is one-way and passes on: nothing is more than itself.",
        "The cello is louder than the flute; the flute is louder than the cello.",
    ),
    "sides": Rule(
        "error",
        "What is left of something is not right of it, and nothing is left of the leftmost.",
        "There is one cello; the leftmost is the cello; left of the cello is the flute.",
    ),
    "sounding is seen": Rule(
        "warning",
        "What is sounding in the video is in view.",
        "Three cellos are sounding in the video; two cellos are in the video.",
    ),
    "one place": Rule(
        "warning",
        "The first sound comes from one place, and so does the last.",
        "The first sounding instrument is on the left; the first sound comes from the right instrument.",
    ),
    "one a side": Rule(
        "warning",
        "There is one instrument on a side: the cello there is it, and so is the loudest, if it is there.",
        "The cello on the left is louder than the flute on the right; "
        "the instrument on the right is louder than the instrument on the left.",
    ),
    "one of a kind": Rule(
        "warning",
        "There is one cello: the one that does not always play is the one that is compared.",
        "The flute is always playing, the cello is not; the flute does not play longer than the cello.",
    ),
    "entries": Rule(
        "warning",
        "What sounds before or after something comes in before or after it.",
        "The first instrument that comes in is the flute; the flute makes sounds after the cello.",
    ),
    "ties": Rule(
        "warning",
        "Not being more passes on: differences too small to hear do not add up.",
        "The cello is not louder than the flute, nor the flute than the pipa; "
        "the cello is louder than the pipa.",
    ),
}
"""Rules by name, the sure ones first."""
