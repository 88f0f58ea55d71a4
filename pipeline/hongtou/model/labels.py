"""Chinese words for what the tables hold in English, as officers read them."""

from typing import Final

__all__ = [
    "BEARER_SOURCES", "FORCES", "LEVELS", "OPERATORS", "PRECISIONS", "QUANTITY_ROLES", "RELATIONS",
]  # fmt: skip

# 约束力 (design, section 4).
FORCES: Final = {
    "must": "应当",
    "must_not": "不得",
    "should": "原则上",
    "strive": "力争",
    "encourage": "鼓励",
    "may": "可以",
}
QUANTITY_ROLES: Final = {"limit": "限额", "scope": "适用范围", "fact": "事实"}
OPERATORS: Final = {
    "<": "小于",
    "<=": "不超过",
    "=": "等于",
    ">=": "不低于",
    ">": "超过",
    "range": "区间",
}
PRECISIONS: Final = {"day": "日", "month": "月", "quarter": "季", "half-year": "半年", "year": "年"}
# How the bearer was found.
BEARER_SOURCES: Final = {
    "explicit": "原文写明",
    "inherited": "承前文",
    "heading": "见条款标题",
    "recipients": "收文单位",
    "unknown": "未写明",
}
# Level of an authority.
LEVELS: Final = {"national": "中央", "provincial": "省级", "municipal": "市级", "county": "县级"}
# How a paper stands to another one.
RELATIONS: Final = {
    "forwards": "转发",
    "relays": "批转",
    "issues": "印发",
    "implements": "落实",
    "amends": "修改",
    "repeals": "废止",
    "attaches": "附件",
    "cites": "引用",
}
