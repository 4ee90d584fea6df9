"""The analyses, each over the network that is asked for: make it, measure it, say how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import networkx as nx

from gzkg.dates import parse_day, span_of
from gzkg.errors import BadOption
from gzkg.network import change, stability
from gzkg.network.arrays import Tick, quiet
from gzkg.network.effort import require_draws, require_passes
from gzkg.network.group.community import communities as find_communities
from gzkg.network.making.atlas import node_id, node_iri
from gzkg.network.making.maker import OUTSIDE, Maker
from gzkg.network.making.projection import require_edges, require_node, require_two_mode
from gzkg.network.measure.scoring import Scores, score
from gzkg.network.path import both_ways, paths
from gzkg.network.table import Analysis, Table
from gzkg.network.two_mode import matrix as matrices
from gzkg.network.two_mode import overlap
from gzkg.network.whole import geography
from gzkg.network.whole import significance as null_model
from gzkg.network.whole import structure as whole

Asked = Mapping[str, Any]

_MOST_DATES: Final = 2000


def _centrality(maker: Maker, asked: Asked) -> Analysis:
    network = maker.make(asked)
    nodes = _nodes(network, asked)
    groups = asked["groups"]
    if groups == "community":
        asked = {**asked, "groups": _community_labels(network, asked)}
    scores = _score(network, asked, _tick(asked))
    if groups == "community":
        found_by = f"community (leiden, seed {asked['seed']})"
        scores = replace(scores, parameters={**scores.parameters, "groups": found_by})
    details: dict[str, Table] = {}
    if asked["contributions"]:
        if not nodes:
            raise BadOption("contributions are of single nodes: name one or more with node.")
        value_of = _value_of(asked)
        require_passes(network, asked, sum(network.degree(node) for node in nodes))
        details["contributions"] = _stacked(
            [
                stability.contributions(network, node, value_of, top=asked["contributions"], tick=_tick(asked))
                for node in nodes
            ]
        )
    return Analysis("centrality", scores.method, scores.table(asked["top"], nodes, side=_side(asked)), details=details)


def _communities(maker: Maker, asked: Asked) -> Analysis:
    network = maker.make(asked)
    named = {name: asked[name] for name in ("seed", "resolution")}
    method: Any = asked["method"] or "leiden"
    found = find_communities(network, method=method, weighted=bool(asked["weighted"]), **named)
    told = {"measure": method, **COMMUNITY, "parameters": {**named, "weighted": bool(asked["weighted"])}}
    figures = {"modularity": found.modularity, "communities": len(found.groups), **found.agreement}
    return _over(network, Analysis("communities", told, found.groups, figures, {"members": found.table}))


COMMUNITY: Final = {
    "definition": {
        "en": "Groups of nodes with more ties inside than their degrees would give by chance (modularity).",
        "zh": "组内联系多于按节点度数随机期望的节点群（模块度）。",
    },
    "formula": "Q = Σ (L(c)/m - γ (d(c)/2m)²) over communities c",
    "normalisation": "a directed network is read without direction",
    "reference": "Newman (2006), PNAS 103, 8577-8582; Blondel et al. (2008); Traag et al. (2019), Scientific Reports 9",
}
"""What a paper must say of the communities."""


def _path(maker: Maker, asked: Asked) -> Analysis:
    for end in ("source", "target"):
        if not asked[end]:
            raise BadOption(f"A path needs a {end}: an entity such as city/cn-guangzhou.")
    network = maker.make(asked)
    source, target = node_id(asked["source"]), node_id(asked["target"])
    require_node(network, source)
    require_node(network, target)
    walked = network if asked["directed"] or not network.is_directed() else both_ways(network)
    table, figures = paths(walked, source, target, weighted=bool(asked["weighted"]), most=asked["most"])
    sources = [" ".join(dict.fromkeys(_sources(maker, records))) for records in table.columns["records"]]
    method = {
        "definition": {
            "en": "Paths with the fewest steps; with weighted, with the least sum of 1/weight.",
            "zh": "步数最少的路径；按权重时为1/权重之和最小的路径。",
        },
        "normalisation": "direction counts" if walked.is_directed() else "direction does not count",
        "parameters": {"weighted": bool(asked["weighted"]), "most": asked["most"]},
    }
    return _over(
        network, Analysis("path", method, replace(table, columns={**table.columns, "sources": sources}), figures)
    )


def _sources(maker: Maker, records: Any) -> Iterator[str]:
    for record in records or ():
        for row in maker.store.rows("record_sources", entity=node_iri(record)):
            yield node_id(str(row["source"]))


def _series(maker: Maker, asked: Asked) -> Analysis:
    asked = _begun(asked)
    times = _dates(asked) or _years(asked, maker.today)
    network_asked = {**asked, "as_of": None}
    nodes = [node_id(name) for name in asked["node"] or ()]
    tick, method = _tick(asked), dict[str, Any]()
    taken: list[tuple[str, nx.Graph[Any], Mapping[str, float]]] = []
    for number, (time, network) in enumerate(zip(times, maker.snapshots(network_asked, times), strict=True), start=1):
        values, method = _values(network, asked, method)
        taken.append((time, network, values))
        tick(number / len(times))
    if not method:
        require_edges(taken[-1][1])
    if nodes and not any(node in network for _, network, _ in taken for node in nodes):
        require_node(taken[-1][1], nodes[0])
    table = change.series(taken, only=nodes, top=asked["top"])
    sizes = Table(
        {
            "date": [time for time, _, _ in taken],
            "nodes": [network.number_of_nodes() for _, network, _ in taken],
            "edges": [network.number_of_edges() for _, network, _ in taken],
        }
    )
    return Analysis("series", method, table, details={"sizes": sizes})


def _begun(asked: Asked) -> Asked:
    """Return what is asked of networks at several times: of relations that had begun, unless it says otherwise.

    What only is not ruled out would go back for ever. Raises: BadOption, for one time.
    """
    if asked["as_of"] is not None:
        raise BadOption("as_of is one time; say since and until, or in a series date, instead.")
    return {**asked, "certainty": asked["certainty"] or "begun"} if not any(map(asked.get, OUTSIDE)) else asked


def _dates(asked: Asked) -> list[str]:
    dates = list(asked["date"])
    if dates and (asked["since"] or asked["until"]):
        raise BadOption("date names the times; leave since and until out.")
    days = [span_of(date)[0] for date in dates]
    if days != sorted(days):
        raise BadOption(f"The dates are out of order: {', '.join(dates)}. Give the earliest first.")
    return dates


def _years(asked: Asked, today: date) -> list[str]:
    """Return the last day of every year from `since` to `until`, and `until` itself. Raises: BadDate, BadOption."""
    until = _last_day(asked["until"], today)
    since = span_of(str(asked["since"]))[0] if asked["since"] else date(max(until.year - 9, 1), 1, 1)
    if since > until:
        raise BadOption(f"since is {since}, after until, {until}. Swap the two.")
    days = [date(year, 12, 31) for year in range(since.year, until.year + 1) if date(year, 12, 31) < until]
    if len(days) > _MOST_DATES:
        raise BadOption(f"From {since} to {until} there are {len(days)} years; {_MOST_DATES} are the most.")
    return [day.isoformat() for day in (*days, until)]


def _last_day(given: Any, today: date) -> date:
    return min(span_of(str(given))[1], today) if given else today


def _changes(maker: Maker, asked: Asked) -> Analysis:
    asked = _begun(asked)
    if not asked["since"]:
        raise BadOption("changes need the first day: since=1990-01-01.")
    since, until = parse_day(str(asked["since"])), _last_day(asked["until"], maker.today)
    if since > until:
        raise BadOption(f"since is {since}, after until, {until}. Swap the two.")
    before, after = maker.snapshots({**asked, "as_of": None}, [since.isoformat(), until.isoformat()])
    first, method = _values(before, asked, {})
    last, method = _values(after, asked, method)
    if not method:
        require_edges(after)
    tables = change.changes(before, after, first, last)
    details = {name: table for name, table in tables.items() if name != "ranks"}
    return Analysis("changes", method, tables["ranks"], {"since": str(since), "until": str(until)}, details)


def _stability(maker: Maker, asked: Asked) -> Analysis:
    network = maker.make(asked)
    watch = stability.Watch(lambda one: _score(one, asked).of_side(_side(asked)), asked["top"], _tick(asked))
    passes = asked["draws"] if asked["by"] == "resample" else len(stability.left_out(network))
    require_passes(network, asked, passes)
    method = _score(network, asked).method
    if asked["by"] == "resample":
        drawn = {"draws": asked["draws"], "seed": asked["seed"]}
        method = {**method, "stability": stability.RESAMPLED, **drawn}
        return Analysis("stability", method, stability.resample(network, watch, **drawn))
    method = {**method, "stability": stability.LEFT_OUT}
    return Analysis("stability", method, stability.leave_one_out(network, watch))


def _structure(maker: Maker, asked: Asked) -> Analysis:
    network = maker.make(asked)
    return _over(network, whole.structure(network, seed=asked["seed"], tick=_tick(asked)))


def _distances(maker: Maker, asked: Asked) -> Analysis:
    network = maker.make(asked)
    require_draws(network, asked)
    return _over(network, geography.distances(network, draws=asked["draws"], seed=asked["seed"], tick=_tick(asked)))


def _significance(maker: Maker, asked: Asked) -> Analysis:
    network = maker.make(asked)
    require_draws(network, asked)
    drawn = {"draws": asked["draws"], "seed": asked["seed"]}
    return _over(network, null_model.significance(network, tick=_tick(asked), **drawn))


def _overlap(maker: Maker, asked: Asked) -> Analysis:
    if asked["project"]:
        raise BadOption("overlap is of the two-mode network itself; leave project out.")
    network = maker.make(asked)
    require_two_mode(network, "overlap")
    onto: Any = 1 if asked["onto"] == "target" else 0
    require_draws(network, asked)
    drawn = {"draws": asked["draws"], "seed": asked["seed"]}
    return _over(network, overlap.overlap(network, onto=onto, tick=_tick(asked), **drawn))


def _side(asked: Asked) -> int:
    return 1 if asked["onto"] == "target" else 0


def _value_of(asked: Asked) -> Callable[[nx.Graph[Any]], Mapping[Any, float]]:
    return lambda network: _score(network, asked).by_node


def _score(network: nx.Graph[Any], asked: Asked, tick: Tick = quiet) -> Scores:
    return score(network, asked["measure"], asked, tick, asked.get("most_s"))


def _values(network: nx.Graph[Any], asked: Asked, method: dict[str, Any]) -> tuple[Mapping[str, float], dict[str, Any]]:
    """Return the values on the side that is asked for, and how they were measured.

    A network without edges has no values, for it cannot be told whether it is two-mode; then the method stays.
    """
    if not network.number_of_edges():
        return {}, method
    scores = _score(network, asked)
    return scores.of_side(_side(asked)), scores.method


def _community_labels(network: nx.Graph[Any], asked: Asked) -> list[Any]:
    found = find_communities(network, seed=asked["seed"])
    labels = dict(zip(found.nodes, found.labels.tolist(), strict=True))
    return [labels[str(node)] for node in network]


def _nodes(network: nx.Graph[Any], asked: Asked) -> list[str]:
    nodes = [node_id(name) for name in asked["node"] or ()]
    for node in nodes:
        require_node(network, node)
    return nodes


def _tick(asked: Asked) -> Tick:
    return asked.get("progress") or quiet


def _over(network: nx.Graph[Any], analysis: Analysis) -> Analysis:
    """Return an analysis with the record of its network in that of its method."""
    return replace(analysis, method={**analysis.method, "network": network.graph["method"]})


def _stacked(tables: list[Table]) -> Table:
    columns = {name: [value for table in tables for value in table.columns[name]] for name in tables[0].columns}
    return replace(tables[0], columns=columns)


ANALYSES: Final[Mapping[str, Callable[[Maker, Asked], Any]]] = {
    "network": lambda maker, asked: maker.make(asked),
    "centrality": _centrality,
    "communities": _communities,
    "path": _path,
    "series": _series,
    "changes": _changes,
    "structure": _structure,
    "distances": _distances,
    "matrix": lambda maker, asked: matrices.matrix(maker.make(asked)),
    "significance": _significance,
    "overlap": _overlap,
    "stability": _stability,
}
"""Name -> what answers it."""
