"""Skill → everything the taxonomy says of it, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from gapscan.records import Skill
from gapscan.renderers import as_text
from gapscan.safety import one_line

_WIDTH = 100


def render(skill: Skill) -> str:
    """Return one skill of the taxonomy as text; fields that say nothing are left out."""
    fields = [(label, one_line(text)) for label, text in _fields(skill) if text]
    size = max(len(label) for label, _ in fields) + 2
    lines = as_text.wrap(f"{one_line(skill.name)} ({one_line(skill.id)})", _WIDTH)
    for label, text in fields:
        for index, line in enumerate(as_text.wrap(text, _WIDTH - size - 2)):
            lines.append(f"  {as_text.pad(label if index == 0 else '', size)}{line}")
    return as_text.join([lines])


def _fields(skill: Skill) -> Iterator[tuple[str, str]]:
    yield "kind", skill.kind.value
    yield "category", skill.category
    yield "also written", ", ".join(skill.aliases)
    yield "only in this case", ", ".join(skill.cased)
    yield "ambiguous", ", ".join(skill.ambiguous)
    yield "implies", ", ".join(skill.implies)
    yield "nearby", ", ".join(skill.nearby)
    yield "example", skill.example
    yield "not to be found in", "; ".join(skill.near_miss)
    yield "documented in", "; ".join(f"{place.document}, {place.section}" for place in skill.documented_in)
