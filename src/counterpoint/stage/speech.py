"""Speech: a text spoken by eSpeak NG.

The library comes with the package `espeakng-loader`, or from the system. It is free software under the
GPL, loaded at run time and only for scenes in which somebody speaks.
"""

import ctypes
import ctypes.util
import importlib.util
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from counterpoint.errors import InputError

SPEAKERS = (
    ("en-us+m1", 45, 160),
    ("en+f3", 60, 165),
    ("en-us+f2", 55, 170),
    ("en-gb-scotland+m5", 40, 155),
    ("en-gb-x-rp+m3", 50, 160),
)
"""Language and variant of the voice (m: male, f: female), pitch of 100, words a minute."""

_SYNCHRONOUS = 2  # of espeak_AUDIO_OUTPUT: hand the samples over, play nothing
_UTF8, _CHARACTERS = 1, 1
_RATE, _PITCH = 1, 3  # of espeak_PARAMETER
_REMEDY = (
    "Install it: pip install espeakng-loader (or the system's: apt install libespeak-ng1, brew install"
    " espeak-ng); or make scenes without a voiceover."
)
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


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
        If eSpeak NG is not there, or says nothing to the text.
    """
    wave, own = _spoken(text, speaker % len(SPEAKERS))
    common = int(np.gcd(own, rate))
    resampled: NDArray[np.float64] = resample_poly(wave, rate // common, own // common)
    return resampled


@lru_cache(maxsize=128)
def _spoken(text: str, speaker: int) -> tuple[NDArray[np.float64], int]:
    """Return the samples as eSpeak NG makes them, and their rate, without silence at the start."""
    library, own = _library()
    name, pitch, pace = SPEAKERS[speaker]
    if library.espeak_SetVoiceByName(name.encode()):
        raise InputError(f"eSpeak NG has no voice {name}", remedy=_REMEDY)
    library.espeak_SetParameter(_PITCH, pitch, 0)
    library.espeak_SetParameter(_RATE, pace, 0)
    parts: list[NDArray[np.int16]] = []

    def receive(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if samples and count > 0:
            parts.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    callback = _CALLBACK(receive)
    library.espeak_SetSynthCallback(callback)
    # Control characters would be commands to eSpeak NG.
    content = "".join(c if c.isprintable() else " " for c in text).encode(errors="replace") + b"\0"
    library.espeak_Synth(content, len(content), 0, _CHARACTERS, 0, _UTF8, None, None)
    wave = np.concatenate([*parts, np.zeros(0, np.int16)]) / 2**15
    heard = np.flatnonzero(np.abs(wave) > 0.01)
    if not len(heard):
        raise InputError(f"nothing can be said of {text[:40]!r}", remedy="Give the voiceover words.")
    return wave[heard[0] : heard[-1] + 1], own


@lru_cache
def _library() -> tuple[ctypes.CDLL, int]:
    """Load eSpeak NG once, and return it with its sampling rate."""
    path, data = ctypes.util.find_library("espeak-ng"), None
    if importlib.util.find_spec("espeakng_loader"):
        import espeakng_loader  # type: ignore[import-untyped]

        path, data = espeakng_loader.get_library_path(), espeakng_loader.get_data_path()
    if not path:
        raise InputError("a voiceover needs eSpeak NG, which is not there", remedy=_REMEDY)
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise InputError(f"eSpeak NG cannot be loaded: {error}", remedy=_REMEDY) from None
    own = library.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode() if data else None, 0)
    if own <= 0:
        raise InputError("eSpeak NG does not find its voices", remedy=_REMEDY)
    return library, int(own)
