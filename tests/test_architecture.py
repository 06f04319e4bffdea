"""The structure that the design promises: which part may import which."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import counterpoint

SOURCE = Path(counterpoint.__file__).parent

LAYERS = {
    "errors": set(),
    "output": {"errors"},
    "vocabulary": set(),
    "records": {"errors", "vocabulary"},
    "datasets": {"errors", "output", "records", "vocabulary"},
    "lint": {"datasets", "errors", "output", "records", "vocabulary"},
    "bias": {"datasets", "errors", "lint", "records", "vocabulary"},
    "report": {"bias", "datasets", "errors", "lint", "output", "records", "vocabulary"},
    "stage": {"bias", "datasets", "errors", "lint", "output", "records", "report", "vocabulary"},
    "balance": {"bias", "datasets", "errors", "lint", "output", "records", "vocabulary"},
    "demo": {"bias", "datasets", "errors", "lint", "output", "records", "report", "stage", "vocabulary"},
}
"""What each part may import of the package, besides itself. `cli` may import everything."""


def parts() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for file in SOURCE.rglob("*.py"):
        name = file.relative_to(SOURCE).parts[0].removesuffix(".py")
        found.setdefault(name, []).append(file)
    return found


def imported(file: Path) -> set[str]:
    """Return the parts of the package that a file imports, at its top or inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                names |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module), level=0):
                names |= {f"{module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("counterpoint.")}


def test_every_part_has_a_layer() -> None:
    assert set(parts()) - {"__init__", "cli"} == set(LAYERS)


@pytest.mark.parametrize("part", LAYERS)
def test_dependencies_point_one_way(part: str) -> None:
    for file in parts()[part]:
        assert imported(file) <= LAYERS[part] | {part, "__version__"}, file


def test_layers_have_no_cycle() -> None:
    order = list(LAYERS)
    for part, allowed in LAYERS.items():
        assert all(order.index(other) < order.index(part) for other in allowed), part


def test_no_drawer_for_odds_and_ends() -> None:
    assert not [file for file in SOURCE.rglob("*.py") if file.stem in ("utils", "util", "helpers", "misc")]


def test_data_half_does_not_load_torch() -> None:
    modules = [f"counterpoint.{part}" for part in (*LAYERS, "cli")]
    code = f"import sys, {', '.join(modules)}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
