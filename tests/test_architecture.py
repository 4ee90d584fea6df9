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
    "api": 0,
    "api.log": 0,
    "api.routes": 0,
    "gzkg.network": 0,
    "gzkg.network.format.cell": 0,
    "gzkg.network.group.louvain": 0,
    "gzkg.network.picture.lettering": 0,
    "gzkg.network.picture.worldmap": 0,
    "gzkg.network.group": 0,
    "gzkg.network.making": 0,
    "gzkg.network.measure": 0,
    "gzkg.network.two_mode": 0,
    "gzkg.network.whole": 0,
    "api.cors": 0,
    "gzkg.checks.focus": 0,
    "gzkg.records": 0,
    "gzkg.records.dropdown": 0,
    "gzkg.records.reading.cell": 0,
    "gzkg.records.reading.iri": 0,
    "gzkg.records.reading.limit": 0,
    "gzkg.records.table": 0,
    "gzkg.records.table.sheet": 0,
    "gzkg.records.wal": 0,
    "gzkg.records.saving": 0,
    "api.pages.link": 0,
    "gzkg.ids": 1,
    "gzkg.dates": 1,
    "gzkg.rdf": 1,
    "gzkg.rdf.formats": 1,
    "gzkg.endpoint.budget": 1,
    "gzkg.network.making.aggregate": 1,
    "gzkg.network.arrays": 1,
    "gzkg.network.format.markup": 1,
    "gzkg.network.option": 1,
    "gzkg.network.picture.look": 1,
    "gzkg.records.model": 1,
    "gzkg.records.reading.archive": 1,
    "gzkg.records.reading.kind": 1,
    "gzkg.model": 2,
    "gzkg.settings": 2,
    "gzkg.rdf.turtle": 2,
    "gzkg.endpoint.wire": 2,
    "gzkg.network.making.edgelist": 2,
    "gzkg.network.two_mode.incidence": 2,
    "gzkg.network.measure.perron": 2,
    "gzkg.network.picture.cut": 2,
    "gzkg.network.picture.layout": 2,
    "gzkg.network.picture.svg": 2,
    "gzkg.network.rank": 2,
    "gzkg.network.measure.sweep": 2,
    "gzkg.network.measure.triangle": 2,
    "gzkg.checks.naming": 2,
    "gzkg.records.entry": 2,
    "gzkg.records.table.naming": 2,
    "gzkg.rdf.files": 3,
    "gzkg.store": 3,
    "gzkg.store.sparql": 3,
    "gzkg.store.cut": 3,
    "gzkg.store.pattern": 3,
    "gzkg.store.plan": 3,
    "gzkg.store.plan.words": 3,
    "gzkg.catalog": 3,
    "gzkg.catalog.term": 3,
    "gzkg.catalog.edition": 3,
    "gzkg.network.measure.brandes": 3,
    "gzkg.network.two_mode.interlock": 3,
    "gzkg.network.measure.definition": 3,
    "gzkg.network.two_mode.nestedness": 3,
    "gzkg.network.picture.label": 3,
    "gzkg.network.picture.legend": 3,
    "gzkg.network.picture.naming": 3,
    "gzkg.network.whole.rewire": 3,
    "gzkg.network.table": 3,
    "gzkg.records.batch": 3,
    "gzkg.records.disk": 3,
    "gzkg.records.idform": 3,
    "gzkg.records.ledger": 3,
    "gzkg.records.provenance": 3,
    "gzkg.records.reading.text": 3,
    "gzkg.records.reading.trouble": 3,
    "gzkg.records.reading.worksheet": 3,
    "gzkg.records.table.kind": 3,
    "gzkg.lookup.vocabulary": 3,
    "gzkg.rdf.draft": 4,
    "gzkg.store.answer": 4,
    "gzkg.store.refusal": 4,
    "gzkg.store.plan.pattern": 4,
    "gzkg.store.plan.tables": 4,
    "gzkg.catalog.dumps": 4,
    "gzkg.catalog.examples": 4,
    "gzkg.lookup": 4,
    "gzkg.lookup.token": 4,
    "gzkg.network.measure.bridging": 4,
    "gzkg.network.change": 4,
    "gzkg.network.measure.closeness": 4,
    "gzkg.network.group.community": 4,
    "gzkg.network.whole.distribution": 4,
    "gzkg.network.whole.figure": 4,
    "gzkg.network.format.book": 4,
    "gzkg.network.format.flat": 4,
    "gzkg.network.format.frame": 4,
    "gzkg.network.format.sheet": 4,
    "gzkg.network.measure.hole": 4,
    "gzkg.network.two_mode.matrix": 4,
    "gzkg.network.whole.mixing": 4,
    "gzkg.network.measure.neighbourhood": 4,
    "gzkg.network.two_mode.overlap": 4,
    "gzkg.network.path": 4,
    "gzkg.network.whole.periphery": 4,
    "gzkg.network.picture.chart": 4,
    "gzkg.network.picture.colouring": 4,
    "gzkg.network.measure.spectral": 4,
    "gzkg.endpoint.source": 4,
    "gzkg.records.reading.character": 4,
    "gzkg.records.reading.jsonld": 4,
    "gzkg.records.reading.turtle": 4,
    "gzkg.records.reading.xml": 4,
    "gzkg.records.soundness": 4,
    "gzkg.records.table.fault": 4,
    "gzkg.lookup.description": 4,
    "gzkg.store.plan.reader": 5,
    "gzkg.store.plan.check": 5,
    "gzkg.store.plan.relation": 5,
    "gzkg.lookup.pattern": 5,
    "gzkg.network.format.gexf": 5,
    "gzkg.network.format.graphml": 5,
    "gzkg.network.format.pajek": 5,
    "gzkg.network.format.script": 5,
    "gzkg.network.picture.draw": 5,
    "gzkg.network.stability": 5,
    "gzkg.network.whole.structure": 5,
    "gzkg.network.two_mode.measures": 5,
    "gzkg.endpoint.link": 5,
    "gzkg.records.database": 5,
    "gzkg.records.promote": 5,
    "gzkg.records.reading.rdf": 5,
    "gzkg.records.reading.sheet": 5,
    "gzkg.records.table.header": 5,
    "gzkg.records.table.period": 5,
    "gzkg.store.plan.condition": 6,
    "gzkg.store.plan.evaluate": 6,
    "gzkg.network.measure.catalogue": 6,
    "gzkg.network.format": 6,
    "gzkg.network.picture": 6,
    "gzkg.network.whole.significance": 6,
    "gzkg.endpoint.roster": 6,
    "gzkg.records.journal": 6,
    "gzkg.records.reading.csv": 6,
    "gzkg.records.reading.workbook": 6,
    "gzkg.records.table.row": 6,
    "gzkg.store.plan.syntax": 7,
    "gzkg.network.whole.geography": 7,
    "gzkg.network.measure.scoring": 7,
    "gzkg.endpoint.workers": 7,
    "gzkg.records.kept": 7,
    "gzkg.records.reading.reader": 7,
    "gzkg.records.token": 7,
    "gzkg.store.plan.count": 8,
    "gzkg.store.plan.solve": 8,
    "gzkg.endpoint.memory": 8,
    "gzkg.records.backup": 8,
    "gzkg.records.desk": 8,
    "gzkg.records.markup": 8,
    "gzkg.records.reading": 8,
    "gzkg.store.plan.rewrite": 9,
    "gzkg.store.embedded": 10,
    "gzkg.store.infer": 11,
    "gzkg.store.plan.use": 11,
    "gzkg.lookup.subject": 11,
    "gzkg.lookup.label": 11,
    "gzkg.lookup.question": 11,
    "gzkg.lookup.nearest": 11,
    "gzkg.catalog.counts": 11,
    "gzkg.checks.result": 11,
    "gzkg.checks.layout": 11,
    "gzkg.checks.focus.path": 11,
    "gzkg.checks.focus.term": 11,
    "gzkg.records.allowed": 11,
    "gzkg.store.view": 12,
    "gzkg.lookup.relation": 12,
    "gzkg.lookup.claim": 12,
    "gzkg.lookup.names": 12,
    "gzkg.lookup.summary": 12,
    "gzkg.lookup.explain": 12,
    "gzkg.catalog.service": 12,
    "gzkg.checks.shapes": 12,
    "gzkg.network.making.atlas": 12,
    "gzkg.network.making.layer": 12,
    "gzkg.checks.focus.beside": 12,
    "gzkg.checks.focus.pattern": 12,
    "gzkg.records.consequence": 12,
    "gzkg.records.newcomer": 12,
    "gzkg.records.table.terms": 12,
    "gzkg.lookup.position": 12,
    "gzkg.lookup.shaping": 12,
    "gzkg.lookup.entity": 13,
    "gzkg.catalog.void": 13,
    "gzkg.checks.rules": 13,
    "gzkg.network.making.link": 13,
    "gzkg.checks.focus.component": 13,
    "gzkg.checks.focus.condition": 13,
    "gzkg.checks.wording": 13,
    "gzkg.records.degree": 13,
    "gzkg.records.table.resolver": 13,
    "gzkg.records.table.template": 13,
    "gzkg.lookup.brief": 13,
    "gzkg.lookup.usage": 13,
    "gzkg.checks.report": 14,
    "gzkg.endpoint.description": 14,
    "gzkg.network.making.projection": 14,
    "gzkg.checks.focus.branch": 14,
    "gzkg.checks.focus.shape": 14,
    "gzkg.lookup.door": 14,
    "gzkg.records.objection": 14,
    "gzkg.records.plan": 14,
    "gzkg.records.table.cell": 14,
    "gzkg.lookup.ontology": 14,
    "gzkg.checks": 15,
    "gzkg.network.making.maker": 15,
    "gzkg.checks.focus.constraint": 15,
    "gzkg.checks.focus.judge": 15,
    "gzkg.records.guard": 15,
    "gzkg.records.table.evidence": 15,
    "gzkg.records.table.wording": 15,
    "gzkg.records.validation": 15,
    "gzkg.records.words": 15,
    "gzkg.network.depiction": 16,
    "gzkg.network.position": 16,
    "gzkg.network.effort": 16,
    "gzkg.checks.focus.classes": 16,
    "gzkg.checks.focus.search": 16,
    "gzkg.records.form.table": 16,
    "gzkg.records.form.text": 16,
    "gzkg.records.table.dating": 16,
    "gzkg.records.table.draft": 16,
    "gzkg.network.analysis": 17,
    "gzkg.checks.focus.validator": 17,
    "gzkg.records.form.shacl": 17,
    "gzkg.records.table.identity": 17,
    "gzkg.network.analyst": 18,
    "gzkg.records.form": 18,
    "gzkg.records.table.reader": 18,
    "gzkg.network.door": 19,
    "gzkg.records.table.rows": 19,
    "gzkg.records.intake": 20,
    "gzkg.endpoint.dataset": 21,
    "gzkg.records.door": 21,
    "gzkg.endpoint.job": 22,
    "gzkg.endpoint.nursery": 23,
    "gzkg.endpoint.inline": 23,
    "gzkg.endpoint": 24,
    "gzkg.graph": 25,
    "gzkg": 26,
    "gzkg.cli.show": 27,
    "api.errors": 27,
    "api.deps": 27,
    "api.negotiate": 27,
    "api.metrics": 27,
    "api.respond": 27,
    "api.refresh": 27,
    "api.pages.language": 27,
    "api.pages.words": 27,
    "api.pages.atlas": 27,
    "api.pages.city": 27,
    "api.pages.dating": 27,
    "api.pages.entity.terms": 27,
    "api.pages.ontology.hierarchy": 27,
    "api.pages.rankings.chart": 27,
    "api.spreadsheet": 27,
    "api.pages.citation": 27,
    "gzkg.cli.ask": 28,
    "gzkg.cli.keep": 28,
    "api.protocol": 28,
    "api.front": 28,
    "api.routes.entities": 28,
    "api.routes.questions": 28,
    "api.routes.summary": 28,
    "api.routes.system": 28,
    "gzkg.cli.analyse": 28,
    "gzkg.cli.records": 28,
    "api.pages.asking": 28,
    "api.pages.entity.address": 28,
    "api.pages.entity.evidence": 28,
    "api.pages.once": 28,
    "api.pages.ontology.excerpt": 28,
    "api.pages.packing": 28,
    "api.pages.partner": 28,
    "api.pages.rankings.wish": 28,
    "api.routes.brief": 28,
    "api.pages.entity.facts": 28,
    "api.pages.static": 29,
    "api.content": 29,
    "gzkg.cli": 29,
    "api.server": 29,
    "api.pages.entity.schema_org": 29,
    "api.pages.entity.groups": 29,
    "api.pages.witness.sieve": 29,
    "api.pages.witness.standing": 29,
    "api.pages.page": 30,
    "api.routes.datasets": 30,
    "api.routes.network": 30,
    "api.upload": 30,
    "api.pages.entity.chart": 30,
    "api.pages.entity.ego": 30,
    "api.pages.entity.timeline": 30,
    "api.pages.witness.listing": 30,
    "api.pages.ontology.forms": 30,
    "api.pages.about": 31,
    "api.pages.explore": 31,
    "api.pages.home": 31,
    "api.pages.ontology": 31,
    "api.pages.problem": 31,
    "api.pages.query": 31,
    "api.pages.rankings": 31,
    "api.pages.search": 31,
    "api.pages.witness": 31,
    "api.routes.sparql": 31,
    "api.routes.records": 31,
    "api.pages.entity.shown": 31,
    "api.pages.guide": 31,
    "api.pages.reference": 31,
    "api.pages.judgement": 31,
    "api.pages.hand_in": 32,
    "api.pages.entity": 32,
    "api.shortcut": 32,
    "api.pages": 33,
    "api.app": 34,
    "api.cli": 35,
}
"""Every module has a floor and imports only from lower ones; a new module without a floor fails."""

LIBRARIES: dict[str, set[str]] = {
    "pyoxigraph": {
        "gzkg.catalog.dumps",
        "gzkg.catalog.examples",
        "gzkg.catalog.service",
        "gzkg.catalog.term",
        "gzkg.catalog.void",
        "gzkg.checks.focus.beside",
        "gzkg.checks.focus.classes",
        "gzkg.checks.focus.component",
        "gzkg.checks.focus.condition",
        "gzkg.checks.focus.constraint",
        "gzkg.checks.focus.judge",
        "gzkg.checks.focus.path",
        "gzkg.checks.focus.pattern",
        "gzkg.checks.focus.search",
        "gzkg.checks.focus.shape",
        "gzkg.checks.focus.term",
        "gzkg.checks.focus.validator",
        "gzkg.checks.layout",
        "gzkg.checks.report",
        "gzkg.checks.wording",
        "gzkg.endpoint.dataset",
        "gzkg.graph",
        "gzkg.network.position",
        "gzkg.rdf.draft",
        "gzkg.rdf.files",
        "gzkg.rdf.turtle",
        "gzkg.records.allowed",
        "gzkg.records.batch",
        "gzkg.records.consequence",
        "gzkg.records.degree",
        "gzkg.records.form",
        "gzkg.records.form.shacl",
        "gzkg.records.guard",
        "gzkg.records.intake",
        "gzkg.records.kept",
        "gzkg.records.newcomer",
        "gzkg.records.plan",
        "gzkg.records.promote",
        "gzkg.records.provenance",
        "gzkg.records.reading.rdf",
        "gzkg.records.table.cell",
        "gzkg.records.table.draft",
        "gzkg.records.table.evidence",
        "gzkg.records.table.reader",
        "gzkg.records.words",
        "gzkg.store.answer",
        "gzkg.store.cut",
        "gzkg.store.embedded",
        "gzkg.store.infer",
        "gzkg.store.pattern",
    },
    "numpy": {"gzkg.network"}
    | {f"gzkg.store.plan.{name}" for name in ("count", "evaluate", "relation", "rewrite", "solve", "tables")},
    "networkx": {"gzkg.network"},
    "scipy": {"gzkg.network"},
    "graspologic_native": {"gzkg.endpoint.nursery", "gzkg.network.group.community"},
    "pyarrow": {"gzkg.network.format.frame"},
    "pandas": {"gzkg.network"},
    "polars": {"gzkg.network"},
    "xlsxwriter": {"gzkg.network.format.book", "gzkg.records.table.template"},
    "resvg_py": {"gzkg.network.picture.svg"},
    "brotli": {"gzkg.endpoint.job", "gzkg.endpoint.nursery"},
    "prometheus_client": {"api.metrics"},
    "pyshacl": {"gzkg.checks.focus.judge", "gzkg.checks.shapes"},
    "rdflib": {
        "gzkg.checks.focus.branch",
        "gzkg.checks.focus.component",
        "gzkg.checks.focus.condition",
        "gzkg.checks.focus.constraint",
        "gzkg.checks.focus.judge",
        "gzkg.checks.focus.path",
        "gzkg.checks.focus.shape",
        "gzkg.checks.focus.term",
        "gzkg.checks.shapes",
    },
    "opencc": {"gzkg.lookup.names"},
    "pypinyin": {"gzkg.lookup.names"},
    "rapidfuzz": {"gzkg.endpoint.nursery", "gzkg.lookup.names", "gzkg.lookup.nearest", "gzkg.records.allowed"},
    "click": {
        "api.cli",
        "gzkg.cli",
        "gzkg.cli.analyse",
        "gzkg.cli.ask",
        "gzkg.cli.keep",
        "gzkg.cli.records",
        "gzkg.cli.show",
    },
    "rich": {"gzkg.cli.show"},
    "uvicorn": {"api.server"},
    "openpyxl": {
        "gzkg.records.dropdown",
        "gzkg.records.markup",
        "gzkg.records.reading.cell",
        "gzkg.records.reading.workbook",
        "gzkg.records.saving",
    },
    "sqlite3": {
        "gzkg.records.backup",
        "gzkg.records.database",
        "gzkg.records.disk",
        "gzkg.records.entry",
        "gzkg.records.journal",
        "gzkg.records.ledger",
        "gzkg.records.soundness",
    },
    "tomllib": {"api.pages.words", "gzkg.records.table.kind"},
}
"""Libraries that only some rooms may know; `gzkg.network` stands for all below it. pyoxigraph is the term
model of files and descriptions, and the store's engine."""

HEAVY = {
    "graspologic_native",
    "networkx",
    "pyarrow",
    "resvg_py",
    "scipy",
    "xlsxwriter",
    "pyshacl",
    "rdflib",
    "opencc",
    "pypinyin",
    "rapidfuzz",
    "rich",
    "uvicorn",
    "fastapi",
    "openpyxl",
    "defusedxml",
    "api.app",
}
"""Not imported until needed, so that `gzkg --help` is quick."""

LAZY = {"gzkg.records.saving"} | {
    name
    for name in FLOORS
    if name.startswith("gzkg.network.") and name not in ("gzkg.network.option", "gzkg.network.table")
}
"""Rooms that are themselves imported when needed, but for what the door shows of them."""

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
    allowed = LIBRARIES[library]
    rooms = {name for name, tree in TREES.items() if any(o.split(".")[0] == library for o in imported(tree))}
    inside = {name for name in rooms if "gzkg.network" in allowed and name.startswith("gzkg.network.")}
    assert (rooms - inside) | ({"gzkg.network"} if inside else set()) == allowed


@pytest.mark.parametrize(
    "name",
    [name for name in MODULES if name == "api.cli" or (name.startswith("gzkg") and name not in LAZY)],
)
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
        if not name.startswith(("gzkg.cli", "api.routes", "api.cli")):  # there, a parameter is an option of the guest's
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
