"""The words of MUSIC-AVQA, and the canonical spelling of templates."""

import json
from collections import defaultdict
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from counterpoint.vocabulary import ANSWERS, INSTRUMENTS, TEMPLATES, canonical, fill, slot_names

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>?？ ,"), max_size=30)


def test_the_sizes_are_those_of_the_published_set() -> None:
    assert len(INSTRUMENTS) == 22
    assert len(ANSWERS) == len(set(ANSWERS)) == 42
    assert len(TEMPLATES) == 33
    assert len({(template.modality, template.kind) for template in TEMPLATES.values()}) == 9


def test_each_template_is_in_its_canonical_spelling() -> None:
    assert [canonical(text) for text in TEMPLATES] == list(TEMPLATES)
    assert all(set(template.answers) <= set(ANSWERS) for template in TEMPLATES.values())


def test_the_real_files_use_these_templates_and_answers(music_avqa: Path) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for file in music_avqa.glob("*.json"):
        for row in json.loads(file.read_text(encoding="utf-8")):
            seen[canonical(row["question_content"])].add(row["anser"])
            assert json.loads(row["type"]) == list(TEMPLATES[canonical(row["question_content"])][:2])
    assert seen.keys() == TEMPLATES.keys()
    assert set().union(*seen.values()) == set(ANSWERS)


@given(TEXTS)
def test_canonical_spelling_is_final(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(TEXTS)
def test_canonical_spelling_keeps_the_slots_apart_from_the_words(text: str) -> None:
    spelt = canonical(text)
    for name in slot_names(spelt):
        before, _, after = spelt.partition(f"<{name}>")
        assert before == "" or before[-1:].isspace() or before.endswith("?") or not before[-1:].isalnum()
        assert not after[:1].isalnum()


def test_fill_leaves_slots_without_a_value_and_ignores_values_without_a_slot() -> None:
    assert fill("<A> and <B>?", ["x"]) == "x and <B>?"
    assert fill("<A>?", ["x", "y"]) == "x?"
    assert fill("<A> <B>?", ["<B>", "y"]) == "<B> y?"
