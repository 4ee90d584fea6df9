"""A client's bucket empties by what it asks and fills by itself."""

from __future__ import annotations

import time

import pytest

from gzkg.endpoint import budget
from gzkg.endpoint.budget import Allowance, Budgets
from gzkg.errors import OverBudget

CLIENT = "203.0.113.7"


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(time, "monotonic", turned)
    return turned


def test_a_new_client_has_all(clock: Clock) -> None:
    assert Budgets(60).admit(CLIENT) == Allowance(60, 60, 0)


def test_what_is_used_is_missing_and_comes_back(clock: Clock) -> None:
    budgets = Budgets(30)
    budgets.charge(CLIENT, 10)
    assert budgets.admit(CLIENT) == Allowance(30, 20, 20)
    clock.now += 10  # half a second of computing comes back each second
    assert budgets.admit(CLIENT) == Allowance(30, 25, 10)
    budgets.charge(CLIENT, 5)
    assert budgets.admit(CLIENT) == Allowance(30, 20, 20)
    clock.now += 3600
    assert budgets.admit(CLIENT) == Allowance(30, 30, 0)


def test_who_has_used_all_is_told_when_to_come_back(clock: Clock) -> None:
    budgets = Budgets(30)
    budgets.charge(CLIENT, 35)
    with pytest.raises(OverBudget, match="30 seconds of computing") as caught:
        budgets.admit(CLIENT)
    assert caught.value.retry_after_s == 10
    clock.now += 9.9
    with pytest.raises(OverBudget) as caught:
        budgets.admit(CLIENT)
    assert caught.value.retry_after_s == 1
    clock.now += 0.2
    assert budgets.admit(CLIENT)


def test_exactly_all_is_all(clock: Clock) -> None:
    budgets = Budgets(30)
    budgets.charge(CLIENT, 30)
    with pytest.raises(OverBudget) as caught:
        budgets.admit(CLIENT)
    assert caught.value.retry_after_s == 1


def test_a_client_pays_only_for_itself(clock: Clock) -> None:
    budgets = Budgets(1)
    budgets.charge(CLIENT, 5)
    assert budgets.admit("203.0.113.8") == Allowance(1, 1, 0)


@pytest.mark.parametrize("client", ["", "127.0.0.1", "127.1.2.3", "::1"])
def test_who_is_on_this_machine_has_no_budget(client: str) -> None:
    budgets = Budgets(1)
    budgets.charge(client, 1000)
    assert budgets.admit(client) is None


def test_who_has_no_address_has_a_budget() -> None:
    assert Budgets(1).admit("a unix socket") == Allowance(1, 1, 0)


def test_no_seconds_are_no_budget() -> None:
    budgets = Budgets(0)
    budgets.charge(CLIENT, 1000)
    assert budgets.admit(CLIENT) is None


def test_full_buckets_are_forgotten_when_there_are_many(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_KEPT", 3)
    budgets = Budgets(60)
    for number in range(3):
        budgets.charge(f"198.51.100.{number}", 5)
    clock.now += 10  # they are full again
    budgets.charge(CLIENT, 5)
    assert list(budgets._used) == [CLIENT]
    assert budgets.admit(CLIENT) == Allowance(60, 55, 5)
