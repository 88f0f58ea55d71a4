"""Two rulers: positions in the raw transcript and positions in the clean text.

Both are half-open and count Unicode code points. They are different types on purpose: mypy refuses
the one where the other belongs, and ``CleanText.to_raw`` is the only bridge.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A range of the clean text: ``Span(3, 5).of("中国人民银行")`` is ``"民银"``.

    Raises:
        ValueError: If ``start`` is negative or behind ``end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    @property
    def length(self) -> int:
        """Number of code points, 0 for an insertion point."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that the span covers in ``text``."""
        return text[self.start : self.end]

    def contains(self, other: "Span") -> bool:
        """Whether ``other`` lies inside, its ends included."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether both share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> "Span":
        """The same range seen from ``by`` characters further left."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True, order=True)
class RawSpan:
    """A range of ``Transcript.text``, before any correction.

    Raises:
        ValueError: If ``start`` is negative or behind ``end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a raw span: {self.start}..{self.end}")

    @property
    def length(self) -> int:
        """Number of code points, 0 for an insertion point."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters that the span covers in ``text``."""
        return text[self.start : self.end]
