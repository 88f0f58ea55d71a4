"""The name of an electronic seal (GB/T 38540—2020, 7; GM/T 0031—2014): ``XX市人民政府``.

The seal is DER: SESeal → eSealInfo → (header, esID, property → (type, name, …), …). Only the name
is taken from it; nothing is validated.
"""

from typing import Final

SEQUENCE: Final = 0x30
UTF8_STRING: Final = 0x0C
LONGEST_NAME: Final = 200


def read_seal_name(seal: bytes) -> str:
    """The name that an electronic seal carries; "" if the bytes are no such seal."""
    info = _parts(_value(seal))
    if not info or info[0][0] != SEQUENCE:
        return ""
    for tag, value in _parts(info[0][1]):
        inner = _parts(value) if tag == SEQUENCE else []
        # The property is the sequence that begins with a type and a name; the header has a
        # plain string there.
        if len(inner) > 2 and inner[0][0] == 0x02 and inner[1][0] == UTF8_STRING:
            name = inner[1][1].decode("utf-8", "replace")
            return "".join(c for c in name if c.isprintable())[:LONGEST_NAME]
    return ""


def _value(content: bytes) -> bytes:
    parts = _parts(content)
    return parts[0][1] if parts and parts[0][0] == SEQUENCE else b""


def _parts(content: bytes) -> list[tuple[int, bytes]]:
    """Tags and values that follow one another; what is cut off is left out."""
    found, at = [], 0
    while at + 2 <= len(content):
        tag, length, begin = content[at], content[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            if not 0 < size <= 4:
                break
            length = int.from_bytes(content[begin : begin + size], "big")
            begin += size
        if begin + length > len(content):
            break
        found.append((tag, content[begin : begin + length]))
        at = begin + length
    return found
