"""Eyes for the tests: what can be told from pictures alone. Nothing here knows how they were drawn."""

from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]


class Media(NamedTuple):
    """A decoded file."""

    frames: NDArray[np.uint8]
    """[frames, height, width, 3]."""
    times: NDArray[np.float64]
    """Of the frames, in seconds."""
    sound: NDArray[np.float32]
    """[samples, channels], from the time 0 on."""
    rate: int


def decode(path: Path) -> Media:
    """Decode a file by its time stamps."""
    with av.open(str(path)) as container:
        shown = list(container.decode(video=0))
    with av.open(str(path)) as container:
        heard = list(container.decode(audio=0))
    assert heard[0].time == 0
    return Media(
        frames=np.stack([frame.to_ndarray(format="rgb24") for frame in shown]),
        times=np.array([frame.time for frame in shown]),
        sound=np.concatenate([frame.to_ndarray() for frame in heard], axis=1).T,
        rate=heard[0].sample_rate,
    )


def motion(frames: NDArray[np.uint8], box: Box = (0, 0, 1, 1)) -> NDArray[np.float64]:
    """Return how much changes within a box (left, top, right, bottom in shares) from frame to frame.

    The share of squares of 2 x 2 pixels that change by more than compression makes them.
    """
    high, wide = frames.shape[1:3]
    left, top, right, low = (
        round(max(share, 0) * full) for share, full in zip(box, (wide, high, wide, high), strict=True)
    )
    top, left, low, right = top // 2 * 2, left // 2 * 2, low // 2 * 2, right // 2 * 2
    part = frames[:, top:low, left:right].astype(np.int16)
    squares = part[:, ::2, ::2] + part[:, 1::2, ::2] + part[:, ::2, 1::2] + part[:, 1::2, 1::2]
    changed = np.abs(np.diff(squares, axis=0)).max(axis=-1) > 4 * 24
    return np.asarray(changed.mean(axis=(1, 2)))
