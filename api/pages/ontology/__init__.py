"""The ontology, readable: all of it on one page, and a page for each class, property, list and concept."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api.content import content_request
from api.deps import Graph, endpoint_of
from api.negotiate import find_media_type
from api.pages.ontology.excerpt import describe, only, pieces
from api.pages.ontology.forms import JSON, RDF, give_json, give_rdf, wants_json
from api.pages.ontology.hierarchy import Hierarchy, Term, groups
from api.pages.page import render
from api.respond import respond
from gzkg import Concept, ConceptScheme, Entity, KnowledgeGraph, OntologyClass, OntologyProperty, UnknownTerm, plain

router = APIRouter(tags=["Ontology"])

_HTML: Final = "text/html"

Format = Annotated[str | None, Query(description="json, or RDF by name or media type, instead of Accept: turtle, …")]


@router.get("/ontology")
async def ontology(graph: Graph, request: Request, format: Format = None) -> Response:
    """Give all terms with their meaning and uses, rules and constraints (JSON), the ontology itself (RDF), or a page.

    What a single term means is at its own address: `/ontology/City`, `/concept/tie-kind/sister-city`.
    """
    if _wants_page(request):
        return await run_in_threadpool(_whole, graph, request)
    return await run_in_threadpool(give_json, graph, request) if wants_json(request) else await give_rdf(request)


def _whole(graph: KnowledgeGraph, request: Request) -> Response:
    known = graph.ontology()
    order = Hierarchy(known)
    asserted = [one for one in known.properties if not one.is_derived]
    return render(
        request,
        "ontology",
        view="whole",
        ontology=known,
        order=order,
        trees=order.tree(known.classes),
        groups=list(groups(asserted, order)),
        derived=[one for one in known.properties if one.rule],
        computed=[one for one in known.properties if one.is_derived and not one.rule],
        concepts=sum(len(scheme.concepts) for scheme in known.schemes),
    )


@router.get("/ontology/{name}", include_in_schema=False)
async def class_or_property(graph: Graph, request: Request, name: str) -> Response:
    """Show a class or a property."""
    return await _term(graph, request, f"gz:{name}")


@router.get("/concept/{scheme}", include_in_schema=False)
async def scheme(graph: Graph, request: Request, scheme: str) -> Response:
    """Show a list of concepts."""
    return await _term(graph, request, scheme)


@router.get("/concept/{scheme}/{code}", include_in_schema=False)
async def concept(graph: Graph, request: Request, scheme: str, code: str) -> Response:
    """Show a concept."""
    return await _term(graph, request, f"{scheme}:{code}")


@router.get("/scheme/{scheme}", include_in_schema=False)
async def scheme_itself(request: Request, scheme: str) -> Response:
    """Send on from the address in the IRI of a list to its page."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/concept/{scheme}{query}", 303)


def _wants_page(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return not request.query_params.get("format") and find_media_type(accept, (JSON, *RDF, _HTML)) == _HTML


async def _term(graph: KnowledgeGraph, request: Request, name: str) -> Response:
    """Show a term as a page, as JSON, or as RDF. Raises: HTTPException 404."""
    known = await run_in_threadpool(graph.ontology)
    try:
        term = known.term(name)
    except UnknownTerm as error:
        raise HTTPException(404, str(error)) from None
    if _wants_page(request):
        return await _page(graph, request, term)
    if wants_json(request):
        return JSONResponse(plain(term), headers={"Vary": "Accept"})
    terms: tuple[Term, ...] = (term, *term.concepts) if isinstance(term, ConceptScheme) else (term,)
    text = graph.statements_query(one.iri for one in terms)
    return await respond(endpoint_of(request), request, content_request(request, text=text))


async def _page(graph: KnowledgeGraph, request: Request, term: Term) -> Response:
    name = None if isinstance(term, ConceptScheme) else term.example
    example = await run_in_threadpool(graph.entity, name) if name else None
    told_by = f"inferred/{term.rule}" if isinstance(term, OntologyProperty) and term.rule else "curated"
    turtle = await describe(request, graph.statements_query([example.iri]), told_by) if example else ""
    if told_by != "curated":
        turtle = only(turtle, term.name)
    return await run_in_threadpool(_show, graph, request, term=term, example=example, turtle=turtle)


def _show(graph: KnowledgeGraph, request: Request, *, term: Term, example: Entity | None, turtle: str) -> Response:
    order = Hierarchy(graph.ontology())
    marked = term.name if isinstance(term, OntologyProperty | Concept) else ""
    return render(
        request,
        "ontology",
        view=_VIEWS[type(term)],
        term=term,
        order=order,
        total=order.total(term.name),
        example=example,
        turtle=pieces(turtle, order.path, marked),
        **_shown(graph, term, order),
    )


_VIEWS: Final[dict[type[Term], str]] = {
    OntologyClass: "class",
    OntologyProperty: "property",
    ConceptScheme: "scheme",
    Concept: "concept",
}


def _shown(graph: KnowledgeGraph, term: Term, order: Hierarchy) -> dict[str, Any]:
    """Return what only pages of this kind of term show."""
    known = graph.ontology()
    match term:
        case OntologyClass():
            wider = set(order.lineage(term.name))
            leading = [one for one in known.properties if wider & set(one.range)]
            local = term.name.removeprefix("gz:")
            kinds = [kind for kind in graph.templates() if any(local in part.ids for part in kind.parts)]
            scheme = order.scheme(term.name)
            rules = [one for one in order.rules(term.name) if scheme or term.is_abstract or one.property != "gz:kind"]
            return {"rules": rules, "kind_scheme": scheme, "leading": leading, "kinds": kinds}
        case OntologyProperty():
            rule = next((one for one in known.rules if one.name == term.rule), None)
            return {"rule": rule, "asked": _asked_of(graph, term.name)}
        case ConceptScheme():
            return {"trees": order.tree(term.concepts)}
        case Concept():
            giver = graph.entity(term.organization) if term.organization else None
            return {"scheme": order.terms[term.name.partition(":")[0]], "giver": giver}
    return {}


def _asked_of(graph: KnowledgeGraph, name: str) -> list[tuple[OntologyClass, Any]]:
    """Return the classes whose shape speaks of a property, each with what it says."""
    return [(owner, one) for owner in graph.ontology().classes for one in owner.expectations if one.property == name]
