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

# How far a cue can reach at all, in characters: the longest honest list in a résumé sentence.
REACH = 400
# How far a frame reads on each side of its trigger.
SIDE = 80
_MANNER = (
    rb"(?:also|really|very|much|gladly|happily|love|like|prefer|enjoy|be|been|am|are|happy|glad|keen|eager|ready|able|willing|open|"
    rb"have|need|want|wish|hope|hoping|to|the|a|an|any|chance|opportunity|possibility|some ?day|one day|soon|next|then|maybe|perhaps|"
    rb"probably|if|even|dare|first|then|thrilled|excited|delighted|pleased|honou?red|proud|curious|fun|great|nice|that|i|may|might|"
    rb"can|could|certainly|definitely|too|about|of|now|finally|is|was|myself|in|welcome|appreciate|it|for|year|month)"
)
_INTAKE = (
    rb"(?:becom(?:e|ing) (?:an? |the )?(?:[a-z-]{2,14} ){0,3}(?:(?:who|that|which) (?:can |also |really )?[a-z]{2,12}"
    rb"(?: (?:with|in|on|about))?|(?:working|fluent|proficient|skilled|good|certified|competent|experienced|specialised|specialized|"
    rb"comfortable) (?:with|in|at))|add(?:ing)?(?= [^.,;\n]{1,40} to (?:my|the) (?:[a-z]{2,12} )?(?:toolkit|toolbox|tools|skills?|"
    rb"skillset|set|stack|repertoire|portfolio|cv|belt|list|arsenal))|familiari[sz](?:e|ing) myself with|acquir(?:e|ing)|"
    rb"tak(?:e|ing) up|learn(?:ing)?|teach(?:ing)? myself|extend(?:ing)? (?:my )?[a-z]{4,12} (?:to|into|towards?|in|with)|"
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
    rb"(?P<verb> (?:gladly )?(?:use|choose|prefer|write|work with|go for))(?= )(?! more\b)[^.;,\n]{1,40} if (?:we|i|it|they|(?:the|my|"
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
_DID_I = re.compile(
    rb"(?: (?:in|during|of|at|on|over|since|throughout) (?:[a-z0-9]{1,12} ){0,3}?[a-z0-9]{1,12})?"
    rb",? (?:have|had|did|do|was|were|could|can|would) (?:i|we)(?: (?:ever|actually|really))?(?= )"
)
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
# "enrolled next month in a Java boot camp", "signed up for the spring cohort of a Python course"
_SIGNED = re.compile(
    rb"(?: (?:(?:next|this|last|in|from|since|for|starting|until|with|at|through) (?:[a-z0-9]{1,12} ){0,2}?[a-z0-9]{1,12}|recently|just|"
    rb"already|today|now|soon|myself|yesterday)){0,2}?,? (?:in|on|for|to|onto|into|at)"
    rb"(?: (?:[a-z0-9-]{1,12} ){0,3}(?:cohort|intake|session|edition|term|round|run|batch|start) (?:of|for))?"
    rb"(?= [^.;\n]{0,60}\b(?:courses?|class|classes|boot ?camp|training|nanodegree|workshop|seminar|certificat|exam|lessons|mooc))"
)
# "signed up for the spring cohort of …"
_COHORT = re.compile(rb"(?: [a-z0-9-]{1,12}){0,3} (?:cohort|intake|session|edition|term|round|run|batch|start) (?:of|for)(?= )")
# "my goal is to become an analyst who works with …", "hope to add … to my toolkit"
_BECOMING = re.compile(
    rb"(?:(?:(?<=become)|(?<=becoming)| becom(?:e|ing)| be| work as| grow into)(?: an?| the)?(?: [a-z-]{2,14}){1,3}? (?:(?:who|that|which)"
    rb" (?:can |also |really |mainly )?[a-z]{2,12}(?: (?:with|in|on|about))?|(?:working|fluent|proficient|skilled|good|certified|competent|"
    rb"experienced|specialised|specialized|comfortable) (?:with|in|at))"
    rb"| (?:add|take up|familiari[sz]e myself with|acquaint myself with)(?: some)?)(?= )"
)
# "if I were to build it again I would use …"
_AGAIN = re.compile(
    rb"[^.;!?\n]{0,70}?\b(?:i|we)(?: would|'d| might| could)(?:'ve)?(?: (?:probably|certainly|rather|now|also|definitely|have|perhaps|"
    rb"even|surely)){0,2} (?:use|used|pick|picked|choose|chosen|(?:go|gone|opt|opted) (?:for|with)|(?:build|built|write|written|do|done|"
    rb"made|make) (?:it|this|that|everything|them) (?:all )?(?:in|with|on)|take|taken|reach for|consider|considered|prefer|"
    rb"preferred|start with|started with|add|added)(?= )"
)
_UNTRUE = re.compile(
    rb" (?:i|we|it|the [a-z]{3,12}|budget|time|money|things|asked|possible)(?: (?:were|was|had|could|started|allowed|permitted|built|did|"
    rb"rebuilt|rewrote)\b|,)"
)
_PLURAL_SUBJECT = re.compile(rb"(?:\b(?!(?:skills|goals|is|was|does|always|this|us|let'?s|helps|plans|wants|needs|hopes|courses|as|"
    rb"classes|topics|things|tools|languages|lessons|years i|months|weeks|days|years)\b)[a-z]{2,14}s|\b(?:first|second|third|fourth|"
    rb"final) years|people|staff|children|\bthey)\s\Z")
# "stayed away from", "avoided": one name, and the end of the clause.
_ALONE = re.compile(rb" [a-z0-9+#.\x10-\x13]{1,14}(?=[.]?\s?(?:[.,;)\n]|\Z)|\s(?:and|or|so|since|because|until|whenever|wherever|on|in)\s)")
_I_BEFORE = re.compile(rb"\b(?:i|we)(?:'ve| have)?(?: [a-z]{2,14}){0,2} \Z")
_LESSON = re.compile(
    rb"\b(?:it|degree|course|courses|bootcamp|camp|school|curriculum|programme|program|studies|classes|class|training|university|"
    rb"syllabus|lessons|apprenticeship|which|that|module|modules|we|they)\s\Z"
)
_NEGATION = re.compile(rb"n't\b|\b(?:not|never|no|cannot|hardly|barely|neither)\b")
_NO_KNOWING = re.compile(
    rb"(?:no|zero|not any|little|hardly any)\s(?:real |much |practical |hands-on )?(?:experiences?|ideas?|knowledges?|clue|"
    rb"practice|skills?|contact|exposure|training|routine)\b"
)
_LED_BY = re.compile(rb"\b(?:in|with|using|for|from|of|than|to|since|via|through|by)\s\Z")


class Frame(NamedTuple):
    """How a completed cue goes on: what it becomes, where its words end, and its effect where that is another."""

    scope: str
    direction: str
    start: int
    end: int
    effect: str = ""


Reader = Callable[[bytes, CueHit, Hit | None], Frame | None]


def _wish(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "would gladly learn …", "might try …": a wish to take something in, and no habit or past chance."""
    match = _WISH.match(low, cue.end, cue.end + SIDE) or _IF_HAD.match(low, cue.end, cue.end + SIDE)
    if match is None or re.search(rb"\b" + _PAST + rb" (?:the |an? )?\Z", low[max(0, cue.start - 14) : cue.start]):
        return None
    return Frame("list", "forward", cue.start, match.end("verb") if match.re is _IF_HAD else match.end())


def _request(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "if the job needs Scala, I would learn it": what is asked for has to be learnt."""
    if _UNTRUE.match(low, cue.end):
        again = _again(low, cue, before)
        if again:
            return again
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
    beside = before is not None and low[before.end : cue.start] == b" "
    taken = _COURSE_TAKEN.search(low, max(0, before.start - SIDE), before.start) if before and beside else None
    if taken and b"started" not in taken.group():
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


def signed(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "enrolled next month in a … course", with whatever tells when between verb and course."""
    match = _SIGNED.match(low, cue.end, cue.end + 2 * SIDE)
    return Frame("list", "forward", cue.start, match.end()) if match else None


def cohort(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "signed up for the spring cohort of"."""
    match = _COHORT.match(low, cue.end, cue.end + SIDE)
    return Frame("list", "forward", cue.start, match.end()) if match else None


def becoming(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "want to become an analyst who works with"."""
    match = _BECOMING.match(low, cue.end, cue.end + SIDE)
    return Frame("list", "forward", cue.start, match.end()) if match else None


def _again(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "were I to start today I might pick …": what did not happen is no skill."""
    match = _AGAIN.match(low, cue.end, cue.end + 2 * SIDE)
    return Frame("list", "forward", cue.start, match.end(), "other") if match else None


def _learner(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "learn Rust" as a wish, but not "newbies learn Git in my workshop"."""
    if _PLURAL_SUBJECT.search(low, max(0, cue.start - 20), cue.start):
        return None
    return Frame("direct", "forward", cue.start, cue.end)


def _shunned(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "I have always avoided PHP.", but not "avoided SQL injections"."""
    if not _ALONE.match(low, cue.end) or not _I_BEFORE.search(low, max(0, cue.start - 40), cue.start):
        return None
    return Frame("direct", "forward", cue.start, cue.end)


def _uncovered(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "my degree did not cover C++", but not "the tests did not cover the Java part"."""
    lesson = _LESSON.search(low, max(0, cue.start - 20), cue.start)
    return Frame("list", "forward", cue.start, cue.end) if lesson else None


READERS: Mapping[str, Reader] = {
    "wish": _wish, "request": _request, "pronoun": _pronoun, "maybe": _maybe,
    "exam": _exam, "counterfactual": _counterfactual, "none-of": _none_of,
    "inverted": _inverted, "wish-noun": _wish_noun, "course": _course, "unreal": _unreal, "left-to": _left_to,
    "wish-label": _wish_label, "with-help": _with_help, "copula": _copula,
    "signed": signed, "again": _again, "learner": _learner, "shunned": _shunned, "uncovered": _uncovered,
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
