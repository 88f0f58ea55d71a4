"""Whether a number tells how far something moved: 下降3个百分点, 增长不低于25%, 压降2亿元.

提高到20% and 降至10% say where it then stands, and so does 增速10%.
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.model import Change

_REACH: Final = 24  # characters between the verb and its number, a comparator among them

_BETWEEN: Final = (
    r"(?:幅度|比例|额度|了|约|近|大约|将近|各|均|至少|最多|最高|最低|原则上|一般|应当?|须|要|再|个"
    r"|人民币|为(?=不)|不得?(?:低于|少于|超过|高于|小于|大于)|超过|高于|达到?|控制在)*"
)
# 下调支农再贷款利率0.25个百分点: what moves may stand between.
_SHIFTED: Final = re.compile(
    r"(?:(?P<rise>上调|提高|调高)|(?P<fall>下调|降低|调低|压降))[^，。；\d到至为于]{2,20}$"
)


def read_change(text: str, left: int, start: int, *, points: bool = False) -> Change | None:
    """``rise`` or ``fall`` for a number that a verb of change governs: 较年初下降0.3个百分点.

    Args:
        text: The clean text.
        left: Where the clause begins or the number before ends.
        start: Where the number begins; in 翻一番 it begins with the verb.
        points: Whether it counts points: 上调存款准备金率2个百分点.
    """
    if text.startswith("翻", start):
        return "rise"
    match = _moved().search(text, max(left, start - _REACH), start)
    if match is None:
        match = _SHIFTED.search(text, max(left, start - _REACH), start) if points else None
    if match is None:
        return None
    return "rise" if match["rise"] else "fall"


@lru_cache
def _moved() -> re.Pattern[str]:
    """The verbs of ``change_verbs.csv`` with what may stand between them and the number."""
    verbs: dict[str, list[str]] = {"rise": [], "fall": []}
    for row in sorted(read_table("change_verbs"), key=lambda row: -len(row["verb"])):
        verbs[row["change"]].append(re.escape(row["verb"]))
    rise, fall = "|".join(verbs["rise"]), "|".join(verbs["fall"])
    return re.compile(rf"(?:(?P<rise>{rise})|(?P<fall>{fall})){_BETWEEN} ?$")
