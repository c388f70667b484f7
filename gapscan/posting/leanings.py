"""A sentence → the zones that its opening or a phrase in it speaks for, more surely than its single words do.

"My cofounder did SAP" tells a story, "by applying you agree" is legal text, "you write Kotlin all day" asks. The zones add
these weights to what the headings and the classifier say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gapscan.posting.headings import Zone

# What a sentence leans on stands in so many characters.
_WITHIN = 200
# Openings and phrases that say what a sentence is about more surely than its single words: they lean towards a zone by so much.
_LEANINGS: tuple[tuple[re.Pattern[str], Zone, float], ...] = (
    (re.compile(
        r"(?:(?:i|he|she|they)(?:[’']ve)? (?:used to|wrote|built|spent|worked|was|were|did|came|made|left|started|founded|sold|ran"
        r"|come from|still|once|began)|(?:my|our|his|her) (?:\w+ )?(?:co-?founders?|founders?|wife|husband|brother|sister|ceo|cto"
        r"|investors?|background))\b"
    ), Zone.COMPANY, 5.0),
    (re.compile(
        r".{0,60}\b(?:our|we|us|team|founders|engineers|consultants|people)\b.{0,60}\b(?:combined|collective|joint|cumulative) (?:\w+ )?"
        r"(?:experience|expertise|\d+ years|total)\b"
    ), Zone.COMPANY, 6.0),
    (re.compile(
        r"our (?:platform|mission|vision|products?|customers?|clients|company|solutions?|goal|story) \w|we (?:envision|believe|raised|serve"
        r"|have (?:access to|offices|raised|won|grown)|are (?:backed|funded|headquartered))\b"
    ), Zone.COMPANY, 5.0),
    (re.compile(
        r"by (?:applying|submitting|sending|clicking)\b|.{0,60}\byour (?:personal )?data\b"
        r".{0,40}\b(?:in|with|by|on|under|for) |.{0,60}\bnotices? (?:is|are|can be)\b|this (?:job |position )?(?:description"
        r"|posting|advert)"
        r" (?:is|does) not\b|.{0,60}\bsubject to (?:the )?(?:ear|itar|export)\b"
    ), Zone.LEGAL, 6.0),
    (re.compile(
        r".{0,80}\b(?:lift|lifting|lifts|carry|push|pull)\b.{0,30}\b(?:pounds|lbs?|kg|kilos?)\b|.{0,40}\b(?:sit|stand|kneel|stoop|bend"
        r"|climb|crouch)\b(?:,| (?:and|or|for)).{0,40}\b(?:hours|periods|walk|stand|climb|kneel|bend|crawl|time)\b"
    ), Zone.LEGAL, 6.0),
    (re.compile(r"we (?:just |really |urgently |currently |only )?need (?!to\b|your\b|you to\b)"), Zone.REQUIREMENT, 3.0),
    (re.compile(
        r"(?:then )?you (?:write|speak|know|master|live|breathe|think|dream|code|are at home|can write|have written|build|ship|debug)\b"
        r"(?! (?:here|with us|for us|that|how we|us\b))"
    ), Zone.REQUIREMENT, 2.0),
)  # fmt: skip


def of(low: str) -> Iterator[tuple[Zone, float]]:
    """Yield the zones that a sentence leans towards, in lower case, with how much each weighs as a logarithm of odds."""
    opening = low[:_WITHIN]
    for pattern, zone, weight in _LEANINGS:
        if pattern.match(opening):
            yield zone, weight
