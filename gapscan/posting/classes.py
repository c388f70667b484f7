"""Names that only say what kind of tool is meant → which of them are no demand of their own.

"A scripting language, preferably Python" asks for Python, "cloud platforms such as AWS or Azure" for one of the two.
"""

from __future__ import annotations

from collections.abc import Collection

from gapscan.posting import alternatives
from gapscan.posting.cues import Place
from gapscan.posting.scene import Posting

# General words that are classes of tools and nothing that a person could be asked to know by itself.
_BARE_CLASSES = frozenset(
    """programming scripting database-management-systems office-productivity operating-systems-concepts nosql
    statistical-software""".split()
)


def is_bare_class(place: Place, index: int, classes: Collection[int]) -> bool:
    """Tell whether a name only says what kind of tool is meant: "a scripting language, preferably Python"."""
    hit = place.hits[index]
    if hit.skill not in _BARE_CLASSES:
        return False
    if place.low[max(place.start, hit.start - 2) : hit.start].strip() == ")":
        # It only ends what the parentheses began: "SQL (Postgres) and NoSQL (Mongo) databases".
        return True
    others = any(other.skill not in _BARE_CLASSES for other in place.hits)
    return index in classes or (others and hit.text.lower().endswith(("language", "languages")))


def is_told(posting: Posting, place: Place, index: int, reading: alternatives.Reading) -> bool:
    """Tell whether a general word only names the class of the tools under it: "cloud platforms such as AWS or Azure"."""
    several = len(reading.under.get(index, ())) > 1
    return several and index in reading.classes and posting.is_method(place.hits[index].skill)


def is_other_class(posting: Posting, place: Place, index: int, group: alternatives.Group) -> bool:
    """Tell whether a member is only the class the others belong to: "Python or another programming language"."""
    hit = place.hits[index]
    named_class = alternatives.ends_like_class(hit.text.lower() + posting.low[hit.end : hit.end + 14])
    if len(group.members) < 2 or not (posting.is_method(hit.skill) or named_class):
        return False
    before = posting.low[max(place.start, hit.start - 12) : hit.start].split()
    return bool(before) and before[-1] in ("other", "another", "similar", "equivalent", "comparable", "related")
