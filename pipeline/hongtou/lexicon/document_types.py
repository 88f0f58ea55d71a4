"""文种: the kinds of official documents and of the regulations that they issue."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hongtou.lexicon.tables import read_table

# What may stand behind the type in a title: （试行）, （2020年修订）, （银发〔2006〕95号）.
_TAIL = r"(?:（[^（）]{1,40}）)*"


@dataclass(frozen=True)
class DocumentTypes:
    """The names of ``document_types.csv``, longest first, by kind."""

    statutory: tuple[str, ...]  # the 15 types of the 2012 条例, article 8
    regulation: tuple[str, ...]  # what such a document issues as its attachment

    def ends_title(self, text: str) -> bool:
        """Whether ``text`` could be the end of a title: ``"小额信贷工作的通知"``."""
        return _ending(self.statutory + self.regulation).search(text) is not None

    def ends_regulation(self, text: str) -> bool:
        """Whether ``text`` ends as a regulation: ``"…管理办法（试行）"``; 意见 counts too."""
        return _ending((*self.regulation, "意见")).search(text) is not None

    def read_type(self, title: str) -> tuple[str, int] | None:
        """Type of a title and where it begins: ``"关于…的通知"`` -> ``("通知", …)``."""
        match = _ending(self.statutory + self.regulation).search(title)
        if match is None:
            return None
        return _canonical(match[1]), match.start(1)


@lru_cache
def document_types() -> DocumentTypes:
    """The types of ``document_types.csv``."""
    rows = sorted(read_table("document_types"), key=lambda r: len(r["name"]), reverse=True)
    return DocumentTypes(
        tuple(r["name"] for r in rows if r["kind"] == "statutory"),
        tuple(r["name"] for r in rows if r["kind"] == "regulation"),
    )


@lru_cache
def _ending(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))}){_TAIL}$")


def _canonical(name: str) -> str:
    """实施意见 and 指导意见 are 意见 (条例, article 8), 会议纪要 is 纪要, 实施细则 a 细则."""
    for short in ("意见", "纪要", "细则"):
        if name.endswith(short):
            return short
    return name
