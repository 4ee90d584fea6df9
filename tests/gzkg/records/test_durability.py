"""What was acknowledged is there: after `kill -9`, on a full disk, in a folder that is read only, with a broken file.

Each test really does it, and counts what was acknowledged against what is there.
"""

from __future__ import annotations

import logging
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from killing import NOBODY, Acknowledged, Nursery, Tally, contribution, tally

from gzkg.errors import RecordsError, RecordsUnwritable
from gzkg.records import disk
from gzkg.records.backup import backup, restore
from gzkg.records.disk import NAME
from gzkg.records.journal import Journal
from gzkg.records.model import Contribution
from gzkg.records.token import check_token, new_token, revoke_token

ROUNDS = 200
ROUNDS_A_FOLDER = 10
LOG = f"{NAME}-wal"
HEADER, FRAME = 32, 24 + 4096


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "records"


def test_killed_at_any_moment_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    chance, there = random.Random(20261125), 0
    with Nursery(tmp_path) as nursery:
        for number in range(ROUNDS // ROUNDS_A_FOLDER):
            nursery.folder = tmp_path / str(number)
            acknowledged: list[Acknowledged] = []
            for done in range(1, ROUNDS_A_FOLDER + 1):
                acknowledged += nursery.killed(chance.uniform(0.0, 0.05), told=chance.randrange(3))
                found = tally(nursery.folder, acknowledged)
                assert found.lost == 0
                assert found.extra <= done
            there += found.there
    assert there > ROUNDS


def test_two_writers_lose_nothing(folder: Path) -> None:
    with Nursery(folder) as one, Nursery(folder) as other:
        for nursery in (one, other):
            nursery.start("append_40")
        said = [one.told(), other.told()]
    assert tally(folder, [(kind, submission) for told in said for kind, submission in told]) == Tally(80, 0, 0)
    with Journal(folder) as journal:
        order = [change.submission for change in journal.changes()]
        assert [change.seq for change in journal.changes()] == list(range(1, 81))
    turns = [any(submission == told for _, told in said[0]) for submission in order]
    assert turns != sorted(turns)
    assert turns != sorted(turns, reverse=True)


def test_one_is_killed_while_another_goes_on(folder: Path) -> None:
    acknowledged = []
    with Nursery(folder) as nursery, Journal(folder) as journal:
        for _ in range(20):
            pid = nursery.start("append")
            for _ in range(5):
                acknowledged.append(("submitted", journal.submit(contribution()).submission))
            os.kill(pid, 9)
            acknowledged += [(kind, submission) for kind, submission in nursery.told()]
            acknowledged.append(("submitted", journal.submit(contribution()).submission))
        assert {change.submission for change in journal.changes(limit=10**6)} >= {one for _, one in acknowledged}
    found = tally(folder, acknowledged)
    assert found.lost == 0
    assert found.extra <= 20


def test_a_limit_for_files_refuses_and_keeps_what_was_there(folder: Path) -> None:
    with Nursery(folder) as nursery:
        nursery.start("outgrow")
        said = nursery.told()
    refused = [" ".join(words) for kind, *words in said if kind == "refused"]
    assert len(refused) == 1
    assert "a limit holds for files" in refused[0]
    acknowledged = [(kind, words[0]) for kind, *words in said if kind == "submitted"]
    assert ["read", str(len(acknowledged) - 1)] in said
    assert said[-1][0] == "submitted"
    assert tally(folder, acknowledged) == Tally(len(acknowledged), 0, 0)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mounted)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk, and not everywhere")
    yield mounted
    subprocess.run(["umount", "-l", str(mounted)], check=True)


def big(size: int = 4000) -> Contribution:
    """Return a batch that takes so many bytes on the disk, at the least."""
    return contribution(os.urandom(size).hex(), lines=1)


def test_a_full_disk_refuses_and_keeps_what_was_there(small_disk: Path) -> None:
    folder, filler = small_disk / "records", small_disk / "filler"
    acknowledged = []
    with Journal(folder) as journal:
        acknowledged.append(("submitted", journal.submit(contribution()).submission))
        filler.write_bytes(bytes(700_000))
        with pytest.raises(RecordsUnwritable, match="disk is full"):
            acknowledged.extend(iter(lambda: ("submitted", journal.submit(big()).submission), None))
        with pytest.raises(RecordsUnwritable, match="disk is full"):
            journal.submit(big(20_000))
        assert journal.last_seq == len(acknowledged)
        with pytest.raises(RecordsUnwritable, match="disk is full"):
            backup(journal, small_disk / "copy.sqlite3")
        assert sorted(path.name for path in small_disk.iterdir()) == ["filler", "records"]
        filler.unlink()
        acknowledged.append(("submitted", journal.submit(contribution()).submission))
    assert tally(folder, acknowledged) == Tally(len(acknowledged), 0, 0)


def fill(disk: Path) -> None:
    """Leave no room on a disk."""
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass


def test_a_full_disk_is_read(small_disk: Path) -> None:
    folder = small_disk / "records"
    with Journal(folder) as journal:
        receipt = journal.submit(contribution())
    fill(small_disk)
    with Journal(folder) as journal:
        assert [one.id for one in journal.submissions()] == [receipt.submission]
        with pytest.raises(RecordsUnwritable, match="full"):
            journal.submit(contribution())
        (small_disk / "filler").unlink()
        assert journal.submit(contribution()).submission == journal.submissions()[-1].id


def test_a_disk_that_is_full_from_the_start(small_disk: Path) -> None:
    fill(small_disk)
    with Journal(small_disk / "records") as journal:
        with pytest.raises(RecordsUnwritable):
            journal.submit(contribution())
        assert journal.last_seq == 0
        assert list(small_disk.glob("records/*")) == []
        (small_disk / "filler").unlink()
        receipt = journal.submit(contribution())
    assert tally(small_disk / "records", [("submitted", receipt.submission)]) == Tally(1, 0, 0)


def test_a_disk_that_is_read_only(small_disk: Path) -> None:
    folder = small_disk / "records"
    with Journal(folder) as journal:
        receipt = journal.submit(contribution())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Journal(folder) as journal:
        assert [one.id for one in journal.submissions()] == [receipt.submission]
        with pytest.raises(RecordsUnwritable, match="read only"):
            journal.submit(contribution())
    with Journal(small_disk / "none") as journal:
        assert journal.last_seq == 0
        with pytest.raises(RecordsUnwritable, match="Read-only file system"):
            journal.submit(contribution())
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    with Journal(folder) as journal:
        second = journal.submit(contribution())
    assert tally(folder, [("submitted", one.submission) for one in (receipt, second)]) == Tally(2, 0, 0)


@pytest.mark.parametrize(("mode", "read"), [(0o555, ["read", "1"]), (0o000, None)])
def test_a_folder_where_one_may_not_write(mode: int, read: list[str] | None) -> None:
    with tempfile.TemporaryDirectory() as above:  # pytest's own folders let nobody else in
        folder = Path(above) / "records"
        with Journal(folder) as journal:
            receipt = journal.submit(contribution())
        with Nursery(folder) as nursery:
            _give_away(Path(above))
            folder.chmod(mode)
            nursery.start("try_to_write")
            said = nursery.told()
        folder.chmod(0o755)
        assert read is None or read in said
        assert "may not" in " ".join(said[-1]) or "Permission" in " ".join(said[-1])
        assert "submitted" not in {words[0] for words in said}
        assert tally(folder, [("submitted", receipt.submission)]) == Tally(1, 0, 0)


def _give_away(above: Path) -> None:
    if os.geteuid() == 0:
        for path in (above, *above.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, int]]]:
    """A journal whose writer was killed, its submissions, and where the log ended when each was acknowledged."""
    folder = tmp_path_factory.mktemp("ended") / "records"
    with Nursery(folder) as nursery:
        nursery.start("fill_log")
        return folder, [(submission, int(end)) for submission, end in nursery.told()]


@pytest.fixture
def broken_off(folder: Path, ended: tuple[Path, list[tuple[str, int]]]) -> list[tuple[str, int]]:
    """The same in a folder of one's own, where no process has it open."""
    shutil.copytree(ended[0], folder)
    return ended[1]


def copied(folder: Path, number: int) -> Path:
    """Copy a journal with its log, and without the index in memory, as after an end of the power."""
    copy = folder.with_name(f"copy-{number}")
    copy.mkdir()
    for name in (NAME, LOG):
        shutil.copy(folder / name, copy)
    return copy


def test_a_log_cut_anywhere_keeps_all_before_it(
    folder: Path, broken_off: list[tuple[str, int]], caplog: pytest.LogCaptureFixture
) -> None:
    ends = [end for _, end in broken_off]
    chance = random.Random(1)
    edges = [end + step for end in ends[1:] for step in (-FRAME, -1, 0, 1, 24) if end + step <= ends[-1]]
    for number, cut in enumerate([0, 1, 31, *edges, *(chance.randrange(ends[-1]) for _ in range(40))]):
        copy = copied(folder, number)
        os.truncate(copy / LOG, cut)
        caplog.clear()
        whole = [submission for submission, end in broken_off if end <= cut]
        assert tally(copy, [("submitted", one) for one in whole]) == Tally(len(whole), 0, 0)
        told = [record.getMessage() for record in caplog.records if record.name == "gzkg.records"]
        assert len(told) == (cut not in (0, HEADER, *ends)), cut
        assert all("were not whole and were dropped" in line for line in told)


@pytest.mark.parametrize("size", [1, 24, 4096, FRAME, FRAME + 500])
@pytest.mark.parametrize("how", ["turned round", "by zeros"])
def test_a_log_overwritten_at_its_end_keeps_all_before_it(
    folder: Path, broken_off: list[tuple[str, int]], caplog: pytest.LogCaptureFixture, how: str, size: int
) -> None:
    content = (folder / LOG).read_bytes()
    end = bytes(size) if how == "by zeros" else bytes(byte ^ 0xFF for byte in content[-size:])
    if content.endswith(end):
        pytest.skip("there are zeros already")
    (folder / LOG).write_bytes(content[:-size] + end)
    kept = [("submitted", submission) for submission, _ in broken_off[:-1]]
    assert tally(folder, kept) == Tally(len(kept), 0, 0)
    (told,) = [record for record in caplog.records if record.name == "gzkg.records"]
    assert told.levelno == logging.WARNING
    with Journal(folder) as journal:
        kept.append(("submitted", journal.submit(contribution()).submission))
    assert tally(folder, kept) == Tally(len(kept), 0, 0)
    assert len([record for record in caplog.records if record.name == "gzkg.records"]) == 1


def test_a_log_in_which_somebody_writes_is_not_cut(
    folder: Path,
    broken_off: list[tuple[str, int]],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disk, "_BUSY_S", 0.1)
    os.truncate(folder / LOG, broken_off[-1][1] - 1)
    with closing(disk.connect(folder / NAME)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Journal(folder) as journal:
            assert journal.last_seq == 8
        assert (folder / LOG).stat().st_size == broken_off[-1][1] - 1
    assert caplog.records == []


@pytest.mark.parametrize("place", [0, 20, HEADER + 8, HEADER + 30, HEADER + FRAME + 20, HEADER + 9 * FRAME])
def test_a_log_broken_in_its_middle_is_refused(folder: Path, broken_off: list[tuple[str, int]], place: int) -> None:
    with (folder / LOG).open("r+b") as log:
        log.seek(place)
        log.write(b"\xa5\x5a\xa5\x5a")
    before = (folder / LOG).read_bytes()
    for _ in range(2):
        with (
            pytest.raises(RecordsUnwritable, match=r"damaged: its log is broken .*gzkg restore"),
            Journal(folder) as it,
        ):
            it.submit(contribution())
    assert (folder / LOG).read_bytes() == before
    assert len(broken_off) == 9


def test_a_file_broken_anywhere_is_refused_or_whole(folder: Path) -> None:
    with Journal(folder) as journal:
        acknowledged = [("submitted", journal.submit(contribution(lines=60)).submission) for _ in range(60)]
        claimed, version = journal.pending_subjects(), journal.version
    assert not (folder / LOG).exists()
    chance, refusals = random.Random(2), []
    whole = (folder / NAME).read_bytes()
    places = [*range(0, 100, 10), *(chance.randrange(len(whole)) for _ in range(60))]
    for place in places:
        broken = whole[:place] + bytes(byte ^ 0xFF for byte in whole[place : place + 64]) + whole[place + 64 :]
        (folder / NAME).write_bytes(broken)
        try:
            assert tally(folder, acknowledged) == Tally(60, 0, 0)
            with Journal(folder) as journal:
                assert (journal.pending_subjects(), journal.version) == (claimed, version)
        except RecordsUnwritable as error:
            refusals.append(str(error))
        assert (folder / NAME).read_bytes() == broken
    assert len(refusals) > len(places) / 2
    assert not [told for told in refusals if "gzkg restore" not in told and "read only" not in told]


@pytest.mark.parametrize("size", [0, 100, 4096, 20_000])
def test_a_file_cut_short_is_refused(folder: Path, size: int) -> None:
    with Journal(folder) as journal:
        for _ in range(20):
            journal.submit(contribution(lines=60))
    os.truncate(folder / NAME, size)
    with pytest.raises(RecordsUnwritable, match="damaged"), Journal(folder) as journal:
        journal.submit(contribution())


def test_a_file_that_is_gone_is_refused(folder: Path, broken_off: list[tuple[str, int]]) -> None:
    (folder / NAME).unlink()
    with pytest.raises(RecordsUnwritable, match="the file is gone"), Journal(folder) as journal:
        journal.submissions()
    assert len(broken_off) == 9


def test_a_backup_while_somebody_writes_is_a_moment_of_it(folder: Path, tmp_path: Path) -> None:
    copies = []
    with Nursery(folder) as nursery:
        pid = nursery.start("append")
        while not folder.exists():
            time.sleep(0.01)
        with Journal(folder) as journal:
            for number in range(5):
                copies.append(backup(journal, tmp_path / f"{number}.sqlite3"))
                time.sleep(0.05)
        os.kill(pid, 9)
        acknowledged = [(kind, submission) for kind, submission in nursery.told()]
    assert tally(folder, acknowledged).lost == 0
    with Journal(folder) as journal:
        changes = journal.changes(limit=10**6)
        for number, copy in enumerate(copies):
            restored = restore(tmp_path / f"restored-{number}", copy.path)
            assert (restored.entries, restored.version) == (copy.entries, copy.version)
            with Journal(tmp_path / f"restored-{number}") as other:
                assert other.changes(limit=10**6) == changes[: copy.entries]
                assert all(other.content(one.id) == journal.content(one.id) for one in other.submissions())
    assert copies[0].entries < copies[-1].entries


def test_a_damaged_backup_is_refused(folder: Path, tmp_path: Path) -> None:
    with Journal(folder) as journal:
        acknowledged = [("submitted", journal.submit(contribution(lines=60)).submission) for _ in range(30)]
        copy = backup(journal, tmp_path / "copy.sqlite3")
    whole, chance, refusals = copy.path.read_bytes(), random.Random(3), []
    for number in range(30):
        place = chance.randrange(len(whole) - 64)
        copy.path.write_bytes(
            whole[:place] + bytes(byte ^ 0xFF for byte in whole[place : place + 64]) + whole[place + 64 :]
        )
        other = tmp_path / f"other-{number}"
        try:
            restore(other, copy.path)
            assert tally(other, acknowledged) == Tally(30, 0, 0)
        except RecordsUnwritable as error:
            refusals.append(str(error))
            assert not other.exists()
    assert len(refusals) > 5
    assert all(told.startswith("The backup") for told in refusals)
    copy.path.write_bytes(whole[:-4096])
    with pytest.raises(RecordsUnwritable, match=r"The backup .* is damaged"):
        restore(folder, copy.path, replace=True)
    assert tally(folder, acknowledged) == Tally(30, 0, 0)


def test_a_backup_goes_to_a_new_file_and_comes_from_one_that_is_there(folder: Path, tmp_path: Path) -> None:
    with Journal(folder) as journal:
        receipt = journal.submit(contribution())
        for taken in (folder / NAME, tmp_path):
            with pytest.raises(RecordsUnwritable, match="There is a file"):
                backup(journal, taken)
        with pytest.raises(RecordsUnwritable, match="cannot be used"):
            backup(journal, tmp_path / "none" / "copy.sqlite3")
    with pytest.raises(RecordsUnwritable, match="There is no backup"):
        restore(folder, tmp_path / "none.sqlite3", replace=True)
    assert tally(folder, [("submitted", receipt.submission)]) == Tally(1, 0, 0)
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(folder: Path, tmp_path: Path) -> None:
    with Journal(folder) as journal:
        for name in ("one", "two"):
            journal.submit(contribution())
            backup(journal, tmp_path / f"{name}.sqlite3")
    chance, found = random.Random(4), set()
    with Nursery(folder) as nursery:
        for _ in range(30):
            nursery.killed(chance.uniform(0.0, 0.05), told=chance.randrange(2), work="restore_in_turn")
            with Journal(folder) as journal:
                found.add(journal.last_seq)
    assert found == {1, 2}


def test_a_restore_keeps_what_was_there_and_what_was_revoked(folder: Path, tmp_path: Path) -> None:
    with Journal(folder) as journal:
        first = journal.submit(contribution())
        token, secret = new_token(journal, "Mei", scopes=["submit"], days=1)
        copy = backup(journal, tmp_path / "copy.sqlite3")
        second = journal.submit(contribution())
        revoke_token(journal, token.id)
        with pytest.raises(RecordsError, match="2 entries and 1 tokens"):
            restore(folder, copy.path)
        with pytest.raises(RecordsUnwritable, match="another process"):
            restore(folder, copy.path, replace=True)
    both = [("submitted", one.submission) for one in (first, second)]
    assert tally(folder, both) == Tally(2, 0, 0)
    restore(folder, copy.path, replace=True)
    assert tally(folder, both[:1]) == Tally(1, 0, 0)
    with Journal(folder) as journal, pytest.raises(RecordsError, match="revoked"):
        check_token(journal, secret, "submit")
    (aside,) = folder.glob("records-*.sqlite3")
    restore(folder, aside, replace=True)
    assert tally(folder, both) == Tally(2, 0, 0)


def test_a_damaged_journal_is_restored_and_kept_beside(
    folder: Path, broken_off: list[tuple[str, int]], tmp_path: Path
) -> None:
    whole = copied(folder, 0)
    with Journal(whole) as journal:
        copy = backup(journal, tmp_path / "copy.sqlite3")
    with (folder / LOG).open("r+b") as log:
        log.write(b"broken")
    kept = (folder / LOG).read_bytes()
    with pytest.raises(RecordsError, match="cannot be read"):
        restore(folder, copy.path)
    restore(folder, copy.path, replace=True)
    assert tally(folder, [("submitted", one) for one, _ in broken_off]) == Tally(9, 0, 0)
    (aside,) = folder.glob("records-*.sqlite3-wal")
    assert aside.read_bytes() == kept
