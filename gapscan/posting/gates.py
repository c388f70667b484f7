"""Units → the conditions no points make up for: work permit, clearance, licence, language, travel, place of work.

Each rule is a line of a table: the kind, what it looks like, and how its value is read. They are looked for wherever an
applicant can be addressed (requirements, legal text, how to apply), never in what the company says of itself or offers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gapscan.posting.cues import Place, inside
from gapscan.posting.demands import speaks
from gapscan.posting.headings import Zone
from gapscan.posting.languages import LANGUAGES
from gapscan.records import Gate, Importance

_LANGUAGE = "|".join(sorted(LANGUAGES))
_SPEAKING = re.compile(
    rf"(?<![\w-])(?:(?:native|fluent|fluency|proficien(?:t|cy)|bilingual|conversational|business[- ]level|professional"
    rf"|command|speak(?:s|ing|er)?|spoken|written"
    rf"|language|languages|verbal|read|write|communicate|c1|c2|b1|b2|excellent|good|strong|perfect|level of"
    rf"|knowledge of)(?:[\s,:/()-]{{1,3}}(?:[a-z0-9]+)){{0,6}}?[\s,:/(-]{{1,3}}({_LANGUAGE})"
    rf"|({_LANGUAGE})(?: (?:and|or|&|/) (?:{_LANGUAGE}))?(?: language)?(?: skills?)?(?: proficiency)?[\s(:,-]{{1,3}}(?:at "
    rf"|is |are )?(?:an? )?(?:fluen|native|proficien|speak|language|level|required|preferred|skills|is a|are a|mandatory"
    rf"|essential|c1|c2|b1|b2|advanced|business|spoken|written|a plus|desirable|must|mother|\(?required))(?![\w]*ing\b)"
)
_OTHER_LANGUAGES = re.compile(rf"(?:,|and|or|/|&)\s{{1,2}}(?:also )?({_LANGUAGE})(?![a-z])")
# "English" is no demand in these.
_NOT_SPEAKING = re.compile(
    r"(?:english|french|spanish|german) (?:lessons|classes|courses|market|version|cv|team|literature|department"
    r"|speaking countr|degree)|natural language|programming language|in plain"
)


class Rule(NamedTuple):
    """A kind of gate, its value, words of which one must occur before the pattern is tried, and the pattern."""

    kind: str
    value: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]


def _rule(kind: str, value: str, words: str, pattern: str) -> Rule:
    return Rule(kind, value, tuple(words.split("|")), re.compile(pattern))


_RULES = (
    _rule("work permit", "citizen", "citizen|national|persons|green card",
        r"(?:must be|only|are|be) (?:an? )?(?:u\.?s\.?|american|us|uk|british|eu|canadian|australian|german"
        r"|sole) (?:citizens?|nationals?|persons?)|(?:u\.?s\.?|us|american|uk|canadian|eu) citizenship"
        r"|citizenship (?:is )?required|(?:u\.?s\.?|us|uk|eu|canadian|american) citizens?(?: only|\b(?=.{0,40}(?:only"
        r"|required|green card)))|green cards?\b"),
    _rule("work permit", "authorisation", "authori|eligib|entitled|permi|allowed|able to work|right|visa",
        r"(?:legally )?(?:authori[sz]ed|eligible|entitled|permitted|allowed|able|right|permission|permit"
        r"|licen[cs]ed) (?:and able )?(?:to (?:legally )?(?:live and )?work|for employment|to be employed)(?! (?:with|in a"
        r"|in an|on|under|as|indep|well|effect|collab|from|at|closely|alone|both|toge|across|flex|extra|over|week|night|out"
        r"|hard|full|ex|within (?:a|an|the team)|to|through|for|coop|quick|effic|remote|shift|evening|productive|hours"
        r"|without (?:super|close|direct)))|work (?:permit|authori[sz]ation|visa)|right[- ]to[- ]work|eligib(?:le"
        r"|ility) to work in|working rights|employment authori[sz]ation|authori[sz]ed to work"),
    _rule("work permit", "no sponsorship", "sponsor|visa|h1b|h-1b|c2c",
        r"(?:no|not|without|un(?:able|available)|can(?:not|'t|’t)|don[’']?t|won[’']?t|doesn[’']?t|isn[’']?t"
        r"|nor)(?: \w{1,20}){0,6}? (?:visa )?(?:sponsor(?:ship|ed|s)?)\b|sponsorship (?:is |will )?(?:not|un)(?: \w{1,20}){0,2}"
        r"|no (?:h-?1b|c2c|visa)|visas? (?:cannot|can[’']?t|won[’']?t|are not|is not)"),
    _rule("clearance", "top secret", "ts/sci|secret|vetting|clear|polygraph",
        r"ts/sci|top[- ]secret|developed vetting|\bdv[- ](?:cleared|clearance)|ts clearance|polygraph"),
    _rule("clearance", "secret", "clear",
        r"(?:active |current |dod |doe |)(?<!top )(?<!trade )secret(?:[- ]level)? (?:security )?clearance|\bsc[- ](?:cleared"
        r"|clearance|level)|secret clearance"),
    _rule("clearance", "clearance", "clear|public trust|bpss|vetting",
        r"security clearance|security[- ]cleared|public trust|(?:government|federal|dod|baseline|bpss|nato"
        r"|level \d) clearance|\bbpss\b|clearable|clearance (?:is |level |or )?(?:required|eligib|sponsor)"
        r"|obtain (?:and maintain )?(?:an? )?(?:\w{1,20} ){0,3}clearance|satisfactory clearance|security vetting"),
    _rule("licence", "driving", "licen|cdl", r"(?:driver[’']?s?[’']?|driving) licen[cs]es?|licen[cs]e to drive|cdl\b"),
    _rule("licence", "licence", "licen|chartered",
        r"(?<![\w-])(?:(?:professional|state|valid|current|active|nursing|medical|gaming|teaching|real estate|insurance|law"
        r"|bar|pharmac\w{1,20}|rn|pe|cpa|clinical|engineering|contractor|pilot|fcc|series \d+|finra"
        r"|electrical)[’']?s? licen[cs](?:es?|ure)(?! (?:agree|cost|fee|manage|key|model))|licen[cs]ed (?:professional"
        r"|engineer|nurse|physician|attorney|architect|pharmacist|electrician|psychologist|practitioner|in the state"
        r"|in good)|(?:certifications? and(?:/or)?|and/or) licen[cs]es|chartered (?:engineer|accountant|surveyor"
        r"|psychologist|actuary|statistician)|licen[cs]ed? to practi[sc]e)"),
    _rule("travel", "", "travel|plane|road|fly|air|away",
        r"(?:on (?:a |the )?(?:planes?|road)|flying|in the air|away from home|on the move)\b[^.;]{0,60}\d{1,3} ?%"
        r"|\d{1,3} ?%[^.;]{0,40}(?:on (?:a |the )?(?:planes?|road)|away from home|in the air)\b|(?:willing(?:ness)?|able"
        r"|ability|available|availability|must|required?|expected|need(?:ed|s)?|prepared|some"
        r"|occasional|frequent|extensive|domestic|international|up to \d{1,3} ?%|\d{1,3} ?%)(?: \w{1,20}){0,3}? travel(?:ling|ing"
        r"|s)?\b(?! (?:industry|agency|tech|market|data|insurance|company|app|expenses|allowance|brand|product|plan|time"
        r"|domain|sector|business|discount|reimb))|travel(?:ling|ing)?(?: \w{1,20}){0,4}? (?:up to )?\d{1,3} ?%|travel (?:is "
        r"|may be |will be )?(?:required|expected|necessary)|travel to (?:client|customer|other|our|various)"),
    _rule("location", "on site", "site|office|person|remote",
        r"(?:must|required|able|willing|need(?:s|ed)?|ability|will|expected)(?: \w{1,20}){0,6}? (?:on[- ]?site"
        r"|in[- ](?:the )?office|in[- ]person)|(?:on[- ]?site|in[- ](?:the )?office|in[- ]person) (?:position|role|job|only"
        r"|required|work|\d|one|two|three|four|five|at least|presence|attendance)|(?:this|the) (?:position|role"
        r"|job) is (?:fully |100% )?(?:on[- ]?site|in[- ](?:the )?office|in[- ]person)|not (?:a )?remote|no remote"),
    _rule("location", "relocation", "relocat",
        r"(?:willing(?:ness)?|able|must|open|required|prepared|need)(?: \w{1,20}){0,3}? (?:to )?relocat(?:e|ion|ing)"
        r"|relocation (?:is )?required"),
    _rule("location", "residence", "located|based|resid|live|living|commut|local|distance",
        r"must (?:be (?:located|based|resident|living)|live|reside)(?: \w{1,20}){0,4}? (?:in|within|near|commut)|(?:be|are"
        r"|is) (?:located|based|resident) (?:in|within|near) (?:commut|the (?:us|u\.s|uk|eu)|driving)|within (?:commuting"
        r"|driving) distance|able to commute|local candidates only|(?:us|uk|eu|europe|usa|canada)[- ]based (?:candidates"
        r"|applicants|only)"),
    _rule("background check", "", "check|screen|investigation|drug|dbs|test",
        r"(?:must|required|able|ability|need|willing(?:ness)?|subject|contingent|conditional|pass|successful(?:ly)?"
        r"|satisfactory|undergo|complete)(?: \w{1,20}){0,8}? (?:background|criminal|credit|reference|dbs|drug"
        r"|security) (?:record )?(?:check|screen(?:ing)?|investigation|test)s?|(?:background|criminal|credit|reference)"
        r" (?:record )?(?:check|screening)s? (?:is |are |will be )?(?:required|mandatory|conducted|necessary|apply)|\bdbs check"
        r"|drug (?:test"
        r"|screen)(?:ing)?\b"),
    _rule("age", "18", "18|21|eighteen|twenty",
        r"(?:at least|over|minimum age(?: of| is|:)?|must be) (?:18|21|eighteen"
        r"|twenty[- ]one)(?: \(\d\d\))?(?: years)?(?: of age| old| or (?:older|over)|\+)"),
)  # fmt: skip
_NEGATED = re.compile(r"(?:no|not|isn[’']t|without|none|never|zero)\b[^.;]{0,40}$")
_WIDE = frozenset((Zone.REQUIREMENT, Zone.PREFERRED, Zone.OTHER, Zone.LEGAL, Zone.APPLY, Zone.RESPONSIBILITY))
# Said among benefits as well: "BS in CS. No visa sponsorship. Dental."
_ANYWHERE = frozenset(("citizen", "no sponsorship"))
_LEGAL_TOO = frozenset(("work permit", "clearance", "background check", "location", "age", "licence"))
_OFFERED = re.compile(
    r"sponsorship (?:is )?(?:available|offered|provided|possible)|we (?:can |do |will |are able to |are happy to )?(?:offer"
    r"|provide|sponsor)|sponsor(?:ship)? for|visa support|reimburse|regardless|without regard|based on|because of|status"
    r"|discriminat|allowance|perks"
)


def rules_for(low: str) -> tuple[Rule, ...]:
    """Return the rules whose words occur in a posting at all: most postings need few of them."""
    return tuple(rule for rule in _RULES if any(word in low for word in rule.words))


def find(
    place: Place, rules: Sequence[Rule], quote: str, line: int, zone: Zone, base: Importance
) -> Iterator[tuple[Gate, tuple[int, int]]]:
    """Yield the gates of a unit, each with the range of the laid-out text that says it.

    Args:
        place: The unit.
        rules: Those that ``rules_for`` chose for the posting.
        quote: Its text, to be shown.
        line: Its line in the posting.
        zone: What the unit is about.
        base: What its zone asks for in general.
    """
    low = place.low[place.start : place.end]
    asked = quote if len(quote) <= 240 else quote[:237].rstrip() + "..."
    asking = zone in (Zone.REQUIREMENT, Zone.PREFERRED)
    if asking:
        for language, importance in _languages(place, low, base):
            yield Gate("language", asked, language, importance, line=line), (place.start, place.start)
    seen: set[str] = set()
    for rule in rules:
        if rule.kind in seen or not any(word in low for word in rule.words):
            continue
        if zone not in _WIDE and rule.value not in _ANYWHERE:
            continue
        match = rule.pattern.search(low)
        if not match or not _applies(rule, match, low, zone):
            continue
        seen.add(rule.kind)
        importance = _importance(place, match.start(), match.end(), base)
        gate = Gate(rule.kind, asked, _value(rule, match, low), importance, line=line)
        yield gate, (place.start + match.start(), place.start + match.end())


def _applies(rule: Rule, match: re.Match[str], low: str, zone: Zone) -> bool:
    if zone in (Zone.LEGAL, Zone.APPLY, Zone.RESPONSIBILITY) and rule.kind not in _LEGAL_TOO | {"travel"}:
        return False
    if zone is Zone.RESPONSIBILITY and rule.kind == "travel" and "must" not in low and "requir" not in low and "%" not in low:
        return False
    if _OFFERED.search(low) and rule.kind in ("work permit", "location", "travel", "age"):
        return (
            bool(re.search(r"must|citizen|no sponsor|not|unable|can[’']t|cannot|requir", low))
            and "discriminat" not in low
            and "regard" not in low
        )
    if rule.value in ("no sponsorship", "on site"):
        return True
    before = low[max(0, match.start() - 24) : match.start()]
    after = low[match.end() : match.end() + 24]
    refused = re.search(r"(?:\bno|\bnot|isn[’']t|without|don[’']t need|n[’']t require)\b[^.;,]{0,16}$", before) or re.match(
        r"[^.;,]{0,12}(?:not|isn[’']t|n[’']t) (?:required|needed|necessary)", after
    )
    return refused is None


def _value(rule: Rule, match: re.Match[str], low: str) -> str:
    if rule.kind == "travel":
        share = re.search(r"(\d{1,3}) ?%", low)
        return f"{share.group(1)}%" if share else ""
    if rule.kind == "age":
        return "21" if "21" in match.group() or "twenty" in match.group() else "18"
    return rule.value


def _importance(place: Place, start: int, end: int, base: Importance) -> Importance:
    """Return what the nearest cue of the same clause says, else what the zone says."""
    best: tuple[int, Importance] | None = None
    for cue in place.cues:
        if cue.cue.effect not in ("must", "preferred") or not speaks(place, cue):
            continue
        span = inside(place, cue.start)
        if span and not span[0] - place.start - end <= 2:
            # "English (fluent), Polish (nice to have)": what stands in parentheses speaks of what is right before them.
            continue
        gap = (cue.start - place.start - end) if cue.start - place.start >= end else (start - (cue.end - place.start))
        between = place.low[place.start + end : cue.start] if cue.start - place.start >= end else place.low[cue.end : place.start + start]
        if gap > 60 or ";" in between or " but " in between:
            continue
        if best is None or gap < best[0]:
            best = (gap, Importance.MUST if cue.cue.effect == "must" else Importance.PREFERRED)
    return best[1] if best else base


def _languages(place: Place, low: str, base: Importance) -> Iterator[tuple[str, Importance]]:
    """Yield the spoken languages a unit asks for."""
    if not any(word.text in LANGUAGES for word in place.words) or _NOT_SPEAKING.search(low):
        return
    found: dict[str, tuple[int, int]] = {}
    for match in _SPEAKING.finditer(low):
        name = match.group(1) or match.group(2)
        found.setdefault(name, match.span(1) if match.group(1) else match.span(2))
        position = match.end()
        # "fluent in English and German", "French or Dutch"
        while following := _OTHER_LANGUAGES.match(low[position : position + 24].lstrip()):
            shift = len(low[position : position + 24]) - len(low[position : position + 24].lstrip())
            place_of = (position + shift + following.start(1), position + shift + following.end(1))
            found.setdefault(following.group(1), place_of)
            position = place_of[1]
    for word in place.words:
        if found and word.text in LANGUAGES:
            found.setdefault(word.text, (word.start - place.start, word.end - place.start))
    if not found and len(place.words) <= 4:
        # A bare item: "English (required)", "German C1", "Languages: Dutch".
        found = {w.text: (w.start - place.start, w.end - place.start) for w in place.words if w.text in LANGUAGES}
    negated = _NEGATED
    for name, (start, end) in found.items():
        if not negated.search(low[max(0, start - 40) : start]) and not re.match(
            r"[^.;,]{0,16}(?:is|are)?\s?n[o’']t (?:required|needed)", low[end : end + 40]
        ):
            yield name.capitalize(), _importance(place, start, end, base)


def merged(gates: Sequence[Gate]) -> tuple[Gate, ...]:
    """Return gates once each: of the same kind and value the one that is asked for most, in order of first mention."""
    order: dict[tuple[str, str], Gate] = {}
    for gate in gates:
        key = (gate.kind, gate.value)
        known = order.get(key)
        if known is None or (known.importance is not Importance.MUST and gate.importance is Importance.MUST):
            order[key] = gate
    return tuple(order.values())
