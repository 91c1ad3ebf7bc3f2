"""What all channels' tests share."""

import pytest

from bot.front import vigil


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engines here are slow on purpose: nobody is told that no engine answers."""
    monkeypatch.setattr(vigil, "PATIENCE", 3600.0)
