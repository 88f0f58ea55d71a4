"""How names of authorities and organisations end: 行, 局, 委员会, 办公室 and so on."""

import re
from dataclasses import dataclass
from functools import lru_cache

from hongtou.lexicon.tables import read_table


@dataclass(frozen=True)
class OrganisationSuffixes:
    """Endings of names of organisations, longest first."""

    endings: tuple[str, ...]

    @property
    def last_characters(self) -> frozenset[str]:
        """The last character of every ending."""
        return frozenset(ending[-1] for ending in self.endings)

    @property
    def pattern(self) -> str:
        """A regular expression for any ending, without a group."""
        return "|".join(map(re.escape, self.endings))

    def ends_name(self, text: str) -> bool:
        """Whether ``text`` could be a name: ``"江西省财政厅"`` yes, ``"认真学习"`` no."""
        return len(text) >= 3 and text.endswith(self.endings)

    def begins_with_name(self, text: str) -> bool:
        """Whether a name stands at the head of ``text``: ``"国家乡村振兴局关于深入…"``."""
        return _beginning(self.pattern).match(text) is not None


@lru_cache
def organisation_suffixes() -> OrganisationSuffixes:
    """The endings of ``organisation_suffixes.csv``."""
    rows = read_table("organisation_suffixes")
    return OrganisationSuffixes(tuple(sorted((r["suffix"] for r in rows), key=len, reverse=True)))


@lru_cache
def _beginning(pattern: str) -> re.Pattern[str]:
    # What may stand behind the last of several authorities in a title, a mark or a signature.
    after = "关于|转发|印发|批转|发布|令|公告|文件|第|[〔（]|$"
    return re.compile(rf"[^，。；：、《》〔〕\s]{{1,30}}?(?:{pattern})(?:{after})")
