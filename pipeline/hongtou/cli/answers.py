"""What several answers show alike: who owes, on which page, what copies say once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from hongtou.model.labels import FORCES

if TYPE_CHECKING:
    from hongtou.query import Duty, Hit

    _Found = TypeVar("_Found", bound=Hit | Duty)

__all__ = ["bearer_of", "copies_together", "owed", "page_of"]


def page_of(found: "Hit | Duty") -> str:
    """第 2 页 where the place on paper is known."""
    return f"第 {found.page} 页" if found.page and found.box else ""


def copies_together(found: "Sequence[_Found]") -> "Iterator[tuple[_Found, ...]]":
    """What copies of one paper say in the same words is said once, in the place of the first."""
    together: dict[object, list[_Found]] = {}
    nth: Counter[object] = Counter()  # a paper may say the same twice in one article
    for item in found:
        number = item.document.number
        said: tuple[object, ...] = (id(item),)
        if number:
            said = (number, item.path, *_words(item))
        here = (item.document.document_id, said)
        together.setdefault((*said, nth[here]), []).append(item)
        nth[here] += 1
    return map(tuple, together.values())


def _words(found: "Hit | Duty") -> tuple[str | None, ...]:
    bearer, force = getattr(found, "bearer", None), getattr(found, "force", None)
    return "".join(found.quote.split()), bearer, force


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
