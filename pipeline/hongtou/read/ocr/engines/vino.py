"""OpenVINO runs the networks: on Intel processors three times as fast as ONNX Runtime."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import openvino

from hongtou.errors import EngineError
from hongtou.read.ocr.engines.machine import usable_processors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Tensor = NDArray[np.float32]

__all__ = ["find_card", "load_openvino"]

STREAMS: Final = 8  # lines side by side at most: each stream keeps its own intermediate pictures
# Shapes whose kernels are kept; more of them make a long batch grow.
KERNELS: Final = 256


@dataclass(frozen=True)
class VinoNetwork:
    """A network compiled by OpenVINO."""

    queue: Any  # openvino.AsyncInferQueue

    def run(self, batches: "Iterable[Tensor]", keep: "Callable[[int, Tensor], None]") -> None:
        """Run all batches, as many at a time as there are streams."""
        failures: list[BaseException] = []

        def done(request: Any, number: int) -> None:
            try:
                keep(number, request.get_output_tensor(0).data)
            except Exception as error:  # the queue would only print it
                failures.append(error)

        self.queue.set_callback(done)
        for number, batch in enumerate(batches):
            self.queue.start_async({0: batch}, number)
        self.queue.wait_all()
        if failures:
            raise failures[0]


@lru_cache(maxsize=1)
def _core() -> Any:
    return openvino.Core()


def find_card() -> str | None:
    """The graphics card that OpenVINO can use, ``None`` where there is none."""
    try:
        cards = [name for name in _core().available_devices if name.startswith("GPU")]
    except RuntimeError:  # a driver that does not answer is no card
        return None
    return cards[0] if cards else None


def load_openvino(path: Path, use: Literal["page", "lines"], device: str) -> VinoNetwork:
    """A network from its ONNX file.

    Numbers are 32 bits wide everywhere: left alone, OpenVINO takes 16 bits where the processor
    has them, and the same page would read differently on another machine.
    """
    settings: dict[str, Any] = {
        "PERFORMANCE_HINT": "LATENCY" if use == "page" else "THROUGHPUT",
        "INFERENCE_PRECISION_HINT": "f32",
    }
    if device == "CPU":
        processors = usable_processors()
        settings |= {
            "INFERENCE_NUM_THREADS": processors,
            "NUM_STREAMS": 1 if use == "page" else min(processors, STREAMS),
            "ENABLE_CPU_PINNING": False,  # several workers would sit on the same processors
            "CPU_RUNTIME_CACHE_CAPACITY": KERNELS,
        }
    try:
        model = _core().compile_model(str(path), device, settings)
        return VinoNetwork(openvino.AsyncInferQueue(model))
    except RuntimeError as error:
        if device != "CPU":  # a card without memory or with an old driver
            return load_openvino(path, use, "CPU")
        reason = str(error).strip().splitlines()[-1][:200]
        raise EngineError(
            f"{path}：OpenVINO 不能运行这个模型（{reason}）；请换用完整的模型文件"
        ) from error
