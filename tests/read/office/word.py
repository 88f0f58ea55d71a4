"""Word files made in tests: raw XML in a package, no more than what is asked for."""

import zipfile
from pathlib import Path

from hongtou.model import Transcript
from hongtou.read import READERS, ReadOptions, open_source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def p(inner: str, properties: str = "") -> str:
    """A paragraph; plain text is put into a run."""
    inner = inner if inner.startswith("<") else run(inner) if inner else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(number_id: int, level: int = 0) -> str:
    """Properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'


def level(index: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(*abstracts: str, numbers: str = "") -> str:
    """``numbering.xml``: each abstract list gets the w:num of its place, from 1."""
    made = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels}</w:abstractNum>'
        for n, levels in enumerate(abstracts)
    )
    plain = "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n in range(len(abstracts))
    )
    return made + plain + numbers


def table(*rows: str, properties: str = "") -> str:
    """A table of rows made by ``row``."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row; plain cells are text, others begin with <w:tc."""
    made = "".join(c if c.startswith("<w:tc") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    """A cell of paragraphs or plain text."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


RULED = (
    '<w:tblBorders><w:left w:val="single"/><w:right w:val="single"/>'
    '<w:insideV w:val="single"/></w:tblBorders>'
)


def write_docx(path: Path, body: str, *, raw: dict[str, bytes] | None = None, **parts: str) -> Path:
    """A package with a body and parts by name: ``styles="…"``, ``header1="…"``, ``footnotes=…``.

    ``raw`` are members as they are, pictures or hostile parts.
    """
    kinds = {name: name.rstrip("0123456789") for name in parts}
    roots = {"header": "hdr", "footer": "ftr"}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    pictures = [name for name in raw or {} if name.startswith("word/media/")]
    relations += "".join(
        f'<Relationship Id="{Path(name).stem}" Type="{R}/image" Target="media/{Path(name).name}"/>'
        for name in pictures
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types(list(kinds.items())))
        package.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
            f' Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        package.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        )
        package.writestr(
            "word/document.xml",
            f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        )
        for name, kind in kinds.items():
            root = roots.get(kind, kind)
            package.writestr(f"word/{name}.xml", f"<w:{root} {NAMESPACES}>{parts[name]}</w:{root}>")
        for name, content in (raw or {}).items():
            package.writestr(name, content)
    return path


def _content_types(parts: list[tuple[str, str]]) -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word}.{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *parts]
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        ' ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{overrides}</Types>"
    )


def transcribe(path: Path) -> Transcript:
    """What the reader of its media type makes of a file."""
    source = open_source(path)
    return READERS[source.media_type](source, ReadOptions())


def lines_of_body(folder: Path, body: str, **parts: str) -> list[str]:
    """The lines that a body reads as."""
    return transcribe(write_docx(folder / "n.docx", body, **parts)).text.splitlines()
