"""Linked data as strangers read it: rdflib parses it offline and answers questions in SPARQL."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

import hongtou
from hongtou.errors import ExportError
from hongtou.query import KnowledgeBase
from hongtou.run.export import export
from hongtou.run.exporting.linked import CONTEXT, RELATIONS
from hongtou.run.exporting.uris import portion_of, work_of

# rdflib itself builds one when it reads JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in CONTEXT.items() if ":" not in name)
OLD, NEW = "urn:hongtou:akn/cn/doc/某银发/2020/3", "urn:hongtou:akn/cn/doc/某银发/2022/9"


@pytest.fixture(scope="module")
def graph(db: Path) -> Graph:
    file = io.StringIO()
    with hongtou.open(db) as kb:
        export(kb, "jsonld", file)
    return Graph().parse(data=file.getvalue(), format="json-ld")


def ask(graph: Graph, query: str) -> Iterator[tuple[str, ...]]:
    for row in graph.query(PREFIXES + query):
        yield tuple(str(value) for value in row)


def test_every_paper_is_a_resource_once(kb: KnowledgeBase, graph: Graph) -> None:
    works = {work_of(dict(row)).uri for row in kb.connection.execute("SELECT * FROM documents")}
    found = set(ask(graph, "SELECT ?p { ?p a eli:LegalResource, schema:Legislation }"))
    assert {uri.removeprefix("urn:hongtou:") for (uri,) in found} == {w[1:] for w in works}
    (held,) = kb.connection.execute(
        "SELECT count(*) FROM documents WHERE role <> 'ghost'"
    ).fetchone()
    assert len(set(ask(graph, "SELECT ?e { ?e a eli:LegalExpression }"))) == held


def test_every_resolved_citation_is_a_triple(kb: KnowledgeBase, graph: Graph) -> None:
    rows = kb.connection.execute(
        "SELECT a.*, c.relation, b.document_id AS target FROM citations c"
        " JOIN documents a USING (document_id)"
        " JOIN documents b ON b.document_id = c.target_document_id"
        " WHERE c.status IN ('resolved', 'ghost')"
    ).fetchall()
    row_of = "SELECT * FROM documents WHERE document_id = ?"
    pairs = {"eli:cites": set(), **{t: set() for terms in RELATIONS.values() for t in terms}}
    for row in rows:
        target = kb.connection.execute(row_of, (row["target"],)).fetchone()
        pair = work_of(dict(row)).uri, work_of(dict(target)).uri
        for term in ("eli:cites", *RELATIONS[row["relation"]]):
            pairs[term].add(pair)
    for term, expected in pairs.items():
        assert len(set(ask(graph, f"SELECT ?a ?b {{ ?a {term} ?b }}"))) == len(expected), term
    assert {len(expected) > 0 for term, expected in pairs.items() if term != "ht:relays"} >= {True}


def test_who_repealed_it_and_since_when(graph: Graph) -> None:
    asked = f"""SELECT ?by ?day ?force {{ ?by eli:repeals <{OLD}> .
      <{OLD}> eli:date_no_longer_in_force ?day ; schema:legislationLegalForce ?force }}"""
    assert set(ask(graph, asked)) == {(NEW, "2022-07-01", "http://schema.org/NotInForce")}
    assert list(ask(graph, f"SELECT ?d {{ <{NEW}> eli:date_document ?d }}")) == [("2022-06-01",)]
    assert not set(ask(graph, f"SELECT ?f {{ <{NEW}> schema:legislationLegalForce ?f }}"))


def test_the_way_from_centre_to_city(graph: Graph) -> None:
    """忻银发〔2021〕49号 passes on 并银发〔2021〕75号, which ensures 银发〔2021〕63号."""
    asked = """SELECT ?top { ?paper schema:legislationIdentifier "忻银发〔2021〕49号" ;
      (ht:forwards|eli:ensures_implementation_of)+/schema:legislationIdentifier ?top }"""
    assert set(ask(graph, asked)) >= {("并银发〔2021〕75号",), ("银发〔2021〕63号",)}
    below = "SELECT ?l { ht:forwards rdfs:subPropertyOf eli:related_to ; rdfs:label ?l }"
    assert list(ask(graph, below)) == [("转发",)]


def test_articles_have_their_text_and_their_place(kb: KnowledgeBase, graph: Graph) -> None:
    asked = """SELECT ?text { ?a schema:legislationIdentifier "第一章/第二条/（一）" ;
      schema:text ?text ; schema:isPartOf/schema:isPartOf/schema:isPartOf ?act .
      ?act schema:name "小额贷款管理办法" }"""
    assert [text for (text,) in ask(graph, asked)] == ["（一）单户不超过10万元；"]
    (held,) = kb.connection.execute(
        "SELECT count(*) FROM segments WHERE label <> '' AND kind NOT IN"
        " ('paragraph', 'inline', 'table', 'row', 'cell')"
    ).fetchone()
    assert len(set(ask(graph, "SELECT ?a { ?a a eli:LegalResourceSubdivision }"))) == held


def test_the_beginning_of_identifiers(kb: KnowledgeBase) -> None:
    file = io.StringIO()
    export(kb, "jsonld", file, documents=["某银发〔2022〕9号"], base="https://example.org/")
    graph = Graph().parse(data=file.getvalue(), format="json-ld")
    named = "SELECT ?p { ?p schema:legislationIdentifier '某银发〔2022〕9号' }"
    assert list(ask(graph, named)) == [("https://example.org/akn/cn/doc/某银发/2022/9",)]
    for base in ("没有冒号", "urn:x y", "http://a/<b>"):
        with pytest.raises(ExportError, match="--base"):
            export(kb, "jsonld", io.StringIO(), base=base)


@pytest.mark.parametrize(("provision", "portion"), [
    ("第八条第二款", "art_8__para_2"),
    ("第二十三条第一款第（三）项", "art_23__para_1__point_3"),
    ("第12条", "art_12"),
    ("第三章", None),  # a chapter is no article
    ("第八款", None),  # of which article?
    (None, None),
])  # fmt: skip
def test_provisions(provision: str | None, portion: str | None) -> None:
    assert portion_of(provision) == portion


@pytest.mark.parametrize(("number", "kind", "title", "uri"), [
    ("银发〔2021〕63号", "通知", "关于…的通知", "/akn/cn/doc/银发/2021/63"),
    ("银发〔2021〕63号", None, None, "/akn/cn/doc/银发/2021/63"),  # a ghost has the same
    ("国务院令第768号", None, None, "/akn/cn/act/国务院令/0001/768"),
    ("中国人民银行令〔2006〕第5号", None, None, "/akn/cn/act/中国人民银行令/2006/5"),
    (None, None, "某某管理办法", "/akn/cn/act/办法/0001/nn-d-0"),
    (None, None, None, "/akn/cn/doc/nn/0001/nn-d-0"),
    ("not a number", "通知", None, "/akn/cn/doc/通知/0001/nn-d-0"),
])  # fmt: skip
def test_works(number: str | None, kind: str | None, title: str | None, uri: str) -> None:
    row = {
        "document_id": "d-0", "document_number": number, "document_type": kind, "title": title,
        "document_date": None, "print_date": None,
    }  # fmt: skip
    assert work_of(row).uri == uri
