"""Text that XML can carry: control characters and half characters have no place in it."""

import re
from typing import Final

__all__ = ["FORBIDDEN", "REPLACEMENT", "without_forbidden"]

# XML 1.0, production [2] Char: tab, line feed, carriage return and what prints; no character
# reference helps, &#1; is an error as well.
FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT: Final = "\ufffd"


def without_forbidden(text: str) -> str:
    """``text`` of the same length in which what XML cannot carry is U+FFFD."""
    return FORBIDDEN.sub(REPLACEMENT, text)
