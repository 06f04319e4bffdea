"""Random draws that are the same on every machine, in every version of every library."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from struct import unpack
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """Draws from the SHA-256 digests of a key and a counter, in integers only.

    Parameters
    ----------
    key
        What the draws are for. Draws with different keys are independent.

    Examples
    --------
    >>> draw = Draw("example", 7)
    >>> [draw.below(6) for _ in range(5)]
    [4, 4, 5, 4, 0]
    """

    def __init__(self, *key: str | int) -> None:
        self._words = _words("\0".join(map(str, key)))

    def below(self, limit: int) -> int:
        """Return an integer from 0 to `limit` - 1, each as likely (to within 2**-32 * limit)."""
        return (next(self._words) * limit) >> 32

    def between(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return True in `percent` of 100 draws."""
        return self.below(100) < percent

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options, each as likely."""
        return options[self.below(len(options))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """Return one of the keys, as likely as its weight says."""
        at = self.below(sum(weights.values()))
        for option, weight in weights.items():
            at -= weight
            if at < 0:
                return option
        raise ValueError("the weights are empty")

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return the options in random order."""
        rest = list(options)
        for last in range(len(rest) - 1, 0, -1):
            other = self.below(last + 1)
            rest[last], rest[other] = rest[other], rest[last]
        return rest


def _words(key: str) -> Iterator[int]:
    """Yield unsigned 32-bit integers without end."""
    start = hashlib.sha256(key.encode())
    block = 0
    while True:
        digest = start.copy()
        digest.update(block.to_bytes(8, "big"))
        yield from unpack(">8I", digest.digest())
        block += 1
