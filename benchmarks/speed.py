"""Print how fast gapscan reads text, as CPU seconds and as ratios to a bare automaton scan of the same texts.

    python benchmarks/speed.py [TEXTS.jsonl] [--field text] [--rounds 5]

TEXTS.jsonl has one object a line with the text in a field; without it the invented samples of data/samples are repeated.
The bare scan is ahocorasick_rs (pip install ahocorasick-rs) over the same names, leftmost-longest, no word edges, one call
a text. Figures are medians of CPU time, so a busy machine changes them little; compare ratios, not seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from gapscan import folding, matching, readers, resources, taxonomy
from gapscan.analyzer import Analyzer
from gapscan.matching.automaton import scan


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Return the median CPU seconds of some work."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return median(times)


def child(*arguments: str, rounds: int = 7) -> float:
    """Return the median CPU seconds of a whole process."""
    import resource

    times = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(times)


def texts_of(path: Path | None, field: str) -> list[str]:
    """Return the texts to measure on."""
    if path is not None:
        return [json.loads(line)[field] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    samples = sorted(resources.data_path("samples").glob("*.txt"))
    return [sample.read_text(encoding="utf-8") for sample in samples] * 40


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--field", default="text")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    known = taxonomy.load()
    texts = texts_of(options.texts, options.field)
    size = sum(map(len, texts))
    print(f"{len(texts)} texts, {size / len(texts):.0f} characters each; {len(known.relations)} skills, {len(known.patterns.lows)} names")

    analyzer = Analyzer()
    documents = [readers.read_text(text) for text in texts]
    stages: list[tuple[str, Callable[[], object]]] = [
        ("fold", lambda: [folding.fold(text) for text in texts]),
        ("scan: fold, automaton, edges, longest", lambda: [scan(text, known) for text in texts]),
        ("find: scan, sense, stance", lambda: [matching.find(d, known) for d in documents]),
        ("score: text to scored row (batch path)", lambda: [analyzer.score(readers.read_text(t)) for t in texts]),
        ("scan with advice: text to report", lambda: [analyzer.scan(readers.read_text(t)) for t in texts[:100]]),
    ]
    bare = None
    try:
        import ahocorasick_rs
    except ImportError:
        print("pip install ahocorasick-rs for the ratios")
    else:
        names = [low.decode() for low in known.patterns.lows]
        automaton = ahocorasick_rs.AhoCorasick(
            names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )  # fmt: skip
        lowered = [text.lower() for text in texts]
        bare = cpu(lambda: [automaton.find_matches_as_indexes(text) for text in lowered], options.rounds)
        print(f"{'bare automaton scan':<42}{bare / len(texts) * 1e6:>9.0f} µs a text {len(texts) / bare:>9.0f} texts/s   ratio 1.00")
    for name, work in stages:
        count = min(100, len(texts)) if name.startswith("scan with") else len(texts)
        each = cpu(work, options.rounds if count == len(texts) else 1) / count
        ratio = f"   ratio {bare / len(texts) / each:.2f}" if bare else ""
        print(f"{name:<42}{each * 1e6:>9.0f} µs a text {1 / each:>9.0f} texts/s{ratio}")
    load = cpu(lambda: (taxonomy.load.cache_clear(), taxonomy.load()), 9)
    print(f"{'load taxonomy and automaton':<42}{load * 1e3:>9.1f} ms")
    bare_start = child("-c", "pass")
    print(f"{'python -c pass':<42}{bare_start * 1e3:>9.0f} ms CPU")
    samples = resources.data_path("samples")
    for name, command in [
        ("gapscan --help", ["--help"]),
        *[(f"gapscan scan {p.name}", ["scan", str(p)]) for p in sorted(samples.glob("*")) if p.suffix in (".txt", ".pdf", ".docx")],
    ]:
        print(f"{name:<42}{child('-m', 'gapscan', *command) * 1e3:>9.0f} ms CPU")


if __name__ == "__main__":
    main()
