"""Tests of gapscan.redaction: what is personal goes, what is said of skills stays."""

import re
from dataclasses import replace

import pytest
import sample_report
from hypothesis import given
from hypothesis import strategies as st

from gapscan.records import (
    CareerStep,
    Claim,
    Degree,
    DegreeLevel,
    Document,
    Mention,
    Notice,
    Profile,
    Quote,
    SectionKind,
    SkillId,
    Source,
    Span,
    Stance,
)
from gapscan.redaction import BLACK, redact
from gapscan.renderers import RENDERERS, quotes

NOBODY = "resume.txt"


def redacted(text, *, first_lines="", name=NOBODY):
    """Return what becomes of a text in a notice, of a résumé that begins with some lines."""
    source = Source(name, "txt", "plain", "", len(first_lines))
    report = replace(
        sample_report.bare(), source=source, profile=Profile(source, {}), notices=(Notice("N-X", text),), quotes=()
    )
    return redact(report, Document(first_lines, source)).notices[0].message


# --- by form -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "jo.doe+cv@mail.example.org",
        "jo@localhost",
        "jo_doe [at] example [dot] org",
        "jo (at) example.org",
        "mailto:jo@example.org",
        "https://example.org/jo?x=1#top",
        "HTTP://EXAMPLE.ORG",
        "www.jo-doe.example",
        "linkedin.com/in/jo-doe-1234",
        "github.com/jodoe",
        "+44 7700 900123",
        "+1 (555) 123-4567",
        "(555) 123-4567",
        "555-123-4567",
        "555.123.4567",
        "555-0199",
        "0049 30 1234567",
        "0171/2345678",
        "98765 43210",
        "9876543210",
        "06 12 34 56 78",
        "12 Harbour Street",
        "221b Baker Street, London NW1 6XE",
        "123 West 45th Street, Apt 4B, New York, NY 10036",
        "1600 Invented Ave., Springfield, IL 62704-1234",
        "Seattle, WA 98101",
        "Bristol BS1 4QD",
        "Hauptstraße 12, 10115 Berlin",
        "12 rue de la Paix, 75002 Paris",
        "Calle Mayor 7",
        "P.O. Box 123",
    ],
)
def test_personal_by_form(text):
    """Ensures that mail, phone, links and addresses go whole, wherever they stand."""
    assert redacted(text) == BLACK
    assert redacted(f"Contact: {text} | Python") == f"Contact: {BLACK} | Python"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phone: 5 55 - 1 23", f"Phone: {BLACK}"),
        ("Address: The Old Mill, Nowhere | Rust", f"Address: {BLACK}| Rust"),
        ("Date of birth: 1 April 1990", f"Date of birth: {BLACK}"),
        ("GitHub: jodoe", f"GitHub: {BLACK}"),
        ("Portfolio: jo.dev", f"Portfolio: {BLACK}"),
    ],
)
def test_personal_by_label(text, expected):
    """Ensures that what a label calls personal goes, whatever its form."""
    assert redacted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2015-2019",
        "2015 - 2019, 2020 - 2021",
        "03/2019 - 05/2021",
        "2019-03-01 to 2021-05-31",
        "01.03.2019 - 31.05.2021",
        "served 10,000,000 users and 1 000 000 rows",
        "$120,000 - $150,000",
        "Python 3.11.7, CUDA 12.4, ISO 27001",
        "cut latency from 1200 ms to 340 ms",
        "line 12: 'Kubernetes' is about somebody else",
        "ASP.NET/C#, Node.js/Express, TCP/IP, CI/CD, R&D, C++/CLI",
        "led 5 teams in a way that worked",
        "3 day court case, 2 weeks on the road",
        "npm @angular/core",
        "GitHub Actions, LinkedIn Learning, Google Drive",
        "E-TOO-LARGE",
        "67 months of Python shown, 60 asked: short by 0 months",
        "Docker is used with a result (line 12)",
    ],
)
def test_not_personal(text):
    """Ensures that dates, figures, versions and names of skills stay."""
    assert redacted(text) == text


# --- by name -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first_lines",
    [
        "Mira Okonkwo\nData scientist",
        "MIRA OKONKWO\nPython developer",
        "Curriculum Vitae\n\nMira Okonkwo, M.Sc.",
        "Résumé\nMira J. Okonkwo | Bristol",
        "Data Engineer\nMira Okonkwo",
        "Name: Mira Okonkwo",
        "Phone 555\nFull name: mira okonkwo",
        "# Mira Okonkwo",
        "Contact\nmira.okonkwo@example.org",
        "linkedin.com/in/mira-okonkwo-12",
        "Dr. Mira Okonkwo\nPhysician",
        "MIRA OKONKWO SENIOR ENGINEER",
        "Mira Okonkwo 12 Harbour Street Bristol and all of the rest of a text that lost its lines",
        "• Mira van der Okonkwo •",
    ],
)
def test_name_of_the_first_lines(first_lines):
    """Ensures that the name of the person goes everywhere, in any capitals, with its initials."""
    assert (
        redacted("M. J. Okonkwo wrote this; OKONKWO, Mira", first_lines=first_lines) == f"{BLACK} wrote this; {BLACK}"
    )


def test_name_of_the_file():
    """Ensures that a file's name goes but for its ending, and so does the name in it."""
    text = redacted("mira-okonkwo_resume.pdf: page 2 of Mira Okonkwo has no text", name="cvs/mira-okonkwo_resume.pdf")

    assert text == f"{BLACK}.pdf: page 2 of {BLACK} has no text"
    assert redact(sample_report.build()).source.name == f"{BLACK}.pdf"
    assert redact(sample_report.build()).profile.source.name == f"{BLACK}.pdf"


@pytest.mark.parametrize(
    "first_lines",
    [
        "Python Developer\nPython and Rust",
        "Machine Learning Engineer\nSenior Data Scientist",
        "SUMMARY\nExperience\nWork Experience",
        "i write python for a living\nand like it",
    ],
)
def test_titles_are_no_names(first_lines):
    """Ensures that a line of job titles or headings does not black out these words."""
    text = "Python, Rust, Machine Learning, Senior Data, Experience, Summary, Write"

    assert redacted(text, first_lines=first_lines) == text


def profile_of(text, *words, name=NOBODY):
    """Return a document and a report whose claims are some words of a text."""
    document = Document(text, Source(name, "txt", "plain", "", len(text)))
    claims = {}
    for word in words:
        start = text.rindex(word)
        span = Span(start, start + len(word))
        mention = Mention(span, word, SkillId(word.lower()), Stance.HELD, SectionKind.OTHER, document.line_of(start))
        claims[mention.skill] = Claim(mention.skill, Stance.HELD, (mention,))
    profile = Profile(document.source, claims)
    report = replace(
        sample_report.bare(), source=document.source, profile=profile, quotes=quotes.collect(document, profile)
    )
    return document, report


def test_skills_in_a_file_name_stay():
    """Ensures that a skill named in the file's name is not taken for the person's."""
    document, report = profile_of("Jo Doe\nPython and Rust", "Python", "Rust", name="jo_doe_python_rust.txt")

    assert redact(report, document).quotes[0].text == "Python and Rust"


def test_a_name_that_is_a_skill_elsewhere_stays():
    """Ensures that Ruby the language survives Ruby the person."""
    document, report = profile_of("Ruby Doe\nRuby and Rust", "Ruby", "Rust")

    assert redact(report, document).quotes[0].text == "Ruby and Rust"


def test_a_skill_in_the_name_goes():
    """Ensures that a mention within the name line goes with it, in the quote and in the mention."""
    document, report = profile_of("Rust Doe\nCarpenter", "Rust")
    clean = redact(report, document)

    assert clean.quotes == (Quote(Span(0, 8), 1, BLACK),)
    assert clean.profile.claims["rust"].mentions[0].text == BLACK


# --- the whole report --------------------------------------------------------------------------


def personal_report():
    """Return the sample with something personal in every text that comes from the résumé."""
    report = sample_report.build()
    profile = replace(
        report.profile,
        degrees=(Degree(DegreeLevel.MASTER, None, "M.Sc., Mira Okonkwo, mira@example.org", 3),),
        periods=tuple(replace(period, quote=f"{period.quote} +44 7700 900123") for period in report.profile.periods),
        credentials=tuple(replace(one, text=f"{one.text} for Mira Okonkwo") for one in report.profile.credentials),
        refusals=tuple(replace(one, because="'Okonkwo' is no skill") for one in report.profile.refusals),
    )
    findings = tuple(
        replace(one, steps=tuple(replace(step, because=f"{step.because} (Mira)") for step in one.steps))
        for one in report.findings
    )
    text = "Mira Okonkwo, 12 Harbour Street, knows Python, see github.com/mira"
    start = text.index("Python")
    mark = replace(report.quotes[0].marks[0], start=start, end=start + 6)
    return replace(
        report,
        profile=profile,
        findings=findings,
        gates=tuple(replace(gate, found="says mira@example.org") for gate in report.gates),
        notices=(Notice("N-X", "mira-okonkwo.pdf: page 1 of Okonkwo"),),
        quotes=(replace(report.quotes[0], text=text, marks=(mark,)), *report.quotes[1:]),
        advice=replace(
            report.advice, career=(CareerStep("starting-step", "shown by Mira Okonkwo at Lakeside", "done"),)
        ),
    )


@pytest.mark.parametrize("fmt", RENDERERS)
def test_no_output_names_the_person(fmt):
    """Ensures that no format shows name, mail, phone, address or profile of a redacted report."""
    text = RENDERERS[fmt](redact(personal_report(), sample_report.DOCUMENT)).lower()
    text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)

    for word in ("mira", "okonkwo", "lindqvist", "@", "7700", "harbour street", "github.com"):
        assert word not in text


def test_findings_and_figures_stay():
    """Ensures that redaction changes no verdict, no figure and no offset."""
    before, after = sample_report.build(), redact(sample_report.build(), sample_report.DOCUMENT)

    assert after.score == before.score
    assert [f.status for f in after.findings] == [f.status for f in before.findings]
    assert [f.evidence for f in after.findings] == [f.evidence for f in before.findings]
    assert after.extras == before.extras
    assert after.job == before.job


def test_marks_move_with_their_words():
    """Ensures that a mark still holds its words after something before it went."""
    quote = redact(personal_report(), sample_report.DOCUMENT).quotes[0]

    assert quote.text == f"{BLACK}, knows Python, see {BLACK}"
    assert [quote.text[mark.start : mark.end] for mark in quote.marks] == ["Python"]


def test_a_second_time_changes_nothing():
    """Ensures that a redacted report has nothing left to redact."""
    once = redact(personal_report(), sample_report.DOCUMENT)

    assert redact(once) == once


@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["N", "Cs"], exclude_characters="@:/|.[({"),
        max_size=200,
    )
)
def test_plain_words_stay(text):
    """Ensures that a text without digits, dots, colons, slashes, brackets and at signs is personal by no form."""
    assert redacted(text) == text


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_mail_survives(before, after):
    """Ensures that a mail address goes, whatever stands around it."""
    assert "jo.doe@example.org" not in redacted(f"{before} jo.doe@example.org {after}")
