"""Ears for the tests: what can be told from decoded sound alone. Nothing here knows how it was made."""

import io
from itertools import pairwise

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import find_peaks, stft

Wave = NDArray[np.float64]


def through_aac(mix: NDArray[np.floating], rate: int, bit_rate: int) -> Wave:
    """Encode stereo sound as AAC in an MP4 file and decode it, placed by its time stamps."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=rate, layout="stereo", bit_rate=bit_rate)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(mix.T, dtype=np.float32), format="fltp", layout="stereo"
        )
        frame.rate, frame.pts = rate, 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    file.seek(0)
    decoded = np.zeros((len(mix) + rate, 2))
    with av.open(file, "r") as container:
        for heard in container.decode(audio=0):
            assert heard.pts is not None
            assert heard.time_base is not None
            at = round(float(heard.pts * heard.time_base) * rate)
            samples = heard.to_ndarray().T
            early = max(-at, 0)
            decoded[at + early : at + len(samples)] = samples[early:]
    return decoded[: len(mix)]


def onsets(wave: Wave, rate: int) -> Wave:
    """Return the times in seconds at which something begins, by spectral flux on a mel-like scale."""
    size, hop = int(0.032 * rate), int(0.004 * rate)
    frequencies, times, spectrum = stft(
        wave, rate, nperseg=size, noverlap=size - hop, nfft=4 * size, boundary="zeros"
    )
    edges = np.geomspace(60, 0.45 * rate, 41)
    bands = np.stack(
        [
            (np.abs(spectrum[(low <= frequencies) & (frequencies < high)]) ** 2).sum(axis=0)
            for low, high in pairwise(edges)
        ]
    )
    level = 10 * np.log10(np.maximum(bands, bands.max() * 10**-5.5))
    lag = 4
    flux = np.maximum(level[:, lag:] - level[:, :-lag], 0).mean(axis=0)
    peaks, _ = find_peaks(flux, height=0.3 * np.quantile(flux, 0.98), distance=int(0.09 * rate / hop))
    found: Wave = times[peaks + lag // 2]
    return found


def mel_statistics(wave: Wave, rate: int, bands: int = 40) -> Wave:
    """Return the mean and the spread of a log-mel spectrogram over time, without its loudness."""
    size = int(0.04 * rate)
    frequencies, _, spectrum = stft(wave, rate, nperseg=size, noverlap=size // 2, nfft=2048)
    mel = np.linspace(0, 2595 * np.log10(1 + 0.475 * rate / 700), bands + 2)
    edges = 700 * (10 ** (mel / 2595) - 1)
    rise = (frequencies - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - frequencies) / np.diff(edges)[1:, None]
    energy = np.maximum(np.minimum(rise, fall), 0) @ np.abs(spectrum) ** 2
    level = np.log(energy + energy.max() * 1e-6)
    change = np.abs(np.diff(level, axis=1)).mean(axis=1)
    return np.concatenate([level.mean(axis=1) - level.mean(), level.std(axis=1), change])
