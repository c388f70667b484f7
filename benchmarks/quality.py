"""Print how well gapscan finds skills in labelled sets that a person has at hand; none of them is part of the project.

    python benchmarks/quality.py FILE... [--label "Tech Tools"] [--first N] [--misses 40]

The form of a file is seen from its first line:

- gold lines ``{"text" | "file", "items"}``: as ``gapscan evaluate`` prints them;
- labelled documents ``{"text", "labels": [[start, end, type]]}``: sets a document, of one type of label (--label) and
  skills of kind tool. A label counts as the skills that its words name through the aliases of the taxonomy, a
  label of several skills as each of them; one that names none is a miss. What stands in labels of other types is left out;
- sentences ``{"tokens", "tags_knowledge"}``: strict and relaxed spans;
- CSV with columns sentence, span, label: labels of another taxonomy, mapped by their names where ours knows the name (the
  part in parentheses left out); labels without a counterpart, and what is found in their spans, are left out and counted.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gapscan import evaluation, matching, readers, taxonomy
from gapscan.evaluation import Counts, Evaluation, Item, Miss, gold, spans
from gapscan.matching.automaton import scan
from gapscan.records import Stance

# What takes the place of a label that the other taxonomy does not have.
NO_LABEL = ("LABEL NOT PRESENT", "UNDERSPECIFIED")
CUT = re.compile(r"[,;•|\n]|\s/\s|\s-\s|\.\s")
LEVEL = re.compile(r"\((?:less than )?\d{0,2}\+? ?(?:years?|months?)\)", re.IGNORECASE)


def sets(rows: list[Mapping[str, Any]], label: str, known: taxonomy.Taxonomy) -> Evaluation:
    """Score documents with labelled spans of one type, as sets."""
    documents: list[tuple[str, Mapping[str, Counts]]] = []
    misses: list[Miss] = []
    for number, row in enumerate(rows, 1):
        name = str(row.get("id", number))
        text = row["text"]
        wanted = [text[start:end] for start, end, kind in row["labels"] if kind == label]
        items = [Item((key,), "tool") for words in wanted for key in keys(words, known)]
        others = {key for start, end, kind in row["labels"] if kind != label for key in keys(text[start:end], known)}
        there = {item.keys[0] for item in items}
        found = [
            replace(item, kind="tool")
            for item in evaluation.found_items(readers.read_text(text, name=name), known)
            if item.stance != "uncertain" and (item.keys[0] in there or (item.kind == "tool" and item.keys[0] not in others))
        ]
        counts, errors = evaluation.count(name, items, [replace(item, stance=None) for item in found])
        documents.append((name, {"all": counts["all"]}))
        misses += errors
    return Evaluation(tuple(documents), tuple(misses), title=f"sets of {label}")


def keys(words: str, known: taxonomy.Taxonomy) -> list[str]:
    """Return what a label names: the skill of that name, else the skills named in its parts, else an unknown key."""
    found: list[str] = []
    for part in CUT.split(LEVEL.sub(" ", words)):
        name = part.strip(" \t\r():-–*").rstrip(".")
        if not re.search(r"[a-zA-Z]", name):
            continue
        whole = known.resolve(name)
        inside = [hit.skill for hit in scan(name, known).hits]
        found += [str(whole[0])] if whole else list(map(str, inside)) or [f"?{name.lower()}"]
    return list(dict.fromkeys(found))


def mapped(path: Path, known: taxonomy.Taxonomy) -> tuple[Evaluation, int, int]:
    """Score sentences with labels of another taxonomy; returns the counts, labels mapped and labels left out."""
    by_sentence: dict[str, list[tuple[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            by_sentence.setdefault(row["sentence"], []).append((row.get("sub_span") or row["span"], row["label"]))
    documents: list[tuple[str, Mapping[str, Counts]]] = []
    misses: list[Miss] = []
    used = left = 0
    for number, (sentence, labels) in enumerate(by_sentence.items(), 1):
        there, passed = set(), set()
        for span, label in labels:
            key = known.resolve(re.sub(r"\s*\([^)]*\)", "", label)) if label not in NO_LABEL else ()
            there |= set(key[:1])
            used += bool(key)
            left += label not in NO_LABEL and not key
            if not key:
                passed |= set(keys(span, known))
        named = matching.find(readers.read_text(sentence), known).mentions
        found = {m.skill for m in named if m.stance is not Stance.UNCERTAIN}
        found = {skill for skill in found if skill in there or skill not in passed}
        kinds = {skill: known.kind(skill).value for skill in found | there}
        counts, errors = evaluation.count(
            str(number), [Item((s,), kinds[s]) for s in sorted(there)], [Item((s,), kinds[s]) for s in sorted(found)]
        )
        documents.append((str(number), counts))
        misses += errors
    return Evaluation(tuple(documents), tuple(misses), title="mapped labels"), used, left


def most_frequent(misses: tuple[Miss, ...], number: int) -> Iterator[str]:
    """Yield the most frequent errors of each sort."""
    for sort in ("missed", "false", "stance"):
        tally = Counter(miss.key for miss in misses if miss.sort == sort)
        if tally and number:
            yield f"  {sort}: " + ", ".join(f"{key} {times}" for key, times in tally.most_common(number))


def measure(path: Path, options: argparse.Namespace, known: taxonomy.Taxonomy) -> Evaluation:
    """Evaluate one file by its form."""
    if path.suffix == ".csv":
        result, used, left = mapped(path, known)
        print(f"{used} labels mapped by name, {left} without a counterpart left out")
        return result
    rows = [record for _, record in gold.lines(path)][: options.first]
    if "labels" in rows[0]:
        return sets(rows, options.label, known)
    if "tokens" in rows[0]:
        named = [(str(number), row) for number, row in enumerate(rows, 1)]
        return spans.evaluate(named, lambda _, text: spans.found_spans(text, known))
    return evaluation.evaluate_file(path)


def main() -> None:
    """Print a table a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--label", default="Tech Tools", help="the type of label to score in labelled documents")
    parser.add_argument("--first", type=int, help="measure on the first so many lines only")
    parser.add_argument("--misses", type=int, default=0, help="show so many of the most frequent errors of each sort")
    options = parser.parse_args()
    known = taxonomy.load()
    for path in options.files:
        print(f"# {path.name}")
        result = measure(path, options, known)
        print(evaluation.render(result))
        for line in most_frequent(result.misses, options.misses):
            print(line)


if __name__ == "__main__":
    main()
