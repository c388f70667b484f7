"""Patterns ↔ the compiled index: an automaton and small tables that load in milliseconds.

The index is kept beside the models and checked by a digest of the text and the version of the automaton library, so it
can never be stale: if it does not fit, it is built anew in memory and, where the folder can be written, kept.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import daachorse

from gapscan.errors import DataError
from gapscan.records import Skill
from gapscan.resources import compiled_path, data_path
from gapscan.taxonomy import files, lint
from gapscan.taxonomy.index import AliasEntry, Cue, Patterns, Taxonomy
from gapscan.taxonomy.patterns import compile_patterns, relations_of, stop_words, tables_of

_MAGIC = b"gapscan-index-7\n"


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
        "relations": relations_of(skills),
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
    relations = relations_of(ordered)
    patterns = tables_of(index, [s.id for s in ordered])
    return Taxonomy(version, patterns, automaton, relations, stop_words(rules), folder)


def compile_index(folder: Path, target: Path) -> bytes:
    """Compile a taxonomy folder, write the index if the place can be written, and return its bytes.

    Raises:
        DataError: The data have problems; all of them are listed.
    """
    try:
        skills = sorted(files.records(folder), key=lambda s: s.id)
        cues = list(files.cues(folder))
    except (KeyError, ValueError, TypeError) as error:
        found = lint.problems(folder)
        raise DataError("taxonomy", found or [f"{folder}: {error}"]) from error
    if not skills:
        raise DataError("taxonomy", [f"{folder}: no skills found"])
    index = compile_patterns(skills, cues)
    automaton = daachorse.DoubleArrayAhoCorasick(list(index)).serialize()
    blob = _dump(tables_of(index, [s.id for s in skills]), skills, stop_words(cues), automaton, _stamp(files.digest(folder)))
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
    version = files.digest(where)
    target = compiled_path("taxonomy.bin") if folder is None else Path("/nonexistent")
    parsed = None
    with suppress(OSError):
        parsed = _parse(target.read_bytes(), _stamp(version))
    if parsed is None:
        parsed = _parse(compile_index(where, target), _stamp(version))
        assert parsed is not None
    return _taxonomy(*parsed, version, where)
