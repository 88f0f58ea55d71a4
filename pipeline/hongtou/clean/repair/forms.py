"""Text as the language model sees it: widths alike, digits alike, no spaces."""

import string
import unicodedata
from functools import lru_cache
from typing import Final

LINE_END: Final = "¶"
DIGIT: Final = "#"  # a model of language must not know one figure from another
LETTER: Final = "a"
_SPACES: Final = " \t\r\u3000\u00a0\ufeff"
_ALIKE: Final = str.maketrans(",;:?!()\"”'’[]∶", "，；：？！（）““‘‘〔〕：")


def plain(text: str) -> str:
    """``text`` as it was counted: ``2024年 1月，ok`` -> ``####年#月，aa``; lines end in ¶."""
    return text.translate(_table())


def is_space(character: str) -> bool:
    """Whether ``plain`` drops the character."""
    return character in _SPACES


@lru_cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(c): None for c in _SPACES}
    table |= {ord(c): DIGIT for c in string.digits} | {ord(c): LETTER for c in string.ascii_letters}
    for code in (*range(0xFF01, 0xFF5F), *range(0x2460, 0x249C), *range(0x2E80, 0x2FE0)):
        narrow = unicodedata.normalize("NFKC", chr(code))
        if len(narrow) == 1:
            table[code] = table.get(ord(narrow), narrow)
    table |= {code: _wide(after) for code, after in table.items()}
    table |= {ord(c): _wide(c) for c in map(chr, _ALIKE)}
    return table | {ord("\n"): LINE_END}


def _wide(character: str | None) -> str | None:
    return character.translate(_ALIKE) if character else character
