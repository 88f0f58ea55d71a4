"""House laws: what every module, list and command keeps to."""

import ast
import csv
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline" / "hongtou"
CODE = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py")) + sorted((ROOT / "benchmarks").rglob("*.py"))
TEXTS = [
    path
    for path in (
        *CODE, *TESTS, *sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")),
        ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "constraints.txt", ROOT / ".ci" / "run",
        *sorted((ROOT / "notebooks").glob("*.ipynb")),
    )
    if path.exists() and path != Path(__file__)
]  # fmt: skip
MODULES = sorted(
    name for _, name, _ in pkgutil.walk_packages([str(PACKAGE)], "hongtou.")
    if name != "hongtou.__main__"
)  # fmt: skip


def name_of(path: object) -> str:
    return str(path.relative_to(ROOT)) if isinstance(path, Path) else str(path)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_modules_and_functions_are_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 350
    for function in functions(ast.parse(source)):
        # Arguments and docstring explain; what counts is what is done.
        first = function.body[0]
        documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        begins = first.end_lineno if documented else first.lineno - 1
        assert begins is not None and function.end_lineno is not None
        assert function.end_lineno - begins < 40, f"{path.name}: {function.name}"


FORBIDDEN_NAMES = re.compile(
    r"^(?:utils?|helpers?|data|.*Manager|process_.*|pinyin.*|issuer)$", re.IGNORECASE
)
# hongtou.process is the contract's own name; it is no process_….
ROMANISED = re.compile(
    r"^(?:gongwen|tongzhi|wenjian|biaoti|fawen|wenhao|jiguan|zhusong|chaosong|yinfa|zhuanfa)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_names(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    names = {path.stem}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    bad = {n for n in names if FORBIDDEN_NAMES.match(n.strip("_")) or ROMANISED.match(n)}
    assert not bad


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_product_code_neither_asserts_nor_prints(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not isinstance(node, ast.Assert), node.lineno
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", node.lineno


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_left_over_work(path: Path) -> None:
    comments = re.findall(r"#.*", path.read_text("utf-8"))
    assert not [c for c in comments if re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b", c)]


@pytest.mark.parametrize("path", TEXTS, ids=name_of)
def test_nothing_names_a_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    places = r"/(?:work|home|root|Users|mnt)/[\w.]|\.\./shared|[A-Z]:\\\\Users"
    assert not re.findall(places, text)
    assert not re.findall(r"--(?:extra-)?index-url|--find-links|https?://[\w.]*pypi", text)


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_rule_names_a_seed(path: Path) -> None:
    """Places and numbers of the corpus may stand in docstrings and comments, not in rules."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    seeds = re.compile("忻州|忻银发|并银发|潢川|信阳|赣银|秀都|信都|晋财金")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert id(node) in docstrings or not seeds.search(node.value), node.lineno


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sorted({{m.partition('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


HEAVY = {"spacy", "paddle", "paddleocr", "jieba", "pydantic", "click", "rich", "sqlite_utils",
         "numpy", "ahocorasick_rs"}  # fmt: skip


def test_import_is_light() -> None:
    assert not loaded_by("import hongtou") & HEAVY


def test_help_is_light() -> None:
    assert not loaded_by("import hongtou.cli") & (HEAVY - {"click"})


def test_asking_needs_no_tagger() -> None:
    loaded = loaded_by("import hongtou; hongtou.KnowledgeBase")
    assert not loaded & {"spacy", "jieba", "pydantic", "click", "rich", "numpy"}


def test_public_surface() -> None:
    assert sorted(hongtou.__all__) == hongtou.__all__
    assert set(hongtou.__all__) == {
        "Answer", "KnowledgeBase", "__version__", "clean_line", "decide", "open", "process",
        "verify", "withdraw",
    }  # fmt: skip
    for name in hongtou.__all__:
        assert getattr(hongtou, name) is not None
    assert set(hongtou.__all__) <= set(dir(hongtou))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = hongtou.nothing


@pytest.mark.parametrize("name", MODULES)
def test_exports_are_sorted_and_documented(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    exported = getattr(module, "__all__", [])
    # As ruff sorts them: constants, classes, functions, each in the order of the alphabet.
    kinds = [(0 if n.isupper() else 1 if n[:1].isupper() else 2, n) for n in exported]
    assert kinds == sorted(kinds)
    for public in exported:
        thing = getattr(module, public)
        if callable(thing) and str(getattr(thing, "__module__", "")).startswith("hongtou"):
            assert thing.__doc__, public


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.csv")), ids=name_of)
def test_lists_say_where_they_come_from(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for number, row in enumerate(rows, start=2):
        assert None not in row and None not in row.values(), f"line {number}: columns"
        assert (row.get("source") or "").strip(), f"line {number}: no source"


def test_constraints_pin_every_requirement() -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8")
    pinned = {line.partition("==")[0] for line in pins.splitlines() if "==" in line}
    wanted = re.findall(r'^  "([A-Za-z0-9._-]+)[><=]', (ROOT / "pyproject.toml").read_text(), re.M)
    assert {name.lower() for name in wanted} <= pinned
    assert wanted
