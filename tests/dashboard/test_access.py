"""Everything unsure ends in nobody."""

import pytest
import streamlit as st

from dashboard import access


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_these_addresses_are_this_machine(address: str) -> None:
    assert access.is_loopback(address)


@pytest.mark.parametrize(
    "address",
    [None, "", "0.0.0.0", "192.168.1.4", "groeilijn.example", "localhost.example"],  # noqa: S104
)
def test_any_other_address_is_not(address: str | None) -> None:
    assert not access.is_loopback(address)


class Context:
    """What a visit brings along."""

    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def visit(patch: pytest.MonkeyPatch, address: str | None, **headers: str) -> bool:
    patch.setattr(st, "get_option", {"server.address": address}.__getitem__)
    patch.setattr(st, "context", Context(**headers))
    return access.on_this_machine()


def test_a_visit_from_this_machine_may_pick_a_role(monkeypatch: pytest.MonkeyPatch) -> None:
    assert visit(monkeypatch, "127.0.0.1", Host="127.0.0.1:8501")
    assert visit(monkeypatch, "127.0.0.1", Host="localhost:8501")
    assert visit(monkeypatch, "::1", Host="[::1]:8501")


def test_a_server_that_listens_to_all_gives_no_role_even_to_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not visit(monkeypatch, None, Host="127.0.0.1:8501")
    assert not visit(monkeypatch, "0.0.0.0", Host="127.0.0.1:8501")  # noqa: S104


def test_a_visit_through_a_proxy_gets_no_role(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not visit(monkeypatch, "127.0.0.1", Host="127.0.0.1:8501", X_Forwarded_For="10.0.0.7")
    assert not visit(monkeypatch, "127.0.0.1", Host="groeilijn.example")
