import csv
import hashlib
from pathlib import Path

from hongtou.read import open_source, read

CORPUS = Path(__file__).parent.parent / "corpus"


def manifest() -> list[dict[str, str]]:
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_manifest_names_every_file_and_no_other() -> None:
    assert {row["file"] for row in manifest()} == {p.name for p in CORPUS.glob("*.txt")}
    assert all(row["licence"] and row["origin"] for row in manifest())


def test_files_are_byte_for_byte_what_the_manifest_says() -> None:
    for row in manifest():
        content = (CORPUS / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"], row["file"]


def test_every_file_can_be_read() -> None:
    for row in manifest():
        assert len(read(open_source(CORPUS / row["file"])).text) > 1000
