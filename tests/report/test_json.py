import json
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from counterpoint.bias import audit as results
from counterpoint.bias import prior
from counterpoint.bias.audit import Audit, audit
from counterpoint.bias.counts import Cell, Counts
from counterpoint.errors import InputError
from counterpoint.report import compare as comparisons
from counterpoint.report.compare import compare
from counterpoint.report.json import from_json, to_json

SCHEMA = json.loads((files("counterpoint.bias") / "audit.schema.json").read_text(encoding="utf-8"))
VALID = Draft202012Validator(SCHEMA)


def through_text(value: Audit, old: Audit | None = None) -> Any:
    comparison = compare(old, value) if old else None
    return json.loads(json.dumps(to_json(value, comparison), allow_nan=False))


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("definition", "record"),
    [
        ("settings", results.Settings),
        ("totals", results.Totals),
        ("slot", results.Slot),
        ("row", results.Row),
        ("split", results.Split),
        ("head_tail", results.HeadTail),
        ("priors", prior.Priors),
        ("transfer", prior.Transfer),
        ("side", comparisons.Side),
        ("change", comparisons.Change),
        ("comparison", comparisons.Comparison),
    ],
)
def test_schema_names_every_field(definition: str, record: Any) -> None:
    described = SCHEMA["$defs"][definition]
    assert set(described["properties"]) == {field.name for field in fields(record)}
    assert set(described["required"]) == set(described["properties"])
    assert described["additionalProperties"] is False
    assert all("description" in each or "$ref" in each for each in described["properties"].values())


def test_schema_names_every_field_of_the_audit() -> None:
    names = {field.name for field in fields(Audit)}
    assert set(SCHEMA["properties"]) == names | {"format", "made_by", "baseline"}


def test_small(small: Audit) -> None:
    document = through_text(small, small)
    VALID.validate(document)
    assert from_json(document) == small


def test_hostile(hostile: Audit) -> None:
    document = through_text(hostile)
    VALID.validate(document)
    assert from_json(document) == hostile


def test_real(update: Audit, bias: Audit) -> None:
    document = through_text(bias, update)
    VALID.validate(document)
    assert from_json(document) == bias
    totals = through_text(update)["totals"]
    assert {
        name: totals[name] for name in ("questions", "templates", "flagged", "confirmed", "additions")
    } == {
        "questions": 9129,
        "templates": 33,
        "flagged": 16,
        "confirmed": 10,
        "additions": 974,
    }
    assert round(totals["prior_accuracy"], 3) == 0.502


cells = st.builds(
    Cell,
    st.text(min_size=1, max_size=8),
    st.lists(st.text(max_size=4), max_size=2).map(tuple),
    st.text(min_size=1, max_size=4),
    st.sampled_from(["", "test", "<b>"]),
)


@settings(max_examples=50)
@given(st.dictionaries(cells, st.integers(1, 10**9), max_size=5))
def test_round_trip(counts: dict[Cell, int]) -> None:
    result = audit(Counts(counts))
    document = through_text(result, audit(Counts()))
    VALID.validate(document)
    assert from_json(document) == result


def records(value: Any, described: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every object of fixed fields in a document."""
    described = SCHEMA["$defs"][described["$ref"].split("/")[-1]] if "$ref" in described else described
    if "anyOf" in described:
        described = described["anyOf"][0]
        if value is not None:
            yield from records(value, described)
    elif "properties" in described:
        yield value, described
        for name, inner in described["properties"].items():
            if name in value:
                yield from records(value[name], inner)
    elif isinstance(value, list):
        for each in value[:1]:
            yield from records(each, described.get("items") or {})
    elif isinstance(value, dict):
        for each in list(value.values())[:1]:
            yield from records(each, described["additionalProperties"])


def refused(document: Any) -> bool:
    """Whether reader and schema refuse a document; they must agree."""
    try:
        from_json(document, "old.json")
    except InputError as error:
        told = str(error).startswith("old.json: ") and error.remedy
        return bool(told) and not VALID.is_valid(document)
    return False


ABSENT = object()
WRONG: tuple[Any, ...] = (ABSENT, {"no": []}, [[[]]], True)


def mutants(document: Any) -> Iterator[str]:
    """Change one field of the document after the other, in place, and say which."""
    for record, described in list(records(document, SCHEMA)):
        record["more"] = 1
        yield "more"
        del record["more"]
        for name, kept in list(record.items()):
            for wrong in WRONG:
                if wrong is ABSENT and name not in described["required"]:
                    continue
                if wrong is True and described["properties"][name].get("type") == "boolean":
                    continue
                record[name] = wrong
                if wrong is ABSENT:
                    del record[name]
                yield f"{name}: {wrong}"
                record[name] = kept


def test_misfits_are_refused_by_reader_and_schema(small: Audit) -> None:
    document = through_text(small, small)
    accepted = [name for name in mutants(document) if not refused(document)]
    assert accepted == []
    assert not refused(document)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "not an audit"),
        ({}, "not an audit"),
        ({"totals": {}}, "not an audit"),
        ({"format": "counterpoint-audit", "version": "0"}, "version '0'"),
        ({"format": "counterpoint-audit"}, "version None"),
        ({"format": "counterpoint-audit", "version": "1", "made_by": "x"}, "is missing"),
    ],
)
def test_no_audit(document: Any, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        from_json(document, "old.json")
    assert caught.value.where == "old.json"
    assert caught.value.remedy


def test_counts_must_add_up(small: Audit) -> None:
    document = through_text(small)
    document["templates"][0]["n"] += 1
    with pytest.raises(InputError, match="not those of its answers"):
        from_json(document)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_numbers_must_be_finite(small: Audit, number: float) -> None:
    document = through_text(small)
    document["totals"]["prior_accuracy"] = number
    with pytest.raises(InputError, match=r"totals\.prior_accuracy is not finite"):
        from_json(document)
