"""A notice as government sites publish it: menus, share bar, table of metadata, the body twice."""

from html import escape
from typing import Final

from tests.press.flow import Paragraph, flow_of
from tests.press.notice import Notice, Table

MENU: Final = ("首页", "机构概况", "政务公开", "政务服务", "互动交流", "数据开放", "营商环境")
RELATED: Final = (
    "一图读懂：相关政策要点解读",
    "《相关通知》政策问答",
    "关于公布第三批示范单位名单的公告",
)
CENTRED: Final = ("mark", "document_number", "title")
RIGHT: Final = ("signature", "date")


def to_html(notice: Notice, *, charset: str = "utf-8", site: str = "#zoom",
            repeated: bool = True) -> bytes:  # fmt: skip
    """A saved page.

    Args:
        charset: In which the bytes are; the page says so too.
        site: Where the body stands: ``#zoom``, ``.TRS_Editor`` or ``.pages_content``.
        repeated: Whether a hidden copy for printing follows the body.
    """
    title = "".join(notice.title) or "通知"
    body = _body(notice)
    name = site.lstrip("#.")
    opened = f'<div id="{name}">' if site.startswith("#") else f'<div class="{name}">'
    copy = f'<div class="print-area" style="display:none">{body}</div>' if repeated else ""
    menu = "".join(f'<li><a href="/{n}/">{item}</a></li>' for n, item in enumerate(MENU))
    related = "".join(f'<li><a href="/r/{n}.html">{t}</a></li>' for n, t in enumerate(RELATED))
    page = f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}">
<title>{escape(title)}_政务公开_某某政府网</title>
<meta name="ArticleTitle" content="{escape(title)}"><meta name="ColumnName" content="规范性文件">
<style>.share a{{margin:4px}}</style><script>var share = "分享到微信";</script></head><body>
<div class="header"><a href="/">某某政府网</a><form><input value="请输入关键字"></form></div>
<ul class="nav">{menu}</ul>
<div class="crumb">您当前的位置：<a href="/">首页</a> &gt;
<a href="/z/">政务公开</a> &gt; 规范性文件</div>
{_metadata(notice, title)}
<h1>{escape(title)}</h1>
<div class="info"><span>发布时间：{notice.date or "2021-01-01"}</span> <span>来源：办公室</span>
<span>字号：[大 中 小]</span></div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a><a href="#">打印本页</a></div>
{opened}{body}</div>{copy}
<div class="related"><h3>相关文档</h3><ul>{related}</ul></div>
<div class="footer">主办单位：某某人民政府办公室 网站标识码：0000000000 版权所有 联系我们</div>
</body></html>
"""
    return page.encode(charset)


def _metadata(notice: Notice, title: str) -> str:
    rows = (
        ("索引号", "000014349/2021-00001", "发文机关", "、".join(notice.mark)),
        ("标题", title, "成文日期", notice.date),
        ("发文字号", notice.number, "主题分类", "财政、金融、审计"),
    )
    cells = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f'<table class="xxgk_meta">{cells}</table>'


def _body(notice: Notice) -> str:
    parts = []
    for block in flow_of(notice):
        if isinstance(block, Table):
            parts.append(_table(block))
        else:
            parts.append(f"<p{_style(block)}>{escape(_indented(block))}</p>")
    return "\n".join(parts)


def _indented(block: Paragraph) -> str:
    return "　　" + block.text if block.kind in ("body", "attachment_note", "note") else block.text


def _style(block: Paragraph) -> str:
    align = "center" if block.kind in CENTRED else "right" if block.kind in RIGHT else ""
    return f' style="text-align:{align}"' if align else ""


def _table(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = ""
        for cell in row:
            spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
            spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
            cells += f"<td{spans}>{escape(cell.text)}</td>"
        rows.append(f"<tr>{cells}</tr>")
    return f'<table border="1">{"".join(rows)}</table>'
