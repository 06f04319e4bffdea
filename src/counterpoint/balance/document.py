"""A plan as JSON; `plan.schema.json` says what it looks like."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from counterpoint.balance.reasons import Unmet
from counterpoint.balance.result import VERSION, Change, Choice, Plan, Totals
from counterpoint.bias.audit import Slot
from counterpoint.errors import InputError
from counterpoint.output import write_text

SCHEMA = Path(__file__).parent / "plan.schema.json"


def to_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as what JSON can say."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(plan), default=str))  # a Fraction as "3/5"
    for row, change in zip(document["groups"], plan.groups, strict=True):
        row |= {"share_before": change.share_before, "share_after": change.share_after}
    return document


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan to a file."""
    write_text(path, json.dumps(to_json(plan), indent=1, ensure_ascii=False) + "\n")


def from_json(document: Any) -> Plan:
    """Return the plan that `to_json` made a document of.

    Raises
    ------
    InputError
        If the document is no plan, or one of another version.
    """
    version = document.get("version") if isinstance(document, Mapping) else None
    if version != VERSION:
        raise InputError(
            f"this is no plan of version {VERSION}" + (f" but of {version!r}" if version else ""),
            remedy="Make it again with counterpoint plan.",
        )
    try:
        fields = dict(document)
        return Plan(
            **fields
            | {
                "inputs": tuple(fields["inputs"]),
                "totals": Totals(**fields["totals"]),
                "groups": tuple(map(_change, fields["groups"])),
                "chosen": tuple(
                    Choice(**row | {"questions": tuple(row["questions"])}) for row in fields["chosen"]
                ),
                "unmet": tuple(Unmet(**row | {"slot": _slot(row["slot"])}) for row in fields["unmet"]),
                "refused": tuple(fields["refused"]),
                "steps": tuple(fields["steps"]),
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"this is a broken plan: {error}", remedy="Make it again with counterpoint plan."
        ) from None


def read_plan(path: Path) -> Plan:
    """Read a plan from a file.

    Raises
    ------
    InputError
        If the file cannot be read, or is no plan.
    """
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"cannot be read: {error}", where=str(path), remedy="Name a plan in JSON.") from None
    except InputError as error:
        raise InputError(error.what, where=str(path), remedy=error.remedy) from None


def _change(row: Mapping[str, Any]) -> Change:
    derived = ("share_before", "share_after")
    fields = {name: value for name, value in row.items() if name not in derived}
    return Change(**fields | {"limit": Fraction(row["limit"]), "slot": _slot(row["slot"])})


def _slot(row: Mapping[str, Any] | None) -> Slot | None:
    return None if row is None else Slot(**row)
