"""Papers that are marked 秘密, 机密 or 绝密: in their body, in watermarks, in notes."""

from hongtou.errors import QuarantinedError
from hongtou.notation.markings import find_marking


def refuse_marked(text: str, where: str = "") -> None:
    """Refuse a paper for its marking, before any of it is quoted.

    Args:
        text: What stands there.
        where: Chinese: what it is, ``水印``; nothing for the body.

    Raises:
        QuarantinedError: If it is marked (GB/T 9704—2012, 7.2.2).
    """
    marking = find_marking(text)
    if marking is not None:
        raise QuarantinedError(
            f"{where}标有密级“{marking}”，已隔离，正文不入库；请按保密规定处理原件"
        )
