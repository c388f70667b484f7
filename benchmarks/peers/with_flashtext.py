"""A list in flashtext2: gapscan's own names and aliases, without judgement."""

from adapter import Extract, held, names, serve


def load() -> Extract:
    """Add every alias, in any case."""
    from flashtext2 import KeywordProcessor

    processor = KeywordProcessor(case_sensitive=False)
    for alias, key in names():
        processor.add_keyword(alias, key)
    return lambda text, sort: held(processor.extract_keywords(text), sort)


serve(load)
