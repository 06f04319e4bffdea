"""A scene as a file: H.264 picture and AAC sound in mp4."""

import errno
import tempfile
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import av
import numpy as np
from av.container import OutputContainer

from counterpoint.errors import InputError
from counterpoint.output import written
from counterpoint.stage import picture, sound
from counterpoint.stage.scene import Scene

RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""Samples a second that AAC knows."""
CRF = 28
"""Constant rate factor of x264: lower is larger and finer."""
X264 = "mbtree=0:rc-lookahead=0"
"""Macroblock trees take in memory that was never written: small pictures came out in several versions."""
AAC: dict[str, object] = {
    "aac_coder": "fast",
    "aac_is": "0",
    "aac_pns": "0",
    "aac_tns": "0",
    "flags": "+bitexact",
}
"""The fast coder takes a fifth of the default's time and is closer to the sound; the tools that are off save
bits, which are not short here, for a third of what is left."""
KEYFRAMES = 10
"""Seconds between pictures that can be decoded by themselves."""
BLOCK = 1024
"""Samples of a packet of AAC."""


class Spent(NamedTuple):
    """Seconds of work, by part."""

    sound: float = 0.0
    drawing: float = 0.0
    encoding: float = 0.0


class Rendered(NamedTuple):
    """A rendered clip."""

    content: bytes
    """The mp4 file."""
    spent: Spent


def render(scene: Scene, path: Path, *, size: int = 224, fps: int = 8, rate: int = 16_000) -> Spent:
    """Render a scene to an mp4 file, whole or not at all.

    Parameters
    ----------
    scene
        A valid scene.
    path
        The file.
    size
        Height and width in pixels, even.
    fps
        Frames a second.
    rate
        Samples of sound a second, one of `RATES`.

    Raises
    ------
    InputError
        If a setting is out of range, a codec is missing, the disk is full or the file cannot be written.
    """
    rendered = encode(scene, size=size, fps=fps, rate=rate)
    with written(path) as temporary:
        temporary.write_bytes(rendered.content)
    return rendered.spent


def encode(scene: Scene, *, size: int = 224, fps: int = 8, rate: int = 16_000) -> Rendered:
    """Render a scene as `render` does, and return the file's content."""
    check(size=size, fps=fps, rate=rate)
    start = perf_counter()
    mix = sound.render(scene, rate).mix
    heard = perf_counter() - start
    try:
        with tempfile.TemporaryDirectory(prefix="counterpoint-") as folder:
            file = Path(folder) / "clip.mp4"
            drawing = _write(file, scene, mix, size, fps, rate)
            content = file.read_bytes()
    except (OSError, av.FFmpegError) as error:
        raise _unwritten(error) from error
    return Rendered(content, Spent(heard, drawing, perf_counter() - start - heard - drawing))


def check(*, size: int, fps: int, rate: int) -> None:
    """Check the settings of a clip, and that its codecs are there.

    Raises
    ------
    InputError
        For the first that cannot be.
    """
    if not (64 <= size <= 2160 and size % 2 == 0):
        raise InputError(f"the size is {size} pixels", remedy="Give an even number from 64 to 2160.")
    if not 2 <= fps <= 60:
        raise InputError(f"there are {fps} frames a second", remedy="Give 2 to 60.")
    if rate not in RATES:
        raise InputError(
            f"there are {rate} samples a second", remedy=f"Give one of {', '.join(map(str, RATES))}."
        )
    for codec in ("libx264", "aac"):
        if codec not in av.codecs_available:
            raise InputError(
                f"this build of PyAV cannot encode {codec}",
                remedy="Install the one from PyPI: pip install --force-reinstall --only-binary av av",
            )


def _write(file: Path, scene: Scene, mix: np.ndarray, size: int, fps: int, rate: int) -> float:
    """Write the file, and return the seconds that drawing took."""
    # Bit-exact output names no versions and no dates: the same scene gives the same bytes.
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(file), "w", format="mp4", options=options) as container:
        video = container.add_stream("libx264", rate=fps)
        video.width = video.height = size
        video.pix_fmt = "yuv420p"
        video.codec_context.thread_count = 1
        video.codec_context.gop_size = KEYFRAMES * fps
        video.options = {
            "preset": "veryfast",
            "crf": str(CRF),
            "flags": "+bitexact",
            "x264-params": X264,
        }
        audio = container.add_stream("aac", rate=rate, layout="stereo")
        audio.bit_rate = min(3 * rate, 128_000)
        audio.options = AAC
        drawing = 0.0
        start = perf_counter()
        for number, pixels in enumerate(picture.canvases(scene, size, fps)):
            drawing += perf_counter() - start
            shown = av.VideoFrame.from_numpy_buffer(pixels, format="rgba")
            shown.pts = number
            shown.time_base = Fraction(1, fps)
            container.mux(video.encode(shown))
            start = perf_counter()
        drawing += perf_counter() - start
        container.mux(video.encode(None))
        _add_sound(container, audio, mix, rate)
    return drawing


def _add_sound(container: OutputContainer, audio: av.AudioStream, mix: np.ndarray, rate: int) -> None:
    for start in range(0, len(mix), BLOCK):
        block = np.ascontiguousarray(mix[start : start + BLOCK].T)
        heard = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        heard.sample_rate = rate
        heard.pts = start
        heard.time_base = Fraction(1, rate)
        container.mux(audio.encode(heard))
    container.mux(audio.encode(None))


def _unwritten(error: OSError | av.FFmpegError) -> InputError:
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return InputError(
            "there is no room left for a clip",
            where=tempfile.gettempdir(),
            remedy="Make room, or name another folder with the environment variable TMPDIR.",
        )
    return InputError(f"a clip cannot be encoded: {error}", where=tempfile.gettempdir())
