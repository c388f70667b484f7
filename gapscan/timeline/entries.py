"""Dates → the dated entries of a résumé, each with the text it covers and its kind.

Whether the title of an entry stands above its date, beside it or below it is read off the first entry of a section,
where nothing but the title can stand between the heading and the date, and kept for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise

from gapscan.records import Document, Month, Period, SectionKind
from gapscan.timeline import dates, layout
from gapscan.timeline.dates import Dated
from gapscan.timeline.layout import LONGEST_LINE, STRIP, VERB_FIRST, Fit, Placed, Region, names_work
from gapscan.timeline.words import BULLETS, TABLE_HEADINGS, TITLE_LABELS

# No résumé has more; a text that seems to is not one, and must not take longer for it.
_MOST_ENTRIES = 200
_MOST_TITLE_LINES = 4
_MOST_GUESSED_TITLE_LINES = 2
_LONGEST_TITLE = 90
_ABBREVIATED = (
    "Inc.", "Ltd.", "Corp.", "Co.", "LLC.", "L.P.", "Jr.", "Sr.", "S.A.", "B.V.", "Pvt.", "U.S.", "U.K.", "U.S.A.",
)  # fmt: skip
# By first letters, upper case: the search can then skip to them.
_DEGREE = re.compile(
    r"(?:Bachelor|BACHELOR|Master['’]?s? (?:of|in|Degree|degree)|MASTER|B\.[A-Z]|B\.Tech|BSc|M\.S|MSc|Ph\.?D|MBA|Diplom"
    r"|GPA|Licence|Associate (?:of|in))"
)
_SCHOOL = re.compile(
    r"(?:High School|Degree|DEGREE|Universi|UNIVERSI|College|Institute of Tech|Technical Institute|Academy|Student"
    r"|Certificate of Ed)"
)


def find(document: Document, reference: int, *, guess: bool = False, short_years: bool = False) -> list[Period]:
    """Return the dated entries, in text order.

    Args:
        document: With its sections; dates in hidden text are left out.
        reference: ``Month.index`` of the month that "present" means.
        guess: Look for work in sections that usually hold none; only ranges are taken there.
        short_years: See ``dates.find``.
    """
    found: list[Period] = []
    for region in layout.plausible(document) if guess else layout.regions(document, reference):
        inside = dates.find(document.text, reference, region.start, region.end, short_years=short_years)
        if document.hidden:
            inside = [d for d in inside if not any(h.start < d.end and d.start < h.end for h in document.hidden)]
        if inside:
            found.extend(_periods(document.text, region, inside))
    return found


def _periods(text: str, region: Region, found: Sequence[Dated]) -> Iterator[Period]:
    taken = _refined(list(islice(layout.accepted(text, region, layout.place(text, region, found)), _MOST_ENTRIES)))
    if not taken:
        return
    starts = _starts(text, region, taken)
    ends = [*(b if b > a else 0 for a, b in pairwise(starts)), region.end]
    for index in range(len(ends) - 2, -1, -1):
        # Two ranges of one entry ("2015–2017, 2019–2020") share its text.
        ends[index] = ends[index] or ends[index + 1]
    for each, start, end in zip(taken, starts, ends, strict=True):
        kind = _kind(text, region, each, start, end)
        if kind is None:
            continue
        dated = each.dated
        quote = " ".join(text[dated.start : dated.end].split())
        yield Period(_month(dated.first), _month(dated.last), start, end, kind, quote, dated.current)


@lru_cache(maxsize=2048)
def _month(index: int) -> Month:
    return Month(index // 12, index % 12 + 1)


def _refined(taken: list[Placed]) -> list[Placed]:
    """Let written months beat written years: "Acme 2014–2022" above "Jun 2014 – Dec 2018" starts in June."""
    if all(each.dated.exact for each in taken):
        return taken
    for index, each in enumerate(taken):
        years = each.dated
        if years.exact or years.single:
            continue
        inner: list[Dated] = []
        for other in taken[index + 1 :]:
            if other.dated.first // 12 < years.first // 12 or other.dated.last // 12 > years.last // 12:
                break
            inner.append(other.dated)
        if inner and all(dated.exact for dated in inner):
            first, last = min(d.first for d in inner), max(d.last for d in inner)
            first = first if first // 12 == years.first // 12 else years.first
            last = last if last // 12 == years.last // 12 else years.last
            taken[index] = each._replace(dated=years._replace(first=first, last=last))
    return taken


# --- which text an entry covers ----------------------------------------------------------------


def _starts(text: str, region: Region, taken: Sequence[Placed]) -> list[int]:
    """Return where each entry starts; the same place twice for two ranges of one entry."""
    starts: list[int] = []
    floor = region.start
    limit, over_blank = _MOST_GUESSED_TITLE_LINES if region.guessed else _MOST_TITLE_LINES, True
    for index, each in enumerate(taken):
        if index and _same_entry(text, taken[index - 1], each):
            starts.append(starts[-1])
        elif each.fit is Fit.ENTRY:
            start, lines, crossed = _title(text, floor, each.line_start, limit, over_blank=over_blank)
            starts.append(start)
            if not index:
                limit, over_blank = lines, crossed
        else:
            starts.append(each.line_start)
        floor = each.line_end
    return starts


def _same_entry(text: str, one: Placed, two: Placed) -> bool:
    between = text[one.dated.end : two.dated.start]
    return "\n" not in between and not between.strip(STRIP + "&")


def _title(text: str, floor: int, start: int, limit: int, *, over_blank: bool) -> tuple[int, int, bool]:
    """Walk up over the title lines above a date.

    Returns:
        Where the title starts, how many lines were taken, and whether blank lines stand between them.
    """
    lines, blanks, crossed = 0, 0, False
    position = start
    while lines < limit and position > floor:
        above = max(floor, text.rfind("\n", floor, position - 1) + 1)
        line = text[above:position].strip()
        if not line:
            blanks += 1
            if blanks > 2 or not over_blank:
                break
        elif _is_title(line):
            crossed = crossed or blanks > 0
            start, lines, blanks = above, lines + 1, 0
        else:
            break
        position = above
    return start, lines, crossed


def _is_title(line: str) -> bool:
    """Tell whether a line above a date may be the title of its entry: no bullet, sentence, list or table heading."""
    if len(line) > _LONGEST_TITLE or (line[0] in BULLETS and not line[:2].isalpha()) or line[0].islower():
        return False
    if line[-1] in ".;" and not line.endswith(_ABBREVIATED):
        return False
    if VERB_FIRST.match(line):
        return False
    if line.split(None, 1)[0].lower() in TABLE_HEADINGS and ("|" in line or "\t" in line or "  " in line):
        return not TABLE_HEADINGS.issuperset(line.replace("|", " ").lower().split())
    if ":" not in line:
        return True
    label, _, rest = line.partition(":")
    return not rest.strip() or label.strip(STRIP).lower() in TITLE_LABELS


# --- what an entry is --------------------------------------------------------------------------


def _below(text: str, line_end: int, end: int) -> str:
    """Return what may go on with a title below its date: the next lines up to the first bullet or piece of text."""
    below = text[line_end : min(end, line_end + _LONGEST_TITLE)]
    kept: list[str] = []
    for line in below.split("\n", 3)[:3]:
        if line[:1] in BULLETS:
            break
        kept.append(line.strip().split("  ", 1)[0])
    return " ".join(kept)


def _kind(text: str, region: Region, each: Placed, start: int, end: int) -> SectionKind | None:
    """Return the kind of an entry, None when a guess is not borne out; studies among the work are studies."""
    kind = region.kind
    if not (region.guessed or kind is SectionKind.EXPERIENCE or (region.mixed and kind is SectionKind.EDUCATION)):
        return kind
    title = text[start : each.line_end][-LONGEST_LINE:]
    if region.guessed or region.mixed:
        title += _below(text, each.line_end, end)
    if kind is SectionKind.EXPERIENCE:
        return SectionKind.EDUCATION if _DEGREE.search(title) and not names_work(title) else kind
    works = names_work(title)
    studies = _DEGREE.search(title) is not None or (not works and _SCHOOL.search(title) is not None)
    if studies and not works:
        return SectionKind.EDUCATION
    # A text of some length under a date is more than a line in a list of memberships.
    told = end - each.line_end > _LONGEST_TITLE
    if kind is SectionKind.EDUCATION:
        flat = told and not each.dated.single and "\n" not in text[start:end]
        return SectionKind.EXPERIENCE if not studies and (works or flat) else kind
    return SectionKind.EXPERIENCE if works or told or kind is SectionKind.HEADER else None
