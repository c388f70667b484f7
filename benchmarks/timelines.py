"""Print what a person counts in invented résumés beside what gapscan computes: months of work, months a skill.

    python benchmarks/timelines.py [CASES.jsonl] [--wrong]

CASES.jsonl is tests/cases/timelines.jsonl unless given; tests/test_timeline.py tells its fields. ``--wrong`` prints only
the cases that differ. The last lines sum up: how many figures agree, and by how many months the others are off.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gapscan import matching, sections, taxonomy, timeline
from gapscan.records import Document, Month, Source, Stance

CASES = Path(__file__).parent.parent / "tests" / "cases" / "timelines.jsonl"


def shown(months: int | None) -> str:
    """Return months for a table, a dash for unknown."""
    return "-" if months is None else str(months)


def computed(case: dict, known: taxonomy.Taxonomy) -> dict[str, int | None]:
    """Return what gapscan computes for a case: the total under "work", and each skill of the case."""
    resume = Document(case["text"], Source(case["id"], "text", "plain", "", len(case["text"])), sections.split(case["text"]))
    year, number = case["as_of"].split("-")
    periods = timeline.periods(resume, as_of=Month(int(year), int(number)))
    held = [m for m in matching.find(resume, known).mentions if m.stance is Stance.HELD]
    months = {skill: timeline.months_of([m for m in held if m.skill == skill], periods)[0] for skill in case["skills"]}
    return {"work": timeline.total_months(periods), **months}


def main() -> None:
    """Count, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="?", default=CASES)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    known = taxonomy.load()
    errors: list[int] = []
    unknown = 0
    print(f"{'case':<26}{'what':<24}{'by hand':>8}{'gapscan':>8}")
    for case in map(json.loads, options.cases.read_text(encoding="utf-8").splitlines()):
        counted = {"work": case["total"], **case["skills"]}
        for name, months in computed(case, known).items():
            expected = counted[name]
            if months is None or expected is None:
                unknown += months != expected
            else:
                errors.append(abs(months - expected))
            if months != expected or not options.wrong:
                mark = "" if months == expected else "  <-"
                print(f"{case['id']:<26}{name:<24}{shown(expected):>8}{shown(months):>8}{mark}")
    right = sum(1 for error in errors if not error)
    print(f"{right} of {len(errors)} figures agree; mean error {sum(errors) / len(errors):.2f} months, largest {max(errors)}")
    print(f"{unknown} known on one side only")


if __name__ == "__main__":
    main()
