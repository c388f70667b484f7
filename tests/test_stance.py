"""Tests of gapscan.matching.stance: every cue of the data acts in its example and not in its near miss."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import sections, taxonomy
from gapscan.matching import stance
from gapscan.matching.automaton import scan
from gapscan.records import Document, Source, Stance
from gapscan.resources import data_path

KNOWN = taxonomy.load()
CUES = [json.loads(line) for line in data_path("taxonomy", "stance.jsonl").read_text(encoding="utf-8").splitlines()]
ACTING = [cue for cue in CUES if cue["effect"] not in ("none", "stop")]
IDLE = [cue for cue in CUES if cue["effect"] in ("none", "stop")]


def judged(text):
    """Return (skill, stance, cue words) for every name of a text, in order."""
    document = Document(text, Source("case", "text", "text", "", len(text)), sections.split(text))
    found = scan(text, KNOWN)
    verdicts = stance.judge(text, found, [document.section_at(hit.start) for hit in found.hits], KNOWN.stops)
    return [(hit.skill, verdict.stance, verdict.because) for hit, verdict in zip(found.hits, verdicts, strict=True)]


def as_written(cue, because):
    """Return the words behind a verdict; of a frame, which reads on from its trigger, the trigger."""
    return because[: len(cue["cue"])] if cue["scope"] in stance.TRIGGERS else because


@pytest.mark.parametrize("cue", ACTING, ids=lambda c: c["id"])
def test_cue_acts_in_its_example(cue):
    """Ensures that a cue gives its stance to a skill in the sentence written for it."""
    found = {(verdict.value, as_written(cue, because)) for _, verdict, because in judged(cue["example"])}

    assert (cue["effect"], cue["cue"]) in found


@pytest.mark.parametrize("cue", ACTING, ids=lambda c: c["id"])
def test_cue_is_silent_in_its_near_miss(cue):
    """Ensures that the same words leave a skill alone where they are not about it."""
    found = judged(cue["near_miss"])

    assert cue["cue"] in " ".join(cue["near_miss"].lower().split())
    assert found
    assert cue["cue"] not in [as_written(cue, because) for _, _, because in found]


@pytest.mark.parametrize("cue", IDLE, ids=lambda c: c["id"])
def test_idle_cue_leaves_the_last_skill_held(cue):
    """Ensures that phrases without effect, and terminators, keep a shorter cue from acting."""
    assert judged(cue["example"])[-1][1] is Stance.HELD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☑ Python ☐ Java", [Stance.HELD, Stance.DENIED]),
        ("Docker ✓\nKubernetes ✗", [Stance.HELD, Stance.DENIED]),
        ("Tools: [x] Docker [ ] Kubernetes", [Stance.HELD, Stance.DENIED]),
        ("□ Python\n□ Docker", [Stance.HELD, Stance.HELD]),
        ("• Python\n✗ Docker", [Stance.HELD, Stance.DENIED]),
        ("Git: ✅, Docker: ✅, Terraform: ❌", [Stance.HELD, Stance.HELD, Stance.DENIED]),
        ("Python ★★★☆☆\nDocker ☆☆☆☆☆", [Stance.HELD, Stance.DENIED]),
    ],
)
def test_check_marks(text, expected):
    """Ensures that marks are read by the layout of their line, and empty squares alone are bullets."""
    assert [verdict for _, verdict, _ in judged(text)] == expected


def test_inline_learning_list_ends_with_its_line():
    """Ensures that a learning heading with its list on one line does not own the lines below."""
    assert [verdict for _, verdict, _ in judged("Currently learning: Kotlin, Haskell.\nDaily work: Python")] == [
        Stance.WANTED,
        Stance.WANTED,
        Stance.HELD,
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python     4\nDocker     0", [Stance.HELD, Stance.DENIED]),
        ("Python,5\nDocker,none", [Stance.HELD, Stance.DENIED]),
        ("Want to learn:\n- Docker\n\nKnow:\n- Python", [Stance.WANTED, Stance.HELD]),
    ],
)
def test_lines_of_a_name_and_its_value(text, expected):
    """Ensures that columns without marks, and a label of knowing under one of wishing, are read by their lines."""
    assert [verdict for _, verdict, _ in judged(text)] == expected


def test_no_hits_no_verdicts():
    """Ensures that an empty text is judged."""
    assert judged("") == []


@given(
    st.lists(
        st.sampled_from([c["cue"] for c in CUES[::25]] + ["Python", "Java", ",", ".", "\n", ":", "(", ")", "|", "☑"])
    )
)
def test_one_verdict_a_hit(parts):
    """Ensures that any order of cues, names and marks is judged without fault, one verdict a hit."""
    text = " ".join(parts)

    assert len(judged(text)) == len(scan(text, KNOWN).hits)
