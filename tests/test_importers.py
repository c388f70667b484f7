"""Tests of gapscan.importers."""

import json

import pytest

from gapscan import importers
from gapscan.errors import DataError, FileAccessError


def test_esco_gives_what_is_lacking(tmp_path):
    """Ensures that known names are left out and the others become records in our form."""
    source = tmp_path / "skills_en.csv"
    source.write_text(
        'conceptUri,preferredLabel,altLabels,skillType\nu1,Python,"Python 3",knowledge\nu2,glaze yak wool,"yak wool glazing\nglazing yaks",skill/competence\n',
        encoding="utf-8",
    )

    said = importers.run("esco", source, tmp_path / "overlay.jsonl")
    (record,) = [json.loads(line) for line in (tmp_path / "overlay.jsonl").read_text(encoding="utf-8").splitlines()]

    assert "1 new skills of 2" in said
    assert record["id"] == "glaze-yak-wool"
    assert record["aliases"] == ["yak wool glazing", "glazing yaks"]


def test_onet_names_each_tool_once(tmp_path):
    """Ensures that a product that many occupations use is one record."""
    source = tmp_path / "Technology Skills.txt"
    source.write_text("O*NET-SOC Code\tExample\tCommodity Title\n1\tYakglaze Pro\tGlazing software\n2\tYakglaze Pro\tGlazing software\n", encoding="utf-8")

    assert "1 new skills of 1" in importers.run("onet", source, tmp_path / "o.jsonl")


def test_other_files_are_refused(tmp_path):
    """Ensures that a file of another kind is named with the columns it has."""
    source = tmp_path / "x.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(DataError, match="preferredLabel"):
        importers.run("esco", source, tmp_path / "o.jsonl")
    with pytest.raises(FileAccessError):
        importers.run("esco", tmp_path / "none.csv", tmp_path / "o.jsonl")
