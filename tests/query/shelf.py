"""A small knowledge base made by hand, for tests that ask questions.

File ``a`` holds a notice of a county office with the provincial paper that it forwards; file ``b``
a notice of another office that forwards the same paper, 20 days after it; file ``c`` an old order.
"""

from pathlib import Path
from typing import Any

from hongtou.store import open_store

A_TEXT = (
    "XX市分局关于转发《关于做好小额贷款工作的通知》的通知\n"
    "一、加强管理。各村镇银行应当按月报送展期情况，单户贷款不得超过10万元。\n"
    "二、落实贴息。地方法人金融机构要在2021年底前完成Ａ类贷款展期，4次为限。\n"
    "请各县支行将本通知转发辖内机构。\n"
)
B_TEXT = "（一）股份制银行可以展期1次。\n"
C_TEXT = "第一条  本办法所称展期，4次以内。\n"


def _file(key: str, name: str, **more: Any) -> dict[str, Any]:
    return {"sha256": key * 64, "name": name, "path": name, "status": "done", "version": "0",
            **more}  # fmt: skip


def _document(key: str, ordinal: int, **more: Any) -> dict[str, Any]:
    return {"document_id": f"{key * 12}-{ordinal}", "file_sha256": key * 64, "ordinal": ordinal,
            "role": "main", "document_type": "通知", **more}  # fmt: skip


def _segment(document: str, path: str, text: str, line: str, number: int) -> dict[str, Any]:
    start = text.index(line)
    return {
        "segment_id": f"{document}#{path or f'¶{number}'}", "document_id": document,
        "number": number, "kind": "item" if path else "paragraph", "path": path,
        "level": 1 if path else 0, "label": f"{path}、" if path else "", "text": line,
        "start": start, "end": start + len(line), "own_end": start + len(line),
        "heading": line.split("。")[0].split("、")[-1] if path else None,
    }  # fmt: skip


def _span(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def make_shelf(path: Path) -> Path:
    """Write the knowledge base and return its path."""
    child, parent, sibling, order = (
        f"{k * 12}-{n}" for k, n in (("a", 0), ("a", 1), ("b", 0), ("c", 0))
    )
    first, second = A_TEXT.splitlines()[1:3]
    wish = A_TEXT.splitlines()[3]
    rows: dict[str, list[dict[str, Any]]] = {
        "files": [_file("a", "a.txt"), _file("b", "b.txt"), _file("c", "c.txt")],
        "texts": [
            {"file_sha256": k * 64, "raw": t, "clean": t}
            for k, t in (("a", A_TEXT), ("b", B_TEXT), ("c", C_TEXT))
        ],
        "file_numbers": [{"number": 7, "sha256": "a" * 64}],
        "run_rows": [
            {"file": 7, "start": 0, "end": 30, "page": 1, "x0": 100, "top": 100, "x1": 900,
             "bottom": 200},
            {"file": 7, "start": 30, "end": len(A_TEXT), "page": 2, "x0": 300, "top": 400,
             "x1": 500, "bottom": 600},
        ],
        "documents": [
            _document("a", 0, title="XX市分局关于转发《关于做好小额贷款工作的通知》的通知",
                      document_number="信银发〔2021〕2号", authority_code="信银发", year=2021,
                      serial=2, document_date="2021-03-29", start=0, end=len(A_TEXT)),
            _document("a", 1, role="embedded", parent_id=child,
                      title="省局关于做好小额贷款工作的通知", document_number="省银发〔2021〕6号",
                      authority_code="省银发", year=2021, serial=6, print_date="2021-03-10",
                      start=len(A_TEXT), end=len(A_TEXT)),
            _document("b", 0, title="YY市分局转发小额贷款通知", document_date="2021-03-30",
                      document_number="岳银发〔2021〕7号", authority_code="岳银发", year=2021,
                      serial=7, start=0, end=len(B_TEXT)),
            _document("c", 0, title="小额贷款管理办法", document_type="办法",
                      document_number="中国人民银行令〔2003〕第5号",
                      authority_code="中国人民银行令", year=2003,
                      serial=5, start=0, end=len(C_TEXT)),
            {"document_id": "ghost-1", "role": "ghost", "title": "扶贫工作实施意见",
             "document_number": "赣银监发〔2016〕5号", "authority_code": "赣银监发", "year": 2016,
             "serial": 5},
        ],
        "parties": [
            {"document_id": child, "role": "issuing_authority", "rank": 1, "name": "XX市分局",
             "organisation": "中国银保监会XX监管分局"},
        ],
        "segments": [
            _segment(child, "一", A_TEXT, first, 0), _segment(child, "二", A_TEXT, second, 1),
            _segment(child, "", A_TEXT, wish, 2),
            _segment(sibling, "（一）", B_TEXT, B_TEXT.strip(), 0),
            _segment(order, "第一条", C_TEXT, C_TEXT.strip(), 0),
        ],
        "obligations": [
            {"obligation_id": f"{child}#o1", "document_id": child, "segment_id": f"{child}#一",
             "bearer": "各村镇银行", "bearer_source": "explicit", "force": "must",
             "action": "报送展期情况", "recurrence": "FREQ=MONTHLY",
             **_span(A_TEXT, "各村镇银行应当按月报送展期情况")},
            {"obligation_id": f"{child}#o2", "document_id": child, "segment_id": f"{child}#一",
             "bearer": "各村镇银行", "bearer_source": "inherited", "force": "must_not",
             "action": "超过10万元", **_span(A_TEXT, "单户贷款不得超过10万元")},
            {"obligation_id": f"{child}#o3", "document_id": child, "segment_id": f"{child}#二",
             "bearer": "地方法人金融机构", "bearer_source": "explicit", "force": "must",
             "action": "完成Ａ类贷款展期",
             **_span(A_TEXT, "地方法人金融机构要在2021年底前完成Ａ类贷款展期")},
            {"obligation_id": f"{sibling}#o1", "document_id": sibling,
             "segment_id": f"{sibling}#（一）", "bearer": "股份制银行", "bearer_source": "explicit",
             "force": "may", "action": "展期1次", **_span(B_TEXT, "股份制银行可以展期1次")},
        ],
        "quantities": [
            {"quantity_id": f"{child}#q1", "document_id": child, "segment_id": f"{child}#一",
             "obligation_id": f"{child}#o2", "role": "limit", "operator": "<=", "value": 100000,
             "unit": "元", "base_value": 100000, "base_unit": "元",
             **_span(A_TEXT, "不得超过10万元")},
        ],
        "deadlines": [
            {"deadline_id": f"{child}#d1", "document_id": child, "segment_id": f"{child}#二",
             "obligation_id": f"{child}#o3", "date": "2021-12-31", "precision": "year",
             **_span(A_TEXT, "2021年底前")},
        ],
        "citations": [
            {"citation_id": f"{child}#c1", "document_id": child, "relation": "forwards",
             "title": "关于做好小额贷款工作的通知", "target_document_id": parent,
             "status": "resolved", "confidence": 1.0,
             **_span(A_TEXT, "转发《关于做好小额贷款工作的通知》")},
            {"citation_id": f"{sibling}#c1", "document_id": sibling, "relation": "forwards",
             "title": "小额贷款通知", "target_document_id": parent, "status": "resolved",
             "text": "转发", "start": 0, "end": 2},
            {"citation_id": f"{parent}#c1", "document_id": parent, "relation": "cites",
             "document_number": "赣银监发〔2016〕5号", "target_document_id": "ghost-1",
             "status": "ghost", "text": "赣银监发〔2016〕5号", "start": 0, "end": 2},
        ],
        "forwarding_requests": [
            {"document_id": child, "forwarder": "各县支行", "recipient": "辖内机构",
             **_span(A_TEXT, wish.rstrip("。"))},
        ],
        "findings": [
            {"file_sha256": "a" * 64, "document_id": child, "room": "tag", "code": "tag.doubt",
             "message": "存疑", "text": "贴息"},
        ],
    }  # fmt: skip
    with open_store(path) as store:
        for table, content in rows.items():
            store.db.table(table).insert_all(content)
        store.rebuild_index()
    return path
