"""RapidOCR: PP-OCR weights run by OpenVINO or ONNX Runtime, in that library's own way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from hongtou.read.ocr.engine import OcrText, Quad
from hongtou.read.ocr.engines.cache import kept_folder
from hongtou.read.ocr.engines.machine import usable_processors
from hongtou.read.ocr.engines.networks import pick_runtime
from hongtou.read.ocr.engines.onnx_file import read_properties
from hongtou.read.ocr.engines.spelling import spelled
from hongtou.read.ocr.engines.weights import Weights

if TYPE_CHECKING:
    from hongtou.read.ocr.engine import Pixels

__all__ = ["RapidEngine", "load_rapidocr"]

# Longer side of the picture that the detector sees; RapidOCR's own 2000 takes four times as long
# and finds the same lines.
DETECTOR_SIDE: Final = 960


@dataclass(frozen=True)
class RapidEngine:
    """RapidOCR's detector and recogniser."""

    detector: Any  # rapidocr.TextDetector
    recogniser: Any  # rapidocr.TextRecognizer
    name: str = "rapidocr"

    def find_lines(self, pixels: "Pixels") -> list[Quad]:
        """Where lines of text are in an upright picture."""
        found = self.detector(np.ascontiguousarray(pixels[:, :, ::-1]))
        return [] if found.boxes is None else [_quad(box) for box in found.boxes]

    def read_lines(self, crops: "Sequence[Pixels]") -> list[OcrText]:
        """What upright pictures of single lines say."""
        from rapidocr.ch_ppocr_rec import TextRecInput

        pictures = [np.ascontiguousarray(crop[:, :, ::-1]) for crop in crops]
        if not pictures:
            return []
        read = self.recogniser(TextRecInput(img=pictures, return_word_box=True))
        return [
            spelled(
                text,
                columns=[column for word in info.word_cols for column in word],
                length=float(info.line_txt_len),
                confidences=info.confs,
                em=crop.shape[0] / crop.shape[1],
            )
            for text, info, crop in zip(read.txts, read.word_results, crops, strict=True)
        ]


def load_rapidocr(weights: Weights) -> RapidEngine:
    """RapidOCR with OpenVINO, or with ONNX Runtime where that is what runs networks here."""
    from rapidocr import EngineType, RapidOCR

    runtime, device = pick_runtime()
    kind = EngineType.OPENVINO if runtime == "openvino" else EngineType.ONNXRUNTIME
    threads = usable_processors()
    settings: dict[str, Any] = {
        "Global.log_level": "critical",
        "Det.engine_type": kind,
        "Det.model_path": str(weights.detector),
        "Det.limit_type": "max",
        "Det.limit_side_len": DETECTOR_SIDE,
        "Rec.engine_type": kind,
        "Rec.model_path": str(weights.recogniser),
        "EngineConfig.openvino.inference_num_threads": threads,
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.use_cuda": device == "CUDA",
    }
    if "character" not in read_properties(weights.recogniser):
        # RapidOCR would fetch an alphabet of its own from the network.
        keys = "".join(f"{character}\n" for character in weights.alphabet[1:-1])
        folder = kept_folder(f"keys-{weights.digests[1]}", {"keys.txt": keys})
        settings["Rec.rec_keys_path"] = str(folder / "keys.txt")
    reader: Any = RapidOCR(params=settings)
    return RapidEngine(reader._load_det_model(), reader._load_rec_model())


def _quad(box: Any) -> Quad:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = np.asarray(box, dtype=float).tolist()
    return ((ax, ay), (bx, by), (cx, cy), (dx, dy))
