"""Tests of notebooks/: each runs from its first cell to its last."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.apart

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebook_runs(path):
    """Ensures that a notebook is not a promise from an earlier version."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(path, as_version=4)

    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()

    assert all(cell.get("execution_count") for cell in notebook.cells if cell.cell_type == "code")
