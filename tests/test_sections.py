"""Tests of gapscan.sections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import sections
from gapscan.records import SectionKind


def kinds(text):
    return [section.kind.value for section in sections.split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jo Doe\n\nWORK EXPERIENCE\nAcme\n\nEDUCATION\nBSc", ["header", "experience", "education"]),
        ("Skills: Python, SQL\nExperience\nAcme", ["skills", "experience"]),
        ("## Technical Skills\n- Go", ["skills"]),
        ("•  Certifications & Licenses  •\nCKA", ["certifications"]),
        ("Jo\nCurrently learning\nRust", ["header", "learning"]),
        ("Jo worked a lot. EDUCATION BSc in Maths. TECHNICAL SKILLS Python", ["header", "education", "skills"]),
    ],
)
def test_headings_split(text, expected):
    """Ensures that headings of all usual forms are found."""
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I have experience with skills that matter",
        "experience in retail and education of staff",
        "Our education platform serves schools",
        "Skills that I learnt at school and never forgot are listed elsewhere in this long line: see below",
    ],
)
def test_sentences_are_no_headings(text):
    """Ensures that a sentence that begins with a heading word is not a heading."""
    assert kinds(text) == ["header"]


@given(st.text(alphabet=st.sampled_from("Skills:\nEDUCATION abc"), max_size=200))
def test_sections_cover_the_text(text):
    """Ensures that every code point belongs to exactly one section."""
    parts = sections.split(text)

    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]
    assert not text or (parts[0].start, parts[-1].end) == (0, len(text))


def test_every_kind_has_headings():
    """Ensures that each kind of section but the header can be reached by a heading of the data."""
    assert set(sections._headings().values()) == set(SectionKind) - {SectionKind.HEADER}
