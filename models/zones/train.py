"""Train the line classifier of postings: lines with a zone → weights.json and card.json, applied by gapscan/posting/lines.py.

    python models/zones/train.py

lines.jsonl beside this file holds the lines: invented, written and labelled by hand, half of them hard. The headings of
data/taxonomy/zones.jsonl are learnt from as well, so that a heading nobody has written down is still read. Prints the
accuracy on lines left out, and the same with requirement and preferred taken as one.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import sklearn
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import normalize

from gapscan import taxonomy
from gapscan.matching.automaton import scan
from gapscan.posting import headings, lines, units

HERE = Path(__file__).resolve().parent
# A weight below this changes no decision; leaving it out keeps the file small.
SMALLEST = 0.3
REGULARISATION = 20.0
HEADING_WEIGHT = 0.5
FOLDS = 5


def described(text: str, known: taxonomy.Taxonomy) -> list[str]:
    """Return the features of a line as the scan path makes them."""
    words = [word.text for word in units.words_of(text)]
    return lines.features(text, words, len(scan(text, known).hits))


def rows(known: taxonomy.Taxonomy) -> tuple[list[list[str]], list[str], list[float]]:
    """Return features, zones and weights of all lines, then of all headings."""
    found: list[list[str]] = []
    labels: list[str] = []
    weights: list[float] = []
    for line in (HERE / "lines.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        found.append(described(record["text"], known))
        labels.append(record["zone"])
        weights.append(1.0)
    for heading, value in headings.headings().items():
        found.append(described(heading.capitalize() + ":", known))
        labels.append(value.zone.value)
        weights.append(HEADING_WEIGHT * (0.5 if value.loose else 1.0))
    return found, labels, weights


def fit(found: list[list[str]], labels: np.ndarray, weights: np.ndarray) -> tuple[DictVectorizer, LogisticRegression]:
    """Fit the model and return it with its vectoriser."""
    vectoriser = DictVectorizer()
    matrix = normalize(vectoriser.fit_transform([dict.fromkeys(row, 1.0) for row in found]))
    model = LogisticRegression(C=REGULARISATION, max_iter=500, class_weight="balanced")
    model.fit(matrix, labels, sample_weight=weights)
    return vectoriser, model


def validate(found: list[list[str]], labels: np.ndarray, weights: np.ndarray, lines: int) -> dict[str, object]:
    """Return the accuracy on lines left out; headings train, but are not counted."""
    right = wrong = merged = 0
    confusion: dict[str, int] = {}
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(found, labels):
        vectoriser, model = fit([found[i] for i in train], labels[train], weights[train])
        test = [i for i in test if i < lines]
        guessed = model.predict(normalize(vectoriser.transform([dict.fromkeys(found[i], 1.0) for i in test])))
        for i, guess in zip(test, guessed, strict=True):
            right += guess == labels[i]
            wrong += guess != labels[i]
            merged += guess == labels[i] or {guess, labels[i]} <= {"requirement", "preferred"}
            if guess != labels[i]:
                key = f"{labels[i]} read as {guess}"
                confusion[key] = confusion.get(key, 0) + 1
    worst = dict(sorted(confusion.items(), key=lambda entry: -entry[1])[:10])
    return {"accuracy": round(right / (right + wrong), 4), "accuracy_asking_as_one": round(merged / (right + wrong), 4),
            "most_confused": worst}  # fmt: skip


def main() -> None:
    """Train, validate, write."""
    known = taxonomy.load()
    found, names, sizes = rows(known)
    labels, weights = np.array(names), np.array(sizes)
    count = sum(1 for _ in (HERE / "lines.jsonl").open(encoding="utf-8"))
    figures = validate(found, labels, weights, count)
    print(figures)
    vectoriser, model = fit(found, labels, weights)
    order = [list(model.classes_).index(zone.value) for zone in headings.ZONES]
    coefficients = model.coef_[order]
    table: dict[str, list[list[float]]] = {}
    for column, name in enumerate(vectoriser.get_feature_names_out()):
        kept = [[zone, round(float(w), 2)] for zone, w in enumerate(coefficients[:, column]) if abs(w) >= SMALLEST]
        if kept:
            table[str(name)] = kept
    data = {"zones": [zone.value for zone in headings.ZONES], "bias": [round(float(b), 3) for b in model.intercept_[order]],
            "weights": dict(sorted(table.items()))}  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"')
    (HERE / "weights.json").write_text(text + "\n", encoding="utf-8")
    counts = {zone.value: names[:count].count(zone.value) for zone in headings.ZONES}
    card = {
        "model": "multinomial logistic regression over binary features of a line", "made_by": "models/zones/train.py",
        "made_on": date.today().isoformat(), "scikit_learn": sklearn.__version__, "lines": count, "lines_by_zone": counts,
        "headings": len(names) - count, "origin": "invented lines, written and labelled by hand for gapscan",
        "features": len(table), "regularisation_C": REGULARISATION, "cross_validation": {"folds": FOLDS} | figures,
    }  # fmt: skip
    (HERE / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(count, "lines", len(names) - count, "headings", len(table), "features")


if __name__ == "__main__":
    main()
