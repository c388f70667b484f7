"""The JSON contracts as JSON Schema 2020-12: report, skills, job; they travel in the package.

A later 1.x may add fields, so the schemas let unknown ones pass; a missing or misshapen one fails.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAMES = ("report", "skills", "job")


def load(name: str) -> dict[str, Any]:
    """Return a schema by its name, one of NAMES.

    Raises:
        KeyError: There is no such schema.
    """
    if name not in NAMES:
        raise KeyError(name)
    schema: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8"))
    return schema
