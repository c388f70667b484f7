"""Tests of gapscan.postings: the cases in cases/postings.jsonl, the data behind them, job files, JSON-LD and weights."""

import hashlib
import json
import sys
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import jobs, postings, taxonomy
from gapscan.errors import NoRequirementsError
from gapscan.posting import cues, folding, headings, lines, scene, units, zones
from gapscan.records import (
    CertificationId,
    DegreeLevel,
    Document,
    Documented,
    EducationAsked,
    Gate,
    Importance,
    JobProfile,
    Requirement,
    SkillId,
    Source,
    Span,
    UnknownTerm,
)
from gapscan.renderers import as_job
from gapscan.resources import data_path, model_path

KNOWN = taxonomy.load()
CASES = [json.loads(line) for line in (Path(__file__).parent / "cases" / "postings.jsonl").read_text("utf-8").splitlines()]
# Gates that have their own columns in the cases, or that follow from other columns.
OWN = {"degree", "years", "language", "certification"}
ASKED = (Importance.MUST, Importance.PREFERRED)


def document(text, name="posting.txt", **more):
    return Document(text, Source(name, "txt", "built-in", "", len(text)), **more)


def parse(text):
    return postings.parse(document(text), KNOWN)


def skills(job, importance):
    return {skill for r in job.requirements if r.importance == importance for skill in r.any_of}


def one(job, skill):
    return next(r for r in job.requirements if skill in r.any_of)


def differences(case, job):
    """Yield what a job says otherwise than its case expects."""
    for importance in ("must", "preferred", "mentioned"):
        if importance in case:
            want, got = set(case[importance]), skills(job, importance)
            # Duties mention all sorts of things; the others are compared whole, unless the case is about something else.
            loose = case.get("superset") or importance == "mentioned"
            if want - got if loose else want != got:
                yield f"{importance}: {sorted(got)}, not {sorted(want)}"
    asked = skills(job, "must") | skills(job, "preferred")
    yield from (f"{skill} is asked for" for skill in case.get("not", ()) if skill in asked)
    groups = {frozenset(r.any_of): r.at_least for r in job.requirements if len(r.any_of) > 1}
    if "any_of" in case and groups.keys() != {frozenset(group) for group in case["any_of"]}:
        yield f"groups: {groups}"
    if "at_least" in case and set(groups.values()) != {case["at_least"]}:
        yield f"at least: {groups}"
    alone = {r.any_of[0] for r in job.requirements if len(r.any_of) == 1 and r.importance in ASKED}
    yield from (f"{skill} is not asked for by itself" for skill in case.get("single", ()) if skill not in alone)
    for column, field in (("years", "min_years"), ("levels", "level")):
        for skill, want in case.get(column, {}).items():
            if (got := getattr(one(job, skill), field)) != want:
                yield f"{column} of {skill}: {got}, not {want}"
    if "total" in case and job.years_total != case["total"]:
        yield f"years: {job.years_total}"
    if "count" in case and sum(r.importance in ASKED for r in job.requirements) != case["count"]:
        yield "number of requirements"
    yield from beside(case, job)


def beside(case, job):
    """Yield the differences in what stands beside the requirements."""
    education = job.education or EducationAsked(None)
    for column, got in (
        ("degree", education.level),
        ("preferred_degree", education.preferred_level),
        ("or_equivalent", education.or_equivalent),
    ):
        if column in case and got != case[column]:
            yield f"{column}: {got}, not {case[column]}"
    if "gates" in case and {g.kind for g in job.gates} - OWN != set(case["gates"]):
        yield f"gates: {sorted(g.kind for g in job.gates)}"
    if "languages" in case and {g.value for g in job.gates if g.kind == "language"} != set(case["languages"]):
        yield "languages"
    if "certifications" in case and set(job.certifications) != set(case["certifications"]):
        yield f"certifications: {job.certifications}"


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case['category']}" for n, case in enumerate(CASES, 1)])
def test_cases(case):
    """Ensures that each invented posting asks for what its case says, and for nothing that the case forbids."""
    if "error" in case:
        with pytest.raises(NoRequirementsError) as caught:
            parse(case["text"])
        assert (caught.value.code, caught.value.exit_code) == (case["error"], 3)
        return
    assert list(differences(case, parse(case["text"]))) == []


def test_there_are_cases_of_every_kind():
    """Ensures that the cases stay many and varied."""
    counts = Counter(case["category"] for case in CASES)

    assert sum(counts.values()) >= 150
    assert len(counts) >= 15


# --- two whole postings ------------------------------------------------------------------------

OCCUPATION = """Speech Engineer

What they do

Speech engineers build systems that turn talk into text. They work with linguists, product people and a great deal of noise.

Main duties

• Train acoustic models and measure them
• Clean recordings and label them

Skills and qualifications required

TopicWhat is asked
Languages usedProficient in Python, Julia, and familiarity with Rust or C++.
FrameworksExperience with PyTorch, JAX, and Hugging Face.
MathematicsStrong understanding of linear algebra, probability, and statistics.
Cloud servicesFamiliarity with Amazon SageMaker, Vertex AI, or Azure Machine Learning.
People skillsTeamwork, adaptability, and communication.

Education and certifications

Most hold a bachelor's degree or higher in Computer Science, Linguistics, Mathematics or a related field.

Relevant certifications include:

• AWS Certified Machine Learning - Specialty
• Certified Kubernetes Administrator

Pay

Entry level (0-2 years)$70,000 - $90,000
Senior (6+ years)$150,000 and more

Where it leads

With time, people in this job move on to robotics, research or management. Learn Scala and Kafka in a course to get started.
"""
TOOLS = """Speech Engineer Jobs
Speech engineers design systems that learn from recordings without being told the rules. Their systems use statistical models.

Pay of a Speech Engineer
Speech engineers are well paid. In most countries they earn between 60,000 and 120,000 a year, depending on experience.
Tools and Technologies Used
- Python
- PyTorch
- NumPy
- AWS / Azure
Educational Requirements
A bachelor's degree is usually required, while some roles prefer candidates with a master's degree.
Career Path and Growth
A speech engineer can become a research lead or an architect.
"""


def test_an_occupation_told_in_a_table():
    """Ensures that a description whose table lost its cells is read into languages, frameworks, cloud and the rest."""
    job = parse(OCCUPATION)

    assert {"python", "julia", "pytorch", "jax", "linear-algebra", "probability", "statistics"} <= skills(job, "must")
    assert {"teamwork", "adaptability", "communication"} <= skills(job, "must")
    groups = [set(r.any_of) for r in job.requirements if len(r.any_of) > 1]
    assert groups == [{"rust", "cpp"}, {"amazon-sagemaker", "google-vertex-ai", "azure-machine-learning"}]
    assert one(job, "rust").level == "basic"
    assert job.education
    assert (job.education.level, job.education.or_equivalent) == (DegreeLevel.BACHELOR, False)
    assert len(job.certifications) == 2
    assert job.years_total is None
    assert not {"scala", "apache-kafka", "robotics"} & (skills(job, "must") | skills(job, "preferred"))


def test_an_occupation_told_in_a_list_of_tools():
    """Ensures that a page about an occupation gives its tools and its degree, and nothing from the talk around them."""
    job = parse(TOOLS)

    assert {"python", "pytorch", "numpy", "aws", "azure"} <= skills(job, "must")
    assert not {"statistical-modeling", "research"} & (skills(job, "must") | skills(job, "preferred"))
    assert job.education == EducationAsked(DegreeLevel.BACHELOR, False, DegreeLevel.MASTER, (), job.education.quote, job.education.line)


def test_hidden_text_asks_for_nothing():
    """Ensures that what the page does not show is not taken from it."""
    text = "Requirements:\n- SQL\n- Kafka"

    job = postings.parse(document(text, hidden=(Span(text.index("Kafka"), len(text)),)), KNOWN)

    assert [r.any_of for r in job.requirements] == [("sql",)]


def test_lines_and_quotes_are_those_of_the_posting():
    """Ensures that a requirement can be found in the posting by its line and its words."""
    text = "Data Engineer\n\nRequirements:\n\n• Airflow\n• Strong SQL and\n  good Python"

    quoted = {r.any_of[0]: (r.line, r.quote) for r in parse(text).requirements}

    assert quoted["apache-airflow"] == (5, "Airflow")
    assert quoted["python"][0] == 6


def test_the_same_posting_gives_the_same_job():
    """Ensures that nothing depends on the run."""
    assert parse(OCCUPATION) == parse(OCCUPATION)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Job Title: Data Wizard\n\nRequirements:\n- SQL", "Data Wizard"),
        ("Senior ML Engineer (m/f/d)\n\nRequirements:\n- SQL", "Senior ML Engineer (m/f/d)"),
        ("We are looking for a Data Analyst to join us.\n\nRequirements:\n- SQL", "Data Analyst"),
        ("Requirements:\n- SQL", "posting"),
    ],
)
def test_titles(text, title):
    """Ensures that the title comes from its label, its line, the sentence that seeks, or else the file's name."""
    assert parse(text).title == title


def test_what_is_too_long_is_cut_with_a_notice():
    """Ensures that no posting is read beyond what any posting holds, and that the person is told."""
    job = parse("Requirements:\n- SQL\n" + "x " * units.MAX_CHARACTERS)

    assert [notice.code for notice in job.notices] == ["long-posting"]


@pytest.mark.parametrize(
    ("text", "asked", "codes"),
    [
        ("Responsibilities:\n- Look after Tableau\n- Look after Airflow", {"tableau", "apache-airflow"}, ["duties-as-requirements"]),
        ("Responsibilities:\n- Look after Tableau\n\nRequirements:\n- SQL", {"sql"}, []),
    ],
)
def test_duties_ask_only_when_nothing_else_does(text, asked, codes):
    """Ensures that a posting of nothing but duties is read by them, with a notice, and never beside real demands."""
    job = parse(text)

    assert skills(job, "must") == asked
    assert [notice.code for notice in job.notices] == codes


@pytest.mark.parametrize(
    ("doubt", "zone"), [(scene.Doubt.LISTS, "company"), (scene.Doubt.DUTIES, "company"), (scene.Doubt.PROSE, "requirement")]
)
def test_what_is_taken_for_a_demand_in_doubt(doubt, zone):
    """Ensures that prose of which nobody is the subject asks last of all, and that what "we" use never does."""
    laid = scene.lay_out(document("Acme grew with Kafka and a lot of luck over the years.\nOur stack is Python."), KNOWN)

    labels = scene.reread(replace(laid, labels=[label._replace(zone=headings.Zone.COMPANY) for label in laid.labels]), doubt).labels

    assert [label.zone.value for label in labels] == [zone, "company"]


@pytest.mark.parametrize(
    ("header", "row", "importance", "years"),
    [
        ("Skill | Years | Required/Desired", "Java | 8 | Required", "must", 8.0),
        ("Years\tPriority\tSkill", "2\tnice\tJava", "preferred", 2.0),
        ("Criterion | Essential | Desirable", "Java | | ✓", "preferred", None),
        ("Criterion | Essential | Desirable", "Java | X |", "must", None),
        ("| Skill | E/D |", "| Java | D |", "preferred", None),
    ],
)
def test_rows_of_tables(header, row, importance, years):
    """Ensures that the columns of a table say how much a row asks for and for how long, in any order."""
    asked = one(parse(f"{header}\n{row}"), "java")

    assert (asked.importance.value, asked.min_years) == (importance, years)


@pytest.mark.parametrize("line", ["Berlin | Munich", "Home\tJobs\tAbout", "Java | Kotlin | Scala"])
def test_lines_with_bars_are_no_headers(line):
    """Ensures that a menu or a list apart by bars opens no table."""
    assert scene.lay_out(document(f"{line}\nJava | X"), KNOWN).rows == {}


@pytest.mark.parametrize(
    "text", ["(" * 5000, "Python " * 3000, "or " * 3000, "1. " * 3000, "\x00\ud800" * 50, "Preferred " * 800, "：\u2028" * 400]
)
def test_odd_texts_are_read_or_refused(text):
    """Ensures that no text makes the parser fail in another way than by saying that nothing is asked."""
    try:
        job = parse(text)
    except NoRequirementsError as error:
        assert error.code == "E-NOREQ"
    else:
        assert job.requirements


def test_discovery_is_asked_only_on_request(monkeypatch):
    """Ensures that unknown terms are looked for when wanted, and their module is not loaded otherwise."""
    term = UnknownTerm("Frobnicator", 2)
    module = ModuleType("gapscan.discovery")
    module.terms = lambda document, known: (term,)
    monkeypatch.setitem(sys.modules, "gapscan.discovery", module)
    monkeypatch.setattr("gapscan.discovery", module, raising=False)
    text = "Requirements:\n- Frobnicator\n- SQL"

    assert parse(text).unknown_terms == ()
    assert postings.parse(document(text), KNOWN, discover=True).unknown_terms == (term,)


PAGE = """<html><head><script type="application/ld+json">{"@type": "JobPosting", "title": "Data Engineer", "description":
"<h3>What you bring</h3><ul><li>Python</li></ul><h3>Nice to have</h3><ul><li>Kafka</li></ul>"}</script></head>
<body><a>Java jobs</a><div id="root">Loading</div></body></html>"""
ROW = 'id,job_title,company,description\n7,Data Engineer,Heron,"Required: Python. Nice to have: Kafka. Benefits: Java courses."\n'


@pytest.mark.parametrize(("name", "content"), [("page.html", PAGE), ("row.csv", ROW)])
def test_files_that_hold_a_posting_in_fields(tmp_path, name, content):
    """Ensures that a saved page is read by its JSON-LD, and a CSV by its columns, not by what stands around them."""
    path = tmp_path / name
    path.write_text(content, "utf-8")

    read = postings.read(path)
    job = postings.parse(read, KNOWN)

    assert (job.title, skills(job, "must"), skills(job, "preferred")) == ("Data Engineer", {"python"}, {"apache-kafka"})
    assert read.source.sha256 == hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize(("name", "content"), [("page.html", "<p>Requirements: SQL</p>"), ("row.csv", "a,b\n1,Required: SQL\n")])
def test_files_without_such_fields_are_read_as_they_are(tmp_path, name, content):
    """Ensures that a page without JSON-LD, and a CSV whose header names nothing known, still give their text."""
    path = tmp_path / name
    path.write_text(content, "utf-8")

    assert "SQL" in postings.read(path).text


@pytest.mark.parametrize(
    ("line", "either"),
    [
        ("CISSP or CISM", True),
        ("CCNA, CCNP or CompTIA Network+", True),
        ("AWS Certified Solutions Architect or equivalent", True),
        ("CKA and CKAD", False),
        ("PMP required; PRINCE2 Foundation preferred", False),
    ],
)
def test_certificates_of_which_one_will_do(line, either):
    """Ensures that alternatives among certificates are not each asked for without saying that another will do."""
    job = parse(f"Requirements:\n- SQL\n- {line}")

    assert {gate.or_equivalent for gate in job.gates if gate.kind == "certification"} == {either}


# --- the data ----------------------------------------------------------------------------------

DEMANDS = [json.loads(line) for line in data_path("taxonomy", "demands.jsonl").read_text("utf-8").splitlines()]
OWN_CUES = {record["cue"] for record in DEMANDS}
# What a cue makes of Kafka under a heading that says otherwise.
EFFECTS = {
    "must": ("Nice to have:", {"must"}),
    "preferred": ("Requirements:", {"preferred"}),
    "learn": ("Requirements:", {"preferred"}),
    "none": ("Requirements:", {"none"}),
    "mentioned": ("Requirements:", {"mentioned", "none"}),
}


def written(record):
    """Return the cues that a record decides: those of a pattern that have a record of their own are not."""
    made = cues.spellings(record["cue"])
    return [cue for cue in made if len(made) == 1 or cue not in OWN_CUES]


def effect(heading, example):
    job = parse(f"{heading}\n- {example}\n- PostgreSQL")
    return next((r.importance.value for r in job.requirements if "apache-kafka" in r.any_of), "none")


def test_every_cue_does_what_it_says():
    """Ensures that each cue of demand changes its example as its record says."""
    wrong = [
        (cue, effect(heading, example))
        for record in DEMANDS
        if record["effect"] in EFFECTS
        for heading, wanted in [EFFECTS[record["effect"]]]
        for cue in written(record)
        for example in [record["example"].replace("{Cue}", cue.capitalize()).replace("{cue}", cue)]
        if effect(heading, example) not in wanted
    ]
    assert wrong == []


def test_a_cue_of_its_own_wins_over_a_pattern():
    """Ensures that what a record says of one phrase is not overruled by a record that writes many."""
    patterns = {cue for record in DEMANDS if len(made := cues.spellings(record["cue"])) > 1 for cue in made}
    both = [record for record in DEMANDS if record["cue"] in patterns]

    assert both
    for record in both:
        words = tuple(record["cue"].replace("'", "").replace("-", " ").split())
        assert dict(cues.load()[1][words[:2]])[words].effect == record["effect"]


def test_every_level_is_read():
    """Ensures that each word for how well a skill is mastered gives its level."""
    wrong = []
    for record in DEMANDS:
        if record["effect"] == "level":
            level = one(parse(f"Requirements:\n- {record['example']}"), "apache-kafka").level
            if level != record["value"]:
                wrong.append((record["cue"], level))
    assert wrong == []


def test_cues_are_sorted_and_unique():
    """Ensures that the file of cues stays easy to read and to merge."""
    ids = [record["id"] for record in DEMANDS]

    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert {record["effect"] for record in DEMANDS} == {*EFFECTS, "ignore", "level"}
    assert sum(len(phrases) for phrases in cues.load()[1].values()) + len(cues.load()[0]) > len(ids)


def label_of(text):
    posting = scene.lay_out(document(text), KNOWN)
    return {unit.text: label for unit, label in zip(posting.layout.units, posting.labels, strict=True)}


@pytest.mark.parametrize("zone", list(headings.Zone))
def test_headings_open_their_zone(zone):
    """Ensures that each heading of the data is read as one, in the form people write it in."""
    known = [heading for heading, value in headings.headings().items() if value.zone is zone]
    missed = [
        heading
        for heading in known
        for text in [f"Intro line of the page.\n\n{heading.title()}:\n- Kafka and Redis at work"]
        if not any(label.is_heading and label.zone is zone for label in label_of(text).values())
    ]
    assert known
    assert missed == []


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("WHAT YOU’LL BRING", "requirement"),
        ("## Minimum Qualifications:", "requirement"),
        ("Your key responsibilities include:", "responsibility"),
        ("Why you'll love working at Blue Heron...", "company"),
        ("About Blue Heron", "company"),
        ("Essential criteria", "requirement"),
        ("Bonus points if you have:", "preferred"),
        ("Equal Opportunity Employer", "legal"),
        ("The following tasks await you:", "responsibility"),
    ],
)
def test_headings_nobody_wrote_down_exactly(heading, zone):
    """Ensures that fillers, names, capitals and marks around a heading do not hide it."""
    labels = list(label_of(f"{heading}\n\n- Kafka and Redis at work\n- More of it").values())

    assert labels[0].is_heading
    assert labels[0].zone == zone


LINES = [json.loads(line) for line in model_path("zones", "lines.jsonl").read_text("utf-8").splitlines()]


def test_the_lines_that_train():
    """Ensures that the classifier's lines are many, labelled with known zones, and written once each."""
    assert len(LINES) >= 1500
    assert {line["zone"] for line in LINES} == {zone.value for zone in headings.ZONES}
    assert len({line["text"] for line in LINES}) == len(LINES)


def test_the_card_tells_of_these_weights():
    """Ensures that the card stands beside the weights it was made with."""
    card = json.loads(model_path("zones", "card.json").read_text("utf-8"))

    assert card["lines"] == len(LINES)
    assert card["features"] == len(lines.load().weights)
    assert card["cross_validation"]["accuracy"] > 0.7


def test_weights_for_other_zones_are_refused(monkeypatch):
    """Ensures that a file of weights made for other zones is an error, not a silent misreading."""
    monkeypatch.setattr(lines, "ZONES", headings.ZONES[1:])

    with pytest.raises(Exception, match="made for the zones"):
        lines.load.__wrapped__()


# --- weights -----------------------------------------------------------------------------------

IMPORTANCES = st.sampled_from(list(Importance))


@given(IMPORTANCES, st.lists(st.floats(0.1, 3.0), max_size=6))
def test_weights_stay_near_their_importance(importance, factors):
    """Ensures that no factors move a weight by more than half of where it starts."""
    base = folding.BASE[importance]

    assert 0.5 * base - 0.005 <= folding.weight(importance, factors) <= 1.5 * base + 0.005


def test_what_raises_a_weight():
    """Ensures that repetition, title, years and level weigh as the published rule says."""
    plain = one(parse("Requirements:\n- SQL\n- Git\n- Kafka"), "apache-kafka").weight
    repeated = one(parse("Requirements:\n- SQL\n- Git\n- Kafka\n- More Kafka"), "apache-kafka").weight
    titled = one(parse("Kafka Engineer\n\nRequirements:\n- SQL\n- Git\n- Kafka"), "apache-kafka").weight
    years = one(parse("Requirements:\n- SQL\n- Git\n- 6 years of Kafka"), "apache-kafka").weight
    basic = one(parse("Requirements:\n- SQL\n- Git\n- Basic knowledge of Kafka"), "apache-kafka").weight

    assert plain == 3.0
    assert (repeated, titled, years, basic) == (3.3, 3.45, 3.3, 2.55)


# --- job files ---------------------------------------------------------------------------------

TEXTS = st.text(max_size=30)
YEARS = st.one_of(st.none(), st.floats(0.5, 40).map(lambda value: round(value, 2)))
DOCUMENTED = st.lists(st.builds(Documented, TEXTS, TEXTS), max_size=2).map(tuple)
REQUIREMENTS = st.lists(
    st.builds(
        Requirement,
        id=st.text("abcdefgh", min_size=1, max_size=8),
        label=st.text(min_size=1, max_size=20),
        any_of=st.lists(st.sampled_from(["python", "sql", "go"]).map(SkillId), min_size=1, max_size=3, unique=True).map(tuple),
        importance=IMPORTANCES,
        weight=st.floats(0.1, 9.0).map(lambda value: round(value, 2)),
        min_years=YEARS,
        at_least=st.integers(1, 3),
        level=st.one_of(st.none(), st.sampled_from(["basic", "expert"])),
        names=st.lists(st.text(min_size=1, max_size=9), max_size=2).map(tuple),
        quote=TEXTS,
        line=st.integers(0, 99),
        documented_in=DOCUMENTED,
    ),
    max_size=4,
    unique_by=lambda requirement: requirement.id,
).map(tuple)
GATES = st.lists(
    st.builds(
        Gate, st.sampled_from(["degree", "licence"]), TEXTS, TEXTS, IMPORTANCES, st.booleans(),
        st.lists(st.text(min_size=1, max_size=9), max_size=2).map(tuple), st.integers(0, 99), DOCUMENTED,
    ),
    max_size=3,
).map(tuple)  # fmt: skip
LEVELS = st.one_of(st.none(), st.sampled_from(list(DegreeLevel)))
JOBS = st.builds(
    JobProfile,
    id=st.text(max_size=9), title=TEXTS, requirements=REQUIREMENTS, gates=GATES,
    education=st.one_of(st.none(), st.builds(EducationAsked, LEVELS, st.booleans(), LEVELS, st.just(("art",)), TEXTS, st.integers(0, 9))),
    years_total=YEARS,
    certifications=st.lists(st.just(CertificationId("cka")), max_size=2).map(tuple),
    unknown_terms=st.lists(st.builds(UnknownTerm, st.text(min_size=1, max_size=9), st.integers(0, 99)), max_size=2).map(tuple),
    career=st.one_of(st.none(), TEXTS),
)  # fmt: skip


def read_back(job):
    return jobs.from_table(tomllib.loads(postings.to_toml(job)), name="job.toml")


@given(JOBS)
def test_a_job_file_reads_back_as_the_same_job(job):
    """Ensures that writing a job and reading it back changes nothing, whatever is in its texts."""
    assert read_back(job) == job


def test_parsed_postings_round_trip():
    """Ensures that what comes of a real posting is the same job after a visit to an editor that changes nothing."""
    for text in (OCCUPATION, TOOLS, *(case["text"] for case in CASES if "error" not in case)):
        job = replace(parse(text), notices=())

        assert jobs.from_table(tomllib.loads(postings.to_toml(job)), name="x", known=KNOWN.relations) == job


def test_a_job_file_quotes_the_posting():
    """Ensures that a comment above each requirement shows the line it comes from."""
    written = postings.to_toml(parse("Requirements:\n- Good SQL\n- Tableau or Looker a plus"))

    assert '# line 2: Good SQL\nid = "sql"' in written
    assert "# line 3: Tableau or Looker a plus" in written
    assert 'label = "Tableau or Looker"' in written


# --- JSON-LD -----------------------------------------------------------------------------------


def page(table, head="<html><head>"):
    return (head + '<script type="application/ld+json">' + json.dumps(table) + "</script></head><body>Menu</body></html>").encode()


POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Rust Engineer",
    "description": "<p>We make boats.</p><h3>Requirements</h3><ul><li>Rust &amp; SQL</li><li>Kafka is a plus</li></ul>",
    "educationRequirements": {"@type": "EducationalOccupationalCredential", "credentialCategory": "bachelor degree"},
    "experienceRequirements": {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 36},
    "jobBenefits": "Kotlin courses",
}


@pytest.mark.parametrize(
    "table",
    [POSTING, [POSTING], {"@graph": [{"@type": "WebPage"}, POSTING]}, {"@type": "WebPage", "mainEntity": POSTING}],
    ids=["plain", "list", "graph", "entity"],
)
def test_a_job_posting_in_a_page(table):
    """Ensures that the posting a job board writes for search engines is found wherever it stands, and understood."""
    text = postings.from_html(page(table))

    assert text is not None
    job = parse(text)
    assert job.title == "Rust Engineer"
    assert skills(job, "must") == {"rust", "sql"}
    assert skills(job, "preferred") == {"apache-kafka"}
    assert job.education
    assert job.education.level is DegreeLevel.BACHELOR
    assert job.years_total == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>JobPosting</body></html>",
        page({"@type": "WebPage", "name": "JobPosting"}),
        b'<script type="application/ld+json">{"@type": "JobPosting", </script>',
        b'<script type="application/ld+json">{"@type": "JobPosting"}',
        page({"@type": "JobPosting", "title": "Only a title"}),
        b'<script type="application/ld+json">' + b"[" * 90_000 + b'"JobPosting"</script>',
    ],
)
def test_pages_without_a_posting(data):
    """Ensures that a page without a whole JobPosting is left to the reader of pages."""
    assert postings.from_html(data) is None


def test_json_ld_with_line_breaks_and_escaped_markup():
    """Ensures that what boards write against the rules is read all the same."""
    data = (
        b'<SCRIPT id="x" type=application/ld+json>\n{"@type": ["JobPosting"], "title": "Dev", "description": '
        b'"&lt;p&gt;Requirements:&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Go lang\nskills&lt;/li&gt;&lt;/ul&gt;"};\n</SCRIPT>'
    )

    assert postings.from_html(data) == "Dev\n\nRequirements:\n\n• Go lang\nskills\n"


# --- rendering ---------------------------------------------------------------------------------


def test_text_shows_what_counts_first():
    """Ensures that the text lists what is required, preferred and mentioned, and the conditions beside the score."""
    shown = as_job.RENDERERS["text"](
        parse("Data Analyst\n\nDuties:\n- Use Git\n\nRequirements:\n- SQL\n- Excel a plus\n- 3 years of experience")
    )

    assert shown.splitlines()[0] == "Data Analyst"
    assert shown.index("Required:") < shown.index("Preferred:") < shown.index("Mentioned, not counted:")
    assert "  - SQL, weight" in shown
    assert "years: 3+ years of experience" in shown


@pytest.mark.parametrize("fmt", ["json", "jsonl"])
def test_json_follows_the_contract(fmt):
    """Ensures that JSON holds the fields of the contract, on one line where lines are asked for."""
    shown = as_job.RENDERERS[fmt](parse("Requirements:\n- Python or R\n- Bachelor's degree"))

    assert shown.endswith("\n")
    assert (shown.count("\n") == 1) == (fmt == "jsonl")
    table = json.loads(shown)
    assert table["schema"] == "gapscan.job/1"
    assert table["requirements"][0]["any_of"] == ["python", "r"]
    assert table["education"]["level"] == "bachelor"


def test_a_failure_is_a_line_of_json():
    """Ensures that a posting that could not be used leaves its reason in the stream."""
    error = NoRequirementsError("x.txt", "nothing is asked")

    shown = as_job.failure("x.txt", error)

    assert json.loads(shown) == {
        "schema": "gapscan.job/1", "source": "x.txt", "error": {"code": "E-NOREQ", "message": "nothing is asked"},
    }  # fmt: skip
    assert shown.count("\n") == 1


def test_every_zone_that_asks_is_known():
    """Ensures that the zones the rules act on are zones there are."""
    assert set(zones.ASKING) <= set(headings.Zone)
