"""What a file is: by what is said of it, by its ending, by what it holds; what it is not is said."""

from __future__ import annotations

import io
import zipfile

import pytest

from gzkg.errors import BadRecords
from gzkg.records.batch import Batch
from gzkg.records.reading import ReadSheet, read_file

TURTLE = b"<city/x> a <urn:City> ."


@pytest.mark.parametrize("name", ["a.ttl", "a.TRIG"])
def test_the_ending_says_it(name: str) -> None:
    assert isinstance(read_file(TURTLE, name), Batch)


@pytest.mark.parametrize("format", ["turtle", "ttl", ".ttl", "text/turtle", "text/turtle; charset=utf-8"])
def test_what_is_said_of_it_comes_first(format: str) -> None:
    assert isinstance(read_file(TURTLE, "a.csv", format=format), Batch)


@pytest.mark.parametrize(
    "text",
    [
        "@prefix gz: <https://w3id.org/gzkg/ontology#> .\n<city/x> a gz:City .",
        "# note\nPREFIX gz: <https://w3id.org/gzkg/ontology#>\n<city/x> a gz:City .",
        "<urn:a> <urn:b> <urn:c> .",
        '<urn:a> <urn:b> "c" <urn:g> .',
        '{"@id": "urn:a", "urn:b": 1}',
        ' [ {"@id": "urn:a", "urn:b": 1} ]',
        '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:"><u:a/></r:RDF>',
        '<?xml version="1.0"?>\n<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:List/></r:RDF>',
    ],
)
@pytest.mark.parametrize("format", [None, "text/plain", "application/octet-stream"])
def test_else_what_it_holds(text: str, format: str | None) -> None:
    batch = read_file(text.encode(), "upload", format=format)
    assert isinstance(batch, Batch)
    assert len(batch.triples) + len(batch.named) == 1


def test_text_that_is_nothing_else_is_a_table() -> None:
    assert isinstance(read_file(b"city,from\nLyon,1988\n", "upload"), ReadSheet)


def packed(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old workbook (.xls). Save it as .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<html><table><tr><td>city</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><html></html>", "HTML"),
        (b"city,from\n", "plain text"),
        (packed("mimetype", "content.xml"), "OpenDocument"),
        (packed("Index/Document.iwa"), "Numbers"),
        (packed("[Content_Types].xml", "xl/workbook.bin"), "xlsb"),
        (packed("word/document.xml"), "Word"),
        (packed("ties.csv"), "zip archive and no workbook"),
        (b"PK\x03\x04", "damaged"),
    ],
)
def test_a_workbook_in_name_only_is_called_what_it_is(content: bytes, said: str) -> None:
    with pytest.raises(BadRecords) as refused:
        read_file(content, "ties.xlsx")
    assert said in str(refused.value)


def test_an_unknown_format_is_answered_with_those_that_are_read() -> None:
    with pytest.raises(BadRecords, match="N-Quads"):
        read_file(TURTLE, "a.ttl", format="parquet")
