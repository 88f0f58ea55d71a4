"""Characters of symbol fonts, which Word stores as private code points, as what they show."""

from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table

# Symbol fonts sit at F000–F0FF (ECMA-376 part 1, 17.3.3.30).
_FIRST: Final = 0xF000
_LAST: Final = 0xF0FF
# What a bullet in a font that the list does not know is shown as.
_BULLET: Final = "•"


@lru_cache(maxsize=1)
def _symbols() -> dict[tuple[str, int], str]:
    rows = read_table("symbol_fonts")
    return {(row["font"].casefold(), int(row["code"], 16)): row["character"] for row in rows}


def symbol(code: str, font: str) -> str:
    """What ``w:sym`` shows: ``("F0FE", "Wingdings")`` -> ☑; "" for what nobody can tell."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not _FIRST <= number <= _LAST:
        plain = 0x20 <= number < 0xD800 or 0xF900 <= number < 0x110000
        if number > 0xFF and plain:
            return chr(number)
        number += _FIRST
    return _symbols().get((font.casefold(), number - _FIRST), "") if number <= _LAST else ""


def plain_symbols(text: str, font: str) -> str:
    """A bullet with its private characters made plain: U+F0B7 in Symbol -> •."""
    known = _symbols()

    def plain(character: str) -> str:
        code = ord(character)
        if _FIRST <= code <= _LAST:
            return known.get((font.casefold(), code - _FIRST), _BULLET)
        low = known.get((font.casefold(), code)) if code <= 0xFF else None
        return low or character

    return "".join(map(plain, text))
