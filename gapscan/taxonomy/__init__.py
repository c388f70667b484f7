"""data/taxonomy → the indexes that the matcher and the reports need, and the lint that keeps the data honest.

The source of truth is text (``files``); ``patterns`` makes every searched string of it, ``compiled`` keeps them as an
index that loads in milliseconds, ``index`` is what a run holds, ``lint`` lists what is wrong with a folder.
"""

from __future__ import annotations

from gapscan.taxonomy.compiled import build, compile_index, load
from gapscan.taxonomy.index import SPECIAL, AliasEntry, Cue, Patterns, Taxonomy
from gapscan.taxonomy.lint import problems
from gapscan.taxonomy.patterns import Pattern, compile_patterns

__all__ = [
    "SPECIAL", "AliasEntry", "Cue", "Pattern", "Patterns", "Taxonomy", "build", "compile_index", "compile_patterns", "load",
    "problems",
]  # fmt: skip
