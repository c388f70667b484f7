"""Every regular expression of the package, as it is really compiled, on strings made to hurt it.

Run as a script in a fresh interpreter by ``test_linear``: what ``re`` compiles is recorded, with the line that asked for
it, while the package is imported and works on the samples. Each pattern then runs on pump strings, some of them made of
its own letters, in a process that is ended when it takes too long, and once more on a string 16 times as long when it is
slow enough to measure. Ratios of processor time are compared, never times. ``--ratios`` prints the slowest patterns.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import pkgutil
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gapscan"
SAMPLES = ROOT / "data" / "samples"
PUMPS = ("a", "a ", " ", "\n", " \n", "1", "1 ", "a-", "a.b@", "(", "<a ", "01/2020 - ", ", and ", "é•\u00a0 ", "Aa.", "'\"\\")
_LENGTH, _TIMES = 2_000, 16
# Processor seconds on the short string below which growth can't be told from noise; such a pattern is fast enough.
_TOLD_FROM = 0.005
# Growth on a string 16 times as long: 16 is linear, 256 quadratic.
_MOST_GROWTH = 64
# A pattern that is exponential never comes to the longer string: its process is ended.
_MOST_CPU_S = 8
_FUNCTIONS = ("compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")

Seen = dict[tuple[Any, int], set[tuple[str, int]]]


def record(seen: Seen) -> None:
    """Make ``re`` note each pattern that code of the package asks for."""
    original = re._compile

    def noting(pattern: Any, flags: Any) -> Any:
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        if frame is not None and frame.f_code.co_filename.startswith(str(PACKAGE)):
            place = (frame.f_code.co_filename, frame.f_lineno)
            key = (pattern.pattern, pattern.flags) if isinstance(pattern, re.Pattern) else (pattern, int(flags))
            seen.setdefault(key, set()).add(place)
        return original(pattern, flags)

    re._compile = noting


def work() -> None:
    """Import every module and do each kind of work once on every sample."""
    import gapscan
    from gapscan import postings, redaction, taxonomy
    from gapscan.analyzer import Analyzer
    from gapscan.renderers import RENDERERS

    for module in pkgutil.walk_packages(gapscan.__path__, "gapscan."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    known = taxonomy.load()
    analyzer = Analyzer()
    for path in sorted(SAMPLES.iterdir()):
        document = gapscan.readers.read(path, in_process=True)
        report = redaction.redact(analyzer.scan(document), document)
        for render in RENDERERS.values():
            render(report)
        try:
            postings.parse(document, known)
        except gapscan.errors.NoRequirementsError:
            continue


def written() -> Iterator[tuple[tuple[str, range], str | bytes | None, str]]:
    """Yield each place in the source that hands ``re`` a pattern: its lines, the pattern if it is plain, the function."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.func.attr in _FUNCTIONS):
                continue
            first = node.args[0]
            plain = first.value if isinstance(first, ast.Constant) else None
            yield (str(path), range(node.lineno, (node.end_lineno or node.lineno) + 1)), plain, node.func.attr


def sample(pattern: Any) -> str:
    """Return a short text on the way of a pattern, made of its own letters."""
    return "".join(
        _letters(re._parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags))
    )


def _letters(parsed: Any) -> Iterator[str]:
    for op, value in parsed:
        name = str(op)
        if name == "LITERAL":
            yield chr(value)
        elif name == "NOT_LITERAL":
            yield "b" if value == ord("a") else "a"
        elif name == "ANY":
            yield "a"
        elif name == "IN":
            yield _member(value)
        elif name == "BRANCH":
            yield from _letters(value[1][-1])
        elif name == "SUBPATTERN":
            yield from _letters(value[3])
        elif name == "ATOMIC_GROUP":
            yield from _letters(value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            low, high, inner = value
            yield "".join(_letters(inner)) * max(low, min(int(high), 2))


def _member(members: Any) -> str:
    classes = {"CATEGORY_WORD": "a", "CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_NOT_SPACE": "a",
               "CATEGORY_NOT_WORD": " ", "CATEGORY_NOT_DIGIT": "a"}  # fmt: skip
    if str(members[0][0]) == "NEGATE":
        refused = [chr(v) for op, v in members if str(op) == "LITERAL"]
        digits = any(str(v) == "CATEGORY_DIGIT" for op, v in members if str(op) == "CATEGORY")
        spaces = any(str(v) == "CATEGORY_SPACE" for op, v in members if str(op) == "CATEGORY")
        return next(c for c in ("a1 " if not spaces else "a1-") if c not in refused and not (digits and c == "1"))
    op, value = members[-1]
    if str(op) == "CATEGORY":
        return classes[str(value)]
    return chr(value if str(op) == "LITERAL" else value[0])


def pumps(pattern: Any, length: int) -> Iterator[Any]:
    """Yield long texts for a pattern, of its kind (text or bytes)."""
    own = sample(pattern) or "a"
    for unit in (*PUMPS, own, own[:-1] or "a", f"{own} ", own[:1]):
        text = (unit * (length // len(unit) + 1))[:length] + "\x01"
        yield text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text


def spent(pattern: Any, text: Any) -> float:
    """Return the processor time of going through a text once and of trying at its beginning."""
    began = time.process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.match(text)
    pattern.fullmatch(text)
    return time.process_time() - began


def patterns() -> tuple[dict[Any, str], list[str]]:
    """Return every pattern with the place it is written at, and the places of which no pattern is known."""
    seen: Seen = {}
    record(seen)
    work()
    places = {place for at in seen.values() for place in at}
    found = {re.compile(text, flags & ~re.DEBUG): "{}:{}".format(*sorted(at)[0]) for (text, flags), at in seen.items()}
    unknown = []
    for (path, lines), plain, function in written():
        if any((path, line) in places for line in lines):
            continue
        if plain is None and function == "compile":
            unknown.append(f"{path}:{lines[0]}")
        elif plain is not None:
            found[re.compile(plain)] = f"{path}:{lines[0]}"
    return found, unknown


def growth(pattern: Any, tell: Callable[[str], object]) -> tuple[float, float, str]:
    """Return the longest time on a short string, how it grows on a longer one, and what the string is made of."""
    timed = []
    for text in pumps(pattern, _LENGTH):
        tell(repr(text[:20]))
        timed.append((spent(pattern, text), text))
    first, short = max(timed, key=lambda pair: pair[0])
    tell(repr(short[:20]))
    if first < _TOLD_FROM:
        return first, 1.0, repr(short[:20])
    return first, spent(pattern, short[:-1] * _TIMES + short[-1:]) / first, repr(short[:20])


def apart(pattern: Any) -> tuple[float, float, str]:
    """Return ``growth`` as a process of its own finds it; infinite growth when that had to be ended."""
    read_end, write_end = os.pipe()
    pid = os.fork()
    if not pid:
        resource.setrlimit(resource.RLIMIT_CPU, (_MOST_CPU_S, _MOST_CPU_S))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        result = growth(pattern, lambda text: os.write(write_end, f"{json.dumps([0, float('inf'), text])}\n".encode()))
        os.write(write_end, f"{json.dumps(result)}\n".encode())
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as answers:
        last = answers.read().splitlines()[-1]
    os.waitpid(pid, 0)
    first, grown, text = json.loads(last)
    return first, grown, text


def main(arguments: list[str]) -> int:
    """Run every pattern; print what grows faster than its text as JSON, or with ``--ratios`` the slowest as a table."""
    warnings.simplefilter("ignore")
    found, unknown = patterns()
    rows = sorted(((*apart(pattern), str(Path(place).relative_to(ROOT))) for pattern, place in found.items()), reverse=True)
    if arguments:
        told = (f"{1e6 * first / _LENGTH:8.2f} s/MB  x{grown:5.1f}  {place}  {text}\n" for first, grown, text, place in rows)
        sys.stdout.writelines(list(told)[:30])
        return 0
    bad = [f"{place} on {text}" for _, grown, text, place in rows if grown > _MOST_GROWTH]
    sys.stdout.write(json.dumps({"patterns": len(found), "unknown": unknown, "superlinear": bad}))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
