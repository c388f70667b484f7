"""Who somebody is changes nothing: the same work under another name, age, address or format has the same score."""

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapscan import readers
from gapscan.analyzer import Analyzer
from gapscan.records import Month

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
LAYOUTS = ("mira-solano.txt", "mira-solano.docx", "mira-solano.pdf", "mira-solano-two-column.pdf")

NAMES = (
    "Mira Solano", "Emily Walsh", "Greg Baker", "Lakisha Washington", "Jamal Robinson", "Hadiza Bello", "Nguyễn Thị Lan", "Wei Zhang",
    "Priya Raghunathan", "Mohammed Al-Farsi", "Fatima Zahra El Idrissi", "Siobhán Ní Bhriain", "Łukasz Wójcik", "José Luis Ortega",
    "Olga Petrova", "Sven Lindqvist", "Yuki Tanaka", "Min-jun Kim", "Aiyana Blackhorse", "Tendai Moyo", "X Æ Smith", "O'Neal Jr.",
)  # fmt: skip
PERSONAL = (
    "", "Pronouns: she/her", "Pronouns: he/him", "Pronouns: they/them", "Gender: female", "Gender: male", "Gender: non-binary",
    "Date of birth: 12 May 1961", "Date of birth: 3 March 2001", "Age: 58", "Age: 24", "Year of birth: 1949", "Marital status: married, three children",
    "Marital status: single", "Nationality: Nigerian", "Nationality: German", "Religion: Muslim", "Religion: Catholic", "Photo attached",
    "Wheelchair user", "Mr", "Mrs", "Work permit: yes", "Native speaker",
)  # fmt: skip
PLACES = (
    "Lisbon, Portugal", "Lagos, Nigeria", "Detroit, MI 48201", "Beverly Hills, CA 90210", "Marzahn, Berlin", "Mumbai 400017, India",
    "Dharavi, Mumbai", "London SW1A 1AA", "Rural Route 3, Hazard, KY", "Zürich, Switzerland", "東京都", "Tehran, Iran",
)  # fmt: skip
SCHOOLS = ("University of Porto", "Harvard University", "Howard University", "ETH Zürich", "Smith College", "University of Lagos",
           "Community College of Denver", "IIT Bombay", "Polytechnic of Nowhere", "Open University")  # fmt: skip
PRONOUNS = (("I", "my"), ("she", "her"), ("he", "his"), ("they", "their"), ("", "the"))
LEAVE = (
    "", "Parental leave\nJun 2019 - Aug 2019", "Maternity leave, Jan 2019 - Aug 2019", "Elternzeit, 2018 - 2019", "Career break to care for family, 2019",
    "Sick leave, March 2019 - August 2019", "Military service, 2013 - 2014",
)  # fmt: skip
# One style of writing each month of the résumé: Mar 2022, Sep 2019, Feb 2022.
DATES = {
    "short": ("Mar 2022 - Present", "Sep 2019 - Feb 2022"),
    "long": ("March 2022 – Present", "September 2019 – February 2022"),
    "slashes": ("03/2022 - Present", "09/2019 - 02/2022"),
    "ISO": ("2022-03 - Present", "2019-09 - 2022-02"),
    "to": ("Mar 2022 to present", "Sep 2019 to Feb 2022"),
    "current": ("Mar. 2022 — Current", "Sept. 2019 — Feb. 2022"),
}
SKILLS = """Skills
Languages: Python, SQL, C++
Machine learning: scikit-learn, PyTorch, XGBoost, feature engineering
Cloud and tools: AWS, SageMaker, Docker, Kubernetes, Git
Currently learning: TensorFlow and Keras"""
EXPERIENCE = """Experience
Machine Learning Engineer, Correio Rapido
{first}
- {who} built a parcel volume forecast in Python and PyTorch that cut overtime by 14 %
- Deployed and monitored twelve models on AWS SageMaker with Docker
- Worked with product managers and {whose} team to agree on what to measure

Data Scientist, Mercado Azul
{second}
- Wrote the churn model in scikit-learn and the SQL behind it"""
EDUCATION = """Education
MSc Computer Science, {school}, 2017 - 2019"""


@lru_cache
def analyzer():
    return Analyzer(as_of=Month(2026, 6))


def resume(
    *, name=NAMES[0], place=PLACES[0], personal="", school=SCHOOLS[0], pronoun=PRONOUNS[0], leave="", dates="short", order=(0, 1, 2)
):
    """Return the same work, told by another person."""
    first, second = DATES[dates]
    who, whose = pronoun
    body = EXPERIENCE.format(first=first, second=second, who=who.capitalize(), whose=whose).replace("-  built", "- Built")
    parts = (SKILLS, f"{body}\n\n{leave}".rstrip(), EDUCATION.format(school=school))
    head = "\n".join(line for line in (name, "Machine Learning Engineer", f"{place} | someone@example.com", personal) if line)
    return "\n\n".join((head, *(parts[i] for i in order))) + "\n"


def figures(document):
    """Return everything of a scan that could favour anyone: score, each finding's credit, and what the person holds."""
    report = analyzer().scan(document)
    findings = tuple((f.requirement.id, f.status, round(f.credit, 9)) for f in report.findings)
    return report.score, report.must_coverage, findings, frozenset((skill, claim.stance) for skill, claim in report.profile.claims.items())


@lru_cache
def usual():
    return figures(readers.read_text(resume()))


@pytest.mark.parametrize("name", LAYOUTS[1:])
def test_layouts(name):
    """Ensures that one résumé as text, DOCX, PDF and two-column PDF has the same skills and the same points."""
    assert figures(readers.read(SAMPLES / name)) == figures(readers.read(SAMPLES / LAYOUTS[0]))


def test_what_is_compared_is_not_empty():
    """Ensures that the résumé that is told in many ways has skills, points and gaps to lose."""
    score, _, findings, skills = usual()

    assert 10 < score < 95
    assert len(findings) > 5
    assert len(skills) > 10


SWAPS = {
    "name": NAMES, "personal": PERSONAL, "place": PLACES, "school": SCHOOLS, "pronoun": PRONOUNS, "leave": LEAVE, "dates": tuple(DATES),
    "order": ((0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1), (0, 2, 1)),
}  # fmt: skip

# Found here and not mended yet: no point changes, but a word is taken for a skill (a language, a currency).
KNOWN = ("Nationality: German", "ETH Zürich")


def one_swap():
    """Return each swap; those that are known to fail must fail until the matcher is mended."""
    for kind, values in SWAPS.items():
        for value in values:
            marks = [pytest.mark.xfail(strict=True, reason="a word is taken for a skill")] if value in KNOWN else []
            yield pytest.param(kind, value, marks=marks)


@pytest.mark.parametrize("value", KNOWN)
def test_known_swaps_change_no_point(value):
    """Ensures that even where a word is taken for a skill no score follows from it."""
    kind = next(kind for kind, values in SWAPS.items() if value in values)

    assert figures(readers.read_text(resume(**{kind: value})))[:3] == usual()[:3]


@pytest.mark.parametrize(("kind", "value"), list(one_swap()))
def test_one_swap(kind, value):
    """Ensures that each change of who somebody is, by itself, changes no skill and no point."""
    assert figures(readers.read_text(resume(**{kind: value}))) == usual()


@settings(max_examples=400, derandomize=True, deadline=None)
@given(st.fixed_dictionaries({kind: st.sampled_from([v for v in values if v not in KNOWN]) for kind, values in SWAPS.items()}))
def test_many_swaps(person):
    """Ensures that changes of everything at once change no skill and no point."""
    assert figures(readers.read_text(resume(**person))) == usual()
