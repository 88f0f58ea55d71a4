import csv
import hashlib
from pathlib import Path

from hongtou.read import open_source, read

CORPUS = Path(__file__).parent.parent / "corpus"


def manifest() -> list[dict[str, str]]:
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_manifest_names_every_file_and_no_other() -> None:
    assert {row["file"] for row in manifest()} == {
        path.name
        for path in CORPUS.iterdir()
        if path.name != "manifest.csv" and not path.name.startswith(".")
    }
    assert all(row["licence"] and row["origin"] for row in manifest())


def test_files_are_byte_for_byte_what_the_manifest_says() -> None:
    for row in manifest():
        content = (CORPUS / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"], row["file"]


def test_every_file_can_be_read() -> None:
    readers = set()
    for row in manifest():
        transcript = read(open_source(CORPUS / row["file"]))
        assert len(transcript.text) > 500
        readers.add(transcript.reader.partition("/")[0])
    assert readers == {"text", "pdf", "ofd", "docx"}
