"""Where data/ and models/ lie: inside the installed package (a wheel) or beside it (a checkout).

No other module builds a path to them, so the layout can change in one place.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
# hatchling's force-include puts both folders here in the wheel (pyproject.toml).
_SHIPPED = _PACKAGE / "_shipped"


@cache
def _root() -> Path:
    return _SHIPPED if (_SHIPPED / "data").is_dir() else _PACKAGE.parent


def data_path(*parts: str) -> Path:
    """Return the path of a file or folder in data/; it need not exist."""
    return _root().joinpath("data", *parts)


def model_path(*parts: str) -> Path:
    """Return the path of a file or folder in models/; it need not exist."""
    return _root().joinpath("models", *parts)


def compiled_path(name: str) -> Path:
    """Return the path of a generated index beside the models (see taxonomy.compile); it need not exist."""
    return _root().joinpath("models", "compiled", name)
