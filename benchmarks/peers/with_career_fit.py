"""career-fit: a dictionary with context words, negation in résumés and importance in postings."""

from adapter import Extract, serve

IMPORTANCE = {"must": "required", "strongly_preferred": "preferred", "preferred": "preferred", "inferred": "mentioned"}


def load() -> Extract:
    """Load it; a negated mention is denied, any other one held."""
    from skillbundle.career import evidence_from_text
    from skillbundle.requirements import extract_requirements

    def extract(text: str, sort: str) -> list:
        if sort == "posting":
            asked = [one for one in extract_requirements(text) if one["requirement_type"] == "skill"]
            return [{"name": one["canonical_skill"], "stance": IMPORTANCE[one["importance_level"]]} for one in asked]
        evidence = evidence_from_text(text)
        return [{"name": one["canonical_skill"], "stance": "denied" if one["negated"] else "held"} for one in evidence]

    return extract


serve(load)
