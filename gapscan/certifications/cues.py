"""What may be said of a certificate: the cues, each a pattern over folded (lower-case ASCII) text.

Alternatives are tried in order and the first that fits at a place wins, so "do not hold" stands before "hold". Repeats
are bounded, and every pattern is searched in a window of about a hundred bytes only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gapscan.records import CredentialStatus

HELD, IN_PROGRESS = CredentialStatus.HELD, CredentialStatus.IN_PROGRESS
EXPIRED, PLANNED, DENIED = CredentialStatus.EXPIRED, CredentialStatus.PLANNED, CredentialStatus.DENIED
Table = Mapping[CredentialStatus, Sequence[bytes]]

MONTHS = (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec")
_MONTH = rb"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = rb"(?:19|20)\d\d"
_WHEN = rb"(?:" + _MONTH + rb"|q[1-4]|spring|summer|autumn|fall|winter|early|late|mid|end|\d{1,2}[/.-]|" + _YEAR + rb")"
_TAKEN = rb"(?:held|obtained|taken|got|gotten|passed|completed|possess|earned|achieved|attained|certified)"

# Before the name: these reach over the names of a list. HELD is here because it ends the reach of a cue before it.
_FORWARD: Table = {
    EXPIRED: (
        rb"no longer (?:hold(?:ing)?|an?|certified|have)", rb"expired", rb"lapsed", rb"former(?:ly)?",
        rb"previously (?:held|certified)", rb"past certifications?",
    ),
    DENIED: (
        rb"(?:do|does|did|have|has|had|am|is|was|are) ?(?:n't|not)(?: yet)?(?: (?:have|hold|need|" + _TAKEN + rb"))?",
        rb"(?:don't|doesn't|didn't|haven't|hasn't)(?: yet)?(?: (?:have|hold|" + _TAKEN + rb"))?",
        rb"not (?!only|just|limited)(?:yet )?(?:an? )?", rb"no (?!longer|only|\d)", rb"without", rb"never",
        rb"lack(?:s|ing)?(?: of)?", rb"failed",
    ),
    HELD: (
        rb"passed", rb"passing", rb"earned", rb"obtained", rb"achieved", rb"attained", rb"received", rb"awarded",
        rb"acquired", rb"renewed", rb"already", rb"holds", rb"holding", rb"holder of", rb"held",
        rb"(?:and|but|also|currently|i) (?:hold|have)", rb"after (?:completing|finishing|obtaining|earning)", rb"after",
        rb"but", rb"besides",
    ),
    IN_PROGRESS: (
        rb"studying(?: for| towards?)?",
        rb"(?:preparing|prepping|training|registered|scheduled|sitting|studied|enroll?ed) (?:for|to|in|towards?)",
        rb"in preparation for", rb"pursuing", rb"undergoing", rb"undertaking", rb"working (?:on|towards?)",
        rb"on track (?:for|to)", rb"in (?:the )?process(?: of)?", rb"in[ -]progress", rb"candidate for", rb"awaiting",
        rb"currently (?:taking|completing|obtaining|doing|attending|finishing|earning)",
        rb"(?:ongoing|expected|pending):",
    ),
    PLANNED: (
        rb"plan(?:s|ning|ned)? (?:to|on|for)", rb"plan(?:ned|s)?:", rb"want(?:s|ing)?(?: to| an?| the| my)?",
        rb"would (?:like|love) to", rb"hop(?:e|es|ing) (?:to|for)", rb"aim(?:s|ing)? (?:to|for|at)",
        rb"intend(?:s|ing)? to", rb"desir(?:e|es|ing) to", rb"look(?:ing|s)? (?:to|forward to|into)",
        rb"wish(?:es|ing)? to", rb"seek(?:s|ing)?(?: to)?", rb"interested in", rb"aspir(?:e|es|ing)(?: to)?",
        rb"goals?(?: is| are|:)", rb"objective:", rb"going to",
        rb"will (?:be )?(?:tak|sit|obtain|get|complet|pursu|earn)(?:e|ing|ting)?",
        rb"eager to", rb"ready to (?:take|sit)", rb"targeting", rb"upcoming", rb"considering",
        rb"(?:target|targeted|next|future|upcoming)(?: certifications?| certificates?| exams?)?:", rb"soon to be",
    ),
}  # fmt: skip

# After the name, with a few words between at most.
_STRONG: Table = {
    EXPIRED: (
        rb"expired", rb"lapsed", rb"not renewed", rb"no longer (?:valid|active|current|held|certified)", rb"inactive",
    ),
    IN_PROGRESS: (
        rb"in[ -]{1,2}progress", rb"in process", rb"under ?way", rb"on-?going", rb"pursuing", rb"to be completed",
        rb"(?:expected|anticipated|estimated|est\.?)(?: to (?:complete|pass|sit|finish|be completed))?"
        rb"(?: completion| date| certification| exam){0,3}(?: in| by| on)?[ :,-]{0,3}" + _WHEN,
        rb"scheduled (?:for|in|on) ", rb"exam (?:is )?(?:scheduled|booked|pending)", rb"results? (?:pending|awaited)",
        rb"awaiting (?:result|exam)",
        rb"(?:currently |now )(?:studying|preparing|enrolled|taking|pursuing|working|completing)",
    ),
    DENIED: (rb"not (?:yet )?" + _TAKEN, rb"(?:did not|didn't) pass"),
}  # fmt: skip

# After the name and nothing but its own furniture, and before a date or the end: these are ordinary words elsewhere.
_WEAK: Table = {
    IN_PROGRESS: (
        rb"pending", rb"scheduled", rb"booked", rb"candidate", rb"expected", rb"anticipated", rb"studying",
        rb"preparing", rb"training", rb"enrolled", rb"wip", rb"student", rb"trainee", rb"finalist", rb"due",
        rb"eligible",
    ),
    PLANNED: (
        rb"planned", rb"planning", rb"upcoming", rb"future", rb"intended", rb"target(?:ed)?", rb"goal", rb"next",
        rb"tbd", rb"soon", rb"coming soon", rb"to be (?:obtained|taken|earned)",
    ),
    DENIED: (rb"(?<=[:(-])no", rb"(?<=[:(-] )no", rb"none", rb"n/a", rb"failed", rb"not yet", rb"never"),
    HELD: (
        rb"active", rb"valid", rb"current", rb"renewed", rb"passed", rb"obtained", rb"earned", rb"achieved",
        rb"completed", rb"issued", rb"awarded", rb"received", rb"certified", rb"yes", rb"held",
    ),
}  # fmt: skip


def _compile(table: Table, before: bytes, after: bytes) -> re.Pattern[bytes]:
    groups = [b"(?P<" + status.name.encode() + b">" + b"|".join(cues) + b")" for status, cues in table.items()]
    return re.compile(before + b"(?:" + b"|".join(groups) + b")" + after)


_LEFT = rb"(?<![a-z0-9])"
_MARKS = rb"[ ,:()\[\]/|-]{1,4}"
# What still belongs to a name: its code, "certification", a level, a year.
_FURNITURE = (
    rb"(?:" + _MARKS + rb"(?:certification|certificate|certified|cert|exam|license|licence|level [iv0-9]{1,3}|status"
    rb"|is|was|currently|now|[a-z]{2,4}-[a-z]?\d{2,3}|" + _YEAR + rb")(?![a-z0-9])){0,4}" + _MARKS
)  # fmt: skip

FORWARD = _compile(_FORWARD, _LEFT, rb"(?![a-z0-9])")
STRONG = _compile(_STRONG, _LEFT, rb"")
WEAK = _compile(
    _WEAK, _FURNITURE, rb"(?= ?(?:$|[,;.)\]|/\n]|(?:for|in|by|on|until|since|from|to be) |[-(] ?\d|" + _WHEN + rb"))"
)
UNTIL = re.compile(
    rb"(?:expir(?:es|y|ation|ing)(?: date| on| in)?|exp\.?|valid (?:until|thru|through|till|to|up to)"
    rb"|renewal(?: due| date)?)[ :,-]{0,3}(?:(?P<month>" + _MONTH + rb")[ ,]{1,2}|(?P<number>0?[1-9]|1[0-2])[/.-])?"
    rb"(?:\d{1,2}[, /.-]{1,3})?(?P<year>" + _YEAR + rb")"
)

# A clause is cut here; "exp." and "est." end none.
CUT = re.compile(rb"[;*]|(?<![ (]exp)(?<![ (]est)[.!?](?=[ \n]|$)|\n| {4}|\t")
# Between two names of one list.
LIST_GAP = re.compile(
    rb"[ \n,&/+()\[\]\"':-]{1,6}(?:(?:and|or|the|a|an|exams?|certifications?|certificates?|certs?|as well as|then|both"
    rb"|either)[ ,&/+()\[\]\"':\n-]{1,3}){0,3}"
)
AND_GAP = re.compile(rb"[ )\n]{0,3}(?:and|&|/|\+)[ \n]{0,2}(?:the )?")
# A wish that speaks of work, not of the certificate ("seeking a position that uses my PMP"), or an aside.
ELSEWHERE = re.compile(
    rb"(?<![a-z])(?:roles?|positions?|jobs?|careers?|opportunit|compan|teams?|where|which|that|with|us(?:e|es|ing)"
    rb"|leverag|utili[sz]|appl(?:y|ies|ying)|work|environment|challeng|organi[sz]ation|customers?|clients?|projects?"
    rb"|experience)|\("
)
# A degree has dates of its own: "AWS SAA, B.Sc. (expected May 2026)".
DEGREE = re.compile(
    rb"(?<![a-z])(?:b\.?sc?|m\.?sc?|b\.?tech|m\.?tech|mba|ph\.?d|bachelor|master|degree|university|college|graduat|diploma"
    rb"|gpa)(?![a-rt-z])"
)
YEAR_NEXT = re.compile(rb" {0,2}\((?:" + _MONTH + rb" ?)?" + _YEAR + rb"\)")
# Only dates and marks, as between a bar and its cue: "CKA | 2018 - 2021 (expired)".
DATES = re.compile(rb"(?:[^a-z]|" + _MONTH + rb"|present|issued|to){0,60}")
# A wrapped line: the name begins a line and the line before ends in the middle of a phrase.
WRAPPED = re.compile(rb"(?:for|the|my|an|a|to|of|and|towards?|in|obtain|get|earn|pursuing|take|no|not)[ \r]{0,3}$")
NEXT_LINE = re.compile(
    rb"[ \t\r]{0,8}\n[ \t]{0,12}[(\[]?(?=in[ -]progress|expected(?! grad)|anticipated|expired|ongoing|planned|pending"
    rb"|scheduled for)"
)
ANY_YEAR = re.compile(_YEAR)
# The heading of a list: "Certifications in progress".
LIST_HEAD = re.compile(
    rb"(?P<IN_PROGRESS>in[ -]progress|ongoing|pursuing)|(?P<PLANNED>planned|upcoming|future|target)"
    rb"|(?P<EXPIRED>expired|lapsed)"
)
