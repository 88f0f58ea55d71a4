"""XML parts of packages, parsed without trust: no DTD, no entities, no network, bounded size.

The only module that names lxml's parser. Lookups elsewhere go by local name, since producers of
OFD write several namespaces, odd ones, or none.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from hongtou.errors import OversizeError, PackageError, UnsafeXmlError

# A tree costs some 150 bytes for each "<" and each "=" of its text (measured with lxml 6).
MARKS: Final = 3_000_000
XML_BYTES: Final = 128 << 20

# OFD (GB/T 33190—2016) and OPC (ECMA-376 part 2, 8.1.4) have no DTD; one is an attack.
DTD: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DTD_BYTES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DECLARATION: Final = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
# Characters that XML 1.0, 2.2 forbids and broken producers write all the same.
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Prefixes without a declaration, or <:eInvoice xmlns:="">: names go without prefix then.
TAG: Final = re.compile(r"<[^<>!?][^<>]*>")
ELEMENT_PREFIX: Final = re.compile(r"^<(/?)[^\s<>/=\"':]*:")
XMLNS: Final = re.compile(r"""(?<!\s)\s+xmlns(?::[^\s=]*)?\s*=\s*(?:"[^"]*"|'[^']*')""")
ATTRIBUTE_PREFIX: Final = re.compile(r"""(\s)[^\s<>/="':]+:(?=[^\s<>/="':]+\s*=)""")


def parse_xml(content: bytes, *, path: str, part: str, lenient: bool = False) -> "etree._Element":
    """The root element of an XML part.

    Args:
        content: The bytes of the part, in any encoding it declares; GB 18030 is tried where UTF-8
            is declared and wrong.
        path: Of the file, for messages.
        part: Path of the part inside the package, for messages.
        lenient: Repair what OFD producers are known to get wrong: forbidden control characters
            and prefixes without a namespace.

    Raises:
        UnsafeXmlError: If it has a DTD or entities of its own.
        OversizeError: If the tree would be too large or too deep.
        PackageError: If it is not XML.
    """
    if len(content) > XML_BYTES or content.count(b"<") + content.count(b"=") > MARKS:
        raise OversizeError(f"{path}：包内“{part}”过大（{len(content)} 字节）；请核对文件来源")
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] else content
    if DTD_BYTES.search(plain):
        raise _unsafe(path, part)
    try:
        return _checked(etree.fromstring(content, _parser()), path, part)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise OversizeError(f"{path}：包内“{part}”层次过深或过大；请核对文件来源") from error
        repaired = _repaired(content, lenient)
        if repaired is None:
            raise _broken(path, part, error) from error
        return _parse_repaired(repaired, path, part)


def local_name(element: "etree._Element") -> str:
    """The tag without namespace or prefix; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: "etree._Element | None", *names: str) -> "Iterator[etree._Element]":
    """Child elements with one of the local names, in order; all without a name."""
    if element is not None:
        for child in element:
            if isinstance(child.tag, str) and (not names or local_name(child) in names):
                yield child


def child(element: "etree._Element | None", name: str) -> "etree._Element | None":
    """The first child with this local name."""
    return next(children(element, name), None)


def text_of(element: "etree._Element | None") -> str:
    """The text right inside an element, stripped; "" if there is none."""
    return (element.text or "").strip() if element is not None else ""


def attribute(element: "etree._Element", name: str) -> str:
    """An attribute by its local name, stripped; "" if there is none."""
    found = element.get(name)
    if found is None:
        pairs = element.attrib.items()
        found = next((v for k, v in pairs if k.rpartition("}")[2].rpartition(":")[2] == name), "")
    return str(found).strip()


def _parser() -> "etree.XMLParser":
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        attribute_defaults=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _checked(root: "etree._Element", path: str, part: str) -> "etree._Element":
    """Refuse what slipped past the search for a DTD in another encoding."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise _unsafe(path, part)
    return root


def _parse_repaired(text: str, path: str, part: str) -> "etree._Element":
    if DTD.search(text):
        raise _unsafe(path, part)
    try:
        return _checked(etree.fromstring(text, _parser()), path, part)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(path, part, error) from error


def _repaired(content: bytes, lenient: bool) -> str | None:
    """The text with the usual faults mended; ``None`` if there is nothing to mend."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = DECLARATION.sub("", text, count=1)
        if lenient:
            return TAG.sub(_without_prefixes, FORBIDDEN.sub("", text))
        return text if encoding == "gb18030" else None
    return None


def _without_prefixes(match: re.Match[str]) -> str:
    tag = ELEMENT_PREFIX.sub(r"<\1", match[0], count=1)
    return ATTRIBUTE_PREFIX.sub(r"\1", XMLNS.sub("", tag))


def _unsafe(path: str, part: str) -> UnsafeXmlError:
    return UnsafeXmlError(
        f"{path}：包内“{part}”带有 DTD 或实体定义，可能是攻击，未读取；请核对文件来源"
    )


def _broken(path: str, part: str, error: Exception) -> PackageError:
    return PackageError(f"{path}：包内“{part}”不是完好的 XML（{error}）；请重新获取文件")
