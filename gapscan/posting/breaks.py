"""Running text → where line breaks were lost on the way: "jQueryStrong command over SQLMust have", "time Experience with".

Web forms and exports drop line breaks and leave bullets glued together, or apart by a blank. A capital in the middle of
a word, or on a word that opens bullets, shows where one must have begun; names such as JavaScript are left whole because
only known openers and known endings are cut at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GLUED = re.compile(
    r"(?<=[a-z0-9+#)\]%.!?:;])(?=[A-Z][a-z])|(?<=[A-Z]{2})(?=[A-Z][a-z])|(?<=[a-z]{2})(?=[A-Z]{2})|(?<=[a-z]{3})(?=A [A-Z])"
    r"|(?<=[a-z)][.!?:;])(?=\d|[A-Z]{2})"
    r"|(?<=[a-z)+#])(?=\d{1,2}\+?(?: ?- ?\d{1,2}\+?)? (?:or more )?(?:years?|yrs?)\b)"
)
_RIGHT_WORD = re.compile(r"[A-Z][a-z]{0,20}")
_LEFT_WORD = re.compile(r"[A-Za-z+#&/.’'-]{1,24}$")
_SPACED_START = re.compile(r"(?<=[a-z0-9)%+#])[ ]{1,3}(?=[A-Z][a-z]{2,14}(?:[ -]|$))")
_CAPITALS = re.compile(r"[A-Z]{2}|A [A-Z]")
_SHOUTED = re.compile(r"[A-Z]{5,20}[ :]")
_SHORTEST_ENDER = 3
_DOTTED = re.compile(r"(?:js|net|com|org|io|ai|co)\b", re.IGNORECASE)
# Words that open a bullet so often that a capital on one in running text shows where a line break was.
_STARTERS = frozenset(
    """Ability Able Academic Active Adept Advanced Analytical Analyze Analyse Apply Assist At Attention Author Automate
    Bachelor Bachelors Background Basic Be Benefits Bonus Bring Build Building Candidate Candidates Certification
    Clear Collaborate Collaborating Collecting Comfort Comfortable Communicate Communication Competitive Computer
    Conduct Consistently Contribute Coordinate Craft Create Creating Creative Customer Data Deep Define Degree Deliver
    Demonstrable Demonstrated Deploy Design Designing Desired Desire Detail Develop Developing Direct Document Drive
    Education Effective Effectively Eligible Enhancing Ensure Equal Establish Evaluate Evaluations Evidence Excellence
    Excellent Exceptional Execute Experience Experienced Expert Expertise Explore Exposure Extensive Facilitate Familiar
    Familiarity Flexible Fluency Fluent For Formal Four From General Generate Good Graduate Great Guide Guiding Hands Have Help High
    Highly Hire Identify If Implement Improve Improving In Influence Information Intellectual Integrate Interest
    Interested Intermediate Interpret Interviews Investigate Job Knowledge Lead Leadership Learn Leverage Love Maintain
    Make Manage Manages Managing Master Masters Mentor Mentoring Minimum Monitor Monitoring Motivated Must Nice Obtain
    Optimize Optimise Organized Our Outstanding Own Participate Partner Partnering Passion Passionate Perks Perform Performing
    Physical PhD Plan Possess Practical Preferred Prepare Present Previous Prior Proactive Proactively Problem
    Process Processing Produce Professional Proficiency Proficient Prototype Prototyping Proven Provide Publications
    Qualifications Read Recommend Recruit Relevant Report Research Required Requirements Respond Responsibilities Responsible
    Review Salary Scripting Seasoned Selecting Self Serve Setting Several Should Skilled Skills Solid Solve Some Sound
    Staying Strong Superior Support Take Team The Think This Thorough Thrive Top Track Train Translate Troubleshoot Understand
    Understanding Use Using Utilize Validate Verbal Visualize We Well What Who Why Willing Willingness Work Working Works
    Write Writing Years You Your""".split()
)  # fmt: skip
# What a heading ends with when its text follows without a break: "QualificationsA", "Cloud PlatformsFamiliarity".
_ENDERS = frozenset(
    """qualifications requirements responsibilities description summary overview skills experience education benefits
    preferred required duties title profile bring have do doing need offer us you role position team opportunity points
    knowledge abilities competencies will location duration process include includes following purpose
    certification certifications criteria fields field
    perks culture""".split()
)
# Openers that also stand inside a sentence; after a blank they are no sign of a new bullet.
_WEAK_STARTERS = frozenset(
    """Our The This Data Computer Customer Team Information Job Self You Your We In At For From If What Who Why Works Learn
    Design Report Research Track Work""".split()
)
# What a short capitalised word goes on with in a name: BigData, LinkedIn, DataWorks.
_NAME_PARTS = frozenset("Data In Works Work Learn Design Report Research Track Team Job Self At For".split())
_NAME_HEAD = re.compile(r"[A-Z][a-z]{1,6}")
# A name that no heading is made of, "GitHub" or "NLP", and what only a bullet goes on with behind it.
_NAMED = re.compile(r"[A-Z][A-Za-z]{0,12}[A-Z0-9+#][A-Za-z0-9+#]{0,8}")
_DEMAND = re.compile(r"(?:Proficien(?:t|cy)|Familiar(?:ity)?|Hands-on|Knowledge|Understanding|Experience|Ability|Strong|Solid) [a-z]")
_NOT_BEFORE = frozenset(
    """a an the of and or in with to for as our your their by at from is are be has have on into using via not no any
    its his her my both each all other new strong good this that these those where when who which include including
    like such per""".split()
)


def opens_bullet(body: str, place: int) -> bool:
    """Tell whether the word at a place is one that bullets begin with."""
    following = _RIGHT_WORD.match(body, place)
    return following is not None and following.group() in _STARTERS


def glued(body: str) -> Iterator[int]:
    """Yield the places where two bullets or sentences stand together without so much as a space."""
    for match in _GLUED.finditer(body):
        place = match.start()
        before = body[place - 1]
        if body[place].isdigit() and before not in ".!?:;":
            yield place
            continue
        if before in ".!?:;":
            left = body[max(0, place - 3) : place - 1]
            if (left[-2:].islower() or left[-1:] in ")]%" or left[-2:].isdigit()) and not _is_dotted_name(body, place):
                yield place
            continue
        left_word = _LEFT_WORD.search(body[max(0, place - 24) : place])
        left = re.split(r"(?<=[a-z]{3})(?=[A-Z])", left_word.group())[-1] if left_word else ""
        if _CAPITALS.match(body, place):
            if left.rpartition("/")[2].lower() in _ENDERS or _SHOUTED.match(body, place):
                yield place
            continue
        following = _RIGHT_WORD.match(body, place)
        right = following.group() if following else ""
        part_of_name = right in _NAME_PARTS and _NAME_HEAD.fullmatch(left) is not None
        # "YouTube" is a name, "for youTube" two lines.
        ender = left.rpartition("/")[2]
        ends = ender.lower() in _ENDERS and (len(ender) > _SHORTEST_ENDER or ender.islower())
        if (right in _STARTERS and not part_of_name) or (ends and len(right) > 1):
            yield place


def _is_dotted_name(body: str, place: int) -> bool:
    """Tell whether a dot before a capital belongs to a name: "Node.Js", "ASP.Net", "Booking.Com"."""
    return _DOTTED.match(body, place) is not None


def spaced_starts(body: str) -> Iterator[int]:
    """Yield the places in running text where a capital shows that a bullet began: "time Experience with SQL"."""
    for match in _SPACED_START.finditer(body):
        following = _RIGHT_WORD.match(body, match.end())
        word = _LEFT_WORD.search(body[max(0, match.start() - 24) : match.start()])
        left = word.group() if word else body[match.start() - 1]
        if not following or following.group() not in _STARTERS or following.group() in _WEAK_STARTERS:
            continue
        named = _NAMED.fullmatch(left) is not None and _DEMAND.match(body, match.end()) is not None
        if (left[:1].isupper() and not named) or left.lower() in _NOT_BEFORE or (left.isdigit() and following.group() == "Years"):
            continue
        yield match.end()
