"""GapReport → the same report without what points at the person: names, mail, phone, links, address, date of birth.

Only texts are changed, never a number: score, findings and offsets are those of the résumé. A report holds no full
text, so the name is looked for where it tends to stand (the résumé's first lines, the file's name, mail addresses,
profile links) and then taken out everywhere. It errs on the side of taking out too much.

All patterns have bounded repeats and fail at once inside a longer word, so hostile text costs linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import PurePath
from typing import Any

from gapscan.records import (
    CareerStep,
    Credential,
    Degree,
    Document,
    EducationAsked,
    GapReport,
    Gate,
    GateFinding,
    Mark,
    Mention,
    Notice,
    Period,
    Quote,
    Refusal,
    Requirement,
    Source,
    Span,
    Step,
    UnknownTerm,
)

BLACK = "▇▇"

# The texts a report took from a file, by record. Ids, kinds and dates stay: nothing personal is in them.
_TEXTS: Mapping[type, tuple[str, ...]] = {
    CareerStep: ("text",),
    Credential: ("text",),
    Degree: ("text", "field"),
    EducationAsked: ("quote",),
    Gate: ("asked",),
    GateFinding: ("found",),
    Mention: ("text", "because"),
    Notice: ("message",),
    Period: ("quote",),
    Refusal: ("text", "because"),
    Requirement: ("quote",),
    Step: ("because",),
    UnknownTerm: ("text",),
}

# A file's name keeps its ending when it is as short as endings are.
_LONGEST_SUFFIX = 6

_Black = Callable[[str], Iterable[tuple[int, int]]]

# --- what can be told by its form --------------------------------------------------------------

_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}")
_SPELT_MAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%'-]{1,64}\s?[\[({]\s?at\s?[\])}]\s?[\w-]{1,63}"
    r"(?:\s?(?:\.|[\[({]\s?(?:dot|punkt)\s?[\])}])\s?[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?<![\w@])(?:[a-z][a-z0-9+.-]{1,11}://|www\.|mailto:|tel:)[^\s<>\"']{1,500}", re.IGNORECASE)
# A host with a path ("github.com/somebody"), whatever its ending.
_PATH = re.compile(r"(?<![\w@./-])(?:[\w-]{1,63}\.){1,4}[a-z]{2,12}/[\w~@%+.-][^\s<>\"',;)]{1,200}", re.IGNORECASE)
# "Portfolio: somebody.dev", "GitHub: somebody", "Skype somebody".
_HANDLE = re.compile(
    r"(?<!\w)(?:linked ?in|git ?hub|git ?lab|twitter|x\.com|mastodon|instagram|facebook|telegram|whatsapp|skype|kaggle"
    r"|medium|orcid|stack ?overflow|website|homepage|portfolio|blog|web)"
    r"\s{0,2}[:|]\s{0,2}(@?[\w~+-]{1,60}(?:[./][\w~+-]{1,60}){0,5})",
    re.IGNORECASE,
)
# Products whose names look like a host with a path ("ASP.NET/C#", "Node.js/Express").
_NO_HOST = re.compile(r"(?:asp|ado|vb|ml)\.net/|[\w-]{1,30}\.(?:js|py|rs|ai|io)/", re.IGNORECASE)
_PROFILE_LINK = re.compile(r"linkedin\.com/in/([\w%-]{3,100})", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.,/+-])(?:\+|00)?\(?\d(?:[ \u00a0().\-‑–/]{0,3}\d){6,16}(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABELLED = re.compile(
    r"(?<!\w)(?:(?:(?:home|postal|mailing|current|permanent|street) )?address|location|residence|residing at"
    r"|date of birth|birth ?date|d\.?o\.?b\.?|phone|mobile|tel\.?|telephone|cell|fax)"
    r"\s{0,2}[:|]\s{0,3}([^\n|•·]{2,160})",
    re.IGNORECASE,
)
_STREET_KIND = (
    r"Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Parkway|Pkwy|Highway"
    r"|Hwy|Close|Crescent|Gardens|Grove|Mews|Row|Quay|STREET|AVENUE|ROAD|LANE|DRIVE|COURT|street|avenue|boulevard"
)
# Each word with a capital, so that "5 teams in a way" is no address.
_STREET = re.compile(
    r"(?<!\w)\d{1,5}[a-zA-Z]?(?:[-/]\d{1,4})?,?\s(?:[^\W\d_a-z][\w.'’-]{0,24}\s|\d{1,3}(?:st|nd|rd|th)\s){1,4}"
    rf"(?:{_STREET_KIND})(?!\w)\.?"
    r"(?:,?\s{1,2}(?:[Aa]pt|[Aa]partment|[Ss]uite|[Uu]nit|[Ff]lat|[Ff]loor|#)\.?\s{0,2}[\w-]{1,8})?"
)
_STREET_ELSEWHERE = re.compile(
    r"(?<!\w)(?:[^\W\d_][\w-]{2,40}(?:straße|strasse|str\.|weg|platz|allee|gasse|gatan|vägen|laan|straat)\s\d{1,4}[a-z]?"
    r"|\d{1,4}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|boulevard|bd|place|chemin|impasse|allée|quai)\s[^\n,;|•·]{2,60}"
    r"|(?:calle|via|viale|piazza|rua|avenida)\s[^\W\d_][^\n,;|•·\d]{1,50},?\s\d{1,4}"
    r"|p\.?\s?o\.?\s?box\s\d{1,6})(?!\w)",
    re.IGNORECASE,
)
# Each word with a capital, but for the small words within ("Stratford upon Avon", "Frankfurt am Main").
_TOWN = r"[^\W\d_a-z][\w.'’-]{1,30}(?:\s(?:[^\W\d_a-z][\w.'’-]{0,30}|upon|am|an|de|la|sur)){0,3}"
_POSTCODE = re.compile(
    rf"(?<!\w)(?:{_TOWN},\s[A-Z]{{2}},?\s\d{{5}}(?:-\d{{4}})?"
    rf"|(?:{_TOWN},?\s)?[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}"
    rf"|(?:[A-Z]{{1,2}}-)\d{{4,5}}\s{_TOWN})(?!\w)"
)
# A town behind a street or before a postcode belongs to the address.
_TOWN_AFTER = re.compile(
    rf",\s{{1,2}}(?:\d{{4,6}}\s)?{_TOWN}(?:,?\s{{1,2}}[A-Z]{{2}})?(?:,?\s{{1,2}}\d{{4,6}}(?:-\d{{4}})?)?"
    r"(?=\s{0,3}(?:[,;|•·\n]|$))"
)


def _by_form(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open places of a text that are personal by their form."""
    for pattern in (_MAIL, _SPELT_MAIL, _LINK, _POSTCODE):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span(1) for pattern in (_HANDLE, _LABELLED) for match in pattern.finditer(text))
    yield from (match.span() for match in _PATH.finditer(text) if not _NO_HOST.match(match.group()))
    yield from (match.span() for match in _DIGITS.finditer(text) if _is_phone(match.group()))
    for match in (*_STREET.finditer(text), *_STREET_ELSEWHERE.finditer(text)):
        yield match.span()
        after = _TOWN_AFTER.match(text, match.end())
        if after:
            yield after.span()


def _is_phone(text: str) -> bool:
    """Tell a phone number from dates, years and plain figures."""
    groups = re.findall(r"\d+", text)
    if text.startswith(("+", "00", "(")):
        return True
    if all(_YEAR.fullmatch(group) or len(group) <= 2 for group in groups) and any(len(group) == 4 for group in groups):
        return False
    # One unbroken run may be any number; thousands are set in groups of three.
    if len(groups) == 1:
        return len(groups[0]) >= 9
    return sum(map(len, groups)) >= 9 or [len(group) for group in groups] in ([3, 4], [4, 4])


# --- what can only be told by knowing the name -------------------------------------------------

# A name stands in one of the first lines that are not empty, if it stands alone at all.
_NAME_LINES = 5
_HEAD = 4000
_DECORATION = " \t#*_•-"
_NAME_LABEL = re.compile(r"(?:full\s)?name\s{0,2}[:|]\s{0,3}", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-]){0,30}")
_NAME_END = re.compile(r"\s{2,}|[,|•·/(:\t–—\n]|\s-\s|$")
_MOST_WORDS = 5


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("""
    al ap ben bin bint da de del della den der di dos du el ibn la le mac mc of san st ter van vom von y zu zum
""")
# Words of first lines, file names and mail addresses that are nobody's name. Names of skills are asked of the report.
_NO_NAMES = _words("""
    a about academic address administrator ai analyst analytics and application architect assistant associate
    bachelor bsc business ceo certified chief cloud college com computer confidential consultant contact copy
    coordinator cover cto curriculum current cv data designer dev developer development digital director doctor
    document doc docx dr draft email engineer engineering english executive experience final for full github
    head hello home html info information intern it job junior latest lead lecturer letter linkedin machine
    learning mail main manager marketing master md me medical mobile mr mrs ms msc name new nurse of office
    officer old page pdf personal phd phone portfolio principal product professional profile programmer project
    public qa rep research resume résumé resumé sales sample scientist senior software specialist staff stack
    student summary support system systems teacher team tech technical technician test text the txt updated
    version vitae web work worker
""")


def _names(report: GapReport, document: Document | None) -> frozenset[str]:
    """Return the words of the person's name in lower case, as far as the report or the résumé shows them."""
    skills: dict[str, set[int]] = {}
    for claim in report.profile.claims.values():
        for mention in claim.mentions:
            for word in re.findall(r"\w+", mention.text.lower()):
                skills.setdefault(word, set()).add(mention.line)
    found = {word for word in _handle_words(report, document) if word not in skills}
    for number, line in _first_lines(report, document):
        words = _name_of_line(line)
        # A name may be a skill's name too ("Ruby"): it counts unless the skill is named elsewhere.
        found.update(word for word in words if skills.get(word, {number}) <= {number})
        if words:
            break
    return frozenset(word for word in found if word not in _NO_NAMES and word not in _PARTICLES)


def _handle_words(report: GapReport, document: Document | None) -> Iterator[str]:
    """Yield the words of the file's name, of mail addresses and of profile links."""
    texts = [*(quote.text for quote in report.quotes), document.text if document else ""]
    handles = [_stem(report.source.name)]
    for text in texts:
        handles += [match.group().partition("@")[0] for match in _MAIL.finditer(text)]
        handles += [match.group(1) for match in _PROFILE_LINK.finditer(text)]
    for handle in handles:
        yield from re.findall(r"[^\W\d_]{3,30}", handle.lower().replace("_", " "))


def _stem(name: str) -> str:
    return PurePath(name.replace("\\", "/")).stem


def _first_lines(report: GapReport, document: Document | None) -> Iterator[tuple[int, str]]:
    """Yield the lines in which a name tends to stand with their numbers: those labelled so, then the first ones."""
    lines = {quote.line: quote.text for quote in report.quotes if quote.line <= _NAME_LINES}
    if document is not None:
        head = enumerate(document.text[:_HEAD].split("\n"), 1)
        lines = {number: line.strip() for number, line in head if line.strip()}
    yield from ((number, line) for number, line in lines.items() if _NAME_LABEL.match(line))
    yield from list(lines.items())[:_NAME_LINES]


def _name_of_line(line: str) -> list[str]:
    """Return the words that a line begins with when they look like a name: two to five words, each with a capital.

    They end with the line, at a sign that separates, at a title ("Jane Doe Senior Engineer") or at a figure.
    """
    label = _NAME_LABEL.match(line)
    rest = line[label.end() if label else 0 :].strip(_DECORATION)
    end = _NAME_END.search(rest)
    words = rest[: end.start() if end else len(rest)].split()[: _MOST_WORDS + 1]
    bare = [word.strip(".,;") for word in words]
    for index, word in enumerate(bare):
        if (word.lower() in _NO_NAMES and len(word) > 2) or any(sign.isdigit() or sign == "@" for sign in word):
            bare = bare[:index]
            break
    if not (1 if label else 2) <= len(bare) <= _MOST_WORDS or not all(_NAME_WORD.fullmatch(word) for word in bare):
        return []
    # A label says that it is a name; without one capitals must (scripts that have none count as capitals).
    if not label and any(word[0].islower() and word not in _PARTICLES for word in bare):
        return []
    return [part.lower() for word in bare for part in re.split(r"[-'’.]", word) if len(part) > 1]


def _by_name(names: frozenset[str], stem: str) -> _Black:
    """Return a function that yields the places where the file's name or a word of the person's name stands."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        if len(stem) > 2:
            yield from (match.span() for match in re.finditer(rf"(?<!\w){re.escape(stem)}(?!\w)", text))
        for match in re.finditer(r"[^\W\d_]+", text):
            word = match.group()
            if word.lower() in names and not word.islower():
                # Initials before and after belong to it: "J. Doe", "Doe, J."
                before = re.search(r"(?:(?<!\w)[A-Z]\.[ -]?){1,3}$", text[max(0, match.start() - 12) : match.start()])
                yield match.start() - (len(before.group()) if before else 0), match.end()

    return find


# --- blacking out ------------------------------------------------------------------------------


def redact(report: GapReport, document: Document | None = None) -> GapReport:
    """Return a report in which every text from a file has its personal parts blacked out.

    Args:
        report: Of any class derived from GapReport; the result is of the same class.
        document: The résumé, whose first lines name the person most surely; without it the name is known only as far
            as the report's quotes, the file's name and mail addresses show it.

    Returns:
        The same findings and figures; what was personal is replaced by ▇▇. A file's name keeps only its ending.
    """
    by_name = _by_name(_names(report, document), _stem(report.source.name))

    def black(text: str) -> Iterator[tuple[int, int]]:
        yield from _by_form(text)
        yield from by_name(text)

    quotes, hidden = _redacted_quotes(report.quotes, black)
    walked: GapReport = _walk(replace(report, quotes=()), black, hidden)
    return replace(walked, quotes=quotes)


def _merged(places: Iterable[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return places in order and disjoint; those with only a blank or a joining sign between them become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip(" -'’,.")):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _redacted(text: str, black: _Black) -> str:
    pieces = []
    after = 0
    for start, end in _merged(black(text), text):
        pieces += [text[after:start], BLACK]
        after = end
    return "".join((*pieces, text[after:])) if pieces else text


def _redacted_quotes(quotes: Iterable[Quote], black: _Black) -> tuple[tuple[Quote, ...], frozenset[Span]]:
    """Return the quotes without what is personal, and the places whose marks went with it."""
    made: list[Quote] = []
    hidden: set[Span] = set()
    for quote in quotes:
        places = _merged(black(quote.text), quote.text)
        kept = tuple(mark for mark in quote.marks if not any(s < mark.end and mark.start < e for s, e in places))
        hidden.update(mark.span for mark in quote.marks if mark not in kept)
        marks = tuple(_shifted(mark, places) for mark in kept)
        made.append(replace(quote, text=_redacted(quote.text, black), marks=marks))
    return tuple(made), frozenset(hidden)


def _shifted(mark: Mark, places: Iterable[tuple[int, int]]) -> Mark:
    moved = sum(len(BLACK) - (end - start) for start, end in places if end <= mark.start)
    return replace(mark, start=mark.start + moved, end=mark.end + moved)


def _walk(value: Any, black: _Black, hidden: frozenset[Span]) -> Any:
    """Return a record with the texts of _TEXTS redacted, in it and in every record within it."""
    if isinstance(value, tuple):
        return tuple(_walk(inside, black, hidden) for inside in value)
    if isinstance(value, Mapping):
        return {key: _walk(inside, black, hidden) for key, inside in value.items()}
    if isinstance(value, Source):
        return replace(value, name=BLACK + PurePath(value.name).suffix[:_LONGEST_SUFFIX])
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed: dict[str, Any] = {}
    for field in fields(value):
        old = getattr(value, field.name)
        personal = isinstance(old, str) and field.name in _TEXTS.get(type(value), ())
        changed[field.name] = _redacted(old, black) if personal else _walk(old, black, hidden)
    if isinstance(value, Mention | Refusal) and value.span in hidden:
        changed["text"] = BLACK
    return replace(value, **changed)
