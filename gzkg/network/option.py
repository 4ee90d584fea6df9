"""What may be asked of a network and of an analysis: one table for the library, the command line and the service."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypedDict

from gzkg.errors import BadOption

Kind = Literal["text", "texts", "choice", "flag", "number", "whole"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be asked: its name, what values it takes, and a sentence about it."""

    name: str
    about: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    default: Any = None
    least: float = 0.0
    most: float = math.inf
    local: bool = False
    """Whether it names files of this machine, so that the service does not take it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One analysis that is offered: its name, a sentence about it, and what may be asked of it.

    `arguments` come without their names on the command line; what is asked `of_network` takes what makes one too.
    """

    name: str
    about: str
    arguments: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    of_network: bool = True


class Asking(TypedDict, total=False):
    """What may be asked of every network and of measures on it; `options_of` says what each means."""

    layer: str | Sequence[str]
    as_of: Any
    certainty: Literal["possible", "begun", "certain"]
    known_on: Any
    status: Literal["factual", "prospective", "negative", "any"]
    kind: str | Sequence[str]
    within: str | Sequence[str]
    roll_up: bool
    ego: str
    radius: int
    project: Literal["simple", "newman", "hyperbolic"]
    onto: Literal["source", "target"]
    aggregate: Literal["country", "region"]
    component: Literal["all", "largest"]
    query: str
    directed: bool
    edges: Any
    nodes: Any
    ends: str | Sequence[str]
    two_mode: bool
    network: Any
    node: str | Sequence[str]
    top: int
    weighted: bool
    seed: int
    normalized: bool
    share: bool
    samples: int
    alpha: float
    groups: Literal["country", "region", "community"]
    progress: Any
    most_s: float


NETWORK: Final = (
    Option("layer", "Kind of relation, several at once: tie, sister-city, membership, participation, …", "texts"),
    Option("as_of", "Day, year or span on which relations held: 1990-01-01, 2019, 2012/2020; `ever` for all. Today"),
    Option(
        "certainty",
        "Keep what possibly held then, what had certainly begun and is not known to have ended, or what certainly held;"
        " possible, but begun for series and changes",
        "choice",
        ("possible", "begun", "certain"),
    ),
    Option("known_on", "Day: only what the sources of the graph had said by then"),
    Option(
        "status",
        "Group of statuses; a wish is no edge unless asked for",
        "choice",
        ("factual", "prospective", "negative", "any"),
    ),
    Option("kind", "Class of node to keep, several at once: City, CityNetwork, …", "texts"),
    Option("within", "Keep nodes in a place, several at once: country/cn, asia, eastern-asia", "texts"),
    Option("roll_up", "Count a unit as its organisation, an edition as its series, a mission as its country", "flag"),
    Option("ego", "Keep what is near this entity: city/cn-guangzhou"),
    Option("radius", "With ego: how many steps away; 1", "whole", least=1, most=10),
    Option(
        "project",
        "Join nodes that share partners, weighted by how many: simple, newman (1/(k-1) each), hyperbolic (1/k each)",
        "choice",
        ("simple", "newman", "hyperbolic"),
    ),
    Option(
        "onto",
        "Of a two-mode network: rank, or with project join, sources (cities) or targets (organisations)",
        "choice",
        ("source", "target"),
    ),
    Option("aggregate", "Put nodes together by country or by region of the world", "choice", ("country", "region")),
    Option("component", "Keep all, or only the largest connected part", "choice", ("all", "largest")),
    Option("query", "SPARQL SELECT with ?source ?target and perhaps ?weight that makes the network instead"),
    Option("directed", "With query or edges: an edge leads from source to target; a path follows it", "flag"),
    Option("two_mode", "With query or edges: sources and targets are of two kinds", "flag"),
    Option("edges", "File of an outside network: an edge list or CSV with a header", local=True),
    Option(
        "ends", "With edges: names of the columns of source and target: ascii_name,network_name", "texts", local=True
    ),
    Option("nodes", "With edges: file with id, label, country, region, lat, lon", local=True),
)
"""What makes the network, whatever is asked of it."""
MEASURED: Final = (
    Option("weighted", "Read weights as strengths; without it, they do not count", "flag"),
    Option("seed", "Seed of what is drawn at random", "whole", default=0, most=2**31 - 1),
)
_MEASURE: Final = Option("measure", "Name of a measure, such as betweenness", default="degree")
_NODE: Final = Option("node", "Entity, several at once: city/cn-guangzhou", "texts")
_TOP: Final = Option("top", "So many nodes, highest first", "whole", least=1)
_DRAWS: Final = Option("draws", "Number of random networks", "whole", default=100, least=2, most=10_000)

OFFERS: Final = (
    Offer("network", "Give the network itself: nodes and edges with labels, dates and records"),
    Offer(
        "centrality",
        "Measure every node, with rank and percentile",
        (_MEASURE,),
        (
            _TOP,
            _NODE,
            Option("samples", "Of a sampled measure: number of sources", "whole", least=1),
            Option("normalized", "Divide by the highest value possible, where the measure can", "flag"),
            Option("share", "Of interlock: as a share of the highest", "flag"),
            Option("alpha", "Damping of pagerank, attenuation of katz", "number"),
            Option("groups", "Of bridging measures: which groups", "choice", ("country", "region", "community")),
            Option(
                "contributions", "With node: so many of the ties that contribute most to its value", "whole", least=1
            ),
            *MEASURED,
        ),
    ),
    Offer(
        "communities",
        "Find groups that are tied closely, and whether they follow regions and countries",
        (),
        (
            Option("method", "Algorithm; leiden", "choice", ("leiden", "louvain")),
            Option("resolution", "Above 1: more and smaller groups", "number", default=1.0, least=1e-6, most=1e6),
            *MEASURED,
        ),
    ),
    Offer(
        "path",
        "Find the shortest paths between two entities, with the records and sources along them",
        (Option("source", "Entity at the beginning"), Option("target", "Entity at the end")),
        (Option("most", "Paths shown at most", "whole", default=10, least=1, most=1000), *MEASURED[:1]),
    ),
    Offer(
        "series",
        "Measure nodes through time",
        (_MEASURE,),
        (
            _NODE,
            _TOP,
            Option("since", "First year or day"),
            Option("until", "Last year or day; today"),
            Option("date", "Days or years instead of every year, several at once", "texts"),
            *MEASURED,
        ),
    ),
    Offer(
        "changes",
        "Say what entered and left between two days, and whose rank changed",
        (_MEASURE,),
        (Option("since", "First day"), Option("until", "Last day; today"), *MEASURED),
    ),
    Offer("structure", "Measure the network as a whole", (), MEASURED[1:]),
    Offer("distances", "Measure how long ties are (km), against random ones", (), (_DRAWS, *MEASURED[1:])),
    Offer("matrix", "Give the network as a matrix, with a data dictionary"),
    Offer("significance", "Compare the network with random ones of the same degrees", (), (_DRAWS, *MEASURED[1:])),
    Offer(
        "overlap",
        "Find the pairs that share more partners than chance explains, in a two-mode network",
        (),
        (
            replace(_DRAWS, about="Number of random networks to compare with; none by default", default=0, least=0),
            *MEASURED[1:],
        ),
    ),
    Offer(
        "stability",
        "Say how stable ranks are when a node is left out, or uncertain ties are drawn",
        (_MEASURE,),
        (
            Option(
                "by", "Leave out one node at a time, or draw uncertain ties", "choice", ("leave-one-out", "resample")
            ),
            Option("top", "So many nodes, highest first", "whole", default=10, least=1),
            _DRAWS,
            *MEASURED,
        ),
    ),
    Offer("layers", "List the kinds of relation of which networks are made", of_network=False),
    Offer("measures", "List the measures with their definitions", of_network=False),
)
"""What can be asked; each is a method of `KnowledgeGraph`, a command, and a route under `/network`."""

_BY_NAME: Final = {offer.name: offer for offer in OFFERS}
_IN_PROCESS: Final = frozenset({"network", "progress", "most_s"})
"""What only the library takes: a networkx graph, a function, seconds."""


def options_of(analysis: str) -> tuple[Option, ...]:
    """Return all that may be asked of an analysis."""
    offer = _BY_NAME[analysis]
    return (*offer.arguments, *offer.options, *(NETWORK if offer.of_network else ()))


def read_asked(analysis: str, given: Mapping[str, Any], *, here: bool = True) -> dict[str, Any]:
    """Return what is asked of an analysis, each value of its kind, defaults filled in; values may be text.

    Who does not ask from `here` may not name files of this machine or hand in a network.

    Raises: BadOption, when there is no such option, or it cannot have this value.
    """
    options = {option.name: option for option in options_of(analysis) if here or not option.local}
    asked = {name: () if option.kind == "texts" else option.default for name, option in options.items()}
    for name, value in given.items():
        if here and name in _IN_PROCESS:
            asked[name] = value
        elif name not in options:
            near = difflib.get_close_matches(name, options, n=3)
            raise BadOption(f"'{name}' cannot be asked of {analysis}.", near)
        elif value is not None and value != ():
            asked[name] = _READ[options[name].kind](options[name], value)
    return asked


def _text(option: Option, value: Any) -> Any:
    if isinstance(value, list | tuple):
        if not value:
            return None
        if len(set(value)) > 1:
            raise BadOption(f"{option.name} is given more than once: {', '.join(map(str, value))}. Give it once.")
        value = value[0]
    return value.strip() if isinstance(value, str) else value


def _texts(option: Option, value: Any) -> tuple[str, ...]:
    if not isinstance(value, str | list | tuple | set | frozenset):
        raise BadOption(f"{option.name} is {value!r}; it must be a text, or several.")
    several = [value] if isinstance(value, str) else list(value)
    return tuple(part.strip() for text in several for part in str(text).split(",") if part.strip())


def _choice(option: Option, value: Any) -> str:
    text = str(_text(option, value))
    if text not in option.choices:
        near = difflib.get_close_matches(text, option.choices, n=1)
        raise BadOption(f"{option.name} is '{text}'; it must be one of {', '.join(option.choices)}.", near)
    return text


def _flag(option: Option, value: Any) -> bool:
    text = str(_text(option, value)).casefold()
    if text not in _FLAGS:
        raise BadOption(f"{option.name} is '{text}'; it must be true or false.")
    return _FLAGS[text]


def _number(option: Option, value: Any) -> float:
    try:
        number = float(_text(option, value))
    except (TypeError, ValueError):
        number = math.nan
    whole = option.kind == "whole"
    if not (math.isfinite(number) and option.least <= number <= option.most) or (whole and number != int(number)):
        most = "" if option.most == math.inf else f" and at most {option.most:g}"
        kind = "whole number" if whole else "number"
        raise BadOption(f"{option.name} is '{value}'; it must be a {kind}, at least {option.least:g}{most}.")
    return int(number) if whole else number


_FLAGS: Final = {"true": True, "1": True, "yes": True, "on": True, "": True, "false": False, "0": False, "no": False}
_READ: Final = {"text": _text, "texts": _texts, "choice": _choice, "flag": _flag, "number": _number, "whole": _number}
