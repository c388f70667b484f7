"""data/taxonomy/degrees.jsonl → the forms of degrees, the patterns that find them, and the names of fields.

A form is looked for in every way people write it (B.Tech, BTech, B. TECH, btech). The patterns are built as a tree of
letters, so that a search tries one branch a letter; everyday words that a form would be without its dots ("be", "med")
are left out of the small-letter ways.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gapscan.records import DegreeLevel
from gapscan.resources import data_path

_JOINT, _DOT, _FULL_STOP = r"(?:\.\s?|[- ])?", r"(?:\.\s?)?", r"\.\s?"
_END = r"(?![A-Za-z0-9]|\.[A-Za-z](?![a-z]))"
# Only these are looked for in small letters: bachelor, master, PhD, doctorate and their like.
_SMALL_INITIALS = ("b", "d", "m", "p")
_VOWELS = re.compile(r"[eiou]", re.IGNORECASE)
_LONGEST_NAME = 5
# A name this short ("it", "ee", "art") is a field by itself, not inside a phrase.
_SHORTEST_INSIDE = 4

Ways = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a degree: its level, the field it implies (None for none), and where it counts.

    ``where`` is ``anywhere``; ``word`` (an everyday word: needs "of", "in", "degree"); ``context`` (two letters: needs
    a field or its own place on the line); ``education`` (only among the studies); ``edge`` (only among the studies or
    before "in"); ``spare`` (only among the studies, where the line names no other degree).
    """

    id: str
    level: DegreeLevel
    where: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of study: the ids of the fields that it is equivalent to, and whether it is a technical or natural science."""

    id: str
    fits: tuple[str, ...]
    stem: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Forms by their letters, fields by their names and ids, and what finds forms by capital and small initials.

    ``capital`` finds all forms, ``elsewhere`` those that count outside of the studies too.
    """

    forms: Mapping[str, Form]
    names: Mapping[str, Field]
    fields: Mapping[str, Field]
    capital: re.Pattern[str]
    elsewhere: re.Pattern[str]
    small: tuple[re.Pattern[str], ...]


@cache
def load() -> Table:
    """Load the table; later calls return the same one."""
    lines = data_path("taxonomy", "degrees.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    forms: dict[str, Form] = {}
    names: dict[str, Field] = {}
    fields: dict[str, Field] = {}
    written: list[tuple[str, Form]] = []
    for record in records:
        if record["kind"] == "degree":
            form = Form(record["id"], DegreeLevel(record["level"]), record["where"], record["field"])
            forms |= {letters(name): form for name in record["names"]}
            written += [(name, form) for name in record["names"]]
        else:
            field = Field(record["id"], tuple(record["fits"]), record["stem"])
            fields[field.id] = field
            names |= {plain(name): field for name in record["names"]}
    capital, small = _patterns(written)
    elsewhere, _ = _patterns([(name, form) for name, form in written if form.where not in ("education", "spare")])
    return Table(forms, names, fields, capital, elsewhere, small)


def letters(form: str) -> str:
    """Return the key of a form: its letters and digits, small."""
    return "".join(c for c in form.lower() if c.isalnum() or c == "+")


def plain(words: str) -> str:
    """Return the key of the name of a field: small, "&" as "and", without dots, slashes and hyphens."""
    return " ".join(words.lower().replace("&", " and ").replace(".", "").replace("/", " ").replace("-", " ").split())


def field_ids(words: str) -> frozenset[str]:
    """Return the ids of the fields that some words name; empty when none is known."""
    names = load().names
    key = plain(words)
    if key in names:
        return frozenset((names[key].id,))
    tokens = key.split()
    found: set[str] = set()
    position = 0
    while position < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - position), 0, -1):
            name = " ".join(tokens[position : position + size])
            if name in names and len(name) >= _SHORTEST_INSIDE:
                found.add(names[name].id)
                position += size - 1
                break
        position += 1
    return frozenset(found)


def is_field(name: str) -> bool:
    """Tell whether a phrase is a field, or begins or ends with one: "Technology Management", not "Stanford"."""
    names = load().names
    key = plain(name)
    if key in names:
        return len(key) >= _SHORTEST_INSIDE or name.isupper()
    tokens = key.split()
    if any(" ".join(tokens[:size]) in names for size in range(min(_LONGEST_NAME, len(tokens) - 1), 1, -1)):
        return True
    ends = (tokens[-1], " ".join(tokens[-2:])) if len(tokens) > 1 else ()
    return any(len(end) >= _SHORTEST_INSIDE and end in names for end in ends)


# --- patterns ----------------------------------------------------------------------------------


def _written(name: str, where: str) -> Iterator[Ways]:
    """Yield the ways to write a form, each as pieces to put together: with and without dots, in capitals, small."""
    if not _is_abbreviation(name):
        small = (name.lower(),) if where == "word" else ()
        for typed in dict.fromkeys((name, name.upper(), *small)):
            ending = (r"\.?",) if "." in name else ()
            yield (*(re.escape(letter) if letter != " " else r"[ \n]" for letter in typed), *ending)
        return
    for typed in dict.fromkeys((name, name.upper(), name.capitalize(), name.lower())):
        parts = typed.replace(" ", "").split(".")
        word = "".join(parts)
        joint = _JOINT if len(word) > 2 else _DOT
        folded = typed != name and not typed.isupper()
        if folded and (len(word) < 3 or (len(word) == 3 and _VOWELS.search(word))):
            # "b.e." and "m.ed." may be degrees, "be" and "med" are words.
            yield (*(piece for part in parts[:-1] for piece in (*part, _FULL_STOP)), *parts[-1], _FULL_STOP)
        else:
            yield (*(piece for part in parts[:-1] for piece in (*part, joint)), *parts[-1], r"\.?")


def _is_abbreviation(name: str) -> bool:
    return "." in name[:3] and len(name) <= 10 and " " not in name.replace(". ", ".")


def _patterns(names: Sequence[tuple[str, Form]]) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """Join the ways to write forms into a pattern for capital initials and one for each small initial.

    A pattern with a single initial runs at memory speed, one with many skips to them.
    """
    tree: dict[str, Any] = {}
    for name, form in names:
        for way in _written(name, form.where):
            node = tree
            for piece in way:
                node = node.setdefault(piece, {})
            node[""] = {}
    small = {initial: node for initial, node in tree.items() if initial in _SMALL_INITIALS}
    large = {initial: node for initial, node in tree.items() if not initial.islower()}
    one_each = tuple(re.compile(_alternatives({initial: node}) + _END) for initial, node in small.items())
    return re.compile(_alternatives(large) + _END), one_each


def _alternatives(node: dict[str, Any]) -> str:
    """Return the pattern of a tree of pieces; letters before joints."""
    ways = [piece + _alternatives(below) for piece, below in sorted(node.items(), key=_letters_first) if piece]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"
    return f"(?:{joined})?" if "" in node else joined


def _letters_first(item: tuple[str, dict[str, Any]]) -> tuple[bool, str]:
    return len(item[0]) > 1, item[0]
