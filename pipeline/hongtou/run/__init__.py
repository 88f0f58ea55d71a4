"""run: the hall. Only it knows the order of the rooms; it imports each when it is entered."""

from hongtou.run.chain import Rooms, own_rooms, process
from hongtou.run.ingest import ingest
from hongtou.run.report import IngestReport, Outcome, Progress
from hongtou.run.version import pipeline_version

__all__ = [
    "IngestReport",
    "Outcome",
    "Progress",
    "Rooms",
    "ingest",
    "own_rooms",
    "pipeline_version",
    "process",
]
