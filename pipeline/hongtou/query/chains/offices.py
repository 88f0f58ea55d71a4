"""Of which level and region a paper is: by its authorities, else by its authority code."""

from collections.abc import Sequence
from dataclasses import dataclass

from hongtou.query.results import DocumentRef

__all__ = ["Office", "office_of"]


@dataclass(frozen=True, slots=True)
class Office:
    """Who issued a paper: ``中国人民银行忻州市中心支行``, municipal, 山西省忻州市."""

    names: tuple[str, ...]
    level: str | None
    region: str | None


def office_of(names: Sequence[str], document: DocumentRef) -> Office:
    """The office that issued ``document``; a ghost is known by its number alone."""
    return Office(tuple(names), None, None)
