"""GapReport → str. One table says which formats there are; the command line takes its choices from it."""

from __future__ import annotations

from collections.abc import Callable

from gapscan.records import GapReport
from gapscan.renderers import as_html, as_json, as_markdown, as_text

RENDERERS: dict[str, Callable[[GapReport], str]] = {
    "text": as_text.render,
    "json": as_json.render,
    "markdown": as_markdown.render,
    "html": as_html.render,
}


def render(report: GapReport, fmt: str = "text") -> str:
    """Return a report in one of the formats of RENDERERS.

    Raises:
        KeyError: There is no such format (a programmer's mistake; the command line offers only those there are).
    """
    return RENDERERS[fmt](report)
