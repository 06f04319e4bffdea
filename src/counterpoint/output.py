"""Writing files: under a temporary name first, and never over an input."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counterpoint.errors import InputError


@contextmanager
def written(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`, which takes its place if the block succeeds.

    Raises
    ------
    InputError
        If the folder does not exist or cannot be written to.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=path.suffix)
    except OSError as error:
        raise InputError(
            f"cannot write here: {error.strerror}", where=str(path), remedy="Name another place."
        ) from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise InputError(
            f"cannot write here: {error.strerror}", where=str(path), remedy="Name another place."
        ) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all."""
    with written(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def keep_apart(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Refuse to write over what is read, or to write two things to one file.

    Raises
    ------
    InputError
        If an output is one of the inputs or of the other outputs.
    """
    taken = {path.resolve() for path in inputs}
    for output in outputs:
        if output.resolve() in taken:
            raise InputError(
                "this file is read, or written twice, in the same command",
                where=str(output),
                remedy="Name another file for the output.",
            )
        taken.add(output.resolve())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
