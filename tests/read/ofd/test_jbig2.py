"""JBIG2: segments written by hand after T.88, decoded by way of PDFium."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hongtou.read import open_source, render_page
from hongtou.read.ofd.jbig2 import MAGIC, decode_jbig2, is_jbig2
from tests.read.ofd.maker import document, page, written

MOST = 1_000_000


def segment(number: int, kind: int, content: bytes) -> bytes:
    head = number.to_bytes(4, "big") + bytes([kind, 0, 1])
    return head + len(content).to_bytes(4, "big") + content


def word(value: int) -> bytes:
    return value.to_bytes(4, "big")


def black_and_white(head: bytes = b"\x01" + word(1)) -> bytes:
    """A black page of 16 × 8 with a white square at its left."""
    information = word(16) + word(8) + word(0) * 2 + b"\x04\x00\x00"  # black where nothing is
    place = word(8) + word(8) + word(0) + word(0) + b"\x04"  # a region that replaces
    white = b"\x01" + b"\xff" + b"\x00\x10\x01\x00\x10\x01"  # MMR: eight times "as above", end
    return (
        MAGIC + head + segment(0, 48, information) + segment(1, 38, place + white)
        + segment(2, 49, b"") + segment(3, 51, b"")
    )  # fmt: skip


@pytest.mark.parametrize("head", [b"\x01" + word(1), b"\x03"])
def test_pixels(head: bytes) -> None:
    content = black_and_white(head)
    assert is_jbig2(content)
    pixels = decode_jbig2(content, MOST)
    assert pixels is not None and pixels.shape == (8, 16, 3)
    assert np.all(pixels[:, :8] == 255) and np.all(pixels[:, 8:] == 0)


@pytest.mark.parametrize("content", [
    MAGIC,
    MAGIC + b"\x00" + word(1) + black_and_white()[13:],  # headers apart: not decoded
    black_and_white()[:30],
    black_and_white().replace(word(16) + word(8), word(1 << 30) + word(1 << 30)),
    black_and_white().replace(word(16) + word(8), word(16) + word(0xFFFFFFFF)),
    black_and_white().replace(word(16) + word(8), word(0) + word(0)),
])  # fmt: skip
def test_what_cannot_be_decoded(content: bytes) -> None:
    assert decode_jbig2(content, MOST) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(13, 100), st.integers(0, 255)), max_size=4))
def test_damage_ends_well(flips: list[tuple[int, int]]) -> None:
    content = bytearray(black_and_white())
    for at, value in flips:
        content[at % len(content)] = value
    pixels = decode_jbig2(bytes(content), MOST)
    assert pixels is None or pixels.shape[0] * pixels.shape[1] <= MOST


def test_on_a_page(tmp_path: Path) -> None:
    image = '<ofd:ImageObject Boundary="0 0 160 80" CTM="160 0 0 80 0 0" ResourceID="6"/>'
    resources = (
        '<ofd:MultiMedias><ofd:MultiMedia ID="6" Type="Image" Format="GBIG2"><ofd:MediaFile>a.jb2'
        "</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>"
    )
    parts = document([page(image)], resources=resources) | {"Doc_0/Res/a.jb2": black_and_white()}
    png = render_page(open_source(written(tmp_path, parts)), 1, dpi=25.4)
    shown = Image.open(io.BytesIO(png)).convert("RGB")
    assert [shown.getpixel((x, 40)) for x in (20, 140, 180)] == [
        (255, 255, 255), (0, 0, 0), (255, 255, 255),
    ]  # fmt: skip
