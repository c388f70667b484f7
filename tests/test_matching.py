"""Tests of gapscan.matching: the cases are data (tests/cases/), the checks are here."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import matching, sections, taxonomy
from gapscan.matching.automaton import scan
from gapscan.records import Document, Source, Stance

CASES = Path(__file__).parent / "cases"
KNOWN = taxonomy.load()


def document(text):
    return Document(text, Source("case", "text", "text", "", len(text)), sections.split(text))


def stances(text):
    """Return skill → verdict over its mentions, as a profile would read them; unclear ones left out."""
    order = [Stance.HELD, Stance.WANTED, Stance.DENIED, Stance.OTHER]
    found = {}
    for mention in matching.find(document(text), KNOWN).mentions:
        if mention.stance is not Stance.UNCERTAIN:
            found.setdefault(mention.skill, set()).add(mention.stance)
    return {skill: next(s for s in order if s in seen).value for skill, seen in found.items()}


def cases(name):
    path = CASES / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines if line.strip()]


def errors(case):
    """Return what is wrong with one case, in words; empty when all is right."""
    found = stances(case["text"])
    wrong = [
        f"{item['skill']} should be {item['stance']}, is {found.get(item['skill'], 'not found')}"
        for item in case["expect"]
        if found.get(item["skill"]) != item["stance"]
    ]
    return wrong + [f"{skill} should not be found, is {found[skill]}" for skill in case.get("absent", ()) if skill in found]


ALL = [case for path in sorted(CASES.glob("mentions*.jsonl")) for case in cases(path.name)]


@pytest.mark.parametrize("case", ALL, ids=lambda c: c["id"])
def test_case(case):
    """Ensures that each written case is read as a person reads it."""
    assert errors(case) == []


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=pytest.mark.xfail(strict=True), id=c["id"]) for c in cases("known_failures.jsonl")]
)
def test_known_failure(case):
    """Ensures that what is known to fail still does; a surprise improvement moves the case to the others."""
    assert errors(case) == []


def test_cases_name_skills_that_exist():
    """Ensures that a typing error in a case can't make it pass."""
    named = {i["skill"] for c in ALL for i in c["expect"]} | {s for c in ALL for s in c.get("absent", ())}

    assert named <= set(KNOWN.relations)
    assert len({c["id"] for c in ALL}) == len(ALL)


AMBIGUOUS = [skill for skill in KNOWN.skills.values() if skill.ambiguous]


def held(text, skill):
    return any(m.skill == skill and m.stance is not Stance.UNCERTAIN for m in matching.find(document(text), KNOWN).mentions)


def test_every_example_is_found():
    """Ensures that each skill of the taxonomy is found in its own example."""
    missed = [s.id for s in KNOWN.skills.values() if s.id not in {h.skill for h in scan(s.example, KNOWN).hits}]

    assert missed == []


def test_judged_examples_and_near_misses():
    """Ensures that the judge reads at least 97 % of the examples and near misses of the taxonomy right."""
    right = [held(s.example, s.id) for s in AMBIGUOUS]
    right += [not held(miss, s.id) for s in AMBIGUOUS for miss in s.near_miss]

    assert sum(right) / len(right) >= 0.97


# Words of prose that fold to the name of a product, or to an acronym that is another thing in lower case.
PROSE = (
    ("You will build reports or tools for the team.", "or-tools"), ("Delivers reports and/or models each week.", "operations-research"),
    ("Become a trusted advisor to our leaders.", "aws-trusted-advisor"), ("Join the core data team.", "core-data"),
    ("Please walk me through your last project.", "walkme"), ("Looks for good data in every source.", "gooddata"),
    ("Serves planet-scale applications.", "planetscale"), ("He adds clarity to every plan.", "active-directory"),
    ("You can network with people from other teams.", "can-bus"), ("Managed ad accounts of forty shops.", "active-directory"),
    ("Live news on primetime television.", "primetime"), ("Deployed models to a production environment.", "manufacturing"),
    ("Advised decision makers in three towns.", "decision-making"), ("The team works on fraud models.", "teamwork"),
    ("Follows sound engineering practices.", "audio-editing"), ("Five years of professional experience.", "professionalism"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        # What begins the next line is a label, or an item of its own.
        ("Languages: Python, PL/SQL\nDatabases: Redis", {"python", "pl-sql", "database-management-systems", "redis"}),
        ("Java\nScript: Bash", {"java", "bash"}), ("• Java\n• Spring Boot", {"java", "spring-boot"}),
        ("Java\nSpring Boot\nKafka", {"java", "spring-boot", "apache-kafka"}),
        # What a narrow column wraps.
        ("We rely on natural language\nprocessing", {"nlp"}), ("Cloud: Amazon Web\nServices, Docker", {"aws", "docker"}),
        ("Skills\nMachine\nLearning", {"machine-learning"}), ("built with Spring\nBoot", {"spring-boot"}),
        # Of two names that overlap the longer wins, and what fits before it stays.
        ("UNIX/Linux shell", {"unix"}),
    ],
)  # fmt: skip
def test_names_over_line_breaks(text, skills):
    """Ensures that a wrapped name is found whole and two things on two lines stay two."""
    assert skills <= set(stances(text))
    assert not {"javascript", "sql"} & set(stances(text))


@pytest.mark.parametrize(("text", "skill"), PROSE)
def test_prose_names_no_product(text, skill):
    """Ensures that ordinary words in a sentence are not taken for a name that folds to them."""
    assert skill not in stances(text)


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Routes by OR-Tools and Gurobi", "or-tools"), ("Skills: PrimeTime, Verilog", "primetime"), ("Core Java, RMI, EJB", "java-rmi"),
        ("Web pages in FrontPage and Dreamweaver", "microsoft-frontpage"), ("Windows XP/Vista/7", "windows"),
        ("Parsed HL7 messages of the ward", "hl7-fhir"), ("Reports in Mercury QC", "alm-quality-center"),
        ("Oracle Application Express (APEX) forms", "oracle-apex"), ("MS Reporting Services 2008", "ssrs"),
    ],
)  # fmt: skip
def test_short_and_vendor_names(text, skill):
    """Ensures that a product is known by the short name that people write, and by the right one of several."""
    assert stances(text).get(skill) == "held"


TEXTS = st.lists(
    st.sampled_from(
        ["Python", "C++", "C#", ".NET", "go-to-market", "Go", "no", "not", "want to learn", ",", ".", "\n", "• ", "(", ")",
         "machine learning", "é", "𝕏", "R&D", "none", "☐", "Kubernetes", ":", "Node.js", "a@b.io", "http://x.io/go"]
    )
).map(" ".join)  # fmt: skip


@given(TEXTS)
def test_mentions_are_slices_of_the_text(text):
    """Ensures that offsets hold, mentions are ordered and none overlap, whatever the text."""
    matches = matching.find(document(text), KNOWN)
    spans = [m.span for m in matches.mentions]

    assert [text[m.span.start : m.span.end] for m in matches.mentions] == [m.text for m in matches.mentions]
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(TEXTS)
def test_only_changes_nothing_for_the_skills_in_it(text):
    """Ensures that the fast path of batches finds the same as the full one."""
    asked = frozenset(["python", "go", "kubernetes"])
    full = [m for m in matching.find(document(text), KNOWN).mentions if m.skill in asked]

    assert list(matching.find(document(text), KNOWN, only=asked).mentions) == full


def test_addresses_name_no_skill():
    """Ensures that a page or mail address does not show a skill."""
    assert stances("See https://example.org/python/django and jo.rust@java.dev, github.com/jo/kotlin-kit") == {}
