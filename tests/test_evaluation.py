"""Tests of gapscan.evaluation: counting against a naive oracle, gold and prediction files, postings, spans, figures."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import evaluation, readers, taxonomy
from gapscan.cli import main
from gapscan.errors import DataError
from gapscan.evaluation import Counts, Evaluation, Item, gold, spans
from gapscan.evaluation.counting import interval

KNOWN = taxonomy.load()
RESUME = "Skills: Python, Docker. No experience with Kubernetes. Currently learning Rust."


def jsonl(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def item(key, stance=None, kind="tool"):
    return Item((key,), kind, stance)


def resume(*items, text=RESUME, name="one", **more):
    return {"id": name, "text": text, "items": list(items), **more}


def errors(result):
    return [(miss.sort, miss.key) for miss in result.misses]


# --- counting ----------------------------------------------------------------------------------

KEYS = st.sampled_from("abcdefg")
STANCES = st.sampled_from(["held", "wanted", "denied", "other", "uncertain", None])
SETS = st.dictionaries(KEYS, STANCES).map(lambda table: [item(key, stance) for key, stance in table.items()])


def naive(gold_items, found_items):
    """Count one document the long way: a look at every key that either side names."""
    right = false = missed = 0
    for key in "abcdefg":
        there = [i for i in gold_items if i.keys[0] == key]
        said = [i for i in found_items if i.keys[0] == key and i.stance != "uncertain"]
        if there and there[0].stance == "uncertain":
            continue
        if there and said:
            agree = not there[0].stance or not said[0].stance or there[0].stance == said[0].stance
            right, false, missed = right + agree, false + (not agree), missed + (not agree)
        else:
            false, missed = false + len(said), missed + len(there)
    return Counts(right, false, missed)


@given(SETS, SETS)
def test_counts_agree_with_a_naive_count(gold_items, found_items):
    """Ensures that sets are compared as a person with a pencil would compare them."""
    counts, misses = evaluation.count("d", gold_items, found_items)

    assert counts["all"] == naive(gold_items, found_items)
    assert sum(m.sort == "missed" for m in misses) + sum(m.sort == "stance" for m in misses) == counts["all"].missed
    assert sum(m.sort == "false" for m in misses) + sum(m.sort == "stance" for m in misses) == counts["all"].false


@given(st.lists(st.tuples(SETS, SETS), max_size=6))
def test_totals_lose_no_document(pairs):
    """Ensures that documents with equal counts are all added up, and that the groups of a kind add up to all."""
    rows = tuple((str(n), evaluation.count(str(n), g, f)[0]) for n, (g, f) in enumerate(pairs))
    result = Evaluation(rows)
    expected = [naive(g, f) for g, f in pairs]

    assert result.total() == sum(expected, Counts())
    if any(c != Counts() for c in expected):
        assert result.total("kind:tool") == result.total()


@given(st.builds(Counts, *[st.integers(0, 50)] * 3))
def test_f1_is_the_harmonic_mean(counts):
    """Ensures that F1 is the harmonic mean of precision and recall, and 1 only without an error."""
    p, r = counts.precision, counts.recall

    assert counts.f1 == pytest.approx(2 * p * r / (p + r) if p + r else 0.0)
    assert (counts.f1 == 1.0) == (counts.false == counts.missed == 0)


@pytest.mark.parametrize(
    ("gold_items", "found_items", "expected"),
    [
        ([item("a", "denied")], [item("a", "held")], {"all": (0, 1, 1), "stance:denied": (0, 0, 1), "stance:held": (0, 1, 0)}),
        ([item("a", "held", "tool")], [item("a", "held", "method")], {"held tool": (1, 0, 0)}),
        ([item("a", "held"), item("a", "denied")], [item("a", "held")], {"all": (1, 0, 0)}),
        ([Item(("a", "b"), "tool")], [item("a"), item("b")], {"all": (1, 0, 0)}),
        ([Item(("a", "b"), "tool", "held")], [item("a", "other"), item("b", "held")], {"all": (1, 0, 0)}),
        ([], [item("a", "uncertain")], {"all": (0, 0, 0)}),
        ([item("a", "uncertain")], [], {"all": (0, 0, 0)}),
    ],
)
def test_one_document(gold_items, found_items, expected):
    """Ensures that stances, kinds, repeated names, names of two meanings and unsure ones count as documented."""
    counts, _ = evaluation.count("d", gold_items, found_items)

    assert {group: counts.get(group, Counts()) for group in expected} == {g: Counts(*c) for g, c in expected.items()}


# --- intervals ---------------------------------------------------------------------------------

ROWS = st.lists(st.builds(Counts, *[st.integers(0, 9)] * 3), min_size=1, max_size=30)


@given(ROWS)
def test_intervals_are_the_same_twice_and_in_order(rows):
    """Ensures that a file gives the same interval each time, whatever the order of its documents' kinds."""
    low, high = interval(rows)

    assert interval(rows) == (low, high)
    assert 0.0 <= low <= high <= 1.0
    assert min(row.f1 for row in rows) - 1e-9 <= low
    assert high <= max(row.f1 for row in rows) + 1e-9


def test_an_interval_narrows_with_documents():
    """Ensures that the interval is one over documents: a hundred times as many alike make it ten times narrower."""
    few = [Counts(right=1), Counts(missed=1)] * 5
    wide, narrow = (high - low for low, high in (interval(few), interval(few * 100)))

    assert wide == pytest.approx(10 * narrow, rel=0.4)


# --- gold files --------------------------------------------------------------------------------


def test_gapscan_is_scored_on_a_text(tmp_path):
    """Ensures that names are resolved through aliases, and stances compared."""
    items = [
        {"name": "python", "stance": "held", "kind": "tool"},
        {"name": "k8s", "stance": "denied"},
        {"name": "Rust", "stance": "learning"},
        {"name": "Docker", "stance": "denied"},
    ]
    result = evaluation.evaluate_file(jsonl(tmp_path / "gold.jsonl", resume(*items)))

    assert errors(result) == [("stance", "docker")]
    assert result.misses[0].detail == "denied read as held"
    assert result.total("held tool") == Counts(right=1, false=1)


def test_unknown_names_are_misses(tmp_path):
    """Ensures that a name the taxonomy does not know is missed, not left out."""
    path = jsonl(tmp_path / "gold.jsonl", resume({"name": "Zorblax Forge"}, text="Skills: Zorblax Forge"))

    assert errors(evaluation.evaluate_file(path)) == [("missed", "?zorblax forge")]


def test_names_only(tmp_path):
    """Ensures that stances can be left aside."""
    path = jsonl(tmp_path / "gold.jsonl", resume("Python", "Docker", "Rust", {"name": "Kubernetes", "stance": "held"}))

    assert evaluation.evaluate_file(path, stances=False).total() == Counts(right=4)
    assert errors(evaluation.evaluate_file(path)) == [("stance", "kubernetes")]


def test_kinds_that_were_not_labelled_are_left_out(tmp_path):
    """Ensures that a file labelled for tools only does not count methods as false, unless it names them itself."""
    text = "Skills: Python, machine learning, statistics"
    path = jsonl(tmp_path / "gold.jsonl", resume("Python", "Machine Learning", text=text, kinds=["tool"]))

    assert evaluation.evaluate_file(path).total() == Counts(right=2)


def test_certificates_by_name_or_code(tmp_path):
    """Ensures that certificates are resolved through their catalogue and have a stance like skills."""
    text = "Certifications\nAWS Certified Solutions Architect - Associate (2024)\nStudying for the CKA exam\n"
    items = [
        {"name": "SAA-C03", "kind": "certification", "stance": "held"},
        {"name": "CKA", "kind": "certificate", "stance": "wanted"},
    ]
    result = evaluation.evaluate_file(jsonl(tmp_path / "gold.jsonl", resume(*items, text=text, kinds=["certificate"])))

    assert result.total("kind:certificate") == Counts(right=2)


def test_a_wish_for_what_another_skill_implies_stays_a_wish():
    """Ensures that words about a skill count as they stand, also where it would follow from another one."""
    document = readers.read_text("Skills: PyTorch\n\nI want to learn deep learning.")
    found = {i.keys[0]: i.stance for i in evaluation.found_items(document, KNOWN)}

    assert found == {"pytorch": "held", "deep-learning": "wanted"}


def test_files_are_read_beside_the_gold_file(tmp_path):
    """Ensures that a line may name a file, relative to the gold file."""
    (tmp_path / "cv.txt").write_text(RESUME, encoding="utf-8")
    path = jsonl(tmp_path / "gold.jsonl", {"id": 1, "file": "cv.txt", "items": ["Python", "Docker", "Kubernetes", "Rust"]})

    assert evaluation.evaluate_file(path).total() == Counts(right=4)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "not an object"),
        ('{"items": []}', "needs text or file"),
        ('{"text": "x"}', "needs a list of items"),
        ('{"text": "x", "items": [{"stance": "held"}]}', "an item needs a name"),
        ('{"text": "x", "items": [{"name": "Go", "stance": "perhaps"}]}', "stance 'perhaps' is none of held"),
        ('{"text": "x", "items": [{"name": "Go", "stance": "required"}]}', "stance 'required' is none of held"),
        ('{"text": "x", "as": "letter", "items": []}', "neither resume nor posting"),
        ("", "no lines"),
    ],
)
def test_a_wrong_gold_line_is_named(tmp_path, line, problem):
    """Ensures that a file of another form is refused, with the place and what is wrong."""
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        evaluation.evaluate_file(path)

    assert problem in caught.value.problems[0]
    assert caught.value.problems[0].startswith("gold.jsonl:")


def test_all_problems_at_once(tmp_path):
    """Ensures that the second wrong line is named with the first, and that an id stands once."""
    path = jsonl(tmp_path / "gold.jsonl", resume("Python"), resume("Python"), {"items": []})

    with pytest.raises(DataError) as caught:
        evaluation.evaluate_file(path)

    assert [problem.split(": ", 1)[1] for problem in caught.value.problems] == ["id 'one' occurs twice", "needs text or file"]


# --- predictions -------------------------------------------------------------------------------


def test_predictions_are_scored_by_the_same_rules(tmp_path):
    """Ensures that another tool's names are resolved, its silence is missed, and what nobody knows is false."""
    path = jsonl(tmp_path / "gold.jsonl", resume({"name": "Kubernetes", "stance": "held"}, "Docker", "EVM"))
    theirs = jsonl(tmp_path / "theirs.jsonl", {"id": "one", "items": ["K8S", {"name": "EVM", "stance": "held"}, "synergy cloud"]})
    result = evaluation.evaluate_file(path, predictions=theirs)

    assert errors(result) == [("missed", "docker"), ("false", "?synergy cloud")]
    assert result.total() == Counts(right=2, false=1, missed=1)


def test_the_same_unknown_name_on_both_sides_is_right(tmp_path):
    """Ensures that another tool is not punished for a name that only our taxonomy lacks."""
    path = jsonl(tmp_path / "gold.jsonl", resume({"name": "Zorblax-Forge"}))
    theirs = jsonl(tmp_path / "theirs.jsonl", {"id": "one", "items": ["zorblax forge"]})

    assert evaluation.evaluate_file(path, predictions=theirs).total() == Counts(right=1)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([], "no lines"),
        ([{"id": "two", "items": []}], "'two' is not in the gold file"),
        ([{"id": "one", "items": []}, {"id": "one", "items": []}], "occurs twice"),
        ([{"id": "one", "skills": []}], "needs a list of items"),
        ([{"id": "one", "items": [7]}], "an item needs a name"),
    ],
)
def test_predictions_must_fit_the_gold_file(tmp_path, rows, problem):
    """Ensures that answers to other documents, or none, are an error and no bad score."""
    path = jsonl(tmp_path / "gold.jsonl", resume("Python"))

    with pytest.raises(DataError) as caught:
        evaluation.evaluate_file(path, predictions=jsonl(tmp_path / "theirs.jsonl", *rows))

    assert problem in caught.value.problems[0]


# --- postings ----------------------------------------------------------------------------------

POSTING = """Data Engineer

Requirements
- 3+ years of Python and SQL
- AWS Certified Solutions Architect - Associate required
- Java is not required

Nice to have
- Tableau

Responsibilities
- Build dashboards in Looker
"""


def test_a_posting_is_scored_by_importance(tmp_path):
    """Ensures that must, preferred, mentioned and not required meet the words of the gold file."""
    items = [
        {"name": "Python", "stance": "required"},
        {"name": "SQL", "stance": "must"},
        {"name": "SAA-C03", "kind": "certificate", "stance": "required"},
        {"name": "Java", "stance": "not required"},
        {"name": "Tableau", "stance": "nice-to-have"},
        {"name": "Looker", "stance": "mentioned"},
    ]
    path = jsonl(tmp_path / "gold.jsonl", resume(*items, text=POSTING, kinds=["certificate"], **{"as": "posting"}))
    result = evaluation.evaluate_file(path)

    assert errors(result) == []
    assert result.total("stance:required") == Counts(right=3)


def test_held_in_a_posting_says_no_more_than_that_it_is_named(tmp_path):
    """Ensures that a posting labelled without importances can be scored."""
    path = jsonl(
        tmp_path / "gold.jsonl", resume({"name": "Tableau", "stance": "held"}, text=POSTING, kinds=["x"], **{"as": "posting"})
    )

    assert evaluation.evaluate_file(path).total() == Counts(right=1)


def test_a_posting_that_asks_for_nothing_mentions():
    """Ensures that names are found where no requirement is."""
    document = readers.read_text("Our platform runs on Kubernetes.")

    assert [(i.keys[0], i.stance) for i in evaluation.found_items(document, KNOWN, posting=True)] == [("kubernetes", "mentioned")]


# --- spans -------------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda s: (s[0], s[0] + s[1])), max_size=6)


@given(SPANS, SPANS, st.booleans())
def test_span_counts_agree_with_a_naive_count(gold_spans, found, strict):
    """Ensures that strict asks for the same bounds and relaxed for a shared character, each span once."""

    def meet(a, b):
        return a == b if strict else bool(set(range(*a)) & set(range(*b)))

    there, said = set(gold_spans), set(found)
    right = sum(any(meet(a, b) for b in said) for a in there)
    false = sum(not any(meet(b, a) for a in there) for b in said)

    assert spans.span_counts(gold_spans, found, strict=strict) == Counts(right, false, len(there) - right)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B I O", ["docker swarm"]),
        ("B B O O", ["know", "docker"]),
        ("O I I O", ["docker swarm"]),
        ("O O O B-Knowledge", ["well"]),
        ("O O O O", []),
    ],
)
def test_spans_of_tags(tags, expected):
    """Ensures that B begins a span, I goes on with it, and I after O begins one."""
    tokens = ["know", "docker", "swarm", "well"]
    text = " ".join(tokens)

    assert [text[a:b] for a, b in spans.gold_spans(tokens, tags.split())] == expected


def test_sentences_are_scored_strictly_and_relaxed(tmp_path):
    """Ensures that a labelled line of two skills is one right span relaxed and none strictly."""
    row = {"tokens": ["python", "docker", "and", "teamwork"], "tags_knowledge": ["B", "I", "O", "O"]}
    result = evaluation.evaluate_file(jsonl(tmp_path / "dev.json", row))

    assert result.total("relaxed") == Counts(right=1)
    assert result.total("strict") == Counts(false=2, missed=1)


def test_predicted_spans(tmp_path):
    """Ensures that another tool's spans are scored by line number, and that what is no span is refused."""
    path = jsonl(tmp_path / "dev.json", {"tokens": ["use", "Foo"], "tags_knowledge": ["O", "B"]})
    theirs = jsonl(tmp_path / "theirs.jsonl", {"id": 1, "spans": [[4, 7]]})

    assert evaluation.evaluate_file(path, predictions=theirs).total("strict") == Counts(right=1)
    with pytest.raises(DataError):
        evaluation.evaluate_file(path, predictions=jsonl(theirs, {"id": 1, "spans": [[7, 4]]}))


def test_sentences_with_too_few_tags_are_refused(tmp_path):
    """Ensures that no token is dropped silently."""
    with pytest.raises(DataError):
        evaluation.evaluate_file(jsonl(tmp_path / "dev.json", {"tokens": ["a", "b"], "tags_knowledge": ["O"]}))


# --- showing -----------------------------------------------------------------------------------


def test_the_command_prints_figures_and_errors(tmp_path, capsys):
    """Ensures that the command line prints a row a group, and every error on request."""
    path = jsonl(tmp_path / "gold.jsonl", resume({"name": "Python", "stance": "held"}, {"name": "Nosuch", "kind": "tool"}))
    theirs = jsonl(tmp_path / "theirs.jsonl", {"id": "one", "items": [{"name": "Python", "stance": "held"}]})

    assert main(["evaluate", str(path), "--predictions", str(theirs), "--misses"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 documents, set level; F1 with its 95 % interval over documents"
    assert [line.split()[0] for line in lines[3:7]] == ["all", "kind:tool", "stance:held", "held"]
    assert lines[3].split()[1:] == ["1.000", "0.500", "0.667", "0.667-0.667", "0.667", "1", "0", "1"]
    assert lines[-1] == "one\tmissed\t?nosuch"


def test_the_same_figures_as_json(tmp_path, capsys):
    """Ensures that the JSON holds what the text shows, unrounded counts and errors included."""
    path = jsonl(tmp_path / "gold.jsonl", resume("Python", text="Python"))

    assert main(["evaluate", str(path), "--format", "json", "--misses"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["groups"]["all"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "f1_interval_95": [1.0, 1.0], "macro_f1": 1.0,
        "right": 1, "false": 0, "missed": 0,
    }  # fmt: skip
    assert table["misses"] == []


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("K8s", None, "kubernetes"),
        ("kubernetes", "tool", "kubernetes"),
        ("SAA-C03", "certificate", "certificate:aws-saa"),
        ("SAA-C03", "tool", "certificate:aws-saa"),
        ("Zorblax  Forge", "tool", "?zorblax forge"),
        ("日本", None, "?日本"),
    ],
)
def test_names_become_keys(name, kind, expected):
    """Ensures that a name is looked up in the taxonomy and in the catalogue of certificates, the fitting one first."""
    assert gold.keys_of(name, kind, KNOWN)[0] == expected
