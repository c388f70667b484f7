"""Tests of gapscan.advice and gapscan.optimize: exact against brute force, and every rule by an example."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapscan import jobs, optimize, scoring, taxonomy
from gapscan.advice import advise, certificates, effort, gaps
from gapscan.certifications import Catalogue, Certification
from gapscan.errors import DataError, UsageError
from gapscan.optimize import Option
from gapscan.records import (
    Claim,
    Credential,
    CredentialStatus,
    Degree,
    DegreeLevel,
    Importance,
    JobProfile,
    Mention,
    Month,
    Profile,
    Requirement,
    SectionKind,
    SkillId,
    Source,
    Span,
    Stance,
    Strength,
)

KNOWN = taxonomy.load()
JOB = jobs.load("machine-learning-engineer")
SOURCE = Source("resume.txt", "txt", "plain", "0" * 64, 100)


def claim(skill, number=0, **fields):
    place = Span(10 * number, 10 * number + 5)
    mention = Mention(place, skill, SkillId(skill), Stance.HELD, SectionKind.SKILLS, number + 1)
    return Claim(SkillId(skill), Stance.HELD, (mention,), strength=Strength.LISTED, **fields)


def person(*skills, **fields):
    """Make a profile that names skills and shows what follows from them."""
    claims = {}
    for number, skill in enumerate(skills):
        one = skill if isinstance(skill, Claim) else claim(skill, number)
        claims[one.skill] = one
    for one in [held for held in claims.values() if held.stance is Stance.HELD]:
        for following in KNOWN.implied(one.skill):
            claims.setdefault(following, replace(one, skill=following, implied_by=one.skill))
    return Profile(SOURCE, claims, as_of=Month(2026, 11), **fields)


def asks(*any_of, **fields):
    values = {"importance": Importance.MUST, "weight": 3.0} | fields
    return Requirement(any_of[0], any_of[0].title(), tuple(map(SkillId, any_of)), **values)


def report_on(profile, *requirements, **fields):
    job = JobProfile("toy", "Toy", requirements, **fields) if requirements else JOB
    return scoring.compare(profile, job, KNOWN)


def steps_of(profile, *requirements):
    return advise(report_on(profile, *requirements), KNOWN).order


# --- the best cover ----------------------------------------------------------------------------

EFFORTS = st.tuples(st.integers(0, 1), st.integers(0, 5))


@st.composite
def covers(draw, most_options=7):
    """Draw weights, options with chains, and efforts; small numbers, so that ties are frequent."""
    weights = draw(st.lists(st.integers(0, 4), min_size=1, max_size=6))
    names = [f"c{number}" for number in range(draw(st.integers(1, most_options)))]
    outside = ["p0", "p1"]
    options = []
    for name in names:
        others = st.sampled_from([other for other in (*names, *outside) if other != name])
        mask = draw(st.integers(0, 2 ** len(weights) - 1))
        options.append(Option(name, mask, tuple(draw(st.lists(others, max_size=2, unique=True)))))
    return weights, options, {name: draw(EFFORTS) for name in (*names, *outside)}


def by_force(weights, options, efforts, most):
    """Try every set: the definition of what ``best_cover`` must answer."""
    ranked = []
    for size in range(most + 1):
        for chosen in combinations(options, size):
            covered = 0
            for option in chosen:
                covered |= option.covers
            weight = sum(w for number, w in enumerate(weights) if covered >> number & 1)
            things = {name for option in chosen for name in (option.id, *option.chain)}
            spent = tuple(sum(efforts[name][part] for name in things) for part in (0, 1))
            ranked.append((-weight, size, spent, tuple(sorted(option.id for option in chosen))))
    return min(ranked)[-1]


@settings(max_examples=300)
@given(covers())
def test_the_cover_is_the_best_of_all_sets(question):
    """Ensures that no other set of three covers more, or as much with fewer, or for less effort, or earlier by id."""
    assert optimize.best_cover(*question) == by_force(*question, 3)


@settings(max_examples=25, deadline=None)
@given(covers(most_options=5))
def test_the_cover_is_that_of_the_program(question):
    """Ensures that enumeration and mixed-integer program answer the same, for three and for more."""
    assert optimize.best_cover(*question) == optimize.cover_by_program(*question)
    assert optimize.best_cover(*question, most=4) == by_force(*question, 4)


def test_a_prerequisite_costs_nothing_beside_what_needs_it():
    """Ensures that a dear option is not pruned when another one of the set needs it anyway."""
    options = [Option("dear", 0b01), Option("cheap", 0b01), Option("upper", 0b10, ("dear",))]
    efforts = {"dear": (0, 9), "cheap": (0, 5), "upper": (0, 1)}

    assert optimize.best_cover([1, 1], options, efforts) == ("dear", "upper")


# --- the smallest set --------------------------------------------------------------------------

GAPS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=1, max_size=9)


def set_by_force(gains, efforts, need):
    for size in range(len(gains) + 1):
        fitting = [c for c in combinations(range(len(gains)), size) if sum(gains[i] for i in c) >= need]
        if fitting:
            return min(fitting, key=lambda c: (sum(efforts[i] for i in c), c))
    return None


@settings(max_examples=300)
@given(GAPS, st.integers(0, 40))
def test_the_smallest_set_is_the_best_of_all_sets(found, need):
    """Ensures that no set reaches the need with fewer gaps, with as few for less effort, or with as little earlier."""
    gains, efforts = zip(*found, strict=True)

    assert optimize.smallest_set(gains, efforts, need) == set_by_force(gains, efforts, need)


@settings(max_examples=25, deadline=None)
@given(GAPS, st.floats(0.1, 1.0))
def test_the_smallest_set_is_that_of_the_program(found, share):
    """Ensures that search and mixed-integer program answer the same."""
    gains, efforts = zip(*found, strict=True)
    need = max(1, round(share * sum(gains)))
    if sum(gains) < need:
        return
    expected = set_by_force(gains, efforts, need)

    assert optimize.set_by_program(gains, efforts, need, len(expected)) == expected


def test_many_gaps_are_solved_by_program():
    """Ensures that a question beyond enumeration gets the same answer as the search would give it."""
    gains = [(7 * number) % 23 + 1 for number in range(40)]
    efforts = [(5 * number) % 11 for number in range(40)]
    need = sum(gains) // 4

    found = optimize.smallest_set(gains, efforts, need)

    assert found == optimize._enumerated(gains, efforts, need, len(found))


# --- gaps --------------------------------------------------------------------------------------

REMEDIES = (
    ("not shown", person(), asks("python"), gaps.Remedy.LEARN, ("python",)),
    ("follows from another", person("pytorch"), asks("deep-learning"), gaps.Remedy.NAME, ("deep-learning",)),
    ("held for too short", person(claim("python", months=6)), asks("python", min_years=5), gaps.Remedy.USE, ()),
    ("one of two is enough", person("aws"), asks("azure-machine-learning", "amazon-sagemaker"), gaps.Remedy.LEARN,
     ("amazon-sagemaker", "azure-machine-learning")),
    ("two asked, one held", person("python"), asks("python", "java", at_least=2), gaps.Remedy.LEARN, ("java",)),
)  # fmt: skip


@pytest.mark.parametrize("case", REMEDIES, ids=[r[0] for r in REMEDIES])
def test_a_gap_says_what_closes_it(case):
    """Ensures that learning, naming and using longer are told apart, and the easiest alternative stands first."""
    _, profile, requirement, remedy, lacking = case
    (gap,) = gaps.find(report_on(profile, requirement), KNOWN)

    assert (gap.remedy, gap.lacking) == (remedy, lacking)


def test_met_unclear_and_passing_requirements_are_no_gaps():
    """Ensures that only requirements that count and are not met in full are gaps."""
    unclear = replace(claim("go"), stance=Stance.UNCERTAIN)
    mentions = tuple(replace(m, stance=Stance.UNCERTAIN, because="unclear") for m in unclear.mentions)
    profile = person("excel", replace(unclear, mentions=mentions))
    report = report_on(profile, asks("excel"), asks("go"), asks("rust", importance=Importance.MENTIONED))

    assert gaps.find(report, KNOWN) == ()


# --- certificates ------------------------------------------------------------------------------


def certificate(identifier, *evidences, **fields):
    """Make a certificate that can be sat today; fields override that."""
    values = dict.fromkeys(Certification.__dataclass_fields__, None)
    values |= dict.fromkeys(
        ("documented_in", "issuer_names", "codes", "aliases", "ambiguous", "titles", "cased", "successor_ids",
         "prerequisite_ids", "sources"), (),
    )  # fmt: skip
    values |= {
        "id": identifier, "name": identifier.upper(), "issuer": "Issuer", "kind": "proctored-exam", "status": "active",
        "status_note": "Offered.", "suggest_note": "", "prerequisite_note": "", "hours_min": 40, "hours_max": 60,
        "cost_usd": 100.0, "suggest": True, "evidences": evidences,
    }  # fmt: skip
    return Certification(**values | fields)


def suggest(profile, requirements, *catalogue, prefer="effort", job=None):
    shelf = Catalogue({one.id: one for one in catalogue})
    report = report_on(profile, *requirements)
    found = gaps.find(report, KNOWN)
    asked = certificates.wanted(replace(report.job, certifications=job, career=None), shelf) if job else ()
    choices = certificates.choices(found, gaps.Shown(profile), shelf, asked=asked)
    return certificates.suggest(found, choices, shelf, total=report.total_weight, prefer=prefer, asked=asked)


PYTHON = (asks("python"),)
# A known id, since a scan looks every certificate up; the shelf of these tests gives it another content.
CREDENTIAL = Credential("csm", CredentialStatus.HELD, "CSM", 7)
NEVER = (
    ("held", person(credentials=(CREDENTIAL,)), PYTHON, {}),
    ("in progress", person(credentials=(replace(CREDENTIAL, status=CredentialStatus.IN_PROGRESS),)), PYTHON, {}),
    ("retired", person(), PYTHON, {"status": "retired", "suggest": False}),
    ("behind what can't be sat", person(), PYTHON, {"prerequisite_ids": ("gone",)}),
    ("behind what nobody knows", person(), PYTHON, {"prerequisite_ids": ("unheard-of",)}),
    ("behind itself", person(), PYTHON, {"prerequisite_ids": ("csm",)}),
    ("for seniors, to a junior", person(months_experience=12), PYTHON, {"level": "expert", "experience_months": 60}),
    ("for seniors, to nobody knows", person(), PYTHON, {"level": "senior", "experience_months": 60}),
    ("of other skills", person(), PYTHON, {"evidences": ("sql",)}),
    ("where nothing is missing", person("python"), PYTHON, {}),
    ("where only time is missing", person(claim("python", months=3)), (asks("python", min_years=4),), {}),
    ("where it shows too few", person(), (asks("python", "java", at_least=2),), {}),
    ("for a soft skill", person(), (asks("teamwork"),), {"evidences": ("teamwork",)}),
)


def test_a_soft_skill_adds_nothing_to_a_certificate():
    """Ensures that what a certificate wins is counted without the soft skills in its outline."""
    (found,) = suggest(person(), (asks("agile"), asks("teamwork")), certificate("c", "agile", "teamwork"))

    assert found.covers == ("agile",)


def test_what_the_posting_asks_for_comes_first():
    """Ensures that a certificate asked for is suggested first and says so, whatever it covers, and the rest fits to it."""
    heirs = ("useless", "heir")
    shelf = [certificate("asked", "sql"), certificate("better", "python", "sql"), certificate("python", "python"),
             certificate("useless", "java"), certificate("gone", suggest=False, status="retired", successor_ids=heirs),
             certificate("heir", "python", hours_min=400, hours_max=400)]  # fmt: skip
    wanted = (asks("python"), asks("sql"))

    found = suggest(person(), wanted, *shelf, job=("gone", "asked"))

    assert [one.certification for one in found] == ["heir", "asked"]
    assert [one.certification for one in suggest(person(), wanted, *shelf, job=("useless",))] == ["useless", "better"]
    assert "took its place" in found[0].note
    assert found[1].note.startswith("The job asks for it.")


def test_what_the_posting_asks_for_fills_the_list():
    """Ensures that never more than three are suggested, and one that is held already is not."""
    shelf = [certificate(name, "python") for name in ("csm", "b", "c", "d", "e")]

    found = suggest(person(credentials=(CREDENTIAL,)), (asks("sql"),), *shelf, job=("csm", "b", "c", "d", "e"))

    assert [one.certification for one in found] == ["b", "c", "d"]


@pytest.mark.parametrize(("about", "profile", "requirements", "fields"), NEVER, ids=[n[0] for n in NEVER])
def test_a_certificate_that_helps_nobody_is_never_suggested(about, profile, requirements, fields):
    """Ensures that nothing is suggested that is held, on the way, out of reach, or without effect."""
    fields = dict(fields)
    gone = certificate("gone", "java", suggest=False, status="retired")
    shelf = [certificate("csm", *fields.pop("evidences", ("python",)), **fields), gone]

    assert suggest(profile, requirements, *shelf) == ()


def test_what_is_certified_already_is_not_certified_again():
    """Ensures that a second certificate for a skill that one shows already is not suggested."""
    held = person(credentials=(Credential("pcep", CredentialStatus.HELD, "PCEP", 3),))

    assert suggest(held, PYTHON, certificate("c", "python")) == ()


def test_seniors_get_what_is_for_seniors():
    """Ensures that a certificate for experienced people is suggested to those whose experience is shown."""
    found = suggest(
        person(months_experience=72), PYTHON, certificate("c", "python", level="expert", experience_months=60)
    )

    assert [one.certification for one in found] == ["c"]


def test_a_missing_prerequisite_is_shown_and_counts():
    """Ensures that the chain stands with the certificate in the order to take it, with its hours and its cost."""
    shelf = (
        certificate("c", "python", prerequisite_ids=("b",)),
        certificate("b", "java", prerequisite_ids=("a",)),
        certificate("a", "java"),
    )
    (found,) = suggest(person(), PYTHON, *shelf)

    assert (found.certification, found.chain) == ("c", ("a", "b"))
    assert (found.hours, found.cost_usd) == (150.0, 300.0)


def test_a_chain_is_beaten_by_the_same_without_one():
    """Ensures that of two certificates that cover the same the one without prerequisites wins."""
    shelf = (certificate("b", "python", prerequisite_ids=("z",)), certificate("z", "java"), certificate("y", "python"))

    assert [one.certification for one in suggest(person(), PYTHON, *shelf)] == ["y"]


def test_a_prerequisite_of_the_set_is_counted_once_and_stands_first():
    """Ensures that a prerequisite that is suggested itself comes before what needs it and brings its own hours."""
    shelf = (certificate("a", "java"), certificate("b", "python", "sql", prerequisite_ids=("a",)))
    found = suggest(person(), (asks("java"), asks("python"), asks("sql")), *shelf)

    assert [(one.certification, one.hours) for one in found] == [("a", 50.0), ("b", 50.0)]


def test_most_added_weight_stands_first_and_gain_is_its_own():
    """Ensures that suggestions are ordered by what they add, while each states what it covers alone."""
    shelf = (
        certificate("wide", "python", "sql", "java"),
        certificate("late", "java", "docker"),
        certificate("more", "docker", "git"),
    )
    found = suggest(person(), tuple(map(asks, ("python", "sql", "java", "docker", "git"))), *shelf)

    assert [(one.certification, one.gain) for one in found] == [("wide", 60.0), ("more", 40.0)]


def test_cost_decides_where_it_is_preferred():
    """Ensures that between certificates that cover the same the cheaper or the shorter one wins, as asked."""
    shelf = (
        certificate("cheap", "python", cost_usd=10.0, hours_min=90, hours_max=90),
        certificate("short", "python", cost_usd=500.0, hours_min=10, hours_max=10),
        certificate("unknown", "python", cost_usd=None, hours_min=None, hours_max=None),
    )

    assert [one.certification for one in suggest(person(), PYTHON, *shelf)] == ["short"]
    assert [one.certification for one in suggest(person(), PYTHON, *shelf, prefer="cost")] == ["cheap"]
    with pytest.raises(UsageError):
        suggest(person(), PYTHON, *shelf, prefer="luck")


def test_an_expired_certificate_may_be_taken_again():
    """Ensures that expiry is not possession; its skills still count as shown by it."""
    expired = person(credentials=(replace(CREDENTIAL, status=CredentialStatus.EXPIRED),))
    shown = gaps.Shown(expired)
    report = report_on(expired, *PYTHON)
    shelf = Catalogue({"csm": certificate("csm", "python")})

    assert [c.option.id for c in certificates.choices(gaps.find(report, KNOWN), shown, shelf)] == ["csm"]


def test_documented_certificates_stand_as_printed_with_the_truth():
    """Ensures that all five names of the role document are shown, and those that can't be sat are never suggested."""
    advice = advise(report_on(person("python")), KNOWN)
    printed = [step.text.split(":")[0] for step in advice.documented_certificates]

    assert len(printed) == 5
    assert "Certified Data Scientist (CDS) by DASCA" in printed
    retired = next(s for s in advice.documented_certificates if "Azure AI Engineer" in s.text)
    assert "retired" in retired.status
    assert "In its place:" in retired.text
    assert not {s.certification for s in advice.suggested} & {"ms-ai-102", "tf-dev-cert", "dasca-cds"}


def test_certificates_never_touch_the_score():
    """Ensures that advice leaves the report as it was, held certificates or not."""
    report = report_on(person("python", "pytorch"))
    before = (report.score, report.findings)
    advise(report, KNOWN, target=90)

    assert (report.score, report.findings) == before


def test_a_plain_scan_loads_no_solver():
    """Ensures that advice on the built-in job, with a target too, imports neither numpy nor scipy."""
    probe = (
        "import sys; from gapscan import jobs, scoring, taxonomy; from gapscan.advice import advise\n"
        "from gapscan.records import Profile, Source\n"
        "known = taxonomy.load(); job = jobs.load(jobs.DEFAULT_JOB)\n"
        "report = scoring.compare(Profile(Source('r', 'txt', 'plain', '0', 1), {}), job, known)\n"
        "assert advise(report, known, target=80).suggested\n"
        "sys.exit(bool({'numpy', 'scipy'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


# --- what no certificate covers ----------------------------------------------------------------


def test_skills_without_a_certificate_get_the_documented_step():
    """Ensures that such a skill is said so, with the step of the role document that leads to it and its place."""
    uncovered = dict(advise(report_on(person("python")), KNOWN).uncovered)

    assert "How to Get Started, step 2" in uncovered["linear-algebra"]
    assert "How to Get Started, step 6" in uncovered["communication"]
    assert "pytorch" not in uncovered


def test_a_job_without_documents_gets_no_documented_step():
    """Ensures that a posting's gap is not sent to the steps of another career."""
    advice = advise(report_on(person(), asks("communication")), KNOWN)

    assert [skill for skill, _ in advice.uncovered] == ["communication"]
    assert "profile" not in advice.uncovered[0][1]
    assert advice.career == ()


# --- the order of learning ---------------------------------------------------------------------

FIRST = (
    ("python", "pandas"),
    ("python", "machine-learning"),
    ("linear-algebra", "machine-learning"),
    ("probability", "statistics"),
    ("statistics", "machine-learning"),
    ("machine-learning", "deep-learning"),
    ("calculus", "deep-learning"),
    ("deep-learning", "pytorch"),
    ("deep-learning", "tensorflow"),
    ("docker", "kubernetes"),
    ("sql", "dbt"),
    ("javascript", "react"),
    ("git", "ci-cd"),
    ("llm", "rag"),
    ("model-deployment", "model-monitoring"),
)


@pytest.mark.parametrize(("before", "after"), FIRST, ids=[f"{a} before {b}" for a, b in FIRST])
def test_foundations_come_first(before, after):
    """Ensures that a skill is learned after what it builds on, however many points it wins, and says so."""
    steps = steps_of(person(), asks(after, weight=9.0), asks(before, weight=0.5))

    assert [step.skill for step in steps] == [before, after]
    assert steps[1].builds_on == (before,)


def test_soft_skills_have_no_order():
    """Ensures that one soft skill is never a foundation of another, although it implies it."""
    assert "communication" in KNOWN.implied(SkillId("written-communication"))
    assert effort.foundations(SkillId("written-communication"), KNOWN) == frozenset()


SUBSETS = st.lists(st.sampled_from(JOB.requirements), min_size=1, unique_by=lambda r: r.id)
SHOWN = st.lists(st.sampled_from(["python", "sql", "pytorch", "statistics", "aws", "r"]), unique=True)


@settings(max_examples=60, deadline=None)
@given(SUBSETS, SHOWN)
def test_every_gap_stands_once_after_what_it_builds_on(requirements, held):
    """Ensures that the order holds each gap once, names only earlier steps, and no later step is a foundation."""
    profile = person(*held)
    steps = steps_of(profile, *requirements)
    shown = gaps.Shown(profile).all

    assert sorted(s.requirement for s in steps) == sorted(
        f.requirement.id for f in report_on(profile, *requirements).missing
    )
    for place, step in enumerate(steps):
        earlier = {s.skill for s in steps[:place]}
        later = {s.skill for s in steps[place + 1 :]} - shown
        assert set(step.builds_on) <= earlier
        assert step.skill in shown or not effort.foundations(step.skill, KNOWN, shown) & later


def test_points_an_hour_decide_among_what_is_ready():
    """Ensures that of two skills without order between them the one with more points an hour comes first."""
    assert [s.skill for s in steps_of(person(), asks("java"), asks("excel"))] == ["excel", "java"]


def test_naming_what_is_shown_comes_first_and_time_has_no_hours():
    """Ensures that what only wants naming costs no hours, and a shortfall of years is never given hours of study."""
    profile = person("pytorch", claim("sql", 3, months=12))
    steps = steps_of(profile, asks("java"), asks("sql", min_years=4), asks("deep-learning"))

    assert (steps[0].skill, steps[0].hours) == ("deep-learning", 0.0)
    short = next(s for s in steps if s.skill == "sql")
    assert short.hours is None
    assert "short by 36 months" in short.hours_source


def test_every_hour_has_a_source():
    """Ensures that each step of the built-in job says whose estimate its hours are."""
    steps = steps_of(person())

    assert all(step.hours_source for step in steps)
    assert any(step.hours_source.startswith("IBM AI Engineering") for step in steps)


# --- the target --------------------------------------------------------------------------------


def reached(report, chosen):
    """Return the score with some requirements met, by the report's own formula."""
    met = scoring.Step("held", 1.0, "learned")
    findings = tuple(replace(f, steps=(met,)) if f.requirement.id in chosen else f for f in report.findings)
    return replace(report, findings=findings).score


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(JOB.requirements), min_size=1, max_size=7, unique_by=lambda r: r.id), SHOWN,
       st.sampled_from([0, 10, 33.3, 50, 66.7, 75, 80, 99.9, 100]))  # fmt: skip
def test_the_target_is_reached_by_the_fewest_gaps(requirements, held, target):
    """Ensures that the plan reaches the target, that its score is the true one, and that no smaller set reaches it."""
    report = report_on(person(*held), *requirements)
    plan = advise(report, KNOWN, target=target).target
    if report.score is None:
        assert plan is None
        return
    fewer = combinations([f.requirement.id for f in report.missing], max(0, len(plan.gaps) - 1))

    assert plan.reachable
    assert plan.score == reached(report, plan.gaps) >= target
    assert not plan.gaps or all(reached(report, few) < target for few in fewer)


def test_equal_gaps_are_chosen_by_effort_then_by_order():
    """Ensures that of gaps with the same points the easier ones are named, and of equal ones the first."""
    report = report_on(person(), asks("java"), asks("excel"), asks("jupyter"), asks("git"))

    assert advise(report, KNOWN, target=50).target.gaps == ("jupyter", "git")


def test_a_target_below_the_score_needs_nothing():
    """Ensures that a score that is reached already names no gap."""
    plan = advise(report_on(person("python"), asks("python"), asks("sql")), KNOWN, target=40).target

    assert (plan.reachable, plan.gaps, plan.score) == (True, (), 50.0)


def test_a_target_must_be_a_score():
    """Ensures that a target outside 0 to 100 is refused."""
    with pytest.raises(UsageError):
        advise(report_on(person()), KNOWN, target=120)


# --- the career --------------------------------------------------------------------------------


def kinds(profile):
    facts = advise(report_on(profile), KNOWN).career
    return {kind: [fact for fact in facts if fact.kind == kind] for kind in {fact.kind for fact in facts}}


def test_a_boundary_year_belongs_to_both_levels():
    """Ensures that five years are mid and senior, said so, with both salary bands and the other document's figure."""
    facts = kinds(person("python", months_experience=60))

    assert facts["level"][0].text.startswith("mid or senior: the documents")
    assert [f.text.split(":")[0] for f in facts["salary"][:2]] == ["mid level", "senior level"]
    assert any("ml-engineer-profile-2" in fact.source for fact in facts["salary"])
    assert all("year" in f.source or "20" in f.source for f in facts["salary"])


def test_unknown_experience_is_no_level():
    """Ensures that a résumé without dates is not called a beginner's."""
    facts = kinds(person("python"))

    assert "unknown" in facts["level"][0].status
    assert "next" not in facts


def test_the_next_step_says_what_it_asks_beyond():
    """Ensures that the next level names the months and the required skills that are missing."""
    (following,) = kinds(person("python", months_experience=24))["next"]

    assert "12 more months of work to reach mid level" in following.text
    assert "and" in following.text.split("does not show: ")[1]


def test_first_steps_say_what_is_done():
    """Ensures that the six documented first steps stand in order with what the résumé shows of each."""
    degree = Degree(DegreeLevel.BACHELOR, "computer science", "BSc Computer Science", 4)
    steps = kinds(person("python", "linear-algebra", "pytorch", degrees=(degree,)))["first step"]

    assert [step.text[0] for step in steps] == list("123456")
    assert [step.status for step in steps[:3]] == ["done", "done", "done"]


# --- the difference ----------------------------------------------------------------------------


def earlier(report, **changes):
    """Return the tables of a report as its JSON holds them, as far as a comparison reads them."""
    return {
        "schema": "gapscan.report/1", "taxonomy": report.taxonomy_version, "job": {"id": report.job.id},
        "score": report.score, "extras": list(report.extras),
        "requirements": [{"id": f.requirement.id, "credit": f.credit} for f in report.findings],
    } | changes  # fmt: skip


def test_the_difference_names_what_changed(tmp_path):
    """Ensures that requirements gained and lost are named by label, skills beyond the job by id, with both scores."""
    job = (asks("python"), asks("sql"), asks("java"))
    before = report_on(person("python", "sql", "docker"), *job)
    path = tmp_path / "before.json"
    path.write_text(json.dumps(earlier(before)))
    now = report_on(person("python", "java", "kubernetes"), *job)

    change = advise(now, KNOWN, since=path).difference

    assert (change.score_before, change.score_now) == (before.score, now.score)
    assert change.gained == ("Java", "kubernetes")
    assert change.lost == ("Sql", "docker")


REFUSED = (
    ("another schema", {"schema": "gapscan.skills/1"}, "has schema 'gapscan.skills/1'"),
    ("another taxonomy", {"taxonomy": "0-0"}, "was made with taxonomy 0-0"),
    ("another job", {"job": {"id": "nurse"}}, "is about the job 'nurse'"),
    ("no job", {"job": None}, "is about the job None"),
    ("other requirements", {"requirements": []}, "other requirements"),
    ("broken requirements", {"requirements": [{"id": "python"}]}, "requirements are not those"),
)


@pytest.mark.parametrize(("about", "changes", "message"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_cannot_be_compared_is_refused(about, changes, message, tmp_path):
    """Ensures that a report of another schema, taxonomy or job is an error in one line, never a silent comparison."""
    report = report_on(person("python"))
    path = tmp_path / "before.json"
    path.write_text(json.dumps(earlier(report, **changes)))

    with pytest.raises(DataError, match="earlier report") as caught:
        advise(report, KNOWN, since=path)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b"\xff\xfe", b'"text"', b"[" * 100_000], ids=range(6))
def test_what_is_no_report_is_refused(content, tmp_path):
    """Ensures that a file which is no JSON report is an error of ours, whatever it holds."""
    path = tmp_path / "before.json"
    path.write_bytes(content)

    with pytest.raises(DataError):
        advise(report_on(person()), KNOWN, since=path)


def test_a_missing_report_is_refused(tmp_path):
    """Ensures that a name without a file is an error of ours."""
    with pytest.raises(DataError):
        advise(report_on(person()), KNOWN, since=tmp_path / "none.json")


# --- the data ----------------------------------------------------------------------------------


def test_the_effort_data_are_sound():
    """Ensures that lines are well formed and sorted, name known skills without a circle, and no category lacks one."""
    categories = {skill.category for skill in KNOWN.skills.values()}

    assert effort.problems(known=KNOWN, categories=categories) == ()


def test_every_skill_of_the_built_in_job_has_its_own_effort():
    """Ensures that a plain scan needs no category and so never reads the full taxonomy."""
    own = {identifier for scope, identifier in effort.load() if scope == "skill"}

    counted = [r for r in JOB.requirements if r.importance is not Importance.MENTIONED]

    assert {skill for requirement in counted for skill in requirement.any_of} <= own


LINE = {"scope": "skill", "id": "python", "hours": 33, "difficulty": 2, "after": [], "source": "ours"}
FAULTS = (
    ("not JSON", "{", "not JSON"),
    ("a field missing", {"scope": "skill"}, "must hold exactly"),
    ("an unknown scope", LINE | {"scope": "branch"}, "scope 'branch'"),
    ("an unknown kind", LINE | {"scope": "kind"}, "kind 'python'"),
    ("no hours at all", LINE | {"hours": 0}, "hours 0"),
    ("hours as text", LINE | {"hours": "many"}, "hours 'many'"),
    ("too difficult", LINE | {"difficulty": 6}, "difficulty 6"),
    ("unsorted foundations", LINE | {"after": ["sql", "git"]}, "after is not a sorted list"),
    ("no source", LINE | {"source": ""}, "no source"),
    ("an unknown skill", LINE | {"id": "unheard-of"}, "unheard-of is not a skill"),
    ("after itself", LINE | {"id": "programming", "after": ["python"]}, "comes before itself"),
)


@pytest.mark.parametrize(("about", "line", "message"), FAULTS, ids=[f[0] for f in FAULTS])
def test_the_lint_of_the_effort_data_finds(about, line, message, tmp_path):
    """Ensures that a faulty line is named with its file and number."""
    path = tmp_path / "effort.jsonl"
    path.write_text(line if isinstance(line, str) else json.dumps(line))

    found = effort.problems(path, known=KNOWN)

    assert any(problem.startswith("effort.jsonl:1: ") and message in problem for problem in found)


def test_the_lint_finds_disorder_and_gaps(tmp_path):
    """Ensures that lines out of order, a category without a record and a missing file are problems."""
    path = tmp_path / "effort.jsonl"
    path.write_text("\n".join(json.dumps(LINE | {"id": name}) for name in ("sql", "python")))

    assert any("out of order" in problem for problem in effort.problems(path))
    assert any("category crm has no record" in problem for problem in effort.problems(path, categories=["crm"]))
    with pytest.raises(DataError):
        effort.load(tmp_path / "none.jsonl")


def test_an_order_that_goes_round_still_ends(monkeypatch):
    """Ensures that a circle in the data neither hangs nor loses a gap."""
    after = {"java": "excel", "excel": "java"}
    circle = {("skill", one): effort.Effort(1.0, 1, (SkillId(other),), "x") for one, other in after.items()}
    monkeypatch.setattr(effort, "load", lambda: circle)

    assert {s.skill for s in steps_of(person(), asks("java"), asks("excel"))} == {"java", "excel"}
