"""A line of a posting → how likely it is of each zone, by a linear classifier over its words and its shape.

Trained with scikit-learn on lines that were written for it (models/zones/), shipped as plain weights: applying them is a
sum of dictionary look-ups, without importing anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, sqrt

from gapscan.errors import DataError
from gapscan.posting.headings import ZONES
from gapscan.resources import model_path

# Who does what stands in so many words at the start.
_OPENING = 4
_SUBJECT_WITHIN = 6
_PERSONS = {
    **dict.fromkeys(("you", "your", "youll", "youre", "youve", "youd"), "you"),
    **dict.fromkeys(("we", "our", "were", "weve", "us", "wed"), "we"),
}


@dataclass(frozen=True, slots=True)
class Judge:
    """The shipped weights: for each feature the weights of the zones it speaks for or against."""

    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[tuple[int, float]]]

    def odds(self, features: Sequence[str]) -> list[float]:
        """Return a logarithm of odds for each zone, in the order of ``ZONES``."""
        found = [0.0] * len(ZONES)
        weights = self.weights
        for known in map(weights.get, features):
            if known:
                for zone, weight in known:
                    found[zone] += weight
        # Trained on rows of length one, so that a long sentence has no louder voice than a short one.
        scale = 1.0 / sqrt(max(1, len(features)))
        return [bias + scale * value for bias, value in zip(self.bias, found, strict=True)]


@cache
def load() -> Judge:
    """Load the shipped weights.

    Raises:
        DataError: The file was made for other zones.
    """
    path = model_path("zones", "weights.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    if data["zones"] != list(ZONES):
        raise DataError("zone weights", [f"{path.name}: made for the zones {data['zones']}"])
    return Judge(tuple(data["bias"]), data["weights"])


def features(text: str, words: Sequence[str], skills: int) -> list[str]:
    """Describe a unit as names of binary features.

    Args:
        text: The unit as it stands.
        words: Its words, folded.
        skills: How many names of skills stand in it.
    """
    shown = ["#" if word.isdigit() else word for word in words[:60]]
    found = [f"w={word}" for word in shown]
    # Who does what stands at the start; pairs further on add a percent of accuracy and double the table.
    found += [f"b={first} {second}" for first, second in pairwise(shown[: _OPENING + 1])]
    found += [f"s={word[:5]}" for word in shown if len(word) > 5]
    found += [f"p{number}={word}" for number, word in enumerate(shown[:2], 1)]
    found += _told(shown)
    found += _shape(text, shown, skills)
    # A dictionary, not a set: the order in which weights are added must be the same in every run.
    return list(dict.fromkeys(found))


@cache
def _vocabulary() -> Mapping[str, Sequence[str]]:
    """Load the zones that each telling word speaks for; models/zones/words.json lists the words by zone."""
    found: dict[str, list[str]] = {}
    table = json.loads(model_path("zones", "words.json").read_text(encoding="utf-8"))
    for zone, words in table.items():
        for word in words:
            found.setdefault(word, []).append(zone)
    return found


def _told(words: Sequence[str]) -> Iterator[str]:
    """Yield which vocabularies a line draws on, once or more often, which it opens with, and whom it speaks of."""
    known = _vocabulary()
    counts: dict[str, int] = {}
    for word in words:
        for zone in known.get(word, ()):
            counts[zone] = counts.get(zone, 0) + 1
    for zone, count in counts.items():
        yield f"told={zone}"
        if count > 1:
            yield f"told2={zone}"
    if words:
        yield from (f"opens={zone}" for zone in known.get(words[0], ()))
    yield from (f"subject={_PERSONS[word]}" for word in words[:_SUBJECT_WITHIN] if word in _PERSONS)


def _shape(text: str, words: Sequence[str], skills: int) -> Iterator[str]:
    count = len(words)
    yield f"length={0 if count < 3 else 1 if count < 7 else 2 if count < 16 else 3}"
    yield f"skills={min(skills, 3)}"
    if skills:
        yield f"dense={int(3 * skills >= count)}"
    if text.rstrip().endswith("."):
        yield "ends=."
    if ":" in text:
        yield "colon"
    if any(mark in text for mark in "$£€"):
        yield "money"
    if "%" in text:
        yield "percent"
    if "@" in text or "www." in text or "http" in text:
        yield "address"
    if words:
        yield f"ing={int(words[0].endswith('ing'))}"
    capitals = sum(word[:1].isupper() for word in text.split())
    if words and "skills" not in words and count < 9 and text[:1].isupper() and capitals > count / 2:
        yield "titled"


def probabilities(odds: Sequence[float]) -> list[float]:
    """Return probabilities from 0 to 1 that add up to 1, in the order of the odds."""
    top = max(odds)
    weights = [exp(value - top) for value in odds]
    total = sum(weights)
    return [weight / total for weight in weights]
