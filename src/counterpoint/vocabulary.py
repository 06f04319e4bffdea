"""The words of MUSIC-AVQA: its instruments, its 42 answers and its 33 question templates.

Facts of the public annotation files (v1, its update and v2.0 agree on all of them).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

INSTRUMENTS = (
    "accordion", "acoustic_guitar", "bagpipe", "banjo", "bassoon", "cello", "clarinet", "congas",
    "drum", "electric_bass", "erhu", "flute", "guzheng", "piano", "pipa", "saxophone", "suona",
    "trumpet", "tuba", "ukulele", "violin", "xylophone",
)  # fmt: skip
YES_NO = ("yes", "no")
NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "more than ten",
)  # fmt: skip
PLACES = ("left", "middle", "right")
SIDES = (*PLACES, "simultaneously")
SCENES = ("indoor", "outdoor")
ANSWERS = (*INSTRUMENTS, *YES_NO, *NUMBERS, *SIDES, *SCENES)

SLOT = re.compile(r"<[^<>]+>")


class Template(NamedTuple):
    """A question template: what it is asked of, its kind and the answers it allows."""

    modality: str
    kind: str
    answers: tuple[str, ...]


def _templates(modality: str, kind: str, answers: tuple[str, ...], *texts: str) -> dict[str, Template]:
    return dict.fromkeys(texts, Template(modality, kind, answers))


TEMPLATES: Mapping[str, Template] = {
    **_templates(
        "Audio", "Counting", YES_NO,
        "Is there a <Object> sound?",
        "Are there <Object> and <Object> sound?",
    ),
    **_templates(
        "Audio", "Counting", NUMBERS,
        "How many musical instruments were heard throughout the video?",
    ),
    **_templates(
        "Audio", "Comparative", YES_NO,
        "Is the <Object> louder than the <Object>?",
        "Is the <Object> more rhythmic than the <Object>?",
        "Is the <Object> playing longer than the <Object>?",
    ),
    **_templates(
        "Visual", "Counting", YES_NO,
        "Is there a <Object> in the entire video?",
        "Are there <Object> and <Object> instruments in the video?",
    ),
    **_templates(
        "Visual", "Counting", NUMBERS,
        "How many <Object> are in the entire video?",
        "How many types of musical instruments appeared in the entire video?",
    ),
    **_templates(
        "Visual", "Location", SCENES,
        "Where is the performance?",
    ),
    **_templates(
        "Visual", "Location", INSTRUMENTS,
        "What is the instrument on the <LR> of <Object>?",
        "What kind of instrument is the <LRer> instrument?",
        "What kind of musical instrument is it?",
    ),
    **_templates(
        "Audio-Visual", "Existential", YES_NO,
        "Is there a voiceover?",
        "Is this sound from the instrument in the video?",
        "Is the <Object> in the video always playing?",
    ),
    **_templates(
        "Audio-Visual", "Counting", NUMBERS,
        "How many instruments are sounding in the video?",
        "How many instruments in the video did not sound from beginning to end?",
        "How many sounding <Object> in the video?",
        "How many types of musical instruments sound in the video?",
    ),
    **_templates(
        "Audio-Visual", "Location", PLACES,
        "Where is the <LL> instrument?",
    ),
    **_templates(
        "Audio-Visual", "Location", YES_NO,
        "Is the <FL> sound coming from the <LR> instrument?",
    ),
    **_templates(
        "Audio-Visual", "Location", INSTRUMENTS,
        "What is the <LR> instrument of the <FL> sounding instrument?",
        "Which is the musical instrument that sounds at the same time as the <Object>?",
    ),
    **_templates(
        "Audio-Visual", "Comparative", YES_NO,
        "Is the instrument on the <LR> louder than the instrument on the <LR>?",
        "Is the instrument on the <LR> more rhythmic than the instrument on the <LR>?",
        "Is the <Object> on the <LR> louder than the <Object> on the <LR>?",
        "Is the <Object> on the <LR> more rhythmic than the <Object> on the <LR>?",
    ),
    **_templates(
        "Audio-Visual", "Temporal", INSTRUMENTS,
        "What is the <TH> instrument that comes in?",
        "Which instrument makes sounds <BA> the <Object>?",
    ),
    **_templates(
        "Audio-Visual", "Temporal", SIDES,
        "Which <Object> makes the sound <FL>?",
    ),
    **_templates(
        "Audio-Visual", "Temporal", PLACES,
        "Where is the <FL> sounding instrument?",
    ),
}  # fmt: skip


@lru_cache(1 << 12)  # a file says the same few templates thousands of times
def canonical(template: str) -> str:
    """Return a template in its canonical spelling.

    Fullwidth characters become plain ones, blanks are single, slots stand free of the words beside
    them, and nothing stands before the question mark or after it.

    >>> canonical("How many sounding<Object> in the video？ ")
    'How many sounding <Object> in the video?'
    """
    text = unicodedata.normalize("NFKC", template)
    text = SLOT.sub(lambda slot: f" {slot[0]} ", text)
    text = " ".join(text.split())
    return re.sub(r"(?<=\S) (?=[?.,;!])", "", text)


def slot_names(template: str) -> tuple[str, ...]:
    """Return the slots of a template, in order.

    >>> slot_names("What is the instrument on the <LR> of <Object>?")
    ('LR', 'Object')
    """
    return tuple(slot[1:-1] for slot in SLOT.findall(template))


def fill(template: str, slots: Sequence[str]) -> str:
    """Return the question that a template asks with these slot values; a slot without a value stays.

    >>> fill("Is the <Object> louder than the <Object>?", ["cello", "flute"])
    'Is the cello louder than the flute?'
    """
    values = iter(slots)
    return SLOT.sub(lambda slot: next(values, slot[0]), template)
