"""What several answers show alike: who owes, on which page."""

from typing import TYPE_CHECKING

from hongtou.model.labels import FORCES

if TYPE_CHECKING:
    from hongtou.query import Duty, Hit

__all__ = ["owed", "page_of"]


def page_of(found: "Hit | Duty") -> str:
    """第 2 页 where the place on paper is known."""
    return f"第 {found.page} 页" if found.page and found.box else ""


def owed(duty: "Duty") -> str:
    """Who must or may: 各村镇银行 · 应当."""
    from hongtou.query.register.words import bearer_words

    return f"{bearer_words(duty)} · {FORCES.get(duty.force, duty.force)}"
