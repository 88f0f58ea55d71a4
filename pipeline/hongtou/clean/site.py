"""What a web site prints around a paper, in texts that were copied from a page.

Of HTML the reader keeps the paper alone; a copied text may still begin with 首页 > 政务公开 and end
with 上一篇：…. Only lines that hold nothing else go (``web_noise_lines.csv``).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.lexicon import read_table
from hongtou.model import Span
from hongtou.notation.lines import Line, lines_of

_LONGEST: Final = 200


@lru_cache(maxsize=1)
def _noise() -> dict[str, tuple[re.Pattern[str], ...]]:
    rows = read_table("web_noise_lines")
    return {
        place: tuple(re.compile(row["pattern"]) for row in rows if row["place"] == place)
        for place in ("anywhere", "edge")
    }


@lru_cache(maxsize=1)
def _metadata() -> re.Pattern[str]:
    """文号：…, 发布机构：…: metadata of the paper that later rooms read, at the head of a page."""
    labels = "|".join(re.escape(row["label"]) for row in read_table("site_labels"))
    return re.compile(rf"[【\[]?(?:{labels})[ 　]*[：:]")


def drop_site_lines(text: str) -> Iterator[Edit]:
    """Buttons, counters and share bars go wherever they stand, other lines of a site at the ends.

    ``"【打印】 【关闭】"``, ``"首页 > 政务公开"`` above a paper, ``"上一篇：…"`` below it.
    """
    lines = [line for line in lines_of(text, Span(0, len(text))) if line.text.strip()]
    gone = {n for n, line in enumerate(lines) if _is(line, "anywhere") and not _is_size(line)}
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        for n in order:
            head = order.step > 0 and _metadata().match(lines[n].text.strip()) is not None
            if n not in gone and (head or not _is(lines[n], "edge")):
                break
            gone.add(n)
    for n in sorted(gone):
        yield Edit(lines[n].span.start, lines[n].span.end, "", "site-line", "网页导航、按钮等")


def _is(line: Line, place: str) -> bool:
    text = line.text.strip()
    return len(text) <= _LONGEST and any(p.fullmatch(text) for p in _noise()[place])


def _is_size(line: Line) -> bool:
    """大, 中 and 小 alone may be a cell of a table that lost its lines: sizes of enterprises."""
    return len(line.text.strip()) == 1
