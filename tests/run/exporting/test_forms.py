"""What all new forms have in common: same bytes, no contacts, hostile papers, refusals."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
import spacy
from lxml import etree
from spacy.tokens import DocBin

import hongtou
from hongtou.errors import ExportError
from hongtou.query import KnowledgeBase
from hongtou.query.filters import Filters
from hongtou.run.export import FORMATS, ExportFormat, export
from tests.run.exporting.conftest import CONTACTS, NAME, PHONE

FORMS: list[ExportFormat] = ["akn", "jsonld", "gbt33480", "graphml"]
FOLDERS: list[ExportFormat] = ["akn", "gbt33480"]


def written(kb: KnowledgeBase, form: ExportFormat, out: Path, **more: object) -> str:
    """All that an export writes, as one string."""
    export(kb, form, out, **more)  # type: ignore[arg-type]
    paths = sorted(out.iterdir()) if out.is_dir() else [out]
    return "".join(path.read_text("utf-8") for path in paths)


@pytest.fixture(scope="module")
def all_of(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[ExportFormat], str]:
    """All papers in one form, written once for all tests."""

    @cache
    def of(form: ExportFormat) -> str:
        with hongtou.open(db) as kb:
            return written(kb, form, tmp_path_factory.mktemp(form) / "all")

    return of


def test_all_forms_are_named() -> None:
    assert get_args(ExportFormat) == FORMATS and set(FORMS) < set(FORMATS)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes(
    kb: KnowledgeBase, tmp_path: Path, all_of: Callable[[ExportFormat], str], form: ExportFormat
) -> None:
    one, other = all_of(form), written(kb, form, tmp_path / "2")
    assert one == other and len(one) > 10_000
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("form", FOLDERS)
def test_a_zip_holds_the_folder(kb: KnowledgeBase, tmp_path: Path, form: ExportFormat) -> None:
    export(kb, form, tmp_path / "a", filters=Filters(year=2021))
    export(kb, form, tmp_path / "a.zip", filters=Filters(year=2021))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert sorted(archive.namelist()) == sorted(p.name for p in (tmp_path / "a").iterdir())
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "a" / name).read_bytes()
    assert any("〔2021〕" in path.name for path in (tmp_path / "a").iterdir())


@pytest.mark.parametrize("form", FORMS)
def test_no_contact_leaves(
    kb: KnowledgeBase, tmp_path: Path, all_of: Callable[[ExportFormat], str], form: ExportFormat
) -> None:
    rows = kb.connection.execute(
        "SELECT contact, contact_phone FROM documents WHERE contact_phone IS NOT NULL"
    )
    known = {value for row in rows for value in row if value} | {NAME, PHONE}
    assert len(known) > 8
    said = all_of(form)
    assert not [secret for secret in known if secret in said]
    if form in FOLDERS:
        own = ["某市银发〔2021〕4号"]
        assert PHONE in written(kb, form, tmp_path / "a", documents=own, with_contacts=True)


@pytest.mark.parametrize("form", FORMATS)
def test_a_contact_of_one_paper_leaves_with_none_of_its_file(
    kb: KnowledgeBase, tmp_path: Path, form: ExportFormat
) -> None:
    """周文远 is named as a contact by the carrying paper only, 孙立群 by the carried one."""
    carrier = kb.resolve("某银发〔2023〕7号").document_id
    (carried,) = kb.connection.execute(
        "SELECT document_id FROM documents WHERE parent_id = ?", (carrier,)
    ).fetchone()
    said = []
    for number, key in enumerate((carrier, carried)):  # each alone, as its file masks both
        for open_ in (False, True):
            out = tmp_path / f"{number}{open_}"
            export(kb, form, out, documents=[key], with_contacts=open_, unit="document")
            paths = sorted(out.iterdir()) if out.is_dir() else [out]
            if form == "docbin":
                vocab = spacy.blank("zh").vocab
                docs = [doc for p in paths for doc in DocBin().from_disk(p).get_docs(vocab)]
                said.append("".join(f"{doc.text}{doc.user_data}" for doc in docs))
            else:
                said.append("".join(path.read_text("utf-8") for path in paths))
    for masked in (said[0], said[2]):
        assert masked and not [secret for secret in CONTACTS if secret in masked]
    if form not in ("graphml", "gbt33480"):
        assert all(secret in said[1] + said[3] for secret in CONTACTS)


def test_a_contact_leaves_with_no_title_of_its_file(db: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(db)) as whole, closing(sqlite3.connect(tmp_path / "k")) as copy:
        whole.backup(copy)
        copy.execute("UPDATE documents SET title = '周文远' || title WHERE title = '台账管理办法'")
        copy.commit()
    with hongtou.open(tmp_path / "k") as kb:
        said = written(kb, "graphml", tmp_path / "a.graphml")
    assert "＊＊＊台账管理办法" in said and "周文远" not in said


@pytest.mark.parametrize("form", FORMS)
def test_hostile_papers(marred: Path, tmp_path: Path, form: ExportFormat) -> None:
    with hongtou.open(marred) as kb:
        key = kb.resolve("恶银发〔2021〕1号").document_id
        said = written(kb, form, tmp_path / "a", documents=[key])
    if form == "jsonld":
        (node,) = (n for n in json.loads(said)["@graph"] if "schema:legislationIdentifier" in n
                   and n["schema:legislationIdentifier"].startswith("恶"))  # fmt: skip
        assert "\x08]]>\x1f<b>&amp;很长的" in node["schema:name"]
    else:
        text = "".join(etree.fromstring(said.encode()).itertext())
        values = "".join(etree.fromstring(said.encode()).xpath("//@value"))
        assert "\ufffd]]>\ufffd<b>&amp;很长的" in text + values


@pytest.mark.parametrize("form", FORMS)
def test_refusals(kb: KnowledgeBase, db: Path, tmp_path: Path, form: ExportFormat) -> None:
    with pytest.raises(ExportError, match="没有符合条件"):
        export(kb, form, tmp_path / "a", filters=Filters(year=1950))
    with pytest.raises(ExportError, match="知识库本身"):
        export(kb, form, db)
    with pytest.raises(ExportError, match=r"无法写入.*--out"):
        export(kb, form, tmp_path / "没有" / "a")
    if form in FOLDERS:
        with pytest.raises(ExportError, match="标准输出"):
            export(kb, form, io.StringIO())
        with pytest.raises(ExportError, match="请给目录"):
            export(kb, form, tmp_path / "一份.xml")


@pytest.mark.parametrize("form", FORMS)
def test_a_failure_leaves_the_former_file(
    kb: KnowledgeBase, tmp_path: Path, form: ExportFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.zip"
    out.write_bytes(b"former")
    rooms = {
        "akn": "akn.paper.describe", "jsonld": "linked.work_of", "gbt33480": "gbt33480.read_table",
        "graphml": "network.level_of",
    }  # fmt: skip

    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(f"hongtou.run.exporting.{rooms[form]}", broken)
    with pytest.raises(ZeroDivisionError):
        export(kb, form, out)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert out.read_bytes() == b"former"


@pytest.mark.parametrize("form", FORMS)
def test_progress_reaches_the_end(kb: KnowledgeBase, tmp_path: Path, form: ExportFormat) -> None:
    told: list[tuple[int, int]] = []
    export(kb, form, tmp_path / "a", on_progress=lambda *now: told.append(now))
    assert told[-1][0] == told[-1][1] > 60
