"""Parts of lines that are read again, and how they are put back."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hongtou.read.ocr.engine import OcrCharacter, OcrText
from hongtou.read.ocr.engines.windows import patched, windows_of

LINE = "现就加强监管工作有关事项通知如下请遵照执行"


def line(text: str, unsure: frozenset[int] = frozenset()) -> OcrText:
    em = 1 / max(len(text), 1)
    return OcrText(
        tuple(
            OcrCharacter(character, n * em, (n + 1) * em, 0.5 if n in unsure else 1.0)
            for n, character in enumerate(text)
        ),
        1.0,
    )


def test_three_characters_on_each_side() -> None:
    (window,) = windows_of(line(LINE, frozenset({8})))
    assert LINE[window.first : window.end] == "管工作有关事项"
    assert (round(window.left * 21), round(window.right * 21)) == (5, 12)


def test_neighbouring_doubts_share_a_window() -> None:
    (window,) = windows_of(line(LINE, frozenset({3, 8})))
    assert (window.first, window.end) == (0, 12)
    assert len(windows_of(line(LINE, frozenset({1, 18})))) == 2


def test_short_lines_and_much_doubt_are_read_as_a_whole() -> None:
    assert windows_of(line("负贵监管", frozenset({1}))) == ()
    assert windows_of(line(LINE, frozenset(range(0, 21, 3)))) == ()


def test_a_reading_goes_back_in_its_place() -> None:
    text = line(LINE.replace("管", "菅"), frozenset({6}))
    windows = windows_of(text)
    part = line(LINE[windows[0].first : windows[0].end])
    whole = patched(text, windows, [part])
    assert whole is not None
    assert whole.text == LINE
    places = [round(c.left * 21, 6) for c in whole.characters]
    assert places == [float(n) for n in range(21)]


def test_a_lost_character_comes_back() -> None:
    text = line("关于微企业金融服务工作的要求", frozenset({1, 2}))
    windows = windows_of(text)
    whole = patched(text, windows, [line("关于小微企业金")])
    assert whole is not None
    assert whole.text == "关于小微企业金融服务工作的要求"


def test_without_its_anchors_a_reading_is_not_believed() -> None:
    text = line(LINE, frozenset({8}))
    windows = windows_of(text)
    assert patched(text, windows, [line("监管工作有关")]) is None
    assert patched(text, windows, [line("强监管工作有")]) is None
    assert patched(text, windows, [OcrText((), 0.0)]) is None


@given(st.sets(st.integers(0, 39)), st.integers(1, 40))
def test_what_was_read_the_same_leaves_the_line_as_it_was(unsure: set[int], length: int) -> None:
    said = (LINE * 2)[:length]
    text = line(said, frozenset(unsure))
    windows = windows_of(text)
    readings = [line(said[window.first : window.end]) for window in windows]
    again = patched(text, windows, readings)
    assert again is not None
    assert again.text == said
    assert all(
        a.left <= b.left for a, b in zip(again.characters, again.characters[1:], strict=False)
    )
    for before, after in itertools.pairwise(windows):
        assert before.end < after.first and before.right <= after.left
