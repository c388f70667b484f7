"""Two sets of items → counts of right, false and missed, and figures over many documents.

Counts are objects that are added, so no total can lose one that looks like another. Intervals are percentile bootstraps
over documents (Efron and Tibshirani 1993), seeded, so the same file gives the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Resamples of an interval, as Efron and Tibshirani advise for percentiles.
_SAMPLES = 1000
# What a tool calls uncertain is no answer; what the gold file calls uncertain is not asked.
NO_ANSWER = "uncertain"
# Of several stances of one key the first is its verdict: it favours the person, as profiles do.
_VERDICTS = (
    "held", "required", "preferred", "wanted", "denied", "not_required", "mentioned", "other", None, NO_ANSWER
)  # fmt: skip


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
        """Harmonic mean of precision and recall; 1 when nothing is there and nothing was found."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Item:
    """One skill or certificate of one document.

    ``keys`` are the ids that its name may mean, the likeliest first, never empty; ``stance`` None where none is stated.
    """

    keys: tuple[str, ...]
    kind: str
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: "missed", "false" or "stance" (found, with another stance)."""

    document: str
    sort: str
    key: str
    detail: str = ""


@dataclass(frozen=True)
class Evaluation:
    """Counts by document and group, in file order, and every error.

    Groups are "all", "kind:tool", "stance:held", "held tool" and so on; a document has those that occur in it.
    """

    documents: tuple[tuple[str, Mapping[str, Counts]], ...]
    misses: tuple[Miss, ...] = ()
    title: str = "set level"

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups: "all" first, then those without a space by name, then crossed ones by name."""
        names = {group for _, counts in self.documents for group in counts}
        return tuple(sorted(names, key=lambda group: (group != "all", " " in group, group)))

    def total(self, group: str = "all") -> Counts:
        """Return the micro counts of a group."""
        return sum((counts.get(group, Counts()) for _, counts in self.documents), Counts())

    def macro_f1(self, group: str = "all") -> float:
        """Return the mean F1 over the documents that have the group; 1 when none has."""
        scores = [counts[group].f1 for _, counts in self.documents if group in counts]
        return sum(scores) / len(scores) if scores else 1.0

    def interval(self, group: str = "all") -> tuple[float, float]:
        """Return the 95 % percentile bootstrap interval of the micro F1 of a group."""
        return interval([counts.get(group, Counts()) for _, counts in self.documents])


def interval(rows: Sequence[Counts]) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of the micro F1 of documents, (1, 1) without any."""
    if not rows:
        return 1.0, 1.0
    import numpy  # only where an interval is wanted; half a second of import

    # Documents with equal counts are alike, so a resample is a multinomial draw over the distinct ones.
    frequency = Counter(rows)
    table = numpy.array([(c.right, c.false, c.missed) for c in frequency])
    shares = numpy.array(list(frequency.values())) / len(rows)
    draws = numpy.random.default_rng(0).multinomial(len(rows), shares, size=_SAMPLES) @ table
    scores = sorted(Counts(*map(int, draw)).f1 for draw in draws)
    return scores[int(0.025 * _SAMPLES)], scores[int(0.975 * _SAMPLES)]


def _verdicts(items: Iterable[Item]) -> dict[str, Item]:
    """Return one item a first key, in order of first occurrence: the one whose stance favours the person."""
    best: dict[str, Item] = {}
    for item in items:
        known = best.get(item.keys[0])
        if known is None or _VERDICTS.index(item.stance) < _VERDICTS.index(known.stance):
            best[item.keys[0]] = item
    return best


def _groups(item: Item) -> Iterator[str]:
    yield "all"
    yield f"kind:{item.kind}"
    if item.stance:
        yield f"stance:{item.stance}"
        yield f"{item.stance} {item.kind}"


class _Tally:
    """The counts and errors of one document while they are made."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.counts: dict[str, Counts] = {"all": Counts()}
        self.misses: list[Miss] = []

    def add(self, item: Item, counts: Counts) -> None:
        for group in _groups(item):
            self.counts[group] = self.counts.get(group, Counts()) + counts

    def wrong(self, sort: str, item: Item, detail: str | None = None) -> None:
        self.misses.append(Miss(self.document, sort, item.keys[0], (item.stance or "") if detail is None else detail))


def count(document: str, gold: Iterable[Item], found: Iterable[Item]) -> tuple[dict[str, Counts], list[Miss]]:
    """Compare what is in one document with what was found in it.

    A gold item is right when one of its keys was found and, where both name a stance, with the same one. Found with
    another stance it counts twice: missed under the stance it has, false under the one it was given. A gold item
    whose stance is "uncertain" is not asked: neither missed nor false when found.

    Args:
        document: Its name, for the list of errors.
        gold: What is there; of items with one first key the one with the most favourable stance counts.
        found: What a tool says, likewise; items with stance "uncertain" are no answer.

    Returns:
        Counts for "all", each "kind:…", each "stance:…" and each "stance kind"; and the errors by key.
    """
    answers = {key: item for key, item in _verdicts(found).items() if item.stance != NO_ANSWER}
    wanted = _verdicts(gold)
    tally = _Tally(document)
    for _, item in sorted(wanted.items()):
        if item.stance != NO_ANSWER:
            _judge(item, answers, tally)
    accepted = {key for item in wanted.values() for key in item.keys}
    for key, answer in sorted(answers.items()):
        if key not in accepted:
            tally.add(answer, Counts(false=1))
            tally.wrong("false", answer)
    return tally.counts, tally.misses


def _judge(item: Item, answers: Mapping[str, Item], tally: _Tally) -> None:
    given = [answers[key] for key in item.keys if key in answers]
    if not given:
        tally.add(item, Counts(missed=1))
        tally.wrong("missed", item)
        return
    agreeing = [answer for answer in given if not item.stance or not answer.stance or item.stance == answer.stance]
    if agreeing:
        tally.add(item, Counts(right=1))
        return
    tally.add(item, Counts(missed=1))
    tally.add(given[0], Counts(false=1))
    tally.wrong("stance", item, f"{item.stance} read as {given[0].stance}")
