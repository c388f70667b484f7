"""What another person does: "my pupils build …", "built by an agency", "a company that makes …", "my team used …".

Such a clause says nothing of the writer. Who does it is told by a word for people or firms with what stands before it;
that they do it, by a verb behind it; how far it goes, by the end of the clause or the next "I". What others think of
the writer ("my boss praised …"), what was done for them ("pupils were taught …") and whom a posting seeks ("the
analyst will …") are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gapscan.matching.automaton import CueHit, Hit, Scan
from gapscan.matching.frames import REACH, SIDE, Frame, Reader

# How much is read before a word for people, and what may follow it.
_LEAD = 56
GOES_ON = (b" ", b"'", b"\n")
_SUBJECT_START = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\b(?:while|whereas|because|although|and|but|when|since|which|where|what|how|then|though|"
    rb"if))\s{0,3}\Z"
)
_CLAUSE_STOP = re.compile(
    rb"[;!?*|]|[.](?=[\s)\"']|$)|\n(?![a-z(])|,?\s(?:i|i'm|i've|we|my|me|us|myself|but|while|whereas|so|"
    rb"however|although|then i)\s"
)
# A person does something only with a verb close behind: "my colleague Tom maintains", not "customers, vendors".
_DOING = re.compile(
    rb"(?:'s?)?(?: (?:of|from|in|at) (?:the|my|our|a|an|another)(?: [a-z-]{2,14}){1,3}?)?"
    rb"\s(?:(?!(?:to|and|or|with|for)\s)[a-z'-]{1,20}\s){0,3}?(?:[a-z]{2,20}ed|was|were|is|are|had|has|have|did|does|do|"
    rb"wrote|writes?|built|builds?|ran|runs?|"
    rb"uses?|works?|owns?|manages?|maintains?|handles?|codes?|develops?|teach(?:es)?|taught|knows?|knew|chose|picked|led|leads?|made|"
    rb"makes?|took|takes?|set|sets|kept|keeps?|sang|programs?|tests?|deploys?|administers?|can|could|will|would|holds?|held|"
    rb"speaks?|spoke|did|brought|drew|draws?|put|shipped|knew|does|swears?|stood|stud(?:y|ies)|learns?|creates?|prefers?|looks?|"
    rb"runs?|supports?|operates?|delivers?|implements?|configures?|designs?|automates?|analy[sz]es?|produces?|fought|found|spent|drove|struggles?|fights?)\b"
)
# What others think or ask of the writer says nothing of what they can.
_OPINION = re.compile(
    rb"\s(?:(?:had|has|have|always|often|also|soon|then|even|still)\s)?(?:praised?|praises|asked?|asks|"
    rb"wanted|wants?|requested|needed|"
    rb"needs?|liked?|likes|loved?|loves|valued?|values|appreciated?|trusted|trusts|promoted|hired|thanked|"
    rb"paid|pays|(?:chose|selected|picked)(?= (?:me|us|my|our)\b)|"
    rb"recogni[sz]ed|awarded|rated|calls?|called|said|says|told|(?:rely|relied|relies|depended|"
    rb"depends?)(?= (?:[a-z]{2,9} )?(?:up)?on (?:me|us|my|our)\b)|got|"
    rb"received|saw|approved|named|"
    rb"(?:was|were|is|are)\s(?:very\s|so\s)?(?:happy|pleased|satisfied|impressed|delighted|glad|surprised)|encouraged|"
    rb"sent|gave|gives?|include|includes|included|reviewed|expected)\s"
)
# "the students I supervised wrote …"
_RELATIVE = re.compile(
    rb", (?:which|whom|that) i [^,;.\n]{1,40},|"
    rb" (?:that |whom )?(?:i|we) (?:had )?(?:[a-z]{2,14}ed|led|taught|ran|met|had)(?= (?:all |mostly |then )?[a-z]{2,14}\b)"
)
# From this length on, a line may have been broken by the width of the page.
_FULL_LINE = 55
_PEOPLE = (
    rb"(?:team ?mates?|teams?|people|students?|pupils?|juniors?|colleagues?|co-?workers?|clients?|customers?|engineers?|developers?|"
    rb"devs?|analysts?|scientists?|interns?|trainees?|managers?|boss(?:es)?|consultants?|contractors?|vendors?|suppliers?|partners?|"
    rb"agenc(?:y|ies)|departments?|groups?|squads?|programmers?|coders?|designers?|testers?|admins?|administrators?|"
    rb"sysadmins?|dbas?|architects?|specialists?|experts?|freelancers?|volunteers?|researchers?|professors?|lecturers?|teachers?|"
    rb"classmates?|roommates?|flatmates?|friends?|mentors?|supervisors?|predecessors?|successors?|technicians?|operators?|folks|guys|"
    rb"compan(?:y|ies)|firms?|provider|hoster|founders?|owners?|leads?|leaders?|directors?|officers?|crew|staff|it|ops|qa)"
)
# Who does it: a determiner may hold two more words, a bare plural must open its clause.
_DOER = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\b(?:while|whereas|because|although|and|but|when|since|which|where|what|how|then|though|if|until|"
    rb"before|after|that))"
    rb"\s{0,3}(?P<whose>(?:my|our|the|his|her|their|your|its|some|one of (?:my|our|the)|most|all|many|other|another|an?|two|three|four|"
    rb"several|both|a few|these|those|external|outside|most of (?:the|my|our)|only)\s(?P<kind>(?:[a-z'-]{2,14}\s){0,2}))?\Z"
)
# "another student" is never the writer, wherever in the sentence.
_ANOTHER = re.compile(
    rb"(?<=[a-z,] )(?<!no )(?P<whose>(?:an)?other|someone else's|one of (?:my|our|the)|while) (?P<kind>(?:[a-z'-]{2,14} )?)\Z"
)
# "sat next to the people who wrote …", "assistant to a professor who develops …"
_WHO = re.compile(rb" (?:(?:who|that) [a-z]{2,14}|doing|building|writing|working|using|running|coding|developing|maintaining|handling)\b")
_TOWARDS = re.compile(
    rb"\b(?:next to|beside|near|assistant (?:to|of)|secretary (?:to|of)|worked for|work for|working for|reported to|reporting to|"
    rb"friends with|"
    rb"married to|supervised|managed|coordinated|briefed|selected|oversaw|interviewed|recruited|between|paid for|met|know|knew|hired|found|"
    rb"placed|served|paid|about|admired|supported|replaced|succeeded|among|around)\s"
    rb"(?P<whose>(?:(?:an?|the|some|two|three|many|several|those)\s)?)(?P<kind>(?:[a-z'-]{2,14}\s){0,2})\Z"
)
_ALSO_VERBS = frozenset(("engineers", "architects", "mentors", "coaches", "tutors", "partners", "doctors", "nurses"))
# "The Data Scientist will …", "the analyst is …": a posting's words for whom it seeks.
_SOUGHT = re.compile(
    rb" (?:[a-z]{2,12}ly )?(?:will|should|must|shall|can|may|would|is|has|needs?|requires?|plays?|works?|supports?|develops?|"
    rb"reports?)\b"
)
# A bare plural ("Students used …") must open its clause; behind "and" or "that" it is one of several things.
_BARE = re.compile(rb"(?:\A|[.;:!?(*|\n-]|\b(?:while|whereas|because|although|but|when|since|where|though))\s{0,3}\Z")
_NO_KIND = re.compile(rb"\b(?:i|me|we|us|led|lead|own|of|as|with|for|to|in|by|from|and|on|who|that|work|helped|taught)\b")
_PLURALS = (b"s", b"people", b"staff", b"children", b"folk")
_HEADLINE = re.compile(rb" (?:who|that|with|in|for|by|,)")
_TREATED = re.compile(
    rb"\s(?:were|are|was|is|have been|had been)\s(?:[a-z]{2,12}\s)?(?:taught|trained|coached|mentored|helped|supported|advised|"
    rb"shown|given|introduced|tutored|"
    rb"guided|assisted|onboarded|enabled|convinced|served|provided)\b(?! by (?:a|an|the|another|our|my) )"
)
_IN_MY_CLASS = re.compile(rb"\s(?:learn|learned|learnt|study|studied|practi[sc]ed?)\b[^.;\n]{0,60}\b(?:in|at|during|through) my\b")
_MAKER = re.compile(
    rb" (?:(?:my|our|the|his|her|their|your|its|an?|another|other|some|one|two|three|external|outside|different|previous|former|the same|"
    rb"someone|somebody)(?: [a-z'-]{2,14}){0,2}? |(?:(?![a-z]+ing )[a-z'-]{2,14} )?)" + _PEOPLE + rb"(?![a-z])"
)
_OWN_TEAM = re.compile(rb" (?:my|our|the)(?: own)? (?:team|group|squad|crew|department|company|firm|staff|agency)(?![a-z])")
_FIRM_DOES = re.compile(
    rb" (?:that|which|who) (?:also |mainly |only |had |has |have |already )?(?:makes?|made|sells?|sold|offers?|offered|builds?|"
    rb"develops?|developed|provides?|provided|distributes?|"
    rb"hosts?|hosted|trains?|resells?|published|publishes|certifies|consults|specialises in|specializes in|produces?|produced)(?![a-z])"
)
_THE = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\b(?:while|whereas|because|but|when|where|since))\s{0,3}(?:the|(?P<outside>an external|another|an outside)|"
    rb"my (?:last|previous|former|old|first|"
    rb"current|present))\s(?:[a-z'-]{2,14}\s)?\Z"
)
_WHOSE_TEAM = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\b(?:while|whereas|because|but|when|where|since))\s{0,3}(?:(?:at|in|with|during|"
    rb"for) [a-z0-9&.'-]{2,20}(?: [a-z0-9&.'-]{2,20})?,? )?(?:my|the|this|that|their|"
    rb"another)\s(?:[a-z'-]{2,14}\s)?\Z"
)
_MERELY_USES = re.compile(
    rb"(?: (?:at|in|from|for|of)(?: [a-z']{1,14}){1,3}?)? (?:(?:has|have|had|also|only|mostly|mainly|always) ){0,2}(?:use[sd]?|"
    rb"(?:was|is) using|work(?:s|ed) (?:with|in|on)|adopted|"
    rb"chose|kn(?:ew|ows)|"
    rb"programm(?:ed|s) in|codes? in|coded in|rel(?:ied|ies) on|wrote in|writes in|runs? on|ran on|takes? care of|took care of|"
    rb"look(?:s|ed) after|maintain(?:s|ed)|manage[sd]|hosts?|hosted)\b"
)
# "the informatics team pulled …": a team named by another trade is not the writer's.
_OTHER_TEAM = re.compile(
    rb"(?:\A|[.;:!?(*|\n-]|\b(?:while|whereas|because|but|when|where|since))\s{0,3}(?:the|their) (?!whole|entire|project|dev|"
    rb"development|core|same|agile|scrum|engineering|first|global|international|small|large|new|product|delivery|management|"
    rb"leadership|full|current|own|team|sales|support)[a-z-]{2,16}\s\Z"
)
_I_TOO_ACT = re.compile(rb"[^.;!?\n]{0,70}\b(?<!but )(?<!while )(?<!whereas )(?:i|we)\b")
_MARKETED = re.compile(
    rb"(?: (?:an?|the|our|their|its|new))?[^.,;\n]{1,50} (?:products?|platforms?|software|solutions?|tools?|suite|apps?|services?|"
    rb"licen[cs]es|trainings?|courses?|conferences?|events?)\b(?= (?:to|at|for|in|among|across|towards)\b|[.,;\n]|\Z)"
)
_TEAM_WORD = re.compile(rb" (?:player|leader|lead|member|work|spirit|building|management|environment|size|and|with|in|of)\b")
_TEAM_OF = re.compile(rb"(?: [a-z-]{2,14}){0,2} [a-z-]{2,14}s(?= )")
_A_TEAM = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\b(?:while|whereas|because|but|when|where|since|under me|below me|beside me))\s{0,3}(?:a|the|"
    rb"another|their)\s(?:[a-z-]{2,14}\s)?\Z"
)
# "the client's tech stack was …"
_OWNED = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\b(?:while|whereas|because|but|when|where|since))\s{0,3}(?:(?:the|a|an|our|their|one)\s)?(?:[a-z-]{2,14}\s)?"
    rb"(?!it's|that's|he's|she's|today's|here's|what's|let's|bachelor's|master's)[a-z]{2,16}'s (?:[a-z-]{2,12} ){0,2}\Z"
)
_OWNS = re.compile(rb"(?:, (?:which|that) i [^,;.\n]{1,40},)? (?:was|is|were|are|ran|runs|consisted|consists|had|has)\b")
# "Sam did the React UI, I did the API": a name does what the writer does not.
_NAMED = re.compile(
    rb"(?:\A|[.;:,!?(*|\n-]|\band)\s{0,3}(?!i |we |it |that |this |which |who |they |you |what |he |she |work |project |app |code |only |"
    rb"then |also |and |successfully |hand |together |re |not )[a-z]{2,14} \Z"
)
_MY_PART = rb"(?:did|wrote|built|made|coded|handled|took|owned|was|set|had|only|kept|ran)\b"
_SO_DID_I = re.compile(rb"[^.!?\n]{1,120}[,;] (?:and |while |but )?i " + _MY_PART)
_NAMED_END = re.compile(rb"[;!?\n]|[.](?=\s|\Z)|\Z|,? (?:and |while |but )?i " + _MY_PART)
_I_TOO = re.compile(rb"\bi (?:did|wrote|built|made|coded|handled|took|owned|set|kept|ran) [^.!?\n]{1,80}[,;] (?:and |while )?\Z")
_WE = re.compile(rb"[^.;!?\n]{0,70}\b(?<!but )(?<!while )(?<!whereas )(?:i|we|me|us|our)\b")


def _acts(low: bytes, at: int) -> bool:
    """Tell whether a verb follows, of which the people named are the subject."""
    doing = _DOING.match(low, at) or _RELATIVE.match(low, at)
    return doing is not None and not _TREATED.match(low, at)


def _meant(low: bytes, cue: CueHit, lead: bytes, opening: re.Match[bytes], *, towards: bool) -> bool:
    """Tell whether the words before a word for people name others, and neither the writer nor whom a posting seeks."""
    whose, kind = opening["whose"], opening["kind"] or b""
    plural = low.endswith(_PLURALS, cue.start, cue.end)
    if towards or cue.cue.id == "others":
        known = True
    elif whose is None:
        known = plural and cue.cue.id not in _ALSO_VERBS and _BARE.search(lead) is not None
    else:
        known = plural or whose.startswith((b"my", b"our")) or not _SOUGHT.match(low, cue.end)
    if not known or _NO_KIND.search(kind):
        return False
    return towards or whose not in (b"a ", b"an ") or not _HEADLINE.match(low, cue.end)


def _doer(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "my pupils build …" as what others do, "Java programmers" as whom the writer dealt with."""
    # The verb is looked for first: most of these words stand in titles, and a match costs less than a search.
    if low[cue.end : cue.end + 1] in GOES_ON and _acts(low, cue.end):
        lead = low[max(0, cue.start - _LEAD) : cue.start]
        towards = _TOWARDS.search(lead) if _WHO.match(low, cue.end) else None
        opening = towards or _DOER.search(lead) or _ANOTHER.search(lead)
        if opening and _meant(low, cue, lead, opening, towards=towards is not None):
            return Frame("doer", "forward", cue.start, cue.end)
    return _beside(low, cue, before) if cue.cue.direction == "both" else None


def _beside(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "Java programmers", "Swift Road": the word and the name right before it are one thing."""
    if before is None or low[before.end : cue.start] not in (b" ", b"-"):
        return None
    return Frame("direct", "backward", cue.start, cue.end)


def _maker(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "operated by the ops people"."""
    by = cue.start + len(b"by")
    match = _MAKER.match(low, by, by + SIDE)
    if match is None or _OWN_TEAM.match(low, by):
        return None
    return Frame("list", "both", cue.start, match.end())


def _firm(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "a company that makes …": its trade, not the writer's."""
    if low[cue.end : cue.end + 1] != b" ":
        return None
    match = _FIRM_DOES.match(low, cue.end, cue.end + SIDE)
    if match:
        return Frame("list", "forward", cue.start, match.end())
    if not _MERELY_USES.match(low, cue.end):
        return None
    the = _THE.search(low, max(0, cue.start - _LEAD), cue.start)
    if the and (the["outside"] or not _WE.match(low, cue.end, cue.end + SIDE)):
        return Frame("doer", "forward", cue.start, cue.end)
    return None


def _squad(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "my team used Kafka" as no word about the writer, unless the sentence goes on with "I", "we" or "our"."""
    if low[cue.end : cue.end + 1] != b" ":
        return None
    other = _acts(low, cue.end) and not _TEAM_WORD.match(low, cue.end) and not _SOUGHT.match(low, cue.end)
    if other and _OTHER_TEAM.search(low, max(0, cue.start - 40), cue.start):
        return None if _I_TOO_ACT.match(low, cue.end, cue.end + SIDE) else Frame("doer", "forward", cue.start, cue.end)
    if not _MERELY_USES.match(low, cue.end) or _WE.match(low, cue.end, cue.end + SIDE):
        return None
    whose = _WHOSE_TEAM.search(low, max(0, cue.start - SIDE), cue.start)
    return Frame("doer", "forward", cue.start, cue.end) if whose else None


def _team_of(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "a team of data scientists worked in R"; "led a team of Java developers" is told by the name behind."""
    whom = _TEAM_OF.match(low, cue.end)
    if whom and _A_TEAM.search(low, max(0, cue.start - 40), cue.start) and _acts(low, whom.end()):
        return Frame("doer", "forward", cue.start, whom.end())
    return Frame("list", "forward", cue.start, cue.end) if cue.cue.id == "team-of" else None


def _estate(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "client's tech stack was …" and "client's stack: …": what they have."""
    if low[cue.end : cue.end + 1] != b":" and not _OWNS.match(low, cue.end):
        return None
    if not _OWNED.search(low, max(0, cue.start - _LEAD), cue.start):
        return None
    return Frame("label" if low[cue.end : cue.end + 1] == b":" else "doer", "forward", cue.start, cue.end)


def _marketed(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "marketed a Kubernetes product": what was sold."""
    return Frame("list", "forward", cue.start, cue.end) if _MARKETED.match(low, cue.end, cue.end + SIDE) else None


def _named(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "Sam did the React UI, I did …": who stands beside "I" is another."""
    if not _NAMED.search(low, max(0, cue.start - 24), cue.start):
        return None
    line = low.rfind(b"\n", 0, cue.start) + 1
    if not _SO_DID_I.match(low, cue.end, cue.end + 2 * SIDE) and not _I_TOO.search(low, max(line, cue.start - 2 * SIDE), cue.start):
        return None
    return Frame("named", "forward", cue.start, cue.end)


READERS: Mapping[str, Reader] = {
    "role": _doer, "maker": _maker, "firm": _firm, "squad": _squad, "beside": _beside,
    "team-of": _team_of, "estate": _estate, "named": _named, "marketed": _marketed,
}  # fmt: skip


def does(scan: Scan, cue: CueHit, hits: Sequence[Hit], first: int) -> list[int]:
    """Return the names in the clause of another person: "my colleague wrote …", never "with my colleague"."""
    low = scan.low
    if cue.cue.scope == "named":
        # "Sam did React, Priya did Docker": each one's part ends with its comma.
        ending = _NAMED_END.search(low, cue.end, cue.end + 2 * SIDE)
        end = ending.start() if ending else cue.end
        return [index for index in range(first, min(first + 8, len(hits))) if hits[index].start < end]
    if cue.cue.scope != "doer" and not _SUBJECT_START.search(low[max(0, cue.start - 12) : cue.start]):
        return []
    relative = _RELATIVE.match(low, cue.end)
    begin = relative.end() if relative else cue.end
    doing = _DOING.match(low, begin)
    if _OPINION.match(low, begin) or not doing or _IN_MY_CLASS.match(low, cue.end):
        return []
    limit = min(len(low), begin + REACH)
    # From the verb on: "the engineers at my company use …".
    ending = _CLAUSE_STOP.search(low, doing.end() - 1, limit)
    end = ending.start() if ending else limit
    if cue.cue.scope == "doer":
        line = low.find(b"\n", cue.end, end)
        if line != -1 and line - low.rfind(b"\n", max(0, line - _FULL_LINE), line) < _FULL_LINE:
            # A short line was not broken by the page's width: its sentence ends with it.
            end = line
    reached = []
    for index in range(first, len(hits)):
        if hits[index].start >= end:
            break
        reached.append(index)
    return reached
