"""Entities, their relations, claims and sources, as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from api.deps import Graph
from api.negotiate import find_media_type
from api.spreadsheet import relations_csv
from gzkg import StatusGroup, UnsupportedFormat, plain

router = APIRouter(prefix="/entities", tags=["Entities"])

_JSON: Final = "application/json"
_CSV: Final = "text/csv"


@router.get("")
def find(
    graph: Graph,
    q: Annotated[str, Query(max_length=200, description="Name in Chinese, English, pinyin, …; misspellings too")],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    kind: Annotated[str | None, Query(description="Keep one class: City, CityNetwork, event-series, …")] = None,
) -> Any:
    """Find entities by name, best first, each with the reason why it matched."""
    return plain(graph.find(q, limit=limit, kind=kind))


@router.get("/{id:path}/relations", responses={200: {"content": {_CSV: {}}}})
def relations(
    graph: Graph,
    request: Request,
    response: Response,
    id: str,
    kind: Annotated[str | None, Query(description="tie, membership, … or a tie kind or role: sister-city")] = None,
    status: StatusGroup = "factual",
    as_of: Annotated[str | None, Query(description="Keep what held on a day, in a year or span: 1990-01-01")] = None,
    as_of_hyphen: Annotated[str | None, Query(alias="as-of", include_in_schema=False)] = None,
) -> Any:
    """List the dated records that touch an entity; with `format=csv` or `Accept: text/csv` as a table."""
    found = graph.relations(id, kind=kind, status=status, as_of=as_of or as_of_hyphen)
    if _wants_csv(request):
        file = graph.entity(id).id.replace("/", "-") + "-relations.csv"
        attached = {"Content-Disposition": f'attachment; filename="{file}"', "Vary": "Accept"}
        return Response(relations_csv(found), headers=attached, media_type=_CSV)
    response.headers["Vary"] = "Accept"
    return plain(found)


def _wants_csv(request: Request) -> bool:
    if named := request.query_params.get("format"):
        if named not in ("csv", "json"):
            raise UnsupportedFormat(f"There is no format '{named[:40]}' for relations. There are: json, csv.")
        return named == "csv"
    accept = ",".join(request.headers.getlist("accept"))
    return find_media_type(accept, (_JSON, _CSV)) == _CSV


@router.get("/{id:path}/claims")
def claims(
    graph: Graph,
    id: str,
    relations: Annotated[bool, Query(description="Also about its records; of a source, all that it says")] = False,
) -> Any:
    """List what sources say about an entity or record."""
    return plain(graph.claims(id, relations=relations))


@router.get("/{id:path}/sources")
def sources(graph: Graph, id: str) -> Any:
    """List the sources that speak of an entity or record."""
    return plain(graph.sources(id))


@router.get("/{id:path}/positions")
def positions(graph: Graph, id: str) -> Any:
    """Show where a city stands among all cities in the network of each layer."""
    return plain(graph.positions(id))


@router.get("/{id:path}")
def entity(graph: Graph, id: str) -> Any:
    """Show one entity or record: names, classes, properties."""
    return plain(graph.entity(id))
