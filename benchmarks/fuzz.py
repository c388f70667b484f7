"""Mutated inputs into each reader, the posting parser, the matcher and the batch's CSV path, for as long as asked.

``python benchmarks/fuzz.py --seconds 60 [--target pdf] [--seed 1]``. Readers run in their child, as they do for a user; what is
found (an exception that is no InputError, a child that crashed, a time limit met) is kept in ``tests/hostile/found/`` and
from then on runs with the suite. Mutations know a little of each format: numbers, names and tags are swapped as well as
bytes, and packed parts of packages are mutated inside. The same seed makes the same inputs.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "samples"
FOUND = ROOT / "tests" / "hostile" / "found"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hostile import make  # noqa: E402

from gapscan import readers, taxonomy  # noqa: E402
from gapscan.errors import GapscanError, InputError  # noqa: E402
from gapscan.readers import Limits  # noqa: E402

LIMITS = Limits(cpu_s=5, wall_s=60)
# Codes that blame the reader rather than the file.
_FINDS = ("E-CRASH", "E-TIMEOUT", "E-MEMORY")
_LARGEST_SEED = 100_000
_NUMBER = re.compile(rb"\d{1,10}")
_NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"4294967296", b"9" * 30, b"1e308", b"0.0000001")
_TOKENS = {
    "pdf": (
        b"<<",
        b">>",
        b"[",
        b"]",
        b"(",
        b")",
        b"/",
        b" 0 R",
        b"stream",
        b"endstream",
        b"obj",
        b"/Kids",
        b"/Parent",
        b"/Length",
        b"/Filter",
        b"/FlateDecode",
        b"Tj",
        b"Tf",
        b"BT",
        b"ET",
        b"q",
        b"Q",
        b"cm",
        b"Do",
        b"null",
        b"%",
    ),
    "docx": (
        b"<w:p>",
        b"</w:p>",
        b"<w:r>",
        b"<w:t>",
        b"</w:t>",
        b"<w:tbl>",
        b"<w:tc>",
        b"<w:tr>",
        b"<w:sdt>",
        b"&#x0;",
        b"<!DOCTYPE x>",
        b"]]>",
        b"/>",
        b'"',
    ),
    "odt": (b"<text:p>", b"</text:p>", b"<text:span>", b"<table:table>", b"<text:s/>", b"&amp;", b"<!DOCTYPE x>", b"/>", b'"'),
    "rtf": (
        b"{",
        b"}",
        b"\\",
        b"\\par ",
        b"\\bin5 ",
        b"\\u-5?",
        b"\\uc9 ",
        b"\\'e9",
        b"{\\*\\x ",
        b"\\cell ",
        b"\\row ",
        b"\\trowd ",
        b"\\footnote ",
        b"\\f9 ",
    ),
    "html": (
        b"<",
        b">",
        b"</",
        b"<p>",
        b"<td>",
        b"<tr>",
        b"<table>",
        b"<!--",
        b"-->",
        b"&",
        b"&#0;",
        b"<li>",
        b"<script>",
        b'"',
        b"<meta charset=x>",
    ),
    "txt": (
        "\u202e".encode(),
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\0",
        b"-\n",
        b"P y t h o n",
        "Ã©".encode(),
        "\u0301".encode(),
        b"\xed\xa0\x80",
    ),
    "json": (b"{", b"}", b"[", b"]", b'"', b":", b",", b"null", b"\\ud800", b"NaN", b"1e999", b'"work"', b'"basics"'),
    "posting": (
        b" or ",
        b" and ",
        b"at least one of ",
        b"3+ years ",
        b"Bachelor's degree ",
        b"must ",
        b"\n- ",
        b"Requirements\n",
        b"(",
        b"/",
        b"not ",
        b"equivalent ",
    ),
    "matcher": (
        b"no ",
        b"learning ",
        b"C++",
        b"C#",
        b".NET",
        b"R&D",
        b"Go ",
        b"\n",
        b"Skills\n",
        b", ",
        b"not only ",
        b"(",
        "♯".encode(),
        "•".encode(),
    ),
    "csv": (b'"', b",", b"\n", b"\r", b"\0", b";", b'""', b"=1+1", b"\xff"),
}
_ENDINGS = {"posting": ("txt", "md"), "matcher": ("txt", "md"), "csv": ("txt",), "txt": ("txt", "md")}


def seeds(target: str) -> list[bytes]:
    """Return what mutations start from: the samples of a kind and the small hostile files of it."""
    endings = _ENDINGS.get(target, (target,))
    samples = [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix[1:] in endings]
    if target == "csv":
        rows = "\n".join('{},"{}"'.format(i, text.decode().replace('"', '""')) for i, text in enumerate(samples))
        return [f"id,resume\n{rows}\n".encode()]
    hostile = (one.make() for one in make.cases() if one.name.rpartition(".")[2] in endings)
    return [*samples * 5, *(data for data in hostile if 0 < len(data) < _LARGEST_SEED)]


def mutated(data: bytes, rng: random.Random, target: str) -> bytes:
    """Return a changed copy; members of a package are changed inside it most of the time."""
    if data.startswith(b"PK") and rng.random() < 0.8 and (inside := _in_package(data, rng, target)) is not None:
        return inside
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        _change(out, rng, target)
    return bytes(out)


def _change(out: bytearray, rng: random.Random, target: str) -> None:
    place = rng.randrange(len(out) + 1)
    length = rng.choice((1, 2, 8, 64, 512))
    kind = rng.randrange(7)
    if kind == 0 and place < len(out):
        out[place] ^= 1 << rng.randrange(8)
    elif kind == 1:
        out[place : place + length] = rng.randbytes(length)
    elif kind == 2:
        del out[place : place + length]
    elif kind == 3:
        start = rng.randrange(len(out) + 1)
        out[place:place] = out[start : start + length * 4] * rng.choice((1, 2, 50))
    elif kind == 4 and (numbers := list(_NUMBER.finditer(out, 0, 200_000))):
        start, end = rng.choice(numbers).span()
        out[start:end] = rng.choice(_NUMBERS)
    else:
        out[place:place] = rng.choice(_TOKENS[target]) * rng.choice((1, 1, 1, 3, 200))


def _in_package(data: bytes, rng: random.Random, target: str) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # noqa: BLE001 - hostile seeds are broken in every way
        return None
    if not members:
        return None
    chosen = rng.randrange(len(members))
    name, content = members[chosen]
    out = bytearray(content)
    for _ in range(rng.choice((1, 2, 8))):
        _change(out, rng, target)
    members[chosen] = (name, bytes(out))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(members).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _reader(target: str) -> Callable[[bytes], str]:
    def run(data: bytes) -> str:
        document = readers.read_bytes(data, f"fuzz.{target}", limits=LIMITS)
        assert document.text.encode(), "text that is no Unicode"
        assert all(0 <= span.start < span.end <= len(document.text) for span in document.hidden), "hidden ranges"
        return "text"

    return run


def _posting(data: bytes) -> str:
    from gapscan import postings

    postings.parse(readers.read_text(data.decode("utf-8", "replace")), taxonomy.load())
    return "parsed"


def _matcher(data: bytes) -> str:
    from gapscan import matching

    document = readers.read_text(data.decode("utf-8", "replace"))
    mentions = matching.find(document, taxonomy.load()).mentions
    assert all(document.text[m.span.start : m.span.end] == m.text for m in mentions), "offsets"
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions)), "overlap"
    return "found"


def _csv(data: bytes) -> str:
    from gapscan.cli import main

    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "in.csv", Path(folder) / "out.csv"
        source.write_bytes(data)
        code = main(["batch", str(source), "-o", str(output), "--text-column", "resume", "--id-column", "id", "--workers", "1"])
    return f"exit {code}"


TARGETS: dict[str, Callable[[bytes], str]] = {
    **{kind: _reader(kind) for kind in ("pdf", "docx", "odt", "rtf", "html", "txt", "json")},
    "posting": _posting,
    "matcher": _matcher,
    "csv": _csv,
}


def tried(target: str, data: bytes) -> str:
    """Return what came of an input; a find begins with "!"."""
    began = time.process_time()
    try:
        outcome = TARGETS[target](data)
    except InputError as error:
        outcome = f"!{error.code}" if error.code in _FINDS else error.code
    except GapscanError as error:
        outcome = type(error).__name__
    except (Exception, SystemExit) as error:  # noqa: BLE001 - that is what is looked for
        outcome = f"!{type(error).__name__}: {error}"[:200]
    return "!slow" if time.process_time() - began > LIMITS.cpu_s else outcome


def inputs(target: str, seed: int) -> Iterator[bytes]:
    """Yield mutated inputs without end."""
    rng = random.Random(f"{target}-{seed}")
    starts = seeds(target)
    while True:
        yield mutated(rng.choice(starts), rng, target)


def fuzz(target: str, seconds: float, seed: int) -> int:
    """Try inputs for so long; keep and print finds; return how many there were."""
    counts: Counter[str] = Counter()
    finds = 0
    ends = time.monotonic() + seconds
    for data in inputs(target, seed):
        if time.monotonic() > ends:
            break
        outcome = tried(target, data)
        counts[outcome] += 1
        if outcome.startswith("!") and counts[outcome] <= 3:
            finds += 1
            suffix = target if target not in _ENDINGS else "txt"
            kept = FOUND / f"{target}-{sha256(data).hexdigest()[:12]}.{suffix}"
            kept.write_bytes(data)
            print(f"FOUND {outcome} kept as {kept.relative_to(ROOT)}", flush=True)
    told = ", ".join(f"{outcome} {count}" for outcome, count in counts.most_common(8))
    print(f"{target}: {counts.total()} inputs in {seconds:.0f} s, {finds} finds; {told}", flush=True)
    return finds


def main() -> int:
    """Fuzz one target or all, one after the other, in the time given."""
    parser = argparse.ArgumentParser(description="mutated inputs into gapscan")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    targets = options.target or list(TARGETS)
    taxonomy.load()
    return 1 if sum(fuzz(target, options.seconds / len(targets), options.seed) for target in targets) else 0


if __name__ == "__main__":
    sys.exit(main())
