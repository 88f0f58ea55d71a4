"""公文元数据 as GB/T 33480—2016 lists it, one XML file a document.

The 18 core elements bear their Chinese names, in the order of clauses 4.1 to 4.18, so that nothing
depends on short names; the standard binds metadata to no XML of its own. What notices say besides
is an extension (clause 5). ``lexicon/gbt33480.csv`` says where each comes from. An element that
the paper does not carry is left out; one that it repeats (主送机关) stands as often.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from hongtou.errors import ExportError
from hongtou.lexicon import read_table
from hongtou.query.targets import written_beside
from hongtou.query.whole import WholeDocument
from hongtou.query.xml_text import without_forbidden
from hongtou.run.exporting.folders import file_name, written_folder
from hongtou.run.exporting.options import Written

__all__ = ["NAMESPACE", "metadata_of", "write_gbt33480"]

NAMESPACE: Final = "urn:hongtou:gbt33480"  # ours: the standard defines none
_PARTS: Final = {"core": "核心元数据", "extension": "扩展元数据"}


def write_gbt33480(wholes: Iterable[WholeDocument], out: Path) -> Written:
    """A file for each document that is held, in a folder or a ZIP.

    Raises:
        ExportError: If there is none.
        OSError: If a file cannot be written.
    """
    files = 0
    with written_folder(out) as folder:
        for whole in wholes:
            tree = etree.ElementTree(metadata_of(whole))
            with written_beside(folder / file_name(whole.document, ".xml")) as part:
                tree.write(str(part), encoding="utf-8", xml_declaration=True, pretty_print=True)
            files += 1
        if not files:
            raise ExportError("所选文件都只见引用、未入库，没有元数据可导出；请先入库")
    return Written((out,), files)


def metadata_of(whole: WholeDocument) -> Any:
    """The metadata block of a document."""
    root = etree.Element(f"{{{NAMESPACE}}}公文元数据", nsmap={None: NAMESPACE})
    root.set("standard", "GB/T 33480—2016")
    holders = {part: etree.SubElement(root, f"{{{NAMESPACE}}}{_PARTS[part]}") for part in _PARTS}
    for row in read_table("gbt33480"):
        for value in _values(whole, row["taken_from"]):
            made = etree.SubElement(holders[row["part"]], f"{{{NAMESPACE}}}{row['name']}")
            made.text = without_forbidden(value)
    return root


def _values(whole: WholeDocument, taken_from: str) -> Iterator[str]:
    """The values of one element: ``party:main_recipient`` -> each of the 主送机关."""
    kind, _, name = taken_from.partition(":")
    if kind == "document" and whole.document[name] is not None:
        yield str(whole.document[name])
    elif kind == "element":
        for row in whole.tables["elements"]:
            if row["kind"] == name:
                yield " ".join(str(row["text"]).split())
    elif kind == "party":
        for row in whole.tables["parties"]:
            if row["role"] == name:
                yield str(row["name"])
    elif kind == "attachment":
        for row in whole.tables["attachments"]:
            yield str(row["title"])
