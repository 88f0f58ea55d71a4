"""What goes over the pipes between the hall and a reader process.

A frame is its length (8 bytes, big-endian) and a pickle. Both ends are this program, started by
the same user on the same machine, so a pickle is as safe as the file that it was read from.
"""

import pickle
from array import array
from dataclasses import dataclass, replace
from math import isnan, nan
from typing import IO, Final, Protocol

from hongtou.errors import HongtouError
from hongtou.model import Box, RawSpan, Run, Source, Transcript
from hongtou.read import ReadOptions

HEAD: Final = 8  # bytes


class Work(Protocol):
    """What a process can do with a file: read it, or draw a page of it."""

    def __call__(self, source: Source, *, options: ReadOptions) -> Transcript | bytes:
        """What stands in a file, or a picture of it."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file, and what to do with it."""

    ticket: int
    work: Work
    source: Source
    options: ReadOptions  # without on_page, which cannot travel


@dataclass(frozen=True, slots=True)
class Beat:
    """A page has been read: the process is alive."""

    ticket: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """A transcript with its runs as two arrays: pickled whole, 200,000 runs take 4 s each way."""

    ticket: int
    transcript: Transcript  # without runs
    places: bytes  # start, end, page of each run; 64-bit
    boxes: bytes  # x0, top, x1, bottom, confidence; doubles, NaN for None


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture."""

    ticket: int
    picture: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """The file cannot be read."""

    ticket: int
    error: HongtouError


def send(stream: IO[bytes], message: object) -> None:
    """Write one frame."""
    body = pickle.dumps(message, protocol=5)
    stream.write(len(body).to_bytes(HEAD, "big") + body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """The body of the next frame; ``None`` when the other end has gone, mid-frame included."""
    head = stream.read(HEAD)
    if len(head) < HEAD:
        return None
    length = int.from_bytes(head, "big")
    body = stream.read(length)
    return body if len(body) == length else None


def pack(ticket: int, transcript: Transcript) -> Parcel:
    """A transcript, ready for the pipe; boxes to 0.01 points, confidence to four digits.

    That is as the knowledge base keeps them, and a tenth of a printed dot.
    """
    places, boxes = array("q"), array("d")
    for run in transcript.runs:
        places.extend((run.span.start, run.span.end, run.page))
        if (box := run.box) is None:
            boxes.extend((nan, nan, nan, nan))
        else:
            corners = (box.x0, box.top, box.x1, box.bottom)
            boxes.extend([round(corner, 2) for corner in corners])
        boxes.append(nan if run.confidence is None else round(run.confidence, 4))
    return Parcel(ticket, replace(transcript, runs=()), places.tobytes(), boxes.tobytes())


def unpack(parcel: Parcel) -> Transcript:
    """The transcript again, as it was packed."""
    places, boxes = array("q"), array("d")
    places.frombytes(parcel.places)
    boxes.frombytes(parcel.boxes)
    numbers, corners = iter(places), iter(boxes)
    runs = tuple(
        Run(
            RawSpan(start, end),
            page,
            None if isnan(x0) else Box(x0, top, x1, bottom),
            None if isnan(confidence) else confidence,
        )
        for (start, end, page), (x0, top, x1, bottom, confidence) in zip(
            zip(*[numbers] * 3, strict=True), zip(*[corners] * 5, strict=True), strict=True
        )
    )
    return replace(parcel.transcript, runs=runs)
