"""Clauses told by kinds of words: a trigger that says nothing alone is completed by the words around it, or dropped.

"Would" is a wish in "would gladly take a course in Rust" and a habit in "would fix the build"; "isn't" denies in "Java
isn't one of my languages" and not in "isn't the cause". A cue whose scope is named here is such a trigger: its frame
reads the words on both sides and gives back a longer cue with an ordinary scope, which ``reach`` then follows.
One frame stands for thousands of phrases that no list would hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from gapscan.matching.automaton import CueHit, Hit

# How far a frame reads on each side of its trigger.
SIDE = 80
_MANNER = (
    rb"(?:also|really|very|much|gladly|happily|love|like|prefer|enjoy|be|been|am|are|happy|glad|keen|eager|ready|able|willing|open|"
    rb"have|need|want|wish|hope|hoping|to|the|a|an|any|chance|opportunity|possibility|some ?day|one day|soon|next|then|maybe|perhaps|"
    rb"probably|if|even|dare|first|then|thrilled|excited|delighted|pleased|honou?red|proud|curious|fun|great|nice|that|i|may|might|"
    rb"can|could|certainly|definitely|too|about|of|now|finally|is|was|myself|in|welcome|appreciate|it|for|year|month)"
)
_INTAKE = (
    rb"(?:learn(?:ing)?|teach(?:ing)? myself|extend(?:ing)? (?:my )?[a-z]{4,12} (?:to|into|towards?|in|with)|"
    rb"look(?:ing)? (?:in)?(?:to|at)|gladly use|happily use|"
    rb"(?:an? |some )?(?:mentorship|mentoring|coaching|training|guidance) (?:in|on|with|for)|start(?:ing)? (?:with|on)|"
    rb"open to [a-z]{2,12}ing(?: (?:with|in|on|up))?|"
    rb"need (?:a lot of |some |more |much |an? )?(?:training|help|time|course|introduction)(?: (?:in|on|with|before|to|for|"
    rb"first)){0,2}(?: (?:using|use|working with|touching))?|"
    rb"switch(?:ing)? from [^ ,.;\n]{1,14} to|(?:role|job|position|team|company|place|project|employer)s? (?:that|which|where|with|"
    rb"offering|to)"
    rb" [a-z ]{0,25}(?:exposure to|experience (?:in|with|of)|training in|learn(?: about)?)|call(?:ing)? myself|stud(?:y|ying)|"
    rb"try(?:ing)?(?: out)?|explor(?:e|ing)|pick(?:ing)? up|master(?:ing)?|"
    rb"div(?:e|ing)(?: deeper)? into|"
    rb"dig(?:ging)? into|imagine|train(?:ing)?(?: up)? (?:in|on|for)|read(?:ing)? up on|get(?:ting)? into|get(?:ting)? started|"
    rb"get(?:ting)? certified|get(?:ting)? to know|get(?:ting)? trained|get(?:ting)? my (?:hands|head|teeth)|"
    rb"wrap(?:ping)? my head|sink(?:ing)? my teeth|mov(?:e|ing) (?:from [a-z+#]{1,14} )?(?:in)?to|be(?:ing)? (?:trained|"
    rb"taught)(?: (?:in|on|to use))?|teach me|(?:get|gain|collect|build)(?:ting|ning|ing)?(?: up)?"
    rb" (?:[a-z-]{2,10} ){0,2}(?:experience|exposure|practice|knowledge|training|skills) (?:in|with|of|on|to|using)|"
    rb"do(?:ing)? more (?:with|in|of)|see myself [a-z]{2,12}ing|"
    rb"becoming|switch(?:ing)? (?:over )?to|chang(?:e|ing) to|transition(?:ing)? to|"
    rb"retrain(?:ing)?|tak(?:e|ing)(?: up)? (?:an? |some |the )?(?:[a-z]{3,12} )?(?:course|class|classes|courses|lessons|training|exam)|"
    rb"do(?:ing)? (?:an? |some |the )(?:[a-z]{3,12} )?(?:course|class|training|exam|certificate)|(?:welcome|appreciate|enjoy|love|"
    rb"like) (?:an? |some |the |any )?"
    rb"(?:[a-z]{3,12} )?(?:training|course|introduction|coaching|lessons|mentoring|support|help|guidance|teaching|practice)|"
    rb"deepen(?:ing)?|expand(?:ing)? into|grow(?:ing)? into|specialis(?:e|ing) in|specializ(?:e|ing) in|"
    rb"becom(?:e|ing)|gain(?:ing)?|(?:chance|opportunity|possibility|thrilled|excited|delighted|pleased|honou?red|happy|glad|love|"
    rb"like) to (?:use|try|work (?:with|in|on)|apply|touch|do|write|code in))"
)
_PAST = rb"(?:had|was|were|got|took|given|gave|enough|used)"
_WISH = re.compile(rb"(?:[,:]? " + _MANNER + rb"){0,7}? " + _INTAKE + rb"(?![a-z])")
_LEARN_FOR_IT = re.compile(
    rb"(?:,|\bthen\b|\bi\b|\bhappy\b|\bready\b|\bwilling\b)[^.;!?\n]{0,60}?\b(?:learn|train|retrain|be trained|study|pick (?:it|"
    rb"this|that|them) up|"
    rb"catch up|read (?:up|into)|get up to speed|take (?:a|the) (?:course|class|training)|need (?:some |a |"
    rb"an )?(?:[a-z]{3,12} )?(?:training|time|help|course|introduction|weeks?))\b(?! (?:others|people|staff|colleagues|your|"
    rb"the team|new))"
)
# "would use Kubernetes if we had it"
_IF_HAD = re.compile(
    rb"(?P<verb> (?:gladly )?(?:use|choose|prefer|write|work with|go for))(?= )[^.;,\n]{1,40} if (?:we|i|it|they|(?:the|my|"
    rb"our) [a-z]{2,12})"
    rb" (?:had|were|was|could|allowed|used|offered)\b"
)
_SENTENCE_END = re.compile(rb"[.;!?](?=\s|\Z)|\n")
_PRONOUN_WISH = re.compile(
    rb"\b(?:would|will|'ll|'d|could|can|might|may|want|hope|plan|intend|like|love|going|eager|keen|ready|willing|happy|wish|aim|need|"
    rb"have yet|must|shall)\b[^.;!?\n]{0,40}\Z"
)
_UNDONE = re.compile(
    rb" (?:(?:liked|loved|preferred|wished|needed) to (?:have )?)?(?:learned|learnt|used?|studied|tried|chosen|written|known|learn|"
    rb"try|taken up|picked up|started with|gone for|switched to)\b"
)
_UNREAL = re.compile(rb"\bhad (?:there|it|i|we|they|time)\b|\bif\b|\bunfortunately\b|\bideal")
_ANY_PARTICIPLE = re.compile(
    rb" (?:rather |also )?(?:[a-z]{2,14}(?:ed|en)|built|done|made|put)(?: (?:it|them|this|that|all))?(?: (?:in|with|to|using|into|"
    rb"on))?(?= )"
)
_DID_I = re.compile(rb",? (?:have|had|did|do|was|were|could|can|would) (?:i|we)(?: (?:ever|actually|really))?(?= )")
_NONE_USES = re.compile(
    rb" [a-z]{3,14} (?:(?:was|were|is|are|ever) )?(?:used|uses?|using|ran on|runs? on|in|on|written in|built (?:in|with)|required|"
    rb"requires?|needed|needs?|"
    rb"involved|involves?|included|includes?|touched|about)\b"
)
_WOULD_HAVE = re.compile(rb"[^.;!?\n]{1,120}, (?:i|we) (?:would|could|might|'d)(?:'ve| have)\b")
_TO_OTHERS = re.compile(rb"[^.;!?\n]{1,40} to (?:others|someone|somebody|colleagues|(?:the|my|our|a|an) [a-z]{3,14})\b")
_SOME_DAY = re.compile(
    rb"[^.;!?\n]{1,60}\b(?:in (?:the )?future|one day|some ?day|next (?:year|step|month)|later on|soon|i (?:could|might|may|will|"
    rb"would|shall) (?:learn|try))\b"
)
_EXAM = re.compile(rb"[^.;!?\n,]{1,40}\b(?:exams?|certifications?|certificate|test|retake)\b")
_COURSE_COMING = re.compile(
    rb"s? (?:which |that )?(?:starting|starts?|beginning|begins?|booked|planned|scheduled|coming|due|reserved)\b(?: (?:in|on|from|"
    rb"for|next|this|at)| [a-z0-9/]{2,10}){0,4}"
    rb"\s?(?:[:,(-]|\b(?:in|on|for|about)\b)"
)
_COURSE_TAKEN = re.compile(
    rb"\b(?:make|making|take|taking|do|doing|attend|attending|visit|visiting|follow|following|join|joining|begin|beginning|start|"
    rb"starting|started|considering|"
    rb"looking for|want|wish for|need|midway through|in the middle of|currently in|right now in|next|upcoming|planned|planning|coming) "
    rb"(?:(?:an?|the|some|my|another|[a-z-]{3,12}) ){0,3}\Z"
    rb"|\b(?:right now|currently|at the moment|these days|at present|nowadays|presently)\b[^.;!?\n]{0,50}\Z"
)
_ABOUT = re.compile(rb"s?\s?(?:in|on|of|for|about|:|with|to|covering)(?=\s)")
_FIRST_PERSON = re.compile(
    rb"\s(?!only\b|just\b|all\b|new\b|limited\b)(?:(?!problem|issue|secret|stranger|obstacle|challenge|trouble|barrier|only\b|"
    rb"foreign|enough|what i)"
    rb"[a-z']{1,14}\s){0,5}(?:my|mine|me|i|i've|we)(?![a-z])(?!\s(?:lack|miss))"
)
_FRONTED_BEFORE = re.compile(
    rb",?\s(?:(?:that|which|and)\s)?(?:i|i've|i'm|i'd|i\s(?:have|had|am|was|do|did|could|can|will|would|must admit i|honestly|"
    rb"really|just|simply|still))\s?(?:have |really |still )?\Z"
    rb"|\s(?:is|are|was|were|remains?)\s(?:[a-z-]{1,14}\s){1,4}(?:(?:that|which)\s)?(?:i|i've|i'd)(?:\s(?:have|had|do|did|can|could))?\s?\Z"
)
_FRONTED_AFTER = re.compile(
    rb"(?:\s(?:yet|even|really|ever|been able to|had to|got to|learned to|able to))?(?:\s[a-z]{2,14})?(?:\s(?:with|in|up|on|at all|"
    rb"yet|before|so far|much|really|to|for|around|myself|personally|"
    rb"properly|professionally|once|either|any more|anymore)){0,3}\s?(?=[.;,!?)\n]|\Z|\s(?:but|and|so|though)\s)"
)

_WITH_HELP = re.compile(
    rb"(?:(?<=training)|(?<=time)|(?<= me)| (?:training|time|practice|help|guidance|support|coaching|mentoring|preparation)),?"
    rb" (?:i|we) (?:could|would|can|might|will|may)(?: (?:soon|also|be able to|probably|quickly|easily|certainly|"
    rb"learn to)){0,3} [a-z]{2,12}"
    rb"(?: (?:with|in|on|up|into))?(?= )"
)
_NEGATION = re.compile(rb"n't\b|\b(?:not|never|no|cannot|hardly|barely|neither)\b")
_NO_KNOWING = re.compile(
    rb"(?:no|zero|not any|little|hardly any)\s(?:real |much |practical |hands-on )?(?:experiences?|ideas?|knowledges?|clue|"
    rb"practice|skills?|contact|exposure|training|routine)\b"
)
_LED_BY = re.compile(rb"\b(?:in|with|using|for|from|of|than|to|since|via|through|by)\s\Z")


class Frame(NamedTuple):
    """How a completed cue goes on: what it becomes, and where its words end."""

    scope: str
    direction: str
    start: int
    end: int


Reader = Callable[[bytes, CueHit, Hit | None], Frame | None]


def _wish(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "would gladly learn …", "might try …": a wish to take something in, and no habit or past chance."""
    match = _WISH.match(low, cue.end, cue.end + SIDE) or _IF_HAD.match(low, cue.end, cue.end + SIDE)
    if match is None or re.search(rb"\b" + _PAST + rb" (?:the |an? )?\Z", low[max(0, cue.start - 14) : cue.start]):
        return None
    return Frame("list", "forward", cue.start, match.end("verb") if match.re is _IF_HAD else match.end())


def _request(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "if the job needs Scala, I would learn it": what is asked for has to be learnt."""
    ending = _SENTENCE_END.search(low, cue.end, cue.end + 2 * SIDE)
    end = ending.start() if ending else cue.end + 2 * SIDE
    return Frame("condition", "forward", cue.start, cue.end) if _LEARN_FOR_IT.search(low, cue.end, end) else None


def _pronoun(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "Scala? I would have to learn it": the pronoun stands for the name before."""
    if before is None or _PRONOUN_WISH.search(low, max(before.end, cue.start - SIDE), cue.start) is None:
        return None
    return Frame("clause", "backward", cue.start, cue.end)


def _unreal(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "had my school offered Python, I would have …"."""
    return Frame("condition", "forward", cue.start, cue.end) if _WOULD_HAVE.match(low, cue.end, cue.end + 2 * SIDE) else None


def _left_to(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "I leave JavaScript to others"."""
    return Frame("direct", "forward", cue.start, cue.end) if _TO_OTHERS.match(low, cue.end, cue.end + SIDE) else None


def _wish_label(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "ambition: to become …" and "ambition: Java", but no "ambition" within a sentence."""
    named = Frame("label", "forward", cue.start, cue.end) if low[cue.end : cue.end + 1] == b":" else None
    return _wish(low, cue, before) or named


def _maybe(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "perhaps Terraform one day"."""
    return Frame("list", "forward", cue.start, cue.end) if _SOME_DAY.match(low, cue.end, cue.end + SIDE) else None


def _exam(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "failed the CISSP exam"; a build that failed is no exam."""
    return Frame("list", "forward", cue.start, cue.end) if _EXAM.match(low, cue.end, cue.end + SIDE) else None


def _course(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "taking a course in …", "bootcamp starting in May: …"; a course that was completed has taught something."""
    coming = _COURSE_COMING.match(low, cue.end, cue.end + SIDE)
    if coming:
        return Frame("list", "forward", cue.start, coming.end())
    taken = _COURSE_TAKEN.search(low, max(0, before.start - SIDE), before.start) if before else None
    if before and taken and low[before.end : cue.start] == b" " and b"started" not in taken.group():
        # "will start a Python bootcamp"
        return Frame("direct", "backward", cue.start, cue.end)
    about = _ABOUT.match(low, cue.end)
    if about is None or _COURSE_TAKEN.search(low, max(0, cue.start - SIDE), cue.start) is None:
        return None
    return Frame("list", "forward", cue.start, about.end())


def _copula(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "Java isn't one of my languages"."""
    if before is None or low[before.end : cue.start].strip(b" ") or not _FIRST_PERSON.match(low, cue.end, cue.end + SIDE):
        # "was never trained on …": the negation alone; "if it isn't in Git …" is none.
        return Frame("direct", "forward", cue.start, cue.end) if low.endswith((b"not", b"never"), cue.start, cue.end) else None
    return Frame("direct", "backward", cue.start, cue.end)


def _counterfactual(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "should have learned Java": what did not happen."""
    match = _UNDONE.match(low, cue.end)
    if match is None and _UNREAL.search(low, max(0, cue.start - SIDE), cue.end + SIDE):
        match = _ANY_PARTICIPLE.match(low, cue.end)
    return Frame("list", "forward", cue.start, match.end()) if match else None


def _inverted(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "at no point did I work with Oracle"."""
    match = _DID_I.match(low, cue.end)
    return Frame("list", "forward", cue.start, match.end()) if match else None


def _with_help(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "with some training I could work in Salesforce"."""
    match = _WITH_HELP.match(low, cue.end)
    return Frame("list", "forward", cue.start, match.end()) if match else None


def _wish_noun(low: bytes, cue: CueHit, before: Hit | None) -> Frame:
    """Read "my ambition is to move into Java" and "my goal for May: Java"."""
    return _wish(low, cue, before) or Frame("list", "forward", cue.start, cue.end)


def _none_of(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "none of my projects used …", but not "none of my servers failed"."""
    match = _NONE_USES.match(low, cue.end)
    return Frame("list", "forward", cue.start, match.end()) if match else None


READERS: Mapping[str, Reader] = {
    "wish": _wish, "request": _request, "pronoun": _pronoun, "maybe": _maybe,
    "exam": _exam, "counterfactual": _counterfactual, "none-of": _none_of,
    "inverted": _inverted, "wish-noun": _wish_noun, "course": _course, "unreal": _unreal, "left-to": _left_to,
    "wish-label": _wish_label, "with-help": _with_help, "copula": _copula,
}  # fmt: skip


def fronted(low: bytes, cue: CueHit, before: Hit) -> bool:
    """Tell whether a denial follows its object: "Java I never met", "C# I can't write"."""
    if not _NEGATION.search(low, cue.start, cue.end):
        return False
    gap = low[before.end : cue.start]
    if _LED_BY.search(low, max(0, before.start - 12), before.start):
        # "With C++ I have no experience", but "in Python I never failed".
        return _FRONTED_BEFORE.fullmatch(gap) is not None and _NO_KNOWING.match(low, cue.start) is not None
    return _FRONTED_BEFORE.fullmatch(gap) is not None and _FRONTED_AFTER.match(low, cue.end, cue.end + SIDE) is not None
