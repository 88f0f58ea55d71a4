"""The tour runs from top to bottom on a new knowledge base, and is stored without outputs."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
TOUR = ROOT / "notebooks" / "01-tour.ipynb"


def test_no_outputs_are_stored() -> None:
    for cell in nbformat.read(TOUR, as_version=4).cells:
        if cell.cell_type == "code":
            assert not cell.outputs and cell.execution_count is None


# Jupyter's own libraries warn about event loops and old traitlets; that is not ours to mend.
@pytest.mark.filterwarnings("ignore")
def test_the_tour_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    tour = nbformat.read(TOUR, as_version=4)
    client = NotebookClient(tour, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    said = "\n".join(
        output.get("text", "") for cell in tour.cells for output in cell.get("outputs", ())
    )
    for words in ("忻银发〔2021〕49号", "地方法人金融机构", "flowchart TD", "hongtou_obligations",
                  "⊂", "Docs", "('obligations', 'must')"):  # fmt: skip
        assert words in said
    pictures = [
        output["data"]["text/html"] for cell in tour.cells for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]  # fmt: skip
    assert len(pictures) == 1
    for label in ("应当", "力争", "限额", "期限", "主体"):
        assert f">{label}</span>" in pictures[0]
    assert (tmp_path / "extracted" / "hongtou.db").exists()
