"""A spaCy component that puts gapscan's matcher on spaCy's Docs: ``nlp.add_pipe("gapscan_skills")``.

Found skills become ``doc.spans["gapscan_skills"]``, one span a held, denied, wanted or unclear mention, labelled with the
skill's id; the stance stands in ``span._.gapscan_stance``. displaCy draws them (``style="span"``). Registered through the
entry point ``spacy_factories``, so installing gapscan is enough.
"""

from __future__ import annotations

from typing import Any

from gapscan import matching, sections, taxonomy
from gapscan.records import Document, Source

SPANS_KEY = "gapscan_skills"


def make_component(nlp: Any, name: str) -> Any:
    """Return the component for one pipeline; spaCy calls this."""
    from spacy.tokens import Span

    if not Span.has_extension("gapscan_stance"):
        Span.set_extension("gapscan_stance", default=None)
    known = taxonomy.load()

    def component(doc: Any) -> Any:
        text = doc.text
        document = Document(text, Source("<spacy>", "text", "spacy", "", len(text)), sections.split(text))
        spans = []
        for mention in matching.find(document, known).mentions:
            span = doc.char_span(mention.span.start, mention.span.end, label=mention.skill, alignment_mode="expand")
            span._.gapscan_stance = mention.stance.value
            spans.append(span)
        doc.spans[SPANS_KEY] = spans
        return doc

    return component


def register() -> None:
    """Register the factory with spaCy when the entry point is not installed (a bare checkout)."""
    from spacy.language import Language

    if not Language.has_factory(SPANS_KEY):
        Language.factory(SPANS_KEY, func=make_component)
