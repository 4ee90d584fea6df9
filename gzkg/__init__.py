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
    BadQuery,
    ChecksFailed,
    ForbiddenQuery,
    GraphFileError,
    GzkgError,
    OverBudget,
    Overloaded,
    QueryError,
    QueryTimeout,
    QueryTooHeavy,
    SettingsError,
    StoreError,
    UnknownEntity,
    UnknownGraph,
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
from gzkg.rdf.formats import Format, Holds, formats_for, get_format
from gzkg.settings import Limits, Settings
from gzkg.store.answer import Answer

__version__ = "0.1.0"

__all__ = [
    "AbsentTerm",
    "Answer",
    "BadDate",
    "BadId",
    "BadQuery",
    "Bounds",
    "ChecksFailed",
    "Claim",
    "Description",
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
    "Term",
    "UnknownEntity",
    "UnknownGraph",
    "UnknownQuestion",
    "UnknownTerm",
    "UnsupportedFormat",
    "WorkerLost",
    "formats_for",
    "get_format",
    "plain",
]
