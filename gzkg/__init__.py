"""City diplomacy as a knowledge graph: the one door to the library.

>>> from gzkg import KnowledgeGraph
>>> with KnowledgeGraph.open(reference_date="2026-11-24") as graph:
...     graph.entity("city/cn-guangzhou").label["zh"]
'广州'
"""

from gzkg.dates import Bounds
from gzkg.endpoint import Endpoint, Served
from gzkg.endpoint.wire import Description, QueryRequest
from gzkg.errors import (
    BadDate,
    BadId,
    BadNetwork,
    BadOption,
    BadQuery,
    ChecksFailed,
    EmptyNetwork,
    ForbiddenQuery,
    GraphFileError,
    GzkgError,
    NetworkError,
    NetworkTooLarge,
    OverBudget,
    Overloaded,
    QueryError,
    QueryTimeout,
    QueryTooHeavy,
    SettingsError,
    StoreError,
    UnknownEntity,
    UnknownGraph,
    UnknownLayer,
    UnknownMeasure,
    UnknownQuestion,
    UnknownTerm,
    UnsupportedFormat,
    WorkerLost,
)
from gzkg.graph import KnowledgeGraph, StatusGroup
from gzkg.model import (
    AbsentTerm,
    Claim,
    End,
    Entity,
    Finding,
    Match,
    Name,
    Question,
    Relation,
    Source,
    Summary,
    Term,
    plain,
)
from gzkg.network.door import serialize, to_pandas, to_polars
from gzkg.network.option import OFFERS, Asking, Offer, Option, options_of
from gzkg.network.table import Analysis, Table
from gzkg.rdf.formats import Format, Holds, formats_for, get_format
from gzkg.settings import Limits, Settings
from gzkg.store.answer import Answer

__version__ = "0.1.0"

__all__ = [
    "OFFERS",
    "AbsentTerm",
    "Analysis",
    "Answer",
    "Asking",
    "BadDate",
    "BadId",
    "BadNetwork",
    "BadOption",
    "BadQuery",
    "Bounds",
    "ChecksFailed",
    "Claim",
    "Description",
    "EmptyNetwork",
    "End",
    "Endpoint",
    "Entity",
    "Finding",
    "ForbiddenQuery",
    "Format",
    "GraphFileError",
    "GzkgError",
    "Holds",
    "KnowledgeGraph",
    "Limits",
    "Match",
    "Name",
    "NetworkError",
    "NetworkTooLarge",
    "Offer",
    "Option",
    "OverBudget",
    "Overloaded",
    "QueryError",
    "QueryRequest",
    "QueryTimeout",
    "QueryTooHeavy",
    "Question",
    "Relation",
    "Served",
    "Settings",
    "SettingsError",
    "Source",
    "StatusGroup",
    "StoreError",
    "Summary",
    "Table",
    "Term",
    "UnknownEntity",
    "UnknownGraph",
    "UnknownLayer",
    "UnknownMeasure",
    "UnknownQuestion",
    "UnknownTerm",
    "UnsupportedFormat",
    "WorkerLost",
    "formats_for",
    "get_format",
    "options_of",
    "plain",
    "serialize",
    "to_pandas",
    "to_polars",
]
