"""Rows for the batch benchmarks: résumés of about 4.4 KB made by shuffling lines of texts that are at hand.

Each row takes the lines of a few texts, shuffled within each text's own order of blocks, so that no two rows are equal
and headings, dates and sentences are about as frequent as in the texts.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

from gapscan import resources

SIZE = 4_400


def texts_of(path: Path | None, field: str = "text") -> list[str]:
    """Return the texts of a JSON lines file; without one, the invented samples."""
    if path is not None:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line)[field] for line in lines if line.strip()]
    samples = sorted(resources.data_path("samples").glob("*.txt"))
    return [sample.read_text(encoding="utf-8") for sample in samples if "posting" not in sample.name]


def resumes(texts: list[str], count: int, *, size: int = SIZE, seed: int = 7) -> Iterator[str]:
    """Yield so many distinct résumés of about the size."""
    dice = random.Random(seed)
    for number in range(count):
        pieces: list[str] = []
        length = 0
        while length < size:
            pieces.append(_shuffled(dice.choice(texts), size - length, dice))
            length += len(pieces[-1]) + 1
        yield "\n".join([*pieces, f"Reference {number}"])


def _shuffled(text: str, most: int, dice: random.Random) -> str:
    """Return a text with its paragraphs and the lines within them shuffled, cut to a length; one of few lines from a random place."""
    if text.count("\n") * 400 < len(text):
        start = dice.randrange(max(1, len(text) - most))
        return text[start : start + most]
    paragraphs = [paragraph.splitlines() for paragraph in text.split("\n\n")]
    dice.shuffle(paragraphs)
    for lines in paragraphs:
        rest = lines[1:]
        dice.shuffle(rest)
        lines[1:] = rest
    return "\n\n".join("\n".join(lines) for lines in paragraphs)[:most]


def write_csv(path: Path, texts: list[str], count: int, *, size: int = SIZE, seed: int = 7) -> None:
    """Write a CSV of ``id`` and ``resume``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "resume"))
        writer.writerows((f"r{number}", text) for number, text in enumerate(resumes(texts, count, size=size, seed=seed)))
