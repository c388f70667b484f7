"""What a loaded taxonomy is: the searched strings as flat tables, the automaton over them, and how skills relate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import daachorse

from gapscan.errors import UnknownNameError
from gapscan.folding import fold
from gapscan.records import Skill, SkillId, SkillKind
from gapscan.resources import data_path
from gapscan.taxonomy import files


class AliasEntry(NamedTuple):
    """One way to write one skill: ``exact`` holds the accepted spellings when case matters, else it is empty."""

    skill: SkillId
    ambiguous: bool
    exact: tuple[str, ...]


class Cue(NamedTuple):
    """A phrase that changes the stance of skills near it; see data/README.md for the fields."""

    id: str
    effect: str
    direction: str
    scope: str


# The code of a pattern that is more than one skill's plain name: look in ``special``.
SPECIAL = 0xFFFFFFFF


class Patterns(NamedTuple):
    """The searched strings by number, as flat tables that load without building an object each.

    ``lows`` are the strings with their punctuation, ``multiword`` is 1 for those of several words. ``codes`` hold
    twice the number of the skill in ``ids``, plus 1 when the name is ambiguous; or SPECIAL.
    """

    lows: Sequence[bytes]
    multiword: bytes
    codes: Sequence[int]
    ids: Sequence[SkillId]
    special: Mapping[int, tuple[tuple[AliasEntry, ...], Cue | None]]

    def entries(self, number: int) -> tuple[AliasEntry, ...]:
        """Return what a pattern may mean."""
        code = self.codes[number]
        if code == SPECIAL:
            return self.special[number][0]
        return (AliasEntry(self.ids[code >> 1], bool(code & 1), ()),)


@dataclass(frozen=True)
class Taxonomy:
    """The skills and the automaton over all their names.

    ``relations`` maps an id to (name, kind, implies, nearby): what scoring needs, without reading the full records.
    ``version`` is a digest of the data; reports carry it, so that results of different taxonomies are never compared
    silently.
    """

    version: str
    patterns: Patterns
    automaton: daachorse.DoubleArrayAhoCorasick
    relations: Mapping[SkillId, tuple[str, str, Sequence[SkillId], Sequence[SkillId]]]
    stops: tuple[str, ...] = ()
    folder: Path | None = field(default=None, compare=False)

    @cached_property
    def skills(self) -> Mapping[SkillId, Skill]:
        """Every full record by id, in id order; read from the text at first use."""
        folder = self.folder or data_path("taxonomy")
        return {skill.id: skill for skill in sorted(files.records(folder), key=lambda s: s.id)}

    def __contains__(self, skill: str) -> bool:
        return skill in self.relations

    def name(self, skill: SkillId) -> str:
        """Return the name a person reads; the id itself for a skill that is not here."""
        known = self.relations.get(skill)
        return known[0] if known else skill

    def kind(self, skill: SkillId) -> SkillKind:
        """Return the kind of a known skill."""
        return SkillKind(self.relations[skill][1])

    def is_soft(self, skill: SkillId) -> bool:
        """Tell whether a skill is a soft one; an unknown one is not."""
        return skill in self.relations and self.relations[skill][1] == SkillKind.SOFT

    def implied(self, skill: SkillId) -> tuple[SkillId, ...]:
        """Return all that follows from a skill, directly or through others, nearest first."""
        order: dict[SkillId, None] = {}
        queue = list(self.relations[skill][2]) if skill in self.relations else []
        while queue:
            following = queue.pop(0)
            if following not in order and following in self.relations and following != skill:
                order[following] = None
                queue.extend(self.relations[following][2])
        return tuple(order)

    def nearby(self, skill: SkillId) -> tuple[SkillId, ...]:
        """Return the skills that transfer partly to this one, by id; the relation is read in both directions."""
        known = self.relations.get(skill)
        return tuple(known[3]) if known else ()

    def resolve(self, name: str) -> tuple[SkillId, ...]:
        """Return the skills a name or alias may mean, in any case; empty when none."""
        if name in self.relations:
            return (SkillId(name),)
        index = self._by_words.get(fold(name.strip()).words.strip())
        if index is None:
            return ()
        return tuple(dict.fromkeys(entry.skill for entry in self.patterns.entries(index)))

    @cached_property
    def _by_words(self) -> Mapping[bytes, int]:
        lows = enumerate(self.patterns.lows)
        return {fold(low.decode("ascii")).words.strip(): i for i, low in lows if self.patterns.entries(i)}

    def get(self, name: str) -> Skill:
        """Return the full record of an id, name or alias.

        Raises:
            UnknownNameError: Nothing has that name; the error lists near names.
        """
        found = self.resolve(name)
        if found:
            return self.skills[found[0]]
        raise UnknownNameError("skill", name, get_close_matches(name.lower(), self.relations, n=5, cutoff=0.6))

    def search(self, text: str) -> tuple[Skill, ...]:
        """Return the skills whose id, name or an alias contains a text, exact hits first, then by name."""
        wanted = text.lower()
        exact = set(self.resolve(text))
        hits = [
            skill for skill in self.skills.values()
            if skill.id in exact or any(wanted in name.lower() for name in (skill.id, skill.name, *skill.aliases))
        ]  # fmt: skip
        return tuple(sorted(hits, key=lambda s: (s.id not in exact, s.name.lower())))
