"""pycorrector as a contestant of ``bench_clean.py``: lines in on stdin, its corrections out.

    PYTHON benchmarks/pycorrector_lines.py MODEL < lines.jsonl

PYTHON is one that has pycorrector 1.1.4, pyahocorasick, pypinyin, jieba, loguru and kenlm; MODEL is
what its kenlm corrector loads. The package's own first module would load torch and transformers for
correctors that need downloads, so it is passed by.
"""

import importlib.util
import json
import os
import sys
import tempfile
import types


def load(model: str) -> object:
    """Its kenlm corrector with default settings."""
    os.environ.setdefault("PYCORRECTOR_DATA_DIR", tempfile.mkdtemp(prefix="pycorrector-"))
    spec = importlib.util.find_spec("pycorrector")
    if spec is None or spec.submodule_search_locations is None:
        raise SystemExit("pycorrector is not installed here")
    package = types.ModuleType("pycorrector")
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["pycorrector"] = package
    from pycorrector.corrector import Corrector

    return Corrector(language_model_path=model)


def main() -> None:
    corrector = load(sys.argv[1])
    for line in sys.stdin:
        found = corrector.correct(json.loads(line))  # type: ignore[attr-defined]
        answer = {"target": found["target"], "errors": found["errors"]}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
