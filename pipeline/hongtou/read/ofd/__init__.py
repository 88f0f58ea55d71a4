"""OFD (GB/T 33190—2016), the national format of fixed pages: its reader and its page pictures."""

from hongtou.read.ofd.reader import read_ofd, render_ofd_page

__all__ = ["read_ofd", "render_ofd_page"]
