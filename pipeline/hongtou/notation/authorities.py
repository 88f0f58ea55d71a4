"""Names of issuing authorities: short and full ones, and several written without a gap.

Recognisers and older papers run the names of joint authorities together:
中国人民银行中国银行业监督管理委员会文件.
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.lexicon.places import leading_place

# A name ends before the beginning of the next one.
_FIRST_NAME: Final = re.compile(
    r".{1,24}?(?:银行(?!业|保险|间)|委员会(?!办公)|监会|总局|总署|人民政府"
    r"|办公[厅室]|[部局署院厅](?!门)|委(?!员))"
)


@lru_cache
def standing_names() -> dict[str, str]:
    """Names of national authorities and the full ones they stand for: 人民银行 -> 中国人民银行.

    A full name stands for itself: 财政部 -> 财政部.
    """
    rows = read_table("authority_registry")
    full = {row["name"]: row["name"] for row in rows if row["level"] == "national"}
    return full | {row["name"]: row["standing_name"] for row in read_table("authorities")}


def bare_name(name: str) -> str:
    """A name without spaces, 原 and the state in front: 原中华人民共和国铁道部 -> 铁道部."""
    bare = re.sub(r"\s+", "", name)
    # 中华人民共和国主席 is a full name; 原平市 and 原阳县 are places.
    while bare not in standing_names() and leading_place(bare)[0] is None:
        shorter = bare.removeprefix("原").removeprefix("中华人民共和国")
        if shorter in ("", bare):
            break
        bare = shorter
    return bare


@lru_cache(maxsize=4096)
def split_authorities(names: str) -> tuple[str, ...]:
    """The names of several authorities written without a gap, as printed.

    ``中国人民银行海关总署`` is two; 中国人民银行上海总部 stays one name.
    """
    found: list[str] = []
    beginnings = ("中国", "国家", "中华", *standing_names())
    start = end = 0
    while (match := _FIRST_NAME.match(names, end)) is not None:
        end = match.end()
        if names.startswith(beginnings, end):
            found.append(names[start:end])
            start = end
    return (*found, names[start:]) if start < len(names) else tuple(found)


@lru_cache(maxsize=4096)
def first_authority(names: str) -> str:
    """The full name of the first of several: ``人民银行海关总署`` -> ``中国人民银行``."""
    bare = bare_name(names)
    first = split_authorities(bare)[0] if bare else bare
    return standing_names().get(first, first)
