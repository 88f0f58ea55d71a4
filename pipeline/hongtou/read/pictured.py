"""When the pictures of a page are the paper itself: one measure for PDF, OFD and Word."""

from typing import Final

# Characters: a page number, a running head, a line for received mail, a stamp. A page with fewer
# and a large picture is a scan, and the picture no illustration.
FEW: Final = 60

# Shares of the page. A scan fills it; a letterhead or a photograph does not.
SCAN: Final = 0.5
PICTURED: Final = 0.02  # pictures below this are logos and seals, not text
NOTABLE: Final = 0.15  # from here on a reviewer is told that its text, if any, is missing
