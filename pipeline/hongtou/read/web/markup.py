"""The bytes of a saved page become markup that may be parsed: encoding, size, depth."""

import re
from email import policy
from email.parser import BytesParser
from typing import Final

from hongtou.errors import EncodingError, OversizeError, UnsupportedFormatError
from hongtou.read.encodings import decode
from hongtou.read.web.tags import tags

BYTES: Final = 64 << 20  # a page with all its pictures inside; without them one has 1 MB
CHARACTERS: Final = 16 << 20  # of markup
# The parser takes time with the square of the depth: 100,000 levels took 34 seconds. No page of
# a site is deeper than some hundred.
DEEPEST: Final = 8_000
# Unclosed <font> and the like are opened anew in each paragraph below: nodes, not characters.
REOPENED: Final = 30_000_000  # unclosed ones times all tags
# A page of a whole code of law has some ten thousand tags; a second is enough for 50,000.
TAGS: Final = 300_000
# Time goes with the square of the attributes of one tag: 20,000 took 1.4 seconds.
ATTRIBUTES: Final = 5_000
_LONG_TAG: Final = 2 * ATTRIBUTES  # characters: a shorter one cannot hold so many
_ATTRIBUTE: Final = re.compile(r"[\s\"'/]\w")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_PICTURE: Final = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%\s]*")
# Share of bytes that may be broken in a page that is UTF-8 for the rest.
_BROKEN: Final = 0.001


def markup_of(content: bytes, path: str) -> tuple[str, str]:
    """The markup of a page and its encoding: ``("<html>…", "gb18030")``.

    What the page says about its encoding is not believed: pages that are UTF-8 and call themselves
    gb2312 are common.

    Raises:
        OversizeError: If it is too large or nested too deep.
        EncodingError: If it is text in no known encoding.
    """
    if len(content) > BYTES:
        raise _oversize(path, f"有 {len(content) >> 20} MB")
    try:
        decoded = decode(content)
        text, encoding = decoded.text, decoded.encoding
    except EncodingError as error:
        text, encoding = _decode_mostly(content), "utf-8"
        if not text:
            raise EncodingError(f"{path}：{error}") from error
    text = _without_scripts(_PICTURE.sub("", text))
    if len(text) > CHARACTERS:
        raise _oversize(path, f"有 {len(text) / 1e6:.0f} 百万字符")
    _check_depth(text, path)
    return text.replace("\0", ""), encoding


def page_in(content: bytes, path: str) -> bytes:
    """The page inside an MHTML file (RFC 2557), as browsers and Word save it.

    Raises:
        OversizeError: If the file is too large.
        UnsupportedFormatError: If it holds no page.
    """
    if len(content) > BYTES:
        raise _oversize(path, f"有 {len(content) >> 20} MB")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(content)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                body = part.get_payload(decode=True)
                if isinstance(body, bytes) and body.strip():
                    return body
    # The parser of the standard library has its own ideas of what breaks on damaged mail.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnsupportedFormatError(
            f"{path}：MHTML 文件已损坏（{error}）；请在浏览器中打开原网页重新保存"
        ) from error
    raise UnsupportedFormatError(
        f"{path}：文件里没有网页正文（MHTML、邮件）；请在浏览器中打开原网页，另存为网页文件"
    )


def _decode_mostly(content: bytes) -> str:
    """UTF-8 with a few broken characters, as sites cut summaries; "" if it is not that."""
    text = content.decode("utf-8", "replace")
    return text if text.count("\ufffd") <= _BROKEN * len(text) + 2 else ""


def _without_scripts(text: str) -> str:
    """Without scripts and styles, whose strings would count as tags."""
    for name in ("script", "style"):
        parts, at, lower = [], 0, text.lower()
        while (begin := lower.find(f"<{name}", at)) >= 0:
            end = lower.find(f"</{name}", begin)
            if end < 0:
                break
            parts.append(text[at:begin])
            at = end
        text = "".join((*parts, text[at:]))
    return text


def _check_depth(text: str, path: str) -> None:
    nesting, formatting = tags("nesting"), tags("formatting")
    depth = deepest = count = unclosed = 0
    for match in _TAG.finditer(text):
        count += 1
        name, step = match[2].lower(), -1 if match[1] else 1
        if name in nesting:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
        elif name in formatting:
            unclosed += step
    if count > TAGS or any(map(_is_overloaded, text.split("<"))):
        raise _oversize(path, f"标签过多（{count} 个）")
    if deepest > DEEPEST or max(0, unclosed) * count > REOPENED:
        raise _oversize(path, f"层次过深（{max(deepest, unclosed)} 层）")


def _is_overloaded(piece: str) -> bool:
    """Whether what follows a ``<`` may be a tag with thousands of attributes."""
    if len(piece) < _LONG_TAG:
        return False
    tag = piece if piece.count("=") > ATTRIBUTES else piece[: piece.find(">")]
    return sum(1 for _ in _ATTRIBUTE.finditer(tag)) > ATTRIBUTES


def _oversize(path: str, what: str) -> OversizeError:
    return OversizeError(f"{path}：网页{what}，超过上限；请核对文件来源，或只保存正文部分")
