"""The parts of a Word package and how they point at each other (ECMA-376 part 2, 9)."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from hongtou.errors import PackageError, UnsupportedFormatError
from hongtou.read.packages import Package
from hongtou.read.xml_parts import attribute, child, children, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# Where Word puts the text. Relationships tell, since some producers choose other names.
USUAL_DOCUMENT: Final = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part. ``kind`` is the last word of its type: ``numbering``."""

    kind: str
    target: str  # path inside the package


@dataclass(frozen=True)
class WordParts:
    """A DOCX, DOCM or DOTX as XML trees. What lies outside of the package is never followed."""

    package: Package

    @cached_property
    def main(self) -> str:
        """Path of the part with the text: ``word/document.xml``."""
        for relation in self._relations("").values():
            if relation.kind == "officeDocument" and self.package.find(relation.target):
                return relation.target
        if self.package.find(USUAL_DOCUMENT) is None:
            raise PackageError(
                f"{self.package.path}：包内没有 Word 正文（{USUAL_DOCUMENT}）；"
                "文件不完整，请重新获取"
            )
        return USUAL_DOCUMENT

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """Relationships of the main part by their ids, external ones left out."""
        return self._relations(self.main)

    def document(self) -> "Element":
        """The main part.

        Raises:
            UnsupportedFormatError: If it holds no Word text.
        """
        root = self._parse(self.main)
        if child(root, "body") is None:
            raise UnsupportedFormatError(
                f"{self.package.path}：包内“{self.main}”不是 Word 正文；请用 Word 另存为 .docx"
            )
        return root

    def part(self, kind: str) -> "Element | None":
        """The part that the main part names by a kind of relationship, as ``styles``."""
        for relation in self.relations.values():
            if relation.kind == kind and self.package.find(relation.target):
                return self._parse(relation.target)
        return None

    def part_of(self, relation_id: str) -> "Element | None":
        """The XML part behind an id such as that of a header; ``None`` if there is none."""
        relation = self.relations.get(relation_id)
        if relation is None or self.package.find(relation.target) is None:
            return None
        return self._parse(relation.target)

    def picture(self, relation_id: str) -> bytes | None:
        """The bytes of an embedded picture."""
        relation = self.relations.get(relation_id)
        if relation is None or relation.kind != "image":
            return None
        found = self.package.find(relation.target)
        return self.package.read(found.name) if found is not None else None

    def _parse(self, name: str) -> "Element":
        return parse_xml(self.package.read(name), path=self.package.path, part=name)

    def _relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.package.find(file) is None:
            return {}
        root = self._parse(file)
        return dict(self._internal(children(root, "Relationship"), part))

    def _internal(self, elements: "Iterator[Element]", part: str) -> Iterator[tuple[str, Relation]]:
        for element in elements:
            if attribute(element, "TargetMode").casefold() == "external":
                continue
            member = self.package.resolve(part, attribute(element, "Target"))
            if member is not None:
                kind = attribute(element, "Type").rpartition("/")[2]
                yield attribute(element, "Id"), Relation(kind, member.name)
