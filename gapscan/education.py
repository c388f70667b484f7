"""Text → the degrees of a person: level, field, whether it is finished. Forms and fields are data (degrees.jsonl).

A form counts by where it stands: "BSc" anywhere, "MS" only as "MS in …" or before a field, "XII" only among the
studies; ``where`` of each form says which. So "MS Word", "Boston, MA" and "Scrum Master" give nothing. Fields are
compared through a table of equivalents, never by spelling.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gapscan import timeline
from gapscan.records import Degree, DegreeLevel, Document, Month, SectionKind
from gapscan.resources import data_path

_ORDER = tuple(DegreeLevel)
_ALWAYS = (SectionKind.HEADER, SectionKind.SUMMARY, SectionKind.OBJECTIVE)
_NEVER = (SectionKind.REFERENCES, SectionKind.PUBLICATIONS, SectionKind.LEARNING, SectionKind.INTERESTS)
_TRAINING = (SectionKind.CERTIFICATIONS, SectionKind.COURSES)


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a degree: its level, the field it implies (None for none), and where it counts.

    ``where`` is ``anywhere``; ``word`` (an everyday word: needs "of", "in", "degree"); ``context`` (two letters: needs
    a field or its own place on the line); ``education`` (only among the studies); ``edge`` (only among the studies or
    before "in"); ``spare`` (only where the line names no other degree).
    """

    id: str
    level: DegreeLevel
    where: str
    field: str | None


@dataclass(frozen=True, slots=True)
class _Field:
    id: str
    fits: tuple[str, ...]
    stem: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """Forms by their letters, fields by their names and ids, and what finds forms by capital and small initials.

    ``capital`` finds all forms, ``elsewhere`` those that count outside of the studies too.
    """

    forms: Mapping[str, Form]
    names: Mapping[str, _Field]
    fields: Mapping[str, _Field]
    capital: re.Pattern[str]
    elsewhere: re.Pattern[str]
    small: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A degree with its place: where it starts, and where what is known of it ends."""

    start: int
    end: int
    form: Form
    field: str | None


_JOINT, _DOT, _FULL_STOP = r"(?:\.\s?|[- ])?", r"(?:\.\s?)?", r"\.\s?"
# Only these are looked for in small letters: bachelor, master, PhD, doctorate and their like.
_SMALL_INITIALS = ("b", "d", "m", "p")
_VOWELS = re.compile(r"[eiou]", re.IGNORECASE)


def _letters(form: str) -> str:
    return "".join(c for c in form.lower() if c.isalnum() or c == "+")


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("&", " and ").replace(".", "").replace("/", " ").replace("-", " ").split())


def _written(name: str, where: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to write a form, each as pieces to put together: with and without dots, capitals, small letters."""
    if not _is_abbreviation(name):
        small = (name.lower(),) if where == "word" else ()
        for typed in dict.fromkeys((name, name.upper(), *small)):
            ending = (r"\.?",) if "." in name else ()
            yield (*(re.escape(letter) if letter != " " else r"[ \n]" for letter in typed), *ending)
        return
    for typed in dict.fromkeys((name, name.upper(), name.capitalize(), name.lower())):
        parts = typed.replace(" ", "").split(".")
        letters = "".join(parts)
        joint = _JOINT if len(letters) > 2 else _DOT
        if typed != name and not typed.isupper() and (len(letters) < 3 or (len(letters) == 3 and _VOWELS.search(letters))):
            # "b.e." and "m.ed." may be degrees, "be" and "med" are words.
            yield (*(piece for part in parts[:-1] for piece in (*part, _FULL_STOP)), *parts[-1], _FULL_STOP)
        else:
            yield (*(piece for part in parts[:-1] for piece in (*part, joint)), *parts[-1], r"\.?")


def _is_abbreviation(name: str) -> bool:
    return "." in name[:3] and len(name) <= 10 and " " not in name.replace(". ", ".")


def _patterns(names: Sequence[tuple[str, Form]]) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """Join the ways to write all forms into a pattern for capital initials and one for each small initial.

    Built as a tree of letters, so that a search tries one branch a letter and skips what has no initial of a form; a
    pattern with a single initial runs at memory speed.
    """
    tree: dict[str, Any] = {}
    for name, form in names:
        for way in _written(name, form.where):
            node = tree
            for piece in way:
                node = node.setdefault(piece, {})
            node[""] = {}
    end = r"(?![A-Za-z0-9]|\.[A-Za-z](?![a-z]))"
    small = {initial: node for initial, node in tree.items() if initial in _SMALL_INITIALS}
    large = {initial: node for initial, node in tree.items() if not initial.islower()}
    return re.compile(_alternatives(large) + end), tuple(re.compile(_alternatives({i: n}) + end) for i, n in small.items())


def _alternatives(node: dict[str, Any]) -> str:
    """Return the pattern of a tree of pieces; longer ways first."""
    ways = [piece + _alternatives(below) for piece, below in sorted(node.items(), key=_letters_first) if piece]
    if not ways:
        return ""
    joined = ways[0] if len(ways) == 1 else "(?:" + "|".join(ways) + ")"
    return f"(?:{joined})?" if "" in node else joined


def _letters_first(item: tuple[str, dict[str, Any]]) -> tuple[bool, str]:
    return len(item[0]) > 1, item[0]


@cache
def _table() -> _Table:
    lines = data_path("taxonomy", "degrees.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.strip()]
    forms: dict[str, Form] = {}
    names: dict[str, _Field] = {}
    fields: dict[str, _Field] = {}
    written: list[tuple[str, Form]] = []
    for record in records:
        if record["kind"] == "degree":
            form = Form(record["id"], DegreeLevel(record["level"]), record["where"], record["field"])
            forms |= {_letters(name): form for name in record["names"]}
            written += [(name, form) for name in record["names"]]
        else:
            field = _Field(record["id"], tuple(record["fits"]), record["stem"])
            fields[field.id] = field
            names |= {_plain(name): field for name in record["names"]}
    capital, small = _patterns(written)
    elsewhere, _ = _patterns([(name, form) for name, form in written if form.where not in ("education", "spare")])
    return _Table(forms, names, fields, capital, elsewhere, small)


# --- fields ------------------------------------------------------------------------------------

_LONGEST_NAME = 5
_SHORT = 1500


def field_ids(words: str) -> frozenset[str]:
    """Return the ids of the fields that some words name; empty when none is known."""
    names = _table().names
    plain = _plain(words)
    if plain in names:
        return frozenset((names[plain].id,))
    tokens = plain.split()
    found: set[str] = set()
    position = 0
    while position < len(tokens):
        for size in range(min(_LONGEST_NAME, len(tokens) - position), 0, -1):
            name = " ".join(tokens[position : position + size])
            # "it", "ee", "art" are fields by themselves, not inside a phrase.
            if name in names and len(name) > 3:
                found.add(names[name].id)
                position += size - 1
                break
        position += 1
    return frozenset(found)


# --- what follows and precedes a form ----------------------------------------------------------

_POSSESSIVE = re.compile(r"['’]?s?(?:\s+(?i:degree|diploma))?(?![A-Za-z])")
_OF = re.compile(r"\s+(?:of|OF|en|em|de|des)\s+")
_NAME_WORDS = re.compile(r"[^\W\d_][\w&/+'’-]*(?:[ ]+(?!(?i:in|from|at|with|degree|major|minor|the|candidate|student|program|programme|expected|graduate)\b)[^\W\d_&][\w&/+'’-]*|[ ]+&|,(?= ?(?:and|&) )){0,5}")
_ASIDE = re.compile(r"\s*[,-]?\s*\(?(?i:hons?\b\.?|honou?rs\b|with honou?rs|magna cum laude|summa cum laude|cum laude)\)?")
_ABBREVIATION = re.compile(r"\s*\((?:[A-Z][A-Za-z]{0,4}\.?\s?){1,4}\)")
_IN = re.compile(
    r"\s*,?\s*(?i:degree\s+|diploma\s+|studies\s+|(?:student|candidate)\s+|(?:with\s+)?(?:an?\s+)?(?:major(?:ing|ed)?|specializ\w+|specialis\w+|concentration)\s*)?"
    r"(?:[iI][nN]|of|em|en)\s*:?\s+"
)
_MARK = re.compile(r"(?:\s{0,4}(?:[:,–—|(/-]\s{0,4}){1,2}|\s{1,4})(?:[Ss]tudies\s)?")
_MAJOR = re.compile(r"(?i:major(?:s|ed in|ing in)?|speciali[sz]ation|field of study|concentration|branch|discipline|course)\s*(?:in|of)?\s*[:–-]?\s+")
_INSTITUTION = re.compile(r"(?i:universi|college|institut|school|academy|polytechnic|hochschule|faculty|campus|board|gpa)")
_FACULTIES = frozenset("science sciences arts art philosophy technology studies applied science applied arts honours honors".split()) | {
    "applied science", "applied sciences", "applied arts", "arts and science", "arts and sciences",
}  # fmt: skip
_NOT_A_DEGREE = frozenset("ceremonies disaster none all the record puppets".split())
_PEOPLE = re.compile(r"[\s-]{1,2}(?i:students|candidates|theses|levels?|holders|graduates|interns|applicants|programs?|programmes?|courses?|required|preferred|or equivalent|thesis|theses|project)\b")
_OFFERED = frozenset(
    "supervise supervised supervising mentor mentored mentoring taught teaching tutor tutored tutoring require required requires requiring "
    "minimum seeking hire hired hiring for advise advised advising advisor scrum data post".split()
)


def _cut(words: str) -> str:
    """Return the part of some words that can be the name of a field."""
    found = _NAME_WORDS.match(words)
    name = found.group().rstrip(" ,&-/'’") if found else ""
    name = name.removesuffix(" and").removesuffix(" or").removesuffix(" AND")
    if _INSTITUTION.search(name) or not name:
        return ""
    return name


def _field_after(text: str, position: int, end: int, *, free: bool) -> tuple[str | None, int]:
    """Return the field named after a form, and where it ends.

    ``free`` lets a capitalised phrase that is in no table be a field after a space or a bracket.
    """
    while aside := (_ASIDE.match(text, position, end) or _ABBREVIATION.match(text, position, end)):
        inner = aside.group().strip(" (),-")
        if field_ids(inner):
            break
        position = aside.end()
    match = _IN.match(text, position, end)
    if match:
        name = _cut(text[match.end() : end])
        if name and name[0].isupper() or field_ids(name):
            return name, match.end() + len(name)
    match = _MARK.match(text, position, end)
    if match is None:
        return None, position
    name = _cut(text[match.end() : end])
    if not name:
        return None, position
    stop = match.end() + len(name)
    bracket = "(" in match.group() and text[stop : stop + 1] == ")"
    taken = _is_field(name) or (free and bracket and name[0].isupper() and len(name) > 2)
    # After a space "Art History" need only hold a field; after a comma "Leeds" or "Stanford" may stand.
    if taken or (match.group().isspace() and name[0].isupper() and field_ids(name)):
        return name, stop + bracket
    return None, position


def _is_field(name: str) -> bool:
    """Tell whether a phrase is a field, or begins or ends with one: "Technology Management", not "Stanford"."""
    names = _table().names
    plain = _plain(name)
    if plain in names:
        return len(plain) > 3 or name.isupper()
    tokens = plain.split()
    if any(" ".join(tokens[:size]) in names for size in range(min(_LONGEST_NAME, len(tokens) - 1), 1, -1)):
        return True
    return len(tokens) > 1 and any(len(t) > 3 and t in names for t in (tokens[-1], " ".join(tokens[-2:])))


def _field_before(text: str, start: int, position: int) -> str | None:
    """Return the field that stands before a form on its line: "Computer Science, BSc"."""
    words = text[start:position].rstrip(" \t,(–—|:-")
    piece = re.split(r"[,|–—:;•\t]|\s{2}|\s-\s", words)[-1].strip()
    return piece if piece and len(piece) < 60 and _plain(piece) in _table().names and len(piece) > 3 else None


# --- degrees -----------------------------------------------------------------------------------


def _line_of(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return start and end of the line of a form; of its piece of text where line breaks were lost."""
    line_start = text.rfind("\n", low, start) + 1 or low
    line_end = text.find("\n", end, high)
    line_end = high if line_end == -1 else line_end
    if line_end - line_start > 240:
        cut = text.rfind("  ", max(line_start, start - 90), start)
        line_start = cut + 2 if cut != -1 else max(line_start, start - 60)
        stop = text.find("  ", end, end + 120)
        line_end = min(line_end, stop if stop != -1 else end + 120)
    return line_start, line_end


def _in_part(text: str, low: int, high: int, kind: SectionKind) -> list[_Found]:
    """Find the degrees of a part of a text; of other people's as in "advised by Jan Roe, PhD" only in head and summary."""
    studies = kind is SectionKind.EDUCATION
    table = _table()
    found: list[_Found] = []
    # In long texts small letters ("a master's degree") are not looked for: every word would have to be tried.
    matches = list((table.capital if studies else table.elsewhere).finditer(text, low, high))
    if studies or high - low < _SHORT:
        matches += [match for pattern in table.small for match in pattern.finditer(text, low, high)]
        matches.sort(key=re.Match.start)
    for match in matches:
        start, end = match.span()
        if start and (text[start - 1].isalnum() or text[start - 1] in "_@#/.-+" and text[start - 2 : start - 1].isalnum()):
            continue
        if found and start < found[-1].end:
            continue
        form = table.forms.get(_letters(match.group()))
        if form is None:
            continue
        line = _line_of(text, start, end, low, high)
        degree = _judge(text, form, start, end, line, studies=studies)
        if degree is None or _repeats(text, found, degree):
            continue
        if studies or kind in _ALWAYS or degree.field is not None or not text[line[0] : start].strip(" \t•*-–"):
            found.append(degree)
    spare = {text.count("\n", low, f.start) for f in found if f.form.where != "spare"}
    return [f for f in found if f.form.where != "spare" or text.count("\n", low, f.start) not in spare]


def _repeats(text: str, found: Sequence[_Found], degree: _Found) -> bool:
    """Tell whether a form only repeats the one before: "Bachelor of Technology (B.Tech)"."""
    if not found or found[-1].form.level is not degree.form.level:
        return False
    return not text[found[-1].end : degree.start].strip(" (,/-–|")


def _judge(text: str, form: Form, start: int, end: int, line: tuple[int, int], *, studies: bool) -> _Found | None:
    """Return the degree that a form is at a place, or None where it means something else."""
    before = text[line[0] : start]
    if _PEOPLE.match(text, end) or (not studies and not _OFFERED.isdisjoint(before[-40:].lower().replace("-", " ").split()[-3:])):
        return None
    position, of_name, worded = end, "", False
    possessive = _POSSESSIVE.match(text, end, line[1])
    if form.where == "word" and possessive:
        position = possessive.end()
        worded = position > end or text[end - 1] in "sS"
        if _PEOPLE.match(text, position):
            return None
    match = _OF.match(text, position, line[1]) if form.where == "word" else None
    if form.id == "doctor":
        match = re.compile(r"\s*").match(text, position)
    if match:
        of_name = _cut(text[match.end() : line[1]])
        if not of_name or of_name.split()[0].lower() in _NOT_A_DEGREE or not (of_name[0].isupper() or studies or _of_field(of_name)):
            return None
        position = match.end() + len(of_name)
    if not studies and form.where == "word" and not (match or worded or _IN.match(text, position)):
        return None
    field, field_end = _field_after(text, position, line[1], free=studies)
    if not _fits_place(text, form, start, end, before, field, of_name, worded=worded, studies=studies):
        return None
    if field is None and of_name and of_name.lower() not in _FACULTIES:
        field, field_end = of_name, position
    if field is None:
        field, field_end = _field_before(text, line[0], start) or _field_below(text, line[1]) or form.field, position
    return _Found(start, field_end, form, field)


def _of_field(of_name: str) -> bool:
    return of_name.lower() in _FACULTIES or bool(field_ids(of_name))


def _fits_place(
    text: str, form: Form, start: int, end: int, before: str, field: str | None, of_name: str, *, worded: bool, studies: bool
) -> bool:
    """Tell whether a form stands where it means a degree; see ``Form.where``."""
    where = form.where
    if where in ("anywhere", "spare"):
        return where == "anywhere" or studies
    if form.level is DegreeLevel.SECONDARY:
        return studies
    named = field is not None or bool(of_name)
    if where == "word":
        if form.id == "associate":
            return bool(of_name and _of_field(of_name)) or (studies and named) or (worded and "egree" in text[end : end + 10])
        return named or (worded and (studies or "egree" in text[end : end + 10])) or (studies and not before.strip(" \t•*-–"))
    if where == "edge":
        return studies or (field is not None and bool(_IN.match(text, end)))
    if where == "education" and not studies:
        return False
    dotted = "." in text[start:end] and (studies or form.id != "me")
    opens = not before.strip(" \t•*-–—|:") or before[-2:].isspace() or before.rstrip()[-1:] in ("–", "—", "|", ":", ";")
    if field is not None or (dotted and (studies or opens)):
        return True
    closes = text[end : end + 1] in ("", "\n", ",", "|", "(", ":", "–", ";", ".") or text[end : end + 3] in (" - ", " – ", " — ", " | ", " (H", " (h")
    return studies and opens and closes or (studies and closes and before.rstrip()[-1:] == "," and form.id in ("bs", "ba", "be", "hnd"))


def _field_below(text: str, line_end: int) -> str | None:
    """Return the field that one of the two lines below names: "Major: Physics", or nothing but a field."""
    position = line_end + 1
    for _ in range(2):
        stop = text.find("\n", position)
        stop = len(text) if stop == -1 else stop
        line = text[position : min(stop, position + 90)].strip(" •*-–\t")
        major = _MAJOR.match(line)
        if major and (name := _cut(line[major.end() :])):
            return name
        if _plain(line) in _table().names and len(line) > 3:
            return line
        position = stop + 1
        if position >= len(text):
            break
    return None


# --- finished or not ---------------------------------------------------------------------------

# Plain words first, patterns only where their word occurs: most degrees are finished.
_UNFINISHED_ENTRY = (
    "expected", "anticipated", "in progress", "dropped out", "drop out", "dropped-out", "drop-out", "incomplete", "not completed",
    "not yet completed", "did not complete", "did not finish", "did not graduate", "unfinished", "withdrew", "withdrawn",
    "discontinued", "to be completed", "due to complete", "graduating",
)  # fmt: skip
_UNFINISHED_LINE = (
    *_UNFINISHED_ENTRY, "pursuing", "candidate", "ongoing", "complete except", "all but dissertation", "currently", "studying",
    "left without", "left before", "left early", "no degree", "abandoned", "final year", "final-year", "coursework in",
    "coursework toward", "credits completed", "credits earned", "credits toward", "-year student", " year student",
)  # fmt: skip
_GOES_ON = re.compile(r"(?:[-–—]|\bto|till|until)\s{0,2}(?:present|current|now|date|today|ongoing)\b|\bsince (?:19|20)\d\d")
_GOES_ON_WORDS = ("present", "current", "now", "date", "today", "ongoing", "since")
_STUDENT = re.compile(r"\b(?:student|estudiante)\b(?! (?:assistant|union|award|council|of the year|government|society))")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_MOST_LINES_BELOW = 4


def _finished(text: str, degree: _Found, low: int, floor: int, ceiling: int, now: int) -> bool:
    """Tell whether a degree is finished, by its own line and the lines of its entry.

    Args:
        text: The whole text.
        degree: The degree.
        low: Where the part of the text starts that it stands in.
        floor: Where the entry before ends.
        ceiling: Where the next degree starts, or the part ends.
        now: The year of the reference month; a later year of graduation is still to come.
    """
    start, end = _line_of(text, degree.start, degree.end, max(low, floor), ceiling)
    line = text[start:end].lower()
    if _says(line, _UNFINISHED_LINE) or _goes_on(line) or _later(line, now):
        return False
    if "student" in line or "estudiante" in line:
        return not _STUDENT.search(line)
    above = text[text.rfind("\n", low, max(low, start - 1)) + 1 : max(low, start - 1)] if start > low and floor <= low else ""
    if _YEAR.search(above) and len(above) < 60:
        # The dates stand above the titles here, so what follows is about the next one.
        around = above.lower()
    else:
        around = "\n".join(text[end : min(ceiling, end + 400)].lower().split("\n")[: _MOST_LINES_BELOW + 1])
    return not (_says(around, _UNFINISHED_ENTRY) or _goes_on(around) or _later(around, now))


def _says(words: str, cues: Sequence[str]) -> bool:
    for cue in cues:  # noqa: SIM110 a generator costs more than the comparisons
        if cue in words:
            return True
    return False


def _goes_on(words: str) -> bool:
    return _says(words, _GOES_ON_WORDS) and _GOES_ON.search(words) is not None


def _later(words: str, now: int) -> bool:
    return "20" in words and any(int(year) > now for year in _YEAR.findall(words))


# --- the arrow ---------------------------------------------------------------------------------


def degrees(document: Document, *, as_of: Month | None = None) -> tuple[Degree, ...]:
    """Find the degrees that a résumé shows.

    Args:
        document: A résumé with its sections.
        as_of: Month after which a year of graduation is still to come; None for the current one.

    Returns:
        Degrees in text order. Those headed as studies and those named in the head and summary of the résumé; other
        sections are read only when these name none. Empty when none is named.
    """
    now = (as_of or timeline.current_month()).year
    parts = [
        (s.heading.end if s.heading else s.start, s.end, s.kind) for s in document.sections if s.kind not in _NEVER
    ] or [(0, len(document.text), SectionKind.HEADER)]
    first = [part for part in parts if part[2] is SectionKind.EDUCATION or part[2] in _ALWAYS]
    found = [d for part in first for d in _degrees(document, part, now)]
    if not any(degree.level is not DegreeLevel.SECONDARY for degree in found):
        found += [d for part in parts if part not in first for d in _degrees(document, part, now)]
    return tuple(sorted(found, key=lambda degree: degree.line))


def _degrees(document: Document, part: tuple[int, int, SectionKind], now: int) -> Iterator[Degree]:
    text = document.text
    low, high, kind = part
    found = _in_part(text, low, high, kind)
    for index, degree in enumerate(found):
        if kind in _TRAINING and degree.form.id == "diploma":
            continue
        floor = found[index - 1].end if index else low
        ceiling = found[index + 1].start if index + 1 < len(found) else high
        yield Degree(
            level=degree.form.level,
            field=" ".join(degree.field.split()) if degree.field else None,
            text=" ".join(text[degree.start : degree.end].split()),
            line=document.line_of(degree.start),
            completed=_finished(text, degree, low, floor, ceiling, now),
        )


def best(degrees: Sequence[Degree]) -> Degree | None:
    """Return the highest finished degree, the highest unfinished one when none is finished, None for none."""
    return max(degrees, key=lambda degree: (degree.completed, _ORDER.index(degree.level)), default=None)


def level_of(words: str) -> DegreeLevel | None:
    """Return the level that a word or form of a degree names ("bachelor", "MSc", "PhD"), None for an unknown one."""
    known = words.strip().lower()
    if known in {level.value for level in DegreeLevel}:
        return DegreeLevel(known)
    forms = _table().forms
    form = forms.get(_letters(known)) or forms.get(_letters(known).removesuffix("degree").removesuffix("s"))
    return form.level if form else None


def reaches(degree: Degree, level: str) -> bool:
    """Tell whether a degree is of a level or above; an unfinished one counts as the level below, which it presupposes.

    Args:
        degree: A degree.
        level: A value of ``DegreeLevel`` or any form of a degree; an unknown one is never reached.
    """
    asked = level_of(level)
    if asked is None:
        return False
    reached = _ORDER.index(degree.level)
    if not degree.completed:
        # A bachelor's presupposes school, not an associate degree.
        reached = _ORDER.index(DegreeLevel.SECONDARY) if reached <= _ORDER.index(DegreeLevel.BACHELOR) else reached - 1
        if degree.level is DegreeLevel.SECONDARY:
            return False
    return reached >= _ORDER.index(asked)


_ANY_STEM = frozenset("stem technical quantitative scientific numerate engineering science technology related similar relevant".split())
_ANY = frozenset(("any", "all"))


def field_fits(degree: Degree, fields: Sequence[str]) -> bool:
    """Tell whether the field of a degree is one of some fields, or equivalent to one.

    Args:
        degree: Its field may be None, which fits nothing.
        fields: As a job words them; "related field" and "STEM" admit every technical or scientific field, beside
            fields of that kind.
    """
    if degree.field is None:
        return False
    table = _table()
    held = {table.fields[i] for i in field_ids(degree.field)}
    asked = {table.fields[i] for words in fields for i in field_ids(words)}
    words = {word for phrase in fields for word in _plain(phrase).split()}
    if any(_plain(phrase) == _plain(degree.field) for phrase in fields) or not words.isdisjoint(_ANY):
        return True
    if any(a.id == h.id or a.id in h.fits or h.id in a.fits for a in asked for h in held):
        return True
    open_to_all = not words.isdisjoint(_ANY_STEM) and all(field.stem for field in asked)
    return open_to_all and any(field.stem for field in held)
