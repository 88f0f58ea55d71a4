"""Titles of the papers that a notice issues, read from its own title.

关于印发《银行卡收单业务管理办法》的通知 answers to the title of the regulation. A notice that
forwards a paper does not: who cites the paper means it and not one who passed it on.
"""

import re
from functools import lru_cache
from typing import Final

from hongtou.notation.titles import find_quoted_titles, title_key

_ISSUING: Final = re.compile(r"印发|发布|公布|颁布|下发|施行")
# 转发《关于印发〈X〉的通知》的通知: who forwards does not issue.
_PASSING: Final = re.compile(r"转发|批转")
# 〈X〉 as outer marks, where a cataloguer or a recogniser set them.
_MARKS: Final = str.maketrans("〈〉<>", "《》《》")


@lru_cache(maxsize=1 << 16)
def carried_title_keys(title: str) -> tuple[str, ...]:
    """The title keys of what a notice with this title issues: 印发《A》和《B》的通知 -> A, B."""
    verb = _ISSUING.search(title)
    if verb is None or _PASSING.search(title, 0, verb.start()):
        return ()
    marked = title.translate(_MARKS)
    spans = find_quoted_titles(marked, verb.end())
    keys = (title_key(marked[span.start + 1 : span.end - 1]) for span in spans)
    return tuple(dict.fromkeys(key for key in keys if key))
