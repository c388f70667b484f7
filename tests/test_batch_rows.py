"""Tests of gapscan.batch.scorer: a row says what a scan says, for far less work."""

from dataclasses import replace

import pytest
from batch_texts import resumes

from gapscan import readers, taxonomy
from gapscan.analyzer import Analyzer
from gapscan.batch.choosing import Chooser
from gapscan.batch.desk import text_document
from gapscan.batch.rows import COLUMNS, Row
from gapscan.batch.scorer import NO_SCORE, Scorer
from gapscan.records import FindingStatus, Importance, JobProfile, Month, Requirement, SkillId

AS_OF = Month(2026, 11)
KNOWN = taxonomy.load()


def requirement(name, *skills, importance=Importance.MUST, weight=3.0, **more):
    return Requirement(name, name.title(), tuple(map(SkillId, skills)), importance, weight, **more)


ODD_JOB = JobProfile(
    "odd",
    "Odd job",
    (
        requirement("two-clouds", "aws", "google-cloud", "azure", at_least=2),
        requirement("language", "python", "java", "go", "r", weight=1.7),
        requirement("deep", "deep-learning", importance=Importance.PREFERRED, weight=0.3),
        requirement("mentioned", "docker", importance=Importance.MENTIONED),
        requirement("sql", "sql", "sql"),
        requirement("soft", "communication", "teamwork", importance=Importance.PREFERRED),
    ),
)
DATED_JOB = JobProfile(
    "dated",
    "Dated job",
    (
        requirement("python", "python", min_years=3),
        requirement("ml", "machine-learning", "deep-learning", min_years=5),
        requirement("sql", "sql"),
        requirement("cloud", "aws", "azure", min_years=2, importance=Importance.PREFERRED, weight=1.0),
    ),
)


def row_of(report):
    """Return the row that a full report amounts to."""
    labels = {
        (status, importance): tuple(
            f.requirement.label
            for f in report.findings
            if f.counts and f.status is status and f.requirement.importance is importance
        )
        for status in FindingStatus
        for importance in Importance
    }
    return Row(
        report.score,
        report.must_coverage,
        report.confidence,
        tuple(f.requirement.label for f in report.findings if f.counts and f.status is FindingStatus.MET),
        labels[FindingStatus.MISSING, Importance.MUST],
        labels[FindingStatus.MISSING, Importance.PREFERRED],
        tuple(one.name for one in report.certifications),
        report.profile.months_experience,
        "" if report.score is not None else NO_SCORE,
    )


# A posting that asks for certificates: one that covers, one that covers nothing here, two that are retired.
ASKING_JOB = replace(ODD_JOB, id="asking", certifications=("snow-core", "aws-mls", "ms-ai-102", "aws-saa"))


@pytest.mark.parametrize(
    "job", ["machine-learning-engineer", ODD_JOB, DATED_JOB, ASKING_JOB], ids=["built-in", "odd", "dated", "asking"]
)
def test_a_row_says_what_a_scan_says(job):
    """Ensures that score, coverage, confidence, requirements, certificates and months are those of a scan."""
    analyzer = Analyzer(job, as_of=AS_OF)
    scorer = Scorer(analyzer.job, KNOWN, as_of=AS_OF)
    for text in resumes(120, seed=len(analyzer.job.requirements)):
        assert scorer.score(text_document(text)) == row_of(analyzer.scan(readers.read_text(text))), text


def test_a_row_does_not_depend_on_what_was_scored_before():
    """Ensures that what is remembered between rows changes none of them."""
    job = Analyzer(as_of=AS_OF).job
    texts = resumes(40, seed=9)
    warm = Scorer(job, KNOWN, as_of=AS_OF)
    forwards = [warm.score(text_document(text)) for text in texts]
    cold = Scorer(job, KNOWN, as_of=AS_OF)
    backwards = [cold.score(text_document(text)) for text in reversed(texts)]

    assert forwards == backwards[::-1]


def test_columns_are_the_contract():
    """Ensures that the columns and their order stay as they are published."""
    assert COLUMNS == (
        "id", "score", "must_coverage", "confidence", "matched", "missing_must", "missing_preferred",
        "suggested_certifications", "months_experience", "error",
    )  # fmt: skip


def test_no_score_is_an_error_of_its_own():
    """Ensures that a row in which nothing that counts could be decided has a code instead of a number."""
    job = replace(ODD_JOB, requirements=(ODD_JOB.requirements[3],))

    row = Scorer(job, KNOWN, as_of=AS_OF).score(text_document("Docker"))

    assert (row.score, row.error) == (None, NO_SCORE)


def test_a_chooser_asks_for_months_only_where_they_matter():
    """Ensures that a job whose skills no certificate examines has no thresholds and suggests nothing."""
    chooser = Chooser(JobProfile("none", "None", (requirement("baking", "baking-bread"),)))

    assert chooser.thresholds == ()
    assert chooser.choose([3_000_000], 0, (), 0) == ()


@pytest.mark.parametrize("job", ["machine-learning-engineer", DATED_JOB], ids=["fast", "dated"])
def test_a_text_that_shows_no_person_has_no_score(job):
    """Ensures that a row of a text in which nothing speaks of a person is what a scan says of it: no number, a code."""
    analyzer = Analyzer(job, as_of=AS_OF)
    scorer = Scorer(analyzer.job, KNOWN, as_of=AS_OF)
    for text in ("hello there", "Maria Lind\nmaria@example.org", "Welding"):
        assert scorer.score(text_document(text)) == row_of(analyzer.scan(readers.read_text(text))), text
    assert scorer.score(text_document("hello there")).error == NO_SCORE
