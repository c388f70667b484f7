"""Text → the dates and date ranges in it, as months. Finds them; whether one dates an entry is for ``entries``.

Every date has a year, and a year is cheap to find: two literal scans give the few places worth a look, the words left
of a year give its month, and two dates with nothing but a connector between them are a range. No pattern ever runs
over the whole text, which keeps the cost at a few microseconds a date.

How a date becomes months (the published rule; a month counts whole on both sides):

* "Jan 2019 – Mar 2020": from January 2019 to March 2020, 15 months.
* Years only: "2017–2019" counts two years, July 2017 to June 2019. Nobody knows the months; the middle of the year is
  right on average, where January to December would add a year and overlap the neighbouring job.
* "2018" or "2018–2018": the whole year, 12 months.
* A season is three months (spring is March to May, winter January to March), a quarter three, "early" is February,
  "mid" July, "late" November.
* "Present" is the reference month; nothing reaches beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Dated(NamedTuple):
    """A date or range: where it stands, its first and last month as ``Month.index``, and how it was written.

    ``current`` when it goes on to the reference month or beyond; ``single`` for one date instead of a range;
    ``exact`` when the months are written; ``suspect`` when the year may be a number of another kind.
    """

    start: int
    end: int
    first: int
    last: int
    current: bool
    single: bool
    exact: bool
    suspect: bool


class _Atom(NamedTuple):
    """One date: its months, whether they are written, and the month of the other order of "01/02/2019" (or -1)."""

    start: int
    end: int
    first: int
    last: int
    exact: bool
    suspect: bool
    other: int


_Token = tuple[int, int, int]

# Literal beginnings, so that the scan runs at memory speed.
_YEARS = (re.compile(r"20[0-4]\d(?!\d)"), re.compile(r"19[5-9]\d(?!\d)"))
_SHORT = (("'", re.compile(r"'(\d\d)(?![\d\w])")), ("’", re.compile(r"’(\d\d)(?![\d\w])")))
_SPACED = (("", re.compile(r"[ /.\-](\d\d)(?![\d\w]|[/.,]\d)")),)

_SPRING, _SUMMER, _AUTUMN, _WINTER = (3, 5), (6, 8), (9, 11), (1, 3)
# English, German, French, Spanish, Portuguese, Italian, Dutch names; abbreviations as people write them.
_MONTH_NAMES = (
    "jan january januar janvier janv enero ene janeiro gennaio gen januari",
    "feb february februar février fév fevrier febrero fevereiro fev febbraio februari",
    "mar march mär märz mars marzo março maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maio maggio mag mei",
    "jun june juni juin junio junho giugno giu",
    "jul july juli juillet juil julio julho luglio lug",
    "aug august août aout agosto ago augustus",
    "sep sept september septembre septiembre setembro set settembre",
    "oct october okt oktober octobre octubre outubro out ottobre ott",
    "nov november novembre noviembre novembro",
    "dec december dez dezember déc décembre diciembre dic dezembro dicembre",
)
_MONTHS: dict[str, tuple[int, int]] = {
    **{name: (number, number) for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()},
    "spring": _SPRING, "summer": _SUMMER, "autumn": _AUTUMN, "fall": _AUTUMN, "winter": _WINTER,
    "frühling": _SPRING, "sommer": _SUMMER, "herbst": _AUTUMN, "été": _SUMMER, "verano": _SUMMER,
    "early": (2, 2), "mid": (7, 7), "late": (11, 11),
}  # fmt: skip
# As people type them: looking up three spellings is faster than folding each word.
_MONTHS |= {typed: months for name, months in _MONTHS.items() for typed in (name.title(), name.upper())}
# Only with "of": "end of 2019" dates something, "front end 2019" may not.
_PARTS = {"end": (12, 12), "start": (1, 1), "beginning": (1, 1), "middle": (7, 7)}
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
# A year after one of these is part of a name ("SQL Server 2012") or of another kind of fact ("Class of 2018").
_NOT_DATES = frozenset(
    "server windows office excel word access exchange sharepoint visio outlook powerpoint photoshop autocad "
    "studio visual revit solidworks sql vista dynamics navision project of top iso iec ieee es ecma cve "
    "copyright rfc batch version release edition model suite room apt box pmp no nr number".split()
)
_PLAIN_ENDS = ("", " ", "\n", "\t", ")", "-", "–", "—", ";", "|", "]")
_MARKS = ("$", "€", "£", "#", "@", "_", "=", "&", "+")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüéèûôàçãñÄÖÜÉ"
_JOINTS = " \t\u00a0.,'’/-–—\u00ad"
_BLANKS = " \t\u00a0"
_CONNECTORS = frozenset(
    "- – — − ‐ ‑ ― ­ -- --- –– -> → –> ~ to till until til through thru up_to bis al hasta a à au até tot and_to "
    "| -exp –exp -expected –expected to_exp to_expected".split()
)
_COMMON_CONNECTORS = (" - ", " – ", "-", "–", " to ", " — ")
_CONNECTOR_NOISE = " \t\n\r\u00a0()[],.'’·*_"
_LONGEST_CONNECTOR = 24
_OPEN_WORDS = (
    r"(?:present|current(?:ly)?|now|today|ongoing|to\s?date|date|heute|aujourd'hui|ce\sjour|actualidad|actual"
    r"|presente|atual|oggi|heden|nu)"
)
_OPEN = re.compile(
    r"[\s,.)\u00a0\u00ad]{0,4}(?:(?:[-–—−‐‑―~→|]{1,3}>?|to|till|until|til|through|thru|bis|hasta|à|a|al)[\s(\u00a0]{0,3}"
    r"(?:the\s|till\s|at\s)?" + _OPEN_WORDS + r"(?![a-z])(?:\s(?:day|time|date)\b)?"
    # Without a connector (lost in conversion) only words that can't begin a sentence about the present.
    r"|[\s,.)\u00a0]{0,2}(?:present|current|to\sdate|till\s(?:date|now)|ongoing|onwards?|\+(?![\w.]))(?![a-z])"
    r"(?=\s*(?:$|\n|[):|,;.·•A-Z]|\s\s)))",
    re.IGNORECASE,
)
_OPENING = tuple("-–—−‐‑―~→|+pPcCtTuUoObBhHàaA")
_BEFORE_OPENING = " \t\n\r\u00a0\u00ad,.)"
_DASHES = ("-", "–", "—", "−", "‐", "t", "u")
_DANGLING = re.compile(r"[ \t\u00a0]{0,3}(?:[-–—−‐]|to|till|until)[ \t\u00a0]{0,40}(?:\n|$)", re.IGNORECASE)
_PRESENT_ENDS_LINE = re.compile(_OPEN_WORDS + r"[ \t\)]{0,8}$", re.IGNORECASE)
_SINCE = frozenset(("since", "seit", "desde", "depuis", "from"))
_ISO_MONTH = re.compile(r"(?:[-/.]| / )(0[1-9]|1[0-2])(?:[-/.](?:0[1-9]|[12]\d|3[01]))?(?![\d\w]|[-–—]\d)")
_END_OF_RANGE = re.compile(r"\s?[-–—/]\s?['’]?(\d\d)(?![\d\w]|[.,/:%]\d)")
_NUMERIC = re.compile(r"(?:(?<!\d)(\d{1,2})\s?[./-]\s?)?(?<!\d)(\d{1,2})$")
_DAY = re.compile(r"(?<![\d.])(\d{1,2})$")
_FULL_DATE = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](?:19|20)\d\d")
# No working life is longer; a "range" that is was something else.
_LONGEST_MONTHS = 60 * 12


def find(text: str, reference: int, start: int = 0, end: int | None = None, *, short_years: bool = False) -> list[Dated]:
    """Find every date and range in a part of a text, in order, none overlapping.

    Args:
        text: Searched as it is.
        reference: ``Month.index`` of the month that "present" means; later months are cut off.
        start: Where the part starts.
        end: Where it ends; None for the end of the text.
        short_years: Also take "Jan 19 – Mar 20" and "03/18 – 05/20"; slower, and only ranges are taken.
    """
    tokens = _tokens(text, start, len(text) if end is None else end, reference, short_years=short_years)
    if not tokens:
        return []
    return _pair(text, start, _atoms(text, start, tokens), reference, ranges_only=short_years)


def _tokens(text: str, low: int, high: int, reference: int, *, short_years: bool) -> list[_Token]:
    """Return start, end and number of everything that may be a year, in order."""
    found = [(m.start(), m.end(), int(m.group())) for pattern in _YEARS for m in pattern.finditer(text, low, high)]
    for mark, pattern in (*_SHORT, *_SPACED) if short_years else _SHORT:
        if mark and text.find(mark, low, high) == -1:
            continue
        for match in pattern.finditer(text, low, high):
            number = int(match.group(1))
            recent = number <= reference // 12 % 100 + 6
            if recent or number >= 50:
                found.append((match.start(1), match.end(), (2000 if recent else 1900) + number))
    found.sort()
    return found


def _atoms(text: str, floor: int, tokens: Sequence[_Token]) -> list[_Atom]:
    atoms: list[_Atom] = []
    for start, end, year in tokens:
        if start < floor:
            continue
        atom = _atom(text, floor, start, end, year * 12)
        floor = end
        if atom is not None:
            atoms.append(atom)
            floor = atom.end
    if any(atom.other >= 0 for atom in atoms) and not _day_first(text):
        atoms = [a if a.other < 0 else a._replace(first=a.other, last=a.other) for a in atoms]
    return atoms


def _day_first(text: str) -> bool:
    """Tell by the dates that allow one reading only whether the day stands first; it does when nothing tells."""
    votes = 0
    for first, second in _FULL_DATE.findall(text):
        one, two = int(first), int(second)
        if max(one, two) > 12:
            votes += 1 if one > two else -1
        # The first of a month is the commonest day.
        elif (one == 1) != (two == 1):
            votes += 1 if one == 1 else -1
    return votes >= 0


def _atom(text: str, floor: int, start: int, end: int, base: int) -> _Atom | None:
    """Return the date that a year belongs to, or None when the number is not a year; ``base`` is its January."""
    left = text[floor if floor > start - 24 else start - 24 : start]
    stem = left.rstrip(_JOINTS)
    cut = len(stem.rstrip(_LETTERS))
    plain = text[end : end + 1] in _PLAIN_ENDS
    if plain and cut < len(stem):
        # By far the commonest: "Jan 2019".
        months = _MONTHS.get(stem[cut:])
        if months:
            return _Atom(start - len(left) + cut, end, base + months[0] - 1, base + months[1] - 1, True, False, -1)
    if not plain and _is_other_number(text, end):
        return None
    short = end - start == 2
    if stem and stem[-1].isdigit():
        return _numeric(left, stem, start, end, base, short=short)
    if cut < len(stem):
        return _worded(text, left, stem, start, end, base, short=short)
    if left[-1:] == "\n" and (broken := _month_word(left.rstrip(_JOINTS + "\n"))):
        # A wrapped line: "… to March" and "2017" on the next.
        return _Atom(start - len(left) + broken[2], end, base + broken[0] - 1, base + broken[1] - 1, True, False, -1)
    if short or left[-1:] in _MARKS or (left[-1:] == ":" and left[-2:-1].isdigit()):
        return None
    return _with_month_after(text, start, end, base, suspect=left[-1:] == "/")


def _is_other_number(text: str, end: int) -> bool:
    """Tell by what follows that a number is no year: "2019s", "50 2019 %", "2019,500", "9001:2015"."""
    after = text[end : end + 2]
    if after[0] == "%" or (after[0] in ",.:" and after[1:].isdigit() and not _ISO_MONTH.match(text, end)):
        return True
    return after[0].isalpha() and not _OPEN.match(text, end)


def _with_month_after(text: str, start: int, end: int, base: int, *, suspect: bool) -> _Atom:
    """Return the date of a bare year, or of "2018-03" and "2016 / 09"."""
    if text[end : end + 1] in ("-", "/", ".") or text[end : end + 3] == " / ":
        match = _ISO_MONTH.match(text, end)
        if match and _is_month(text, start, match, base // 12 % 100):
            month = base + int(match.group(1)) - 1
            return _Atom(start, match.end(), month, month, True, suspect, -1)
    return _Atom(start, end, base, base + 11, False, suspect, -1)


def _is_month(text: str, start: int, match: re.Match[str], short_year: int) -> bool:
    """Tell "2010-12" the month from "2010-12" the two years."""
    number = int(match.group(1))
    if number <= short_year or match.end() - match.start() > 3:
        return True
    before = text[max(0, start - 6) : start].rstrip(_BLANKS)
    follows = text[match.end() : match.end() + 8].lstrip(_BLANKS)
    return bool(_OPEN.match(text, match.end())) or before[-1:] in "-–—" and bool(before) or follows[:1] in ("-", "–", "—")


def _numeric(left: str, stem: str, start: int, end: int, base: int, *, short: bool) -> _Atom | None:
    """Return the date of "03/2018", "01/02/2019", "March 15, 2018", "Q1 2019"; None for phone numbers and the like."""
    joint = left[len(stem) :]
    offset = start - len(left)
    if joint.strip(_BLANKS) in ("/", "-", ".") and len(joint) <= 3:
        match = _NUMERIC.search(stem)
        if match is None or (short and match.group(1)):
            return None
        return _slashed(match, offset + match.start(), end, base)
    if short:
        return None
    if len(stem) > 1 and stem[-2] in "QqHh" and (len(stem) == 2 or not stem[-3].isalnum()):
        length = 3 if stem[-2] in "Qq" else 6
        number = int(stem[-1])
        if 1 <= number <= 12 // length:
            first = base + (number - 1) * length
            return _Atom(offset + len(stem) - 2, end, first, first + length - 1, True, False, -1)
    day = _DAY.search(stem)
    if day:
        found = _month_word(stem[: day.start()].rstrip(_JOINTS))
        if found:
            return _Atom(offset + found[2], end, base + found[0] - 1, base + found[1] - 1, True, False, -1)
    return _Atom(start, end, base, base + 11, False, True, -1)


def _slashed(match: re.Match[str], start: int, end: int, base: int) -> _Atom | None:
    month = int(match.group(2))
    other = int(match.group(1)) if match.group(1) else 0
    if not 1 <= month <= 12:
        if not (other and 1 <= other <= 12 and month <= 31):
            return None
        month, other = other, 0
    elif not 1 <= other <= 12:
        other = 0
    index = base + month - 1
    return _Atom(start, end, index, index, True, False, base + other - 1 if other and other != month else -1)


def _month_word(stem: str) -> tuple[int, int, int] | None:
    """Return first month, last month and start of a month or season that a text ends with."""
    cut = len(stem.rstrip(_LETTERS))
    months = _MONTHS.get(stem[cut:].lower())
    return (months[0], months[1], cut) if months else None


def _worded(text: str, left: str, stem: str, start: int, end: int, base: int, *, short: bool) -> _Atom | None:
    """Return the date of "Jan 2019", "15th of March 2018", "since 2020"; None for "SQL Server 2012"."""
    offset = start - len(left)
    joint = left[len(stem) :]
    cut = len(stem.rstrip(_LETTERS))
    word = stem[cut:].lower()
    parts: dict[str, tuple[int, int]] = {}
    if word == "of":
        stem = stem[:cut].rstrip(_JOINTS)
        parts = _PARTS
    elif word in _ORDINALS:
        stem = stem[:cut].rstrip("0123456789").rstrip(_JOINTS)
    inner = len(stem.rstrip(_LETTERS))
    months = _MONTHS.get(stem[inner:].lower()) or parts.get(stem[inner:].lower())
    if months:
        return _Atom(offset + inner, end, base + months[0] - 1, base + months[1] - 1, True, False, -1)
    if short or not joint or word in _NOT_DATES:
        return None
    return _with_month_after(text, start, end, base, suspect=joint in ("-", "/", ".", "'"))


# --- two dates, one range ----------------------------------------------------------------------


def _pair(text: str, floor: int, atoms: Sequence[_Atom], reference: int, *, ranges_only: bool) -> list[Dated]:
    found: list[Dated] = []
    index = 0
    while index < len(atoms):
        atom = atoms[index]
        following = atoms[index + 1] if index + 1 < len(atoms) else None
        index += 1
        if following is not None and _connected(text, atom, following):
            index += 1
            dated = _range(atom, following, following.end, reference)
        else:
            floor = found[-1].end if found else floor
            widened = _from_month(text, atom, floor)
            dated = _alone(text, widened, reference)
            if dated is not None and widened is not atom:
                dated = dated._replace(single=False)
            if dated is not None and dated.single and ranges_only:
                continue
        if dated is not None:
            found.append(dated)
    return found


def _connected(text: str, one: _Atom, two: _Atom) -> bool:
    if two.start - one.end > _LONGEST_CONNECTOR:
        return _over_two_lines(text, one, two)
    gap = text[one.end : two.start]
    if gap in _COMMON_CONNECTORS:
        return True
    core = gap.strip(_CONNECTOR_NOISE).lower()
    if core:
        return core in _CONNECTORS or "_".join(core.replace(".", "").split()) in _CONNECTORS
    if gap.strip() or not gap or one.suspect or two.suspect or one.first > two.first:
        return False
    # Only white space: the dash was lost, or both stand on lines of their own.
    if "\n" not in gap:
        return one.exact == two.exact
    return one.exact and two.exact and gap.count("\n") == 1 and _alone_on_line(text, one) and _alone_on_line(text, two)


def _over_two_lines(text: str, one: _Atom, two: _Atom) -> bool:
    """Tell whether a range is split over a right column: "… Jan 2019 –" and, at the end of the next line, "Mar 2020"."""
    match = _DANGLING.match(text, one.end) if text[one.end : one.end + 3].lstrip()[:1] in _DASHES else None
    if match is None:
        return False
    line_end = text.find("\n", match.end())
    line_end = len(text) if line_end == -1 else line_end
    return two.end <= line_end and not text[two.end : line_end].strip(" \t)")


def _alone_on_line(text: str, atom: _Atom) -> bool:
    start = text.rfind("\n", 0, atom.start) + 1
    end = text.find("\n", atom.end)
    return not text[start : atom.start].strip() and not text[atom.end : len(text) if end == -1 else end].strip()


_BEFORE_MONTH = ("-", "–", "—", "/", "o", "\u00ad")


def _from_month(text: str, atom: _Atom, floor: int) -> _Atom:
    """Widen "Mar 2019" to "Jan – Mar 2019" when a month without a year stands before it."""
    if not atom.exact or text[max(floor, atom.start - 2) : atom.start].rstrip()[-1:] not in _BEFORE_MONTH:
        return atom
    left = text[max(floor, atom.start - 18) : atom.start].rstrip(_BLANKS)
    stem = left.rstrip("-–—/­")
    if len(stem) == len(left):
        if not left.endswith(" to"):
            return atom
        stem = left[:-3]
    found = _month_word(stem.rstrip(_BLANKS + "."))
    if found is None:
        return atom
    first = atom.first - atom.first % 12 + found[0] - 1
    start = atom.start - (min(18, atom.start - floor)) + found[2]
    return atom._replace(start=start, first=first) if first <= atom.last else atom


def _range(one: _Atom, two: _Atom, end: int, reference: int) -> Dated | None:
    """Return the months from one date to another by the rule of this module; None when they can't be a range."""
    if two.first < one.first:
        # Newest first: "2019 – 2017".
        one, two = two, one
    start = min(one.start, two.start)
    exact = one.exact and two.exact
    first, last = _months(one, two)
    if last - first > _LONGEST_MONTHS or first > reference:
        return None
    return Dated(start, end, first, min(last, reference), last > reference, False, exact, one.suspect or two.suspect)


def _months(one: _Atom, two: _Atom) -> tuple[int, int]:
    first = one.first if one.exact else one.first + 6
    last = two.last if two.exact else two.last - 6
    if first <= last and not (one.first // 12 == two.last // 12 and not one.exact and not two.exact):
        return first, last
    return one.first, max(one.first, two.last)


def _alone(text: str, atom: _Atom, reference: int) -> Dated | None:
    """Return what a date without a partner says: it goes on, it ends in a short year, or it is a single date."""
    start, end = atom.start, atom.end
    opened = _OPEN.match(text, end) if text[end : end + 6].lstrip(_BEFORE_OPENING)[:1] in _OPENING else None
    if opened is None and not atom.exact:
        match = _END_OF_RANGE.match(text, end)
        if match:
            year = atom.first // 12
            last = year - year % 100 + int(match.group(1))
            if year < last or year % 100 > 90:
                last += 100 if last < year else 0
                two = _Atom(match.start(1), match.end(), last * 12, last * 12 + 11, False, False, -1)
                return _range(atom, two, match.end(), reference)
    if opened is not None:
        return _until_now(atom, start, opened.end(), reference)
    word = text[max(0, start - 8) : start].rstrip(_BLANKS + ":").lower()
    since = word[len(word.rstrip(_LETTERS)) :] in _SINCE
    dangling = _DANGLING.match(text, end) if text[end : end + 3].lstrip()[:1] in _DASHES else None
    if since or dangling:
        end = dangling.end() if dangling else end
        if dangling:
            line_end = text.find("\n", end)
            line = text[end : len(text) if line_end == -1 else line_end]
            if not _PRESENT_ENDS_LINE.search(line[-24:]):
                end = atom.end
        return _until_now(atom, start, end, reference)
    if atom.first > reference:
        return None
    last = min(atom.last, reference)
    return Dated(start, end, atom.first, last, atom.last > reference, True, atom.exact, atom.suspect)


def _until_now(atom: _Atom, start: int, end: int, reference: int) -> Dated | None:
    first = atom.first if atom.exact else min(atom.first + 6, max(reference, atom.first))
    if first > reference or reference - first > _LONGEST_MONTHS:
        return None
    return Dated(start, end, first, reference, True, False, atom.exact, atom.suspect)
