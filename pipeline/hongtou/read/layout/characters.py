"""The characters of a page as a file lists them: before anyone knows its lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

Place = Sequence[float]  # x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class Look:
    """What the characters of a text object share; ``angle`` is clockwise on the page as shown."""

    red: bool
    visible: bool
    angle: float  # degrees, 0 to 360
    em: float  # font size on paper, points


@dataclass(slots=True)
class Characters:
    """What a text layer says and where: three lists of equal length, in the order of the file.

    Boxes are em boxes on the page as shown, as wide as the advance and as high as the font size.
    """

    texts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)  # indexes into looks
    looks: list[Look] = field(default_factory=list)
    count: int = 0  # how many the page has, if there are more than are read
