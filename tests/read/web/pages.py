"""Pages as government sites serve them, in our own words: what tests of the reader print."""

PARAGRAPHS = (
    "各县（市、区）人民政府，市政府各部门：",
    "为进一步规范公共数据资源登记工作，根据有关规定，现就有关事项通知如下：",
    "一、明确登记范围",
    "（一）各单位应当于2024年6月30日前完成首次登记，登记率不低于95%。",
    "（二）涉及商业秘密、个人信息的数据，不得公开登记内容，应当依法处理。",
    "二、加强组织领导",
    "各单位要高度重视，明确责任人员，每季度末月15日前报送工作进展情况。",
    "云州市人民政府办公室",
    "2024年3月5日",
)
TITLE = "云州市人民政府办公室关于做好公共数据资源登记工作的通知"
NUMBER = "云政办发〔2024〕12号"
TEXT = "\n".join(PARAGRAPHS)
MENU = "<ul class='menu'>" + "".join(
    f"<li><a href='/{n}'>{name}</a></li>"
    for n, name in enumerate(("首页", "政务公开", "政务服务", "互动交流", "数据开放"))
) + "</ul>"  # fmt: skip
FOOT = (
    "<div class='footer'><p>主办单位：云州市人民政府办公室　网站标识码：0000000000</p>"
    "<p>版权所有：云州市人民政府，未经授权，禁止转载。</p></div>"
)
SHARE = (
    "<div class='share'>分享到：<a>微信</a><a>微博</a></div>"
    "<div><a href='javascript:window.print()'>【打印本页】</a>"
    "<a href='javascript:window.close()'>【关闭窗口】</a></div>"
)


def paragraphs(tag: str = "p") -> str:
    """The body in paragraphs."""
    return "".join(f"<{tag}>　　{p}</{tag}>" for p in PARAGRAPHS)


def page(inner: str, *, head: str = "", title: str = f"{TITLE}_政策文件_云州市人民政府") -> str:
    """A whole page around ``inner``."""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}"
        "<style>.a{color:red}</style><script>var a='<div>根据规定，不得，应当。</div>';</script>"
        f"</head><body>{MENU}<div class='dqwz'>当前位置：首页 &gt; 政务公开</div>{inner}{FOOT}"
        "</body></html>"
    )


TRS = page(
    f"<div class='main'><h1>{TITLE}</h1>"
    "<div class='info'>发布时间：2024-03-07　来源：市政府办公室　浏览次数：<span>88</span></div>"
    f"<div class='view TRS_UEDITOR'><div class='TRS_Editor'>"
    "<style>.TRS_Editor P{margin:0}</style>"
    f"{paragraphs()}</div></div>{SHARE}</div>"
)
UCAP = page(
    "<div class='wrap'><table class='bd1'><tbody>"
    "<tr><td><b>索 引 号：</b></td><td>000014349/2024-00012</td>"
    "<td><b>主题分类：</b></td><td>国民经济管理\\其他</td></tr>"
    "<tr><td><b>发文机关：</b></td><td>云州市人民政府办公室</td>"
    "<td><b>成文日期：</b></td><td>2024年03月05日</td></tr>"
    f"<tr><td><b>标　　题：</b></td><td colspan='3'>{TITLE}</td></tr>"
    f"<tr><td><b>发文字号：</b></td><td>{NUMBER}</td>"
    "<td><b>发布日期：</b></td><td>2024年03月07日</td></tr></tbody></table>"
    f"<div class='pages_content' id='UCAP-CONTENT'><p align='center'><b>{TITLE}</b></p>"
    f"<p align='center'>{NUMBER}</p>{paragraphs()}</div>"
    "<div class='related'><h3>相关文件</h3><ul><li><a href='/1'>另一个文件</a></li></ul>"
    "</div></div>"
)
ZOOM = page(
    f"<table width='100%'><tr><td class='lm'>{MENU}</td><td><div id='title'>{TITLE}</div>"
    "<div>字号：[ 大 中 小 ]</div>"
    f"<div id='zoom'>{'<br>'.join('&nbsp;&nbsp;&nbsp;&nbsp;' + p for p in PARAGRAPHS)}</div>"
    "</td></tr></table>"
)
LAYOUT = page(
    "<table><tr><td width='200'>" + MENU + "</td><td><table><tr><td align='center'>"
    f"<font size='5'>{TITLE}</font></td></tr><tr><td>{paragraphs()}</td></tr></table></td></tr>"
    "</table>"
)
PLAIN_DIV = page(
    f"<div class='xk-31'><h1>{TITLE}</h1><div class='q9'>{paragraphs('div')}</div></div>"
)
