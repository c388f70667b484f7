"""Tests of gapscan.career: the facts of the role documents, levels and pay, next roles, first steps."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import career, certifications, jobs
from gapscan.career import StepStatus
from gapscan.career import facts as facts_module
from gapscan.errors import DataError, UnknownNameError
from gapscan.records import (
    CertificationId,
    Claim,
    Credential,
    CredentialStatus,
    Degree,
    DegreeLevel,
    Gate,
    Importance,
    Mention,
    Month,
    Period,
    Profile,
    SectionKind,
    SkillId,
    Source,
    Span,
    Stance,
)


def claim(skill, section=SectionKind.SKILLS, stance=Stance.HELD, start=0):
    mention = Mention(Span(start, start + 2), skill, SkillId(skill), stance, section, 1)
    return Claim(SkillId(skill), stance, (mention,))


def profile(*claims, **fields):
    return Profile(Source("cv", "txt", "plain", "", 0), {one.skill: one for one in claims}, **fields)


def statuses(person):
    return [str(step.status) for step in career.starting_steps(person)]


def step(person, number):
    return career.starting_steps(person)[number - 1]


# --- facts -------------------------------------------------------------------------------------


def test_facts_are_clean():
    """Ensures that the facts that ship have no problem that their lint knows."""
    assert career.problems() == ()


def test_every_documented_section_is_there():
    """Ensures that no section of the two role documents is left out."""
    places = {(place.document, place.section) for fact in career.load() for place in fact.documented_in}

    assert places == {
        ("ml-engineer-profile-1", section)
        for section in (
            "Job Description", "Key Responsibilities", "Required Skills and Qualifications",
            "Education and Certifications", "Salary Range", "Career Path and Advancement", "Work Environment",
            "Job Outlook and Demand", "How to Get Started",
        )
    } | {
        ("ml-engineer-profile-2", section)
        for section in (
            "Machine Learning Engineer Jobs", "Salary of Machine Learning Engineer", "Tools and Technologies Used",
            "Educational Requirements", "Career Path and Growth", "Who Should Become a Machine Learning Engineer?",
            "Pros & Cons",
        )
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("salary-range", "salary-band-entry"),
        ("salary-band-mid", "salary-band-senior"),
        ("tool-cloud-ml-platform", "tool-cloud-platform"),
        ("career-start-data-scientist", "career-destination-data-scientist"),
        ("degree-bachelor-1", "degree-bachelor-2"),
    ],
)
def test_contradictions_keep_both_sides(one, other):
    """Ensures that where the documents differ each side names the other."""
    facts = career.load()

    assert other in facts[one].contradicts
    assert one in facts[other].contradicts


def test_facts_from_elsewhere_carry_source_and_date():
    """Ensures that a figure that neither document holds says where it comes from."""
    outside = [fact for fact in career.load() if not fact.documented_in]

    assert outside
    assert all(fact.source and fact.source.date and fact.source.grade in "ABCDM" for fact in outside)


def fact_row(**changes):
    line = next(
        line for line in facts_module._path().read_text(encoding="utf-8").splitlines() if '"id": "pro-pay"' in line
    )
    return {**json.loads(line), **changes}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([fact_row(type="rumour")], "type 'rumour' is not known"),
        ([fact_row(documented_in=[])], "must be documented"),
        ([fact_row(see_also=["nothing"])], "see_also names nothing"),
        ([fact_row(id="a", contradicts=["b"]), fact_row(id="b")], "contradicts b, which does not say so"),
        ([fact_row(id="b"), fact_row(id="a")], "out of order"),
        ([fact_row(certification="no-such")], "certification no-such is not known"),
        ([{"id": "x"}], "must hold exactly"),
    ],
)
def test_lint_finds(tmp_path, rows, problem):
    """Ensures that each way of breaking the facts is found, with file and line, and stops the loading."""
    path = tmp_path / "role.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")

    assert any(problem in message and message.startswith("role.jsonl:") for message in career.problems(path))
    with pytest.raises(DataError):
        career.load(path)


def test_listing_shows_the_truth_beside_a_documented_certificate():
    """Ensures that a certificate stands as printed, with its state on the next line."""
    lines = career.listing().splitlines()
    place = next(n for n, line in enumerate(lines) if line.endswith("Microsoft Certified: Azure AI Engineer Associate"))

    assert lines[place + 1].strip() == f"retired: {certifications.load()['ms-ai-102'].status_note}"


def test_listing_holds_every_fact():
    """Ensures that the documented taxonomy can be read in full."""
    text = career.listing()

    assert all(fact.text in text for fact in career.load())


# --- levels and pay ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "levels", "noted"),
    [
        (None, (), True),
        (0, ("entry",), False),
        (24, ("entry",), False),
        (25, ("entry",), True),
        (35, ("entry",), True),
        (36, ("mid",), False),
        (59, ("mid",), False),
        (60, ("mid", "senior"), True),
        (71, ("mid", "senior"), True),
        (72, ("senior",), False),
        (480, ("senior",), False),
    ],
)
def test_level(months, levels, noted):
    """Ensures that levels follow the documented bands, and that what they leave open is said."""
    standing = career.level_for(months)

    assert standing.levels == levels
    assert bool(standing.note) is noted


@given(st.integers(min_value=0, max_value=1200), st.integers(min_value=0, max_value=1200))
def test_more_months_never_lower_the_level(some, more):
    """Ensures that levels rise with experience and someone with any figure has one."""
    order = [band.level for band in career.salary_bands()]
    low, high = (career.level_for(months).levels for months in sorted((some, more)))

    assert low
    assert order.index(low[0]) <= order.index(high[0])
    assert order.index(low[-1]) <= order.index(high[-1])


def test_pay_of_a_level():
    """Ensures that pay comes with its place and with the figure that contradicts it."""
    band = career.salary_for("senior")

    assert (band.low, band.high, band.open_top) == (145_000, 190_000, True)
    assert band.documented_in[0].section == "Salary Range"
    assert "salary-range" in {fact.id for fact in band.contradicts}


def test_pay_of_an_unknown_level():
    """Ensures that a level the documents do not know is answered with those they do."""
    with pytest.raises(UnknownNameError, match="entry, mid, senior"):
        career.salary_for("wizard")


def test_next_steps_of_a_beginner():
    """Ensures that entry level sees the nearer roles only."""
    roles = {fact.value["role"] for fact in career.next_steps(("entry",))}

    assert "Senior machine learning engineer" in roles
    assert "Technical director" not in roles


def test_next_steps_of_a_senior():
    """Ensures that a senior is not sent to a senior role, but further up."""
    roles = [fact.value["role"] for fact in career.next_steps(("senior",))]

    assert "Senior machine learning engineer" not in roles
    assert roles[-1] == "Technical director"


def test_next_steps_without_a_level():
    """Ensures that nothing is advised when the experience is not known."""
    assert career.next_steps(()) == ()


# --- the six first steps -----------------------------------------------------------------------


def test_empty_profile_is_unknown_not_undone():
    """Ensures that a résumé that says nothing is not accused of anything."""
    assert statuses(profile()) == ["unknown"] * 6


def test_full_profile_has_done_all():
    """Ensures that each step can be done, with the words that show it."""
    person = profile(
        claim("python"),
        claim("statistics"),
        claim("pytorch", SectionKind.PROJECTS),
        claim("machine-learning", SectionKind.EXPERIENCE, start=110),
        credentials=(Credential(CertificationId("gcp-pmle"), CredentialStatus.HELD, "PMLE", 9),),
        degrees=(Degree(DegreeLevel.BACHELOR, "Computer Science", "BSc Computer Science", 3),),
        periods=(Period(Month(2022, 1), Month(2022, 9), 100, 200, SectionKind.EXPERIENCE, "ML intern, Acme"),),
    )

    assert statuses(person) == ["done"] * 6
    assert all(one.evidence for one in career.starting_steps(person))
    assert "internship" in step(person, 6).because


@pytest.mark.parametrize(
    ("degree", "status"),
    [
        (Degree(DegreeLevel.MASTER, "Data Science", "MSc", 1), "done"),
        (Degree(DegreeLevel.BACHELOR, "Electrical Engineering", "BEng", 1), "done"),
        (Degree(DegreeLevel.BACHELOR, "Computer Science", "BSc", 1, completed=False), "open"),
        (Degree(DegreeLevel.BACHELOR, "History of Art", "BA", 1), "open"),
        (Degree(DegreeLevel.ASSOCIATE, "Computer Science", "AS", 1), "open"),
        (Degree(DegreeLevel.BACHELOR, None, "BSc", 1), "unknown"),
    ],
)
def test_degree_step(degree, status):
    """Ensures that level, field and completion of a degree decide the first step."""
    assert step(profile(degrees=(degree,)), 1).status == status


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ((claim("python"), claim("calculus")), "done"),
        ((claim("python"),), "open"),
        ((claim("calculus"),), "open"),
        ((claim("python", stance=Stance.WANTED),), "open"),
        ((claim("python", stance=Stance.DENIED),), "open"),
        ((claim("excel"),), "unknown"),
    ],
)
def test_foundations_step(claims, status):
    """Ensures that foundations are programming and mathematics together."""
    assert step(profile(*claims), 2).status == status


def test_a_quantitative_degree_shows_mathematics():
    """Ensures that a degree in statistics stands for the mathematics that a résumé seldom lists."""
    person = profile(claim("python"), degrees=(Degree(DegreeLevel.BACHELOR, "Statistics", "BSc Statistics", 2),))

    assert step(person, 2).status is StepStatus.DONE


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ((claim("tensorflow"),), "done"),
        ((claim("keras"),), "open"),
        ((claim("pytorch", stance=Stance.WANTED),), "open"),
        ((claim("sql"),), "unknown"),
    ],
)
def test_frameworks_step(claims, status):
    """Ensures that one of the two named frameworks is enough, and a neighbour is a beginning."""
    assert step(profile(*claims), 3).status == status


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ((claim("pytorch", SectionKind.PROJECTS),), "done"),
        ((claim("css", SectionKind.PROJECTS),), "open"),
        ((claim("pytorch", SectionKind.SKILLS),), "unknown"),
    ],
)
def test_portfolio_step(claims, status):
    """Ensures that a portfolio is machine learning in projects, not in a list of skills."""
    assert step(profile(*claims), 4).status == status


@pytest.mark.parametrize(
    ("identifier", "said", "status"),
    [
        ("ms-ai-102", CredentialStatus.HELD, "done"),
        ("aws-mla", CredentialStatus.HELD, "done"),
        ("gcp-pmle", CredentialStatus.IN_PROGRESS, "open"),
        ("tf-dev-cert", CredentialStatus.EXPIRED, "open"),
        ("pmp", CredentialStatus.HELD, "open"),
    ],
)
def test_certificates_step(identifier, said, status):
    """Ensures that a held certificate of the field counts, a retired one too."""
    person = profile(credentials=(Credential(CertificationId(identifier), said, "x", 1),))

    assert step(person, 5).status == status


@pytest.mark.parametrize(
    ("claims", "kind", "status"),
    [
        ((claim("nlp", SectionKind.EXPERIENCE, start=20),), SectionKind.EXPERIENCE, "done"),
        ((claim("nlp", SectionKind.EXPERIENCE, start=90),), SectionKind.EXPERIENCE, "open"),
        ((), SectionKind.EXPERIENCE, "open"),
        ((claim("nlp", start=20),), SectionKind.EDUCATION, "unknown"),
    ],
)
def test_practice_step(claims, kind, status):
    """Ensures that practice is dated work whose own words speak of machine learning."""
    work = Period(Month(2024, 1), Month(2024, 6), 10, 50, kind, "Engineer, Acme")

    assert step(profile(*claims, periods=(work,)), 6).status == status


# --- the built-in job --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def job():
    """Return the built-in job."""
    return jobs.load("machine-learning-engineer")


def test_job_names_its_documents(job):
    """Ensures that every requirement and gate of the built-in job says which document asks for it."""
    assert all(one.documented_in for one in (*job.requirements, *job.gates))
    assert job.career == "machine-learning-engineer"


def test_job_asks_what_the_documents_ask(job):
    """Ensures that each documented skill and tool stands in the built-in job."""
    asked = {skill for requirement in job.requirements for skill in requirement.any_of}
    documented = {
        skill for fact in (*career.load().of("tool"), *career.load().of("skill")) for skill in fact.value["any_of"]
    }

    assert documented <= asked


def test_job_keeps_alternatives_together(job):
    """Ensures that "Java or C++" is one requirement, and preferred since only familiarity is asked."""
    (either,) = [one for one in job.requirements if "java" in one.any_of]

    assert (either.any_of, either.importance, either.level) == (("java", "cpp"), Importance.PREFERRED, "familiar")


def test_cloud_weighs_as_one_must(job):
    """Ensures that the two readings of "cloud" together weigh what one must does."""
    clouds = [one for one in job.requirements if one.id.startswith("cloud-")]

    assert sum(one.weight for one in clouds) == 3
    assert {one.importance for one in clouds} == {Importance.MUST}


def test_job_certificates_and_degree(job):
    """Ensures that the five certificates and the degree gate are taken over."""
    assert set(job.certifications) == {one.id for one in certifications.load().documented()}
    assert isinstance(job.gates[0], Gate)
    assert (job.gates[0].kind, job.gates[0].value) == ("degree", "bachelor")
    assert job.education is not None
    assert job.education.preferred_level is DegreeLevel.MASTER
