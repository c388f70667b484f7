"""The spoken languages that postings ask for: conditions, never skills."""

from __future__ import annotations

# The spoken languages that postings of five continents ask for.
LANGUAGES = frozenset(
    """english german french spanish italian portuguese dutch mandarin cantonese chinese japanese korean arabic hebrew russian
    ukrainian polish czech slovak hungarian romanian bulgarian greek turkish swedish norwegian danish finnish icelandic estonian
    latvian lithuanian croatian serbian slovenian hindi urdu bengali tamil telugu marathi punjabi gujarati malay indonesian thai
    vietnamese tagalog filipino swahili afrikaans catalan basque welsh irish gaelic luxembourgish farsi persian""".split()
)
