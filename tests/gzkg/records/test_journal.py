"""The journal says what happened, refuses what does not fit, and shows when somebody has changed it."""

from __future__ import annotations

import re
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from sqlite3 import ProgrammingError, connect
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from killing import contribution

from gzkg import vocab
from gzkg.errors import BadRecords, RecordsUnwritable, SubmissionConflict, UnknownSubmission
from gzkg.records import disk
from gzkg.records.disk import NAME
from gzkg.records.journal import Journal
from gzkg.records.model import Contribution

TIE = f"{vocab.ID}tie/sister/cn-guangzhou--fr-lyon"
LINES = f'<{TIE}> <{vocab.GZ}note> "b" .\n<{TIE}> <{vocab.GZ}note> "a" .\n'.encode()
MEI = Contribution(LINES, "Mei", name="ties.csv", note="from the yearbook", records=1)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "records")


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    with Journal(tmp_path / "records") as journal:
        assert (journal.last_seq, journal.version) == (0, "")
        assert (journal.submissions(), journal.changes(), journal.accepted()) == ([], [], [])
        assert journal.pending_subjects() == {}
        with pytest.raises(UnknownSubmission, match="'2026-01-01-aaaaaa'"):
            journal.submission("2026-01-01-aaaaaa")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_its_owners(journal: Journal, tmp_path: Path) -> None:
    journal.submit(MEI)
    assert (tmp_path / "records").stat().st_mode & 0o777 == 0o700
    assert {path.name for path in (tmp_path / "records").iterdir()} == {NAME, f"{NAME}-wal", f"{NAME}-shm"}
    journal.close()
    assert {path.name for path in (tmp_path / "records").iterdir()} == {NAME}


def test_a_receipt_says_where_it_is(journal: Journal) -> None:
    receipt = journal.submit(MEI)
    assert re.fullmatch(rf"{datetime.now(UTC):%Y-%m-%d}-[2-9a-hjkmnp-z]{{6}}", receipt.submission)
    assert receipt.graph == f"https://w3id.org/gzkg/graph/contributed/{receipt.submission}"
    assert receipt.link == f"/records/{receipt.submission}"
    assert receipt.version == journal.version
    assert receipt.sha256 == sha256(b"".join(sorted(LINES.splitlines(keepends=True)))).hexdigest()
    assert abs(datetime.now(UTC) - receipt.submitted) < timedelta(minutes=1)
    assert not receipt.replayed


def test_what_was_submitted_is_kept_sorted(journal: Journal) -> None:
    receipt = journal.submit(MEI)
    assert journal.content(receipt.submission) == b"".join(sorted(LINES.splitlines(keepends=True)))
    submission = journal.submission(receipt.submission)
    assert (submission.graph, submission.sha256) == (receipt.graph, receipt.sha256)
    assert (submission.state, submission.author, submission.name) == ("pending", "Mei", "ties.csv")
    assert (submission.note, submission.records, submission.triples) == ("from the yearbook", 1, 2)
    assert (submission.reviewed, submission.reviewer, submission.reason) == (None, None, "")
    assert journal.pending_subjects() == {TIE: receipt.submission}
    assert journal.accepted() == []


def test_acceptance(journal: Journal) -> None:
    receipt = journal.submit(MEI)
    accepted = journal.accept(receipt.submission, "Li", note="seen in the archive")
    assert (accepted.state, accepted.reviewer, accepted.reason) == ("accepted", "Li", "seen in the archive")
    assert accepted.reviewed
    assert accepted.submitted <= accepted.reviewed
    assert journal.accepted() == [(accepted, journal.content(receipt.submission))]
    with pytest.raises(SubmissionConflict, match=r"was reviewed by Li on .* already"):
        journal.reject(receipt.submission, "Li", reason="")
    journal.promote([receipt.submission], "Li")
    journal.promote([receipt.submission], "Li")
    assert journal.submission(receipt.submission).state == "promoted"
    assert (journal.accepted(), journal.pending_subjects()) == ([], {})
    kinds = [(change.seq, change.kind, change.actor) for change in journal.changes()]
    assert kinds == [(1, "submitted", "Mei"), (2, "accepted", "Li"), (3, "promoted", "Li")]
    assert {change.triples for change in journal.changes()} == {2}


def test_rejection_keeps_it_and_frees_its_subjects(journal: Journal) -> None:
    first = journal.submit(MEI)
    rejected = journal.reject(first.submission, "Li", reason="no source")
    assert (rejected.state, rejected.reason) == ("rejected", "no source")
    assert journal.content(first.submission)
    second = journal.submit(MEI)
    assert second.submission != first.submission
    assert [one.id for one in journal.submissions("pending")] == [second.submission]
    with pytest.raises(SubmissionConflict, match="is rejected; only what was accepted"):
        journal.promote([first.submission])


def test_promotion_is_all_or_nothing(journal: Journal) -> None:
    first, second = (journal.submit(contribution()).submission for _ in range(2))
    journal.accept(first, "Li")
    with pytest.raises(SubmissionConflict):
        journal.promote([first, second])
    assert journal.submission(first).state == "accepted"


def test_acceptance_order_is_kept(journal: Journal) -> None:
    first, second, third = (journal.submit(contribution()).submission for _ in range(3))
    for one in (third, first):
        journal.accept(one, "Li")
    assert [submission.id for submission, _ in journal.accepted()] == [third, first]
    assert [submission.id for submission in journal.submissions()] == [first, second, third]


def test_a_review_of_a_graph_that_has_changed_since(journal: Journal) -> None:
    first, second = (journal.submit(contribution()).submission for _ in range(2))
    seen = journal.last_seq
    journal.submit(contribution())
    journal.accept(first, "Li", seen=seen)
    with pytest.raises(SubmissionConflict, match="accepted since"):
        journal.accept(second, "Li", seen=seen)
    journal.accept(second, "Li", seen=journal.last_seq)


def test_the_same_key_takes_once(journal: Journal) -> None:
    one = contribution("one", key="k")
    first = journal.submit(one)
    again = journal.submit(one)
    assert again.replayed
    assert (again.submission, again.version, again.submitted) == (first.submission, first.version, first.submitted)
    with pytest.raises(SubmissionConflict, match="Idempotency-Key"):
        journal.submit(contribution("two", key="k"))
    assert journal.submit(contribution("three", author="Li", key="k")).submission != first.submission
    journal.reject(first.submission, "Li", reason="no source")
    assert journal.submit(one).submission == first.submission
    assert journal.last_seq == 3


def test_the_same_content_that_waits_is_not_taken_twice(journal: Journal) -> None:
    first = journal.submit(MEI)
    again = journal.submit(Contribution(LINES + LINES, "Mei", name="ties (1).csv"))
    assert (again.submission, again.replayed) == (first.submission, True)
    with pytest.raises(
        SubmissionConflict, match=f"tie/sister/cn-guangzhou--fr-lyon is in the submission {first.submission}"
    ):
        journal.submit(Contribution(LINES, "Li"))
    journal.accept(first.submission, "Li")
    with pytest.raises(SubmissionConflict, match="not in the files yet"):
        journal.submit(MEI)
    assert journal.last_seq == 2


def test_a_refused_batch_leaves_nothing(journal: Journal) -> None:
    first = journal.submit(MEI)
    mixed = contribution("free").triples + LINES
    with pytest.raises(SubmissionConflict):
        journal.submit(Contribution(mixed, "Li"))
    assert journal.pending_subjects() == {TIE: first.submission}
    assert journal.last_seq == 1


@pytest.mark.parametrize("text", ["广州 ≠ 廣州", "a\0b", "'; DROP TABLE entry; --", "‮abc", "", "x" * 100_000])
def test_any_text_is_kept(journal: Journal, text: str) -> None:
    receipt = journal.submit(contribution(author=text))
    journal.reject(receipt.submission, text, reason=text)
    found = journal.submission(receipt.submission)
    assert (found.author, found.reviewer, found.reason) == (text, text, text)


def test_half_a_character_is_refused(journal: Journal) -> None:
    with pytest.raises(BadRecords, match="half a character"):
        journal.submit(contribution(author="\ud800"))
    with pytest.raises(BadRecords):
        journal.submission("\ud800")
    assert journal.last_seq == 0


def test_a_mistake_of_ours_is_not_told_as_one_of_the_disk(journal: Journal) -> None:
    journal.submit(MEI)
    with pytest.raises(ProgrammingError), journal.database.writing() as connection:
        connection.execute("UPDATE token SET name = ?")


def test_changes_follow_on(journal: Journal) -> None:
    for _ in range(5):
        journal.submit(contribution())
    assert [change.seq for change in journal.changes(2, limit=2)] == [3, 4]
    assert [change.seq for change in journal.changes(4)] == [5]
    assert journal.changes(5) == []
    third = journal.changes(2, limit=1)[0].submission
    assert [change.submission for change in journal.changes(submission=third)] == [third]
    assert journal.changes(3, submission=third) == []
    assert journal.last_seq == 5


def test_every_entry_moves_the_version(journal: Journal) -> None:
    versions = [journal.version]
    receipt = journal.submit(MEI)
    versions.append(journal.version)
    journal.accept(receipt.submission, "Li")
    versions.append(journal.version)
    journal.promote([receipt.submission])
    assert len({*versions, journal.version}) == 4


def test_each_sees_what_others_wrote(tmp_path: Path) -> None:
    with Journal(tmp_path) as one, Journal(tmp_path) as other:
        assert (one.last_seq, other.last_seq) == (0, 0)
        receipt = one.submit(MEI)
        assert other.submission(receipt.submission).state == "pending"
        other.accept(receipt.submission, "Li")
        assert one.submission(receipt.submission).state == "accepted"
        assert one.version == other.version


def test_threads_of_one_process(journal: Journal) -> None:
    failures: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(10):
                journal.accept(journal.submit(contribution()).submission, "Li")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (journal.last_seq, len(journal.accepted())) == (80, 40)


def test_readers_do_not_wait_for_a_writer_and_a_writer_not_for_ever(
    journal: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_BUSY_S", 0.2)
    first = journal.submit(MEI)
    with closing(connect(tmp_path / "records" / NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert journal.submission(first.submission).state == "pending"
        with Journal(tmp_path / "records") as newcomer:
            assert newcomer.last_seq == 1
        assert time.monotonic() - began < 0.15
        with pytest.raises(RecordsUnwritable, match="another process held it"):
            journal.submit(contribution())
    assert journal.submit(contribution()).submission


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE entry SET actor = 'Li' WHERE seq = 2", "entry 2 does not follow"),
        ("UPDATE entry SET note = 'x' WHERE seq = 3", "entry 3 does not follow"),
        ("UPDATE entry SET payload = x'00' WHERE seq = 1", "the content of entry 1 was changed"),
        ("UPDATE entry SET payload = NULL WHERE seq = 2", "the content of entry 2 was changed"),
        ("DELETE FROM entry WHERE seq = 2", "entry 2 is missing"),
        ("DELETE FROM entry WHERE seq = 1", "entry 1 is missing"),
        ("DELETE FROM entry WHERE seq > 2", "the entries 3 to 4 are missing"),
        ("DELETE FROM entry", "the entries 1 to 4 are missing"),
        ("DELETE FROM subject", "the subjects that are taken"),
        ("DROP TABLE token; CREATE TABLE other (x)", "no such table"),
        ("PRAGMA user_version = 9", "not a journal of new records of this version"),
    ],
)
def test_tampering_shows(journal: Journal, tmp_path: Path, tampering: str, told: str) -> None:
    first, *_ = (journal.submit(contribution()).submission for _ in range(3))
    journal.accept(first, "Li")
    journal.close()
    with closing(connect(tmp_path / "records" / NAME)) as other:
        with pytest.raises(Exception, match="entries are not"):
            other.execute("DELETE FROM entry WHERE seq = 2")
        with pytest.raises(Exception, match="entries are not"):
            other.execute("UPDATE entry SET note = ''")
        other.executescript(f"DROP TRIGGER entry_stays; DROP TRIGGER entry_is_kept; {tampering}")
    with (
        pytest.raises(RecordsUnwritable, match=rf"damaged: .*{told}.*gzkg restore"),
        Journal(tmp_path / "records") as it,
    ):
        it.submissions()


def test_content_changed_under_way_is_not_given_out(journal: Journal, tmp_path: Path) -> None:
    receipt = journal.submit(MEI)
    with closing(connect(tmp_path / "records" / NAME)) as other:
        other.executescript("DROP TRIGGER entry_stays; UPDATE entry SET payload = x'00'")
    with pytest.raises(RecordsUnwritable, match="was changed"):
        journal.content(receipt.submission)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "records").write_text("no folder")
    with Journal(tmp_path / "records") as journal:
        for use in (journal.submissions, lambda: journal.submit(MEI)):
            with pytest.raises(RecordsUnwritable, match="Not a directory"):
                use()
    with Journal(tmp_path / "records" / "below") as journal, pytest.raises(RecordsUnwritable, match="Not a directory"):
        journal.submit(MEI)


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("This is no database, and long enough to have a head. " * 10)
    with Journal(tmp_path) as journal, pytest.raises(RecordsUnwritable, match="file is not a database"):
        journal.submissions()


def test_a_file_that_went_away_in_use_is_missed(journal: Journal, tmp_path: Path) -> None:
    journal.submit(MEI)
    for path in (tmp_path / "records").iterdir():
        path.unlink()
    for use in (journal.submissions, lambda: journal.submit(MEI)):
        with pytest.raises(RecordsUnwritable, match="the file is gone"):
            use()


def decide(journal: Journal, step: str, submission: str) -> None:
    """Do what a reviewer may do to a submission."""
    if step == "accept":
        journal.accept(submission, "Li")
    elif step == "reject":
        journal.reject(submission, "Li", reason="no source")
    else:
        journal.promote([submission])


STEPS = st.lists(st.tuples(st.sampled_from(["submit", "accept", "reject", "promote"]), st.integers(0, 9)), max_size=25)


@given(STEPS)
@settings(max_examples=25, deadline=None)
def test_states_are_what_the_steps_make_them(steps: list[tuple[str, int]]) -> None:
    after = {"accept": ("pending", "accepted"), "reject": ("pending", "rejected"), "promote": ("accepted", "promoted")}
    states: dict[str, str] = {}
    with TemporaryDirectory() as folder, Journal(Path(folder)) as journal:
        for step, number in steps:
            if step == "submit" or not states:
                states[journal.submit(contribution()).submission] = "pending"
                continue
            chosen = list(states)[number % len(states)]
            needed, reached = after[step]
            allowed = states[chosen] == needed or (step, states[chosen]) == ("promote", "promoted")
            try:
                decide(journal, step, chosen)
            except SubmissionConflict:
                assert not allowed
            else:
                assert allowed
                states[chosen] = reached
        assert {one.id: one.state for one in journal.submissions()} == states
        taken = {one for one, state in states.items() if state in ("pending", "accepted")}
        assert set(journal.pending_subjects().values()) == taken
        with Journal(Path(folder)) as newcomer:
            assert newcomer.submissions() == journal.submissions()
