"""GapReport → one HTML file that stands alone: no script, no font, no image, nothing fetched.

The policy in its head allows the one style sheet by its digest and nothing else, so even a hole in the escaping could
not run or load anything. What a verdict's colour says, its words say too; folding is done by ``details``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from gapscan.records import GapReport, Mark, Quote, Stance
from gapscan.renderers import quotes, view
from gapscan.renderers.view import Headline
from gapscan.renderers.words import Part, Row
from gapscan.safety import html as escape

_QUOTE = 150
# A résumé of many pages stays readable; the JSON report has every mention.
_MOST_QUOTES = 400
_STANCES: tuple[tuple[Stance | None, str, str], ...] = (
    (Stance.HELD, "held", "shown"),
    (Stance.UNCERTAIN, "uncertain", "unclear"),
    (Stance.WANTED, "wanted", "intended"),
    (Stance.DENIED, "denied", "denied"),
    (Stance.OTHER, "other", "somebody else's"),
    (None, "refused", "not the skill"),
)
# Which of a table's columns holds the reasons.
_REASON = 3
_CLASSES = {stance: (name, word) for stance, name, word in _STANCES}


def render(report: GapReport) -> str:
    """Return a report as an HTML file that ends in a line break."""
    head = view.headline(report)
    policy = f"default-src 'none'; style-src '{_digest(_style())}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f'<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(head.verdict)}: {escape(head.resume)} for {escape(head.job)}</title>\n"
        f"<style>{_style()}</style>\n</head>\n<body>\n{_body(report)}</body>\n</html>\n"
    )


def fragment(report: GapReport) -> str:
    """Return a report as a piece of HTML with its own style, for a page that is already there (a notebook)."""
    return f"<style>{_style()}</style>\n{_body(report)}"


@cache
def _style() -> str:
    return Path(__file__).with_name("report.css").read_text(encoding="utf-8")


@cache
def _digest(style: str) -> str:
    # Imported here: only a whole page needs them, and a text report need not pay.
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def _body(report: GapReport) -> str:
    pieces = ['<main class="gapscan">\n', _head(view.headline(report))]
    pieces += [_part(part, report.quotes) for part in view.parts(report)]
    pieces += [_resume(report.quotes), f"<footer>{escape(view.origin(report))}</footer>\n</main>\n"]
    return "".join(pieces)


# --- the head ----------------------------------------------------------------------------------


def _head(head: Headline) -> str:
    as_of = f", as of {escape(head.as_of)}" if head.as_of else ""
    facts = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>\n" for label, text in head.facts)
    return (
        f'<h1>{escape(head.job)}</h1>\n<p class="about">{escape(head.resume)}{as_of}</p>\n<div class="head">\n<div>'
        f'<p class="verdict">{escape(head.verdict)}</p>{_bar(head.score)}</div>\n<dl>\n{facts}</dl>\n</div>\n'
    )


def _bar(score: float | None) -> str:
    if score is None:
        return ""
    return (
        f'<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="{score:g} of 100">'
        f'<rect class="all" width="100" height="4" rx="1"/>'
        f'<rect class="won" width="{score:g}" height="4" rx="1"/></svg>'
    )


# --- parts -------------------------------------------------------------------------------------


def _part(part: Part, found: Sequence[Quote]) -> str:
    title = f"<h2>{escape(part.heading)}</h2>"
    intro = f'<p class="intro">{escape(part.intro)}</p>\n' if part.intro else ""
    bare = part.compact and not any(row.note or row.because for row in part.rows)
    body = intro + (_names(part.rows) if bare else "".join(_table(part, found)))
    if part.folded:
        return f'<details class="{part.tone}">\n<summary>{title}</summary>\n{body}</details>\n'
    return f'<section class="{part.tone}">\n{title}\n{body}</section>\n'


def _names(rows: Sequence[Row]) -> str:
    lines = (f' <span class="lines">{escape(row.lines)}</span>' if row.lines else "" for row in rows)
    items = "".join(f"<li>{escape(row.label)}{beside}</li>" for row, beside in zip(rows, lines, strict=True))
    return f'<ul class="names">{items}</ul>\n'


def _table(part: Part, found: Sequence[Quote]) -> Iterator[str]:
    """Yield the pieces of a table; columns that no row fills are left out."""
    if not part.rows:
        return
    label, note, because = part.columns
    cells = [_cells(row, found) for row in part.rows]
    columns = (("Points", "points"), (label, "label"), (note, "note"), (because, "because"), ("Lines", "lines"))
    used = [index for index in range(len(columns)) if any(row[index] for row in cells)]
    heads = "".join(f'<th scope="col" class="{columns[index][1]}">{escape(columns[index][0])}</th>' for index in used)
    # Without reasons a table needs no more room than its words.
    short = "" if _REASON in used else ' class="short"'
    yield f"<table{short}>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in cells:
        yield f"<tr>{''.join(_cell(columns[index][1], row[index]) for index in used)}</tr>\n"
    yield "</tbody>\n</table>\n"


def _cell(name: str, content: str) -> str:
    return f'<th scope="row" class="label">{content}</th>' if name == "label" else f'<td class="{name}">{content}</td>'


def _cells(row: Row, found: Sequence[Quote]) -> tuple[str, str, str, str, str]:
    because = escape(row.because) + _quote(row, found)
    return escape(row.points), escape(row.label), escape(row.note), because, escape(row.lines)


def _quote(row: Row, found: Sequence[Quote]) -> str:
    excerpt = quotes.excerpt(found, row.place, most=_QUOTE) if row.place is not None else None
    if excerpt is None:
        return ""
    marked = _mark(excerpt.marked, excerpt.stance)
    return f"<q>“{escape(excerpt.before)}{marked}{escape(excerpt.after)}”</q>"


def _mark(text: str, stance: Stance | None) -> str:
    name, word = _CLASSES[stance]
    return f'<mark class="{name}" title="{escape(word)}">{escape(text)}</mark>'


# --- the résumé's own lines --------------------------------------------------------------------


def _resume(found: Sequence[Quote]) -> str:
    """Return the quoted lines of the résumé with every mark, and what the marks mean."""
    if not found:
        return ""
    present = {mark.stance for quote in found for mark in quote.marks}
    legend = " ".join(_mark(word, stance) for stance, _, word in _STANCES if stance in present)
    items = "".join(
        f'<li><span class="number">{quote.line}</span><span>{_marked(quote.text, quote.marks)}</span></li>\n'
        for quote in found[:_MOST_QUOTES]
    )
    more = f'<p class="intro">and {len(found) - _MOST_QUOTES} more</p>\n' if len(found) > _MOST_QUOTES else ""
    return (
        '<details class="plain">\n<summary><h2>The résumé, line by line</h2></summary>\n'
        f'<p class="intro">Every line that names a skill: {legend}</p>\n'
        f'<ol class="resume">\n{items}</ol>\n{more}</details>\n'
    )


def _marked(text: str, marks: Sequence[Mark]) -> str:
    pieces = []
    before = 0
    for mark in marks:
        pieces += [escape(text[before : mark.start]), _mark(text[mark.start : mark.end], mark.stance)]
        before = mark.end
    return "".join((*pieces, escape(text[before:])))
