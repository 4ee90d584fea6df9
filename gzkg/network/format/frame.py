"""Tables in columns: Parquet, Arrow, pandas, polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gzkg.errors import UnsupportedFormat
from gzkg.network.format.cell import Column, as_json, column_of, legal
from gzkg.network.table import Analysis, Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_PANDAS: Final = {"whole": "Int64", "number": "float64", "flag": "boolean", "text": "object"}
_POLARS: Final = {"whole": "Int64", "number": "Float64", "flag": "Boolean", "text": "String"}
_ARROW: Final = {"whole": "int64", "number": "float64", "flag": "bool", "text": "string"}


def take_little_memory() -> None:
    """Let Arrow take memory from the allocator of the system: its own reserve a lot of address space beforehand."""
    import pyarrow

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())


def parquet(answer: Analysis, table: Table) -> bytes:
    """Return a table as Parquet; the record of the method is JSON in the metadata of the schema."""
    import pyarrow
    import pyarrow.parquet

    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(_arrow_table(answer, table), sink)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return] # pyarrow has no types


def arrow(answer: Analysis, table: Table) -> bytes:
    """Return a table as a stream of Arrow IPC; the record of the method is JSON in the metadata of the schema."""
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    columns = _arrow_table(answer, table)
    options = pyarrow.ipc.IpcWriteOptions(use_threads=False)
    with pyarrow.ipc.new_stream(sink, columns.schema, options=options) as writer:
        writer.write_table(columns)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return] # pyarrow has no types


def to_pandas(answer: Table | Analysis) -> pandas.DataFrame:
    """Return a table, or the first one of an analysis, for pandas; `attrs["method"]` is the record of its method.

    What is not defined is NaN in numbers, `<NA>` in whole numbers. Raises: UnsupportedFormat, without pandas.
    """
    try:
        import pandas
    except ImportError:
        raise _missing("pandas") from None
    columns = _columns(answer.table if isinstance(answer, Analysis) else answer)
    series = {name: pandas.Series(list(cells), dtype=_PANDAS[kind]) for name, (kind, cells) in columns.items()}
    frame = pandas.DataFrame(series)
    if isinstance(answer, Analysis):
        frame.attrs["method"] = dict(answer.method)
    return frame


def to_polars(answer: Table | Analysis) -> polars.DataFrame:
    """Return a table, or the first one of an analysis, for polars; what is not defined is null.

    Raises: UnsupportedFormat, without polars.
    """
    try:
        import polars
    except ImportError:
        raise _missing("polars") from None
    columns = _columns(answer.table if isinstance(answer, Analysis) else answer)
    schema = {name: getattr(polars, _POLARS[kind]) for name, (kind, _) in columns.items()}
    return polars.DataFrame({name: list(cells) for name, (_, cells) in columns.items()}, schema=schema)


def _columns(table: Table) -> dict[str, Column]:
    return {legal(name): column_of(values) for name, values in table.columns.items()}


def _arrow_table(answer: Analysis, table: Table) -> pyarrow.Table:
    import pyarrow

    columns = _columns(table)
    fields = [
        pyarrow.field(name, pyarrow.type_for_alias(_ARROW[kind]), metadata=dict(table.about.get(name, {})))
        for name, (kind, _) in columns.items()
    ]
    told: dict[str, Any] = {"analysis": answer.name, "method": answer.method, "figures": answer.figures}
    schema = pyarrow.schema(fields, metadata={name: as_json(value) for name, value in told.items()})
    arrays = [pyarrow.array(cells, type=field.type) for (_, cells), field in zip(columns.values(), fields, strict=True)]
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def _missing(library: str) -> UnsupportedFormat:
    return UnsupportedFormat(f"{library} is not installed. Install it with: pip install {library}")
