"""What the head of a list makes of its items: 应当符合下列条件： asks, 有下列情形之一的 tells."""

import re
from collections.abc import Callable
from typing import Final, Literal

from hongtou.model import Outline

# "required": each item must be met; "case": each item describes when a rule holds.
Setting = Literal["required", "case"]

_REACH: Final = 120  # characters of the head's last sentence that are looked at
_DEPTH: Final = 3  # levels above an item: 1. under （一） under 第三条
_SENTENCE_END: Final = re.compile(r"[。；！？\n]")
_REQUIRED: Final = re.compile(
    r"(?:应当?|须|必须|需要?|符合|满足|具备)[^。；\n]{0,40}(?:条件|要求|标准|规定|资格)(?:之一)?"
    r"|(?:条件|要求|标准)(?:如下|包括|为|是)?：?$|具备(?:以下|下列)"
)
_CASE: Final = re.compile(
    r"(?:下列|以下(?!简称)|如下)[^。；，\n]{0,12}"
    r"(?:情[形况]|行为|事项|交易|账户|客户|业务|机构|自然人)"
    r"(?:之一|的|[，：]|$)"
    r"|情[形况](?:之一|包括|如下)|之一的"
)
# 应当具备下列条件之一：; 具备下列条件之一的，不得… describes after all.
_ASKING: Final = re.compile(r"(?:条件|要求|标准)(?:之一)?[：:]$")
_FORBIDS: Final = re.compile(r"不得|不予|除外|禁止")


def head_finder(outline: Outline) -> Callable[[int], Setting | None]:
    """A function from a segment to what the head above it says about its items.

    The nearest head with a colon decides: （三）净资产不低于10亿元 under 应当具备下列条件： is due.
    """
    settings: dict[int, Setting | None] = {}

    def setting_of(segment: int) -> Setting | None:
        if segment not in settings:
            settings[segment] = _setting(outline, segment)
        return settings[segment]

    return setting_of


def _setting(outline: Outline, segment: int) -> Setting | None:
    parent = outline.segments[segment].parent
    for _ in range(_DEPTH):
        if parent is None:
            return None
        said = outline.own_span(parent)
        head = outline.text[max(said.start, said.end - _REACH) : said.end].rstrip()
        if head.endswith(("：", ":")):
            last = _SENTENCE_END.split(head)[-1]
            if _ASKING.search(last) and not _FORBIDS.search(last):
                return "required"
            if _CASE.search(last):
                return "case"
            if _REQUIRED.search(last):
                return "required"
        parent = outline.segments[parent].parent
    return None
