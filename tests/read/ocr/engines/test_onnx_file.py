"""Properties of ONNX files, written here by hand as protocol buffers."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.errors import EngineError
from hongtou.read.ocr.engines.onnx_file import read_properties


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def entry(key: str, value: str) -> bytes:
    return field(14, field(1, key.encode()) + field(2, value.encode()))


# IR version 8 as a number, a producer's name, a network that is skipped, an opset.
BEFORE = (
    varint(1 << 3) + varint(8) + field(2, b"paddle") + field(7, bytes(300)) + field(8, b"\x10\x0b")
)


def test_properties(tmp_path: Path) -> None:
    path = tmp_path / "rec.onnx"
    path.write_bytes(BEFORE + entry("character", "一\n二") + entry("shape", ""))
    assert read_properties(path) == {"character": "一\n二", "shape": ""}


def test_a_network_without_properties_has_none(tmp_path: Path) -> None:
    path = tmp_path / "rec.onnx"
    path.write_bytes(BEFORE)
    assert read_properties(path) == {}


@pytest.mark.parametrize(
    "content",
    [
        (BEFORE + entry("character", "一"))[:-2],  # cut short
        b"\xff" * 40,  # a number without end
        "模型下载失败，请登录".encode(),  # a web page saved as a model
        field(14, field(2, b"value without key")),
        field(14, field(1, b"\xff\xfe")),
    ],
)  # fmt: skip
def test_what_is_no_network_is_named_with_the_way_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rec.onnx"
    path.write_bytes(content)
    with pytest.raises(EngineError, match=r"rec\.onnx：不是 ONNX 模型文件.*请重新复制"):
        read_properties(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_end_in_another_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.onnx"
    path.write_bytes(content)
    try:
        found = read_properties(path)
    except EngineError:
        return
    assert all(isinstance(value, str) for value in found.values())
