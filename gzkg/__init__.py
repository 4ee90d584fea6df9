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
    BadRecords,
    BadToken,
    ChecksFailed,
    EmptyNetwork,
    ForbiddenQuery,
    GraphFileError,
    GzkgError,
    NetworkError,
    NetworkTooLarge,
    OutOfScope,
    OverBudget,
    Overloaded,
    QueryError,
    QueryTimeout,
    QueryTooHeavy,
    RecordRejected,
    RecordsError,
    RecordsTooLarge,
    RecordsUnwritable,
    SettingsError,
    StoreError,
    SubmissionConflict,
    UnknownEntity,
    UnknownGraph,
    UnknownLayer,
    UnknownMeasure,
    UnknownQuestion,
    UnknownSubmission,
    UnknownTerm,
    UnsupportedFormat,
    WorkerLost,
)
from gzkg.graph import KnowledgeGraph
from gzkg.lookup.door import StatusGroup
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
from gzkg.records.desk import Prepared
from gzkg.records.door import write_findings
from gzkg.records.model import Backup, Change, Receipt, Scope, State, Submission, Token
from gzkg.records.validation import Validation
from gzkg.settings import Limits, Settings
from gzkg.store.answer import Answer

__version__ = "0.1.0"

__all__ = [
    "OFFERS",
    "AbsentTerm",
    "Analysis",
    "Answer",
    "Asking",
    "Backup",
    "BadDate",
    "BadId",
    "BadNetwork",
    "BadOption",
    "BadQuery",
    "BadRecords",
    "BadToken",
    "Bounds",
    "Change",
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
    "OutOfScope",
    "OverBudget",
    "Overloaded",
    "Prepared",
    "QueryError",
    "QueryRequest",
    "QueryTimeout",
    "QueryTooHeavy",
    "Question",
    "Receipt",
    "RecordRejected",
    "RecordsError",
    "RecordsTooLarge",
    "RecordsUnwritable",
    "Relation",
    "Scope",
    "Served",
    "Settings",
    "SettingsError",
    "Source",
    "State",
    "StatusGroup",
    "StoreError",
    "Submission",
    "SubmissionConflict",
    "Summary",
    "Table",
    "Term",
    "Token",
    "UnknownEntity",
    "UnknownGraph",
    "UnknownLayer",
    "UnknownMeasure",
    "UnknownQuestion",
    "UnknownSubmission",
    "UnknownTerm",
    "UnsupportedFormat",
    "Validation",
    "WorkerLost",
    "formats_for",
    "get_format",
    "options_of",
    "plain",
    "serialize",
    "to_pandas",
    "to_polars",
    "write_findings",
]
