"""The tree of an OFD package: OFD.xml, its documents, their pages (GB/T 33190—2016, 7)."""

from dataclasses import dataclass
from typing import Any, Final

from hongtou.errors import EncryptedFileError, OversizeError, PackageError
from hongtou.read.ofd.geometry import Rectangle, read_rectangle
from hongtou.read.packages import Package
from hongtou.read.xml_parts import attribute, child, children, parse_xml, text_of

A4: Final[Rectangle] = (0.0, 0.0, 210.0, 297.0)  # millimetres
MOST_PAGES: Final = 10_000
MOST_DOCUMENTS: Final = 1_000
SMALLEST, LARGEST = 1.0, 20_000.0  # millimetres; a page outside of these is a fault


@dataclass(frozen=True, slots=True)
class OfdDocument:
    """A document of the package, a ``DocBody``; parts are names of members, "" if there is none."""

    part: str
    box: Rectangle
    templates: dict[str, tuple[str, str]]  # by number: part and ZOrder
    resources: tuple[str, ...]
    annotations: str
    attachments: str
    signatures: str


@dataclass(frozen=True, slots=True)
class OfdPage:
    """A page in the order of the file, before its content is read."""

    number: int  # from 1, through all documents
    identifier: str
    part: str  # "" if the member is missing
    document: OfdDocument


@dataclass(frozen=True, slots=True)
class OfdTree:
    """All documents and pages. ``problems`` (Chinese) are parts that are missing or broken."""

    documents: tuple[OfdDocument, ...]
    pages: tuple[OfdPage, ...]
    problems: tuple[str, ...]


def read_tree(package: Package) -> OfdTree:
    """The documents and pages of a package.

    Raises:
        PackageError: If it has no OFD.xml, or no document that can be read.
        EncryptedFileError: If its parts are encrypted (GM/T 0099—2020).
    """
    member = package.find("OFD.xml")
    if member is None:
        raise PackageError(f"{package.path}：包内缺少 OFD.xml，不是完整的 OFD 文件；请重新获取")
    if package.find("Encryptions.xml") is not None:
        raise EncryptedFileError(f"{package.path}：OFD 已加密；请先在阅读器里解密，另存后再读入")
    root = read_part(package, member.name)
    documents: list[OfdDocument] = []
    pages: list[OfdPage] = []
    problems: list[str] = []
    bodies = list(children(root, "DocBody"))
    if len(bodies) > MOST_DOCUMENTS:
        raise OversizeError(
            f"{package.path}：文档过多（{len(bodies)} 个，上限 {MOST_DOCUMENTS} 个）；请分册读入"
        )
    for body in bodies:
        try:
            document, found = _document(package, member.name, body)
        except PackageError as error:
            problems.append(_without_path(error, package))
            continue
        documents.append(document)
        for element in found:
            part = _part(package, document.part, attribute(element, "BaseLoc"))
            pages.append(OfdPage(len(pages) + 1, attribute(element, "ID"), part, document))
            if len(pages) > MOST_PAGES:
                raise OversizeError(f"{package.path}：页数过多（上限 {MOST_PAGES} 页）；请分册读入")
    if not documents:
        reason = "；".join(problems) or "OFD.xml 里没有文档（DocBody）"
        raise PackageError(f"{package.path}：没有可读的文档（{reason}）；请重新获取文件")
    return OfdTree(tuple(documents), tuple(pages), tuple(problems))


def read_part(package: Package, part: str) -> Any:
    """The root element of a part, with the usual faults of producers mended."""
    return parse_xml(package.read(part), path=package.path, part=part, lenient=True)


def page_box(root: Any, document: OfdDocument) -> Rectangle:
    """What is shown of a page, in millimetres: its own area or that of the document (7.5)."""
    return _area(child(root, "Area")) or document.box


def _document(package: Package, base: str, body: Any) -> tuple[OfdDocument, list[Any]]:
    """A document and the ``Page`` elements of its page tree."""
    location = text_of(child(body, "DocRoot"))
    part = _part(package, base, location)
    if not part:
        raise PackageError(f"{package.path}：缺少文档“{location}”")
    root = read_part(package, part)
    common = child(root, "CommonData")
    document = OfdDocument(
        part=part,
        box=_area(child(common, "PageArea")) or A4,
        templates={
            attribute(template, "ID"): (
                _part(package, part, attribute(template, "BaseLoc")),
                attribute(template, "ZOrder"),
            )
            for template in children(common, "TemplatePage")
        },
        resources=tuple(
            dict.fromkeys(
                found
                for element in children(common, "PublicRes", "DocumentRes")
                if (found := _part(package, part, text_of(element)))
            )
        ),
        annotations=_part(package, part, text_of(child(root, "Annotations"))),
        attachments=_part(package, part, text_of(child(root, "Attachments"))),
        signatures=_part(package, base, text_of(child(body, "Signatures"))),
    )
    return document, list(children(child(root, "Pages"), "Page"))


def _area(area: Any) -> Rectangle | None:
    """The physical box of an area, where it is one that paper can have."""
    box = read_rectangle(text_of(child(area, "PhysicalBox")))
    if box is None or not all(SMALLEST <= side <= LARGEST for side in box[2:]):
        return None
    return box


def _part(package: Package, base: str, location: str) -> str:
    member = package.resolve(base, location)
    return member.name if member is not None else ""


def _without_path(error: PackageError, package: Package) -> str:
    return str(error).removeprefix(f"{package.path}：")
