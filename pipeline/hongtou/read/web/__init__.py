"""Saved web pages: the notice that a government site shows, without what the site adds."""

from hongtou.read.web.reader import read_html, read_mhtml

__all__ = ["read_html", "read_mhtml"]
