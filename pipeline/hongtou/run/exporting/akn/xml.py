"""The tree of an Akoma Ntoso file: elements, names of parts (eId), things that are referred to."""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from lxml import etree

from hongtou.query.xml_text import without_forbidden
from hongtou.run.exporting.uris import safe

__all__ = ["AKN", "HONGTOU", "Element", "Names", "References", "add", "element", "foreign"]

AKN: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
HONGTOU: Final = "urn:hongtou:analysis"  # of what Akoma Ntoso has no element for

# lxml has no types; what is passed on here is always one of its elements.
Element = Any

# How eIds shorten the names of elements: AKN naming convention 1.0, table of abbreviations.
_SHORT: Final = {
    "alinea": "al", "article": "art", "attachment": "att", "chapter": "chp", "eventRef": "eref",
    "organization": "org", "paragraph": "para", "section": "sec", "subparagraph": "subpara",
    "wrapUp": "wrapup",
}  # fmt: skip


def element(tag: str, attributes: Mapping[str, str | None] | None = None) -> Element:
    """An element of Akoma Ntoso; attributes of ``None`` are left out."""
    made = etree.Element(f"{{{AKN}}}{tag}", nsmap={None: AKN, "ht": HONGTOU})
    _fill(made, attributes)
    return made


def add(parent: Element, tag: str, attributes: Mapping[str, str | None] | None = None) -> Element:
    """The same, as the last child of ``parent``."""
    if not attributes:
        return etree.SubElement(parent, _qualified(tag))
    held = {n: without_forbidden(v) for n, v in attributes.items() if v is not None}
    return etree.SubElement(parent, _qualified(tag), held)


@cache
def _qualified(tag: str) -> str:
    return f"{{{AKN}}}{tag}"


def foreign(
    parent: Element, tag: str, attributes: Mapping[str, str | None], text: str = ""
) -> Element:
    """An element of our own namespace, where the schema lets such stand."""
    made = etree.SubElement(parent, f"{{{HONGTOU}}}{tag}")
    _fill(made, attributes)
    made.text = without_forbidden(text) or None
    return made


def _fill(made: Element, attributes: Mapping[str, str | None] | None) -> None:
    for name, value in (attributes or {}).items():
        if value is not None:
            made.set(name, without_forbidden(value))


class Names:
    """eIds that are unique in their file: ``art_8__para_2``, ``para_1__ref_2``."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()
        self._taken: set[str] = set()

    def numbered(self, prefix: str, tag: str, number: int) -> str:
        """Of what bears a number; a number that comes twice gets ``_2``, which no number has."""
        return self._free(f"{_joined(prefix, tag)}_{number}")

    def unnumbered(self, prefix: str, tag: str) -> str:
        """Of what has no number, by its position: ``para_nn_1`` can be no 第一条."""
        name = f"{_joined(prefix, tag)}_nn"
        self._counted[name] += 1
        return self._free(f"{name}_{self._counted[name]}")

    def counted(self, prefix: str, tag: str) -> str:
        """Of what no paper numbers, as citations and amounts: ``para_1__ref_2``."""
        name = _joined(prefix, tag)
        self._counted[name] += 1
        return self._free(f"{name}_{self._counted[name]}")

    def single(self, prefix: str, tag: str) -> str:
        """Of what there is one of: ``para_1__content``."""
        return self._free(_joined(prefix, tag))

    def _free(self, name: str) -> str:
        free, again = name, 2
        while free in self._taken:
            free, again = f"{name}_{again}", again + 1
        self._taken.add(free)
        return free


def _joined(prefix: str, tag: str) -> str:
    short = _SHORT.get(tag, tag)
    return f"{prefix}__{short}" if prefix else short


class References:
    """What a file refers to, each once: organisations, roles, units (TLC… of ``references``)."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[tuple[str, str], str] = {}
        self.items: list[tuple[str, str, str, str]] = []  # tag, eId, href, showAs

    def to(self, tag: str, name: str, *, href: str | None = None) -> str:
        """``#eId`` of a thing: ``to("TLCOrganization", "中国人民银行")``."""
        if (tag, name) not in self._known:
            eid = self._names.counted("", tag.removeprefix("TLC").lower())
            self._known[tag, name] = f"#{eid}"
            kind = tag.removeprefix("TLC").lower()
            place = href or f"/akn/ontology/{kind}/cn/{safe('_'.join(name.split()))}"
            self.items.append((tag, eid, place, name))
        return self._known[tag, name]
