"""What the tests of batches share: invented résumés, tables of them, and a run of the command."""

import csv
import io
import json
import random
from pathlib import Path

from gapscan import taxonomy
from gapscan.cli import main
from gapscan.resources import data_path

CASES = Path(__file__).parent / "cases"
_HEADINGS = ("SKILLS", "Work Experience", "Education", "Currently learning:", "Projects", "References", "Certifications")
_ROLES = (
    "Engineer, Acme Ltd, Jan 2016 - Mar 2019", "Data Analyst | Beta GmbH | 2014 – 2016", "Developer since 05/2020",
    "BSc Mathematics, 2010-2013", "PMP (2019), CKA in progress, AWS Certified Solutions Architect (expired 2020)",
    "5+ years of experience in Python and SQL", "AWS SAA-C03, Microsoft Certified: Azure AI Engineer Associate",
    "Over 8 years of experience with machine learning, TensorFlow and Docker",
)  # fmt: skip


def sentences():
    """Return every sentence of the taxonomy's skills asked for by the built-in job and near them, and of the cases."""
    known = taxonomy.load()
    found = [text for skill in known.skills.values() for text in (skill.example, *skill.near_miss) if text]
    for path in sorted(CASES.glob("mentions*.jsonl")):
        found += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found += (data_path("samples", "mira-solano.txt").read_text(encoding="utf-8")).splitlines()
    return found


def resumes(count, *, seed=1):
    """Return so many invented résumés, the same for the same seed; some have lost their line breaks."""
    dice = random.Random(seed)
    every = sentences()
    asked = [text for text in every if any(name in text for name in ("Python", "learning", "SQL", "cloud", "AWS", "Docker", "R "))]
    made = []
    for number in range(count):
        lines = [*dice.sample(every, 8), *dice.sample(asked, dice.randint(0, 14)), *dice.sample(_ROLES, 3), *dice.sample(_HEADINGS, 4)]
        dice.shuffle(lines)
        made.append((" " if number % 5 == 0 else "\n").join(["Ada Example", *lines]))
    return made


# What "present" means in every run.
AS_OF = ("--as-of", "2026-11")


def csv_of(rows, **options):
    """Return rows as the text of a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out, **options).writerows(rows)
    return out.getvalue()


def write_input(path, texts):
    """Write a CSV file of texts with ids r0, r1, … and return its path."""
    path.write_text(csv_of([["id", "text"], *([f"r{n}", text] for n, text in enumerate(texts))]), encoding="utf-8")
    return path


def rows_of(path):
    """Return the rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(given, output, *options):
    """Run ``gapscan batch`` with two workers and return its exit code."""
    return main(["batch", str(given), "-o", str(output), "--workers", "2", *AS_OF, *options])
