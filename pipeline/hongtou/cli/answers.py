"""What several answers show alike: who owes, on which page, how a bearer is named."""

from typing import TYPE_CHECKING

from hongtou.model.labels import FORCES

if TYPE_CHECKING:
    from hongtou.query import Duty, Hit

__all__ = ["bearer_of", "owed", "page_of"]


def page_of(found: "Hit | Duty") -> str:
    """第 2 页 where the place on paper is known."""
    return f"第 {found.page} 页" if found.page and found.box else ""


def owed(duty: "Duty") -> str:
    """Who must or may: 各村镇银行 · 应当."""
    return f"{bearer_of(duty)} · {FORCES.get(duty.force, duty.force)}"


def bearer_of(duty: "Duty") -> str:
    """Who bears the duty; a long list of recipients is named by its first."""
    if duty.bearer is None:
        return "（未写明主体）"
    names = duty.bearer.split("、")
    if duty.bearer_source == "recipients" and len(names) > 2:
        return f"{names[0]} 等 {len(names)} 家收文单位"
    return duty.bearer
