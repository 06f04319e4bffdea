"""Logic, rule by rule: answers that cannot all be true, and near misses that can."""

import pytest

from counterpoint.lint import Finding, lint
from counterpoint.lint.logic.answers import SLOT_VALUES, facts
from counterpoint.lint.logic.rules import RULES
from counterpoint.records import DataSet, Question

SOUND = "Is there a <Object> sound?"
SOUNDS = "Are there <Object> and <Object> sound?"
HEARD = "How many musical instruments were heard throughout the video?"
LOUDER = "Is the <Object> louder than the <Object>?"
LONGER = "Is the <Object> playing longer than the <Object>?"
IN_VIEW = "Is there a <Object> in the entire video?"
SEEN = "How many <Object> are in the entire video?"
KINDS_SEEN = "How many types of musical instruments appeared in the entire video?"
BESIDE = "What is the instrument on the <LR> of <Object>?"
OUTERMOST = "What kind of instrument is the <LRer> instrument?"
ALWAYS = "Is the <Object> in the video always playing?"
SOUNDING = "How many instruments are sounding in the video?"
SILENT = "How many instruments in the video did not sound from beginning to end?"
SOUNDING_KIND = "How many sounding <Object> in the video?"
KINDS_SOUNDING = "How many types of musical instruments sound in the video?"
WHERE = "Where is the <FL> sounding instrument?"
FROM = "Is the <FL> sound coming from the <LR> instrument?"
LOUDEST = "Where is the <LL> instrument?"
SIDES = "Is the instrument on the <LR> louder than the instrument on the <LR>?"
ON_SIDES = "Is the <Object> on the <LR> louder than the <Object> on the <LR>?"
COMES_IN = "What is the <TH> instrument that comes in?"
BEFORE_AFTER = "Which instrument makes sounds <BA> the <Object>?"
SAME_TIME = "Which is the musical instrument that sounds at the same time as the <Object>?"

Asked = tuple[str, tuple[str, ...], str]


def about(*asked: Asked, picture: str = "clip", sound: str = "", start: int = 0) -> list[Question]:
    return [
        Question(question_id=str(n), picture=picture, sound=sound, template=t, slots=s, answer=a)
        for n, (t, s, a) in enumerate(asked, start)
    ]


def logic(questions: list[Question]) -> list[Finding]:
    return list(lint(DataSet(questions=tuple(questions)), ["logic"]).findings)


BROKEN: list[tuple[str, str, list[Asked]]] = [
    ("one value", "error", [(SOUND, ("erhu",), "no"), (COMES_IN, ("first",), "erhu")]),
    ("one value", "error", [(SOUND, ("erhu",), "no"), (LOUDER, ("erhu", "flute"), "yes")]),
    ("one value", "error", [(IN_VIEW, ("cello",), "yes"), (SEEN, ("cello",), "zero")]),
    ("one value", "error", [(WHERE, ("first",), "left"), (FROM, ("first", "left"), "no")]),
    ("sum", "error", [(HEARD, (), "one"), (SAME_TIME, ("cello",), "flute")]),
    ("sum", "error", [(HEARD, (), "two"), (SAME_TIME, ("cello",), "cello"), (SOUND, ("pipa",), "yes")]),
    ("sum", "error", [(SOUNDING, (), "two"), (SOUNDING_KIND, ("cello",), "three")]),
    ("kinds", "error", [(SOUNDING, (), "two"), (KINDS_SOUNDING, (), "three")]),
    ("kinds", "error", [(KINDS_SEEN, (), "one"), (BESIDE, ("left", "cello"), "flute")]),
    (
        "sum, kinds",
        "error",
        [(KINDS_SOUNDING, (), "three"), (SOUNDING_KIND, ("cello",), "four"), (SOUNDING, (), "five")],
    ),
    ("sounding is heard", "error", [(HEARD, (), "one"), (SOUNDING, (), "two")]),
    ("sounding is heard", "error", [(SOUND, ("suona",), "no"), (SOUNDING_KIND, ("suona",), "more than ten")]),
    (
        "not both",
        "error",
        [(SOUNDS, ("erhu", "pipa"), "no"), (SOUND, ("erhu",), "yes"), (SOUND, ("pipa",), "yes")],
    ),
    ("sum, silent", "error", [(SEEN, ("cello",), "three"), (SOUNDING, (), "one"), (SILENT, (), "zero")]),
    (
        "sum, kinds, silent",
        "error",
        [
            (SEEN, ("cello",), "one"),
            (KINDS_SEEN, (), "one"),
            (SILENT, (), "one"),
            (ALWAYS, ("cello",), "yes"),
        ],
    ),
    ("order", "error", [(LOUDER, ("cello", "flute"), "yes"), (LOUDER, ("flute", "cello"), "yes")]),
    (
        "order",
        "error",
        [
            (LONGER, ("cello", "flute"), "yes"),
            (LONGER, ("flute", "pipa"), "yes"),
            (LONGER, ("cello", "pipa"), "no"),
        ],
    ),
    ("order", "error", [(ALWAYS, ("cello",), "yes"), (LONGER, ("flute", "cello"), "yes")]),
    ("order", "error", [(SIDES, ("left", "right"), "yes"), (SIDES, ("right", "left"), "yes")]),
    (
        "sides",
        "error",
        [(SEEN, ("cello",), "one"), (OUTERMOST, ("leftest",), "cello"), (BESIDE, ("left", "cello"), "flute")],
    ),
    (
        "sides",
        "error",
        [
            (SEEN, ("cello",), "one"),
            (SEEN, ("flute",), "one"),
            (BESIDE, ("left", "cello"), "flute"),
            (BESIDE, ("right", "cello"), "flute"),
        ],
    ),
    ("sounding is seen", "warning", [(SOUNDING_KIND, ("cello",), "three"), (SEEN, ("cello",), "two")]),
    ("one place", "warning", [(WHERE, ("first",), "left"), (FROM, ("first", "right"), "yes")]),
    (
        "order, one a side",
        "warning",
        [(ON_SIDES, ("cello", "left", "flute", "right"), "yes"), (SIDES, ("right", "left"), "yes")],
    ),
    (
        "one a side",
        "warning",
        [(LOUDEST, ("loudest",), "left"), (ON_SIDES, ("cello", "right", "flute", "left"), "yes")],
    ),
    (
        "order, one of a kind",
        "warning",
        [(ALWAYS, ("flute",), "yes"), (ALWAYS, ("cello",), "no"), (LONGER, ("flute", "cello"), "no")],
    ),
    (
        "order, entries",
        "warning",
        [(COMES_IN, ("first",), "flute"), (BEFORE_AFTER, ("after", "cello"), "flute")],
    ),
    ("entries", "warning", [(ALWAYS, ("cello",), "yes"), (BEFORE_AFTER, ("before", "cello"), "flute")]),
    (
        "order, ties",
        "warning",
        [
            (LOUDER, ("cello", "flute"), "no"),
            (LOUDER, ("flute", "pipa"), "no"),
            (LOUDER, ("cello", "pipa"), "yes"),
        ],
    ),
]  # fmt: skip

FINE: list[list[Asked]] = [
    # Heard off screen, and a silent one in view.
    [(SOUND, ("erhu",), "yes"), (IN_VIEW, ("erhu",), "no"), (SOUNDING_KIND, ("erhu",), "zero")],
    [(HEARD, (), "one"), (KINDS_SEEN, (), "three")],
    [(HEARD, (), "five"), (SOUNDING, (), "two"), (SOUND, ("erhu",), "yes"), (SOUND, ("pipa",), "yes")],
    # More than ten is no upper bound.
    [(SOUNDING, (), "more than ten"), (SOUNDING_KIND, ("cello",), "more than ten")],
    # Both as loud.
    [(LOUDER, ("cello", "flute"), "no"), (LOUDER, ("flute", "cello"), "no")],
    # A no presupposes nothing.
    [(SOUND, ("cello",), "no"), (LOUDER, ("cello", "flute"), "no"), (ALWAYS, ("cello",), "no")],
    # At once.
    [(FROM, ("first", "left"), "yes"), (FROM, ("first", "right"), "yes")],
    [(WHERE, ("first",), "left"), (FROM, ("last", "left"), "no")],
    # "Did not sound from beginning to end" is also read as: not all the time.
    [(SOUNDING, (), "two"), (SILENT, (), "two"), (SEEN, ("cello",), "two"), (KINDS_SEEN, (), "one")],
    [(ALWAYS, ("cello",), "no"), (SILENT, (), "zero")],
    # Two cellos.
    [(OUTERMOST, ("leftest",), "cello"), (BESIDE, ("left", "cello"), "flute"), (SEEN, ("cello",), "two")],
    [(BESIDE, ("left", "cello"), "flute"), (BESIDE, ("right", "cello"), "flute"), (SEEN, ("cello",), "one")],
    # The pipa in the middle.
    [(BESIDE, ("middle", "pipa"), "pipa"), (SEEN, ("pipa",), "one")],
    # The lowest may be the deepest.
    [(LOUDEST, ("lowest",), "left"), (SIDES, ("left", "right"), "yes")],
    [(LOUDEST, ("loudest",), "left"), (SIDES, ("left", "right"), "no")],
    # The same instrument again.
    [(HEARD, (), "one"), (BEFORE_AFTER, ("after", "ukulele"), "ukulele")],
]  # fmt: skip


@pytest.mark.parametrize(("rule", "severity", "asked"), BROKEN)
def test_breaks_a_rule(rule: str, severity: str, asked: list[Asked]) -> None:
    for order in (asked, asked[::-1]):
        (found,) = logic(about(*order))
        assert (found.rule, found.severity) == (rule, severity)
        assert set(found.questions) == {str(n) for n in range(len(asked))}


def test_every_rule_has_an_example() -> None:
    assert {rule for rules, _, _ in BROKEN for rule in rules.split(", ")} == RULES.keys()


@pytest.mark.parametrize("asked", FINE)
def test_finds_nothing_where_all_may_be_true(asked: list[Asked]) -> None:
    assert logic(about(*asked)) == []


@pytest.mark.parametrize(("rule", "severity", "asked"), BROKEN)
def test_a_finding_is_smallest(rule: str, severity: str, asked: list[Asked]) -> None:
    for left_out in range(len(asked)):
        assert logic(about(*asked[:left_out], *asked[left_out + 1 :])) == []


def test_names_every_conflict_of_a_clip() -> None:
    found = logic(
        about(
            (SOUND, ("erhu",), "no"),
            (COMES_IN, ("first",), "erhu"),
            (SOUNDING_KIND, ("erhu",), "two"),
            (LOUDER, ("cello", "flute"), "yes"),
            (LOUDER, ("flute", "cello"), "yes"),
            (SEEN, ("pipa",), "one"),
        )
    )
    assert {f.questions for f in found} == {("0", "1"), ("0", "2"), ("3", "4")}


def test_two_answers_to_one_question_are_for_contradiction() -> None:
    questions = about((SEEN, ("cello",), "one"), (SEEN, ("cello",), "two"), (IN_VIEW, ("cello",), "no"))
    assert {f.questions for f in logic(questions)} == {("0", "2"), ("1", "2")}


def test_copies_of_an_answer_are_named_together() -> None:
    questions = about((SOUND, ("erhu",), "no"), (SOUND, ("erhu",), "no"), (COMES_IN, ("first",), "erhu"))
    assert [f.questions for f in logic(questions)] == [("0", "1", "2")]


def test_what_is_heard_belongs_to_the_sound() -> None:
    first = about((SOUND, ("erhu",), "no"), (IN_VIEW, ("erhu",), "yes"), picture="p", sound="q")
    seen = about((SEEN, ("erhu",), "zero"), picture="p", sound="r", start=2)
    heard = about((COMES_IN, ("first",), "erhu"), picture="s", sound="q", start=3)
    other = about((COMES_IN, ("first",), "erhu"), picture="p", sound="r", start=4)
    assert {f.questions for f in logic(first + seen + heard + other)} == {("1", "2"), ("0", "3")}


def test_answers_about_two_clips_are_never_compared() -> None:
    assert logic([*about((SOUND, ("erhu",), "no")), *about((SOUND, ("erhu",), "yes"), picture="b")]) == []


def test_what_is_not_understood_says_nothing() -> None:
    assert facts(SOUND, ("erhu",), "perhaps") == ()
    assert facts(SOUND, ("theremin",), "yes") == ()
    assert facts(SOUND, (), "yes") == ()
    assert facts("Who plays the <Object>?", ("erhu",), "yes") == ()


def test_one_sound_is_the_same_with_every_picture() -> None:
    silent = about((SOUND, ("erhu",), "no"), picture="p", sound="q")
    sounding = about((SOUND, ("erhu",), "yes"), picture="r", sound="q", start=1)
    assert [f.questions for f in logic(silent + sounding)] == [("0", "1")]


def test_thousands_of_answers_about_one_clip_end() -> None:
    asked = [
        (template, slots, answer)
        for template in (LOUDER, LONGER, SOUNDS)
        for slots in [(x, y) for x in SLOT_VALUES["Object"] for y in SLOT_VALUES["Object"] if x != y]
        for answer in ("yes", "no")
    ]
    assert logic(about(*asked))
