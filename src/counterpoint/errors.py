"""The one kind of error that a user is meant to see."""


class InputError(Exception):
    """Something that the user gave cannot be used.

    Parameters
    ----------
    what
        What is wrong, in one sentence.
    where
        File and row, or option, that it was found at; may be empty.
    remedy
        What to do about it; may be empty.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  {self.remedy}" if self.remedy else text


def printable(text: str) -> str:
    r"""Return text with its control characters spelt out, so that data cannot steer a terminal.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
