"""Units → the education a posting asks for: level, whether experience will do instead, preferred level, fields.

A list of subjects behind "degree in" names fields of study, not skills: "Computer Science, Statistics or a related
field" asks nobody for statistics. The ranges of such lists are handed back so that no skill is taken from them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from gapscan.posting.cues import Place, inside
from gapscan.posting.demands import speaks
from gapscan.records import DegreeLevel, Importance

_LEVELS: tuple[tuple[DegreeLevel, re.Pattern[str]], ...] = (
    (
        DegreeLevel.DOCTORATE,
        re.compile(
            r"(?<![\w])(?:ph\.? ?d\b\.?s?|d\.?phil\b|doctorate|doctoral|terminal degree|doctor of philosophy"
            r"|sc\.d\b)(?!ocument)"
        ),
    ),
    (
        DegreeLevel.MASTER,
        re.compile(
            r"(?<![\w])(?:master(?:[’']?s|s[’'])(?!\s?(?:of (?:your|their|the)|in command))|masters|master(?= of| degree"
            r"| level|/|-level| or ph| in (?:comp|data|stat|math|eng|econ))|m\.?sc\b\.?|m\.s\.?(?= |,|/|$|\))|m\.?eng\b"
            r"|m\.?tech\b|m\.a\.(?= |,|/)|(?<=\ba )master(?=[,.)])|(?<!scrum )(?<!station )master(?=,? (?:is (?:a |wel|pre"
            r"|req|des|not|opt)|preferred|required|desired|desirable|would be|welcome|a plus|but a bach|or (?:a )?(?:ph|bach"
            r"|higher)))"
            r"|mba\b|mca\b|msn\b|(?:graduate|advanced|postgrad(?:uate)?|post-grad(?:uate)?|higher) (?:degrees?|education)"
            r"|graduate level degree|ms degree)"
        ),
    ),
    (
        DegreeLevel.BACHELOR,
        re.compile(
            r"(?<![\w])(?:bachelor(?:[’']?s|s[’'])?|baccalaureate|b\.?sc\b\.?|b\.s\.?(?= |,|/|$|\))|b\.a\.?(?= |,|/|$|\))"
            r"|b\.?eng\b|b\.?tech\b|b\.e\.(?= |,|/)|bca\b|bsn\b|undergraduate degree"
            r"|(?:4|four)[ -]years? (?:(?:college |university )?degree|college\b|university\b)|college degree|university degree"
            r"|honou?rs degree"
            r"|first degree|degree[ -](?:educated|level)"
            r"|(?:engineering|technical|science|stem|relevant|quantitative|business|cs|computer science|university"
            r"|accredited|college|numerate|scientific|statistics|mathematics) degree"
            r"|(?:finished|completed|concluded|graduated from) (?:an? |your |the )?(?:university |academic "
            r"|relevant )?stud(?:y|ies)\b(?! ?\()|university graduate|college graduate"
            r"|2:[12]\b)"
        ),
    ),
    (DegreeLevel.ASSOCIATE, re.compile(
        r"(?<![\w])(?:associate(?:[’']?s|s[’'])? degrees?|associate[’']s|a\.?a\.?s\.? degree|foundation degree|(?:2"
        r"|two)[ -]year degree|hnd\b)"
    )),
    (DegreeLevel.SECONDARY, re.compile(
        r"(?<![\w])(?:high school|secondary school|ged\b|a[ -]levels?\b|gcses?\b|secondary education)"
    )),
)  # fmt: skip
# BS, MS, BA, MA also mean other things ("MS Office", "Boston, MA"); they count beside each other, or before what a degree has.
_SHORT = re.compile(
    r"(?<![\w.])(b\.?s\.?c?|b\.?a|m\.?s\.?c?|m\.?a|b\.?e)(?:\.|\b)(?=\s{0,2}(?:/|,? ?or\b|&|,|and\b|\+|-|–|\()\s{0,2}(?:a "
    r"|an )?(?:b\.?s|b\.?a|m\.?s|m\.?a|b\.?e|b\.?tech|mba|ph\.?d|master|bachelor|higher|equivalent|\d|advanced|above)"
    r"|\s{1,2}(?:degree|in (?!the\b|our\b|your\b)|required|preferred|with \d|from an?|\()|\s{0,2}$|\s{0,2}[.;,)])"
)
_PRODUCT = re.compile(
    r"\s(?:degrees|programs|programmes)\b(?!,? (?:in\b|or\b|are (?:required|preferred|desir)|required|preferred"
    r"|with\b|from\b|and))"
)
_MORE = re.compile(r",\s?(?:or |and )?(?:b\.?s|b\.?a|m\.?s|m\.?a|m\.?tech|mba|ph\.?d|master)")
_SHORT_AFTER = re.compile(r"(?:ph\.?d\.?|b\.?s\.?|b\.?a\.?|m\.?s\.?|b\.?e\.?|bachelor[’']?s|or|/)\s{0,2}(?:/|or|,|&|and)?\s{0,2}$")
_OF_DEGREE = re.compile(
    r"degree|diploma|educat|graduat|bachelor|master|ph\.?d|qualif|b\.?s\.?c?\b|m\.?s\.?c?\b|b\.?a\b|\bstem\b|background in"
    r"|major|minor|stud(?:y|ies) (?:of|in)\b|vocational|university|college|school|\bged\b|b\.?tech|m\.?tech|b\.?e\.|2:[12]\b"
    r"|mba|mca\b|bca\b|msn\b|bsn\b|gcse|a[ -]level"
    r"|doctora|hnd"
)
_BARE = re.compile(
    r"(?<![\w-])(?:degree|education|diploma|qualification)s?(?: level)?(?= in | within |,? or equivalent| \(| preferred"
    r"| required|, )|^\W{0,3}degree\b|educated to degree"
)
_EQUIVALENT = re.compile(
    r"or (?:an? )?(?:comparable|similar|equivalent) (?:education|training|apprenticeship|vocational|studies|schooling)"
    r"|(?:or|and/or|/) (?:an? )?(?:the )?(?:equivalent|equal|commensurate)(?: \w{1,20}){0,2}? ?(?:combination|practical"
    r"|professional|work|working|industry|job|real|life|military|training|experience|background|knowledge)"
    r"|(?:or|and/or) (?:an? )?(?:comparable|similar|relevant|related|the same)(?: (?:work|working|professional|practical"
    r"|industry|job|technical|hands-on))? (?:experience|work history|training|background)"
    r"|or (?:an? )?equivalent(?! (?:degree|field|discipline|subject|qualification|major|stem|technical degree|area|program"
    r"|level|certif))|\(or equivalent\)|or equiv\b|or the equivalent|equivalent (?:combination|experience|work|practical"
    r"|industry|professional|training|amount|mix)"
    r"|(?:in lieu|instead|in place) of (?:a |an |the |minimum )?(?:\w{1,20} )?(?:degree|education)|(?:substitut\w+|replace"
    r"|equate\w*|accepted) (?:for|in lieu|to satisfy|the|a|to)|may be substituted|can be substituted|can replace"
    r"|will be considered in lieu"
    r"|or (?:at least )?(?:\d{1,2}|two|three|four|five|six|eight|ten)\+? (?:or more )?(?:additional )?(?:years?|yrs?)"
    r"|or (?:significant |substantial |proven |demonstrable |demonstrated |relevant |extensive |practical "
    r"|equally )(?:\w{1,20} ){0,2}experience|or (?:have |you've |you have )?(?:taught yourself|self[- ]taught)"
    r"|or (?:a )?(?:coding |programming )?bootcamp"
    r"|/equivalent|or no degree|no degree (?:with|w/)|(?:portfolio|experience) (?:can|may|will) (?:replace|substitute|count)"
    r"|or (?:demonstrated|proven|comparable) (?:competence|ability|skills|track record)|or the experience\b|or qualified by experience"
    r"|or able to (?:show|demonstrate)|or experience\b|equivalent[).,;]?\s{0,2}$"
)
_NO_DEGREE = re.compile(
    r"(?:don[’']?t|do not|doesn[’']?t|does not) (?:really |much |actually )?(?:care|mind|ask"
    r"|look)(?: \w{1,12}){0,3} (?:degrees?|diplomas?|schools?)\b|(?:no|without an?|don[’']?t need an?|do not need an?"
    r"|not require an?|doesn[’']?t require an?"
    r"|not need an?) (?:[\w’']{1,20} ){0,2}(?:degree|diploma|ph\.?d|doctorate|master|bachelor|bsc|msc)|(?:degree"
    r"|diploma)s? (?:is |are )?optional|(?:degree|diploma|ph\.?d\.?|doctorate|mba|msc|bsc|master[’']?s"
    r"|bachelor[’']?s)(?: \w{1,20}){0,3} (?:is "
    r"|are )?(?:not|isn[’']t|n[’']t) (?:required|necessary|needed|essential|a requirement|mandatory|a must)"
)
_FIELDS_END = re.compile(
    r"any (?:\w{1,20} ){0,2}(?:disciplines?|fields?|subjects?|areas?|majors?)\b|(?:or|and|and/or|/|,)?\s?(?:any |an? |in an? "
    r"|other |another |equivalent |closely |some ){0,3}(?:related|relevant|similar|equivalent|comparable|other|another|allied"
    r"|adjacent|associated|applicable|like)(?:[ /-]\w{1,20}){0,3} ?(?:fields?|disciplines?|subjects?|areas?|degrees?|studies"
    r"|majors?|domains?|programs?|specialty|experience|stem fields?|qualification)?"
    r"|\b(?:with|plus|and (?:at least|a minimum|\d|one|two|three|four|five|six|experience|strong|proven|minimum|solid"
    r"|relevant|hands|\w{1,20} (?:\([0-9]{1,2}\) )?(?:or more )?years?)|required|preferred|desired|desirable|from|or (?:at least|\d"
    r"|equivalent|relevant|significant|proven|higher|have|you|experience|bootcamp|self)|at least|minimum|including|who"
    r"|experience|a plus|ideally|is|are|would|will|along|combined|years?|but|though|while|coupled|together|right to"
    r"|eligib\w{2,6}|permission|authori[sz]\w{2,8}|work permit|(?:driving )?licen[cs]e|clearance|fluen\w{1,3}"
    r"|willing\w{0,4}|ability|able to|;|\.\s|–|—| - )\b"
    r"|[;.]\s|\)$"
)
_RELATED = re.compile(r"any |related|relevant|similar|equivalent|comparable|other|another|allied|quantitative|technical")
_IN = re.compile(
    r"(?:degrees?|diploma|bachelor[’']?s?|master[’']?s?|ph\.?d\.?|b\.?sc?\.?|m\.?sc?\.?|b\.?a\.?|m\.?a\.?|b\.?tech|m\.?tech"
    r"|b\.e\.|b\.?eng|doctorate|education|graduate|qualification|qualified|background|major(?:ing)?|coursework|baccalaureate"
    r"|\)|equivalent|mba|level|study|programmes?|programs?|studies|obtained[^.;]{0,50}|preferably|ideally|higher"
    r"|equivalent (?:\w{1,20} )?experience\)?)[\s,]{0,3}(?:\([^)]{1,30}\) )?(?:degrees? )?(?:required |preferred |preferably "
    r"|ideally |desired |obtained [^.;]{1,50}? |or higher |or above |or equivalent |or (?:master[’']?s?"
    r"|ph\.?d\.?) (?:degree )?|holder |educated )?(?:in|within|of) (?!the (?!(?:social|life|natural|physical|computer"
    r"|mathematical|behaviou?ral|health|applied|following|field|area|sciences?)\b)|your\b|our\b|lieu|command|place|all\b"
    r"|which|this\b|these\b|experience|working|work\b|relevant work|industry\b)(?:an? |one of |either |any )?"
    r"|degrees? (?=(?:computer|electrical|mechanical|data|applied|software) (?:science|engineering|math|stat)|statistics\b"
    r"|mathematics\b|physics\b|economics\b)"
    r"|(?:analytical|quantitative|technical|related|relevant|scientific|numerate|similar|stem|business|engineering)(?: or \w{1,20})?"
    r" (?:field|discipline|subject|area|major|degree)s?(?: of study)?[\s,]{0,2}(?:\(\s?(?:such as |e\.g\.?,? |i\.e\.?,? "
    r"|like )?|such as |like |including "
    r"|e\.g\.?,? |i\.e\.?,? )|degrees?\s?(?::|-|–)\s"
)
# A label before fields of study, whatever stands between these: "Preferred majors: Physics, Engineering - Systems".
_MAJORS = re.compile(r"(?:preferred |required |desired |relevant |accepted )?(?:majors?|fields? of study|(?:degree"
    r"|academic) (?:fields?|disciplines?|subjects?))\s?:")
# "Master preferred, Bachelor is enough"
_ENOUGH = re.compile(
    r"(?:[’']?s)?(?: degrees?)?,? (?:(?:is|are|would be|will be|also) )?(?:enough|sufficient|suffices?|will do|would do|does it|minimum"
    r"|as a minimum|at (?:least|minimum)|is fine|is ok(?:ay)?|is accepted)\b"
)
# "If you have a PhD, cool": what stands behind "if" is no demand.
_SUPPOSED = re.compile(r"\b(?:if|whether) you(?:[’']ve| have| hold| did| got| also have)? (?:got )?(?:an? |your )?$")
# "Master's or higher degree in": the bare word belongs to the level before it.
_NEAR_LEVEL = 40
# A parenthesis so near a degree speaks of it, and one of so few words does wherever it is.
_TO_BRACKET, _BRIEF_ASIDE = 4, 3
_SPLIT = re.compile(r",|/|\bor\b|\band\b|;|&")
_JUNK = frozenset(
    "a an the or and in of related relevant field fields similar equivalent discipline other another degree quantitative".split()
)


class Asked(NamedTuple):
    """A degree named in a unit."""

    level: DegreeLevel
    start: int
    importance: Importance


class Reading(NamedTuple):
    """What a unit says about education: degrees, whether experience will do, fields, and where the fields stand."""

    degrees: tuple[Asked, ...]
    or_equivalent: bool
    fields: tuple[str, ...]
    ranges: tuple[tuple[int, int], ...]


_NOTHING = Reading((), False, (), ())


def read(place: Place, text: str, base: Importance) -> Reading:
    """Read what a unit says about education.

    Args:
        place: The unit; its cues say which degree is required and which preferred.
        text: The laid-out text, for the spelling of fields.
        base: What the unit's zone asks for in general.
    """
    low = place.low[place.start : place.end]
    if not _OF_DEGREE.search(low):
        return _NOTHING
    places = _levels(low)
    if not places and not re.search(r"background in|educat|major|studies|coursework", low):
        return _NOTHING
    if _NO_DEGREE.search(low) and not any(cue.cue.effect == "preferred" for cue in place.cues):
        return Reading((), False, (), tuple((place.start + s, place.start + e) for s, _, e in _ranges(low)))
    supposed = [start for _, start, _ in places if _SUPPOSED.search(low, max(0, start - 40), start)]
    if len(supposed) > 1:
        places = [entry for entry in places if entry[1] not in supposed]
    degrees = tuple(Asked(level, place.start + start, _importance(place, start, end, base, places)) for level, start, end in places)
    # Without a degree, only "a background in economics, statistics or a related field" lists fields of study.
    majors = _MAJORS.match(low)
    ranges = [(majors.end(), len(low), len(low))] if majors else [found for found in _ranges(low) if places or found[2] > found[1]]
    fields = tuple(dict.fromkeys(f for start, end, _ in ranges for f in _fields(text[place.start + start : place.start + end])))
    shifted = tuple((place.start + start, place.start + end) for start, _, end in ranges)
    return Reading(degrees, _EQUIVALENT.search(low) is not None, fields, shifted)


def equivalent(low: str) -> bool:
    """Tell whether a line says that experience will do instead of a degree."""
    return _EQUIVALENT.search(low) is not None and re.search(r"degree|educat|diploma|bachelor|master|qualif", low) is not None


def _levels(low: str) -> list[tuple[DegreeLevel, int, int]]:
    """Return (level, start, end) of the degrees a unit names, in order, none overlapping."""
    found: list[tuple[int, int, DegreeLevel]] = []
    for level, pattern in _LEVELS:
        found += [(match.start(), match.end(), level) for match in pattern.finditer(low)]
    for match in _SHORT.finditer(low):
        name = match.group(1).replace(".", "")
        before = low[max(0, match.start() - 14) : match.start()]
        stands = match.end() >= len(low) or (low[match.end() : match.end() + 1] in ".;,)" and not _MORE.match(low, match.end()))
        if stands and not _SHORT_AFTER.search(before):
            continue
        if name in ("ma", "be") and re.search(r"[a-z], $|\b(?:to|will|can|must|should|not|may|would|could)\s$", before):
            continue
        found.append((match.start(), match.end(), DegreeLevel.MASTER if name[0] == "m" else DegreeLevel.BACHELOR))
    for bare in _BARE.finditer(low):
        near = [end for _, end, _ in found if 0 <= bare.start() - end < _NEAR_LEVEL]
        if "degree" in bare.group() and not near and not any(start <= bare.start() < end for start, end, _ in found):
            found.append((bare.start(), bare.end(), DegreeLevel.BACHELOR))
    # "Masters degrees are what we offer": several degrees are a product.
    found = [entry for entry in found if not _PRODUCT.match(low, entry[1])]
    kept: list[tuple[DegreeLevel, int, int]] = []
    for start, end, level in sorted(found, key=lambda entry: (entry[0], -entry[1])):
        if not kept or start >= kept[-1][2]:
            kept.append((level, start, end))
    return kept


def _importance(place: Place, start: int, end: int, base: Importance, places: Sequence[tuple[DegreeLevel, int, int]]) -> Importance:
    """Return how much one degree is asked for: the nearest cue that is not another degree's decides."""
    if _ENOUGH.match(place.low, place.start + end):
        return Importance.MUST
    begin, finish = place.start + start, place.start + end
    others = [place.start + s for _, s, _ in places if s != start]
    best: tuple[int, Importance] | None = None
    for cue in place.cues:
        effect = cue.cue.effect
        if effect not in ("must", "preferred") or not speaks(place, cue):
            continue
        span = inside(place, cue.start)
        apart = span is not None and not span[0] <= begin < span[1] and span[0] - finish > _TO_BRACKET
        if span and apart and len(place.low[span[0] : span[1]].split()) > _BRIEF_ASIDE:
            # "A doctorate in physics (lasers a plus)": the aside is a wish of its own.
            continue
        if cue.start >= finish:
            between = [o for o in others if finish <= o < cue.start]
            gap = place.low[finish : cue.start]
            if between and not _joined(place.low[finish : between[0]]):
                continue
            if cue.cue.direction == "forward" or ";" in gap or len(gap) > 170 or _new_demand(gap):
                continue
            distance = cue.start - finish
        else:
            if cue.cue.direction == "backward" or any(cue.end <= o < begin for o in others) or len(place.low[cue.end : begin]) > 40:
                continue
            distance = begin - cue.end
        if best is None or distance < best[0]:
            best = (distance, Importance.PREFERRED if effect == "preferred" else Importance.MUST)
    return best[1] if best else base


def _joined(gap: str) -> bool:
    return re.fullmatch(r"(?: degrees?)?[\s,/]{0,4}(?:or|and|and/or|&)?[\s,/]{0,4}(?:an? )?", gap) is not None


def _new_demand(gap: str) -> bool:
    return (
        re.search(
            r",? (?:and|with|plus) (?:at least|\d|experience|knowledge|strong|proven|minimum)|, (?:experience|knowledge"
            r"|strong)",
            gap,
        )
        is not None
    )


def _ranges(low: str) -> list[tuple[int, int, int]]:
    """Return the lists of fields of study in a unit: start, end, and the end of what closes them."""
    found: list[tuple[int, int, int]] = []
    for match in _IN.finditer(low):
        start = match.end()
        if found and start < found[-1][2]:
            continue
        limit = min(len(low), start + 260)
        closing = low.find(")", start, limit)
        opened = low.find("(", start, limit)
        if closing >= 0 and (opened < 0 or closing < opened):
            limit = closing
        end = _FIELDS_END.search(low, start, limit)
        stop = end.start() if end else limit
        if stop > start:
            # What "or a related discipline" says is no skill either.
            tail = end.end() if end and _RELATED.search(end.group()) else stop
            found.append((start, stop, max(stop, tail)))
    return found


def _fields(listed: str) -> list[str]:
    """Return the fields of a list, as they are written."""
    fields: list[str] = []
    for part in _SPLIT.split(re.sub(r"\([^)]{0,80}\)?", " ", listed)):
        name = " ".join(part.split()).strip(" .:-–'\"")
        words = [w for w in name.split() if w.lower() not in _JUNK]
        if words and len(words) <= 5 and len(name) > 1 and not any(c.isdigit() for c in name):
            fields.append(name)
    return fields
