"""Tests of gapscan.schemas: what the program writes is what the contracts say, no more and no less."""

import copy
import json
from functools import cache

import jsonschema
import pytest
import sample_report

from gapscan import schemas, scoring, taxonomy
from gapscan.errors import EmptyFileError
from gapscan.records import (
    CredentialStatus,
    DegreeLevel,
    EducationAsked,
    FindingStatus,
    Importance,
    Matches,
    SectionKind,
    SkillKind,
    Stance,
    Strength,
)
from gapscan.renderers import as_json, as_skills


def closed(schema):
    """Return a schema in which no object may have fields that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: closed(one) for key, one in schema.items()}
    return inside | {"additionalProperties": False} if isinstance(schema.get("properties"), dict) else inside


@cache
def validator(name):
    return jsonschema.Draft202012Validator(closed(schemas.load(name)))


def problems(name, table):
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(table)]


class Found:
    document = sample_report.DOCUMENT
    profile = sample_report.PROFILE
    matches = Matches((), sample_report.PROFILE.refusals)


def compared():
    """Return a report as the scorer makes it, from the sample's profile and job."""
    return scoring.compare(sample_report.PROFILE, sample_report.JOB, taxonomy.load(), sample_report.DOCUMENT)


EXAMPLES = [
    ("report", lambda: as_json.report_dict(sample_report.build())),
    ("report", lambda: json.loads(as_json.render(sample_report.build()))),
    ("report", lambda: as_json.report_dict(sample_report.bare())),
    ("report", lambda: as_json.report_dict(compared())),
    ("skills", lambda: json.loads(as_skills.RENDERERS["json"](Found))),
    ("skills", lambda: json.loads(as_skills.RENDERERS["jsonl"](Found))),
    ("skills", lambda: json.loads(as_skills.failure("a.pdf", EmptyFileError("a.pdf", "the file is empty")))),
    ("job", lambda: as_json.job_dict(sample_report.JOB)),
    ("job", lambda: as_json.job_dict(sample_report.JOB, taxonomy.load())),
    ("job", lambda: as_json.job_dict(sample_report.educated_job())),
]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(EXAMPLES)]


@pytest.mark.parametrize("name", schemas.NAMES)
def test_schemas_are_schemas(name):
    """Ensures that each contract is valid JSON Schema 2020-12 under a name of its own."""
    schema = schemas.load(name)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:gapscan:{name}:1"


def test_unknown_schema():
    """Ensures that no other file can be asked for."""
    with pytest.raises(KeyError):
        schemas.load("../pyproject")


@pytest.mark.parametrize(("name", "make"), EXAMPLES, ids=IDS)
def test_output_keeps_the_contract(name, make):
    """Ensures that what is written fits its schema, and has no field that the schema does not name."""
    assert problems(name, make()) == []


def paths(table, path=()):
    """Yield the path of every field of a table, but for those that may be left out."""
    if isinstance(table, list):
        for index, one in enumerate(table):
            yield from paths(one, (*path, index))
    elif isinstance(table, dict):
        for key, one in table.items():
            if not (key == "because" and "section" in table):
                yield (*path, key)
            yield from paths(one, (*path, key))


def without(table, path):
    """Return a table that lacks one field."""
    copied = copy.deepcopy(table)
    inside = copied
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    return copied


def shapes(table):
    """Return one path for each kind of field: list indexes do not matter."""
    found = {}
    for path in paths(table):
        found.setdefault(tuple("*" if isinstance(step, int) else step for step in path), path)
    return list(found.values())


@pytest.mark.parametrize(
    ("name", "make"), [EXAMPLES[0], EXAMPLES[4], EXAMPLES[6], EXAMPLES[9]], ids=["report", "skills", "failure", "job"]
)
def test_a_missing_field_fails(name, make):
    """Ensures that an output that lost any one of its fields breaks the contract."""
    table = make()
    tolerated = [path for path in shapes(table) if not problems(name, without(table, path))]

    assert tolerated == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("schema", "gapscan.report/2"), ("score", 100.1), ("score", "54"), ("must_coverage", -0.1),
        ("confidence", None), ("as_of", "2026-13"), ("requirements", {}), ("extras", ["Not An Id"]),
        ("months_experience", -1),
    ],
)  # fmt: skip
def test_a_wrong_value_fails(field, value):
    """Ensures that figures out of range, wrong types and wrong forms break the contract."""
    assert problems("report", as_json.report_dict(sample_report.build()) | {field: value})


@pytest.mark.parametrize(
    ("name", "definition", "field", "values"),
    [
        ("report", "mention", "section", SectionKind),
        ("report", "mention", "stance", Stance),
        ("report", "skill", "kind", [*SkillKind, None]),
        ("report", "skill", "strength", [*Strength, None]),
        ("report", "requirement", "importance", Importance),
        ("report", "gate", "importance", Importance),
        ("skills", "mention", "section", SectionKind),
        ("skills", "mention", "stance", Stance),
    ],
)
def test_closed_sets_are_those_of_the_records(name, definition, field, values):
    """Ensures that a value added to an enumeration is added to its contract."""
    assert schemas.load(name)["$defs"][definition]["properties"][field]["enum"] == list(values)


def test_closed_sets_of_the_report():
    """Ensures that verdicts, states of certificates and levels of education are those of the records."""
    report = schemas.load("report")
    held = report["properties"]["certifications"]["properties"]["held"]["items"]["properties"]["status"]["enum"]

    assert report["$defs"]["status"]["enum"] == list(FindingStatus)
    assert held == [status for status in CredentialStatus if status is not CredentialStatus.DENIED]
    assert report["properties"]["education"]["items"]["properties"]["level"]["enum"] == list(DegreeLevel)


def test_education_asked():
    """Ensures that a job that names no level of education says so with null."""
    job = sample_report.educated_job(EducationAsked(None))

    assert as_json.job_dict(job)["education"]["level"] is None
    assert problems("job", as_json.job_dict(job)) == []
