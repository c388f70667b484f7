"""Tests of degrees: what is one and what is not, its field, whether it is finished, and whether it is what a job asks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import education, resources, sections
from gapscan.records import Degree, DegreeLevel, Document, Month, Source

AS_OF = Month(2026, 6)
RECORDS = [json.loads(line) for line in resources.data_path("taxonomy", "degrees.jsonl").read_text(encoding="utf-8").splitlines()]
FORMS = [record for record in RECORDS if record["kind"] == "degree"]
FIELDS = [record for record in RECORDS if record["kind"] == "field"]


def document(text):
    return Document(text, Source("resume.txt", "text", "plain", "", len(text)), sections.split(text))


def degrees(text):
    return education.degrees(document(text), as_of=AS_OF)


def studied(text):
    """Level and field of each degree among the studies."""
    return [(degree.level.value, degree.field) for degree in degrees("EDUCATION\n" + text)]


def degree(level, field=None, *, completed=True):
    return Degree(DegreeLevel(level), field, "", 1, completed)


# --- the table ---------------------------------------------------------------------------------


def test_table_is_sorted_and_whole():
    """Ensures that the table has one record an id, in order, and that its fields name each other."""
    ids = [record["id"] for record in RECORDS]
    names = [name for record in FIELDS for name in record["names"]]

    assert ids == sorted(set(ids))
    assert len(names) == len(set(names))
    assert {fit for record in FIELDS for fit in record["fits"]} <= {record["id"] for record in FIELDS}


@pytest.mark.parametrize("record", FORMS, ids=[record["id"] for record in FORMS])
def test_every_form_is_found_in_its_example(record):
    """Ensures that each form brings a sample among the studies that gives its level."""
    assert record["level"] in {level for level, _ in studied(record["example"])}


NEAR_MISSES = [(record["id"], text) for record in FORMS for text in record["near_miss"]]


@pytest.mark.parametrize(("form", "text"), NEAR_MISSES, ids=[f"{form}: {text}" for form, text in NEAR_MISSES])
def test_near_misses_of_the_table(form, text):
    """Ensures that words that only look like a form give no degree."""
    assert degrees(text) == ()


@pytest.mark.parametrize("record", FIELDS, ids=[record["id"] for record in FIELDS])
def test_every_field_knows_its_names(record):
    """Ensures that each name of a field leads to it."""
    assert all(education.field_ids(name) == {record["id"]} for name in record["names"])


# --- degrees -----------------------------------------------------------------------------------

STUDIES = [
    ("BSc Computer Science", "bachelor", "Computer Science"),
    ("Bsc Physics", "bachelor", "Physics"),
    ("B.Sc. in Physics", "bachelor", "Physics"),
    ("B.S. Computer Science, Stanford University, 2015", "bachelor", "Computer Science"),
    ("BS, Business Management, University of Phoenix", "bachelor", "Business Management"),
    ("BA (Hons) History", "bachelor", "History"),
    ("B.A. Art History and Rhetoric (Magna Cum Laude)", "bachelor", "Art History and Rhetoric"),
    ("B.Tech (CSE)", "bachelor", "CSE"),
    ("B. Tech in ECE", "bachelor", "ECE"),
    ("B-TECH", "bachelor", "Technology"),
    ("btech", "bachelor", "Technology"),
    ("BE\nPune University", "bachelor", "Engineering"),
    ("B.E in Electronics & Telecommunication", "bachelor", "Electronics & Telecommunication"),
    ("BCA", "bachelor", "Computer Applications"),
    ("Bachelor of Engineering in Mechanical Engineering", "bachelor", "Mechanical Engineering"),
    ("Bachelor of Science (Honours) in Physics", "bachelor", "Physics"),
    ("Bachelor of Technology (B.Tech) in Information Technology", "bachelor", "Information Technology"),
    ("Bachelor of Science\nMajor: Statistics", "bachelor", "Statistics"),
    ("Bachelor's\nComputer Science", "bachelor", "Computer Science"),
    ("Bachelors in Automobile Engineering, Denmark University", "bachelor", "Automobile Engineering"),
    ("bachelor of science in mathematics", "bachelor", "mathematics"),
    ("Computer Science, BSc", "bachelor", "Computer Science"),
    ("Computer Science (BSc), Leeds", "bachelor", "Computer Science"),
    ("First Class Honours in Mathematics", "bachelor", "Mathematics"),
    ("Licenciatura en Informática", "bachelor", "Informática"),
    ("Post Graduate Diploma in Embedded Systems", "bachelor", "Embedded Systems"),
    ("MS in Data Science", "master", "Data Science"),
    ("MS, Statistics, 2012", "master", "Statistics"),
    ("MA Economics", "master", "Economics"),
    ("M.Sc. Informatik, TU Wien", "master", "Informatik"),
    ("MBA (Finance)", "master", "Finance"),
    ("MBA, INSEAD", "master", "Business Administration"),
    ("MCA in Computer Applications", "master", "Computer Applications"),
    ("Master of Science in Computer Science; GPA: 4.00", "master", "Computer Science"),
    ("Master's Degree in Statistics", "master", "Statistics"),
    ("Masters of Teaching", "master", "Teaching"),
    ("Diplom Informatik", "master", "Informatik"),
    ("Dipl.-Ing. Elektrotechnik", "master", "Elektrotechnik"),
    ("Laurea magistrale in Ingegneria Informatica", "master", "Ingegneria Informatica"),
    ("PhD in Computer Science – Princeton, NJ", "doctorate", "Computer Science"),
    ("Ph.D., Bonn, 2001", "doctorate", None),
    ("Doctor of Philosophy in Chemistry", "doctorate", "Chemistry"),
    ("Doctorate in Physics", "doctorate", "Physics"),
    ("Associate of Arts, December 2007", "associate", None),
    ("Associate's Degree in Nursing", "associate", "Nursing"),
    ("HND in Computing", "associate", "Computing"),
    ("Diploma in Computer Application", "associate", "Computer Application"),
    ("High School Diploma, 2011", "secondary", None),
    ("A-Levels: Mathematics", "secondary", "Mathematics"),
    ("GED, 2009", "secondary", None),
    ("10+2, CBSE, 2010", "secondary", None),
    ("12th", "secondary", None),
    ("Roosevelt High School, 2005", "secondary", None),
]


@pytest.mark.parametrize(("text", "level", "field"), STUDIES, ids=[text for text, _, _ in STUDIES])
def test_degrees_among_studies(text, level, field):
    """Ensures that a degree is read with level and field however it is written."""
    assert studied(text) == [(level, field)]


def test_several_degrees_in_text_order():
    """Ensures that each degree is found once, in the order of the text, with its words and its line."""
    found = degrees("EDUCATION\nMSc Statistics, Leiden, 2019\nBSc (Hons) Mathematics, Delft, 2017\nGymnasium, Abitur 2013\n")

    assert [(d.level.value, d.line, d.text) for d in found] == [
        ("master", 2, "MSc Statistics"),
        ("bachelor", 3, "BSc (Hons) Mathematics"),
        ("secondary", 4, "Abitur"),
    ]


ELSEWHERE = [
    ("Jane Doe, PhD", "doctorate", None),
    ("Data scientist with a PhD in physics and 5 years of Python", "doctorate", "physics"),
    ("Holds a Bachelor's degree in Physics", "bachelor", "Physics"),
    ("with a master's degree in statistics", "master", "statistics"),
    ("MSc in AI from Oxford", "master", "AI"),
    ("B.S. in Math", "bachelor", "Math"),
]


@pytest.mark.parametrize(("text", "level", "field"), ELSEWHERE)
def test_degrees_in_the_head_of_a_resume(text, level, field):
    """Ensures that a degree counts without a heading where its words leave no doubt."""
    assert [(d.level.value, d.field) for d in degrees(text)] == [(level, field)]


NO_DEGREES = [
    "Scrum Master at Acme",
    "merged to master branch",
    "Master data management",
    "Mastered Python and became a Toastmasters member",
    "Bachelor's degree required",
    "Bachelor's degree or equivalent preferred",
    "MS Word, MS SQL Server, MS Project",
    "Ms. Smith and Mr. Roe",
    "Jackson, MS 39201",
    "Boston, MA 02115",
    "Portland, ME 04101",
    "to be in charge, BE in touch",
    "worked as a BA with two BAs",
    "supervised 3 PhD students",
    "taught MSc courses",
    "mentored doctoral students",
    "fine-tuned an LLM in production, enforced MFA",
    "README.md, example@b.com, 200 ms",
    "AWS Certified Solutions Architect – Associate",
    "Associate Engineer in Computing",
    "Dr. Smith",
    "the 12th of May",
    "Bed Bath & Beyond",
]


@pytest.mark.parametrize("text", NO_DEGREES)
def test_what_is_no_degree(text):
    """Ensures that job titles, places, products and other people's degrees give none."""
    assert degrees(text) == ()


def test_a_supervisor_is_not_the_person():
    """Ensures that a degree behind somebody else's name in the experience does not count."""
    assert degrees("EXPERIENCE\nResearch assistant under the supervision of Jan Roe, Ph.D., 2010 - 2012\n") == ()


def test_a_place_after_a_comma_is_no_degree():
    """Ensures that the state of a university is not its master's degree."""
    assert studied("University of Massachusetts, Boston, MA") == []
    assert studied("BS Biology, Amherst, MA 01003") == [("bachelor", "Biology")]


# --- finished or not ---------------------------------------------------------------------------

UNFINISHED = [
    "MSc Artificial Intelligence (expected 2027)",
    "BSc Computer Science, 2024 – 2028",
    "BSc Mathematics (dropped out)",
    "BSc Mathematics, incomplete",
    "PhD candidate in NLP",
    "PhD student, ETH",
    "Pursuing MSc in Physics",
    "MSc Chemistry, 2024 - present",
    "MSc Chemistry, in progress",
    "BSc Physics\nBonn\nExpected graduation: May 2027",
    "BSc Physics\nBonn\n2023 – present",
    "2023 – 2027\nBSc Biology, Bonn",
]
FINISHED = [
    "BSc Computer Science, 2012 – 2015",
    "BSc Computer Science\nStudent Union Award, 2014",
    "BSc Computer Science, 2015\nTeaching assistant for first-year students",
    "2012 – 2015\nBSc Biology, Bonn",
    "PhD in Physics, 2026",
]


@pytest.mark.parametrize("text", UNFINISHED)
def test_unfinished_degrees(text):
    """Ensures that studies that go on or were broken off are marked."""
    assert [d.completed for d in degrees("EDUCATION\n" + text)] == [False]


@pytest.mark.parametrize("text", FINISHED)
def test_finished_degrees(text):
    """Ensures that a finished degree is not doubted."""
    assert [d.completed for d in degrees("EDUCATION\n" + text)] == [True]


def test_what_is_said_of_one_degree_is_not_said_of_the_next():
    """Ensures that a master's degree in progress leaves the bachelor's finished."""
    found = degrees("EDUCATION\nMSc Statistics, Leiden, 2025 – present\nBSc Statistics, Delft, 2021 – 2024\n")

    assert [d.completed for d in found] == [False, True]


# --- comparing ---------------------------------------------------------------------------------


def test_best_is_the_highest_finished():
    """Ensures that a finished bachelor's counts before an unfinished master's."""
    bachelor, master = degree("bachelor"), degree("master", completed=False)

    assert education.best([bachelor, master]) == bachelor
    assert education.best([master]) == master
    assert education.best([]) is None


@pytest.mark.parametrize(
    ("held", "completed", "asked", "reached"),
    [
        ("master", True, "bachelor", True),
        ("bachelor", True, "bachelor", True),
        ("bachelor", True, "master", False),
        ("bachelor", True, "BSc", True),
        ("bachelor", True, "Master's degree", False),
        ("doctorate", True, "PhD", True),
        ("bachelor", False, "bachelor", False),
        ("bachelor", False, "secondary", True),
        ("bachelor", False, "associate", False),
        ("master", False, "bachelor", True),
        ("doctorate", False, "master", True),
        ("secondary", False, "secondary", False),
        ("doctorate", True, "licence to kill", False),
    ],
)
def test_reaches(held, completed, asked, reached):
    """Ensures that levels are compared in order, and an unfinished degree by what it presupposes."""
    assert education.reaches(degree(held, completed=completed), asked) is reached


@given(st.sampled_from(list(DegreeLevel)), st.sampled_from(list(DegreeLevel)))
def test_reaching_follows_the_order_of_levels(held, asked):
    """Ensures that a finished degree reaches exactly the levels up to its own."""
    order = list(DegreeLevel)

    assert education.reaches(degree(held.value), asked.value) is (order.index(held) >= order.index(asked))


@pytest.mark.parametrize(
    ("field", "asked", "fits"),
    [
        ("CSE", ("Computer Science",), True),
        ("Computer Science", ("Software Engineering",), True),
        ("Informatik", ("Computer Science", "related field"), True),
        ("Information Systems", ("CS",), True),
        ("Computer Applications", ("Computer Science",), True),
        ("Electronics & Communication", ("Computer Science",), False),
        ("Electronics & Communication", ("Computer Science", "related technical field"), True),
        ("Physics", ("related STEM field",), True),
        ("Physics", ("Computer Science", "Mathematics", "or related field"), True),
        ("Mathematics", ("Statistics",), True),
        ("History", ("Computer Science", "related field"), False),
        ("History", ("any field",), True),
        ("History", ("History",), True),
        ("Underwater Basketry", ("Underwater basketry",), True),
        ("Underwater Basketry", ("Computer Science",), False),
        ("Finance", ("Economics",), True),
        ("Mechanical Engineering", ("Engineering",), True),
        (None, ("Computer Science",), False),
    ],
)
def test_field_fits(field, asked, fits):
    """Ensures that fields are compared by what they are, not by how they are spelt."""
    assert education.field_fits(degree("bachelor", field), asked) is fits


@given(st.text(alphabet="BMSPhDcA. ,()\nofinTech's-", max_size=60))
def test_any_text_is_taken(text):
    """Ensures that any text gives degrees in order of line, never an error."""
    found = degrees("EDUCATION\n" + text)

    assert [d.line for d in found] == sorted(d.line for d in found)
    assert all(d.text for d in found)
