"""Templates made from texts."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.datasets.templates import derive, words
from counterpoint.vocabulary import ANSWERS, INSTRUMENTS, TEMPLATES, fill, slot_names

MUSIC = words(ANSWERS, {"Object": INSTRUMENTS})


@pytest.mark.parametrize(
    ("text", "template", "slots"),
    [
        ("Is the acoustic_guitar louder?", "Is the <Object> louder?", ["acoustic_guitar"]),
        ("Is the acoustic guitar louder?", "Is the <Object> louder?", ["acoustic guitar"]),
        ("Is the Acoustic-Guitar louder?", "Is the <Object> louder?", ["Acoustic-Guitar"]),
        ("Is the bass_guitar louder?", "Is the bass_guitar louder?", []),
        ("Is the violinist louder?", "Is the violinist louder?", []),
        ("The cello's sound?", "The <Object> 's sound?", ["cello"]),
        ("A five-string banjo?", "A five-string <Object>?", ["banjo"]),
        (
            "Are 2 of the twenty-one pianos left?",
            "Are <Number> of the <Number> pianos <Answer>?",
            ["2", "twenty-one", "left"],
        ),
        (
            "More than ten or 3.5 or 1,000?",
            "<Answer> or <Number> or <Number>?",
            ["More than ten", "3.5", "1,000"],
        ),
        ("Is there no sound, yes or no?", "Is there no sound, yes or no?", []),
        ("Version 3d of v2", "Version 3d of v2", []),
        ("violin violin", "<Object> <Object>", ["violin", "violin"]),
        ("Is <b>cello</b> bold？ ", "Is <b> <Object> </b> bold?", ["<b>", "cello", "</b>"]),
        ("Is the <Object> first?", "Is the <Object> first?", ["<Object>"]),
        ("", "", []),
    ],
)
def test_what_varies_becomes_a_slot(text: str, template: str, slots: list[str]) -> None:
    assert derive(text, MUSIC) == (template, tuple(slots))


def test_the_longest_reading_wins() -> None:
    known = words(["guitar", "bass guitar", "electric bass guitar"])
    assert derive("An electric bass guitar", known) == ("An <Answer>", ("electric bass guitar",))
    assert derive("An electric bass", known) == ("An electric bass", ())


def test_a_slot_list_goes_before_a_number_before_an_answer() -> None:
    assert derive("two", words(["two"], {"Size": ["two"]}))[0] == "<Size>"
    assert derive("two", words(["two"]))[0] == "<Number>"
    assert derive("red", words(["red"], {"<Colour>": ["Red"]}))[0] == "<Colour>"


def test_words_of_grammar_are_no_slots_unless_a_slot_list_says_so() -> None:
    text = "Is it on the table?"
    assert derive(text, words(["it", "on", "the", "is it", "no"])) == (text, ())
    assert derive(text, words([], {"Where": ["on"]})) == ("Is it <Where> the table?", ("on",))


def test_the_questions_of_music_avqa_fall_into_their_templates() -> None:
    """Filled with instruments, the templates whose slots are all instruments come out as they were."""
    plain = words([], {"Object": INSTRUMENTS})
    of_objects = [text for text in TEMPLATES if set(slot_names(text)) <= {"Object"}]
    assert len(of_objects) > 15
    for number, template in enumerate(of_objects):
        values = [INSTRUMENTS[(number + n) % 22] for n in range(len(slot_names(template)))]
        assert derive(fill(template, values), plain) == (template, tuple(values))


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


PIECES = st.sampled_from(
    [*INSTRUMENTS[:4], "two", "3.5", "the", "left", "<Object>", "<b>", "<", ">", "-", "_", "?", " ", " ", ","]
)


@given(
    st.lists(PIECES | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=12).map("".join)
)
def test_the_filled_template_is_the_text_again(text: str) -> None:
    template, slots = derive(text, MUSIC)
    assert len(slots) == len(slot_names(template))
    assert bare(fill(template, slots)) == bare(text)


@given(st.lists(st.sampled_from(["violin", "cello", "is", "the", "two"]), min_size=1, max_size=10))
def test_case_and_separators_do_not_count(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert derive(text, MUSIC)[0].casefold() == derive(text.upper(), MUSIC)[0].casefold()


@pytest.mark.parametrize("piece", ["1 ", "two-", "guitar ", "<b>", "<", "_", "more than ", "acoustic "])
def test_the_time_grows_with_the_length_of_the_text_only(piece: str) -> None:
    derive(piece * 20_000, MUSIC)
