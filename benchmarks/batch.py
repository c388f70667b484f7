"""Print how fast ``gapscan batch`` is: a row, its steps, two workers, memory, Dask, spaCy's matcher, PDF engines.

    python benchmarks/batch.py [TEXTS.jsonl] [--rows 2000] [--sizes 10000,100000] [--only steps,scaling,memory,dask,peers,pdf]

Rows are made by shuffling the lines of the texts (``benchmarks/rows.py``), 4.4 KB each and no two equal; without a file the
texts are the invented samples, which are shorter and denser than résumés are. The bare scan is ahocorasick_rs
(pip install ahocorasick-rs) over the names of the taxonomy, one call a text. Times a row are CPU time of one process;
ratios are taken in one run and hold on any machine. Wall times need a quiet one. The peer with a model is
installed from PyPI into an environment of its own, as benchmarks/peers.py does.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from rows import texts_of, write_csv

from gapscan import jobs, readers, resources, taxonomy, timeline
from gapscan.batch import chunks as cutting
from gapscan.batch import plan, sources, work
from gapscan.batch.desk import Desk, Entry, text_document
from gapscan.batch.rows import COLUMNS
from gapscan.batch.scorer import Scorer, Sheet
from gapscan.batch.sinks import Encoder

PARTS = ("steps", "scaling", "memory", "dask", "peers", "pdf")


def cpu(step: Callable[[], object], rounds: int = 3) -> float:
    """Return the least CPU seconds of some work."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        step()
        times.append(time.process_time() - began)
    return min(times)


def bare_scan(texts: list[str]) -> float | None:
    """Return the CPU seconds of the bare automaton, None when it is not installed."""
    try:
        import ahocorasick_rs as aho
    except ImportError:
        return None
    names = [low.decode() for low in taxonomy.load().patterns.lows]
    automaton = aho.AhoCorasick(names, matchkind=aho.MatchKind.LeftmostLongest, implementation=aho.Implementation.ContiguousNFA)
    lowered = [text.lower() for text in texts]
    return cpu(lambda: [automaton.find_matches_as_indexes(text) for text in lowered])


def planned(path: Path, source: cutting.Source) -> plan.Plan:
    """Return the plan of a plain run."""
    job = jobs.load(jobs.DEFAULT_JOB)
    return plan.with_columns(
        plan.Plan(path, "csv", path.with_suffix(".out.csv"), "csv", False, job, timeline.current_month()), source.names
    )


def steps(path: Path) -> None:
    """Print what a row costs, and its steps."""
    source = sources.open_source(path, "csv")
    worker = work.Worker(planned(path, source), source)
    entry = work.entries_of(planned(path, source), source)
    gc.collect()
    gc.freeze()

    def whole() -> None:
        for chunk in source.chunks(rows=512):
            worker.work(chunk, marked={}, at=lambda number: None)

    cold = cpu(whole, 1)
    total = cpu(whole)
    chunks = list(source.chunks(rows=512))
    entries = [entry(bytes(data), 1, "") for chunk in chunks for data in cutting.rows_of(chunk)]
    texts = [one.text for one in entries]
    count = len(texts)
    scorer = Scorer(jobs.load(jobs.DEFAULT_JOB), taxonomy.load(), as_of=timeline.current_month())
    sheets = [Sheet(text_document(text)) for text in texts]

    def through(step: Callable[[Sheet], None]) -> float:
        return cpu(lambda: [step(sheet) for sheet in sheets])

    names, find, certificates, months, fill = map(through, scorer.steps)
    rows = [(one.id, *sheet.row) for one, sheet in zip(entries, sheets, strict=True) if sheet.row]
    parts = {
        "read: cut records, cells, decode": cpu(lambda: list(source.chunks(rows=512)))
        + cpu(lambda: [entry(bytes(data), 1, "") for chunk in chunks for data in cutting.rows_of(chunk)]),
        "prepare: repair, sections": cpu(lambda: [text_document(text) for text in texts]),
        "scan: fold, automaton, edges, longest": names,
        "judge: sense, stance": find,
        "certificates held": certificates,
        "dated work": months,
        "score, choose certificates": fill,
        "write: CSV bytes": cpu(lambda: Encoder(COLUMNS, "csv").encode(rows)),
    }
    size = sum(map(len, texts)) / count
    bare = bare_scan(texts)
    print(f"{count} rows of {size:.0f} characters, one process, CPU")
    print(f"{'CSV to scored CSV':<40}{total / count * 1e6:>8.0f} µs a row{count / total:>9.0f} rows/s   first time {count / cold:.0f} rows/s")
    if bare:
        print(f"{'bare automaton scan':<40}{bare / count * 1e6:>8.0f} µs a row{count / bare:>9.0f} rows/s   ratio {bare / total:.2f}")
    for name, seconds in parts.items():
        print(f"  {name:<38}{seconds / count * 1e6:>8.0f} µs a row{seconds / sum(parts.values()):>9.0%}")


class Peak(NamedTuple):
    """The most memory of all processes of a run at one moment, in bytes: together, and of its first process alone."""

    total: int = 0
    first: int = 0


def batch(path: Path, *options: str) -> tuple[float, Peak]:
    """Run the command; return wall seconds and the peak of the memory of all its processes."""
    output = path.with_name("out.csv")
    command = [sys.executable, "-m", "gapscan", "batch", str(path), "-o", str(output), *options]
    began = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    peaks = [Peak()]
    watcher = threading.Thread(target=_watch, args=(process, output, peaks))
    watcher.start()
    process.wait()
    took = time.perf_counter() - began
    watcher.join()
    if process.returncode:
        sys.exit(f"gapscan batch ended with {process.returncode}")
    output.unlink(missing_ok=True)
    return took, peaks[0]


def _watch(process: subprocess.Popen[bytes], output: Path, peaks: list[Peak]) -> None:
    """Keep the peak, and tell every half minute how far the run is."""
    began = told = time.monotonic()
    while process.poll() is None:
        memory = {member: _memory(member) for member in _session(process.pid)}
        now = Peak(sum(memory.values()), memory.get(process.pid, 0))
        peaks[0] = max(peaks[0], now)
        if time.monotonic() - told > 30:
            told = time.monotonic()
            print(f"  {told - began:.0f} s: {_rows_done(output):,} rows, {now.total / 2**20:.0f} MiB", file=sys.stderr, flush=True)
        time.sleep(0.2)


def _rows_done(output: Path) -> int:
    """Return how many rows the journal of an output has."""
    parts = sorted(output.with_name(f"{output.name}.journal").glob("part-?????????"))
    try:
        with parts[-1].open("rb") as file:
            return int(json.loads(file.readline())["row"]) - 1
    except (IndexError, OSError, ValueError):
        return 0


def _session(leader: int) -> Iterable[int]:
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            yield int(entry.parent.name)


def _memory(process: int) -> int:
    """Return the proportional set size: pages that several processes share are counted once over all of them."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def scaling(path: Path) -> None:
    """Print the gain of a second worker."""
    one, _ = batch(path, "--workers", "1")
    two, _ = batch(path, "--workers", "2")
    start, _ = batch(_head(path), "--workers", "1")
    print(f"wall: one worker {one:.1f} s, two {two:.1f} s: {(one - start) / (two - start):.2f} times as fast beyond the start of {start:.1f} s")


def _head(path: Path) -> Path:
    head = path.with_name("head.csv")
    head.write_text("id,resume\n1,Python\n", encoding="utf-8")
    return head


def memory(folder: Path, texts: list[str], sizes: list[int]) -> None:
    """Print time and peak memory for inputs of several sizes; nothing is held in memory to make them."""
    for rows in sizes:
        path = folder / "large.csv"
        needed = rows * 6_000
        if shutil.disk_usage(folder).free < needed:
            print(f"{rows:>9,} rows: no room for {needed / 1e9:.0f} GB in {folder}; set TMPDIR to a larger place")
            continue
        write_csv(path, texts, rows)
        size = path.stat().st_size
        took, peak = batch(path)
        print(
            f"{rows:>9,} rows, {size / 1e9:.2f} GB: {took:.0f} s, {rows / took:,.0f} rows/s, peak memory of all processes "
            f"{peak.total / 2**20:.0f} MiB (the first of them {peak.first / 2**20:.0f})",
            flush=True,
        )
        path.unlink()


def dask(path: Path) -> None:
    """Print what the cluster engine costs more."""
    local, _ = batch(path, "--workers", "2")
    cluster, _ = batch(path, "--workers", "2", "--engine", "dask")
    print(f"wall: two local workers {local:.1f} s, a Dask cluster of two started for it {cluster:.1f} s")


def peers(path: Path, venvs: Path, count: int = 12) -> None:
    """Print the speed of spaCy's PhraseMatcher with our names, and of skill-extractor in full, on the same texts."""
    import spacy
    from spacy.matcher import PhraseMatcher

    source = sources.open_source(path, "csv")
    entry = work.entries_of(planned(path, source), source)
    texts = [entry(bytes(data), 1, "").text for data in cutting.rows_of(next(source.chunks(rows=300)))]
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("skill", list(nlp.tokenizer.pipe(low.decode() for low in taxonomy.load().patterns.lows)))
    spent = cpu(lambda: [matcher(nlp.make_doc(text)) for text in texts]) / len(texts)
    desk = Desk(jobs.load(jobs.DEFAULT_JOB), as_of=timeline.current_month())
    ours = cpu(lambda: desk.done([Entry(text=text) for text in texts])) / len(texts)
    found = {"spaCy tokenizer and PhraseMatcher": spent, f"skill-extractor in full, {count} rows": _extractor(texts[:count], venvs)}
    print(f"{'gapscan, text to row':<40}{ours * 1e6:>10.0f} µs a row{1 / ours:>10.1f} rows/s")
    for name, seconds in found.items():
        if seconds is not None:
            print(f"{name:<40}{seconds * 1e6:>10.0f} µs a row{1 / seconds:>10.1f} rows/s   gapscan {seconds / ours:,.1f} times as many")


def _extractor(texts: list[str], venvs: Path) -> float | None:
    """Return the CPU seconds a text of skill-extractor with its model, in an environment of its own; None when it can't be had."""
    import peers as others

    peer = next(peer for peer in others.PEERS if peer.name == "skill-extractor")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        rows = [{"id": str(number), "as": "resume", "text": text} for number, text in enumerate(texts)]
        (place / "texts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        (place / "names.jsonl").write_text("", encoding="utf-8")
        (place / "wanted.json").write_text("{}", encoding="utf-8")
        try:
            return others._run(peer, others._environment(peer, venvs), place)[2] / len(texts)
        except subprocess.CalledProcessError as error:
            print(f"skill-extractor: skipped: {((error.stderr or '').strip().splitlines() or ['no message'])[-1][:120]}")
            return None


def pdf() -> None:
    """Print how many of the sample PDFs a second each engine reads, in one process and in children of their own."""
    files = sorted(resources.data_path("samples").glob("*.pdf"))
    for engine in ("pypdf", "pdfium"):
        try:
            readers.read(files[0], pdf_engine=engine)  # type: ignore[arg-type]
        except readers.MissingExtraError as error:
            print(error)
            continue
        here = cpu(lambda engine=engine: [readers.read(file, pdf_engine=engine, in_process=True) for file in files])
        print(f"{engine:<40}{here / len(files) * 1e3:>8.1f} ms a PDF {len(files) / here:>9.0f} PDFs/s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--field", default="text")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--sizes", default="10000,100000", help="inputs whose memory is measured")
    parser.add_argument("--venvs", type=Path, help="keep the environments of other tools here")
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    wanted = options.only.split(",")
    texts = texts_of(options.texts, options.field)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.csv"
        write_csv(path, texts, options.rows)
        for part, run in (
            ("steps", lambda: steps(path)), ("peers", lambda: peers(path, options.venvs or Path(folder))), ("pdf", pdf), ("scaling", lambda: scaling(path)),
            ("dask", lambda: dask(path)), ("memory", lambda: memory(Path(folder), texts, [int(n) for n in options.sizes.split(",")])),
        ):  # fmt: skip
            if part in wanted:
                print(f"\n{part}")
                run()


if __name__ == "__main__":
    main()
