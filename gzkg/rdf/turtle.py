"""Read Turtle, and write it in the one canonical form of `graph/`.

Canonical: the same triples give the same bytes. Subjects in natural order, `a` and names first, one object per
line, ids relative to the base, no blank nodes, no `#` comments (a remark is a `gz:note`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from gzkg import vocab
from gzkg.errors import GraphFileError

Object = NamedNode | Literal

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BARE: Final = {
    vocab.XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    vocab.XSD + "decimal": re.compile(r"[+-]?[0-9]+\.[0-9]+"),
    vocab.XSD + "boolean": re.compile(r"true|false"),
}
_RELATIVE: Final = re.compile(r"[a-z]+(?:/[A-Za-z0-9_-]+)+")
_TOKEN: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'" r"|<[^<>\s]*>|(?P<comment>#)"
)  # fmt: skip
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST: Final = {vocab.TYPE: 0, vocab.PREF_LABEL: 1, vocab.ALT_LABEL: 2, vocab.HIDDEN_LABEL: 3}


def read_turtle(content: bytes, path: object) -> list[Triple]:
    """Return the triples of a Turtle text (RDF 1.1); `path` is only for the message.

    Raises: GraphFileError, with the line where reading stopped.
    """
    try:
        triples = [quad.triple for quad in parse(content, RdfFormat.TURTLE, base_iri=vocab.ID)]
    except (SyntaxError, ValueError) as error:
        raise GraphFileError(path, f"This is not Turtle: {_problem(error)}", line=_line(error)) from None
    if any(isinstance(t.object, Triple) or (isinstance(t.object, Literal) and t.object.direction) for t in triples):
        raise GraphFileError(path, "Triple terms and text directions are RDF 1.2, which is not kept. Use RDF 1.1.")
    return triples


def canonical(content: bytes, path: object) -> str:
    """Return a Turtle text in canonical form, holding the same triples.

    Raises: GraphFileError, when the text is not Turtle, or holds a comment or a blank node, which the canonical
    form has no place for.
    """
    triples = read_turtle(content, path)
    line = comment_line(content)
    if line:
        raise GraphFileError(path, "A '#' comment would be lost. Turn the remark into a gz:note.", line=line)
    if any(isinstance(term, BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        raise GraphFileError(path, "A blank node has no stable name. Give it an IRI that begins with the file's.")
    text = write_turtle(triples)
    assert set(read_turtle(text.encode(), path)) == set(triples), f"{path}: the canonical form lost a triple"
    return text


def comment_line(content: bytes) -> int | None:
    """Return the line of the first `#` comment, or None."""
    text = content.decode(errors="replace")
    for found in _TOKEN.finditer(text):
        if found["comment"]:
            return text.count("\n", 0, found.start()) + 1
    return None


def write_turtle(triples: Iterable[Triple]) -> str:
    """Return triples without blank nodes as canonical Turtle."""
    subjects: dict[str, dict[str, set[Object]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode | Literal)
        subjects[triple.subject.value][triple.predicate.value].add(triple.object)
    used: set[str] = set()
    blocks = [_block(subject, subjects[subject], used) for subject in sorted(subjects, key=natural)]
    head = [f"@base <{vocab.ID}> ."] + [f"@prefix {prefix}: <{vocab.PREFIXES[prefix]}> ." for prefix in sorted(used)]
    return "\n".join(head) + "\n\n" + "\n".join(blocks)


def natural(text: str) -> tuple[object, ...]:
    """Return a sort key in which `claim/2` comes before `claim/10`."""
    parts = re.split(r"([0-9]+)", text)
    return (*((0, int(part), "") if place % 2 else (1, 0, part) for place, part in enumerate(parts)), (1, 0, text))


def _block(subject: str, properties: dict[str, set[Object]], used: set[str]) -> str:
    lines = []
    for predicate in sorted(properties, key=lambda iri: (_FIRST.get(iri, 9), iri)):
        verb = "a" if predicate == vocab.TYPE else _iri(predicate, used)
        objects = [_object(term, used) for term in sorted(properties[predicate], key=_object_key)]
        lines.append(f"    {verb} {objects[0]}" if len(objects) == 1 else _listed(verb, objects))
    return _iri(subject, used) + "\n" + " ;\n".join(lines) + " .\n"


def _listed(verb: str, objects: list[str]) -> str:
    return f"    {verb}\n        " + " ,\n        ".join(objects)


def _object_key(term: Object) -> tuple[object, ...]:
    if isinstance(term, NamedNode):
        return (0, "", natural(term.value), "")
    return (1, term.language or "", natural(term.value), term.datatype.value)


def _object(term: Object, used: set[str]) -> str:
    if isinstance(term, NamedNode):
        return _iri(term.value, used)
    datatype = term.datatype.value
    bare = _BARE.get(datatype)
    if bare and bare.fullmatch(term.value):
        return term.value
    quoted = '"' + "".join(_ESCAPES.get(c, c if c >= " " else f"\\u{ord(c):04X}") for c in term.value) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if datatype == vocab.XSD + "string" else f"{quoted}^^{_iri(datatype, used)}"


def _iri(iri: str, used: set[str]) -> str:
    if iri.startswith(vocab.ID) and _RELATIVE.fullmatch(iri, len(vocab.ID)):
        return f"<{iri.removeprefix(vocab.ID)}>"
    for prefix, namespace in vocab.PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            used.add(prefix)
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def _line(error: SyntaxError | ValueError) -> int | None:
    return error.lineno if isinstance(error, SyntaxError) else None


def _problem(error: SyntaxError | ValueError) -> str:
    text = str(error.msg if isinstance(error, SyntaxError) else error)
    return text if text.endswith(".") else text + "."
