"""Speech: a text spoken by eSpeak NG, in a process of its own.

The library comes with the package `espeakng-loader`, or from the system. It is free software under the
GPL, and used only for scenes in which somebody speaks.
"""

import ctypes.util
import importlib.util
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from counterpoint.errors import InputError
from counterpoint.stage import speaker as program

SPEAKERS = (
    ("en-us+m1", 45, 160),
    ("en+f1", 60, 165),
    ("en-us+linda", 55, 170),
    ("en-gb-scotland+m5", 40, 155),
    ("en-gb-x-rp+m3", 50, 160),
)
"""Language and variant of the voice (m: male, f: female), pitch of 100, words a minute. Variants with an
echo or with breath are left out: they are not the same each time."""
AUDIBLE = 0.01
"""Amplitude at which a text begins: eSpeak NG leaves silence around it."""
SECONDS = 60
"""Longest time that it is waited for."""
_REMEDY = (
    "Install it: pip install espeakng-loader (or the system's: apt install libespeak-ng1, brew install"
    " espeak-ng); or make scenes without a voiceover."
)


def say(text: str, speaker: int, rate: int) -> NDArray[np.float64]:
    """Return a spoken text, in mono, as loud as it comes.

    Parameters
    ----------
    text
        English; read as words, never as markup.
    speaker
        One of `SPEAKERS`; any number, taken modulo.
    rate
        Samples a second.

    Raises
    ------
    InputError
        If eSpeak NG is not there or does not work, or says nothing to the text.
    """
    wave, own = _spoken(text, speaker % len(SPEAKERS))
    common = int(np.gcd(own, rate))
    resampled: NDArray[np.float64] = resample_poly(wave, rate // common, own // common)
    return resampled


@lru_cache(maxsize=128)
def _spoken(text: str, speaker: int) -> tuple[NDArray[np.float64], int]:
    """Return the samples as eSpeak NG makes them, without silence around them, and their rate."""
    library, data = _library()
    # Control characters would be commands to eSpeak NG.
    words = "".join(c if c.isprintable() else " " for c in text).encode(errors="replace")
    command = [sys.executable, "-I", "-S", program.__file__, library, data, *map(str, SPEAKERS[speaker])]
    try:
        done = subprocess.run(command, input=words, capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"eSpeak NG cannot be run: {error}", remedy=_REMEDY) from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise InputError(f"eSpeak NG failed: {said}", remedy=_REMEDY)
    rate = int.from_bytes(done.stdout[:4], "little")
    wave = np.frombuffer(done.stdout, "<i2", offset=4) / 2**15
    heard = np.flatnonzero(np.abs(wave) > AUDIBLE)
    if not len(heard):
        raise InputError(f"nothing can be said of {text[:40]!r}", remedy="Give the voiceover words.")
    return wave[heard[0] : heard[-1] + 1], rate


@lru_cache
def _library() -> tuple[str, str]:
    """Return where eSpeak NG is, and its data; the latter is empty if the library knows."""
    if importlib.util.find_spec("espeakng_loader"):
        import espeakng_loader  # type: ignore[import-untyped]

        # Not get_data_path: it looks for the folder, and the library says it more clearly if it is gone.
        path = Path(espeakng_loader.get_library_path())
        return str(path), str(path.parent / "espeak-ng-data")
    path_found = ctypes.util.find_library("espeak-ng")
    if not path_found:
        raise InputError("a voiceover needs eSpeak NG, which is not there", remedy=_REMEDY)
    return path_found, ""
