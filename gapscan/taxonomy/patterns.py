"""Records → every string that is searched for, with what it may mean; spellings that follow by rule are made here."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gapscan.folding import fold
from gapscan.records import Skill, SkillId, SkillKind
from gapscan.taxonomy.index import SPECIAL, AliasEntry, Cue, Patterns

# Spellings that differ by rule, not by skill; each is applied to the folded name, and never replaces a written alias.
_SPELLINGS: tuple[tuple[str, str], ...] = (
    ("isation", "ization"), ("ization", "isation"), ("ising", "izing"), ("izing", "ising"),
    ("modeling", "modelling"), ("modelling", "modeling"), ("labeling", "labelling"), ("labelling", "labeling"),
    ("analyz", "analys"), ("behavior", "behaviour"), ("behaviour", "behavior"), ("color", "colour"),
    ("center", "centre"), ("catalog ", "catalogue "), ("defense", "defence"), ("pediatric", "paediatric"),
    ("anesth", "anaesth"), ("program ", "programme "), ("license", "licence"), ("licence", "license"),
)  # fmt: skip


class Pattern(NamedTuple):
    """What one folded string may mean: skills, or a cue, or both."""

    low: bytes
    multiword: bool
    entries: tuple[AliasEntry, ...]
    cue: Cue | None


def _variants(low: str) -> Iterator[str]:
    """Yield spellings that follow by rule: & for and, spaced slashes, British and American endings."""
    if " and " in low:
        yield low.replace(" and ", " & ")
    if " & " in low:
        yield low.replace(" & ", " and ")
    if "/" in low:
        yield low.replace("/", " / ")
    for ours, theirs in _SPELLINGS:
        if ours in low:
            yield low.replace(ours, theirs)


def _plural(low: str, kind: SkillKind) -> str | None:
    """Return the plural of a method's name of several words ("neural network"), or None where there is none."""
    last = low.rsplit(" ", 1)[-1]
    if kind is SkillKind.TOOL or " " not in low or not last.isalpha() or last.endswith(("s", "ing", "ment", "y")):
        return None
    return low + "s"


def _spellings(skill: Skill) -> Iterator[tuple[str, AliasEntry, bool]]:
    """Yield (low, entry, written) for every way to write a skill; ``written`` False for those made by rule."""
    cased = set(skill.cased)
    ambiguous = set(skill.ambiguous)
    for alias in dict.fromkeys((skill.name, *skill.aliases)):
        entry = AliasEntry(skill.id, alias in ambiguous, (alias,) if alias in cased else ())
        low = fold(alias).low.decode("ascii")
        yield low, entry, True
        if alias in cased:
            continue
        made = list(_variants(low))
        plural = _plural(low, skill.kind)
        for variant in [*made, *([plural] if plural else [])]:
            yield variant, entry, False


def _words(low: str) -> bytes:
    return fold(low).words


def compile_patterns(skills: Iterable[Skill], cues: Iterable[Mapping[str, Any]]) -> dict[bytes, Pattern]:
    """Return every searched string with what it may mean, sorted by the string.

    A spelling made by rule gives way to one that is written in the data for another skill.
    """
    written: dict[bytes, dict[tuple[SkillId, tuple[str, ...]], tuple[str, AliasEntry]]] = {}
    derived: dict[bytes, tuple[str, AliasEntry]] = {}
    for skill in skills:
        for low, entry, is_written in _spellings(skill):
            key = b" " + _words(low) + b" "
            if is_written:
                written.setdefault(key, {}).setdefault((entry.skill, entry.exact), (low, entry))
            else:
                derived.setdefault(key, (low, entry))
    patterns: dict[bytes, Pattern] = {}
    for key, entries in written.items():
        low = next(iter(entries.values()))[0]
        patterns[key] = Pattern(low.encode(), b" " in key.strip(), tuple(e for _, e in entries.values()), None)
    for key, (low, entry) in derived.items():
        patterns.setdefault(key, Pattern(low.encode(), b" " in key.strip(), (entry,), None))
    for record in cues:
        if record["effect"] == "stop":
            continue
        low = fold(record["cue"]).low.decode("ascii")
        key = b" " + _words(low) + b" "
        cue = Cue(record["id"], record["effect"], record["direction"], record["scope"])
        known = patterns.get(key, Pattern(low.encode(), b" " in key.strip(), (), None))
        patterns[key] = known._replace(cue=cue)
    return dict(sorted(patterns.items()))


def stop_words(cues: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the terminators: they are looked for only where a cue acts, so they cost the scan nothing."""
    return tuple(sorted(record["cue"].lower() for record in cues if record["effect"] == "stop"))


def relations_of(skills: Sequence[Skill]) -> dict[SkillId, tuple[str, str, Sequence[SkillId], Sequence[SkillId]]]:
    """Return name, kind, what follows, and what is nearby in either direction, by id."""
    both: dict[SkillId, set[SkillId]] = {skill.id: set(skill.nearby) for skill in skills}
    for skill in skills:
        for other in skill.nearby:
            both.setdefault(other, set()).add(skill.id)
    return {s.id: (s.name, s.kind.value, s.implies, sorted(both[s.id])) for s in skills}


def tables_of(index: Mapping[bytes, Pattern], ids: Sequence[SkillId]) -> Patterns:
    """Return the patterns as flat tables; ``ids`` are all skills in the order that the codes count."""
    numbers = {skill: number for number, skill in enumerate(ids)}
    codes = array("I")
    special: dict[int, tuple[tuple[AliasEntry, ...], Cue | None]] = {}
    for number, pattern in enumerate(index.values()):
        plain = len(pattern.entries) == 1 and not pattern.entries[0].exact and pattern.cue is None
        if plain:
            codes.append(numbers[pattern.entries[0].skill] * 2 + pattern.entries[0].ambiguous)
        else:
            codes.append(SPECIAL)
            special[number] = (pattern.entries, pattern.cue)
    lows = [p.low for p in index.values()]
    return Patterns(lows, bytes(p.multiword for p in index.values()), codes, list(ids), special)
