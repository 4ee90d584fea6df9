"""What a file is, by what it holds, what its sender says, and how its name ends."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from gzkg.errors import BadRecords

_WORKBOOK: Final = "xlsx"
_NAMES: Final = {
    "csv": "csv",
    "tsv": "csv",
    "tab": "csv",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "turtle": "turtle",
    "ttl": "turtle",
    "trig": "trig",
    "ntriples": "ntriples",
    "nt": "ntriples",
    "nquads": "nquads",
    "nq": "nquads",
    "jsonld": "jsonld",
    "json-ld": "jsonld",
    "json": "jsonld",
    "rdfxml": "rdfxml",
    "rdf": "rdfxml",
    "owl": "rdfxml",
    "xml": "rdfxml",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": "xlsx",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/trig": "trig",
    "application/x-trig": "trig",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
"""Names, endings and media types -> how a file is read."""

_FORMATS: Final = "CSV, XLSX, Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Final = (
    (b"%PDF", "a PDF. Copy its table into a spreadsheet and save that as XLSX or CSV."),
    (b"\x1f\x8b", "compressed (gzip). Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive. Unpack it first."),
    (b"Rar!", "a RAR archive. Unpack it first."),
    (b"PAR1", "a Parquet file. Save its table as CSV."),
    (b"{\\rtf", "a rich text document. Copy its table into a spreadsheet and save that as XLSX or CSV."),
)
_HTML: Final = re.compile(r"\s*<(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML: Final = re.compile(r"\s*<(\?xml|!--|rdf:RDF|[A-Za-z_]\w*:RDF)")
_JSON: Final = re.compile(r"\s*(\{\s*[\"}]|\[\s*[\[{\"\]])")
_HEAD: Final = 10_000
_SAYS_NOTHING: Final = ("text/plain", "application/octet-stream", "application/vnd.ms-excel")
"""What browsers say of a file that they do not know, and of CSV."""
_LINE: Final = re.compile(r"\s*(#[^\n]*\s+)*<[^<>\s]+>\s+<[^<>\s]+>\s+[<_\"]")
_FOURTH: Final = re.compile(r'[>"\w]\s+<[^<>\s]+>\s*\.\s*$', re.MULTILINE)
_TURTLE: Final = re.compile(r"\s*(#[^\n]*\s+)*(@prefix|@base|PREFIX|BASE)\s", re.IGNORECASE)


def refuse_disguise(content: bytes, name: str) -> None:
    """Raise BadRecords for what no reader can read, saying what it is and what to save it as."""
    if content.startswith(_OLD):
        locked = "a workbook with a password. Take the password off" if _LOCKED in content else "an old workbook (.xls)"
        raise BadRecords(f"{name} is {locked}. Save it as .xlsx.")
    for begins, what in _OTHERS:
        if content.startswith(begins):
            raise BadRecords(f"{name} is {what}")


def is_zip(content: bytes) -> bool:
    """Tell whether a file is a zip archive, as workbooks are."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def kind_of_text(text: str, name: str, format: str | None = None) -> str:
    """Return how a text is to be read: csv, turtle, trig, ntriples, nquads, jsonld or rdfxml.

    What `format` (a name, ending or media type) says comes first, then the ending of the name, then the text itself.

    Raises: BadRecords, for a format that is not read, for a page of HTML, for a text that is none of them.
    """
    if _HTML.match(text):
        raise BadRecords(f"{name} is a page of HTML, whatever its name says. Save the table as XLSX or CSV.")
    told = _said(format, name)
    if told == _WORKBOOK:
        raise BadRecords(f"{name} is not a workbook but plain text. If it is a table, give it the ending .csv.")
    return told or _sniffed(text)


def _said(format: str | None, name: str) -> str | None:
    wanted = (format or "").strip().lower().partition(";")[0].strip()
    if wanted and wanted not in _SAYS_NOTHING:
        kind = _NAMES.get(wanted.removeprefix("."))
        if kind is None:
            raise BadRecords(f"'{wanted[:80]}' is no format that is read here. These are: {_FORMATS}.")
        return kind
    return _NAMES.get(PurePath(name).suffix.lower().removeprefix("."))


def _sniffed(text: str) -> str:
    head = text[:_HEAD]
    if _JSON.match(head):
        return "jsonld"
    if _XML.match(head):
        return "rdfxml"
    if _TURTLE.match(head):
        return "turtle"
    if line := _LINE.match(head):
        return "nquads" if _FOURTH.search(head, line.start()) else "ntriples"
    return "csv"
