"""Tokens: by what contributors and reviewers prove who they are. Of a secret only its hash is kept."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, get_args

from gzkg.errors import BadOption, BadToken, OutOfScope
from gzkg.records.journal import Journal
from gzkg.records.ledger import draw
from gzkg.records.model import Scope, Token

_SCOPES: Final = get_args(Scope)
_LONGEST_DAYS: Final = 3650
_SECRET: Final = re.compile(r"gzkg_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")
_NOBODY: Final = "0" * 64


def new_token(journal: Journal, name: str, *, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """Return a new token and its secret, which is not shown again; it holds for so many days, 3650 at most.

    Raises: BadOption; RecordsUnwritable.
    """
    allowed = set(scopes)
    if not allowed or not allowed <= set(_SCOPES):
        raise BadOption(f"A token is for {' or '.join(_SCOPES)}, or both.")
    if not name.strip() or not 1 <= days <= _LONGEST_DAYS:
        raise BadOption(f"A token has the name of who uses it, and holds for 1 to {_LONGEST_DAYS} days.")
    now = datetime.now(UTC).replace(microsecond=0)
    ordered = tuple(scope for scope in _SCOPES if scope in allowed)
    token = Token(draw(8), name.strip(), ordered, created=now, expires=now + timedelta(days=days))
    secret = f"gzkg_{token.id}_{secrets.token_urlsafe(32)}"
    times = (token.created.isoformat(), token.expires.isoformat())
    with journal.database.writing() as connection:
        connection.execute(
            "INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (token.id, token.name, " ".join(ordered), _hash(secret), *times),
        )
    return token, secret


def tokens(journal: Journal) -> list[Token]:
    """Return all tokens, expired and revoked ones too, oldest first. Raises: RecordsUnwritable."""
    with journal.database.reading() as connection:
        rows = connection.execute("SELECT * FROM token ORDER BY created, rowid").fetchall()
    return [_token(row) for row in rows]


def revoke_token(journal: Journal, token_id: str) -> Token:
    """End a token at once and return it; one that was revoked before stays as it is.

    Raises: BadToken, when there is none of this id; RecordsUnwritable.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with journal.database.writing() as connection:
        connection.execute("UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL", (now, token_id))
        row = connection.execute("SELECT * FROM token WHERE id = ?", (token_id,)).fetchone()
    if row is None:
        raise BadToken(f"There is no token '{token_id}'. `gzkg token list` shows those there are.")
    return _token(row)


def check_token(journal: Journal, secret: str, scope: Scope) -> Token:
    """Return the token that a secret belongs to, if it allows `scope` now.

    Raises: BadToken, in the same words for whatever is no secret of ours; OutOfScope; RecordsUnwritable.
    """
    shaped = _SECRET.fullmatch(secret)
    with journal.database.reading() as connection:
        row = connection.execute("SELECT * FROM token WHERE id = ?", (shaped[1] if shaped else "",)).fetchone()
    if not hmac.compare_digest(_hash(secret), row[3] if row else _NOBODY) or row is None:
        raise BadToken("This token is not known. Look whether all of it was copied, or ask for a new one.")
    token = _token(row)
    if token.revoked:
        raise BadToken(f"This token was revoked on {token.revoked:%Y-%m-%d}. Ask for a new one.")
    if token.expires <= datetime.now(UTC):
        raise BadToken(f"This token expired on {token.expires:%Y-%m-%d}. Ask for a new one.")
    if scope not in token.scopes:
        raise OutOfScope(f"This token allows {' and '.join(token.scopes)}, not {scope}. Ask for one that does.")
    return token


def _hash(secret: str) -> str:
    return sha256(secret.encode(errors="replace")).hexdigest()


def _token(row: Any) -> Token:
    token_id, name, scopes, _, created, expires, revoked = row
    return Token(
        token_id,
        name,
        tuple(scopes.split()),
        created=datetime.fromisoformat(created),
        expires=datetime.fromisoformat(expires),
        revoked=datetime.fromisoformat(revoked) if revoked else None,
    )
