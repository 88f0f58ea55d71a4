"""Resources of OFD: pictures, composite units, drawing parameters (GB/T 33190—2016, 7.9)."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from hongtou.errors import PackageError
from hongtou.read.packages import Package
from hongtou.read.xml_parts import attribute, child, children, parse_xml, text_of

MOST_RELATIVES: Final = 8  # drawing parameters that refer to each other


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by number. ``media``: the member of a picture and its format."""

    media: dict[str, tuple[str, str]] = field(default_factory=dict)
    composites: dict[str, Any] = field(default_factory=dict)
    drawing: dict[str, Any] = field(default_factory=dict)
    faces: dict[str, str] = field(default_factory=dict)  # names of fonts
    problems: tuple[str, ...] = ()

    def joined(self, other: "Resources") -> "Resources":
        """Both; ``other`` wins, since it belongs to the page."""
        return Resources(
            self.media | other.media, self.composites | other.composites,
            self.drawing | other.drawing, self.faces | other.faces,
            self.problems + other.problems,
        )  # fmt: skip

    def drawing_colour(self, identifier: str, name: str) -> Any:
        """The element ``FillColor`` or ``StrokeColor`` of drawing parameters or their base."""
        for _ in range(MOST_RELATIVES):
            parameters = self.drawing.get(identifier)
            if parameters is None:
                return None
            colour = child(parameters, name)
            if colour is not None:
                return colour
            identifier = attribute(parameters, "Relative")
        return None


def read_resources(package: Package, parts: Iterable[str]) -> Resources:
    """The resources that some parts of the package define; broken ones become problems."""
    found, problems = Resources(), []
    for part in parts:
        try:
            root = parse_xml(package.read(part), path=package.path, part=part, lenient=True)
        except PackageError as error:
            problems.append(str(error).removeprefix(f"{package.path}："))
            continue
        _add(found, root, package, part)
    return Resources(
        found.media, found.composites, found.drawing, found.faces, tuple(problems)
    )  # fmt: skip


def _add(found: Resources, root: Any, package: Package, part: str) -> None:
    folder = attribute(root, "BaseLoc")
    for media in _entries(root, "MultiMedias", "MultiMedia"):
        member = _member(package, part, folder, text_of(child(media, "MediaFile")))
        if member is not None:
            found.media.setdefault(attribute(media, "ID"), (member, attribute(media, "Format")))
    for unit in _entries(root, "CompositeGraphicUnits", "CompositeGraphicUnit"):
        found.composites.setdefault(attribute(unit, "ID"), unit)
    for parameters in _entries(root, "DrawParams", "DrawParam"):
        found.drawing.setdefault(attribute(parameters, "ID"), parameters)
    for font in _entries(root, "Fonts", "Font"):
        found.faces.setdefault(attribute(font, "ID"), attribute(font, "FontName"))


def _entries(root: Any, holder: str, name: str) -> list[Any]:
    return [entry for found in children(root, holder) for entry in children(found, name)]


def _member(package: Package, part: str, folder: str, location: str) -> str | None:
    """The member that a picture's location means: below ``BaseLoc``, or beside the part."""
    for candidate in (posixpath.join(folder.replace("\\", "/"), location), location):
        member = package.resolve(part, candidate)
        if member is not None:
            return member.name
    return None
