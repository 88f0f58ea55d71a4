"""Which wishes of a caller change what is read, so that a file is read again for other ones."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from hongtou.read import ReadOptions

# Formats with pages that may have to be recognised. The text of others is what it is.
PAPER: Final = frozenset({"application/pdf", "application/ofd"})


def wishes_for(media_type: str, options: ReadOptions) -> str:
    """The wishes that matter for a format, as ``files.options`` keeps them.

    ``ocr=auto engine=auto weights=`` for PDF, nothing for plain text.
    """
    if media_type not in PAPER and not media_type.startswith("image/"):
        return ""
    if options.ocr == "never":
        return "ocr=never"
    weights = "" if options.weights is None else _fingerprint(options.weights)
    return f"ocr={options.ocr} engine={options.engine} weights={weights}"


@lru_cache(maxsize=8)
def _fingerprint(folder: Path) -> str:
    """Which models a folder holds, by names and sizes: where it lies is nobody's business."""
    digest = hashlib.sha256()
    try:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{file.relative_to(folder).as_posix()} {file.stat().st_size}\n".encode())
    except OSError:
        return "?"  # whoever reads with it says what is wrong
    return digest.hexdigest()[:12]
