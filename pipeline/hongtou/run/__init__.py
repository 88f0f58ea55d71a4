"""run: the hall. Only it knows the order of the rooms; it imports each when it is entered."""

from hongtou.run.chain import ReadRoom, Rooms, own_rooms, process
from hongtou.run.crops import crop_image
from hongtou.run.deciding import Answer, Told, decide, forget_habit, take_in, withdraw
from hongtou.run.ingest import ingest
from hongtou.run.page_images import document_page_image, page_image
from hongtou.run.report import IngestReport, Outcome, Progress, Reading
from hongtou.run.verifying import verify
from hongtou.run.version import pipeline_version
from hongtou.run.workers import Bounds

__all__ = [
    "Answer",
    "Bounds",
    "IngestReport",
    "Outcome",
    "Progress",
    "ReadRoom",
    "Reading",
    "Rooms",
    "Told",
    "crop_image",
    "decide",
    "document_page_image",
    "forget_habit",
    "ingest",
    "own_rooms",
    "page_image",
    "pipeline_version",
    "process",
    "take_in",
    "verify",
    "withdraw",
]
