"""RapidOCR: the PP-OCRv6 small weights that its wheel ships, run by OpenVINO or ONNX Runtime."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

from hongtou.read.ocr.engine import OcrCharacter, OcrText, Quad
from hongtou.read.ocr.positions import spread

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

__all__ = ["RapidEngine", "load_rapidocr"]

# Longer side of the picture that the detector sees. A page of GB/T 9704 has lines 40 pixels high
# at 200 dpi; at 1280 they are still 20, and small marks are found too.
DETECTOR_SIDE = 1280


@dataclass(frozen=True)
class RapidEngine:
    """RapidOCR's detector and recogniser behind the protocol of ``OcrEngine``."""

    reader: Any  # rapidocr.RapidOCR
    name: str = "rapidocr"

    def find_lines(self, pixels: "Pixels") -> list[Quad]:
        """Where lines of text are, by RapidOCR's own detector."""
        found = self.reader._load_det_model()(pixels[:, :, ::-1])
        if found.boxes is None:
            return []
        return [_quad(box) for box in np.asarray(found.boxes, dtype=float)]

    def read_lines(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What the lines say, by RapidOCR's own recogniser, batched by width."""
        if not crops:
            return []
        from rapidocr.ch_ppocr_rec import TextRecInput

        pictures = [np.ascontiguousarray(crop[:, :, ::-1]) for crop in crops]
        read = self.reader._load_rec_model()(TextRecInput(img=pictures, return_word_box=True))
        return [
            _text(text, float(score), info)
            for text, score, info in zip(read.txts, read.scores, read.word_results, strict=True)
        ]


def load_rapidocr() -> RapidEngine:
    """RapidOCR with OpenVINO, or with ONNX Runtime where OpenVINO is not installed."""
    from rapidocr import EngineType, RapidOCR

    vino = find_spec("openvino") is not None
    kind = EngineType.OPENVINO if vino else EngineType.ONNXRUNTIME
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else -1
    settings: dict[str, Any] = {
        "Global.log_level": "critical",
        "Det.engine_type": kind,
        "Rec.engine_type": kind,
        "Det.limit_type": "max",
        "Det.limit_side_len": DETECTOR_SIDE,
        "EngineConfig.openvino.inference_num_threads": threads,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
    }
    return RapidEngine(RapidOCR(params=settings))


def _quad(box: Any) -> Quad:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = box.tolist()
    return ((ax, ay), (bx, by), (cx, cy), (dx, dy))


def _text(text: str, score: float, info: Any) -> OcrText:
    """A line in our types. RapidOCR's columns leave out spaces, its confidences do not."""
    columns = [column for word in info.word_cols for column in word]
    length = float(info.line_txt_len) or 1.0
    seen = iter(columns)
    peaks: list[float] = []
    for character in text:
        known = None if character.isspace() else next(seen, None)
        before = peaks[-1] if peaks else 0.0
        peaks.append(min(1.0, before if known is None else (known + 0.5) / length))
    characters = tuple(
        OcrCharacter(character, left, max(left, right), float(confidence))
        for character, (left, right), confidence in zip(
            text, spread(peaks), info.confs, strict=False
        )
    )
    return OcrText(characters, score)
