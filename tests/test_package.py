"""Tests of the package as a whole: arrows between rooms, light import, the error family, no code loading."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import gapscan
from gapscan import errors

PACKAGE = Path(gapscan.__file__).parent
# The rooms of the house, in the order of the flow; an import may only point to an earlier row or within its own.
LAYERS = (
    {"records", "errors", "resources", "safety", "folding", "__init__"},
    {"taxonomy", "jobs", "readers", "sections", "certifications", "career"},
    {"matching"},
    {"timeline", "education", "profiles", "postings", "posting", "discovery", "importers", "spacy_component"},
    {"scoring"},
    {"advice", "optimize"},
    {"renderers", "evaluation", "redaction", "checks", "schemas"},
    {"analyzer"},
    {"learning", "explanation", "batch"},
    {"cli"},
    {"__main__"},
)


def modules():
    return sorted(p for p in PACKAGE.rglob("*.py") if "_shipped" not in p.parts)


def room(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def layer(name):
    return next((number for number, names in enumerate(LAYERS) if name in names), None)


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "gapscan":
            if node.module == "gapscan":
                yield from (alias.name for alias in node.names)
            else:
                yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("gapscan."))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path):
    """Ensures that no room imports a room further down the flow."""
    here = layer(room(path))
    assert here is not None, f"{room(path)} stands in no layer: add it to LAYERS and to the picture in the README"
    if path == PACKAGE / "__init__.py":
        return
    wrong = {name for name in imported(ast.parse(path.read_text(encoding="utf-8"))) if (layer(name) or 0) > here}

    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_nothing_loads_code_or_prints(path):
    """Ensures that no module evaluates, unpickles or reaches for the network, and only the command line prints."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    names = {a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module}

    assert not calls & {"eval", "exec", "__import__"}
    assert not names & {"pickle", "marshal", "shelve", "dill", "joblib", "requests", "urllib", "http", "socket", "ssl", "ftplib"}
    assert "print" not in calls or room(path) == "cli"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_says_what_it_is(path):
    """Ensures that a newcomer finds a docstring at the top of every room."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_errors_are_one_family():
    """Ensures that catching the base catches every deliberate error."""
    classes = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, Exception)]

    assert all(issubclass(c, errors.GapscanError) for c in classes)
    assert all(c.__name__.endswith("Error") for c in classes)


HEAVY = ("spacy", "sklearn", "pandas", "numpy", "scipy", "rich", "lxml", "pypdf", "asyncio")


@pytest.mark.parametrize("code", ["import gapscan", "from gapscan.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"])
def test_import_and_help_are_light(code):
    """Ensures that importing the package and asking for help load none of the heavy libraries."""
    probe = f"{code}\nimport sys\nsys.stderr.write(','.join(m for m in {HEAVY!r} if m in sys.modules))"
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert result.stderr == ""
