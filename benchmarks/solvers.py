"""Print how fast the exact solvers are on invented questions: 200 gaps × 72 certificates, and 200 gaps to a target.

    python benchmarks/solvers.py

Each line is one shape of question: CPU time, the best of some runs, with the size of the answer; where two ways answer
the same question, whether they agree. The seeds are fixed, so the questions are too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from gapscan import jobs, optimize, scoring, taxonomy
from gapscan.advice import advise
from gapscan.optimize import Option
from gapscan.records import Profile, Source

GAPS, CERTIFICATES = 200, 72
# Millionths of weight that a gap can be worth: must and preferred, whole, nearby and implied.
WORTH = (3_000_000, 2_100_000, 750_000, 1_000_000, 700_000, 250_000)
HOURS = (20, 40, 60, 80, 100, 120, 160, 240, 300)


def clocked(call: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Return the least CPU seconds of some runs, and the answer."""
    best, answer = float("inf"), None
    for _ in range(runs):
        start = time.process_time()
        answer = call()
        best = min(best, time.process_time() - start)
    return best, answer


def covering(seed: int, examined: int) -> tuple[list[int], list[Option], dict[str, tuple[int, int]]]:
    """Make a cover in which a certificate examines about so many of the gaps; one in eight needs another one first."""
    chance = random.Random(seed)
    weights = [chance.choice(WORTH) for _ in range(GAPS)]
    options = []
    for number in range(CERTIFICATES):
        mask = sum(1 << gap for gap in range(GAPS) if chance.random() < examined / GAPS)
        chain = (f"c{chance.randrange(number):02}",) if number and chance.random() < 0.125 else ()
        options.append(Option(f"c{number:02}", mask, chain))
    return weights, options, {option.id: (0, chance.choice(HOURS)) for option in options}


def main() -> None:
    """Print the table."""
    print(f"{'question':<58}{'search':>10}{'program':>10}  agree")
    optimize.cover_by_program([1], [Option("a", 1)], {"a": (0, 1)})
    for examined in (4, 12, 30):
        question = covering(examined, examined)
        search, chosen = clocked(lambda q=question: optimize.best_cover(*q), 5)
        program, solved = clocked(lambda q=question: optimize.cover_by_program(*q), 1)
        label = f"{GAPS} gaps x {CERTIFICATES} certificates of about {examined} skills, best 3"
        print(f"{label:<58}{1000 * search:>7.1f} ms{program:>8.2f} s  {chosen == solved}")
    print(f"{'the whole advice on the built-in job for an empty résumé':<58}{1000 * advised():>7.1f} ms")
    for number, share in ((20, 0.5), (30, 0.5), (30, 0.8)):
        search, program, agree, found = reaching(number, share, runs=5)
        label = f"{number} gaps, {share:.0%} of the points, {found} gaps found"
        print(f"{label:<58}{1000 * search:>7.1f} ms{program:>8.2f} s  {agree}")
    for share in (0.2, 0.5, 0.8):
        chance = random.Random(int(share * 10))
        gains = [chance.choice(WORTH) for _ in range(GAPS)]
        efforts = [chance.choice(HOURS) for _ in range(GAPS)]
        need = round(share * sum(gains))
        program, chosen = clocked(lambda g=gains, e=efforts, n=need: optimize.smallest_set(g, e, n), 3)
        label = f"{GAPS} gaps, {share:.0%} of the points, {len(chosen)} gaps found"
        print(f"{label:<58}{'-':>10}{program:>8.2f} s")


def advised() -> float:
    """Time the advice of a plain scan with a target: every requirement of the built-in job is a gap."""
    known = taxonomy.load()
    job = jobs.load(jobs.DEFAULT_JOB)
    report = scoring.compare(Profile(Source("nobody", "txt", "plain", "", 0), {}), job, known)
    return clocked(lambda: advise(report, known, target=80), 5)[0]


def reaching(number: int, share: float, *, runs: int) -> tuple[float, float, bool, int]:
    """Time both ways to the smallest set: seconds of search and program, whether they agree, how many gaps."""
    chance = random.Random(number)
    gains = [chance.choice(WORTH) for _ in range(number)]
    efforts = [chance.choice(HOURS) for _ in range(number)]
    need = round(share * sum(gains))
    search, chosen = clocked(lambda: optimize.smallest_set(gains, efforts, need), runs)
    program, solved = clocked(lambda: optimize.set_by_program(gains, efforts, need, len(chosen)), runs)
    return search, program, chosen == solved, len(chosen)


if __name__ == "__main__":
    main()
