"""Tests of gapscan.certifications: the catalogue and its lint, the finder, and what is said of a certificate."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gapscan import certifications
from gapscan.certifications import lint
from gapscan.errors import DataError, UnknownNameError
from gapscan.folding import fold
from gapscan.records import Document, Month, Section, SectionKind, Source


def document(text, kind=None):
    sections = (Section(kind, None, 0, len(text)),) if kind else ()
    return Document(text, Source("cv.txt", "txt", "plain", "", len(text)), sections)


def found(text, kind=None, **options):
    return {c.certification: str(c.status) for c in certifications.find(document(text, kind), **options)}


# --- the catalogue -----------------------------------------------------------------------------


def test_catalogue_is_clean():
    """Ensures that the catalogue that ships has no problem that its lint knows."""
    assert certifications.problems() == ()


def test_documented_certificates_are_the_five():
    """Ensures that the five certificates of the role document are there, in the document's words."""
    names = {one.documented_name for one in certifications.load().documented()}

    assert names == {
        "Google Professional Machine Learning Engineer",
        "Microsoft Certified: Azure AI Engineer Associate",
        "IBM AI Engineering Professional Certificate",
        "TensorFlow Developer Certificate",
        "Certified Data Scientist (CDS) by DASCA",
    }


@pytest.mark.parametrize(
    ("identifier", "status", "suggested"),
    [
        ("gcp-pmle", "active", True),
        ("ms-ai-102", "retired", False),
        ("ibm-aie", "active", True),
        ("tf-dev-cert", "retired", False),
        ("dasca-cds", "name-not-found", False),
    ],
)
def test_documented_certificates_say_the_truth(identifier, status, suggested):
    """Ensures that what can no longer be earned is marked and never suggested."""
    one = certifications.load()[identifier]

    assert (one.status, one.suggest, bool(one.status_note)) == (status, suggested, True)


def test_unknown_id_names_the_nearest():
    """Ensures that a typing error is answered with ids that exist."""
    with pytest.raises(UnknownNameError, match="cka"):
        certifications.load().get("ckaa")


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("SAA-C03", "aws-saa"),
        ("az900", None),
        ("AZ-900", "ms-az-900"),
        ("aws-saa", "aws-saa"),
        ("Certified Kubernetes Administrator", "cka"),
        ("Certified Wizard", None),
    ],
)
def test_resolve(name, identifier):
    """Ensures that a name on its own leads to its certificate, and an unknown one to none."""
    assert certifications.load().resolve(name) == identifier


def row(**changes):
    base = json.loads(
        next(line for line in lint.catalogue_path().read_text(encoding="utf-8").splitlines() if '"id": "cka"' in line)
    )
    return {**base, **changes}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([row(id="CKA")], "not kebab-case"),
        ([row(), row()], "the id is taken"),
        ([row(), row(id="a", name="Other", aliases=[], codes=["ZZZ"])], "out of order"),
        ([row(status="retired")], "suggested although retired"),
        ([row(status="gone")], "status 'gone' is not one of"),
        ([row(kind=None)], "kind None is not one of"),
        ([row(successor_ids=["nowhere"])], "successor_ids names nowhere"),
        ([row(prerequisite_ids=["cka"])], "prerequisite_ids names itself"),
        ([row(ambiguous=["Foo"])], "ambiguous 'Foo' is not among the names"),
        ([row(aliases=["QZ"])], "'QZ' is too short"),
        ([row(aliases=["--"])], "'--' holds no word"),
        ([row(), row(id="ckb", name="Other", codes=[])], "names cka too"),
        ([row(hours_max=1)], "hours are not in order"),
        ([row(hours_max=None)], "hours need both ends"),
        ([row(status_checked_on="yesterday")], "status_checked_on is not a date"),
        ([row(url="http://x")], "does not start with https"),
        ([row(evidences=["telepathy"])], "telepathy, which is not a skill"),
        ([row(cost_usd="445")], "field cost_usd holds str"),
        ([row(suggest=1)], "field suggest holds int"),
        ([{"id": "x"}], "field name is missing"),
        ([row(colour="red")], "field colour is not known"),
        ([row(sources=[{"code": "x"}])], "each of sources must hold"),
    ],
)
def test_lint_finds(tmp_path, rows, problem):
    """Ensures that each way of breaking the data file is found, with file and line."""
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")

    messages = certifications.problems(path, skills={"kubernetes", "containers", "linux"})

    assert any(problem in message for message in messages), messages
    assert all(message.startswith("c.jsonl:") for message in messages)


def test_lint_allows_shared_names_that_all_mark(tmp_path):
    """Ensures that two certificates may share a spelling when both leave it to the issuer."""
    shared = {"aliases": ["XYZ"], "ambiguous": ["XYZ"], "codes": []}
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(row(id=i, name=i * 5, **shared)) + "\n" for i in "ab"), encoding="utf-8")

    assert certifications.problems(path) == ()


@pytest.mark.parametrize("content", ["{", '{"id": "x"}', '["x"]'])
def test_broken_file_is_refused(tmp_path, content):
    """Ensures that a catalogue that can't be read is an error that says where."""
    path = tmp_path / "c.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(DataError, match=r"c\.jsonl:1"):
        certifications.load(path)


# --- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "identifiers"),
    [
        ("AWS Certified Solutions Architect – Associate (SAA-C03)", {"aws-saa"}),
        ("aws certified solutions architect associate", {"aws-saa"}),
        ("AWS Solutions Architect, Associate", {"aws-saa"}),
        ("AWS Certified\nSolutions Architect\nAssociate", {"aws-saa"}),
        ("AWS SAA-C03", {"aws-saa"}),
        ("SAAC03, AZ900", {"aws-saa", "ms-az-900"}),
        ("Amazon Web Services (AWS) Certified Machine Learning – Specialty", {"aws-mls"}),
        ("Kubernetes (CKA/CKAD/CKS)", {"cka", "ckad", "cks"}),
        ("Certified Kubernetes Administrator", {"cka"}),
        ("PMP® | CISSP® | ITIL® v4 Foundation", {"pmp", "cissp", "itil-f"}),
        ("GCP Professional Data Engineer", {"gcp-pde"}),
        ("Google Cloud Certified – Professional Machine Learning Engineer", {"gcp-pmle"}),
        ("Google Professional Machine Learning Engineer", {"gcp-pmle"}),
        ("Microsoft Certified: Azure AI Engineer Associate (AI-102)", {"ms-ai-102"}),
        ("TensorFlow Developer Certificate", {"tf-dev-cert"}),
        ("DeepLearning.AI TensorFlow Developer Professional Certificate", {"dlai-tfdev"}),
        ("IBM AI Engineering (Coursera)", {"ibm-aie"}),
        ("Certified Data Scientist (CDS) by DASCA", {"dasca-cds"}),
        ("The Open Group Certified Data Scientist", {"opencds"}),
        ("HashiCorp Certified: Terraform Associate (003)", {"tf-assoc"}),
        ("CompTIA A+, Network+ and Sec+", {"comptia-a", "comptia-network", "comptia-security"}),
        ("Lean Six Sigma Green Belt", {"six-sigma-gb"}),
        ("Registered Nurse, BLS, ACLS", {"rn", "bls", "acls"}),
        ("OSHA 30-Hour; Class A CDL; forklift certified", {"osha-30", "cdl-driver", "forklift"}),
        ("Machine Learning by Stanford University on Coursera", {"dlai-mls"}),
        ("AWS Certified Solutions Architect (SAP-C02)", {"aws-sap"}),
    ],
)
def test_names_are_found(text, identifiers):
    """Ensures that what people type on résumés leads to the certificate."""
    assert set(found(text)) == identifiers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Grew the team to 200-301 people and trained AI 900 models",
        "Got an A+ in calculus",
        "Customer success manager (CSM) for CAP theorem enthusiasts",
        "Senior Azure Data Engineer at Contoso",
        "Built CI with GitHub Actions",
        "Wrote apps in RN (React Native)",
        "Raised CPA and lowered churn in paid search",
        "MSc with a machine learning specialization",
        "Configured firewall ACLs and parsed pcap files in Python",
        "DEA-C01",
        "Certified Data Scientist",
        "Our supplier is certified for ISO 27001",
        "CKAb, xCKA and PMPs",
        "Led the data team. Professional services; cloud. Practitioner",
    ],
)
def test_other_meanings_are_left_alone(text):
    """Ensures that names with another meaning, and codes without the issuer they need, are not certificates."""
    assert found(text) == {}


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("AWS DEA-C01", "aws-dea"),
        ("DEA-C01 (Amazon Web Services)", "aws-dea"),
        ("Snowflake DEA-C01", "snow-dea"),
        ("DEA-C02, Snowflake", "snow-dea"),
        ("ACE, Google Cloud", "gcp-ace"),
        ("Adobe ACE", "adobe-acp"),
        ("CMA, Institute of Management Accountants", "cma"),
        ("CMA, medical assistant at a clinic", "cma-med"),
        ("OCP, Java developer", "ocp-java21"),
        ("OCP, database administrator", "ocp-db"),
    ],
)
def test_issuer_decides(text, identifier):
    """Ensures that a shared code goes to the issuer beside it."""
    assert set(found(text)) == {identifier}


def test_nearest_issuer_wins():
    """Ensures that of two issuers near a shared code the nearer one counts."""
    assert set(found("Snowflake data platform on AWS: DEA-C01")) == {"aws-dea"}


@pytest.mark.parametrize("kind", [SectionKind.CERTIFICATIONS, SectionKind.COURSES])
def test_section_of_certificates_speaks_for_ambiguous_names(kind):
    """Ensures that under the heading of certificates a bare acronym or job title counts."""
    assert set(found("CSM\nAzure Data Engineer\nSAA", kind)) == {"csm", "ms-dp-203", "aws-saa"}


def test_heading_on_the_line_speaks_for_ambiguous_names():
    """Ensures that "Certifications:" at the start of a line does what a section does."""
    assert set(found("Certifications: SAA, CSM")) == {"aws-saa", "csm"}


def test_one_credential_a_certificate():
    """Ensures that a certificate named three times is one credential, on the line of its first mention."""
    text = "Jo\nCKA\nCertified Kubernetes Administrator (CKA)"

    (credential,) = certifications.find(document(text))

    assert (credential.certification, credential.text, credential.line) == ("cka", "CKA", 2)


def test_folding_may_be_given():
    """Ensures that a text folded before gives the same as one folded here."""
    text = "Résumé – AWS SAA-C03 in progress, CKA"

    assert certifications.find(document(text), low=fold(text).low) == certifications.find(document(text))


@given(st.text(alphabet=st.sampled_from("CKA aws-SAC03\n(),.;éÅ🙂|:ertifdnopg"), max_size=200))
def test_sightings_slice_the_text(text):
    """Ensures that spans are exact, ordered and disjoint on any text."""
    sightings = certifications.locate(document(text))

    assert all(text[one.start : one.end] == one.text for one in sightings)
    assert all(a.end <= b.start for a, b in pairwise(sightings))


def test_every_certificate_is_found_by_its_name():
    """Ensures that each record of the catalogue is reachable: under the right heading its name finds it."""
    missed = [
        one.id
        for one in certifications.load()
        if one.id not in found(f"{one.documented_name or one.name}, {one.issuer_names[0]}", SectionKind.CERTIFICATIONS)
    ]

    assert missed == []


def test_every_unambiguous_spelling_is_found_alone():
    """Ensures that each alias and code that needs nothing beside it is found on its own."""
    missed = [
        (one.id, spelling)
        for one in certifications.load()
        for spelling in one.spellings
        if spelling not in {*one.ambiguous, *one.titles} and one.id not in found(spelling)
    ]

    assert missed == []


# --- what is said of it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("CKA", "held"),
        ("CKA, 2023", "held"),
        ("Passed the CKA", "held"),
        ("CKA (in progress)", "in progress"),
        ("CKA - in progress", "in progress"),
        ("CKA | In Progress", "in progress"),
        ("CKA\nExpected June 2027", "in progress"),
        ("In progress: CKA", "in progress"),
        ("CKA (expected May 2027)", "in progress"),
        ("CKA exam scheduled for March", "in progress"),
        ("Currently pursuing the CKA", "in progress"),
        ("Studying for my CKA", "in progress"),
        ("Preparing to sit the CKA exam", "in progress"),
        ("studying for the\nCKA", "in progress"),
        ("CKA candidate", "in progress"),
        ("CKA - pending", "in progress"),
        ("CKA (expired 2021)", "expired"),
        ("CKA, 2018-2021 (expired)", "expired"),
        ("CKA | 2018 - 2021 (expired)", "expired"),
        ("Expired: CKA", "expired"),
        ("I no longer hold the CKA", "expired"),
        ("Plan to take the CKA", "planned"),
        ("I want to obtain the CKA next year", "planned"),
        ("Goal: CKA", "planned"),
        ("Future certifications: CKA", "planned"),
        ("CKA (planned)", "planned"),
        ("No CKA", "denied"),
        ("I do not hold a CKA", "denied"),
        ("Not CKA certified", "denied"),
        ("CKA: no", "denied"),
        ("CKA not yet obtained", "denied"),
        ("Failed the CKA", "denied"),
        # other things are spoken of
        ("Not only CKA but more", "held"),
        ("CKA, planned the migration of 30 services", "held"),
        ("CKA license No. 12345", "held"),
        ("Seeking a position to use my CKA", "held"),
        ("Training & Certifications: CKA", "held"),
        ("Working on clusters (CKA)", "held"),
        ("CKA, B.Sc. Computer Science (expected May 2027)", "held"),
        ("Studying for exams; CKA", "held"),
        ("CKA, never expires", "held"),
    ],
)
def test_status(text, status):
    """Ensures that the words around a name decide, on either side and within their clause."""
    assert found(text) == {"cka": status}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CKA, CKAD (in progress), PMP", {"cka": "held", "ckad": "in progress", "pmp": "held"}),
        ("CKA (expected 2027), CKAD", {"cka": "in progress", "ckad": "held"}),
        ("Studying for CKA and CKAD.", {"cka": "in progress", "ckad": "in progress"}),
        ("CKA and CKAD in progress", {"cka": "in progress", "ckad": "in progress"}),
        ("CKA & CKAD (in progress)", {"cka": "held", "ckad": "in progress"}),
        ("Studying for CKAD after passing CKA", {"ckad": "in progress", "cka": "held"}),
        ("Failed CKA, passed CKAD", {"cka": "denied", "ckad": "held"}),
        ("No CKA yet, but PMP certified", {"cka": "denied", "pmp": "held"}),
        ("Pursuing CKA, CKAD (2022)", {"cka": "in progress", "ckad": "held"}),
        ("CKA. Plan to take CKAD.", {"cka": "held", "ckad": "planned"}),
        (
            "Certifications in progress:\n- CKA\n- CKAD\n\nPMP",
            {"cka": "in progress", "ckad": "in progress", "pmp": "held"},
        ),
        ("CKA | Expected 2027 | CKAD", {"cka": "in progress", "ckad": "held"}),
    ],
)
def test_scope(text, expected):
    """Ensures that a cue reaches over its list and not beyond."""
    assert found(text) == expected


def test_explicit_words_outweigh_a_bare_mention():
    """Ensures that "expired" said once counts more than the bare name elsewhere."""
    assert found("CKA engineer\n\nCertificates\nCKA (expired 2020)") == {"cka": "expired"}


def test_section_on_learning_is_in_progress():
    """Ensures that a name under a heading such as "Currently learning" is not held."""
    assert found("CKA", SectionKind.LEARNING) == {"cka": "in progress"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("CKA, valid until 2021", "expired"),
        ("CKA (expires March 2026)", "expired"),
        ("CKA, exp. 03/2026", "expired"),
        ("CKA, expires 2026", "held"),
        ("CKA, valid through June 2026", "held"),
        ("CKA, issued 2019, expires 2022", "expired"),
    ],
)
def test_end_dates_are_read_against_the_reference_month(text, status):
    """Ensures that a stated end counts when a reference month is given, and a bare year means its end."""
    assert found(text, as_of=Month(2026, 5)) == {"cka": status}
    assert found(text) == {"cka": "held"}


@pytest.mark.parametrize("piece", ["cka ", "ACE ", "certified ", "in progress ", "(", "\n", "six sigma ", "no cka, "])
def test_hostile_repetition_is_answered(piece):
    """Ensures that endless repetition gives at most one credential a certificate, and an answer at all."""
    credentials = certifications.find(document(piece * (100_000 // len(piece))))

    assert len(credentials) == len({c.certification for c in credentials})


ENTRIES = (
    ("CERTIFICATIONS\nTensorFlow Developer Certificate (expired 2024)\nCKA, 2023\n", "held"),
    ("CERTIFICATIONS\nPMP certification, in progress\nCKA\n", "held"),
    ("CERTIFICATIONS\nCertified Baker of Bread (expired 2020)\nCKA\n", "held"),
    ("Certifications (in progress)\nPMP\nCKA\n", "in progress"),
    ("Certifications in progress\nPMP\nCKA\n", "in progress"),
    ("Expired certificates:\nPMP\nCKA\n", "expired"),
)


@pytest.mark.parametrize(("text", "status"), ENTRIES)
def test_an_entry_of_a_list_is_no_heading(text, status):
    """Ensures that what is said of one certificate does not fall on the next line, and a heading does."""
    assert found(text)["cka"] == status


def test_nothing_that_ended_or_ends_is_suggested():
    """Ensures that only what can be sat is suggested: offered, or between two versions with both dates in its note."""
    for one in certifications.load().suggestible():
        assert one.status in ("active", "transition"), one.id
        assert one.status != "active" or not one.successor_ids, one.id
        assert one.status != "transition" or "Between versions" in one.status_note, one.id
