"""run: the hall. Only it knows the order of the rooms; it imports each when it is entered."""

from hongtou.run.chain import ReadRoom, Rooms, own_rooms, process
from hongtou.run.ingest import ingest
from hongtou.run.report import IngestReport, Outcome, Progress, Reading
from hongtou.run.version import pipeline_version
from hongtou.run.workers import Bounds

__all__ = [
    "Bounds",
    "IngestReport",
    "Outcome",
    "Progress",
    "ReadRoom",
    "Reading",
    "Rooms",
    "ingest",
    "own_rooms",
    "pipeline_version",
    "process",
]
