"""What stands around the text: the red head, the page number, the note in the margin."""

from typing import Final

from tests.press import typeset as ts
from tests.press.fonts import ASCENT
from tests.press.notice import Notice
from tests.press.page import PrintedLine
from tests.press.typeset import LEFT, MILLIMETRE, RIGHT, ROW, TOP

SMALL: Final = 14.0  # 四号: imprint and page number
LEADING: Final = 1.35  # of the size, from one name of a joint mark to the next


def lay_mark(notice: Notice) -> tuple[list[PrintedLine], float]:
    """Red names of the authorities, 35 mm below the edge of the text; and where they end."""
    top = max(TOP + 35 * MILLIMETRE, TOP + (len(notice.corner) + 0.5) * ROW)
    joint = len(notice.mark) > 1
    words = list(notice.mark) if joint else [notice.mark[0] + notice.mark_suffix]
    longest, reach = max(map(len, words)), RIGHT - LEFT
    size = min(30.0 if joint else 44.0, reach / (longest + (3.6 if joint else 0.2)))
    wide, step = longest * size, size * LEADING
    x = LEFT + (reach - wide - (3.0 * size if joint and notice.mark_suffix else 0)) / 2
    lines = []
    for number, word in enumerate(words):
        lines.append(_red(word, x, top + number * step, size, wide if joint else None))
    if joint and notice.mark_suffix:
        after = len(words) if notice.mark_suffix_at is None else notice.mark_suffix_at
        # Read among the names, it stands beside the one before it; otherwise in their middle.
        middle = after - 1 if 0 < after < len(words) else (len(words) - 1) / 2
        place = (x + wide + 0.8 * size, top + middle * step)
        lines.insert(after, _red(notice.mark_suffix, *place, size, None))
    return lines, top + (len(words) - 1) * step + size


def _red(word: str, x: float, top: float, size: float, width: float | None) -> PrintedLine:
    line = ts.letters(word, "title")
    spacing = ts.justified(line, size, 0.0, width) if width is not None else 0.0
    return ts.place(line, x=x, baseline=top + ASCENT * size, size=size, kind="mark",
                    spacing=spacing, red=True)  # fmt: skip


def page_number(number: int) -> PrintedLine:
    """``— 1 —``, 7 mm below the text; odd ones right, even ones left, a character in."""
    words = ts.letters(f"— {number} —", "song")
    width = ts.width_of(words, SMALL, 0)
    x = RIGHT - SMALL - width if number % 2 else LEFT + SMALL
    baseline = ts.BOTTOM + 7 * MILLIMETRE + ASCENT * SMALL
    return ts.place(words, x=x, baseline=baseline, size=SMALL, kind="page_number")


def margin_note(text: str) -> PrintedLine:
    """Characters below one another, as on the binding edge."""
    size, x = 10.5, 10 * MILLIMETRE
    glyphs = tuple(
        ts.glyph_at(letter, x, TOP + (n + ASCENT) * size, size, "margin", size, False)
        for n, letter in enumerate(ts.letters(text, "song"))
    )
    return PrintedLine("margin", glyphs, vertical=True)
