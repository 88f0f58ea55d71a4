"""A contestant of ``bench_ocr.py``, in a process of its own: reads pages by number from stdin.

    python -m benchmarks.ocr_contestants raw-rapidocr PAGES_FOLDER

Each answer is a line of JSON: seconds, CPU seconds, seconds in the engine, peak MB and the pieces
that were read, each ``[text, x0, top, x1, bottom, under_seal]`` in points.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

os.environ["PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK"] = "True"

Piece = tuple[str, float, float, float, float, bool]
Read = Callable[[Any, float], tuple[list[Piece], float | None]]


def raw_paddleocr() -> Read:
    """PaddleOCR as its documentation has it, without the page models that it would download."""
    from hongtou.read.ocr.engines.paddle import make_folders
    from hongtou.read.ocr.engines.weights import find_shipped

    weights = find_shipped("small")
    if weights is None:
        raise SystemExit("PP-OCRv6 small is not installed")
    detector, recogniser = make_folders(weights)
    from paddleocr import PaddleOCR

    engine = PaddleOCR(
        text_detection_model_name="PP-OCRv6_small_det",
        text_detection_model_dir=str(detector),
        text_recognition_model_name="PP-OCRv6_small_rec",
        text_recognition_model_dir=str(recogniser),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
    )

    def read(pixels: Any, dpi: float) -> tuple[list[Piece], float | None]:
        (found,) = engine.predict(np.ascontiguousarray(pixels[:, :, ::-1]))
        return _pieces(found["rec_texts"], found["rec_polys"], dpi), None

    return read


def raw_rapidocr() -> Read:
    """RapidOCR with OpenVINO and every other default."""
    from rapidocr import EngineType, RapidOCR

    kind = EngineType.OPENVINO
    engine = RapidOCR(
        params={"Det.engine_type": kind, "Cls.engine_type": kind, "Rec.engine_type": kind,
                "Global.log_level": "critical"}
    )  # fmt: skip

    def read(pixels: Any, dpi: float) -> tuple[list[Piece], float | None]:
        found = engine(np.ascontiguousarray(pixels[:, :, ::-1]))
        return _pieces(found.txts or (), found.boxes if found.txts else (), dpi), None

    return read


@dataclass
class Timed:
    """An engine that counts the seconds spent in it."""

    engine: Any
    spent: float = 0.0

    @property
    def name(self) -> str:
        """That of the engine."""
        return str(self.engine.name)

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self.engine, name)
        if not callable(inner):
            return inner

        def timed(*args: Any, **kwargs: Any) -> Any:
            begin = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                self.spent += time.perf_counter() - begin

        return timed


def ours(name: str) -> Read:
    """An engine within Hongtou: orientation, seals, reading order and boxes included."""
    from hongtou.read.ocr.engines import choose_engine
    from hongtou.read.ocr.recognition import recognise
    from hongtou.read.page import Line, PageImage

    timed = Timed(choose_engine(name))

    def read(pixels: Any, dpi: float) -> tuple[list[Piece], float | None]:
        height, width = (side * 72 / dpi for side in pixels.shape[:2])
        timed.spent = 0.0
        content = recognise(timed, PageImage(1, pixels, width, height), "评测")
        pieces: list[Piece] = []
        for block in content.blocks:
            for part in (block,) if isinstance(block, Line) else block.cells:
                for glyph in part.glyphs:
                    if glyph.box is not None:
                        box = glyph.box
                        place = (box.x0, box.top, box.x1, box.bottom)
                        pieces.append((glyph.text, *place, glyph.under_seal))
        return pieces, timed.spent

    return read


def _pieces(texts: Sequence[str], quads: Any, dpi: float) -> list[Piece]:
    """Lines as the raw engines give them, with the rectangle around their corners."""
    pieces: list[Piece] = []
    for text, quad in zip(texts, quads, strict=True):
        points = np.asarray(quad, dtype=float) * 72 / dpi
        (x0, top), (x1, bottom) = points.min(axis=0), points.max(axis=0)
        pieces.append((text, float(x0), float(top), float(x1), float(bottom), False))
    return pieces


def peak_megabytes() -> float:
    """Most memory that this process has held."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    except (OSError, StopIteration):
        import psutil

        memory = psutil.Process().memory_info()
        return float(getattr(memory, "peak_wset", memory.rss)) / 1e6


def main(name: str, folder: Path) -> None:
    """Answer numbers of pages until stdin ends. stdout is kept from libraries that chat."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    raw = {"raw-paddleocr": raw_paddleocr, "raw-rapidocr": raw_rapidocr}
    read = raw[name]() if name in raw else ours(name)
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        page = np.load(folder / f"{int(line)}.npz")
        pixels, dpi = page["pixels"], float(page["dpi"])
        begin, busy = time.perf_counter(), time.process_time()
        pieces, engine = read(pixels, dpi)
        seconds, cpu = time.perf_counter() - begin, time.process_time() - busy
        answer = {"seconds": seconds, "cpu": cpu, "engine": engine, "megabytes": peak_megabytes(),
                  "pieces": pieces}  # fmt: skip
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
