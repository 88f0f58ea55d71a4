"""ONNX Runtime runs the networks where OpenVINO is missing, or on an NVIDIA card."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from hongtou.errors import EngineError
from hongtou.read.ocr.engines.machine import usable_processors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tensor = NDArray[np.float32]

__all__ = ["find_device", "load_onnx"]

CARD: Final = "CUDAExecutionProvider"
PROCESSOR: Final = "CPUExecutionProvider"
STREAMS: Final = 8  # lines side by side at most
SILENT: Final = 4  # of five levels: fatal errors alone; others are raised anyway


@dataclass(frozen=True)
class OnnxNetwork:
    """A network in a session of ONNX Runtime; ``streams`` pictures run side by side."""

    session: Any  # onnxruntime.InferenceSession
    streams: int

    def run(self, batches: "Iterable[Tensor]", keep: "Callable[[int, Tensor], None]") -> None:
        """Run all batches, as many at a time as there are streams."""
        entrance = self.session.get_inputs()[0].name

        def answer(numbered: "tuple[int, Tensor]") -> None:
            keep(numbered[0], self.session.run(None, {entrance: numbered[1]})[0])

        if self.streams == 1:
            for numbered in enumerate(batches):
                answer(numbered)
            return
        with ThreadPoolExecutor(self.streams) as pool:
            for _ in pool.map(answer, enumerate(batches)):
                pass


def find_device() -> str | None:
    """``CUDA`` where this build of ONNX Runtime has it and there is a card, else ``None``."""
    try:
        return "CUDA" if CARD in onnxruntime.get_available_providers() and _has_card() else None
    except (AttributeError, RuntimeError):  # an empty leftover package has no such function
        return None


def _has_card() -> bool:
    """Whether the driver of an NVIDIA card is loaded: cheap, and no context is made on it."""
    return (
        Path("/proc/driver/nvidia/version").exists()
        or Path("C:/Windows/System32/nvcuda.dll").exists()
    )


def load_onnx(path: Path, use: Literal["page", "lines"], device: str) -> OnnxNetwork:
    """A network from its ONNX file; on the processor where the card does not answer."""
    processors = usable_processors()
    side_by_side = use == "lines" and device == "CPU"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1 if side_by_side else processors
    options.inter_op_num_threads = 1
    options.log_severity_level = SILENT
    options.enable_cpu_mem_arena = False  # the arena keeps the largest page's memory for ever
    providers = [CARD, PROCESSOR] if device == "CUDA" else [PROCESSOR]
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=providers)
    except Exception as error:  # its own exceptions share no base class but this one
        reason = str(error).strip().splitlines()[-1][:200]
        raise EngineError(
            f"{path}：ONNX Runtime 不能运行这个模型（{reason}）；请换用完整的模型文件"
        ) from error
    return OnnxNetwork(session, min(processors, STREAMS) if side_by_side else 1)
