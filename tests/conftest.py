"""What several tests need: the real annotation files, a browser, a Java runtime."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# Machines are slow at times, and no test asserts a time. In CI the same examples are tried every time; at
# home they are new ones, and what they bring to light becomes an example of its own.
settings.register_profile("here", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("here")

REQUIRED = os.environ.get("COUNTERPOINT_REQUIRE", "").split(",")


def _absent(what: str, reason: str) -> None:
    """Skip a test for want of something, unless that something is required here."""
    if what in REQUIRED:
        pytest.fail(f"COUNTERPOINT_REQUIRE names {what}, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def music_avqa() -> Path:
    """The folder of the real MUSIC-AVQA annotation files."""
    folder = Path(os.environ.get("COUNTERPOINT_DATA", "")) / "music-avqa"
    if not (folder / "v1-test.json").is_file():
        _absent("data", "COUNTERPOINT_DATA names no folder with the annotation files")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        _absent("browser", "there is no Chromium on the path")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def java() -> str:
    """The path of a Java runtime, which Spark needs."""
    path = shutil.which("java")
    if path is None:
        _absent("spark", "there is no Java runtime on the path")
    assert path is not None
    return path
