"""Which dataset is described: where it is found, and which edition of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from gzkg import vocab
from gzkg.model import Texts

CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
EXAMPLES_GRAPH: Final = vocab.GRAPH + "examples"
VOID_GRAPH: Final = vocab.GRAPH + "void"
CATALOGUE_GRAPH: Final = vocab.GRAPH + "catalogue"
"""Named graphs to keep the descriptions in: example queries; VoID and service description; releases and dumps."""

_TITLE: Final[Mapping[str, str]] = {"en": "City diplomacy knowledge graph", "zh": "城市外交知识图谱"}
_EXAMPLES: Final = ("city/fr-lyon", "org/c40", "tie/sister-city/cn-guangzhou--fr-lyon")
_DESCRIPTION: Final[Mapping[str, str]] = {
    "en": "Who is tied with whom, belongs to what, takes part in, hosts or intends what, when, and according to "
    "which source: the city diplomacy of Guangzhou and its partners, with the ontology and what its rules derive.",
    "zh": "谁与谁结好、隶属何种组织、参与或主办何事、有何打算，及其时间与来源："
    "广州及其伙伴的城市外交，含本体与由规则推导的内容。",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dataset is found.

    `endpoint` is the address of its SPARQL endpoint, `dumps` the folder of its dumps, ending in `/`; empty when
    there is none. `base` is the IRI below which the descriptions name what has no name yet.
    """

    endpoint: str = ""
    dumps: str = ""
    base: str = vocab.BASE

    @property
    def dataset(self) -> str:
        """IRI of the dataset, in VoID and DCAT alike."""
        return self.base + "dataset"

    @property
    def catalogue(self) -> str:
        """IRI of the DCAT catalogue."""
        return self.base + "catalogue"

    @property
    def description(self) -> str:
        """IRI of the VoID description; its parts are fragments of it."""
        return self.base + "graph/void"

    @property
    def examples(self) -> str:
        """IRI of the example queries; each is a fragment of it."""
        return self.base + "graph/examples"


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a dataset: what it is, how it may be used, and when it was made.

    `modified` and `issued` are days or points in time. `examples` and `roots` are IRIs of typical things and of
    those to start from; `uri_space` is what the IRIs of its things begin with.
    """

    version: str
    modified: date
    issued: date | None = None
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    licence: str = CC_BY
    examples: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    uri_space: str = ""


def own_edition(version: str, modified: date) -> Edition:
    """Return the edition of the dataset that comes with this library."""
    return Edition(
        version,
        modified,
        issued=modified,
        title=_TITLE,
        description=_DESCRIPTION,
        examples=tuple(vocab.ID + name for name in _EXAMPLES),
        roots=(vocab.ID + "city/cn-guangzhou",),
        uri_space=vocab.ID,
    )
