"""What all tests share: the helpers beside them can be imported, and golden files are rewritten on request."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
# Tests are collected by file (importlib mode), so helpers such as sample_report need their folder on the path.
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))


def pytest_addoption(parser):
    """Add ``--update-golden``: write what the renderers say now; read the difference before you commit it."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite tests/golden from what the renderers say now"
    )
