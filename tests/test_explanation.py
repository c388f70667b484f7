"""Tests of gapscan.explanation: the whole story of one skill, and nothing that a terminal would run."""

import pytest

from gapscan.analyzer import Analyzer, read_text
from gapscan.errors import UnknownNameError
from gapscan.explanation import explain
from gapscan.records import (
    Document,
    Importance,
    JobProfile,
    Matches,
    Mention,
    Month,
    Refusal,
    Requirement,
    Section,
    SectionKind,
    SkillId,
    Span,
    Stance,
)

RESUME = """Jane Example
Data scientist

SKILLS
Python, SQL, PyTorch, AWS SageMaker
Currently learning Kubernetes. No experience with Java.

EXPERIENCE
Data Scientist, Example Ltd, Jan 2020 - Dec 2022
- Built a churn model in Python and scikit-learn, cut churn by 12%
- Deployed with Docker

CERTIFICATIONS
AWS Certified Solutions Architect - Associate
"""
ANALYZER = Analyzer(as_of=Month(2026, 11))
DOCUMENT = read_text(RESUME, "jane.txt")

# skill as typed -> what the story must say, in this order
STORIES = {
    "python": (
        "Python (python) in jane.txt", "Shown: used with a result; 3 years in dated roles, last 2022-12", "Looked for",
        "line 5, skills: has it", "line 10, experience: has it", "“- Built a churn model in Python",
        "Scikit-learn implies it (line 10)", "Python: must, weight 3", "met, credit 1", "+1.00 held",
        "Certificates that examine it", "PCEP",
    ),
    "Deep Learning": (
        "Deep learning (deep-learning)", "Not shown in words; it follows from PyTorch (line 5)", "no place names it",
        "PyTorch implies it (line 5)", "+0.75 implied", "To learn it", "about 90 hours",
    ),
    "java": (
        "Not shown: the résumé says it is not held.", "line 6, skills: says it is not held (no experience with)",
        "Java or C++: preferred, weight 1", "1 of 2 alternatives is enough", "missing, credit 0", "+0.00 denied",
    ),
    "k8s": ("Kubernetes (kubernetes)", "wants it and does not show it", "currently learning", "does not ask for it"),
    "tensorflow": ("Not shown in this résumé.", "PyTorch is nearby and transfers partly (line 5)", "points to win",
                   "+0.30 nearby"),
    "aws": ("Amazon Web Services", "part of “AWS SageMaker”, which is Amazon SageMaker",
            "AWS Certified Solutions Architect - Associate (aws-saa): held in this résumé"),
    "linear algebra": ("no place names it", "nothing near Linear algebra", "CompTIA DataAI"),
    "teamwork": ("To learn it", "no figure"),
    "sagemaker": (
        "(aws-mla): transition", "Between versions", "(aws-mls): not suggested, retired.", "Last sat on 2026-03-31", "In its place:",
    ),
}  # fmt: skip


@pytest.mark.parametrize("skill", STORIES)
def test_the_story_is_told_in_order(skill):
    """Ensures that a story says what was looked for, found, implied, asked and examined, one after the other."""
    story = " ".join(explain(ANALYZER, DOCUMENT, skill).split())
    place = 0
    for piece in STORIES[skill]:
        found = story.find(piece, place)
        assert found != -1, f"{piece!r} is missing after {story[max(0, place - 60) : place]!r}"
        place = found + len(piece)


@pytest.mark.parametrize("skill", STORIES)
def test_lines_fit_and_end(skill):
    """Ensures that no line is wider than a terminal, none ends in blanks, and the text ends in one line break."""
    story = explain(ANALYZER, DOCUMENT, skill)

    assert max(map(len, story.splitlines())) <= 100
    assert all(line == line.rstrip() for line in story.splitlines())
    assert story.endswith("\n")
    assert not story.endswith("\n\n")


class Told(Analyzer):
    """An analyzer that finds what it is told, so that a test needs no luck with the sense judge."""

    def __init__(self, matches):
        super().__init__(as_of=Month(2026, 11))
        self.matches = matches

    def find(self, document):
        """Return the matches given."""
        return self.matches


def test_unclear_words_come_with_the_way_to_settle_them():
    """Ensures that an unclear mention is quoted with its reason, and both options are spelled out with the id."""
    document = read_text("We go there daily.\n", "b.txt")
    unclear = Mention(Span(3, 5), "go", SkillId("go"), Stance.UNCERTAIN, SectionKind.OTHER, 1, 0.5, "can't tell")
    story = explain(Told(Matches((unclear,))), document, "go")

    assert "Unclear: the words are there" in story
    assert "line 1, other: unclear (can't tell)" in story
    assert "gapscan scan b.txt --accept go" in story
    assert "gapscan scan b.txt --reject go" in story


def test_refused_places_say_why():
    """Ensures that a place which looked like the skill stands there with the rule that refused it."""
    document = read_text("Jane\nOwned the R&D budget.\n", "c.txt")
    refusal = Refusal(Span(15, 16), "R", SkillId("r"), 2, "'R&D' does not mean R")
    story = explain(Told(Matches((), (refusal,))), document, "r")

    assert "Looked like it, and was refused (1)\n  line 2: 'R&D' does not mean R\n    “Owned the R&D budget.”" in story
    assert "+0.00 refused: line 2: 'R&D' does not mean R" in story


def test_hidden_text_is_named_and_not_counted():
    """Ensures that a name in text which nobody would see is said to be there, and not counted."""
    plain = read_text("Jane\nPython COBOL\n", "d.txt")
    start = plain.text.index("COBOL")
    document = Document(plain.text, plain.source, plain.sections, (Span(start, start + 5),))

    story = explain(ANALYZER, document, "cobol")

    assert "Not shown in this résumé." in story
    assert "line 2: in text that a person looking at the page would not see" in story


def test_one_line_of_a_hundred_kilobytes_is_quoted_in_part():
    """Ensures that a résumé without line breaks is quoted around the name only."""
    document = read_text("word " * 10_000 + "Python " + "word " * 10_000, "e.txt")
    story = explain(ANALYZER, document, "python")

    assert "“…" in story
    assert len(story) < 6_000


def test_many_mentions_are_counted_and_cut():
    """Ensures that a thousand mentions give their number and not a thousand quotes."""
    story = explain(ANALYZER, read_text("Python\n" * 1_000, "f.txt"), "python")

    assert "Found (1000)" in story
    assert "and 960 more" in story


def test_nothing_from_the_file_reaches_the_terminal_raw():
    """Ensures that control characters of the text, the file name and the job are replaced."""
    section = Section(SectionKind.SKILLS, None, 0, 40)
    raw = read_text("placeholder", "evil\x1b[31m.txt")
    document = Document("Python \x1b[2J\u202egnirts\x07 end of the line here", raw.source, (section,))
    evil = JobProfile("x", "Job\x1b[0m", (
        Requirement("py", "Py\x1bthon", (SkillId("python"),), Importance.MUST, 3.0),
    ))  # fmt: skip

    story = explain(Analyzer(evil), document, "python")

    assert not set(story) & set("\x1b\u202e\x07")


def test_an_unknown_skill_lists_near_ones():
    """Ensures that a name which is no skill is an error with the nearest names."""
    with pytest.raises(UnknownNameError, match="pytorch"):
        explain(ANALYZER, DOCUMENT, "pytorhc")
