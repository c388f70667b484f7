"""GapReport → Markdown with tables, as GitHub shows them.

Every text from a file is escaped, so a résumé can't bring links, images or markup into the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gapscan import safety
from gapscan.records import GapReport, Quote
from gapscan.renderers import quotes, view
from gapscan.renderers.view import Headline
from gapscan.renderers.words import Part, Row

_QUOTE = 120


def render(report: GapReport) -> str:
    """Return a report as Markdown that ends in a line break."""
    blocks = [_head(view.headline(report))]
    blocks += [_part(part, report.quotes) for part in view.parts(report)]
    blocks.append(f"*{escape(view.origin(report))}*\n")
    return "\n".join(blocks)


def escape(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line: no entities, and no links made of bare addresses."""
    return safety.markdown(text).replace("&", "\\&").replace("://", "\\://").replace("www.", "www\\.")


def _head(head: Headline) -> str:
    as_of = f", as of {escape(head.as_of)}" if head.as_of else ""
    facts = "".join(f"- {escape(label)}: {escape(text)}\n" for label, text in head.facts)
    return f"# {escape(head.resume)} for {escape(head.job)}{as_of}\n\n**{escape(head.verdict)}**\n\n{facts}"


def _part(part: Part, found: Sequence[Quote]) -> str:
    intro = f"{escape(part.intro)}\n\n" if part.intro else ""
    bare = part.compact and not any(row.note or row.because for row in part.rows)
    body = _names(part.rows) if bare else "".join(_table(part, found))
    return f"## {escape(part.heading)}\n\n{intro}{body}"


def _names(rows: Sequence[Row]) -> str:
    """Return rows that are mere names as one sentence."""
    return ", ".join(escape(row.label) + (f" ({row.lines})" if row.lines else "") for row in rows) + "\n"


def _table(part: Part, found: Sequence[Quote]) -> Iterator[str]:
    """Yield the lines of a table; columns that no row fills are left out."""
    if not part.rows:
        return
    label, note, because = part.columns
    heads = ("Points", label, note, because, "Lines", "Quote")
    rows = [_row(row, found) for row in part.rows]
    used = [index for index in range(len(heads)) if any(row[index] for row in rows)]
    yield _line([heads[index] for index in used])
    yield _line(["---:" if index == 0 else "---" for index in used])
    for row in rows:
        yield _line([row[index] for index in used])


def _row(row: Row, found: Sequence[Quote]) -> tuple[str, ...]:
    texts = (row.points, row.label, row.note, row.because, row.lines)
    return (*(escape(text) for text in texts), _quote(row, found))


def _quote(row: Row, found: Sequence[Quote]) -> str:
    excerpt = quotes.excerpt(found, row.place, most=_QUOTE) if row.place is not None else None
    if excerpt is None:
        return ""
    # Bold only holds when no blank stands inside the stars.
    marked = excerpt.marked.strip()
    bold = f"**{escape(marked)}**" if marked else ""
    return f"{_edge(excerpt.before)}{bold}{_edge(excerpt.after)}"


def _edge(text: str) -> str:
    """Escape a text that stands beside another one: the blanks at its ends stay."""
    before = " " if text.startswith(" ") else ""
    after = " " if text.endswith(" ") and text.strip() else ""
    return f"{before}{escape(text)}{after}"


def _line(texts: Sequence[str]) -> str:
    return f"| {' | '.join(texts)} |\n"
