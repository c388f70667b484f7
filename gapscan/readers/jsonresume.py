"""JSON → text with headings, so that the layers above find sections as in any other résumé.

The fields of the JSON Resume schema get its usual headings and one line an entry; any other object is written out
as headings and "key: value" lines, in its own order. Numbers stay as they are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from gapscan.errors import DamagedFileError, LimitError
from gapscan.readers.plain import decode
from gapscan.records import RawText

# JSON is read in the process itself, and small values take much more room in Python than in the file.
MAX_BYTES = 4 * 2**20
# Deeper than any résumé; the walk below is recursive.
_MAX_DEPTH = 50
_HEADINGS = {
    "work": "Work Experience",
    "volunteer": "Volunteering",
    "education": "Education",
    "awards": "Awards",
    "certificates": "Certifications",
    "publications": "Publications",
    "skills": "Skills",
    "languages": "Languages",
    "interests": "Interests",
    "references": "References",
    "projects": "Projects",
}
# Fields that make the first line of an entry, in the order a person writes them.
_TITLES = (
    "position",
    "studyType",
    "area",
    "name",
    "title",
    "organization",
    "institution",
    "entity",
    "company",
    "language",
    "location",
)
_DATES = ("startDate", "endDate", "date", "releaseDate")
# Fields without words for a reader; dates and titles are written on their own.
_LEFT_OUT = frozenset({"url", "website", "image", "picture", "meta", "$schema", "latitude", "longitude", *_DATES})
# Without an end these go on; education without one may only be old.
_OPEN_ENDED = frozenset({"work", "volunteer", "projects"})


def read(data: bytes, *, name: str) -> RawText:
    """Read a JSON résumé.

    Args:
        data: The bytes of the file.
        name: What to call the file in messages.

    Returns:
        Headings, a line for the title and dates of each entry, and its sentences as list items.

    Raises:
        DamagedFileError: It is not valid JSON, or nested beyond any résumé.
        LimitError: It is larger than ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise LimitError(name, f"JSON of more than {MAX_BYTES // 2**20} MiB; a résumé is a thousand times smaller")
    text, notices = decode(data)
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        lines = list(_resume(value) if _is_resume(value) else _any(value, 0))
    except json.JSONDecodeError as error:
        raise DamagedFileError(name, f"not valid JSON at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise DamagedFileError(name, "JSON nested deeper than any résumé") from error
    return RawText("\n".join(lines), "built-in", notices=notices)


def _is_resume(value: Any) -> bool:
    return isinstance(value, dict) and ("basics" in value or len(_HEADINGS.keys() & value.keys()) > 1)


def _resume(value: dict[str, Any]) -> Iterator[str]:
    yield from _basics(value.get("basics"))
    for key, content in value.items():
        if key == "basics" or key in _LEFT_OUT:
            continue
        yield ""
        yield _HEADINGS.get(key) or _words(key)
        if not isinstance(content, list):
            yield from _any(content, 1)
            continue
        for entry in content:
            yield from _entry(entry, key)


def _basics(basics: Any) -> Iterator[str]:
    if not isinstance(basics, dict):
        yield from _any(basics, 1)
        return
    for key in ("name", "label"):
        if isinstance(basics.get(key), str):
            yield basics[key]
    location = basics.get("location")
    contact = [basics.get(key) for key in ("email", "phone", "url")] + [_place(location)]
    yield " | ".join(value for value in contact if isinstance(value, str) and value)
    rest = {
        k: v
        for k, v in basics.items()
        if k not in ("name", "label", "email", "phone", "location", "summary", *_LEFT_OUT)
    }
    yield from _any(rest, 1)
    if basics.get("summary"):
        yield from ("", "Summary")
        yield from _any(basics["summary"], 1)


def _place(value: Any) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return ""
    return ", ".join(v for key, v in value.items() if isinstance(v, str) and v and key not in _LEFT_OUT)


def _entry(entry: Any, section: str) -> Iterator[str]:
    """Yield an entry of a section: its title, its dates, its other fields."""
    if not isinstance(entry, dict):
        yield from _any(entry, 1)
        return
    if section in ("skills", "languages", "interests"):
        yield _labelled(entry)
        return
    title = [text for key in _TITLES if (text := _place(entry.get(key)))]
    if title:
        yield ", ".join(title)
    dates = _dates(entry, section)
    if dates:
        yield dates
    for key, content in entry.items():
        if key in _LEFT_OUT or (key in _TITLES and _place(content)):
            continue
        if isinstance(content, list):
            if key not in ("highlights", "roles"):
                yield f"{_words(key)}:"
            yield from (f"• {line}" for item in content for line in _any(item, 2))
        elif key in ("summary", "description"):
            yield from _any(content, 1)
        else:
            yield from _any({key: content}, 1)


def _labelled(entry: dict[str, Any]) -> str:
    """Return "Name (level): keyword, keyword" for an entry that is a label with words."""
    label = _place(entry.get("name")) or _place(entry.get("language"))
    level = _place(entry.get("level")) or _place(entry.get("fluency"))
    rest = {k: v for k, v in entry.items() if k not in ("name", "language", "level", "fluency", *_LEFT_OUT)}
    words = ", ".join(line for value in rest.values() for line in _any(value, 2))
    head = f"{label} ({level})" if label and level else label or level
    return f"{head}: {words}" if head and words else head or words


def _dates(entry: dict[str, Any], section: str) -> str:
    start, end, on = (_month(entry.get(key)) for key in ("startDate", "endDate", "date"))
    if start and not end and section in _OPEN_ENDED:
        end = "Present"
    return " – ".join(date for date in (start, end) if date) or on or _month(entry.get("releaseDate"))


def _month(value: Any) -> str:
    """Return a date to the month (YYYY-MM-DD is cut), anything else as it is written."""
    text = value if isinstance(value, str) else ""
    return text[:7] if len(text) == 10 and text[4] == text[7] == "-" else text


def _any(value: Any, depth: int) -> Iterator[str]:
    """Yield any value as lines: keys of the first level as headings, deeper ones before a colon."""
    if depth > _MAX_DEPTH:
        raise RecursionError
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _any(item, depth + 1)
    elif isinstance(value, dict):
        for key, content in value.items():
            if isinstance(content, str):
                yield f"{_words(key)}: {content}" if depth else f"\n{_words(key)}\n{content}"
            elif content not in (None, [], {}, True, False):
                yield f"{_words(key)}:" if depth else f"\n{_words(key)}"
                yield from _any(content, depth + 1)


def _words(key: str) -> str:
    """Return a key as a person would write it: workHistory and work_history become Work history."""
    spaced = "".join(
        f" {c.lower()}" if c.isupper() and i and not key[i - 1].isupper() else c for i, c in enumerate(key)
    )
    plain = " ".join(spaced.replace("_", " ").replace("-", " ").split())
    return plain[:1].upper() + plain[1:]
