"""Gold file × what was found → precision, recall and F, per kind and stance, with intervals.

Set level: a document's skills are a set, names in the gold file are resolved through the taxonomy, and a name that the
taxonomy does not know is a miss. Span level, for sequence-labelled sentences (SkillSpan's form): strict needs the same
bounds, relaxed any overlap. Counts are objects that are added, so no total can lose one; intervals are percentile
bootstraps over documents (Efron and Tibshirani 1993), seeded, so the same file gives the same figures. ``predictions``
scores another tool's output by the very same code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from gapscan import certifications, matching, profiles, readers, sections, taxonomy
from gapscan.errors import DataError
from gapscan.records import CredentialStatus, Document, Source, Stance

_SAMPLES = 1000
_CERTIFICATE = "certificate"
# A prediction that gapscan itself calls uncertain is no answer, neither right nor wrong.
_NO_ANSWER = Stance.UNCERTAIN.value


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives; add them with ``+``."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        found = self.right + self.false
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 when nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 when both are 0."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Item:
    """One skill or certificate of one document: its key, kind and stance (None where the gold file gives none)."""

    key: str
    kind: str
    stance: str | None


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: "missed", "false" or "stance" (found, with another stance)."""

    document: str
    sort: str
    key: str
    detail: str = ""


@dataclass(frozen=True)
class Evaluation:
    """Counts a document and a group ("kind:tool", "stance:denied", "all"), in file order, and every error."""

    documents: tuple[tuple[str, Mapping[str, Counts]], ...]
    misses: tuple[Miss, ...] = ()
    title: str = "set level"
    groups: tuple[str, ...] = field(default=("all",))

    def total(self, group: str = "all") -> Counts:
        """Return the micro counts of a group."""
        return sum((counts.get(group, Counts()) for _, counts in self.documents), Counts())

    def macro_f1(self, group: str = "all") -> float:
        """Return the mean F1 over the documents that have the group; 1 when none has."""
        scores = [counts[group].f1 for _, counts in self.documents if group in counts]
        return sum(scores) / len(scores) if scores else 1.0

    def interval(self, group: str = "all") -> tuple[float, float]:
        """Return the 95 % percentile bootstrap interval of the micro F1 of a group."""
        random = Random(0)  # noqa: S311 (resampling, no secret)
        rows = [counts.get(group, Counts()) for _, counts in self.documents]
        scores = sorted(sum(random.choices(rows, k=len(rows)), Counts()).f1 for _ in range(_SAMPLES)) if rows else [1.0]
        return scores[int(0.025 * len(scores))], scores[min(len(scores) - 1, int(0.975 * len(scores)))]


# --- reading gold ------------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise DataError("gold file", [f"{path.name}:{number}: not JSON ({error})"]) from error
        if not isinstance(record, dict):
            raise DataError("gold file", [f"{path.name}:{number}: not an object"])
        yield number, record


def _key(name: str, kind: str | None, known: taxonomy.Taxonomy) -> str:
    if kind == _CERTIFICATE:
        found = certifications.load().resolve(name)
        return f"certificate:{found}" if found else f"?{name.lower()}"
    resolved = known.resolve(name)
    return resolved[0] if resolved else f"?{name.lower()}"


def _item(raw: Any, known: taxonomy.Taxonomy) -> Item:
    record = {"name": raw} if isinstance(raw, str) else raw
    kind = record.get("kind")
    key = _key(record["name"], kind, known)
    if kind is None:
        kind = known.kind(taxonomy.SkillId(key)).value if key in known else "unknown"
    return Item(key, kind, record.get("stance"))


def _document(record: Mapping[str, Any], folder: Path) -> Document:
    if "text" in record:
        return readers.read_text(record["text"], name=str(record.get("id", "<text>")))
    return readers.read(folder / record["file"])


def found_items(document: Document, known: taxonomy.Taxonomy) -> list[Item]:
    """Return what gapscan finds in a document: skills by verdict, certificates by status."""
    matches = matching.find(document, known)
    profile = profiles.fold(document, matches, known)
    items = [
        Item(claim.skill, known.kind(claim.skill).value, claim.stance.value)
        for claim in profile.claims.values()
        if claim.implied_by is None
    ]
    for credential in profile.credentials:
        stance = "held" if credential.status in (CredentialStatus.HELD, CredentialStatus.EXPIRED) else "wanted"
        stance = "denied" if credential.status is CredentialStatus.DENIED else stance
        items.append(Item(f"certificate:{credential.certification}", _CERTIFICATE, stance))
    return items


# --- counting ----------------------------------------------------------------------------------


def count(name: str, gold: Sequence[Item], found: Sequence[Item]) -> tuple[dict[str, Counts], list[Miss]]:
    """Compare one document's sets.

    An item is right when its key was found and, where the gold file names a stance, with that stance.

    Args:
        name: The document, for the list of errors.
        gold: What is there.
        found: What a tool says; items with stance "uncertain" are no answer.

    Returns:
        Counts for "all", each "kind:…" and each "stance:…"; and the errors by key.
    """
    answers = {item.key: item for item in found if item.stance != _NO_ANSWER}
    wanted = {item.key: item for item in gold}
    groups: dict[str, Counts] = {"all": Counts()}
    misses: list[Miss] = []

    def add(item: Item, counts: Counts) -> None:
        for group in ("all", f"kind:{item.kind}", *([f"stance:{item.stance}"] if item.stance else [])):
            groups[group] = groups.get(group, Counts()) + counts

    for key, item in sorted(wanted.items()):
        answer = answers.get(key)
        if answer is None:
            add(item, Counts(missed=1))
            misses.append(Miss(name, "missed", key, item.stance or ""))
        elif item.stance and answer.stance and item.stance != answer.stance:
            add(item, Counts(missed=1))
            add(answer, Counts(false=1))
            misses.append(Miss(name, "stance", key, f"{item.stance} read as {answer.stance}"))
        else:
            add(item, Counts(right=1))
    for key, answer in sorted(answers.items()):
        if key not in wanted:
            add(answer, Counts(false=1))
            misses.append(Miss(name, "false", key, answer.stance or ""))
    return groups, misses


def evaluate_file(gold: Path, *, predictions: Path | None = None) -> Evaluation:
    """Score gapscan, or another tool's predictions, against a gold file.

    Args:
        gold: Lines ``{"id", "text" | "file", "as", "items": [{"name", "stance", "kind"}]}``, or sequence-labelled
            sentences ``{"tokens", "tags_knowledge"}``.
        predictions: Lines ``{"id", "items": [...]}`` by the same ids; None to run gapscan.

    Raises:
        DataError: A line is not of either form, or predictions lack a document.
    """
    rows = list(_lines(gold))
    if not rows:
        raise DataError("gold file", [f"{gold.name}: no lines"])
    if "tokens" in rows[0][1]:
        return _evaluate_spans([record for _, record in rows])
    known = taxonomy.load()
    if predictions is not None:
        theirs = {str(record.get("id")): record.get("items", []) for _, record in _lines(predictions)}

    def answer(record: Mapping[str, Any]) -> list[Item]:
        if predictions is None:
            return found_items(_document(record, gold.parent), known)
        return [_item(raw, known) for raw in theirs.get(str(record.get("id")), [])]

    return _evaluate_sets(gold, rows, known, answer)


def _evaluate_sets(
    gold: Path,
    rows: Iterable[tuple[int, dict[str, Any]]],
    known: taxonomy.Taxonomy,
    answer: Callable[[Mapping[str, Any]], list[Item]],
) -> Evaluation:
    documents: list[tuple[str, Mapping[str, Counts]]] = []
    misses: list[Miss] = []
    groups: dict[str, None] = {"all": None}
    for number, record in rows:
        if "items" not in record or not ("text" in record or "file" in record):
            raise DataError("gold file", [f"{gold.name}:{number}: needs items, and text or file"])
        name = str(record.get("id", number))
        kinds = record.get("kinds")
        found = [item for item in answer(record) if kinds is None or item.kind in kinds]
        counts, errors = count(name, [_item(raw, known) for raw in record["items"]], found)
        documents.append((name, counts))
        misses += errors
        groups.update(dict.fromkeys(sorted(counts)))
    return Evaluation(tuple(documents), tuple(misses), groups=tuple(groups))


# --- spans -------------------------------------------------------------------------------------


def _gold_spans(tokens: Sequence[str], tags: Sequence[str]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    for token, tag in zip(tokens, tags, strict=True):
        end = position + len(token)
        if tag.startswith("B"):
            spans.append((position, end))
        elif tag.startswith("I") and spans:
            spans[-1] = (spans[-1][0], end)
        position = end + 1
    return spans


def span_counts(gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]], *, strict: bool) -> Counts:
    """Compare half-open spans: strict by the same bounds, relaxed by any overlap (each side counted once)."""
    if strict:
        right = len(set(gold) & set(found))
        return Counts(right, len(set(found)) - right, len(set(gold)) - right)
    hit = sum(any(a < d and c < b for c, d in found) for a, b in gold)
    false = sum(not any(a < d and c < b for a, b in gold) for c, d in found)
    return Counts(hit, false, len(gold) - hit)


def _evaluate_spans(rows: Sequence[Mapping[str, Any]]) -> Evaluation:
    known = taxonomy.load()
    documents: list[tuple[str, Mapping[str, Counts]]] = []
    for number, record in enumerate(rows, 1):
        text = " ".join(record["tokens"])
        source = Source(str(number), "text", "text", "", len(text))
        matches = matching.find(Document(text, source, sections.split(text)), known)
        hard = [
            (m.span.start, m.span.end)
            for m in matches.mentions
            if known.kind(m.skill).value != "soft" and m.stance is not Stance.UNCERTAIN
        ]
        gold = _gold_spans(record["tokens"], record["tags_knowledge"])
        counts = {"strict": span_counts(gold, hard, strict=True), "relaxed": span_counts(gold, hard, strict=False)}
        documents.append((str(number), counts))
    return Evaluation(tuple(documents), title="knowledge spans", groups=("strict", "relaxed"))


# --- showing -----------------------------------------------------------------------------------


def to_dict(result: Evaluation) -> dict[str, Any]:
    """Return the figures as tables, groups in order of first appearance, rounded to four places."""
    table = {}
    for group in result.groups:
        total = result.total(group)
        low, high = result.interval(group)
        table[group] = {
            "precision": round(total.precision, 4), "recall": round(total.recall, 4), "f1": round(total.f1, 4),
            "f1_interval_95": [round(low, 4), round(high, 4)], "macro_f1": round(result.macro_f1(group), 4),
            "right": total.right, "false": total.false, "missed": total.missed,
        }  # fmt: skip
    return {"title": result.title, "documents": len(result.documents), "groups": table}


def render(result: Evaluation, *, fmt: str = "text", misses: bool = False) -> str:
    """Return the figures as text or JSON, with every error when ``misses`` is true."""
    table = to_dict(result)
    if fmt == "json":
        errors = [{"document": m.document, "sort": m.sort, "key": m.key, "detail": m.detail} for m in result.misses]
        return json.dumps(table | ({"misses": errors} if misses else {}), ensure_ascii=False, indent=2) + "\n"
    lines = [f"{table['documents']} documents, {table['title']}", ""]
    lines.append(f"{'group':<22}{'P':>7}{'R':>7}{'F1':>7}   {'95 %':<15}{'macro F1':>9}{'right':>7}{'false':>7}{'missed':>8}")
    for group, row in table["groups"].items():
        low, high = row["f1_interval_95"]
        lines.append(
            f"{group:<22}{row['precision']:>7.3f}{row['recall']:>7.3f}{row['f1']:>7.3f}   {low:.3f}–{high:.3f}    "
            f"{row['macro_f1']:>8.3f}{row['right']:>7}{row['false']:>7}{row['missed']:>8}"
        )
    if misses:
        lines += ["", *(f"{m.document}\t{m.sort}\t{m.key}\t{m.detail}" for m in result.misses)]
    return "\n".join(lines) + "\n"
