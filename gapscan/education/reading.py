"""Text → the degrees in it, each with its place and field: a form counts by what stands around it.

"BSc" counts anywhere, "MS" only as "MS in …" or before a field, "XII" only among the studies. So "MS Word", "Boston, MA"
and "Scrum Master" give nothing. The field is looked for after the form, before it and on the two lines below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gapscan.education.forms import Form, field_ids, is_field, letters, load, plain
from gapscan.records import DegreeLevel, SectionKind

ALWAYS = (SectionKind.HEADER, SectionKind.SUMMARY, SectionKind.OBJECTIVE)
# Longer parts are searched for capital initials only: small ones would have to be tried at every word.
_SHORT = 1500
_LONGEST_LINE = 240
# Nobody has more; a text that seems to name them must not take longer for it.
_MOST = 50
_MARKS = " \t•*-–"

_POSSESSIVE = re.compile(r"['’]?s?(?:\s{1,4}(?i:degree|diploma))?(?![A-Za-z])")
_OF = re.compile(r"\s{1,4}(?:of|OF|en|em|de|des)\s{1,4}")
_BLANK = re.compile(r"\s{0,4}")
_STOPS = r"(?i:in|from|at|with|degree|major|minor|the|candidate|student|program|programme|expected|graduate)"
_WORD = r"[\w&/+'’-]{0,40}"
_NAME = re.compile(
    r"[^\W\d_]" + _WORD + r"(?:[ ]{1,4}(?!" + _STOPS + r"\b)[^\W\d_&]" + _WORD + r"|[ ]{1,4}&|,(?= ?(?:and|&) )){0,5}"
)
_ASIDE = re.compile(
    r"\s{0,4}[,-]?\s{0,4}\(?(?i:hons?\b\.?|honou?rs\b|with honou?rs|magna cum laude|summa cum laude|cum laude)\)?"
    r"|\s{0,4}\((?:[A-Z][A-Za-z]{0,4}\.?\s?){1,4}\)"
)
_IN = re.compile(
    r"\s{0,4},?\s{0,4}(?i:(?:degree|diploma|studies|student|candidate)\s{1,4}"
    r"|(?:with\s{1,4})?(?:an?\s{1,4})?(?:major(?:ing|ed)?|speciali[sz]\w{1,8}|concentration)\s{0,4})?"
    r"(?:[iI][nN]|of|em|en)\s{0,4}:?\s{1,4}"
)
_MARK = re.compile(r"(?:\s{0,4}(?:[:,–—|(/-]\s{0,4}){1,2}|\s{1,4})(?:[Ss]tudies\s)?")
_MAJOR = re.compile(
    r"(?i:major(?:s|ed in|ing in)?|speciali[sz]ation|field of study|concentration|branch|discipline|course)"
    r"\s{0,4}(?:in|of)?\s{0,4}[:–-]?\s{1,4}"
)
_INSTITUTION = re.compile(r"(?i:universi|college|institut|school|academy|polytechnic|hochschule|faculty|campus|board|gpa)")
_PIECE = re.compile(r"[,|–—:;•\t]|\s{2}|\s-\s")
_PEOPLE = re.compile(
    r"[\s-]{1,2}(?i:students|candidates|thes[ie]s|levels?|holders|graduates|interns|applicants|programs?|programmes?"
    r"|courses?|required|preferred|or equivalent|project)\b"
)
_OFFERED = re.compile(
    r"(?:supervis(?:e|ed|ing)|mentor(?:ed|ing)?|taught|teaching|tutor(?:ed|ing)?|requir(?:e|ed|es|ing)|minimum|seeking"
    r"|hir(?:e|ed|ing)|for|advis(?:e|ed|ing|or)|scrum|data|post)"
)
# "Bachelor of Science" names no field.
_FACULTIES = frozenset((
    "science", "sciences", "arts", "art", "philosophy", "technology", "studies", "honours", "honors", "applied science",
    "applied sciences", "applied arts", "arts and science", "arts and sciences",
))  # fmt: skip
_NOT_A_DEGREE = ("ceremonies", "disaster", "none", "all", "the", "record", "puppets")
_CLOSING = ("", "\n", ",", "|", "(", ":", "–", ";", ".")
_CLOSING_MARKS = (" - ", " – ", " — ", " | ", " (H", " (h")
# After a comma these are degrees; others ("Boston, MA") are places.
_AFTER_COMMA = ("bs", "ba", "be", "hnd")


@dataclass(frozen=True, slots=True)
class Found:
    """A degree with its place: where it starts, and where what names it ends."""

    start: int
    end: int
    form: Form
    field: str | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A form in its line; ``studies`` where a heading says that the part is about them."""

    text: str
    form: Form
    start: int
    end: int
    line_start: int
    line_end: int
    studies: bool

    @property
    def before(self) -> str:
        return self.text[self.line_start : self.start]

    @property
    def opens(self) -> bool:
        """Whether nothing, or a mark, stands before it on its line."""
        before = self.before
        ended = before.rstrip()[-1:] in ("–", "—", "|", ":", ";")
        return not before.strip(_MARKS + "—|:") or before[-2:].isspace() or ended


def line_of(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """Return start and end of the line of a form; of its piece of text where line breaks were lost."""
    # Only so far: a text that is one endless line must not be searched again for each degree.
    lowest, highest = max(low, start - _LONGEST_LINE), min(high, end + _LONGEST_LINE)
    line_start = text.rfind("\n", lowest, start) + 1 or lowest
    line_end = text.find("\n", end, highest)
    line_end = highest if line_end == -1 else line_end
    if line_end - line_start > _LONGEST_LINE:
        cut = text.rfind("  ", max(line_start, start - 90), start)
        line_start = cut + 2 if cut != -1 else max(line_start, start - 60)
        stop = text.find("  ", end, end + 120)
        line_end = min(line_end, stop if stop != -1 else end + 120)
    return line_start, line_end


def find(text: str, low: int, high: int, kind: SectionKind) -> list[Found]:
    """Find the degrees of a part of a text, in order; outside of studies, head and summary only whole ones.

    Args:
        text: The whole text.
        low: Where the part starts.
        high: Where it ends.
        kind: What its heading says it is; EDUCATION admits forms that mean something else elsewhere.
    """
    table = load()
    studies = kind is SectionKind.EDUCATION
    matches = list((table.capital if studies else table.elsewhere).finditer(text, low, high))
    if studies or high - low < _SHORT:
        matches += [match for pattern in table.small for match in pattern.finditer(text, low, high)]
        matches.sort(key=re.Match.start)
    found: list[Found] = []
    for match in matches:
        start, end = match.span()
        form = table.forms.get(letters(match.group()))
        if form is None or _is_inside_word(text, start) or (found and start < found[-1].end):
            continue
        place = _Place(text, form, start, end, *line_of(text, start, end, low, high), studies)
        degree = _judge(place)
        if degree is None or _repeats(text, found, degree):
            continue
        # "Advised by Jan Roe, PhD" is somebody else's.
        if studies or kind in ALWAYS or degree.field is not None or not place.before.strip(_MARKS):
            found.append(degree)
        if len(found) == _MOST:
            break
    taken = {text.count("\n", low, each.start) for each in found if each.form.where != "spare"}
    return [e for e in found if e.form.where != "spare" or text.count("\n", low, e.start) not in taken]


def _is_inside_word(text: str, start: int) -> bool:
    before = text[start - 1 : start] if start else ""
    return before.isalnum() or (before != "" and before in "_@#/.-+" and text[start - 2 : start - 1].isalnum())


def _repeats(text: str, found: Sequence[Found], degree: Found) -> bool:
    """Tell whether a form only repeats the one before: "Bachelor of Technology (B.Tech)"."""
    if not found or found[-1].form.level is not degree.form.level:
        return False
    return not text[found[-1].end : degree.start].strip(" (,/-–|")


def _judge(place: _Place) -> Found | None:
    """Return the degree that a form is at a place, or None where it means something else."""
    text, form, end = place.text, place.form, place.end
    if _PEOPLE.match(text, end) or (not place.studies and _is_offered(place.before)):
        return None
    position, of_name, named = end, "", False
    if form.where == "word":
        possessive = _POSSESSIVE.match(text, end, place.line_end)
        position = possessive.end() if possessive else end
        named = position > end or text[end - 1] in "sS"
        if _PEOPLE.match(text, position):
            return None
        match = _BLANK.match(text, position) if form.id == "doctor" else _OF.match(text, position, place.line_end)
        if match:
            of_name = _cut(text[match.end() : place.line_end])
            if not _is_of_name(of_name, studies=place.studies):
                return None
            position = match.end() + len(of_name)
        elif not (place.studies or named or _IN.match(text, position)):
            return None
    field, field_end = _field_after(text, position, place.line_end, free=place.studies)
    if not _fits(place, field, of_name, named=named):
        return None
    if field is None and of_name and of_name.lower() not in _FACULTIES:
        field = of_name
    if field is None:
        field = _field_before(place) or _field_below(text, place.line_end) or form.field
    return Found(place.start, field_end, form, field)


def _is_offered(before: str) -> bool:
    """Tell by the three words before it that a degree is taught, asked for, or no degree ("Scrum Master")."""
    words = before[-40:].lower().replace("-", " ").split()[-3:]
    return any(_OFFERED.fullmatch(word) for word in words)


def _is_of_name(of_name: str, *, studies: bool) -> bool:
    if not of_name or of_name.split()[0].lower() in _NOT_A_DEGREE:
        return False
    return studies or of_name[0].isupper() or _is_faculty(of_name)


def _is_faculty(of_name: str) -> bool:
    return of_name.lower() in _FACULTIES or bool(field_ids(of_name))


def _fits(place: _Place, field: str | None, of_name: str, *, named: bool) -> bool:
    """Tell whether a form stands where it means a degree; see ``Form.where``."""
    form, studies = place.form, place.studies
    if form.level is DegreeLevel.SECONDARY:
        return studies or form.where == "anywhere"
    if form.where in ("anywhere", "spare"):
        return studies or form.where == "anywhere"
    if form.where == "word":
        told = named and "egree" in place.text[place.end : place.end + 10]
        if form.id == "associate":
            return told or bool(of_name and _is_faculty(of_name)) or (studies and bool(field or of_name))
        return told or bool(field or of_name) or (studies and (named or not place.before.strip(_MARKS)))
    if form.where == "edge":
        return studies or (field is not None and bool(_IN.match(place.text, place.end)))
    return (studies or form.where != "education") and _stands_as_degree(place, field)


def _stands_as_degree(place: _Place, field: str | None) -> bool:
    """Tell whether two or three letters are a degree: by a field, by dots, or by standing alone among the studies."""
    text, end = place.text, place.end
    # "M.E." is how initials of a name look.
    dotted = "." in text[place.start : end] and (place.studies or place.form.id != "me")
    if field is not None or (dotted and (place.studies or place.opens)):
        return True
    if not place.studies or not (text[end : end + 1] in _CLOSING or text[end : end + 3] in _CLOSING_MARKS):
        return False
    return place.opens or (place.before.rstrip()[-1:] == "," and place.form.id in _AFTER_COMMA)


# --- fields ------------------------------------------------------------------------------------


def _cut(words: str) -> str:
    """Return the part of some words that can be the name of a field."""
    found = _NAME.match(words)
    name = found.group().rstrip(" ,&-/'’") if found else ""
    name = name.removesuffix(" and").removesuffix(" or").removesuffix(" AND")
    return "" if _INSTITUTION.search(name) else name


def _field_after(text: str, position: int, end: int, *, free: bool) -> tuple[str | None, int]:
    """Return the field named after a form, and where it ends.

    ``free`` lets a capitalised phrase in brackets be a field even when no table has it.
    """
    while aside := _ASIDE.match(text, position, end):
        if field_ids(aside.group().strip(" (),-")):
            break
        position = aside.end()
    match = _IN.match(text, position, end)
    if match:
        name = _cut(text[match.end() : end])
        if name and (name[0].isupper() or field_ids(name)):
            return name, match.end() + len(name)
    match = _MARK.match(text, position, end)
    name = _cut(text[match.end() : end]) if match else ""
    if match is None or not name:
        return None, position
    stop = match.end() + len(name)
    bracket = "(" in match.group() and text[stop : stop + 1] == ")"
    taken = is_field(name) or (free and bracket and name[0].isupper() and len(name) > 2)
    # After a space "Art History" need only hold a field; after a comma "Leeds" or "Stanford" may stand.
    if taken or (match.group().isspace() and name[0].isupper() and field_ids(name)):
        return name, stop + bracket
    return None, position


def _field_before(place: _Place) -> str | None:
    """Return the field that stands before a form on its line: "Computer Science, BSc"."""
    piece = _PIECE.split(place.before.rstrip(" \t,(–—|:-"))[-1].strip()
    return piece if 3 < len(piece) < 60 and plain(piece) in load().names else None


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
        if len(line) > 3 and plain(line) in load().names:
            return line
        position = stop + 1
        if position >= len(text):
            break
    return None
