"""A city's own case system, with a key of its unit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot import clock
from bot import settings as settings_module
from bot.front.app import create_app
from bot.staff import keys
from tests.desk.cast import Factory, Office

MakeKey = Callable[..., dict[str, str]]


@pytest.fixture
def office(database: Factory) -> Office:
    office = Office(database)
    office.now = clock.now()
    return office


@pytest.fixture
def client(office: Office, tmp_path: Path) -> Iterator[TestClient]:
    settings = settings_module.load({"HOTLINE_DATA_DIR": str(tmp_path)})
    with TestClient(create_app(settings, office.factory)) as client:
        yield client


@pytest.fixture
def key(office: Office) -> MakeKey:
    """Makes keys, as the headers of a call."""

    def make(
        unit: str = "yueyang-branch", role: str = "handler", act: bool = True
    ) -> dict[str, str]:
        with office.factory.begin() as session:
            made = keys.make(
                session, unit=unit, name=unit, role=role, may_act=act, by="test", at=office.now
            )
        return {"Authorization": f"Bearer {made}"}

    return make
