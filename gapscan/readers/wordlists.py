"""Tables of words, written as running text: a hundred names in quotes and commas are hard to read and to review."""

from __future__ import annotations


def words(table: str) -> frozenset[str]:
    """Return the words of a table, which stand in it with white space between them."""
    return frozenset(table.split())
