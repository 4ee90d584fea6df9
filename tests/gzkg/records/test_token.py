"""Tokens: shown once, kept as a hash, good for what they say and as long as they say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect

import pytest

from gzkg.errors import BadOption, BadToken, OutOfScope
from gzkg.records.disk import NAME
from gzkg.records.journal import Journal
from gzkg.records.token import check_token, new_token, revoke_token, tokens


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with Journal(tmp_path) as journal:
        yield journal


def test_a_token_is_good_for_its_scopes(journal: Journal) -> None:
    token, secret = new_token(journal, " Mei ", scopes=["submit"], days=30)
    assert token.name == "Mei"
    assert timedelta(days=29, hours=23) < token.expires - datetime.now(UTC) <= timedelta(days=30)
    assert check_token(journal, secret, "submit") == token
    with pytest.raises(OutOfScope, match="allows submit, not review"):
        check_token(journal, secret, "review")
    both, secret = new_token(journal, "Li", scopes=["review", "submit", "submit"], days=1)
    assert both.scopes == ("submit", "review")
    assert check_token(journal, secret, "review") == both
    assert tokens(journal) == [token, both]


def test_secrets_are_long_and_kept_nowhere(journal: Journal, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    token, secret = new_token(journal, "Mei", scopes=["submit"], days=1)
    start, token_id, tail = secret.split("_", 2)
    assert (start, token_id, len(tail)) == ("gzkg", token.id, 43)
    check_token(journal, secret, "submit")
    for wrong in (secret[:-1] + "!", secret.swapcase()):
        with pytest.raises(BadToken) as refused:
            check_token(journal, wrong, "submit")
        assert wrong[14:] not in str(refused.value)
    assert tail not in repr(token) + repr(tokens(journal)) + caplog.text
    assert all(tail.encode() not in path.read_bytes() for path in tmp_path.iterdir())


def test_what_is_no_secret_of_ours_gets_one_answer(journal: Journal) -> None:
    _, secret = new_token(journal, "Mei", scopes=["submit"], days=1)
    other = Journal(journal.database.path.parent / "other")
    _, foreign = new_token(other, "Mei", scopes=["submit"], days=1)
    other.close()
    changed = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    wrong = [
        "",
        "gzkg_",
        secret[:-1],
        secret + "A",
        changed,
        foreign,
        "é" * 57,
        "\ud800",
        f"{secret}\n",
        secret.upper(),
    ]
    said = set()
    for one in wrong:
        with pytest.raises(BadToken) as refused:
            check_token(journal, one, "submit")
        said.add((type(refused.value), str(refused.value)))
    assert len(said) == 1


def test_nobody_is_known_where_there_is_no_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "none") as journal, pytest.raises(BadToken, match="not known"):
        check_token(journal, "gzkg_aaaaaaaa_" + "a" * 43, "submit")
    assert not (tmp_path / "none").exists()


def test_revoked_at_once_and_for_good(journal: Journal) -> None:
    token, secret = new_token(journal, "Mei", scopes=["submit"], days=1)
    revoked = revoke_token(journal, token.id)
    assert revoked.revoked
    assert revoke_token(journal, token.id) == revoked
    with Journal(journal.database.path.parent) as other, pytest.raises(BadToken, match="was revoked on"):
        check_token(other, secret, "submit")
    changed = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    with pytest.raises(BadToken, match="not known"):
        check_token(journal, changed, "submit")
    with pytest.raises(BadToken, match="There is no token 'none'"):
        revoke_token(journal, "none")


def test_expired(journal: Journal) -> None:
    _, secret = new_token(journal, "Mei", scopes=["submit"], days=1)
    past = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    with closing(connect(journal.database.path.parent / NAME, isolation_level=None)) as other:
        other.execute("UPDATE token SET expires = ?", (past,))
    with pytest.raises(BadToken, match="expired on"):
        check_token(journal, secret, "submit")


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("Mei", [], 1), ("Mei", ["admin"], 1), ("Mei", "submit", 1), (" ", ["submit"], 1), ("Mei", ["submit"], 0),
     ("Mei", ["submit"], 10**9)],
)  # fmt: skip
def test_no_token_for_what_there_is_not(journal: Journal, name: str, scopes: list[str], days: int) -> None:
    with pytest.raises(BadOption, match="A token"):
        new_token(journal, name, scopes=scopes, days=days)
    assert tokens(journal) == []
