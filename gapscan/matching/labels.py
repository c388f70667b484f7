"""Labels judged by their words: "Gaps I know about:", "Target role skills:", "Areas where I would need support:".

No list of labels is ever complete, but their words are few: one that tells of a lack or an aim, and small ones around
it. A label counts only when each of its words is known; "Gap analysis:" and "Planned and led:" are none.
A label of persons ("Supervisor:", "Father's name:") is the opposite: whatever stands on its line is no skill.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gapscan.matching.automaton import CueHit, Hit
from gapscan.matching.frames import Frame, Reader, becoming, cohort, signed
from gapscan.matching.words import WORD

# How much of a label may stand on each side of the word that tells its kind, in characters and in words.
_SIDE = 60
_MOST_WORDS = 7
_OPENING = re.compile(rb"(?:\A|[\n|;*>.-])[ \t]{0,6}((?:[a-z0-9'/&-]{1,16},? ){0,6})\Z")
_REST = re.compile(rb"((?: [a-z0-9'/&-]{1,16}){0,7})\s?(?:\([a-z0-9 ,.'-]{0,24}\)\s?)?:")
# What is lacked or aimed at.
_MATTER = frozenset(
    b"skill skills knowledge know-how experience experiences stack tools tool technology technologies competence competences "
    b"competency competencies qualification qualifications training trainings course courses certification certifications "
    b"certificate certificates education topics topic learning subjects languages language frameworks reading studies study "
    b"goals goal plan plans expertise abilities exposure areas area spots spot points point sides things gaps gap additions "
    b"keywords software programs books modules exam exams classes workshops".split()
)
_AROUND = frozenset(
    b"a an the my our own i am i'm me we you which that where with for in of to on from at as and or still currently now so far "
    b"yet today this next coming year quarter month term semester personal professional career technical further additional "
    b"new other future role job position profile candidate known open some few main key biggest honest know see have had "
    b"would will could want wanted about aware mine list wish self growth development work working skill-set toolbox 2025 "
    b"2026 2027 2028 2029 2030 first second short long term short-term long-term most really need needs be is are there "
    b"advertised stated posting regarding respect improvement improve build fill close i've remaining right tech it".split()
)
_ALONE = frozenset(("gap", "gaps", "goal", "goals", "weaknesses", "weakness", "to-do", "to-dos"))
_PERSON_REST = re.compile(rb"s?\s?:[^\n:]{2,90}(?:\n|\Z)")
_NO_PERSON = re.compile(rb"\b(?:[a-z]{3,14}(?:ed|ing)|[0-9]{1,2} (?:people|years)|for|with|using|of)\b")


def titled(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "missing knowledge:" and "skills for my target role:" as one label, by the kinds of its words."""
    rest = _REST.match(low, cue.end, cue.end + _SIDE)
    if rest is None:
        return None
    opening = _OPENING.search(low, max(0, cue.start - _SIDE), cue.start)
    if opening is None:
        return None
    words = WORD.findall(opening.group(1) + rest.group(1))
    if len(words) > _MOST_WORDS or not all(word in _MATTER or word in _AROUND for word in words):
        return None
    if cue.cue.id not in _ALONE and not cue.cue.id.startswith("need") and _MATTER.isdisjoint(words):
        # "Target role: cloud engineer", "Planned: …" say nothing of skills.
        return None
    return Frame("label", "forward", cue.start, rest.end() - 1)


def person(low: bytes, cue: CueHit, _before: Hit | None) -> Frame | None:
    """Read "Supervisor: Prof. Ruby Kotlin", a line of names; "Supervisor: trained staff in Excel" is none."""
    line = _PERSON_REST.match(low, cue.end)
    if line is None or _OPENING.search(low, max(0, cue.start - _SIDE), cue.start) is None or _NO_PERSON.search(line.group()):
        return None
    return Frame("line", "forward", cue.start, cue.end)


def booked(low: bytes, cue: CueHit, before: Hit | None) -> Frame | None:
    """Read "course booked: …" and "booked on a … course"."""
    return titled(low, cue, before) or signed(low, cue, before)


READERS: Mapping[str, Reader] = {"titled": titled, "person": person}
# Cues that act on their own as well, and in a longer label by its words.
_TITLED = (
    "missing lacking gap gaps goal goals planned target my-target my-goal my-plan knowledge-gaps known-gaps scheduled upcoming "
    "pending"
)
_PERSONS = "supervisor mentor father mother husband wife daughter son brother sister"
_AIMS = (
    "aim-is-to aim-to aim-to-become aiming-to aspire-to aspire-to-become goal-is-to hope-to hope-to-become hoping-to intend-to plan-is-to "
    "plan-to plan-to-become planning-to studying-to-become training-to-become retraining-to-become want-to want-to-become wish-to"
)
_JOINED = "enrolled-for-the enrolled-in registered-for-a registered-for-the signed-up-for-a signed-up-for-the"
HEADS: Mapping[str, Reader] = {
    **dict.fromkeys(_TITLED.split(), titled),
    **dict.fromkeys(_PERSONS.split(), person),
    **dict.fromkeys(_AIMS.split(), becoming),
    **dict.fromkeys(_JOINED.split(), cohort),
    "booked": booked, "registered": booked, "enrolled": booked,
}
