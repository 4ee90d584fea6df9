"""The house keeps its own rules: arrows point down, one room for each library, small rooms, no drawers."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

FLOORS: dict[str, int] = {
    "gzkg.errors": 0,
    "gzkg.vocab": 0,
    "gzkg.queries": 0,
    "gzkg.ids": 1,
    "gzkg.dates": 1,
    "gzkg.rdf": 1,
    "gzkg.rdf.formats": 1,
    "gzkg.model": 2,
    "gzkg.settings": 2,
    "gzkg.rdf.turtle": 2,
    "gzkg.rdf.files": 3,
    "gzkg.store": 3,
    "gzkg.store.sparql": 3,
    "gzkg.rdf.draft": 4,
    "gzkg.store.embedded": 4,
    "gzkg.store.infer": 5,
    "gzkg.store.workers": 6,
    "gzkg.lookup": 5,
    "gzkg.lookup.subject": 5,
    "gzkg.lookup.label": 5,
    "gzkg.lookup.question": 5,
    "gzkg.lookup.relation": 6,
    "gzkg.lookup.claim": 6,
    "gzkg.lookup.names": 6,
    "gzkg.lookup.summary": 6,
    "gzkg.lookup.entity": 7,
    "gzkg.checks.result": 5,
    "gzkg.checks.layout": 5,
    "gzkg.checks.shapes": 6,
    "gzkg.checks.rules": 7,
    "gzkg.checks.report": 8,
    "gzkg.checks": 9,
    "gzkg.graph": 10,
    "gzkg": 11,
    "gzkg.cli.show": 12,
    "gzkg.cli.ask": 13,
    "gzkg.cli.keep": 13,
    "gzkg.cli": 14,
    "api": 12,
    "api.errors": 13,
    "api.deps": 13,
    "api.negotiate": 13,
    "api.routes": 14,
    "api.routes.sparql": 14,
    "api.routes.entities": 14,
    "api.routes.questions": 14,
    "api.routes.system": 14,
    "api.pages": 14,
    "api.app": 15,
    "api.cli": 16,
}
"""Every module has a floor and imports only from lower ones; a new module without a floor fails."""

LIBRARIES: dict[str, set[str]] = {
    "pyoxigraph": {
        "gzkg.rdf.turtle",
        "gzkg.rdf.files",
        "gzkg.rdf.draft",
        "gzkg.store.embedded",
        "gzkg.checks.layout",
        "gzkg.checks.report",
    },
    "pyshacl": {"gzkg.checks.shapes"},
    "rdflib": {"gzkg.checks.shapes"},
    "opencc": {"gzkg.lookup.names"},
    "pypinyin": {"gzkg.lookup.names"},
    "rapidfuzz": {"gzkg.lookup.names"},
    "click": {"gzkg.cli", "gzkg.cli.show", "gzkg.cli.ask", "gzkg.cli.keep", "api.cli"},
    "rich": {"gzkg.cli.show"},
    "uvicorn": {"api.cli"},
}
"""Libraries that only some rooms may know: pyoxigraph is the term model of files and the store's engine."""

HEAVY = {"pyshacl", "rdflib", "opencc", "pypinyin", "rapidfuzz", "rich", "uvicorn", "fastapi", "api.app"}
"""Not imported until needed, so that `gzkg --help` is quick."""

DRAWERS = {"utils", "helpers", "common", "misc", "base", "core", "manager", "constants"}

REPO = Path(__file__).resolve().parent.parent
MODULES = {
    ".".join(path.relative_to(REPO).with_suffix("").parts).removesuffix(".__init__"): path
    for folder in ("gzkg", "api")
    for path in sorted((REPO / folder).rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imported(tree: ast.AST) -> set[str]:
    """Return every module that a tree imports, at any depth."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (submodules & MODULES.keys()) or {node.module}
    return found


def functions() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(name, node) for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, kinds)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0  # type: ignore[operator]


def test_every_module_has_a_floor_and_every_floor_a_module() -> None:
    assert MODULES.keys() == FLOORS.keys()


@pytest.mark.parametrize("name", MODULES)
def test_arrows_point_down(name: str) -> None:
    ours = {other for other in imported(TREES[name]) if other in FLOORS}
    assert not {other for other in ours if FLOORS[other] >= FLOORS[name]}


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("gzkg.cli", "api"))])
def test_guests_come_in_by_the_door(name: str) -> None:
    inside = {other for other in imported(TREES[name]) if other.startswith("gzkg.")}
    assert {other for other in inside if not other.startswith("gzkg.cli")} == set()


def test_the_library_does_not_know_the_service() -> None:
    assert not [
        name for name in MODULES if name.startswith("gzkg") and any(o.startswith("api") for o in imported(TREES[name]))
    ]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_has_its_rooms(library: str) -> None:
    rooms = {name for name, tree in TREES.items() if any(o.split(".")[0] == library for o in imported(tree))}
    assert rooms == LIBRARIES[library]


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("gzkg") or name == "api.cli"])
def test_heavy_libraries_are_imported_when_needed(name: str) -> None:
    at_import = ast.Module([node for node in TREES[name].body if isinstance(node, ast.Import | ast.ImportFrom)], [])
    assert not {other.split(".")[0] for other in imported(at_import)} & HEAVY


def test_no_drawers() -> None:
    assert not {name for name in MODULES if name.rpartition(".")[2] in DRAWERS}


def test_rooms_are_small() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert not {name: length for name, length in lengths.items() if length > 300}


def test_functions_are_short() -> None:
    bodies = sorted(body_lines(function) for _, function in functions())
    assert statistics.median(bodies) <= 8
    assert bodies[int(len(bodies) * 0.9)] <= 25
    assert bodies[-1] <= 40


def test_few_parameters() -> None:
    for name, function in functions():
        if not name.startswith(("gzkg.cli", "api.routes")):  # there, a parameter is an option of the guest's
            arguments = [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
            assert len([argument for argument in arguments if argument not in ("self", "cls")]) <= 5, (
                name,
                function.name,
            )


def test_public_names_say_what_they_give() -> None:
    silent = [
        f"{name}.{node.name}"
        for name, tree in TREES.items()
        for public in tree.body
        if isinstance(public, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not public.name.startswith("_")
        for node in (public, *(public.body if isinstance(public, ast.ClassDef) else ()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_the_two_folders_of_truth_hold_no_python() -> None:
    assert not [path for folder in ("ontology", "graph") for path in (REPO / folder).rglob("*.py")]
