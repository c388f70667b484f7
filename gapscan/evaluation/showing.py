"""An evaluation → figures as tables, text or JSON."""

from __future__ import annotations

import json
from typing import Any

from gapscan.evaluation.counting import Evaluation


def to_dict(result: Evaluation) -> dict[str, Any]:
    """Return the figures as plain tables: shares rounded to four places, groups in the evaluation's order."""
    table = {}
    for group in result.groups:
        total = result.total(group)
        low, high = result.interval(group)
        table[group] = {
            "precision": round(total.precision, 4), "recall": round(total.recall, 4), "f1": round(total.f1, 4),
            "f1_interval_95": [round(low, 4), round(high, 4)], "macro_f1": round(result.macro_f1(group), 4),
            "right": total.right, "false": total.false, "missed": total.missed,
        }  # fmt: skip
    return {"title": result.title, "documents": len(result.documents), "groups": table}


def render(result: Evaluation, *, fmt: str = "text", misses: bool = False) -> str:
    """Return the figures as "text" or "json", with every error when ``misses`` is true."""
    table = to_dict(result)
    if fmt == "json":
        errors = [{"document": m.document, "sort": m.sort, "key": m.key, "detail": m.detail} for m in result.misses]
        return json.dumps(table | ({"misses": errors} if misses else {}), ensure_ascii=False, indent=2) + "\n"
    lines = [f"{table['documents']} documents, {table['title']}; F1 with its 95 % interval over documents", ""]
    width = max(map(len, ["group", *table["groups"]])) + 2
    shares = f"{'P':>6}{'R':>7}{'F1':>7}  {'interval':<13}{'macro F1':>9}"
    lines.append(f"{'group':<{width}}{shares}{'right':>7}{'false':>7}{'missed':>8}")
    for group, row in table["groups"].items():
        low, high = row["f1_interval_95"]
        lines.append(
            f"{group:<{width}}{row['precision']:>6.3f}{row['recall']:>7.3f}{row['f1']:>7.3f}  {low:.3f}-{high:.3f}  "
            f"{row['macro_f1']:>9.3f}{row['right']:>7}{row['false']:>7}{row['missed']:>8}"
        )
    if misses:
        lines += ["", *("\t".join((m.document, m.sort, m.key, m.detail)).rstrip() for m in result.misses)]
    return "\n".join(lines) + "\n"
