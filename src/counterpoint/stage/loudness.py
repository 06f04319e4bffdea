"""Loudness as people hear it: ITU-R BS.1770-4, the measure of EBU R 128.

The tests compare it with pyloudnorm and with FFmpeg's filter; it is here because a stage measures every
player of every clip, and those take some ten times as long.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfilt

BLOCK, HOP = 0.4, 0.1
"""Seconds of a gating block, and from one block to the next."""
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0
OFFSET = -0.691


def loudness(wave: NDArray[np.floating], rate: int) -> float:
    """Return the gated loudness of a sound in LUFS; minus infinity for silence.

    Parameters
    ----------
    wave
        Samples, or samples x channels (left and right; a mono sound counts as one channel). Sounds
        shorter than a gating block of 0.4 s are measured whole, without gates.
    rate
        Samples a second.
    """
    if not len(wave):
        return -np.inf
    power = sosfilt(_weighting(rate), wave, axis=0) ** 2
    if power.ndim == 2:
        power = power.sum(axis=1)
    size, hop = round(BLOCK * rate), round(HOP * rate)
    if len(power) < size:
        return _lufs(float(power.mean()))
    total = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    starts = np.arange(0, len(power) - size + 1, hop)
    blocks = np.maximum(total[starts + size] - total[starts], 0.0) / size
    heard = blocks[blocks > _power(ABSOLUTE_GATE)]
    if not len(heard):
        return -np.inf
    return _lufs(float(heard[heard > heard.mean() * 10 ** (RELATIVE_GATE / 10)].mean()))


def _lufs(power: float) -> float:
    return OFFSET + 10 * float(np.log10(power)) if power > 0 else -np.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


@lru_cache
def _weighting(rate: int) -> NDArray[np.float64]:
    """Return the K-weighting: a shelf for the head, and a high pass, as second-order sections.

    The standard gives coefficients at 48 kHz only; these are the analogue filters they come from.
    """
    gain = 10 ** (3.999843853973347 / 20)
    k = np.tan(np.pi * 1681.974450955533 / rate)
    middle, below = gain**0.4996667741545416, k / 0.7071752369554196
    first = 1 + below + k * k
    shelf = [gain + middle * below + k * k, 2 * (k * k - gain), gain - middle * below + k * k]
    shelf = [value / first for value in (*shelf, first, 2 * (k * k - 1), 1 - below + k * k)]
    k = np.tan(np.pi * 38.13547087602444 / rate)
    below = k / 0.5003270373238773
    first = 1 + below + k * k
    # The standard does not scale the numerator of the high pass, at any rate.
    high_pass = [1.0, -2.0, 1.0, 1.0, 2 * (k * k - 1) / first, (1 - below + k * k) / first]
    return np.array([shelf, high_pass])
