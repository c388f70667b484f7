"""Copies of good files, cut short or with wrong bits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from hostile.cases import TEXT, Case, case

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
# Damage may leave text or any error that tells of the file; never one that blames the reader.
OUTCOMES = (TEXT, "E-DAMAGED", "E-TRUNCATED", "E-NOTEXT", "E-TYPE", "E-BOMB", "E-PASSWORD", "E-DTD", "E-TOO-MANY-PAGES")
_CUTS = (0.3, 0.95)
_FLIPS = (1, 32, 512)


def flipped(data: bytes, count: int, seed: int) -> bytes:
    """Return a copy with so many bits changed, always the same ones."""
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(count):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cases() -> Iterator[Case]:
    """Yield damaged copies of every sample."""
    for path in sorted(SAMPLES.iterdir()):
        data = path.read_bytes()
        if path.name == "README.md":
            continue
        for share in _CUTS:
            yield case(f"cut-{round(100 * share)}-{path.name}", data[: int(len(data) * share)], *OUTCOMES)
        for count in _FLIPS:
            yield case(f"flipped-{count}-{path.name}", flipped(data, count, count), *OUTCOMES)
        middle = len(data) // 2
        yield case(f"hole-{path.name}", data[:middle] + bytes(200) + data[middle + 200 :], *OUTCOMES)
        yield case(f"doubled-{path.name}", data + data, *OUTCOMES)
