"""What a folder of clips is: how it was made, and a digest of each file."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from counterpoint.errors import InputError
from counterpoint.output import write_text

MANIFEST = "manifest.json"
CLIPS = "clips"


def begun(out: Path, manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Make the folder, or check that it is one of the same clips; return what it says of its files."""
    try:
        (out / CLIPS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot make this folder: {error.strerror}", where=str(out)) from None
    path = out / MANIFEST
    if not path.exists():
        if odd := sorted(item.name for item in out.iterdir() if item.name != CLIPS) or _clips_in(out):
            raise InputError(
                f"the folder holds something else, such as {odd[0]!r}",
                where=str(out),
                remedy="Name a new folder.",
            )
        write(out, {**manifest, "complete": False, "files": {}})
        return {}
    try:
        there = json.loads(path.read_text(encoding="utf-8"))
        files = dict(there["files"])
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(
            "this manifest cannot be read", where=str(path), remedy="Name a new folder."
        ) from None
    for part in manifest:
        if there.get(part) != manifest[part]:
            what = _difference(there.get(part), manifest[part])
            raise InputError(
                f"the folder holds clips made with other {part}: {what}",
                where=str(path),
                remedy="Repeat the command as it was, or name a new folder.",
            )
    for leftover in (out / CLIPS).glob(".*.mp4"):
        leftover.unlink(missing_ok=True)
    return files


def _difference(one: Any, other: Any) -> str:
    if isinstance(one, dict) and isinstance(other, dict):
        name = next(name for name in {**one, **other} if one.get(name) != other.get(name))
        return f"{name} is {one.get(name)}, not {other.get(name)}"
    return f"{one}, not {other}"


def _clips_in(out: Path) -> list[str]:
    return sorted(item.name for item in (out / CLIPS).iterdir())


def digest(path: Path) -> dict[str, Any]:
    """Return the size and SHA-256 of a file."""
    content = path.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def digests(out: Path, files: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the digests of files of a folder."""
    return {file: digest(out / file) for file in files}


def write(out: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest of a folder."""
    write_text(out / MANIFEST, json.dumps(manifest, indent=1) + "\n")
