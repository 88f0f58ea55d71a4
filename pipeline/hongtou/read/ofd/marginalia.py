"""What hangs on an OFD document beside its pages: annotations, signatures, attachments.

None of it is body text. It is told as findings, so that a reviewer knows of it and nothing that a
reader of the pages would not see slips into them (GB/T 33190—2016, 15, 18 and 20).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from hongtou.errors import PackageError
from hongtou.read.ofd.eseal import read_seal_name
from hongtou.read.ofd.structure import OfdDocument, OfdPage, read_part
from hongtou.read.ofd.texts import text_in
from hongtou.read.packages import Package
from hongtou.read.secrecy import refuse_marked
from hongtou.read.xml_parts import attribute, child, children, text_of

ANNOTATION: Final = "read.annotation"
SIGNATURE: Final = "read.signature-not-validated"
ATTACHMENT: Final = "read.attachment-not-read"
BROKEN: Final = "read.part-missing"

# Types of 15.2, table 62, as people call them.
TYPES: Final = {
    "Link": "链接", "Path": "批注", "Highlight": "高亮", "Stamp": "签章", "Watermark": "水印",
}  # fmt: skip
LONGEST: Final = 200  # characters of an annotation that a message quotes
MOST: Final = 1000  # annotations or signatures that are told
MOST_PARTS: Final = 20_000  # that are opened for them

Told = tuple[str, str]  # code and message of a finding


@dataclass(frozen=True, slots=True)
class Marginalia:
    """Findings by page number (0: about the file)."""

    by_page: dict[int, tuple[Told, ...]]

    def of(self, number: int) -> tuple[Told, ...]:
        """What concerns a page, or with 0 the file."""
        return self.by_page.get(number, ())


def read_marginalia(
    package: Package, documents: tuple[OfdDocument, ...], pages: tuple[OfdPage, ...]
) -> Marginalia:
    """Annotations, signatures and attachments of all documents."""
    by_page: dict[int, tuple[Told, ...]] = {}
    numbers_of: dict[int, dict[str, int]] = {}
    for page in pages:
        numbers_of.setdefault(id(page.document), {})[page.identifier] = page.number
    for document in documents:
        numbers = numbers_of.get(id(document), {})
        for kind in (_annotations, _signatures, _attachments):
            try:
                for number, told in _first(kind(package, document, numbers)):
                    if told not in by_page.get(number, ()):
                        by_page[number] = (*by_page.get(number, ()), told)
            except PackageError as error:
                broken = (BROKEN, str(error).removeprefix(f"{package.path}："))
                by_page[0] = (*by_page.get(0, ()), broken)
    return Marginalia(by_page)


def _first(found: Iterator[tuple[int, Told]]) -> Iterator[tuple[int, Told]]:
    return (told for told, _ in zip(found, range(MOST), strict=False))


def _annotations(
    package: Package, document: OfdDocument, numbers: dict[str, int]
) -> Iterator[tuple[int, Told]]:
    if not document.annotations:
        return
    listed = children(read_part(package, document.annotations), "Page")
    for page, _ in zip(listed, range(MOST_PARTS), strict=False):
        member = package.resolve(document.annotations, text_of(child(page, "FileLoc")))
        if member is None:
            continue
        number = numbers.get(attribute(page, "PageID"), 0)
        for annotation in children(read_part(package, member.name), "Annot"):
            if (message := _annotation(annotation)) is not None:
                yield number, (ANNOTATION, message)


def _annotation(element: Any) -> str | None:
    """What an annotation says; ``None`` if it has no words, as a highlight or a link."""
    said = (text_of(child(element, "Remark")), text_in(element))
    words = "；".join(dict.fromkeys(" ".join(text.split()) for text in said if text.strip()))
    kind = attribute(element, "Type")
    refuse_marked(words, TYPES.get(kind, "批注"))
    if not words and kind != "Stamp":
        return None
    name = TYPES.get(kind, "批注")
    creator = attribute(element, "Creator")
    by = f"（{creator}）" if creator else ""
    unseen = "，设为不可见" if attribute(element, "Visible").lower() == "false" else ""
    return f"{name}{by}{unseen}，未计入正文：{words[:LONGEST] or '没有文字'}"


def _signatures(
    package: Package, document: OfdDocument, numbers: dict[str, int]
) -> Iterator[tuple[int, Told]]:
    if not document.signatures:
        return
    listed = children(read_part(package, document.signatures), "Signature")
    for entry, _ in zip(listed, range(MOST_PARTS), strict=False):
        member = package.resolve(document.signatures, attribute(entry, "BaseLoc"))
        if member is None:
            yield 0, (SIGNATURE, "数字签名的内容缺失，未验证")
            continue
        signed = child(read_part(package, member.name), "SignedInfo")
        stamps = [numbers.get(attribute(s, "PageRef"), 0) for s in children(signed, "StampAnnot")]
        message = _signature(package, member.name, signed)
        for number in dict.fromkeys(stamps or [0]):
            yield number, (SIGNATURE, message)


def _signature(package: Package, part: str, signed: Any) -> str:
    location = text_of(child(child(signed, "Seal"), "BaseLoc"))
    seal = package.resolve(part, location)
    name = ""
    if seal is not None:
        name = read_seal_name(package.read(seal.name))
    provider = child(signed, "Provider")
    made_by = [
        attribute(provider, attribute_name)
        for attribute_name in ("ProviderName", "Company")
        if provider is not None and attribute(provider, attribute_name)
    ]
    what = f"电子印章“{name}”" if name else "电子印章" if location else "数字签名"
    details = [
        *(["签名组件 " + " ".join(made_by)] if made_by else []),
        *([text_of(child(signed, "SignatureDateTime"))] if signed is not None else []),
    ]
    shown = "，".join(detail for detail in details if detail)
    return f"带有{what}{f'（{shown}）' if shown else ''}，未验证签名真伪；请用专用阅读器核验"


def _attachments(
    package: Package, document: OfdDocument, numbers: dict[str, int]
) -> Iterator[tuple[int, Told]]:
    if not document.attachments:
        return
    for entry in children(read_part(package, document.attachments), "Attachment"):
        name = attribute(entry, "Name") or text_of(child(entry, "FileLoc"))
        form = attribute(entry, "Format")
        shown = f"{name}（{form}）" if form else name
        yield 0, (ATTACHMENT, f"文件内嵌附件“{shown}”，未读取；需要时请导出后单独读入")
