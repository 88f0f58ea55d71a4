"""Characters of OFD and their places: offsets, transforms, directions, colours."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hongtou.read.ofd.colours import Ink, read_ink
from hongtou.read.ofd.geometry import (
    IDENTITY,
    apply,
    read_deltas,
    read_matrix,
    read_numbers,
    read_rectangle,
    times,
)
from hongtou.read.ofd.texts import ASCENT, Brush, letters_of
from tests.read.ofd.maker import document, lines, page, places, text, transcript


@pytest.mark.parametrize(("written", "most", "read"), [
    ("5 5 5", 9, [5, 5, 5]),
    ("g 3 5", 9, [5, 5, 5]),
    ("g 2 4.9 g 1 2.5 -63.5", 9, [4.9, 4.9, 2.5, -63.5]),
    ("G 2 5", 9, [5, 5]),
    ("5,5 5", 9, [5, 5, 5]),
    ("g 3 5", 2, [5, 5]),
    ("g 999999 5", 4, [5, 5, 5, 5]),
    ("g 999999999999 5 2", 4, [2]),  # no count at all
    ("g -3 5 2", 9, [2]),
    ("g 1e400 5 2", 9, [2]),
    ("5 x 5", 9, [5, 0, 5]),  # the third keeps its place
    ("g 3", 9, [0, 3]),  # torn off: nobody knows what it meant
    ("nan inf 5", 9, [0, 0, 5]),
    ("", 9, []),
    (None, 9, []),
])  # fmt: skip
def test_deltas(written: str | None, most: int, read: list[float]) -> None:
    assert read_deltas(written, most) == read


@pytest.mark.parametrize(("written", "box"), [
    ("0 0 210 297", (0, 0, 210, 297)),
    ("0,0,210,297", (0, 0, 210, 297)),
    (" 0  0 210 297 9 ", (0, 0, 210, 297)),
    ("0 0 210", None),
    ("0 0 210 nan", None),
    ("0 0 210 1e30", None),
    ("a b c d", None),
    (None, None),
])  # fmt: skip
def test_boxes(written: str | None, box: tuple[float, ...] | None) -> None:
    assert read_rectangle(written) == box


def test_broken_matrices_change_nothing() -> None:
    assert read_matrix("1 0 0 1 0") == read_matrix("1 0 0 1 0 x") == IDENTITY
    assert read_numbers("1 2 3") == (1, 2, 3)


MATRICES = st.tuples(*[st.floats(-9, 9) for _ in range(6)])


@given(MATRICES, MATRICES, st.floats(-99, 99), st.floats(-99, 99))
def test_transforms_compose(
    inner: tuple[float, float, float, float, float, float],
    outer: tuple[float, float, float, float, float, float],
    x: float,
    y: float,
) -> None:
    assert apply(times(inner, outer), x, y) == pytest.approx(
        apply(outer, *apply(inner, x, y)), rel=1e-6, abs=1e-6
    )


STEPS = st.lists(st.integers(-300, 300).map(lambda n: n / 10), max_size=30)


@given(steps=STEPS, down=STEPS, grouped=st.booleans(), x=st.integers(0, 50), y=st.integers(0, 50))
def test_places_follow_the_arithmetic(
    steps: list[float], down: list[float], grouped: bool, x: int, y: int
) -> None:
    words = "文" * (max(len(steps), len(down)) + 1)
    spell = (lambda v: f"g 1 {v}") if grouped else str
    element = etree.fromstring(
        f'<TextObject Size="5"><TextCode X="{x}" Y="{y}" '
        f'DeltaX="{" ".join(map(spell, steps))}" DeltaY="{" ".join(map(spell, down))}">{words}'
        "</TextCode></TextObject>"
    )
    found = list(letters_of(element, IDENTITY, Brush(Ink())))
    assert len(found) == len(words)
    for index, letter in enumerate(found):
        assert letter.box.x0 == pytest.approx(x + sum(steps[:index]), abs=0.011)
        assert letter.box.top == pytest.approx(y + sum(down[:index]) - ASCENT * 5, abs=0.011)


def read(folder: Path, objects: str) -> list[tuple[str, float, float, float, float]]:
    return places(transcript(folder, document([page(objects)])))


def test_millimetres_become_points_from_the_top_left(tmp_path: Path) -> None:
    found = transcript(tmp_path, document([page(text("通知", 20, 30))]))
    [first, second] = found.runs
    assert first.page == 1 and first.box is not None and second.box is not None
    assert first.box.x0 == pytest.approx(20 * 72 / 25.4, abs=0.01)
    assert first.box.x1 == second.box.x0 == pytest.approx(25 * 72 / 25.4, abs=0.01)
    assert first.box.bottom - first.box.top == pytest.approx(5 * 72 / 25.4, abs=0.02)
    [reading] = found.page_readings
    assert reading.width == pytest.approx(595.28) and reading.height == pytest.approx(841.89)


def test_the_origin_of_the_page_box_counts(tmp_path: Path) -> None:
    plain = places(transcript(tmp_path, document([page(text("通知", 20, 30))])))
    moved = document([page(text("通知", 30, 50), area="10 20 210 297")])
    assert places(transcript(tmp_path, moved)) == plain


def test_transform_of_the_object(tmp_path: Path) -> None:
    [one, two] = read(tmp_path, text("通知", 20, 30, CTM="2 0 0 2 1 3"))
    assert one == ("通", 21.0, pytest.approx(30 + 3 + 10 - 8.6, abs=0.1), 31.0, 44.4)
    assert two[1] == 31.0


@pytest.mark.parametrize(("words", "code", "ends"), [
    ("通知", "", [25.0, 30.0]),  # no offsets at all: characters follow each other
    ("2021", "", [22.5, 25.0, 27.5, 30.0]),  # figures are half as wide
    ("通知书", 'DeltaX="5"', [25.0, 30.0, 35.0]),  # a list too short
    ("通知", 'DeltaX="9"', [25.0, 34.0]),  # spaced out: the box stays as wide as the face
    ("、知", 'DeltaX="3"', [23.0, 28.0]),  # stops squeezed together
])  # fmt: skip
def test_widths(tmp_path: Path, words: str, code: str, ends: list[float]) -> None:
    found = read(tmp_path, text(words, 20, 30, code=code or " "))
    assert [place[3] for place in found] == ends


def test_upright_writing(tmp_path: Path) -> None:
    [one, two] = read(tmp_path, text("通知", 20, 30, code='DeltaY="6"'))
    assert (one[1], two[1]) == (20.0, 20.0)
    assert two[2] - one[2] == pytest.approx(6, abs=0.1)
    [one, two] = read(tmp_path, text("通知", 20, 30, code=" ", ReadDirection="90"))
    assert (one[1], two[1]) == (20.0, 20.0)
    assert two[2] - one[2] == pytest.approx(5, abs=0.1)


def test_several_text_codes(tmp_path: Path) -> None:
    two = (
        '<ofd:TextObject Boundary="20 30 100 20" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5">'
        '通知</ofd:TextCode><ofd:TextCode Y="15" DeltaX="5">附件</ofd:TextCode></ofd:TextObject>'
    )
    found = transcript(tmp_path, document([page(two)]))
    assert lines(found) == ["通知", "附件"]
    assert [place[1] for place in places(found)] == [20.0, 25.0, 20.0, 25.0]


def test_lines_inside_one_text_code(tmp_path: Path) -> None:
    code = 'DeltaX="5 5 -10 5" DeltaY="0 0 8 0"'
    found = transcript(tmp_path, document([page(text("关于印发通知"[1:], 20, 30, code=code))]))
    assert lines(found) == ["于印发", "通知"]


@pytest.mark.parametrize(("transform", "words", "xs"), [
    # A ligature: two characters, one glyph, one offset.
    ('CodePosition="1" CodeCount="2" GlyphCount="1"', "afib", [20.0, 25.0, 30.0]),
    # As many glyphs as characters: nothing changes.
    ('CodePosition="0" CodeCount="4" GlyphCount="4"', "afib", [20.0, 25.0, 30.0, 35.0]),
    # Nonsense is left alone.
    ('CodePosition="9" CodeCount="4" GlyphCount="1"', "afib", [20.0, 25.0, 30.0, 35.0]),
    ('CodePosition="x" CodeCount="-4" GlyphCount="1e9"', "afib", [20.0, 25.0, 30.0, 35.0]),
])  # fmt: skip
def test_glyph_transforms(tmp_path: Path, transform: str, words: str, xs: list[float]) -> None:
    inside = f"<ofd:CGTransform {transform}><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform>"
    found = transcript(tmp_path, document([page(text(words, 20, 30, inside=inside))]))
    assert found.text.split() == [words] or "".join(found.text.split()) == words
    assert [place[1] for place in places(found)] == xs


@pytest.mark.parametrize(("value", "red"), [
    ("255 0 0", True),
    ("#FF #00 #00", True),
    ("200 30 30", True),
    ("0 255 255 0", True),  # CMYK
    ("156 82 35", False),  # brown, the rules of forms
    ("0 0 0", False),
    ("255 255 255", False),
    ("128", False),
    ("255 200 0", False),  # orange
    ("", False),
    ("a b c", False),
])  # fmt: skip
def test_red(value: str, red: bool) -> None:
    assert read_ink(value, "").red is red


@given(st.text(max_size=30), st.text(max_size=9))
def test_any_colour_is_a_colour(value: str, alpha: str) -> None:
    ink = read_ink(value, alpha)
    assert all(0 <= level <= 255 for level in (*ink.rgb, ink.alpha))
