"""One invented résumé held against one invented job, built by hand: every part of a report has something in it.

Nothing here runs the matcher or the scorer, so the golden files change only when a renderer does. Run as a script it
prints the report in the formats it is given, for the test that compares two processes.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from gapscan.records import (
    Advice,
    CareerStep,
    CertificationId,
    Claim,
    Credential,
    CredentialStatus,
    Degree,
    DegreeLevel,
    Difference,
    Document,
    Documented,
    EducationAsked,
    Finding,
    FindingStatus,
    GapReport,
    Gate,
    GateFinding,
    Importance,
    JobProfile,
    LearningStep,
    Mention,
    Month,
    Notice,
    Period,
    Profile,
    Refusal,
    Requirement,
    SectionKind,
    SkillId,
    Source,
    Span,
    Stance,
    Step,
    Strength,
    Suggestion,
    TargetPlan,
    UnknownTerm,
)
from gapscan.renderers import quotes

RESUME = """\
Mira Okonkwo-Lindqvist
Data scientist
12 Harbour Street, Bristol BS1 4QD · +44 7700 900123 · mira.okonkwo@example.org · linkedin.com/in/mira-okonkwo

Summary
Data scientist with five years of Python, now moving towards machine learning engineering.
I took our product through a go-to-market phase and spring cleaning of its data.

Experience
Northwind Analytics, Data scientist, 03/2021 - present
- Built demand forecasts in Python, pandas and scikit-learn for 340 shops; waste fell by 12 %.
- Moved nightly jobs to AWS with Docker; the platform team ran Kubernetes for us.
- Fine-tuned ranking models in PyTorch and explained them to shop managers.
Lakeside Insurance, Analyst, 09/2019 - 02/2021
- Wrote SQL reports and A/B tests.

Education
M.Sc. Statistics, University of Invented Coast, 2019

Certifications
AWS Certified Solutions Architect - Associate (2022)
Studying for the TensorFlow Developer Certificate

Skills
Python, SQL, Docker, PyTorch, Git, Tableau, R. No experience with Java.
Currently learning Terraform and Spark.
"""

SOURCE = Source("mira-okonkwo.pdf", "pdf", "pypdf", "0" * 64, len(RESUME), 1)
DOCUMENT = Document(RESUME, SOURCE)
_EXPERIENCE, _SKILLS, _SUMMARY = SectionKind.EXPERIENCE, SectionKind.SKILLS, SectionKind.SUMMARY


def mention(skill, text, line, section=_SKILLS, stance=Stance.HELD, because="", document=DOCUMENT):
    """Return the first mention of a text in a line of a document."""
    start = 0
    for _ in range(line - 1):
        start = document.text.index("\n", start) + 1
    start = document.text.index(text, start)
    assert document.line_of(start) == line
    return Mention(Span(start, start + len(text)), text, SkillId(skill), stance, section, line, 1.0, because)


def claim(*mentions, strength=Strength.LISTED, months=None, last=None, implied_by=None, skill=None):
    """Return the claim that mentions of one stance make."""
    first = mentions[0]
    return Claim(
        SkillId(skill or first.skill),
        first.stance,
        mentions,
        first.confidence,
        strength if first.stance is Stance.HELD else None,
        months,
        last,
        None,
        implied_by,
    )


_NOW = Month(2026, 10)
_PYTHON = (
    mention("python", "Python", 6, _SUMMARY),
    mention("python", "Python", 11, _EXPERIENCE),
    mention("python", "Python", 25),
)
_PANDAS = mention("pandas", "pandas", 11, _EXPERIENCE)
_SKLEARN = mention("scikit-learn", "scikit-learn", 11, _EXPERIENCE)
_AWS = mention("aws", "AWS", 12, _EXPERIENCE)
_DOCKER = (mention("docker", "Docker", 12, _EXPERIENCE), mention("docker", "Docker", 25))
_KUBERNETES = mention("kubernetes", "Kubernetes", 12, _EXPERIENCE, Stance.OTHER, "the platform team")
_PYTORCH = (mention("pytorch", "PyTorch", 13, _EXPERIENCE), mention("pytorch", "PyTorch", 25))
_SQL = (mention("sql", "SQL", 15, _EXPERIENCE), mention("sql", "SQL", 25))
_AB = mention("ab-testing", "A/B tests", 15, _EXPERIENCE)
_GIT, _TABLEAU = mention("git", "Git", 25), mention("tableau", "Tableau", 25)
_R = mention("r", "R", 25, stance=Stance.UNCERTAIN, because="a single letter at the end of a list")
_JAVA = mention("java", "Java", 25, stance=Stance.DENIED, because="No experience with")
_TERRAFORM = mention("terraform", "Terraform", 26, stance=Stance.WANTED, because="learning")
_SPARK = mention("apache-spark", "Spark", 26, stance=Stance.WANTED, because="learning")

_CLAIMS = (
    claim(*_PYTHON, strength=Strength.RESULT, months=67, last=_NOW),
    claim(_PANDAS, strength=Strength.RESULT, months=67, last=_NOW),
    claim(_SKLEARN, strength=Strength.RESULT, months=67, last=_NOW),
    claim(_AWS, strength=Strength.CERTIFIED, months=67, last=_NOW),
    claim(*_DOCKER, strength=Strength.USED, months=67, last=_NOW),
    claim(_KUBERNETES),
    claim(*_PYTORCH, strength=Strength.USED, months=14, last=_NOW),
    claim(*_SQL, strength=Strength.USED, months=18, last=Month(2021, 2)),
    claim(_AB, strength=Strength.USED, months=18, last=Month(2021, 2)),
    claim(_GIT),
    claim(_TABLEAU),
    claim(_R),
    claim(_JAVA),
    claim(_TERRAFORM),
    claim(_SPARK),
    claim(
        *_PYTORCH, strength=Strength.USED, months=14, last=_NOW, implied_by=SkillId("pytorch"), skill="deep-learning"
    ),
)


def _refusal(text, skill, line, because):
    found = mention(skill, text, line)
    return Refusal(found.span, text, found.skill, line, because)


def _period(first, last, text, current=False):
    start = RESUME.index(text)
    return Period(first, last, start, start + len(text), _EXPERIENCE, text, current)


def _credential(identifier, status, text, line):
    return Credential(CertificationId(identifier), status, text, line, RESUME.index(text))


PROFILE = Profile(
    source=SOURCE,
    claims={one.skill: one for one in _CLAIMS},
    credentials=(
        _credential("aws-saa", CredentialStatus.HELD, "AWS Certified Solutions Architect - Associate", 21),
        _credential("tf-dev-cert", CredentialStatus.IN_PROGRESS, "TensorFlow Developer Certificate", 22),
    ),
    degrees=(Degree(DegreeLevel.MASTER, "statistics", "M.Sc. Statistics, University of Invented Coast, 2019", 18),),
    periods=(
        _period(Month(2021, 3), _NOW, "Northwind Analytics, Data scientist, 03/2021 - present", current=True),
        _period(Month(2019, 9), Month(2021, 2), "Lakeside Insurance, Analyst, 09/2019 - 02/2021"),
    ),
    months_experience=86,
    refusals=(
        _refusal("go", "go", 7, "'go-to-market' is not the language Go"),
        _refusal("spring", "spring", 7, "'spring cleaning' is not the framework Spring"),
    ),
    notices=(),
    as_of=_NOW,
)


def asked(identifier, label, *skills, importance=Importance.MUST, weight=3.0, **more):
    """Return a requirement; its skills default to its id."""
    any_of = tuple(SkillId(skill) for skill in skills or (identifier,))
    return Requirement(identifier, label, any_of, importance, weight, quote=f"You know {label}.", line=4, **more)


def wished(identifier, label, *skills, **more):
    """Return a preferred requirement."""
    return asked(identifier, label, *skills, importance=Importance.PREFERRED, weight=1.0, **more)


_NOTHING = "nothing near {} was found in this résumé"
FINDINGS = (
    Finding(
        asked("python", "Python", min_years=5),
        (
            Step("held", 1.0, "Python is used with a result (line 6)", _PYTHON),
            Step("years", 0.0, "67 months of Python shown, 60 asked"),
        ),
    ),
    Finding(
        asked("pytorch-or-tensorflow", "PyTorch or TensorFlow", "pytorch", "tensorflow", min_years=3),
        (
            Step("held", 1.0, "PyTorch is used (line 13)", _PYTORCH),
            Step("years", -0.306, "14 months of PyTorch shown, 36 asked: short by 22 months"),
        ),
    ),
    Finding(
        asked("kubernetes", "Kubernetes"),
        (
            Step(
                "other",
                0.0,
                "line 12: 'Kubernetes' is about somebody or something else ('the platform team')",
                (_KUBERNETES,),
            ),
        ),
    ),
    Finding(
        asked("model-monitoring", "Model monitoring"), (Step("nothing", 0.0, _NOTHING.format("Model monitoring")),)
    ),
    Finding(
        asked("sql", "SQL", documented_in=(Documented("ml-engineer-profile-1", "Data Handling"),)),
        (Step("held", 1.0, "SQL is used (line 15)", _SQL),),
    ),
    Finding(asked("docker", "Docker"), (Step("held", 1.0, "Docker is used (line 12)", _DOCKER),)),
    Finding(asked("r", "R"), (Step("uncertain", 0.0, "line 25: a single letter at the end of a list", (_R,)),)),
    Finding(
        asked("google-cloud", "Google Cloud"), (Step("nearby", 0.3, "AWS is nearby and transfers partly", (_AWS,)),)
    ),
    Finding(
        asked("deep-learning", "Deep learning"),
        (Step("implied", 0.75, "Deep learning is implied by PyTorch", _PYTORCH),),
    ),
    Finding(
        wished("terraform", "Terraform"),
        (Step("wanted", 0.0, "line 26: 'Terraform' is an intention ('learning'), not a skill shown", (_TERRAFORM,)),),
    ),
    Finding(wished("go", "Go"), (Step("refused", 0.0, "line 7: 'go-to-market' is not the language Go"),)),
    Finding(
        wished("java", "Java"),
        (Step("denied", 0.0, "line 25: 'Java' is said not to be held ('No experience with')", (_JAVA,)),),
    ),
    Finding(wished("pandas", "pandas"), (Step("held", 1.0, "pandas is used with a result (line 11)", (_PANDAS,)),)),
    Finding(
        asked("ab-testing", "A/B testing", importance=Importance.MENTIONED, weight=1.0),
        (Step("held", 1.0, "A/B testing is used (line 15)", (_AB,)),),
    ),
    Finding(
        asked("mlflow", "MLflow", importance=Importance.MENTIONED, weight=1.0),
        (Step("nothing", 0.0, _NOTHING.format("MLflow")),),
    ),
)

_DEGREE = Gate("degree", "Bachelor's degree in a quantitative field", "bachelor", fields=("statistics",), line=9)
_PERMIT = Gate("work permit", "Right to work in the United Kingdom", line=10)
JOB = JobProfile(
    id="harbour-ml",
    title="Machine Learning Engineer, Harbour Freight",
    requirements=tuple(finding.requirement for finding in FINDINGS),
    gates=(_DEGREE, _PERMIT),
    certifications=(CertificationId("tf-dev-cert"), CertificationId("cka")),
    unknown_terms=(UnknownTerm("Quayflow", 7),),
)

_EDUCATION = EducationAsked(DegreeLevel.BACHELOR, True, DegreeLevel.MASTER, ("statistics",), "A degree, or as good.", 9)

ADVICE = Advice(
    suggested=(
        Suggestion(
            CertificationId("cka"),
            "Certified Kubernetes Administrator (CKA)",
            "CNCF",
            (SkillId("kubernetes"), SkillId("docker")),
            12.0,
            "active",
            "2026-05-01",
            "hands-on-exam",
            "",
            80.0,
            445.0,
        ),
        Suggestion(
            CertificationId("gcp-pmle"),
            "Google Professional Machine Learning Engineer",
            "Google Cloud",
            (SkillId("google-cloud"), SkillId("model-monitoring")),
            20.4,
            "active",
            "2026-05-01",
            "proctored-exam",
            "Google advises three years of practice first",
            None,
            200.0,
            (CertificationId("gcp-ace"),),
        ),
    ),
    uncovered=((SkillId("go"), "Build a portfolio of real-world machine learning projects"),),
    order=(
        LearningStep(
            "kubernetes",
            SkillId("kubernetes"),
            "Kubernetes",
            12.0,
            40.0,
            "our estimate",
            (SkillId("docker"),),
            (CertificationId("cka"),),
        ),
        LearningStep("model-monitoring", SkillId("model-monitoring"), "Model monitoring", 12.0, None, ""),
        LearningStep("terraform", SkillId("terraform"), "Terraform", 4.0, 20.0, "our estimate"),
    ),
    target=TargetPlan(75.0, True, ("kubernetes", "model-monitoring"), 80.5),
    career=(
        CareerStep(
            "level",
            "86 months of dated work: senior level (5 and more years)",
            "",
            "ml-engineer-profile-1, Salary Range",
        ),
        CareerStep(
            "salary-band",
            "145,000 to 190,000 USD a year and above in the United States",
            "",
            "ml-engineer-profile-1, Salary Range",
        ),
        CareerStep(
            "next-step", "Lead of a machine learning team", "", "ml-engineer-profile-1, Career Path and Advancement"
        ),
        CareerStep("starting-step", "A degree in computer science, mathematics or a related field", "done"),
        CareerStep("starting-step", "A certificate of the field", "open"),
    ),
    documented_certificates=(
        CareerStep(
            "certificate",
            "TensorFlow Developer Certificate: ended in 2024, can't be taken any more",
            "in progress",
            "ml-engineer-profile-1",
        ),
    ),
    difference=Difference(48.2, 56.4, ("Docker", "pandas"), ("Tableau",)),
)


def build() -> GapReport:
    """Return the report, quotes included."""
    return GapReport(
        source=SOURCE,
        job=JOB,
        profile=PROFILE,
        findings=FINDINGS,
        gates=(
            GateFinding(_DEGREE, "M.Sc. Statistics, University of Invented Coast, 2019 (line 18)", FindingStatus.MET),
            GateFinding(_PERMIT, "", FindingStatus.UNKNOWN),
        ),
        extras=(SkillId("git"), SkillId("scikit-learn"), SkillId("tableau")),
        confidence=0.87,
        notices=(Notice("N-UNCERTAIN", "left out of the score because the words are unclear: R"),),
        advice=ADVICE,
        taxonomy_version="invented-1",
        quotes=quotes.collect(DOCUMENT, PROFILE),
    )


def educated_job(asked_for: EducationAsked = _EDUCATION) -> JobProfile:
    """Return the job with an education of its own, years and a warning."""
    notices = (Notice("N-POSTING", "no heading says what is a must"),)
    requirements = tuple(replace(one, documented_in=(Documented("profile-1", "Skills"),)) for one in JOB.requirements)
    return replace(JOB, requirements=requirements, education=asked_for, years_total=3.0, notices=notices)


def bare() -> GapReport:
    """Return a report of which nothing could be made: no findings, no advice, no text."""
    source = replace(SOURCE, name="empty.txt", format="txt", engine="plain", characters=0, pages=None)
    job = JobProfile("none", "", ())
    return GapReport(
        source, job, Profile(source, {}), (), confidence=0.1, notices=(Notice("N-NOTHING", "no skill was found"),)
    )


if __name__ == "__main__":
    from gapscan.renderers import render

    for fmt in sys.argv[1:]:
        sys.stdout.buffer.write(render(build(), fmt).encode("utf-8"))
