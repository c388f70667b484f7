"""schema.org JobPosting in a page's JSON-LD, or a row of a CSV → the posting as plain text with headings.

Job boards write the whole posting into a script for search engines, often cleaner than the page around it. The fields
become sections whose headings the zones know; HTML inside them becomes lines.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import islice
from typing import Any

_OPENING = re.compile(rb"<script\b([^<>]{0,600})>", re.IGNORECASE)
_CLOSING = re.compile(rb"</script", re.IGNORECASE)
# No honest page holds more, and each costs a parse.
_MOST_SCRIPTS = 40
_MAX_SCRIPT = 2_000_000
_DEEPEST = 8
_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article header dd dt dl blockquote pre hr".split())
_SKIPPED = frozenset(("script", "style"))
# The field of JobPosting and the heading its text is given, in the order a reader expects.
_FIELDS = (
    ("description", ""),
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Required skills"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("eligibilityToWorkRequirement", "Requirements"),
    ("physicalRequirement", "Working conditions"),
    ("securityClearanceRequirement", "Requirements"),
    ("jobBenefits", "Benefits"),
    ("incentiveCompensation", "Compensation"),
)
# The columns of a CSV of postings, by the headings their text is given; the first is the title.
_COLUMNS = (
    (("title", "job title", "jobtitle", "position", "role", "job"), None),
    (("description", "job description", "jobdescription", "text", "posting", "body", "content", "details"), ""),
    (("responsibilities", "duties", "tasks"), "Responsibilities"),
    (("requirements", "qualifications", "required qualifications", "minimum qualifications"), "Requirements"),
    (("skills", "required skills", "key skills"), "Required skills"),
    (("preferred qualifications", "preferred", "nice to have", "desirable"), "Preferred qualifications"),
    (("education",), "Education"),
    (("benefits", "perks"), "Benefits"),
)
_DEGREES = {
    "high school": "High school diploma", "associate degree": "Associate's degree", "bachelor degree": "Bachelor's degree",
    "professional certificate": "Professional certificate", "postgraduate degree": "Master's degree",
}  # fmt: skip


def from_html(data: bytes) -> str | None:
    """Return the job posting that a page carries as JSON-LD, as plain text.

    Args:
        data: The bytes of the page.

    Returns:
        The title, then each field under its heading; None when the page carries no JobPosting.
    """
    if b"ld+json" not in data or b"JobPosting" not in data:
        return None
    for script in islice(_scripts(data), _MOST_SCRIPTS):
        for posting in _postings(_loaded(script), 0):
            text = _text(posting)
            if text:
                return text
    return None


def from_csv(text: str) -> str | None:
    """Return the posting in the first row of a CSV, as plain text; None when its header names no column that could hold one."""
    try:
        rows = list(islice(csv.DictReader(io.StringIO(text)), 1))
    except csv.Error:
        return None
    found = {" ".join(str(name).lower().replace("_", " ").split()): cell for name, cell in (rows[0] if rows else {}).items()}
    parts: list[str] = []
    for names, heading in _COLUMNS:
        body = _plain(_said(next((found[name] for name in names if found.get(name)), "")))
        if body:
            parts.append(f"{heading}:\n{body}" if heading else body)
    asked = {name for names, heading in _COLUMNS[1:] for name in names}
    return "\n\n".join(parts) + "\n" if asked & found.keys() and parts else None


def _scripts(data: bytes) -> Iterator[bytes]:
    """Yield the JSON-LD scripts of a page that name a JobPosting; an unclosed one ends the search."""
    opening = _OPENING.search(data)
    while opening:
        closing = _CLOSING.search(data, opening.end())
        if not closing:
            return
        script = data[opening.end() : closing.start()]
        if b"ld+json" in opening.group(1).lower() and b"JobPosting" in script and len(script) <= _MAX_SCRIPT:
            yield script
        opening = _OPENING.search(data, closing.end())


def _loaded(script: bytes) -> Any:
    text = script.decode("utf-8", "replace").strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    try:
        # Not strict: boards leave line breaks inside strings.
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _postings(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _postings(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if "JobPosting" in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
        for key in ("@graph", "mainEntity", "itemListElement", "item"):
            yield from _postings(value.get(key), depth + 1)


def _text(posting: dict[str, Any]) -> str:
    title = _plain(_said(posting.get("title") or posting.get("name")))
    parts = [title]
    shown = ""
    for field, heading in _FIELDS:
        body = _plain(_said(posting.get(field)))
        # Many boards repeat a field inside the description.
        if body and " ".join(body.split()) not in shown:
            parts.append(f"{heading}:\n{body}" if heading else body)
            shown += " " + " ".join(body.split())
    return "\n\n".join(part for part in parts if part).strip() + "\n" if len(parts) > 1 else ""


def _said(value: Any) -> str:
    """Return what a field says: text, a list of texts, or one of schema.org's objects for degrees and experience."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "\n".join(f"• {said}" for item in value if (said := _said(item)))
    if not isinstance(value, dict):
        return ""
    degree = value.get("credentialCategory")
    if isinstance(degree, str) and degree:
        return _DEGREES.get(degree.lower(), degree)
    months = value.get("monthsOfExperience")
    if isinstance(months, int | float | str) and str(months).strip().isdigit() and int(months) > 0:
        years = int(months) / 12
        return f"{years:g} years of experience" if years == int(years) else f"{int(months)} months of experience"
    return _said(value.get("description") or value.get("name") or value.get("value"))


class _Lines(HTMLParser):
    """Collects the text of a fragment, one block a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, a bullet at an item."""
        if tag in _SKIPPED:
            self._skipping += 1
        elif tag in _BLOCKS:
            self.parts.append("\n• " if tag == "li" else "\n\n" if tag[0] in "hp" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line at the end of a block."""
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
        elif tag in _BLOCKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is seen."""
        if not self._skipping:
            self.parts.append(data)


def _plain(text: str) -> str:
    if "&lt;" in text and "<" not in text:
        text = unescape(text)
    if "<" in text:
        reader = _Lines()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    else:
        text = unescape(text)
    lines = [" ".join(line.split()) for line in text.replace("\\n", "\n").split("\n")]
    kept: list[str] = []
    for line in lines:
        if line in ("", "•"):
            if kept and kept[-1]:
                kept.append("")
        elif kept and kept[-1] == "•":
            kept[-1] = f"• {line}"
        else:
            kept.append(line)
    return "\n".join(kept).strip()
