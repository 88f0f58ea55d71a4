"""Networks and what runs them: OpenVINO before ONNX Runtime, a graphics card before both."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol

from hongtou.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Tensor = NDArray[np.float32]

__all__ = ["WAY_OUT", "Network", "Runtime", "load_network", "pick_runtime"]

WAY_OUT: Final = "请运行 pip install 'hongtou[ocr]' 安装识别功能"

Runtime = Literal["openvino", "onnxruntime"]
Use = Literal["page", "lines"]


class Network(Protocol):
    """A network that is ready to run."""

    def run(self, batches: "Iterable[Tensor]", keep: "Callable[[int, Tensor], None]") -> None:
        """Run all ``batches``, several at a time; give ``keep`` each one's number and answer.

        The answer is only valid within the call, which may come from any thread and in any order.
        """


@lru_cache(maxsize=1)
def pick_runtime() -> tuple[Runtime, str]:
    """What runs networks here, and on which device: ``("openvino", "CPU")``.

    Raises:
        EngineError: If neither OpenVINO nor ONNX Runtime is installed.
    """
    vino, onnx = (find_spec(name) is not None for name in ("openvino", "onnxruntime"))
    if onnx:
        from hongtou.read.ocr.engines.onnx_runtime import find_device

        card = find_device()
        if card is not None:
            return "onnxruntime", card
    if vino:
        from hongtou.read.ocr.engines.vino import find_card

        return "openvino", find_card() or "CPU"
    if onnx:
        return "onnxruntime", "CPU"
    raise EngineError(f"没有安装 OpenVINO 或 ONNX Runtime，无法运行识别模型；{WAY_OUT}")


def load_network(path: Path, use: Use) -> Network:
    """A network from its ONNX file.

    Args:
        path: The file.
        use: ``page`` runs one large picture on all processors, ``lines`` many small ones side
            by side.

    Raises:
        EngineError: If nothing can run it or the file holds no network.
    """
    runtime, device = pick_runtime()
    if runtime == "openvino":
        from hongtou.read.ocr.engines.vino import load_openvino

        return load_openvino(path, use, device)
    from hongtou.read.ocr.engines.onnx_runtime import load_onnx

    return load_onnx(path, use, device)
