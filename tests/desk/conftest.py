"""An office on each database."""

import pytest

from tests.desk.cast import Factory, Office


@pytest.fixture
def office(database: Factory) -> Office:
    """Colleagues of 岳阳, 衡阳 and the province."""
    return Office(database)
