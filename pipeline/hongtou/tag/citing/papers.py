"""Which titles in 《》 are papers: forms, licences, contracts and newspapers are none."""

import re
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table

# Names of kinds that stand for a paper named before: 《办法》, 《实施细则》, 《指导意见》.
_GENERIC: Final = re.compile(
    r"(?:管理|实施|试行|暂行|指导|试点|操作|处理|业务|工作|有关){0,2}(?:办法|规定|细则|通知|意见|条例"
    r"|决定|公告|指引|规则|规程|规范|方案|预案|批复|纲要|通则|函|法)"
)
_TRAILING_BRACKET: Final = re.compile(r"[（(][^（）()]*[）)]\Z")


def is_generic(title: str) -> bool:
    """Whether ``title`` only names a kind: ``管理办法``; it stands for a paper named before."""
    return _GENERIC.fullmatch(title) is not None


def is_paper(title: str) -> bool:
    """Whether ``title`` may be that of a document: ``贷款通则``, not ``账户申请表``."""
    name = _TRAILING_BRACKET.sub("", title) or title
    return name.endswith(_endings("except")) or not name.endswith(_endings("form"))


def ends_as_document(name: str) -> bool:
    """Whether ``name`` ends with a word for papers: 通知, 办法（试行）."""
    return (_TRAILING_BRACKET.sub("", name) or name).endswith(_endings("document"))


@lru_cache
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in read_table("title_endings") if row["kind"] == kind)
