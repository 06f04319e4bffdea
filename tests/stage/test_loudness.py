"""Loudness beside pyloudnorm and beside FFmpeg's filter."""

import re
from fractions import Fraction

import av
import av.filter
import numpy as np
import pyloudnorm  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterpoint.stage.loudness import loudness


def noise(seed: int, rate: int, seconds: float, channels: int = 1) -> NDArray[np.float64]:
    """Return noise that is loud and soft in turns, so that gates matter."""
    dice = np.random.default_rng(seed)
    steps = 10 ** (dice.uniform(-4, -0.7, int(seconds * 5) + 1))
    wave = dice.standard_normal((int(seconds * rate), channels))
    wave *= np.repeat(steps, rate // 5 + 1)[: len(wave), None]
    return wave[:, 0] if channels == 1 else wave


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 99), st.sampled_from([16_000, 44_100, 48_000]), st.sampled_from([1, 2]))
def test_agrees_with_pyloudnorm(seed: int, rate: int, channels: int) -> None:
    wave = noise(seed, rate, 5.0, channels)
    # Its default filter approximates the standard's at 48 kHz alone; this one holds at any rate.
    meter = pyloudnorm.Meter(rate, filter_class="DeMan")
    assert loudness(wave, rate) == pytest.approx(meter.integrated_loudness(wave), abs=0.05)


def test_agrees_with_the_filter_of_ffmpeg() -> None:
    rate = 48_000
    wave = noise(3, rate, 6.0, channels=2)
    assert loudness(wave, rate) == pytest.approx(by_ffmpeg(wave, rate), abs=0.1)


def by_ffmpeg(wave: NDArray[np.float64], rate: int) -> float:
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=rate, format="flt", layout="stereo", time_base=Fraction(1, rate))
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(wave.astype(np.float32).reshape(1, -1), format="flt", layout="stereo")
    frame.rate, frame.pts = rate, 0
    source.push(frame)
    source.push(None)
    values = []
    while True:
        try:
            heard = sink.pull()
        except (av.BlockingIOError, av.EOFError):
            break
        values += re.findall(r"^(-?\d+\.\d+)$", str(dict(heard.metadata).get("lavfi.r128.I", "")))
    return float(values[-1])


def test_reference_tone() -> None:
    """A 997 Hz sine at full scale in one channel is -3.01 LUFS (ITU-R BS.1770-4, annex 1)."""
    for rate in (16_000, 44_100, 48_000):
        tone = np.sin(2 * np.pi * 997 * np.arange(5 * rate) / rate)
        assert loudness(tone, rate) == pytest.approx(-3.01, abs=0.1)


def test_silence_and_short_sounds() -> None:
    assert loudness(np.zeros(16_000), 16_000) == -np.inf
    assert loudness(np.zeros(0), 16_000) == -np.inf
    tone = np.sin(2 * np.pi * 997 * np.arange(4_000) / 16_000)
    assert loudness(tone, 16_000) == pytest.approx(-3.01, abs=0.3)
