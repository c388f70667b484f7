"""Gold file × what was found → precision, recall and F, per kind and stance, with intervals.

Set level: a document's skills are a set, names in the gold file are resolved through the taxonomy, and a name that the
taxonomy does not know is a miss. Span level, for sequence-labelled sentences: strict and relaxed. The predictions of any
other tool are scored by the very same code.

``counting`` compares and adds up, ``gold`` reads and resolves, ``answers`` says what gapscan finds, ``spans`` scores
sentences, ``showing`` prints. Stances of gold files, by the sort of document (spaces and case do not matter):

- résumé: held (also expired), denied (not held), wanted (in progress, planned, learning), other, uncertain;
- posting: required (must), preferred (nice to have), mentioned (other), not_required (denied), held (asked for, it is
  not said how much), uncertain. gapscan's must is required, its preferred is preferred, its mentioned is mentioned.

An item without a stance is right with any; one that is "uncertain" in the gold file is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gapscan import taxonomy
from gapscan.errors import DataError
from gapscan.evaluation import gold, spans
from gapscan.evaluation.answers import found_items
from gapscan.evaluation.counting import Counts, Evaluation, Item, Miss, count
from gapscan.evaluation.showing import render, to_dict

__all__ = ["Counts", "Evaluation", "Item", "Miss", "count", "evaluate_file", "found_items", "render", "to_dict"]


def evaluate_file(path: str | Path, *, predictions: str | Path | None = None, stances: bool = True) -> Evaluation:
    """Score gapscan, or another tool's predictions, against a gold file.

    Args:
        path: Lines ``{"id", "text" | "file", "as": "resume" | "posting", "items": [{"name", "stance", "kind"}]}``;
            "kinds" may name those that were labelled. Or sentences ``{"tokens", "tags_knowledge"}``. A line without
            an id is known by its number.
        predictions: Lines ``{"id", "items": [...]}`` of a tool, or ``{"id", "spans": [[start, end]]}`` for sentences
            (half-open code points of the tokens joined by one space); None to run gapscan.
        stances: False to compare names only, whatever is said of them.

    Raises:
        DataError: A file holds lines of another form, an id twice, or a stance that is none; predictions lack a
            document or have a strange one. All such problems of a file at once.
        InputError: A document can't be read.
    """
    path = Path(path)
    answers = Path(predictions) if predictions is not None else None
    rows = gold.lines(path)
    known = taxonomy.load()
    if "tokens" in rows[0][1]:
        return _evaluate_spans(path, rows, known, answers)
    documents = gold.documents(path, rows, known)
    names = [document.name for document in documents]
    theirs = gold.predictions(answers, names, "items") if answers else None
    return _evaluate_sets(documents, known, theirs, stances=stances)


def _evaluate_sets(
    documents: list[gold.GoldDocument], known: taxonomy.Taxonomy, theirs: Mapping[str, list[Any]] | None, *, stances: bool
) -> Evaluation:
    rows: list[tuple[str, Mapping[str, Counts]]] = []
    misses: list[Miss] = []
    for document in documents:
        if theirs is None:
            found = found_items(document.read(), known, posting=document.posting)
        else:
            found = _predicted(document, theirs[document.name], known)
        there = list(document.items)
        if document.kinds is not None:
            labelled = {key for item in there for key in item.keys}
            found = [item for item in found if item.kind in document.kinds or item.keys[0] in labelled]
        if not stances:
            there, found = _plain(there), _plain(found)
        counts, errors = count(document.name, there, found)
        rows.append((document.name, counts))
        misses += errors
    return Evaluation(tuple(rows), tuple(misses))


def _predicted(document: gold.GoldDocument, raw: list[Any], known: taxonomy.Taxonomy) -> list[Item]:
    """Resolve a tool's answers; of the keys that a name may mean the one that is there counts."""
    there = {key for item in document.items for key in item.keys}
    made: list[Item] = []
    for number, one in enumerate(raw, 1):
        try:
            item = gold.item(one, known, posting=document.posting)
        except ValueError as error:
            raise DataError("predictions file", [f"id {document.name!r}, item {number}: {error}"]) from error
        key = next((key for key in item.keys if key in there), item.keys[0])
        made.append(replace(item, keys=(key,)))
    return made


def _plain(items: list[Item]) -> list[Item]:
    """Take the stances off, but for the unsure ones, which are no answer."""
    return [item if item.stance == "uncertain" else replace(item, stance=None) for item in items]


def _evaluate_spans(
    path: Path, rows: list[tuple[int, dict[str, Any]]], known: taxonomy.Taxonomy, predictions: Path | None
) -> Evaluation:
    wrong = [
        f"{path.name}:{number}: needs tokens and as many tags_knowledge"
        for number, record in rows
        if len(record.get("tokens", ())) != len(record.get("tags_knowledge", ())) or not record.get("tokens")
    ]
    if wrong:
        raise DataError("gold file", wrong)
    named = [(str(record.get("id", number)), record) for number, record in rows]
    if predictions is None:
        return spans.evaluate(named, lambda _, text: spans.found_spans(text, known))
    theirs = {
        name: spans.pairs(name, raw) for name, raw in gold.predictions(predictions, [name for name, _ in named], "spans").items()
    }
    return spans.evaluate(named, lambda name, _: theirs[name])
