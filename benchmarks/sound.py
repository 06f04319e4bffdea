"""The sound of the stage: processor time a clip, at 16 and at 44.1 kHz.

    python -m benchmarks.sound [CLIPS]

Clips of 8 seconds are drawn by seed. The first pass reads and filters the recordings; the second is what
every clip costs once that is done.
"""

import sys
import time

from benchmarks import page
from counterpoint.stage import sound
from counterpoint.stage.sampling import sample


def passed(clips: int, rate: int) -> float:
    """Return milliseconds a clip, over all of them once."""
    start = time.process_time()
    for seed in range(clips):
        sound.render(sample(seed), rate)
    return 1000 * (time.process_time() - start) / clips


def main(clips: int) -> None:
    rows = []
    for rate in (16_000, 44_100):
        first, second = passed(clips, rate), passed(clips, rate)
        rows.append([f"{rate / 1000:g} kHz", f"{first:.0f}", f"{second:.0f}"])
    print(page.table([f"{clips} clips of 8 s", "ms a clip, first pass", "ms a clip, then"], rows))
    print(page.machine("numpy", "scipy"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
