"""Tests of the timeline: dates, dated entries, months a skill, stated years, results.

``cases/timelines.jsonl`` holds invented résumés, one a line: ``text``, ``as_of`` (the month that "present" means),
``total`` (months of work, null when nothing is dated), ``skills`` (months each, null when no dated entry shows it),
``layout`` (what is special about it) and ``count`` (how the figures were counted by hand).
"""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gapscan import matching, sections, taxonomy, timeline
from gapscan.records import Document, Mention, Month, Period, SectionKind, Source, Span, Stance
from gapscan.timeline import dates, figures

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "timelines.jsonl").read_text(encoding="utf-8").splitlines()
]
AS_OF = Month(2026, 6)


def document(text, *, hidden=()):
    return Document(text, Source("resume.txt", "text", "plain", "", len(text)), sections.split(text), hidden)


def periods(text, *, hidden=()):
    return timeline.periods(document(text, hidden=hidden), as_of=AS_OF)


def month(text):
    year, number = text.split("-")
    return Month(int(year), int(number))


def mention(text, word, occurrence=0):
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(word, start + 1)
    line = text.count("\n", 0, start) + 1
    return Mention(Span(start, start + len(word)), word, word.lower(), Stance.HELD, SectionKind.EXPERIENCE, line)


def stated(text):
    """Years by name, for every known name in the text."""
    names = ("Python", "Java", "SQL", "Spark", "Docker", "Kubernetes", "Terraform", "C++", "Go", "Git")
    found = [mention(text, name) for name in names if name in text]
    found.sort(key=lambda each: each.span)
    return dict(timeline.stated_years(document(text), found))


# --- whole résumés -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known():
    return taxonomy.load()


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_hand_counted_resumes(case, known):
    """Ensures that months of work and months a skill are what a person counts."""
    resume = document(case["text"])
    found = timeline.periods(resume, as_of=month(case["as_of"]))
    held = [m for m in matching.find(resume, known).mentions if m.stance is Stance.HELD]
    months = {name: timeline.months_of([m for m in held if m.skill == name], found)[0] for name in case["skills"]}

    assert timeline.total_months(found) == case["total"]
    assert months == case["skills"]


def test_enough_layouts():
    """Ensures that the specification covers at least thirty layouts, each once."""
    assert len({case["id"] for case in CASES}) == len(CASES) >= 30


# --- dates -------------------------------------------------------------------------------------

RANGES = [
    ("Jan 2019 – Present", "2019-01", "2026-06"),
    ("January 2019 to date", "2019-01", "2026-06"),
    ("2017-2019", "2017-07", "2019-06"),
    ("2017 - 19", "2017-07", "2019-06"),
    ("2017–19", "2017-07", "2019-06"),
    ("2018/19", "2018-07", "2019-06"),
    ("1998-02", "1998-02", "1998-02"),
    ("2018 - 2018", "2018-01", "2018-12"),
    ("03/2018 to date", "2018-03", "2026-06"),
    ("03.2018–05.2020", "2018-03", "2020-05"),
    ("2018-03 – 2020-05", "2018-03", "2020-05"),
    ("2018-03-15 to 2019-04-01", "2018-03", "2019-04"),
    ("2009-10 – 2011-05", "2009-10", "2011-05"),
    ("2010-12", "2010-07", "2012-06"),
    ("2008/10 to 2011/08", "2008-10", "2011-08"),
    ("2016 / 09 - 2018 / 01", "2016-09", "2018-01"),
    ("Summer '21", "2021-06", "2021-08"),
    ("Spring 2020", "2020-03", "2020-05"),
    ("Winter 2020", "2020-01", "2020-03"),
    ("since 2020", "2020-07", "2026-06"),
    ("from May 2018", "2018-05", "2026-06"),
    ("May 2018 till now", "2018-05", "2026-06"),
    ("May 2018 – current", "2018-05", "2026-06"),
    ("May 2018 until today", "2018-05", "2026-06"),
    ("May 2018 – ongoing", "2018-05", "2026-06"),
    ("(September 2017 onwards)", "2017-09", "2026-06"),
    ("Sept. 2016 - Aug 2018", "2016-09", "2018-08"),
    ("Q1 2019 – Q3 2020", "2019-01", "2020-09"),
    ("H1 2019", "2019-01", "2019-06"),
    ("May 2020", "2020-05", "2020-05"),
    ("(2015–2016)", "2015-07", "2016-06"),
    ("01/02/2019 - 15/06/2020", "2019-02", "2020-06"),
    ("06/01/2015 – 08/31/2018", "2015-06", "2018-08"),
    ("04-09-2003 to 19-12-2007", "2003-09", "2007-12"),
    ("March 15, 2018 – April 2nd, 2019", "2018-03", "2019-04"),
    ("1 January 2020 – 31 December 2020", "2020-01", "2020-12"),
    ("early 2019 - end of 2020", "2019-02", "2020-12"),
    ("Jan-Mar 2011", "2011-01", "2011-03"),
    ("Summer/Fall 2019", "2019-06", "2019-11"),
    ("Jan '19 – Mar '20", "2019-01", "2020-03"),
    ("Jan 2021 - Dec 21", "2021-01", "2021-12"),
    ("May2018-Jun2019", "2018-05", "2019-06"),
    ("1999 -2005", "1999-07", "2005-06"),
    ("1998 - 02", "1998-07", "2002-06"),
    ("2001  2005: Assistant", "2001-07", "2005-06"),
    ("2007  Present Agency", "2007-07", "2026-06"),
    ("Jan 2019 –\nMar 2020", "2019-01", "2020-03"),
    ("Jan 2019\nMar 2020", "2019-01", "2020-03"),
    ("Engineer, Acme     Jan 2019 –\nBerlin             Mar 2020", "2019-01", "2020-03"),
    ("Engineer, Acme     Jan 2019 –\nBerlin             Present", "2019-01", "2026-06"),
    ("employed to March\n2017", "2017-03", "2017-03"),
    ("2012 –", "2012-07", "2026-06"),
    ("(Jan 2026 -)", "2026-01", "2026-06"),
    ("2026 – Present", "2026-04", "2026-06"),
    ("Present – Jan 2024", "2024-01", "2026-06"),
    ("Mai 2018 – heute", "2018-05", "2026-06"),
    ("03/2019 | Present", "2019-03", "2026-06"),
    ("December 2020 – January 2028", "2020-12", "2026-06"),
    ("2019 – 2017", "2017-07", "2019-06"),
    ("2019 – Mar 2019", "2019-01", "2019-03"),
]


@pytest.mark.parametrize(("text", "first", "last"), RANGES, ids=[text for text, _, _ in RANGES])
def test_date_forms(text, first, last):
    """Ensures that a date is read in every form people write it in."""
    found = dates.find(text, AS_OF.index)

    assert [(each.first, each.last) for each in found] == [(month(first).index, month(last).index)]


SHORT_YEARS = [
    ("Nov 18 - Dec 19", "2018-11", "2019-12"),
    ("03/18 – 05/20", "2018-03", "2020-05"),
    ("03/18 to date", "2018-03", "2026-06"),
    ("Sep-16 – Aug-18", "2016-09", "2018-08"),
    ("Jan 98 – Feb 99", "1998-01", "1999-02"),
]


@pytest.mark.parametrize(("text", "first", "last"), SHORT_YEARS)
def test_years_of_two_digits(text, first, last):
    """Ensures that ranges of two-digit years are read when they are asked for."""
    found = dates.find(text, AS_OF.index, short_years=True)

    assert [(each.first, each.last) for each in found] == [(month(first).index, month(last).index)]


NO_DATES = [
    "+44 2019555",
    "555-2019",
    "(918) 555-2019",
    "ZIP 20190-2021",
    "Python 3.7 and SQL Server 2012",
    "Windows 2008, Office 2010",
    "Microsoft Office 2016",
    "ISO 9001:2015",
    "top 10 of 2019",
    "Class of 2018",
    "CVE-2019-1234",
    "ES2017 and v2019",
    "$2000-20",
    "2019,500 rows",
    "sold 2,019 units",
    "the 2010s",
    "20190101123",
    "© 1066",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_numbers_that_are_no_dates(text):
    """Ensures that versions, numbers and names with a year in them are not taken for dates."""
    assert dates.find(text, AS_OF.index) == []


def test_future_dates_are_left_out():
    """Ensures that what starts after the reference month does not count."""
    assert dates.find("Sep 2027 – Jun 2028", AS_OF.index) == []


# --- entries -----------------------------------------------------------------------------------

NOT_WORK = [
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nDigitised maintenance records, 1985–2015\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\n- Cleaned weather data from 1990 to 2015\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nModelled demand for 2022-2026\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nTools: Windows Server 2008 - 2012\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\n- Won an award in May 2016\n",
    "(555) 201-2019\n2015-2018 Main St\nExperience\nData Engineer, Acme, Jan 2019 - Dec 2021\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nEducation\nBSc, Bonn, 2012 - 2016\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nCertifications\nAWS architect, 2015 - 2018\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nPublications\nRoe et al., J. Flow, 2012-2016\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nVolunteering\nCoach, 2010-2016\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nProjects\nChess engine, Jan 2016 - May 2017\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nPersonal\nDate of birth: 12 May 1990\n",
    "Experience\nData Engineer, Acme, Jan 2019 - Dec 2021\nBSc in Physics, Bonn, Oct 2012 - Sep 2016\n",
]


@pytest.mark.parametrize("day", ["February 10, 2026", "10 February 2026", "10th of March 2018", "01/02/2019"])
def test_a_day_alone_is_no_employment(day):
    """Ensures that the date at the foot of a page or over a letter adds no month of work."""
    role = "Work Experience\nEngineer, Acme\nJan 2019 - Dec 2020\nBuilt things in Go.\n"

    assert timeline.total_months(periods(f"{role}\n{day}    Ada Quill, Resume    1\n")) == 24
    assert timeline.total_months(periods(f"{role}\n{day}\n")) == 24


@pytest.mark.parametrize("text", NOT_WORK)
def test_what_is_no_work(text):
    """Ensures that only the roles count for the total, whatever other years the résumé holds."""
    assert timeline.total_months(periods(text)) == 36


LAYOUTS = [
    "Engineer, Acme, Jan 2019 - Dec 2019\n- built x\nTester, Foo, Jan 2018 - Dec 2018\n- tested y\n",
    "Engineer\nAcme\nJan 2019 - Dec 2019\n- built x\n\nTester\nFoo\nJan 2018 - Dec 2018\n- tested y\n",
    "Jan 2019 - Dec 2019\nEngineer, Acme\n- built x\nJan 2018 - Dec 2018\nTester, Foo\n- tested y\n",
    "Engineer (Jan 2019 - Dec 2019), Acme\n- built x\nTester (Jan 2018 - Dec 2018), Foo\n- tested y\n",
    "Engineer\tAcme\tJan 2019 - Dec 2019\nbuilt x\nTester\tFoo\tJan 2018 - Dec 2018\ntested y\n",
    "- Engineer, Acme, Jan 2019 - Dec 2019\n- Tester, Foo, Jan 2018 - Dec 2018\n",
    "Engineer at Acme, from Jan 2019 to Dec 2019\nTester at Foo, from Jan 2018 to Dec 2018\n",
    "Company: Acme\nDuration: Jan 2019 to Dec 2019\n\nCompany: Foo\nDuration: Jan 2018 to Dec 2018\n",
    "Acme: Engineer Jan 2019 - Dec 2019, Tester Jan 2018 - Dec 2018\n",
    "Jan 2019 - Dec 2019: Engineer, Acme. Built x. Jan 2018 - Dec 2018: Tester, Foo. Tested y.\n",
]


@pytest.mark.parametrize("body", LAYOUTS)
@pytest.mark.parametrize("heading", ["EXPERIENCE\n", "Work Experience:\n", "## Experience\n"])
def test_layouts(heading, body):
    """Ensures that two roles are found wherever their dates stand."""
    found = periods(heading + body)

    assert [(str(p.first), str(p.last)) for p in found] == [("2019-01", "2019-12"), ("2018-01", "2018-12")]
    assert timeline.total_months(found) == 24


FORMS = [
    ("{0} {1}", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    ("{0}. {1}", "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"),
    ("{0} {1}", "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    ("{0}, {1}", "January February March April May June July August September October November December"),
    ("{0}-{1}", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    ("{0} '{2:02d}", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    ("{0} {2:02d}", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    ("15 {0} {1}", "January February March April May June July August September October November December"),
    ("{0} 3, {1}", "January February March April May June July August September October November December"),
    ("{0}/{1}", "01 02 03 04 05 06 07 08 09 10 11 12"),
    ("{0}.{1}", "01 02 03 04 05 06 07 08 09 10 11 12"),
    ("{0}/{2:02d}", "01 02 03 04 05 06 07 08 09 10 11 12"),
    ("{1}-{0}", "01 02 03 04 05 06 07 08 09 10 11 12"),
    ("{1}/{0}", "01 02 03 04 05 06 07 08 09 10 11 12"),
]
FRAMES = [
    "{title}, {firm}              {date}\n- used {skill}\n",
    "{title}\n{firm}\n{date}\n- used {skill}\n\n",
    "{date}\n{title}\n{firm}\nUsed {skill}.\n\n",
    "{title} ({date})\n{firm}\n• used {skill}\n",
    "{date} | {title} | {firm}\n* used {skill}\n",
    "{firm}\t{date}\n{title}\tBerlin\n- used {skill}\n",
    "{title} at {firm}, {date}\nUsed {skill} daily.\n\n",
    "{title}\n\n{firm} -  Berlin -\n\n{date}\n\nUsed {skill}.\n\n",
    "{date}: {title}, {firm}\n- used {skill}\n",
    "### {title}, {firm} *({date})*\n- used {skill}\n\n",
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(("form", "names"), FORMS)
@settings(max_examples=8)
@given(
    gaps=st.lists(st.tuples(st.integers(1, 4), st.integers(2, 50)), min_size=1, max_size=3),
    connector=st.sampled_from([" – ", " - ", " to ", " until ", "–"]),
)
def test_every_form_in_every_layout(frame, form, names, gaps, connector):
    """Ensures that roles keep their months and their skills whatever the layout and however dates are written."""
    words = names.split()
    body, expected, last = "", [], AS_OF.index - 2
    for number, (gap, length) in enumerate(gaps):
        last -= gap
        first = last - length
        ends = [form.format(words[i % 12], i // 12, i // 12 % 100) for i in (first, last)]
        body += frame.format(title="Data Engineer", firm="Acme Corp", date=connector.join(ends), skill=f"Skill{number}")
        expected.append(length + 1)
        last = first
    text = "Jo Roe\n\nExperience\n" + body + "\nEducation\nBSc, Bonn, 2004 - 2008\n"
    found = periods(text)
    months = [timeline.months_of([mention(text, f"Skill{n}")], found)[0] for n in range(len(gaps))]

    assert months == expected
    assert timeline.total_months(found) == sum(expected)


def test_title_above_its_date_belongs_to_the_entry():
    """Ensures that a role's text starts at its title and ends at the next one."""
    text = "Experience\nJava Developer\nAcme, Jan 2019 - Dec 2019\n- x\n\nGo Developer\nFoo, Jan 2018 - Dec 2018\n- y\n"
    first, second = periods(text)

    assert text[first.start : first.end].strip().startswith("Java Developer")
    assert text[second.start : second.end].startswith("Go Developer")


def test_quote_is_the_words_of_the_date():
    """Ensures that a period can be shown in the résumé's own words."""
    (found,) = periods("Experience\nEngineer, Acme    (Jan 2019 –\n   present)\n")

    assert found.quote == "Jan 2019 – present"
    assert found.current


def test_hidden_dates_do_not_count():
    """Ensures that text nobody sees adds no experience."""
    text = "Experience\nEngineer, Acme, Jan 2020 - Dec 2020\nDirector, Acme, Jan 2000 - Dec 2019\n"
    hidden = (Span(text.index("Director"), len(text)),)

    assert timeline.total_months(periods(text, hidden=hidden)) == 12


def test_nothing_dated_is_unknown():
    """Ensures that a résumé without dates has an unknown length of experience, not none."""
    found = periods("Experience\nEngineer at Acme\nSkills\nPython\n")

    assert found == ()
    assert timeline.total_months(found) is None
    assert timeline.months_of([mention("Python", "Python")], found) == (None, None)


@pytest.mark.parametrize("text", ["", "\n", "no digits here", "2019", "\x00 2019–2020 \x00"])
def test_any_text_is_taken(text):
    """Ensures that a text without sections or sense gives periods or none, never an error."""
    assert all(p.first <= p.last <= AS_OF for p in periods(text))


def test_months_of_counts_the_entries_that_show_it():
    """Ensures that a skill's months are those of the roles whose text names it, and its last use the latest of them."""
    text = "Experience\nDev, Acme, Jan 2019 - Dec 2019\n- Python\nDev, Foo, Jan 2016 - Dec 2016\n- Python\nDev, Bar, 2015\n- C\n"
    found = periods(text)

    assert timeline.months_of([mention(text, "Python"), mention(text, "Python", 1)], found) == (24, Month(2019, 12))
    assert timeline.months_of([mention(text, "Python", 1)], found) == (12, Month(2016, 12))


def test_studies_give_no_months_of_a_skill():
    """Ensures that a subject studied for four years was not used for four."""
    text = "Education\nBSc, Bonn, Oct 2012 - Sep 2016\n- Python\n"

    assert timeline.months_of([mention(text, "Python")], periods(text)) == (None, None)


# --- arithmetic --------------------------------------------------------------------------------


def period(first, length):
    last = first + length
    return Period(Month(first // 12, first % 12 + 1), Month(last // 12, last % 12 + 1), 0, 10, SectionKind.EXPERIENCE, "", False)


SPANS = st.lists(st.tuples(st.integers(1980 * 12, 2020 * 12), st.integers(0, 80)), min_size=1, max_size=8)


@given(SPANS)
def test_total_agrees_with_sets_of_months(spans):
    """Ensures that every covered month counts once: overlaps are never doubled, gaps never counted."""
    covered = {index for first, length in spans for index in range(first, first + length + 1)}

    assert timeline.total_months([period(*span) for span in spans]) == len(covered)


@given(SPANS, st.randoms(use_true_random=False))
def test_total_does_not_depend_on_order(spans, random):
    """Ensures that the order of the roles does not matter."""
    shuffled = list(spans)
    random.shuffle(shuffled)

    assert timeline.total_months([period(*s) for s in shuffled]) == timeline.total_months([period(*s) for s in spans])


@given(SPANS, st.tuples(st.integers(1980 * 12, 2020 * 12), st.integers(0, 80)))
def test_another_role_never_lowers_the_total(spans, other):
    """Ensures that the total grows with the roles and stays within the span from first to last month."""
    before = timeline.total_months([period(*span) for span in spans])
    after = timeline.total_months([period(*span) for span in [*spans, other]])
    every = [*spans, other]
    span = max(first + length for first, length in every) - min(first for first, _ in every) + 1

    assert before <= after <= span


@given(st.integers(1970, 2024), st.integers(1, 12), st.integers(0, 60))
def test_written_months_are_counted_whole(year, number, length):
    """Ensures that "Mon YYYY – Mon YYYY" counts both its months, whatever they are."""
    first = year * 12 + number - 1
    last = min(first + length, AS_OF.index)
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    text = f"{names[first % 12]} {first // 12} – {names[last % 12]} {last // 12}"
    found = dates.find(text, AS_OF.index)

    assert [each.last - each.first + 1 for each in found] == [last - first + 1]


@given(st.text(alphabet="2019 -–/'.JanMay,\n:to", max_size=60))
def test_dates_are_ordered_and_within_the_text(text):
    """Ensures that any text gives dates in order, none overlapping, none after the reference month."""
    found = dates.find(text, AS_OF.index)

    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= d.start < d.end <= len(text) and d.first <= d.last <= AS_OF.index for d in found)


# --- stated years ------------------------------------------------------------------------------

STATED = [
    ("5+ years of Python", {"python": 5}),
    ("Python (5 years), Java (2 years)", {"python": 5, "java": 2}),
    ("Python – 5 yrs, SQL – 3 yrs", {"python": 5, "sql": 3}),
    ("Java: 3 years", {"java": 3}),
    ("over six years' experience in SQL and Spark", {"sql": 6, "spark": 6}),
    ("C++ (Less than 1 year)", {"c++": 0.5}),
    ("Git\n(Less than 1 year), SQL (10+\nyears)", {"git": 0.5, "sql": 10}),
    ("3-5 years of Python", {"python": 3}),
    ("3 to 5 years of Python", {"python": 3}),
    ("two years of Kubernetes", {"kubernetes": 2}),
    ("a decade of Java", {"java": 10}),
    ("18 months of Terraform", {"terraform": 1.5}),
    ("2 years and 6 months of Spark", {"spark": 2.5}),
    ("2½ years of Go", {"go": 2.5}),
    ("1.5 years of Go", {"go": 1.5}),
    ("fifteen (15) years of C++", {"c++": 15}),
    ("Python | 5 years\nSQL | 3 years", {"python": 5, "sql": 3}),
    ("Python\n5 years\nSQL\n3 years", {"python": 5, "sql": 3}),
    ("Skill | Years\n------|------\nPython | 5\nSQL | 3\n", {"python": 5, "sql": 3}),
    ("Python    6 years    Java    4 years", {"python": 6, "java": 4}),
    ("Python 5 years, Java 3 years", {"python": 5, "java": 3}),
    ("5 years Python, 3 years Java", {"python": 5, "java": 3}),
    ("Python: expert, 5 years; Java: beginner, 6 months", {"python": 5, "java": 0.5}),
    ("Python/Java - 5 years", {"python": 5, "java": 5}),
    ("Python, SQL and Java (2 years)", {"java": 2}),
    ("Python developer with 5 years of experience", {"python": 5}),
    ("used Python, SQL and Spark for over four years", {"python": 4, "sql": 4, "spark": 4}),
    ("8 years of experience including 3 years of Python and 2 years of Go.", {"python": 3, "go": 2}),
    ("4 years working with Docker, Kubernetes and Terraform (2 years)", {"docker": 4, "kubernetes": 4, "terraform": 2}),
    ("5 years' Python experience; 2 years' SQL", {"python": 5, "sql": 2}),
    ("10 years of experience in banking. Python, Java", {}),
    ("Python since the year 2015", {}),
    ("Delivered the Python migration in 2 years", {}),
    ("Java 2-year contract", {}),
    ("joined the Python team 5 years ago", {}),
    ("our company has 20 years of Java", {}),
    ("Python and SQL, year over year", {}),
]


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[text for text, _ in STATED])
def test_stated_years(text, expected):
    """Ensures that each figure goes to the skills of its own item or clause."""
    assert stated(text) == expected


def test_years_of_what_is_not_held_are_not_stated():
    """Ensures that years of a skill that somebody else has, or that is asked for, are left out."""
    text = "5 years of Python"
    other = Mention(Span(11, 17), "Python", "python", Stance.OTHER, SectionKind.SUMMARY, 1)

    assert timeline.stated_years(document(text), [other]) == {}


TOTALS = [
    ("8 years of experience", 8),
    ("8+ years' professional experience in IT", 8),
    ("over a decade of experience", 10),
    ("two decades of software engineering experience", 20),
    ("Total experience: 8 years 3 months", 8.25),
    ("Years of Experience: 2 Years and 4 Months", 2.33),
    ("30+ years in the IT industry", 30),
    ("Software engineer with 7 yrs exp", 7),
    ("8-year experience in data", 8),
    ("10 years as a backend developer", 10),
    ("Team lead with 9 years of experience", 9),
    ("3 years of experience in SQL, 12 years of experience in all", 12),
    ("For 30 years we have served banks", None),
    ("Acme, a company with 30 years of experience", None),
    ("Managed a team with 20 years of experience", None),
    ("Combined 50 years of experience", None),
    ("Our firm has over 40 years of experience", None),
    ("Python (5 years)", None),
    ("5 years ago", None),
    ("References\nJan Roe has 20 years of experience", None),
]


@pytest.mark.parametrize(("text", "expected"), TOTALS, ids=[text for text, _ in TOTALS])
def test_stated_total(text, expected):
    """Ensures that only figures of the person's own experience as a whole are taken."""
    assert timeline.stated_total(document(text)) == expected


@given(st.floats(0.5, 40).map(lambda years: round(years * 2) / 2))
def test_a_figure_is_worth_itself(years):
    """Ensures that a plain figure is read as it is written."""
    (figure,) = figures.find(f"{years:g} years of experience").figures

    assert figure.years == years


@given(st.text(alphabet="5 years+-(of)mnths½.,\nlessthan", max_size=50))
def test_figures_are_ordered(text):
    """Ensures that any text gives figures in order, none overlapping, each above zero."""
    found = figures.find(text).figures

    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= figure.start < figure.end <= len(text) and figure.years > 0 for figure in found)


# --- results -----------------------------------------------------------------------------------

RESULTS = [
    "Reduced latency by 40 ms",
    "Cut costs by $2M",
    "Improved accuracy by 12%",
    "lowered churn 5 percent",
    "Made queries 3x faster",
    "Doubled conversion",
    "ten-fold speed-up of nightly jobs",
    "Cut build time from 40 minutes to 6",
    "grew the base from 10k to 250k users",
    "Raised AUC to 0.91",
    "0.93 F1 on held-out data",
    "saved 300 engineer-hours a month",
    "reduced deployment time to 5 min",
    "served 2M daily users",
    "saving €40,000 a year",
]
NO_RESULTS = [
    "Led a team of 6",
    "Built pipelines in Spark",
    "Python 3.7 and SQL Server 2012",
    "since 2019",
    "from 2015 to 2019",
    "by 2020 moved to AWS",
    "Phone: 555-0142",
    "Migrated from Python 2.7 to 3.8",
    "upgraded from 2.7 to 3.8",
    "100% remote",
    "40 hours a week",
    "Worked 3 years in Berlin",
    "3 microservices in Go",
    "Version 2.1 released in May 2020",
    "reduced complexity by 2019",
    "improved code quality",
    "GPA 3.9/4.0",
    "20% " + "x" * 600,
]


@pytest.mark.parametrize("line", RESULTS)
def test_lines_with_a_result(line):
    """Ensures that a measurable outcome is seen."""
    assert timeline.has_result(line)


@pytest.mark.parametrize("line", NO_RESULTS)
def test_lines_without_a_result(line):
    """Ensures that years, versions, team sizes and other numbers are no outcome."""
    assert not timeline.has_result(line)
