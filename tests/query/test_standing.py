import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.errors import NotationError
from hongtou.query import KnowledgeBase, open_knowledge_base
from hongtou.query.repeals import Repeal, quoted, read_repeal
from hongtou.store import open_store

NEW = "第九条 本办法自2022年7月1日起施行。《债券借贷规定》（甲公告〔2006〕第1号）同时废止。\n"
PART = "《反假办法》（甲令〔2003〕第4号）第三条同时废止。现对《账户办法》作如下修改。\n"
LATER = "《主协议通知》（甲发〔2004〕107号）在过渡期结束后废止。\n"
DAY = "《支票通知》（甲发〔2010〕88号）自2030年1月1日起废止。\n"
AHEAD = "经研究，自2024年1月1日起，《票据通知》（甲发〔2011〕3号）、《本票通知》予以废止。\n"
WHOLE = "《关于印发〈库存规程〉的通知》（甲发〔2005〕89号）同时废止。\n"


def document(key: str, **more: Any) -> dict[str, Any]:
    return {"document_id": key, "file_sha256": key[0] * 64, "ordinal": 0, "role": "main",
            "start": 0, "end": 0, **more}  # fmt: skip


def cited(
    key: str, speaker: str, text: str, words: str, target: str, **more: Any
) -> dict[str, Any]:
    start = text.index(words)
    return {"citation_id": key, "document_id": speaker, "relation": "repeals", "text": words,
            "start": start, "end": start + len(words), "target_document_id": target,
            "status": "resolved", **more}  # fmt: skip


DOCUMENTS = [
    document("n-new", title="债券借贷办法", document_date="2022-01-30",
             effective_date="2022-07-01"),
    document("o-old", title="债券借贷规定", document_number="甲公告〔2006〕第1号",
             document_date="2006-11-02", effective_date="2006-11-20"),
    document("p-copy", document_number="甲公告〔2006〕第1号", document_date="2006-11-02"),
    document("q-part", document_date="2020-02-03"),
    document("r-cash", title="反假办法", document_date="2003-04-09", effective_date="2003-07-01"),
    document("s-accounts", title="账户办法", document_date="2003-04-10"),
    document("t-later", document_date="2012-12-04"),
    document("u-master", title="主协议通知", document_date="2004-05-01"),
    document("v-day", document_date="2019-06-11"),
    document("w-cheques", title="支票通知", document_date="2010-03-01"),
    document("x-whole", document_date="2025-01-10", effective_date="2026-01-01"),
    document("y-carrier", title="关于印发《库存规程》的通知", document_date="2005-04-01"),
    document("y-carried", title="库存规程", role="embedded", ordinal=1, parent_id="y-carrier"),
    document("y-forwarded", title="上级的", role="embedded", ordinal=2, parent_id="y-carrier"),
    document("z-pilot", title="试点办法", document_date="2021-02-01", effective_date="2021-03-01",
             expiry_date="2023-03-01"),
    document("e-undated", title="无日期"),
    document("a-ahead", document_date="2023-09-01"),
    document("b-bills", title="票据通知", document_date="2011-03-01"),
    document("c-notes", title="本票通知", document_date="2011-03-01"),
    {"document_id": "ghost-1", "role": "ghost", "title": "未入库的"},
]  # fmt: skip
CITATIONS = [
    cited("c1", "n-new", NEW, "《债券借贷规定》（甲公告〔2006〕第1号）", "o-old"),
    cited("c2", "q-part", PART, "《反假办法》（甲令〔2003〕第4号）", "r-cash"),
    cited("c3", "q-part", PART, "《账户办法》", "s-accounts", relation="amends"),
    cited("c4", "t-later", LATER, "《主协议通知》（甲发〔2004〕107号）", "u-master"),
    cited("c5", "v-day", DAY, "《支票通知》（甲发〔2010〕88号）", "w-cheques"),
    cited(
        "c6", "x-whole", WHOLE, "《关于印发〈库存规程〉的通知》（甲发〔2005〕89号）", "y-carrier"
    ),
    cited("c7", "y-carrier", WHOLE, "库存规程", "y-carried", relation="issues"),
    cited("c10", "a-ahead", AHEAD, "《票据通知》（甲发〔2011〕3号）", "b-bills"),
    cited("c11", "a-ahead", AHEAD, "《本票通知》", "c-notes"),
    # A paper of the same name: the new one repeals no paper of its own file, and none younger.
    cited("c8", "o-old", NEW, "《债券借贷规定》", "n-new"),
    cited("c9", "x-whole", WHOLE, "同时", "ghost-1", status="ghost"),
]


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("standing") / "kb.db"
    with open_store(path) as store:
        texts = {"n": NEW, "q": PART, "t": LATER, "v": DAY, "x": WHOLE, "y": WHOLE, "o": NEW,
                 "a": AHEAD}  # fmt: skip
        for key in {d["document_id"][0] for d in DOCUMENTS if d["role"] != "ghost"}:
            store.db.table("files").insert({"sha256": key * 64, "name": f"{key}.txt",
                "path": f"{key}.txt", "status": "done", "version": "0"})  # fmt: skip
            text = texts.get(key, "")
            store.db.table("texts").insert({"file_sha256": key * 64, "raw": text, "clean": text})
        store.db.table("documents").insert_all(DOCUMENTS)
        store.db.table("citations").insert_all(CITATIONS)
        store.db.table("metadata").insert_all([
            {"document_id": "z-pilot", "field": "expiry_date", "value": "2023-03-01",
             "text": "有效期2年", "start": 0, "end": 5},
        ])  # fmt: skip
    with open_knowledge_base(path) as opened:
        yield opened


@pytest.mark.parametrize(("document", "on", "status", "since"), [
    ("n-new", date(2022, 6, 30), "not_yet", "2022-07-01"),
    ("n-new", date(2022, 7, 1), "in_force", "2022-07-01"),
    ("o-old", date(2022, 6, 30), "in_force", "2006-11-20"),
    ("o-old", date(2022, 7, 1), "repealed", "2022-07-01"),  # with the day of the new paper
    ("p-copy", date(2022, 7, 1), "repealed", "2022-07-01"),
    ("r-cash", date(2021, 1, 1), "amended", "2020-02-03"),  # only its third article is gone
    ("r-cash", date(2020, 1, 1), "in_force", "2003-07-01"),
    ("s-accounts", date(2021, 1, 1), "amended", "2020-02-03"),
    ("u-master", date(2021, 1, 1), "in_force", "2004-05-01"),  # nobody knows when that ended
    ("w-cheques", date(2010, 2, 28), "not_yet", "2010-03-01"),  # not even written
    ("w-cheques", date(2029, 12, 31), "in_force", "2010-03-01"),
    ("w-cheques", date(2030, 1, 1), "repealed", "2030-01-01"),
    ("b-bills", date(2023, 12, 31), "in_force", "2011-03-01"),
    ("b-bills", date(2024, 1, 1), "repealed", "2024-01-01"),  # its day stands ahead of the list
    ("c-notes", date(2023, 12, 31), "in_force", "2011-03-01"),
    ("c-notes", date(2024, 1, 1), "repealed", "2024-01-01"),
    ("y-carrier", date(2026, 1, 1), "repealed", "2026-01-01"),
    ("y-carried", date(2026, 1, 1), "repealed", "2026-01-01"),  # goes with what issued it
    ("y-carried", date(2025, 12, 31), "in_force", "2005-04-01"),
    ("y-forwarded", date(2026, 1, 1), "unknown", None),  # the carrier's days are not its own
    ("z-pilot", date(2023, 3, 1), "in_force", "2021-03-01"),  # the last day
    ("z-pilot", date(2023, 3, 2), "expired", "2023-03-02"),
    ("e-undated", date(2023, 3, 2), "unknown", None),
    ("ghost-1", date(2025, 1, 1), "unknown", None),
    ("ghost-1", date(2026, 1, 1), "repealed", "2026-01-01"),  # known from the paper that says so
])  # fmt: skip
def test_standing(kb: KnowledgeBase, document: str, on: date, status: str, since: str) -> None:
    standing = kb.standing(document, on)
    assert (standing.status, standing.since) == (status, since)


def test_evidence_is_the_sentence_of_the_paper_that_says_so(kb: KnowledgeBase) -> None:
    (said,) = kb.standing("o-old", date(2023, 1, 1)).evidence
    assert said.quote == "《债券借贷规定》（甲公告〔2006〕第1号）同时废止"
    assert (said.document.document_id, said.date) == ("n-new", "2022-07-01")
    (own,) = kb.standing("z-pilot", date(2024, 1, 1)).evidence
    assert (own.quote, own.document.document_id, own.date) == ("有效期2年", "z-pilot", "2023-03-01")


@pytest.mark.parametrize(("document", "on", "words"), [
    ("n-new", date(2022, 1, 30), "尚未施行（2022-07-01起施行）"),
    ("n-new", date(2023, 1, 1), "未见废止或失效（自2022-07-01）"),
    ("o-old", date(2023, 1, 1), "已废止（自2022-07-01）"),
    ("e-undated", date(2023, 1, 1), "效力不明"),
])  # fmt: skip
def test_words_claim_no_more_than_is_known(
    kb: KnowledgeBase, document: str, on: date, words: str
) -> None:
    assert kb.standing(document, on).words == words


@pytest.mark.parametrize(("behind", "repeal"), [
    ("同时废止。", Repeal("whole")),
    ("、《乙》（甲发〔2011〕1号）同时废止。", Repeal("whole")),
    ("等36件规范性文件（目录见附件）。本公告自公布之日起施行。", Repeal("whole")),
    ("自2025年1月1日起废止。", Repeal("whole", "2025-01-01")),
    ("自本办法施行之日起废止", Repeal("whole")),
    ("同时废止，其他有关规定与本办法不一致的，以本办法为准。", Repeal("whole")),
    ("第三条同时废止。", Repeal("part")),
    ("（甲发〔2010〕1号）第十二条第一款废止。", Repeal("part")),
    ("中有关收费的规定同时废止。", Repeal("part")),
    ("和《乙》的有关规定同时废止。", Repeal("part")),
    ("在《主协议》签署过渡期结束后废止。", Repeal("later")),
])  # fmt: skip
def test_read_repeal(behind: str, repeal: Repeal) -> None:
    assert read_repeal(behind) == repeal


@pytest.mark.parametrize(("ahead", "behind", "repeal"), [
    ("自2022年1月1日起，", "予以废止。", Repeal("whole", "2022-01-01")),
    ("本办法自2022年1月1日起施行，", "（甲令〔2009〕1号）同时废止", Repeal("whole", "2022-01-01")),
    ("自二〇二二年一月一日起，《乙》（甲发〔2011〕1号）、", "废止", Repeal("whole", "2022-01-01")),
    ("现决定自2022年1月1日起废止", "、《丙》。", Repeal("whole", "2022-01-01")),
    ("本办法自2022年1月1日起施行，", "自2025年1月1日起废止。", Repeal("whole", "2025-01-01")),
    ("自2021年1月1日起试点，自2022年1月1日起施行，", "同时废止", Repeal("whole", "2022-01-01")),
    ("自2022年1月1日起，", "第三条废止。", Repeal("part")),
    ("自过渡期结束之日起，", "予以废止。", Repeal("later")),
    # Days of the papers that end, of other sentences, in brackets, and days that begin nothing.
    ("自2009年1月1日起施行的", "同时废止。", Repeal("whole")),
    ("自2009年1月1日起在全省施行的《乙》、", "同时废止。", Repeal("whole")),
    ("自2022年1月1日起，自2009年5月1日起执行的", "废止", Repeal("whole", "2022-01-01")),
    ("《乙》自2019年1月1日起施行。", "同时废止。", Repeal("whole")),
    ("1955年5月8日发布的", "同时废止。", Repeal("whole")),
    ("《乙》（自2009年1月1日起施行）、", "同时废止。", Repeal("whole")),
    ("", "（自2009年1月1日起施行）同时废止。", Repeal("whole")),
])  # fmt: skip
def test_the_day_of_a_repeal_may_stand_ahead(ahead: str, behind: str, repeal: Repeal) -> None:
    assert read_repeal(behind, ahead) == repeal


def test_the_quote_of_a_list_leaves_the_other_papers_out() -> None:
    ahead, behind = (
        "本办法自公布之日起施行。《甲》（一〔2001〕1号）、",
        f"、《{'乙' * 50}》同时废止。",
    )
    assert quoted(ahead, "《丙》", behind) == "《丙》……同时废止"
    assert quoted("现决定废止", "《丙》", "。") == "现决定废止《丙》"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates(date(2000, 1, 1), date(2035, 1, 1)))
def test_the_filter_and_the_answer_agree(kb: KnowledgeBase, on: date) -> None:
    from hongtou.query.filters import Filters

    for wanted in (True, False):
        where = Filters(in_force=wanted, on=on).documents()
        listed = {r[0] for r in kb.connection.execute(
            f"SELECT d.document_id FROM documents d WHERE {where.sql}", where.values)}  # fmt: skip
        gone = {
            d["document_id"]
            for d in DOCUMENTS
            if kb.standing(d["document_id"], on).status in ("repealed", "expired", "not_yet")
        }
        assert listed == ({d["document_id"] for d in DOCUMENTS} - gone if wanted else gone)


@given(st.integers(0, 20_000))
def test_what_is_gone_does_not_come_back(kb: KnowledgeBase, days: int) -> None:
    order = {"not_yet": 0, "unknown": 1, "in_force": 1, "amended": 2, "expired": 3, "repealed": 3}
    on = date(1990, 1, 1) + timedelta(days=days)
    for document, later in itertools.product(("o-old", "r-cash", "z-pilot"), (1, 400)):
        before, after = kb.standing(document, on), kb.standing(document, on + timedelta(days=later))
        assert before.status == "not_yet" or order[before.status] <= order[after.status]


@pytest.mark.parametrize("on", ["gestern", "2021-13-01", "2021-02-30"])
def test_a_day_that_is_none_is_refused(kb: KnowledgeBase, on: str) -> None:
    with pytest.raises(NotationError, match="on"):
        kb.search("办法", on=on)


def test_titles_are_filtered_too(kb: KnowledgeBase) -> None:
    def found(**filters: Any) -> set[str]:
        return {hit.document.document_id for hit in kb.search("债券借贷", **filters)}

    assert found(on="2023-01-01") == {"n-new"}
    assert found(on=date(2010, 1, 1), in_force=True) == {"o-old"}
    assert found(on="2023", in_force=False) == {"o-old"}
    assert found(on="2005") == set()  # the younger one was not yet written, nor the older
    assert found() == {"n-new", "o-old"}


def test_path_is_not_needed(tmp_path: Path) -> None:
    with open_store(tmp_path / "kb.db") as store:
        store.db.table("documents").insert({"document_id": "ghost-9", "role": "ghost"})
    with open_knowledge_base(tmp_path / "kb.db") as kb:
        assert kb.standing("ghost-9").status == "unknown"
