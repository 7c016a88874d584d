"""What every test starts from: the same draws in every run, and nothing of this machine's own settings."""

import os

import pytest
from hypothesis import settings

settings.register_profile("same_every_run", derandomize=True, deadline=None)
settings.load_profile("same_every_run")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a school's settings in the environment out of the tests."""
    for name in [name for name in os.environ if name.upper().startswith("GROEILIJN")]:
        monkeypatch.delenv(name)
