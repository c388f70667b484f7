"""Train the sense judge: windows with a label → weights.json and card.json, applied by gapscan/matching/senses.py.

    python models/senses/train.py [--extra FILE.jsonl ...]

Windows come from three places: examples and near misses of the taxonomy; windows.jsonl beside this file (written and
labelled by hand, invented); and, with --extra, files with the same fields made from sets that
are free to train on. Prints accuracy by cross-validation over windows and over
aliases left out, and the share left undecided.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import sklearn
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold

from gapscan import sections, taxonomy
from gapscan.matching import senses, stance
from gapscan.matching.automaton import scan
from gapscan.records import SectionKind

HERE = Path(__file__).resolve().parent
# Below this size a weight changes no decision; leaving it out keeps the file small.
SMALLEST = 0.03
# A feature seen in one window says more of that window than of the language.
FEWEST = 2
REFUSE_BELOW = 0.35
ACCEPT_FROM = 0.55
EXTRA_WEIGHT = 0.3
# Frames that say of any name put into them that it is a skill. Each ambiguous name is trained in a few, drawn by its order.
FRAMES = {
    "tool": (
        "Want to learn {}.", "No experience with {}.", "{}: none", "{} - currently learning", "Looking to pick up {} in my next role.",
        "Taught myself {} in 2019 and shipped two tools with it.", "Hired and onboarded {} developers.", "Senior {} Engineer",
        "{} developer with four years of experience", "My brother is a {} developer.", "Wrote the billing service in {}.",
        "Used to write {}.", "Curious about {}.", "Coordinated with the {} consultants.", "I never got around to learning {}.",
        "Built the new site with {} and tested it.", "Five years of {} in production", "Migrated the reports to {}.",
        "Proficient in {}", "Rewrote it in {} last year", "Passed the {} exam.", "Not familiar with {}", "{} (basic)",
        "My colleague wrote the {} part", "Upskilling in {} this year", "Beginner: {}", "Strong {} skills required",
        "Experience with {} is a plus", "We use {} every day", "{} 3 years, other tools 1 year", "Skills: {}", "{}? Never.",
        "{} (Less than 1 year), SQL (2 years)", "Java (3 years), {} (Less than 1 year)", "Java (1 year), {} (4 years), Git (2 years)",
        "{} front ends since 2017", "{} for planning models", "Lecturer for {} at a college", "Gave {} lessons", "{} 4/5, other tools 3/5",
        "{} yes, other tools no", "The developers chose {}.", "Sold {} licences to offices", "Booked the rooms for the {} course",
        "{} classes for beginners", "Reading my way into {}", "{} packages published: two", "{} add-ons written in Python",
        "Python on the phone, {} on the server", "A little {}", "Our {} code, bugs and all", "Two {} services and their tests",
        "{}: five years of it", "{} ok, other tools ok", "Owner of the {} server", "Praised for my {} workshops", "References for my {} work",
    ),
    "soft": (
        "Strong {} skills", "Soft skills: {}, empathy, patience", "Known for {} and calm", "Excellent {} skills required",
        "Looking for a role to develop my {}.", "I want to grow in {}.", "Not only {} but also negotiation.", "No lack of {}.",
        "Empathy, {}, curiosity", "Key strengths: {} and teamwork", "Showed {} in every project",
    ),
}  # fmt: skip
FRAMES_A_NAME = 5
# Windows of these origins train with less weight, and never test.
WEIGHTS = {"extra": EXTRA_WEIGHT, "frame": 0.4}


class Window(NamedTuple):
    """Features of one ambiguous name in its context, whether it means the skill, and where the window is from."""

    features: list[str]
    meant: bool
    alias: str
    origin: str


def windows_of(text: str, meant: bool, origin: str, known: taxonomy.Taxonomy, *, at: tuple[int, int] | None = None,
               skill: str | None = None) -> Iterator[Window]:
    """Yield the windows of the ambiguous names of a text: of one place, or of one skill, or all."""
    found = scan(text, known)
    parts = sections.split(text)
    kinds = [next((s.kind for s in reversed(parts) if s.start <= h.start), SectionKind.OTHER) for h in found.hits]
    verdicts = stance.judge(text, found, kinds, known.stops)
    for index, hit in enumerate(found.hits):
        if not hit.ambiguous or (at and not (hit.start <= at[0] and at[1] <= hit.end)) or (skill and hit.skill != skill):
            continue
        context = senses.features(text, found, index, known, kinds[index], verdicts[index])
        yield Window(context, meant, text[hit.start : hit.end].lower(), origin)


def from_taxonomy(known: taxonomy.Taxonomy) -> Iterator[Window]:
    """Yield the examples (meant) and near misses (not meant) of every skill with an ambiguous name."""
    for skill in known.skills.values():
        if skill.ambiguous:
            yield from windows_of(skill.example, True, "taxonomy", known, skill=skill.id)
            for miss in skill.near_miss:
                yield from windows_of(miss, False, "taxonomy", known, skill=skill.id)


def from_frames(known: taxonomy.Taxonomy) -> Iterator[Window]:
    """Yield each ambiguous name of a tool or soft skill in some of the frames."""
    turn = 0
    for skill in known.skills.values():
        frames = FRAMES.get(skill.kind.value, ())
        for alias in skill.ambiguous if frames else ():
            for _ in range(FRAMES_A_NAME):
                text = frames[turn % len(frames)].format(alias)
                turn += 13  # no divisor of either number of frames, so that all are used
                yield from windows_of(text, True, "frame", known, skill=skill.id)


def from_lines(path: Path, origin: str, known: taxonomy.Taxonomy) -> Iterator[Window]:
    """Yield the windows of a JSONL file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield from windows_of(record["text"], record["meant"], origin, known, at=(record["start"], record["end"]))


def fit(
    rows: Iterable[list[str]], labels: np.ndarray, weights: np.ndarray, regularisation: float
) -> tuple[DictVectorizer, LogisticRegression]:
    """Fit the model and return it with its vectoriser."""
    rows = list(rows)
    seen = Counter(feature for row in rows for feature in set(row))
    vectoriser = DictVectorizer()
    matrix = vectoriser.fit_transform([{f: 1.0 for f in row if seen[f] >= FEWEST} for row in rows])
    model = LogisticRegression(C=regularisation, max_iter=3000, class_weight="balanced")
    model.fit(matrix, labels, sample_weight=weights)
    return vectoriser, model


def validate(windows: list[Window], folds: KFold | GroupKFold, groups: np.ndarray | None, regularisation: float) -> dict[str, float]:
    """Return accuracy of decided windows, share undecided, over held-out folds."""
    labels = np.array([w.meant for w in windows])
    sizes = np.array([WEIGHTS.get(w.origin, 1.0) for w in windows])
    right = decided = total = wrong_meant = wrong_refused = 0
    for train, test in folds.split(windows, labels, groups):
        vectoriser, model = fit([windows[i].features for i in train], labels[train], sizes[train], regularisation)
        test = [i for i in test if windows[i].origin not in WEIGHTS]
        if not test:
            continue
        matrix = vectoriser.transform([dict.fromkeys(windows[i].features, 1.0) for i in test])
        for probability, i in zip(model.predict_proba(matrix)[:, 1], test, strict=True):
            total += 1
            if REFUSE_BELOW <= probability < ACCEPT_FROM:
                continue
            decided += 1
            meant = probability >= ACCEPT_FROM
            right += meant == labels[i]
            wrong_meant += meant and not labels[i]
            wrong_refused += not meant and bool(labels[i])
    return {"windows": total, "accuracy_decided": round(float(right / decided), 4),
            "undecided": round(1 - decided / total, 4), "false_found": int(wrong_meant), "false_refused": int(wrong_refused)}


def main() -> None:
    """Train, validate, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extra", type=Path, nargs="*", default=[])
    parser.add_argument("--regularisation", type=float, default=1.0)
    parser.add_argument("--no-validation", action="store_true")
    options = parser.parse_args()
    known = taxonomy.load()
    windows = [*from_taxonomy(known), *from_frames(known)]
    if (HERE / "windows.jsonl").exists():
        windows += from_lines(HERE / "windows.jsonl", "written", known)
    for path in options.extra:
        windows += from_lines(path, "extra", known)
    labels = np.array([w.meant for w in windows])
    sizes = np.array([WEIGHTS.get(w.origin, 1.0) for w in windows])
    groups = np.array([w.alias for w in windows])
    figures = {}
    if not options.no_validation:
        figures["windows_left_out"] = validate(windows, KFold(8, shuffle=True, random_state=0), None, options.regularisation)
        figures["aliases_left_out"] = validate(windows, GroupKFold(8), groups, options.regularisation)
        for name, result in figures.items():
            print(name, result)
    vectoriser, model = fit([w.features for w in windows], labels, sizes, options.regularisation)
    weights = {
        name: round(float(weight), 3)
        for name, weight in zip(vectoriser.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= SMALLEST
    }
    data = {"bias": round(float(model.intercept_[0]), 3), "refuse_below": REFUSE_BELOW, "accept_from": ACCEPT_FROM,
            "weights": dict(sorted(weights.items()))}
    (HERE / "weights.json").write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    origins = {o: sum(w.origin == o for w in windows) for o in sorted({w.origin for w in windows})}
    card = {"model": "logistic regression over binary context features", "made_by": "models/senses/train.py",
            "made_on": date.today().isoformat(), "scikit_learn": sklearn.__version__, "windows": len(windows),
            "origins": origins, "aliases": len(set(groups)), "weights": len(weights),
            "regularisation_C": options.regularisation, "cross_validation": figures,
            "extra_sets": "SkillSpan train and dotin train (derived ambiguous mentions; MIT and CC0), weight 0.3, never used to test"
            if options.extra else None}
    (HERE / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(len(windows), "windows", origins, len(weights), "weights")


if __name__ == "__main__":
    main()
