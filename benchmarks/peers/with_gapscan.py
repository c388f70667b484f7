"""gapscan itself, run as the peers are."""

from adapter import Extract, kind_of, serve


def load() -> Extract:
    """Load the taxonomy; its answers are named by id."""
    from gapscan import evaluation, readers, taxonomy

    known = taxonomy.load()

    def extract(text: str, sort: str) -> list:
        found = evaluation.found_items(readers.read_text(text), known, posting=sort == "posting")
        return [
            {"name": item.keys[0].removeprefix("certificate:"), "stance": item.stance, **kind_of(item.keys[0])} for item in found
        ]

    return extract


serve(load)
