"""link: a citation becomes the document that it means, or an honest ghost.

``link`` sees the whole knowledge base as light cards, so every citation is tried again whenever a
document arrives, and the order of arrival does not matter.
"""

from hongtou.link.linking import link

__all__ = ["link"]
