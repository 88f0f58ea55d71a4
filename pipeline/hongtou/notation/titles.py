"""Titles of official documents inside a text: 《…》 with whatever stands nested in it."""

import re
from functools import lru_cache
from typing import Final

from hongtou.model import Span

# GB/T 15834—2011, 4.14: 《》 outside, 〈〉 inside; in practice 《》 stands inside too.
_MARK: Final = re.compile(r"[《》\n]")
# 中国人民银行 海关总署关于修改〈黄金及黄金制品进出口管理办法〉的决定 has 40; laws' titles fewer.
MAX_TITLE: Final = 200
_DROPPED: Final = str.maketrans(
    dict.fromkeys(" \t\r\n\u00a0\u3000《》〈〉<>「」『』“”\"'‘’（）()〔〕[]【】、，,·—-")
    # 《银行帐户管理办法》: until the list of variants of 2001 both characters were in use.
    | {"帐": "账"}
)
# 《行政许可法》 is how papers call the 《中华人民共和国行政许可法》.
_STATE: Final = "中华人民共和国"
_TRIAL: Final = re.compile(r"[（(](?:试行|暂行)[）)]")
# The authority before 关于: an ending of a name; a title that passes on another keeps its verb.
_AUTHORITY: Final = re.compile(
    r"(?!.*(?:转发|批转|印发|发布|公布|颁布|落实|贯彻|修改|废止)).{2,90}"
    r"(?:银行|委员会|监会|[部局署厅院委办行社会组]|办公室|政府|中心|公司|总部|管理部|联社)\Z"
)


def find_quoted_titles(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Outermost 《…》 between ``start`` and ``end``, marks included, in order.

    A title does not run over the end of a line; an opening mark that is never closed is skipped,
    and what stands behind it is still found.
    """
    end = len(text) if end is None else end
    opened: list[int] = []
    found: list[Span] = []
    for mark in _MARK.finditer(text, start, end):
        if mark[0] == "《":
            opened.append(mark.start())
        elif mark[0] == "\n":
            opened.clear()
        elif opened:
            span = Span(opened.pop(), mark.end())
            if span.length > MAX_TITLE:
                continue
            while found and found[-1].start >= span.start:
                found.pop()
            found.append(span)
    return found


def bare_title(quoted: str) -> str:
    """The title without its outer 《》 and without spaces; inner marks stay."""
    inner = quoted[1:-1] if quoted.startswith("《") else quoted
    return re.sub(r"\s+", "", inner)


@lru_cache(maxsize=1 << 18)
def title_key(title: str) -> str:
    """The key under which two spellings of a title are equal.

    Spaces, quotation marks, brackets and （试行） do not count, and neither does the authority:
    《中国人民银行关于做好某事的通知》 and 《关于做好某事的通知》 have the same key, and so have
    《中华人民共和国票据法》 and 《票据法》, 《银行帐户管理办法》 and 《银行账户管理办法》.
    """
    plain = _TRIAL.sub("", title).translate(_DROPPED)
    if plain.startswith(_STATE) and plain.endswith(("法", "条例", "细则")):
        plain = plain.removeprefix(_STATE)
    at = plain.find("关于")
    if at > 0 and _AUTHORITY.match(plain[:at]):
        return plain[at:]
    return plain
