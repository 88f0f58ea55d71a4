"""How Word writes an ordinal: ``chineseCounting`` and 12 -> 十二 (ECMA-376 part 1, 17.18.59)."""

from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.notation.numerals import write_han_integer

# No list is longer; the bound keeps hostile numbers cheap to spell.
LARGEST: Final = 999_999
_LONGEST_ROMAN: Final = 3999
_REPEATED: Final = 10  # aaaaaaaaaa: a cycle of letters that long is no number any more

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FORMAL_FROM: Final = "零一二三四五六七八九十百千"


@lru_cache(maxsize=1)
def _formats() -> dict[str, tuple[str, str]]:
    """Way and characters of each w:numFmt in ``word_number_formats.csv``."""
    rows = read_table("word_number_formats")
    return {row["format"]: (row["way"], row["characters"]) for row in rows}


def write_ordinal(number: int, number_format: str) -> str:
    """The ordinal as a list shows it: ``(3, "decimalEnclosedCircle")`` -> ③.

    Args:
        number: From 0; larger ones than 999,999 are cut to it.
        number_format: Value of w:numFmt; one that the list does not know counts in figures.
    """
    number = max(0, min(number, LARGEST))
    way, characters = _formats().get(number_format, ("decimal", ""))
    match way:
        case "none":
            return ""
        case "counting":
            return "〇" if number == 0 else write_han_integer(number)
        case "formal":
            return write_han_integer(number).translate(str.maketrans(_FORMAL_FROM, characters))
        case "list":
            return characters[number - 1] if 0 < number <= len(characters) else str(number)
        case "cycle":
            return _cycle(number, characters)
        case "roman" | "lower roman":
            roman = _roman(number)
            return roman if way == "roman" else roman.lower()
        case "padded":
            return f"{number:02d}"
        case "dashed":
            return f"- {number} -"
        case "hexadecimal":
            return f"{number:X}"
        case _:
            return (
                "".join(characters[int(digit)] for digit in str(number))
                if characters
                else str(number)
            )


def _cycle(number: int, letters: str) -> str:
    """A, B, … Z, AA, BB, …: Word repeats the letter."""
    if number == 0:
        return "0"
    repeat, index = divmod(number - 1, len(letters))
    return letters[index] * (repeat + 1) if repeat < _REPEATED else str(number)


def _roman(number: int) -> str:
    if not 0 < number <= _LONGEST_ROMAN:
        return str(number)
    parts = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)
