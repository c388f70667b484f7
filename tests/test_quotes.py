"""Tests of gapscan.renderers.quotes: what a report cites of a résumé, and how it is cut to fit."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gapscan.records import Claim, Document, Mention, Profile, SectionKind, SkillId, Source, Span, Stance
from gapscan.renderers import quotes

_words = st.lists(st.sampled_from(["Go", "R", "C++", "é", "数据", "a", "…", "\n", "\n\n", " ", "x" * 90]), max_size=60)


@given(_words, st.data())
def test_quotes_are_slices_of_the_document(words, data):
    """Ensures that each quote is a slice of the text, its marks are slices too, and quotes do not overlap."""
    text = " ".join(words)
    document = Document(text, Source("x", "txt", "plain", "", len(text)))
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    chosen = data.draw(st.lists(st.sampled_from(spans), unique=True)) if spans else []
    claims = {}
    for number, span in enumerate(chosen):
        mention = Mention(span, text[span.start : span.end], SkillId(f"s{number}"), Stance.HELD, SectionKind.OTHER, 1)
        claims[mention.skill] = Claim(mention.skill, Stance.HELD, (mention,))
    found = quotes.collect(document, Profile(document.source, claims))

    assert all(text[q.span.start : q.span.end] == q.text for q in found)
    assert all(q.text[m.start : m.end] == text[m.span.start : m.span.end] for q in found for m in q.marks)
    assert [m.span for q in found for m in q.marks] == sorted(chosen)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(document.line_of(q.span.start) == q.line for q in found)


@given(st.integers(1, 200), st.integers(0, 300), st.integers(0, 300))
def test_excerpt_fits(most, before, after):
    """Ensures that an excerpt is no longer than asked and holds the beginning of its mark."""
    text = "b" * before + " Kubernetes " + "a" * after
    span = Span(before + 1, before + 11)
    mention = Mention(span, "Kubernetes", SkillId("kubernetes"), Stance.HELD, SectionKind.OTHER, 1)
    document = Document(text, Source("x", "txt", "plain", "", len(text)))
    profile = Profile(document.source, {mention.skill: Claim(mention.skill, Stance.HELD, (mention,))})
    excerpt = quotes.excerpt(quotes.collect(document, profile), span, most=most)

    assert excerpt is not None
    assert len(str(excerpt)) <= max(most, len(excerpt.marked))
    assert "Kubernetes".startswith(excerpt.marked)


def test_long_line_is_quoted_around_its_mark():
    """Ensures that a résumé without line breaks is not quoted whole."""
    text = "word " * 400 + "Docker" + " word" * 400
    start = text.index("Docker")
    mention = Mention(Span(start, start + 6), "Docker", SkillId("docker"), Stance.HELD, SectionKind.OTHER, 1)
    document = Document(text, Source("x", "csv", "plain", "", len(text)))
    (found,) = quotes.collect(
        document, Profile(document.source, {mention.skill: Claim(mention.skill, Stance.HELD, (mention,))})
    )

    assert len(found.text) < 200
    assert found.text.startswith("word")
