"""Gold and prediction files → items whose names are resolved through the taxonomy; all problems of a file at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gapscan import certifications, readers, taxonomy
from gapscan.errors import DataError, FileAccessError
from gapscan.evaluation.counting import Item
from gapscan.folding import fold
from gapscan.records import Document, SkillId

CERTIFICATE = "certificate"
# Words that people label with → the stance they mean; an empty one names the skill and says no more.
_RESUME = {
    "held": "held", "expired": "held", "denied": "denied", "not_held": "denied", "wanted": "wanted",
    "in_progress": "wanted", "planned": "wanted", "learning": "wanted", "other": "other", "uncertain": "uncertain",
}  # fmt: skip
_POSTING = {
    "required": "required", "must": "required", "preferred": "preferred", "nice_to_have": "preferred",
    "mentioned": "mentioned", "other": "mentioned", "not_required": "not_required", "denied": "not_required",
    "held": "", "uncertain": "uncertain",
}  # fmt: skip
_KINDS = {"certification": CERTIFICATE, "cert": CERTIFICATE, "certificates": CERTIFICATE}


@dataclass(frozen=True)
class GoldDocument:
    """One line of a gold file; ``kinds`` are those that were labelled, None when all were."""

    name: str
    items: tuple[Item, ...]
    posting: bool
    kinds: frozenset[str] | None
    text: str | None
    file: Path | None

    def read(self) -> Document:
        """Return the text as a document.

        Raises:
            InputError: Its file can't be read, or there is no text.
        """
        if self.text is not None:
            return readers.read_text(self.text, name=self.name)
        assert self.file is not None
        return readers.read(self.file)


def lines(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """Return the JSON objects of a file with their line numbers; blank lines are passed over.

    Raises:
        FileAccessError: The system would not hand the file over.
        DataError: A line is no JSON object, or there is none.
    """
    rows: list[tuple[int, dict[str, Any]]] = []
    wrong: list[str] = []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError("evaluation file", [f"{path.name}: not UTF-8 ({error.reason})"]) from error
    except OSError as error:
        # In the words that a résumé which can't be read gets.
        reason = "no such file" if isinstance(error, FileNotFoundError) else f"can't be read: {error.strerror}"
        raise FileAccessError(str(path), reason) from error
    # Not splitlines: a text may hold line separators that JSON leaves as they are.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            wrong.append(f"{path.name}:{number}: not JSON ({error})")
            continue
        if isinstance(record, dict):
            rows.append((number, record))
        else:
            wrong.append(f"{path.name}:{number}: not an object")
    if wrong or not rows:
        raise DataError("evaluation file", wrong or [f"{path.name}: no lines"])
    return rows


def keys_of(name: str, kind: str | None, known: taxonomy.Taxonomy) -> tuple[str, ...]:
    """Return the ids that a name may mean, the likeliest first.

    A certificate's id is written ``certificate:…``. A name that neither the taxonomy nor the catalogue knows gets
    a key of its own, ``?name``, which gapscan never answers: it is a miss.
    """
    skills = [str(skill) for skill in known.resolve(name)]
    found = certifications.load().resolve(name)
    named = [f"{CERTIFICATE}:{found}"] if found else []
    if kind == CERTIFICATE:
        skills = [*named, *skills]
    elif kind is None or not skills:
        skills += named
    words = " ".join(fold(name).words.decode("latin-1").split())
    return tuple(skills) or (f"?{words or name}",)


def kind_of(key: str, known: taxonomy.Taxonomy) -> str:
    """Return the kind of a key: that of the skill, "certificate", or "unknown"."""
    if key.startswith(f"{CERTIFICATE}:"):
        return CERTIFICATE
    return known.kind(SkillId(key)).value if key in known else "unknown"


def item(raw: Any, known: taxonomy.Taxonomy, *, posting: bool = False) -> Item:
    """Make an item of a name, or of ``{"name", "stance", "kind"}``; stance and kind may be missing.

    Raises:
        ValueError: There is no name, or the stance is not one of the words for this sort of document.
    """
    record = {"name": raw} if isinstance(raw, str) else raw
    if not isinstance(record, Mapping) or not isinstance(record.get("name"), str) or not record["name"].strip():
        raise ValueError(f"an item needs a name: {raw!r}")
    kind = str(record["kind"]).lower() if record.get("kind") else None
    kind = _KINDS.get(kind or "", kind)
    keys = keys_of(record["name"], kind, known)
    return Item(keys, kind or kind_of(keys[0], known), _stance(record.get("stance"), posting=posting))


def _stance(word: str | None, *, posting: bool) -> str | None:
    if not word:
        return None
    words = _POSTING if posting else _RESUME
    known = words.get(word.lower().replace(" ", "_").replace("-", "_"))
    if known is None:
        raise ValueError(f"stance {word!r} is none of {', '.join(words)}")
    return known or None


def documents(path: Path, rows: Sequence[tuple[int, Mapping[str, Any]]], known: taxonomy.Taxonomy) -> list[GoldDocument]:
    """Make the documents of a gold file.

    Raises:
        DataError: A line lacks items or text, an item is wrong, or an id occurs twice; all such problems at once.
    """
    made: list[GoldDocument] = []
    wrong: list[str] = []
    seen: set[str] = set()
    for number, record in rows:
        problems = list(_problems(record, seen))
        posting = record.get("as") == "posting"
        items = _items(record, known, problems, posting=posting)
        wrong += [f"{path.name}:{number}: {problem}" for problem in problems]
        if problems:
            continue
        name = _name(number, record)
        seen.add(name)
        kinds = frozenset(_KINDS.get(kind, kind) for kind in record["kinds"]) if record.get("kinds") else None
        file = path.parent / record["file"] if "text" not in record else None
        made.append(GoldDocument(name, items, posting, kinds, record.get("text"), file))
    if wrong:
        raise DataError("gold file", wrong)
    return made


def _name(number: int, record: Mapping[str, Any]) -> str:
    return str(record.get("id", number))


def _problems(record: Mapping[str, Any], seen: set[str]) -> Iterator[str]:
    if not isinstance(record.get("items"), list):
        yield "needs a list of items"
    if not isinstance(record.get("text"), str) and not isinstance(record.get("file"), str):
        yield "needs text or file"
    if record.get("as", "resume") not in ("resume", "posting"):
        yield f"as {record['as']!r} is neither resume nor posting"
    if "id" in record and str(record["id"]) in seen:
        yield f"id {record['id']!r} occurs twice"


def _items(record: Mapping[str, Any], known: taxonomy.Taxonomy, problems: list[str], *, posting: bool) -> tuple[Item, ...]:
    made: list[Item] = []
    raw = record.get("items")
    for one in raw if isinstance(raw, list) else []:
        try:
            made.append(item(one, known, posting=posting))
        except ValueError as error:
            problems.append(str(error))
    return tuple(made)


def predictions(path: Path, ids: Sequence[str], field: str) -> dict[str, list[Any]]:
    """Read what another tool answered: a list in ``field`` for every id, and for no other.

    Raises:
        DataError: An id of the gold file is missing, an id is strange to it or occurs twice, or a line lacks the list.
    """
    answers: dict[str, list[Any]] = {}
    wrong: list[str] = []
    known = set(ids)
    for number, record in lines(path):
        name = _name(number, record)
        if name not in known:
            wrong.append(f"{path.name}:{number}: id {name!r} is not in the gold file")
        elif name in answers:
            wrong.append(f"{path.name}:{number}: id {name!r} occurs twice")
        elif not isinstance(record.get(field), list):
            wrong.append(f"{path.name}:{number}: needs a list of {field}")
        else:
            answers[name] = record[field]
    wrong += [f"{path.name}: no line for id {name!r}" for name in ids if name not in answers]
    if wrong:
        raise DataError("predictions file", wrong)
    return answers
