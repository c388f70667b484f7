"""GapReport → str. One table says which formats there are; the command line takes its choices from it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

from gapscan.records import GapReport


def _draw(module: str, report: GapReport) -> str:
    # A module is imported when its format is asked for: each costs milliseconds of a cold start.
    text: str = import_module(f"gapscan.renderers.{module}").render(report)
    return text


RENDERERS: dict[str, Callable[[GapReport], str]] = {
    "text": partial(_draw, "as_text"),
    "json": partial(_draw, "as_json"),
    "markdown": partial(_draw, "as_markdown"),
    "html": partial(_draw, "as_html"),
}


def render(report: GapReport, fmt: str = "text") -> str:
    """Return a report in one of the formats of RENDERERS.

    Raises:
        KeyError: There is no such format (a programmer's mistake; the command line offers only those there are).
    """
    return RENDERERS[fmt](report)
