"""spaCy's PhraseMatcher over gapscan's own names and aliases, without judgement."""

from adapter import Extract, held, names, serve


def load() -> Extract:
    """Add every alias by lower case, cut by the English tokenizer; of overlapping finds the longest stays."""
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for alias, key in names():
        matcher.add(key, [nlp.make_doc(alias)])

    def extract(text: str, sort: str) -> list:
        found = filter_spans(matcher(nlp.make_doc(text), as_spans=True))
        return held([span.label_ for span in found], sort)

    return extract


serve(load)
