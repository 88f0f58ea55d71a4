"""How a citation names its paper survives the doorway JSON and stands in the tables."""

from pathlib import Path

from hongtou.model import Metadata, TaggedDocument
from hongtou.run import doorway
from hongtou.run.chain import Progressed
from hongtou.store import open_store
from hongtou.tag.citing.citations import find_citations
from tests.support import outline_of

TEXT = (
    "根据《储蓄管理条例》（国务院令第107号，以下简称《条例》）和《甲办法》（银发〔2001〕1号）。\n"
    "《条例》第三条第一款除外。\n上述办法同时废止。\n"
)


def _tagged() -> TaggedDocument:
    outline = outline_of(TEXT)
    citations = find_citations(outline, own_number=None, title=None)
    return TaggedDocument(outline, Metadata(), citations=citations)


def test_doorway_gives_citations_back(tmp_path: Path) -> None:
    tagged = _tagged()
    given = Progressed(tagged.outline.bundle, (tagged.outline,), (tagged,))
    doorway.write(tmp_path, given, version="1")
    doors = doorway.open_doors(tmp_path, tagged.outline.bundle.clean.transcript.source)
    assert doors.documents()[0].citations == tagged.citations
    assert tagged.citations[0].number is not None and tagged.citations[0].number.year is None


def test_tables_tell_name_provision_and_antecedent(tmp_path: Path) -> None:
    tagged = _tagged()
    with open_store(tmp_path / "k.db") as store:
        store.write_source(tagged.outline.bundle, (tagged,), version="1", outcome="1 件公文")
        rows = store.db.conn.execute(
            "SELECT c.named_by, c.title, c.document_number, c.provision, c.relation, a.text"
            " FROM citations c LEFT JOIN citations a ON a.citation_id = c.antecedent_id"
            " ORDER BY c.start"
        ).fetchall()
    defining = "《储蓄管理条例》（国务院令第107号，以下简称《条例》）"
    assert [tuple(row) for row in rows] == [
        ("title-and-number", "储蓄管理条例", "国务院令第107号", None, "cites", None),
        ("title-and-number", "甲办法", "银发〔2001〕1号", None, "cites", None),
        ("short-name", "储蓄管理条例", "国务院令第107号", "第三条第一款", "cites", defining),
        ("anaphor", "甲办法", "银发〔2001〕1号", None, "repeals", "《甲办法》（银发〔2001〕1号）"),
    ]
