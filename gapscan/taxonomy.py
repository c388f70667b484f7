"""data/taxonomy → the indexes that the matcher and the reports need, and the lint that keeps the data honest.

The source of truth is text: one skill a line, one file a family, sorted by id. What a run loads is an index
compiled from it (an automaton and three small tables), kept beside the models and checked by a digest of the
text and the version of the automaton library, so it can never be stale: if it does not fit, it is built anew in
memory and, where the folder can be written, kept. Loading takes milliseconds, building a fraction of a second.
"""

from __future__ import annotations

import json
import re
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import daachorse

from gapscan.errors import DataError, UnknownNameError
from gapscan.folding import fold
from gapscan.records import Documented, Skill, SkillId, SkillKind
from gapscan.resources import compiled_path, data_path

_MAGIC = b"gapscan-index-7\n"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELDS = {
    "id", "name", "kind", "category", "aliases", "cased", "ambiguous", "implies", "nearby", "example", "near_miss",
    "documented_in", "source",
}  # fmt: skip
_CUE_FIELDS = {"id", "cue", "effect", "direction", "scope", "example", "near_miss"}

# Spellings that differ by rule, not by skill; each is applied to the folded name, and never replaces a written alias.
_SPELLINGS: tuple[tuple[str, str], ...] = (
    ("isation", "ization"), ("ization", "isation"), ("ising", "izing"), ("izing", "ising"),
    ("modeling", "modelling"), ("modelling", "modeling"), ("labeling", "labelling"), ("labelling", "labeling"),
    ("analyz", "analys"), ("behavior", "behaviour"), ("behaviour", "behavior"), ("color", "colour"),
    ("center", "centre"), ("catalog ", "catalogue "), ("defense", "defence"), ("pediatric", "paediatric"),
    ("anesth", "anaesth"), ("program ", "programme "), ("license", "licence"), ("licence", "license"),
)  # fmt: skip


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


class Pattern(NamedTuple):
    """What one folded string may mean: skills, or a cue, or both."""

    low: bytes
    multiword: bool
    entries: tuple[AliasEntry, ...]
    cue: Cue | None


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
        return {skill.id: skill for skill in sorted(_records(folder), key=lambda s: s.id)}

    def __contains__(self, skill: str) -> bool:
        return skill in self.relations

    def name(self, skill: SkillId) -> str:
        """Return the name a person reads; the id itself for a skill that is not here."""
        known = self.relations.get(skill)
        return known[0] if known else skill

    def kind(self, skill: SkillId) -> SkillKind:
        """Return the kind of a known skill."""
        return SkillKind(self.relations[skill][1])

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


# --- reading the text --------------------------------------------------------------------------


def _skill_files(folder: Path) -> list[Path]:
    return sorted((folder / "skills").glob("*.jsonl"))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            yield number, line


def _skill(record: Mapping[str, Any]) -> Skill:
    return Skill(
        id=SkillId(record["id"]),
        name=record["name"],
        kind=SkillKind(record["kind"]),
        category=record["category"],
        aliases=tuple(record.get("aliases", ())),
        cased=tuple(record.get("cased", ())),
        ambiguous=tuple(record.get("ambiguous", ())),
        implies=tuple(SkillId(i) for i in record.get("implies", ())),
        nearby=tuple(SkillId(i) for i in record.get("nearby", ())),
        example=record.get("example", ""),
        near_miss=tuple(record.get("near_miss", ())),
        documented_in=tuple(Documented(**where) for where in record.get("documented_in", ())),
    )


def _records(folder: Path) -> Iterator[Skill]:
    for path in _skill_files(folder):
        for _, line in _lines(path):
            yield _skill(json.loads(line))


def _cues(folder: Path) -> Iterator[dict[str, Any]]:
    path = folder / "stance.jsonl"
    if path.exists():
        for _, line in _lines(path):
            yield json.loads(line)


# --- compiling ---------------------------------------------------------------------------------


def _digest(folder: Path) -> str:
    crc = 0
    size = 0
    for path in [*_skill_files(folder), folder / "stance.jsonl"]:
        if path.exists():
            content = path.read_bytes()
            crc = zlib.crc32(content, zlib.crc32(path.name.encode(), crc))
            size += len(content)
    return f"{crc:08x}-{size}"


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


def _stop_words(cues: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the terminators: they are looked for only where a cue acts, so they cost the scan nothing."""
    return tuple(sorted(record["cue"].lower() for record in cues if record["effect"] == "stop"))


def _relations(skills: Sequence[Skill]) -> dict[SkillId, tuple[str, str, Sequence[SkillId], Sequence[SkillId]]]:
    """Return name, kind, what follows, and what is nearby in either direction, by id."""
    both: dict[SkillId, set[SkillId]] = {skill.id: set(skill.nearby) for skill in skills}
    for skill in skills:
        for other in skill.nearby:
            both.setdefault(other, set()).add(skill.id)
    return {s.id: (s.name, s.kind.value, s.implies, sorted(both[s.id])) for s in skills}


def _tables(index: Mapping[bytes, Pattern], ids: Sequence[SkillId]) -> Patterns:
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


def _dump(patterns: Patterns, skills: Sequence[Skill], stops: tuple[str, ...], automaton: bytes, stamp: str) -> bytes:
    lows = b"\n".join(patterns.lows)
    codes = array("I", patterns.codes)
    if sys.byteorder == "big":
        codes.byteswap()
    tables = {
        "stamp": stamp,
        "sizes": [len(lows), len(patterns.multiword), len(codes) * codes.itemsize],
        "stops": stops,
        "special": {n: [[list(e) for e in entries], cue] for n, (entries, cue) in patterns.special.items()},
        "relations": _relations(skills),
    }
    head = json.dumps(tables, separators=(",", ":")).encode()
    return b"".join((_MAGIC, struct.pack("<I", len(head)), head, lows, patterns.multiword, codes.tobytes(), automaton))


def _parse(blob: bytes, stamp: str) -> tuple[dict[str, Any], bytes] | None:
    """Return the tables and the raw rest of an index, or None when it is not the one asked for."""
    if not blob.startswith(_MAGIC):
        return None
    start = len(_MAGIC) + 4
    (size,) = struct.unpack("<I", blob[len(_MAGIC) : start])
    # The stamp stands first, so a stale index is refused before it is parsed.
    if blob[start : start + len(stamp) + 10] != f'{{"stamp":"{stamp}'.encode():
        return None
    return json.loads(blob[start : start + size]), blob[start + size :]


def _taxonomy(tables: Mapping[str, Any], raw: bytes, version: str, folder: Path) -> Taxonomy:
    first, second, third = accumulate(tables["sizes"])
    codes = array("I")
    codes.frombytes(raw[second:third])
    if sys.byteorder == "big":
        codes.byteswap()
    special = {
        int(n): (tuple(AliasEntry(i, bool(a), tuple(x)) for i, a, x in entries), Cue(*cue) if cue else None)
        for n, (entries, cue) in tables["special"].items()
    }
    relations = tables["relations"]
    patterns = Patterns(raw[:first].split(b"\n"), raw[first:second], codes, list(relations), special)
    automaton = daachorse.DoubleArrayAhoCorasick.deserialize(raw[third:])
    return Taxonomy(version, patterns, automaton, relations, tuple(tables["stops"]), folder)


def build(skills: Sequence[Skill], cues: Iterable[Mapping[str, Any]], *, version: str, folder: Path | None = None) -> Taxonomy:
    """Build a taxonomy in memory from records; order of the skills does not matter.

    Raises:
        DataError: There is no skill at all.
    """
    if not skills:
        raise DataError("taxonomy", ["no skills found"])
    ordered = sorted(skills, key=lambda s: s.id)
    rules = list(cues)
    index = compile_patterns(ordered, rules)
    automaton = daachorse.DoubleArrayAhoCorasick(list(index))
    relations = _relations(ordered)
    patterns = _tables(index, [s.id for s in ordered])
    return Taxonomy(version, patterns, automaton, relations, _stop_words(rules), folder)


def compile_index(folder: Path, target: Path) -> bytes:
    """Compile a taxonomy folder, write the index if the place can be written, and return its bytes.

    Raises:
        DataError: The data have problems; all of them are listed.
    """
    try:
        skills = sorted(_records(folder), key=lambda s: s.id)
        cues = list(_cues(folder))
    except (KeyError, ValueError, TypeError) as error:
        found = problems(folder)
        raise DataError("taxonomy", found or [f"{folder}: {error}"]) from error
    if not skills:
        raise DataError("taxonomy", [f"{folder}: no skills found"])
    index = compile_patterns(skills, cues)
    automaton = daachorse.DoubleArrayAhoCorasick(list(index)).serialize()
    blob = _dump(_tables(index, [s.id for s in skills]), skills, _stop_words(cues), automaton, _stamp(_digest(folder)))
    with suppress(OSError):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(f".{zlib.crc32(blob):08x}.part")
        partial.write_bytes(blob)
        partial.replace(target)
    return blob


def _stamp(version: str) -> str:
    """Return what an index must say of itself: data digest and the version of the automaton's file format."""
    release = getattr(daachorse, "__version__", None) or _daachorse_release()
    return f"{version}/{release}"


@cache
def _daachorse_release() -> str:
    # importlib.metadata costs 50 ms of a cold start; the folder name of the installed package says the same.
    site = Path(daachorse.__file__).resolve().parent.parent
    return next((p.name.split("-")[1].removesuffix(".dist") for p in site.glob("daachorse-*.dist-info")), "unknown")


@cache
def load(folder: Path | None = None) -> Taxonomy:
    """Load the shipped taxonomy, or that of another folder, and keep it.

    Args:
        folder: A folder laid out like data/taxonomy; None for the shipped one.

    Raises:
        DataError: The data have problems.
    """
    where = folder or data_path("taxonomy")
    version = _digest(where)
    target = compiled_path("taxonomy.bin") if folder is None else Path("/nonexistent")
    parsed = None
    with suppress(OSError):
        parsed = _parse(target.read_bytes(), _stamp(version))
    if parsed is None:
        parsed = _parse(compile_index(where, target), _stamp(version))
        assert parsed is not None
    return _taxonomy(*parsed, version, where)


# --- lint --------------------------------------------------------------------------------------


def problems(folder: Path | None = None) -> list[str]:
    """Return every problem of a taxonomy folder as ``file:line: message``, in file order; empty when it is sound."""
    where = folder or data_path("taxonomy")
    found: list[str] = []
    located: dict[str, tuple[str, Skill]] = {}
    for path in _skill_files(where):
        previous = ""
        for number, line in _lines(path):
            place = f"{path.name}:{number}"
            record = _parsed(line, place, found)
            if record is None:
                continue
            skill = _skill(record)
            found.extend(f"{place}: {message}" for message in _faults(skill, record))
            if skill.id in located:
                found.append(f"{place}: id {skill.id!r} is taken at {located[skill.id][0]}")
            elif skill.id < previous:
                found.append(f"{place}: {skill.id!r} must stand before {previous!r} (lines are sorted by id)")
            previous = skill.id
            located.setdefault(skill.id, (place, skill))
    found.extend(_relation_faults(located))
    found.extend(_alias_faults(located))
    found.extend(_cue_faults(where))
    return found


def _parsed(line: str, place: str, found: list[str]) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads(line)
        _skill(record)
    except (ValueError, KeyError, TypeError) as error:
        found.append(f"{place}: not a skill record ({error.__class__.__name__}: {error})")
        return None
    unknown = sorted(set(record) - _FIELDS)
    if unknown:
        found.append(f"{place}: unknown field(s) {', '.join(unknown)}")
    return record


def _contains(text: str, alias: str) -> bool:
    return b" " + fold(alias).words.strip() + b" " in b" " + fold(text).words + b" "


def _faults(skill: Skill, record: Mapping[str, Any]) -> Iterator[str]:
    names = (skill.name, *skill.aliases)
    if not _ID.fullmatch(skill.id):
        yield f"id {skill.id!r} is not kebab-case"
    if not _ID.fullmatch(skill.category):
        yield f"category {skill.category!r} is not kebab-case"
    for listed in ("cased", "ambiguous"):
        for alias in record.get(listed, ()):
            if alias not in names:
                yield f"{listed} {alias!r} is neither the name nor an alias"
    for alias in names:
        if not fold(alias).words.strip():
            yield f"alias {alias!r} is unreachable: nothing of it is left after folding"
    if not skill.example or not any(_contains(skill.example, name) for name in names):
        yield "the example contains no name of the skill"
    for alias in skill.ambiguous:
        if not any(_contains(miss, alias) for miss in skill.near_miss):
            yield f"ambiguous {alias!r} has no near_miss that contains it"


def _relation_faults(located: Mapping[str, tuple[str, Skill]]) -> Iterator[str]:
    for place, skill in located.values():
        for relation, targets in (("implies", skill.implies), ("nearby", skill.nearby)):
            for target in targets:
                if target not in located:
                    yield f"{place}: {relation} names the unknown skill {target!r}"
                elif target == skill.id:
                    yield f"{place}: {relation} names the skill itself"
    yield from _cycles(located)


def _cycles(located: Mapping[str, tuple[str, Skill]]) -> Iterator[str]:
    done: set[str] = set()
    for start in located:
        path: list[str] = []
        stack: list[tuple[str, int]] = [(start, 0)]
        while stack:
            node, depth = stack.pop()
            del path[depth:]
            if node in path:
                yield f"{located[start][0]}: implies goes round: {' -> '.join([*path[path.index(node):], node])}"
                break
            if node in done or node not in located:
                continue
            path.append(node)
            stack.extend((target, depth + 1) for target in located[node][1].implies)
        done.update(path)


def _alias_faults(located: Mapping[str, tuple[str, Skill]]) -> Iterator[str]:
    owners: dict[tuple[bytes, str], tuple[str, str]] = {}
    for place, skill in located.values():
        for alias in dict.fromkeys((skill.name, *skill.aliases)):
            exact = alias if alias in skill.cased else ""
            key = (fold(alias).words.strip(), exact)
            owner = owners.setdefault(key, (place, skill.id))
            if owner[1] != skill.id:
                yield f"{place}: alias {alias!r} of {skill.id} belongs to {owner[1]} ({owner[0]})"


def _cue_faults(folder: Path) -> Iterator[str]:
    path = folder / "stance.jsonl"
    if not path.exists():
        return
    seen: dict[bytes, int] = {}
    for number, line in _lines(path):
        try:
            record = json.loads(line)
        except ValueError as error:
            yield f"{path.name}:{number}: not JSON ({error})"
            continue
        missing = sorted(_CUE_FIELDS - set(record))
        if missing:
            yield f"{path.name}:{number}: field(s) missing: {', '.join(missing)}"
            continue
        key = fold(record["cue"]).words.strip()
        if key in seen:
            yield f"{path.name}:{number}: cue {record['cue']!r} stands at line {seen[key]} too"
        seen.setdefault(key, number)
