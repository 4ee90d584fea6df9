"""Files made to harm are refused, or read with findings: in time and memory, without network, and nothing dies."""

from __future__ import annotations

import io
import json
import socket
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from confined import Confined, Told

MB = 1 << 20
SECONDS = 15
RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:u:">'
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"
CELL = '<c t="inlineStr"><is><t>city</t></is></c>'


@pytest.fixture(scope="module")
def reading() -> Iterator[list[Confined]]:
    """The process that reads, in a list so that another can take its place."""
    readers = [Confined()]
    yield readers
    readers[0].close()


@pytest.fixture
def read(reading: list[Confined]) -> Iterator[Callable[[str | bytes, str], Told]]:
    def read(content: str | bytes, name: str) -> Told:
        told = reading[0].read(content.encode() if isinstance(content, str) else content, name)
        assert told.seconds < SECONDS
        return told

    yield read
    if not reading[0].is_alive():
        reading[0].close()
        reading[0] = Confined()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket on loopback to which nobody connects until the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()


Read = Callable[[str | bytes, str], Told]


def workbook(sheet: str = SHEET + f"<row>{CELL}</row>" + SHEET_END, **parts: str | bytes) -> bytes:
    """Return a workbook whose sheet is this XML; other parts are replaced or added, by path with `__` for `/`."""
    plain, written = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    changed = {"xl/worksheets/sheet1.xml": sheet, **{name.replace("__", "/"): text for name, text in parts.items()}}
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, changed.pop(name, source.read(name)))
        for name, text in changed.items():
            target.writestr(name, text)
    return written.getvalue()


def test_what_the_tests_build_on_can_be_read(read: Read) -> None:
    assert read(workbook(), "a.xlsx").read == "(('city',), [])"


# XML


def test_entities_are_not_expanded(read: Read) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a0 "ha">{entities}]>{RDF}&a11;</r:RDF>'
    told = read(bomb, "bomb.rdf")
    assert (told.error, told.line) == ("BadRecords", 2)
    assert "<!DOCTYPE>" in told.message


@pytest.mark.parametrize("hidden", ["<!-- \n -->", "<?x <!-- ?>", "\n\n"])
def test_external_entities_are_not_fetched(read: Read, listener: socket.socket, tmp_path: Path, hidden: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    for address in (secret.as_uri(), f"http://127.0.0.1:{listener.getsockname()[1]}/x"):
        told = read(f'{hidden}<!DOCTYPE r [<!ENTITY x SYSTEM "{address}">]>{RDF}<u:a u:b="&x;"/></r:RDF>', "x.rdf")
        assert told.error == "BadRecords"
        assert "secret" not in told.message


@pytest.mark.parametrize(
    "part", ["xl__worksheets__sheet1.xml", "xl__workbook.xml", "xl__styles.xml", "docProps__core.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_workbooks_with_entities_are_refused(read: Read, part: str, encoding: str) -> None:
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    told = read(workbook(**{part: bomb.encode(encoding)}), "bomb.xlsx")
    assert told.error == "BadRecords"
    assert "plain XML" in told.message


def test_a_document_type_on_the_seam_of_two_pieces_is_seen(read: Read) -> None:
    for begin in range(MB - 10, MB + 1):
        padded = "<!--" + " " * (begin - 7) + '--><!DOCTYPE a [<!ENTITY b "c">]>' + SHEET + SHEET_END
        assert read(workbook(padded), "seam.xlsx").error == "BadRecords"


# Network and files


@pytest.mark.parametrize(
    "context",
    [
        '"{}"',
        '["{}"]',
        '[{{}}, "{}"]',
        '{{"@import": "{}"}}',
        '{{"a": {{"@id": "urn:a", "@context": "{}"}}}}',
        '{{"@propagate": false, "@import": "{}"}}',
    ],
)
@pytest.mark.parametrize("key", ["@context", r"\u0040context"])
def test_remote_contexts_are_not_fetched(read: Read, listener: socket.socket, context: str, key: str) -> None:
    named = context.format(f"http://127.0.0.1:{listener.getsockname()[1]}/context.jsonld")
    for text in (f'{{"{key}": {named}, "@id": "urn:a", "a": {{}}}}', f'[{{"x": [{{"{key}": {named}}}]}}]'):
        told = read(text, "remote.jsonld")
        assert told.error == "BadRecords"
        assert told.line == 1


def test_a_context_that_is_a_path_is_not_read(read: Read) -> None:
    for path in ("/etc/passwd", "file:///etc/passwd", "context.jsonld"):
        assert read(json.dumps({"@context": path, "@id": "urn:a"}), "path.jsonld").error == "BadRecords"


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_imports_are_not_followed(read: Read, listener: socket.socket, form: str) -> None:
    owl, target = "http://www.w3.org/2002/07/owl#", f"http://127.0.0.1:{listener.getsockname()[1]}/more"
    texts = {
        "ttl": f"@prefix owl: <{owl}> . <urn:a> a owl:Ontology ; owl:imports <{target}> .",
        "nt": f"<urn:a> <{owl}imports> <{target}> .",
        "jsonld": json.dumps({"@id": "urn:a", owl + "imports": {"@id": target}}),
        "rdf": f'{RDF}<u:O r:about="urn:a"><o:imports xmlns:o="{owl}" r:resource="{target}"/></u:O></r:RDF>',
    }
    told = read(texts[form], f"imports.{form}")
    assert told.error == ""
    assert target in told.read


# Depth


DEEP = {
    "brackets.ttl": lambda n: "<urn:a> <urn:p> " + "[ <urn:p> " * n + "1" + "]" * n + " .",
    "lists.ttl": lambda n: "<urn:a> <urn:p> " + "( " * n + ")" * n + " .",
    "terms.ttl": lambda n: "<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * n + "1" + " )>>" * n + " .",
    "terms.nt": lambda n: "<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * n + "<urn:o>" + " )>>" * n + " .",
    "reified.trig": lambda n: "<urn:a> <urn:p> " + "<< <urn:a> <urn:p> " * n + "1" + " >>" * n + " .",
    "terms.nq": lambda n: "<urn:a> <urn:p> " + "<<( <urn:a> <urn:p> " * n,
    "objects.jsonld": lambda n: '{"urn:p":' * n + "1" + "}" * n,
    "lists.jsonld": lambda n: '{"@id":"urn:a","urn:p":' + '{"@list":[' * n + "1" + "]}" * n + "}",
    "arrays.jsonld": lambda n: "[" * n + "]" * n,
    "contexts.jsonld": lambda n: '{"@context":' + "[" * n + "]" * n + "}",
    "things.rdf": lambda n: RDF + "<u:a><u:p>" * n + "</u:p></u:a>" * n + "</r:RDF>",
    "literal.rdf": lambda n: (
        RDF + '<u:a><u:p r:parseType="Literal">' + "<u:a>" * n + "</u:a>" * n + "</u:p></u:a></r:RDF>"
    ),
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("depth", [101, 20_000, 100_000])
def test_deep_nesting_is_refused(read: Read, name: str, depth: int) -> None:
    told = read(DEEP[name](depth), name)
    assert told.error == "BadRecords"
    assert len(told.message) < 500


@pytest.mark.parametrize("name", [name for name in DEEP if not name.startswith(("terms", "reified", "contexts"))])
def test_what_is_not_deep_is_read(read: Read, name: str) -> None:
    assert read(DEEP[name](40), name).error == ""


def test_brackets_within_texts_are_no_nesting(read: Read) -> None:
    text = "[(<<{" * 1000
    assert read(f"<urn:a> <urn:p> \"{text}\", '''{text}''' . # {text}", "a.ttl").error == ""
    assert read(json.dumps({"@id": "urn:a", "urn:p": text + '"'}), "a.jsonld").error == ""


def test_deep_parts_of_a_workbook_are_refused(read: Read) -> None:
    for many in (5_000, 1_000_000):
        for tag in ("x", "extLst", "is"):
            deep = SHEET + f"<row><c>{f'<{tag}>' * many}{f'</{tag}>' * many}</c></row>" + SHEET_END
            assert read(workbook(deep), "deep.xlsx").error in ("BadRecords", "RecordsTooLarge")


# Size


def test_a_chain_of_terms_that_would_end_the_parser_is_refused(read: Read) -> None:
    chain = {f"t{n}": f"t{n + 1}:x" for n in range(60_000)}
    assert read(json.dumps({"@context": chain, "@id": "urn:a", "t0": 1}), "chain.jsonld").error == "RecordsTooLarge"


def test_many_contexts_are_refused(read: Read) -> None:
    terms = {f"t{n}": f"urn:{n}" for n in range(1_900)}
    things = [{"@context": {}, "@id": f"urn:{n}"} for n in range(20_000)]
    for text in ({"@context": terms, "@graph": things}, {"@graph": things, "@context": terms}):
        assert read(json.dumps(text), "contexts.jsonld").error == "RecordsTooLarge"


@pytest.mark.parametrize("many", [1_900, 1_000_000])
def test_long_prefixes_do_not_fill_the_memory(read: Read, many: int) -> None:
    long = "urn:" + "a" * many + ":"
    turtle = f"@prefix p: <{long}> .\n" + "".join(f"p:{n} p:b p:c .\n" for n in range(150_000))
    things = [{"@id": f"p:{n}", "p:b": 1} for n in range(150_000)]
    xml = f'<u:a r:about="{{}}" xmlns:u="{long}"/>'
    assert read(turtle, "prefix.ttl").error in ("BadRecords", "RecordsTooLarge")
    assert read(json.dumps({"@context": {"p": long}, "@graph": things}), "prefix.jsonld").error != ""
    assert many < 2_000 or read(RDF + xml + "</r:RDF>", "prefix.rdf").error == "BadRecords"


def test_a_huge_literal_is_a_finding_and_a_huge_iri_refused(read: Read) -> None:
    huge = "x" * 4 * MB
    assert read(f'<urn:a> <urn:p> "{huge}" .', "huge.ttl").checks == ("F02-too-long",)
    assert read(f'{{"@id": "urn:a", "urn:p": "{huge}"}}', "huge.jsonld").checks == ("F02-too-long",)
    assert read(f"{RDF}<u:a><u:p>{'&amp;' * 2 * MB}</u:p></u:a></r:RDF>", "huge.rdf").checks == ("F02-too-long",)
    assert read(f"<urn:{huge}> <urn:p> 1 .", "huge.ttl").error == "BadRecords"


def test_many_statements_are_refused(read: Read) -> None:
    assert read("".join(f"<a{n}> <b> <c> .\n" for n in range(201_000)), "many.ttl").error == "RecordsTooLarge"


def test_many_attributes_and_namespaces_are_refused(read: Read) -> None:
    attributes = " ".join(f'u:x{n}=""' for n in range(100_000))
    names = " ".join(f'xmlns:x{n}="urn:{n}"' for n in range(100_000))
    assert read(f"{RDF}<u:a {attributes}/></r:RDF>", "attributes.rdf").error == "BadRecords"
    assert read(f"{RDF}<u:a {names}/></r:RDF>", "names.rdf").error == "BadRecords"


@pytest.mark.parametrize("piece", ['"""', '\\"""', "'''\"\"\"", "<", "a.", "\\", "#", "@", "[]", "_:", "\\u", '"@a-'])
def test_no_text_takes_the_reader_long(read: Read, piece: str) -> None:
    for begin in ("", "<urn:a> <urn:p> "):
        for name in ("a.ttl", "a.nt", "a.jsonld", "a.rdf"):
            read((begin + piece * MB * 4)[: 4 * MB], name)


@pytest.mark.parametrize(
    "text",
    [
        "a," * 1_000_000 + "\n",
        "a,b\n" + "1," * 1_000_000 + "\n",
        '"a\n",' * 1_000_000,
        "a" * 50 * MB,
        "a,b\n" + "1,2\n" * 1_000_000,
        "a,b\n" + "\n" * 15 * MB,
        "a\n" + "\u200b" * 5_000_000,
    ],
    ids=["columns", "cells", "quoted", "line", "rows", "blank", "unseen"],
)
def test_tables_without_end_are_refused(read: Read, text: str) -> None:
    assert read(text, "a.csv").error in ("RecordsTooLarge", "BadRecords")


def test_a_quote_that_is_never_closed_is_named_by_its_row(read: Read) -> None:
    for rest in ("\n", "\n" + "3,4\n" * 100_000):
        told = read('a,b\n1,"2' + rest, "open.csv")
        assert (told.error, told.line) == ("BadRecords", 2)


# Workbooks


def test_zip_bombs_are_refused_unopened(read: Read) -> None:
    assert read(workbook("\0" * 200 * MB), "bomb.xlsx").error == "RecordsTooLarge"
    assert read(workbook(**{f"xl__media__{n}": b"" for n in range(5_000)}), "many.xlsx").error == "RecordsTooLarge"


def test_archives_within_archives_are_not_unpacked(read: Read) -> None:
    inner = workbook()
    for _ in range(5):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as archive:
            archive.writestr("a.xlsx", inner)
        inner = outer.getvalue()
    told = read(inner, "nested.xlsx")
    assert told.error == "BadRecords"
    assert "no workbook" in told.message


def test_a_size_that_lies_is_found_out(read: Read) -> None:
    honest = workbook(SHEET + f"<row>{CELL}</row>" * 1000 + SHEET_END)
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    lying = honest.replace(size, (100).to_bytes(4, "little"))
    assert lying != honest
    assert read(lying, "lying.xlsx").error == "BadRecords"


@pytest.mark.parametrize("name", ["/etc/passwd", "..__..__x", "C:__x", "xl__..__..__x"])
def test_paths_out_of_the_workbook_are_refused(read: Read, name: str) -> None:
    assert read(workbook(**{name: b"x"}), "path.xlsx").error == "BadRecords"


@pytest.mark.parametrize(
    "rows",
    [
        f"<row>{CELL}</row>" + "<row><c><v>1</v></c></row>" * 1_000_000,
        "<row><c s='0'/></row>" * 1_000_000,
        "<row/>" * 3_000_000,
        "<row>" + "<c/>" * 1_000_000 + "</row>",
        f"<row>{CELL}</row><row r='999999999999'><c><v>1</v></c></row>",
        "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 20_000)),
        "<x/>" * 1_000_000,
        "</sheetData><dataValidations>"
        + "<dataValidation sqref='A1:XFD1048576'/>" * 300_000
        + "</dataValidations><sheetData>",
    ],
    ids=["million", "formatted", "empty", "wide", "gap", "far", "other", "lists"],
)
def test_sheets_without_end_are_refused(read: Read, rows: str) -> None:
    assert read(workbook(SHEET + rows + SHEET_END), "rows.xlsx").error == "RecordsTooLarge"


@pytest.mark.parametrize(
    "row",
    [
        "<row><c><v>" + "9" * 1_000_000 + "</v></c></row>",
        '<row><c r="ZZZZZZ1"><v>1</v></c></row>',
        '<row r="-1"><c r="A-1"><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row><c t="s"><v>7</v></c></row>',
        '<row><c t="d"><v>2019-02-30</v></c></row>',
        '<row><c s="999"><v>1</v></c></row>',
        "<row><c></row>",
    ],
)
def test_broken_cells_do_not_break_the_reader(read: Read, row: str) -> None:
    told = read(workbook(SHEET + f"<row>{CELL}</row>" + row + SHEET_END), "broken.xlsx")
    assert told.error in ("", "BadRecords")


def test_cut_off_and_mixed_up_workbooks_are_called_damaged(read: Read) -> None:
    whole = workbook()
    for cut in range(4, len(whole), len(whole) // 40):
        assert read(whole[:cut], "cut.xlsx").error == "BadRecords"
    for place in range(30, len(whole), len(whole) // 60):
        read(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :], "flipped.xlsx")


# Characters


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x85", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff", "\U000e0041"]
)
def test_unseen_characters_are_findings(read: Read, character: str) -> None:
    name = f"Guang{character}zhou"
    escaped = f"Guang\\U{ord(character):08X}zhou"
    assert read(f"city\n{name}\n", "a.csv").checks == ("F03-character",)
    assert read(f'<urn:a> <urn:p> "{escaped}" .', "a.ttl").checks == ("F03-character",)
    assert read(f'<urn:a> <urn:p> "{name}" .', "a.nt").checks == ("F03-character",)
    assert read(json.dumps({"@id": "urn:a", "urn:p": name}), "a.jsonld").checks == ("F03-character",)


def test_half_characters_are_refused(read: Read) -> None:
    assert read('<urn:a> <urn:p> "\\uD800" .', "a.ttl").error == "BadRecords"
    assert read('{"@id": "urn:a", "urn:p": "\\ud800"}', "a.jsonld").error == "BadRecords"
    assert read(b"city\n\xed\xa0\x80\n", "a.csv").error == "BadRecords"


def test_invalid_bytes_are_named_not_replaced(read: Read) -> None:
    for name in ("a.csv", "a.ttl", "a.jsonld", "a.rdf"):
        told = read(b"city\nGuang\xffzhou\n", name)
        assert (told.error, told.line) == ("BadRecords", 2)
        assert "byte 11" in told.message
        assert "0xFF" in told.message


def test_dates_that_are_none_are_left_to_the_checks(read: Read) -> None:
    date = "http://www.w3.org/2001/XMLSchema#date"
    for day in ("2019-02-30", "2019-13-01", "0000-00-00", "9" * 5000 + "-01-01", "-", ""):
        assert read(f'<urn:a> <urn:p> "{day}"^^<{date}> .', "a.ttl").error == ""
        assert read(f"from\n{day}\nx\n", "a.csv").error == ""
