"""One entry of the journal: its columns, and the chain of hashes in which no entry can change or go unseen."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import astuple, dataclass
from hashlib import sha256
from sqlite3 import Connection
from typing import Final

from gzkg.records.model import Kind

_SUBJECT: Final = re.compile(rb"^<([^>]*)>", re.MULTILINE)

SCHEMA: Final = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    kind TEXT NOT NULL,
    submission TEXT NOT NULL,
    actor TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    key TEXT,
    request TEXT NOT NULL,
    records INTEGER NOT NULL,
    triples INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    chain TEXT NOT NULL,
    payload BLOB
);
CREATE VIEW event AS
    SELECT seq, time, kind, submission, actor, name, note, key, request, records, triples, sha256, chain FROM entry;
CREATE VIEW submission AS
    SELECT s.submission AS id, coalesce(p.kind, r.kind, s.kind) AS last, s.actor AS author, s.name, s.note,
        s.time AS submitted, s.records, s.triples, s.sha256, r.time AS reviewed, r.actor AS reviewer, r.note AS reason,
        r.seq AS turn
    FROM event s
    LEFT JOIN event r ON r.submission = s.submission AND r.kind IN ('accepted', 'rejected')
    LEFT JOIN event p ON p.submission = s.submission AND p.kind = 'promoted'
    WHERE s.kind = 'submitted' ORDER BY s.seq;
CREATE UNIQUE INDEX entry_once ON entry (submission, kind);
CREATE UNIQUE INDEX entry_key ON entry (actor, key) WHERE key IS NOT NULL;
CREATE INDEX entry_sha256 ON entry (sha256);
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries are not changed'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are not deleted'); END;
CREATE TABLE subject (iri TEXT PRIMARY KEY, submission TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE token (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    revoked TEXT
);
"""
"""`subject` holds the subjects of what is pending, or accepted and in no file yet; entries say the same more slowly."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table `entry`, without its payload; `triples` and `sha256` are those of the submission."""

    seq: int = 0
    time: str = ""
    kind: Kind = "submitted"
    submission: str = ""
    actor: str = ""
    name: str = ""
    note: str = ""
    key: str | None = None
    request: str = ""
    records: int = 0
    triples: int = 0
    sha256: str = ""
    chain: str = ""

    def linked(self, before: str) -> str:
        """Return the hash of this entry and of all before it, the last of which has the hash `before`."""
        text = json.dumps([before, *astuple(self)[:-1]])
        return sha256(text.encode()).hexdigest()


def canonical(triples: bytes) -> bytes:
    """Return N-Triples sorted, each line once."""
    return b"".join(line + b"\n" for line in sorted({line for line in triples.split(b"\n") if line}))


def subjects(triples: bytes) -> set[str]:
    """Return the IRIs that N-Triples say something of."""
    return {iri.decode() for iri in set(_SUBJECT.findall(triples))}


def unpacked(payload: bytes | None, digest: str) -> bytes | None:
    """Return the N-Triples of an entry, or None when they are not those with the SHA-256 `digest`."""
    try:
        triples = zlib.decompress(payload or b"")
    except zlib.error:
        return None
    return triples if sha256(triples).hexdigest() == digest else None


def flaw(connection: Connection) -> str | None:
    """Return what is wrong with the entries as a whole, such as one that was changed; None when all is well."""
    before, last = "", 0
    claims: dict[str, set[str]] = {}
    for *columns, payload in connection.execute("SELECT * FROM entry ORDER BY seq"):
        entry = Entry(*columns)
        if entry.seq != last + 1:
            return f"entry {last + 1} is missing"
        if entry.chain != entry.linked(before):
            return f"entry {entry.seq} does not follow from those before it"
        if entry.kind == "submitted":
            triples = unpacked(payload, entry.sha256)
            if triples is None:
                return f"the content of entry {entry.seq} was changed"
            claims[entry.submission] = subjects(triples)
        elif entry.kind != "accepted":
            claims.pop(entry.submission, None)
        before, last = entry.chain, entry.seq
    return _flaw_of_sums(connection, last, {iri: one for one, iris in claims.items() for iri in iris})


def _flaw_of_sums(connection: Connection, last: int, claims: dict[str, str]) -> str | None:
    (written,) = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entry'").fetchone()
    if written > last:
        return f"the entries {last + 1} to {written} are missing"
    same = dict(connection.execute("SELECT iri, submission FROM subject")) == claims
    return None if same else "the subjects that are taken are not those of its entries"
