"""What an ONNX file says about itself: the properties beside its network, without running it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hongtou.errors import EngineError

__all__ = ["read_properties"]

# Fields of a ModelProto and of the entries in it, from onnx.proto: numbers 14, 1 and 2.
PROPERTIES: Final = 14
KEY: Final = 1
VALUE: Final = 2
# Wire types of protocol buffers.
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


def read_properties(path: Path) -> dict[str, str]:
    """Names and values that the maker of a network left in its file: ``{"character": "…"}``.

    Raises:
        EngineError: If the file is no protocol buffer.
    """
    content = memoryview(path.read_bytes())
    try:
        entries = [
            dict(_fields(entry)) for number, entry in _fields(content) if number == PROPERTIES
        ]
        return {str(entry[KEY], "utf-8"): str(entry.get(VALUE, b""), "utf-8") for entry in entries}
    except (IndexError, KeyError, ValueError) as error:
        raise EngineError(f"{path}：不是 ONNX 模型文件，或文件不完整；请重新复制") from error


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview]]:
    """The fields of a message that have a length: their numbers and contents."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            _, at = _varint(message, at)
        elif kind == LENGTH:
            length, at = _varint(message, at)
            if at + length > len(message):
                raise ValueError("the message ends within a field")
            yield number, message[at : at + length]
            at += length
        elif kind in (FIXED64, FIXED32):
            at += 8 if kind == FIXED64 else 4
        else:
            raise ValueError(f"no wire type {kind}")


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where the next thing begins."""
    value = 0
    for shift in range(0, 70, 7):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number of more than ten bytes")
