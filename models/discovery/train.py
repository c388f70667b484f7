"""Train the discovery pipeline: sentences of postings with knowledge spans → a small spaCy NER, saved beside this file.

    python models/discovery/train.py TRAIN.json DEV.json

Both files are in SkillSpan's form (one object a line: tokens, tags_knowledge in BIO). SkillSpan (Zhang et al., NAACL
2022) is under the MIT licence and free to train on; its text is not part of this project. The pipeline is built in code
from a blank English one, so loading it runs no code but spaCy's. Prints strict and relaxed span F1 on DEV.
"""

from __future__ import annotations

import argparse
import json
import random
from datetime import date
from pathlib import Path

import spacy
from spacy.scorer import PRFScore
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import compounding, fix_random_seed, minibatch

from gapscan import discovery, taxonomy

HERE = Path(__file__).resolve().parent
LABEL = "SKILL"
WIDTH = 96


def read(path: Path, nlp: spacy.language.Language) -> list[Doc]:
    """Return the sentences of a file as Docs with their gold spans."""
    docs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        doc = Doc(nlp.vocab, words=record["tokens"])
        spans: list[list[int]] = []
        for index, tag in enumerate(record["tags_knowledge"]):
            if tag.startswith("B") or (tag.startswith("I") and not (spans and spans[-1][1] == index)):
                spans.append([index, index + 1])
            elif tag.startswith("I"):
                spans[-1][1] = index + 1
        discovery.mark_known(doc, taxonomy.load())
        doc.ents = [Span(doc, start, end, label=LABEL) for start, end in spans]
        docs.append(doc)
    return docs


def model() -> spacy.language.Language:
    """Return an untrained pipeline: hashed features of words and of what the taxonomy knows, four layers of context, NER."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": WIDTH,
                  "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "TAG"], "rows": [4000, 1000, 2000, 1000, 50],
                  "include_static_vectors": False},
        "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "depth": 4, "window_size": 1,
                   "maxout_pieces": 3},
    }})  # fmt: skip
    ner = nlp.add_pipe("ner", config={"model": {
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False,
        "hidden_width": 64, "maxout_pieces": 2, "use_upper": True, "nO": None,
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH},
    }})  # fmt: skip
    ner.add_label(LABEL)
    return nlp


def unlabelled(doc: Doc) -> Doc:
    """Return a sentence without its gold spans, with what the taxonomy knows marked."""
    return Doc(doc.vocab, words=[t.text for t in doc], tags=[t.tag_ for t in doc])


def score(nlp: spacy.language.Language, gold: list[Doc]) -> dict[str, float]:
    """Return strict and relaxed span F1."""
    strict, relaxed = PRFScore(), PRFScore()
    for doc in gold:
        found = nlp(unlabelled(doc)).ents
        there = {(e.start, e.end) for e in doc.ents}
        seen = {(e.start, e.end) for e in found}
        strict.score_set(seen, there)
        relaxed.tp += sum(any(a < d and c < b for c, d in seen) for a, b in there)
        relaxed.fn += sum(not any(a < d and c < b for c, d in seen) for a, b in there)
        relaxed.fp += sum(not any(a < d and c < b for a, b in there) for c, d in seen)
    return {"strict_f1": round(strict.fscore, 4), "strict_precision": round(strict.precision, 4),
            "strict_recall": round(strict.recall, 4), "relaxed_f1": round(relaxed.fscore, 4)}


def main() -> None:
    """Train, keep the best epoch, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--epochs", type=int, default=14)
    options = parser.parse_args()
    fix_random_seed(0)
    random.seed(0)
    nlp = model()
    train = read(options.train, nlp)
    dev = read(options.dev, nlp)
    examples = [Example(unlabelled(doc), doc) for doc in train]
    optimizer = nlp.initialize(lambda: examples)
    best = {"strict_f1": -1.0}
    for epoch in range(options.epochs):
        random.shuffle(examples)
        losses: dict[str, float] = {}
        for batch in minibatch(examples, size=compounding(16.0, 64.0, 1.001)):
            nlp.update(batch, sgd=optimizer, drop=0.25, losses=losses)
        with nlp.use_params(optimizer.averages):
            figures = score(nlp, dev)
            print(epoch, round(losses.get("ner", 0.0)), figures, flush=True)
            if figures["strict_f1"] > best["strict_f1"]:
                best = figures
                nlp.to_disk(HERE / "pipeline")
    card = {"model": "spaCy tok2vec + NER, knowledge spans", "made_by": "models/discovery/train.py",
            "made_on": date.today().isoformat(), "spacy": spacy.__version__, "trained_on": "SkillSpan train (MIT)",
            "sentences": len(train), "measured_on": f"SkillSpan dev, {len(dev)} sentences", "figures": best}
    (HERE / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
