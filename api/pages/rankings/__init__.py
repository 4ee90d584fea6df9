"""Centralities of cities through time: lines for some, a table for all, and how it was measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.content import base_address
from api.deps import Graph
from api.errors import status_of
from api.pages.asking import ask_analysis
from api.pages.page import render
from api.pages.rankings.chart import draw_chart
from api.pages.rankings.wish import LAYERS, MOST_CITIES, SHOWN, Trouble, Wish, measures_of, read_wish
from gzkg import GzkgError, KnowledgeGraph, Texts

router = APIRouter()

Json = Mapping[str, Any]

_FIRST_CITY: Final = "city/cn-guangzhou"
_BESIDES: Final = 5
_MOST_ROWS: Final = 50


@router.get("/rankings")
async def rankings(graph: Graph, request: Request) -> Response:
    """Show a measure of some cities through the years and the ranking of all on one day; 400 with what was wrong."""
    measures = measures_of((await ask_analysis(request, "measures", {}))["rows"])
    layers = {row["layer"]: _texts(row) for row in (await ask_analysis(request, "layers", {}))["rows"]}
    today = graph.summary().reference_date
    wish = await run_in_threadpool(read_wish, graph, request.query_params, list(measures), today)
    troubles, status, shown = list(wish.troubles), 400, dict[str, Any]()
    if not troubles:
        try:
            shown, status = await _measured(graph, request, wish), 200
        except GzkgError as error:
            troubles = [Trouble("measure", "refused", {"why": str(error)})]
            status = failed if (failed := status_of(error)) >= 500 or failed == 429 else 400
    choices = {"measures": measures, "layers": {name: layers[name] for name in LAYERS}, "shows": SHOWN}
    limits = {"today": today, "most_cities": MOST_CITIES}
    form = {"wish": wish, "troubles": troubles, **choices, **limits}
    return render(request, "rankings", status=status, measured=shown, number=show_number, **form)


async def _measured(graph: KnowledgeGraph, request: Request, wish: Wish) -> dict[str, Any]:
    """Return what stands below the form. Raises: what `Endpoint.answer` raises."""
    ranking = await ask_analysis(request, "centrality", wish.ranking)
    ranked = [row for row in ranking["rows"] if row["kind"] == "City" and row["rank"] is not None]
    chosen = [city.id for city in wish.cities] or _at_the_top(ranked)
    series = await ask_analysis(request, "series", wish.series(chosen))
    addresses = {
        "series": "/network/series?" + urlencode(wish.series(chosen), doseq=True),
        "ranking": "/network/centrality?" + urlencode(wish.ranking, doseq=True),
    }
    through_time = await run_in_threadpool(_through_time, graph, wish, series, chosen)
    table = await run_in_threadpool(_table, graph, ranked, chosen)
    more = {"method": ranking["method"], "addresses": addresses, "base": base_address(request).rstrip("/")}
    return {**through_time, **table, **more}


def _through_time(graph: KnowledgeGraph, wish: Wish, series: Json, chosen: Sequence[str]) -> dict[str, Any]:
    cities = {id: graph.entity(id).label for id in chosen}
    dates = [size["date"] for size in series["details"]["sizes"]]
    return {
        "cities": cities,
        "dates": dates,
        "cells": {(row["date"], row["id"]): row for row in series["rows"]},
        "of": {row["date"]: row["of"] for row in series["rows"]},
        "chart": draw_chart(series["rows"], dates, cities, wish.show),
        "lines": _lines(series["rows"], dates, cities),
    }


def _lines(rows: Sequence[Json], dates: Sequence[str], cities: Mapping[str, Texts]) -> dict[str, Any]:
    """Return what the script shows of each date, by date: the rows in the order of their rank."""
    told: dict[str, list[Json]] = {day: [] for day in dates}
    for row in sorted(rows, key=lambda row: row["rank"]):
        if row["id"] in cities:
            told[row["date"]].append({name: row[name] for name in ("id", "value", "rank", "sharing", "of")})
    return told


def _table(graph: KnowledgeGraph, ranked: Sequence[Json], chosen: Sequence[str]) -> dict[str, Any]:
    rows = [row for place, row in enumerate(ranked) if place < _MOST_ROWS or row["id"] in chosen]
    codes = {row["country"].lower() for row in rows if row["country"]}
    countries = {brief.id: brief.label for brief in graph.brief(f"country/{code}" for code in sorted(codes))}
    sharing = Counter(row["rank"] for row in ranked)
    return {"rows": rows, "total": len(ranked), "sharing": sharing, "countries": countries}


def _at_the_top(ranked: Sequence[Json]) -> list[str]:
    first = [row["id"] for row in ranked if row["id"] == _FIRST_CITY]
    others = [row["id"] for row in ranked if row["id"] != _FIRST_CITY]
    return [*first, *others[:_BESIDES]]


def _texts(row: Json) -> Texts:
    return {language: row[f"label_{language}"] for language in ("en", "zh")}


def show_number(value: float | None) -> str:
    """Return a number as people read it: whole, or with four significant digits; a dash for none."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value == int(value) or abs(value) >= 1000 else f"{value:.4g}"
