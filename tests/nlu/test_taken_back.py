"""A number taken back in the same breath is not what is meant; a lone one is kept."""

import pytest

from bot.centers.regions import Gazetteer
from bot.nlu.reading import read_entities
from bot.settings import ROOT

SAID = {
    "电话不是13812340000,是13812340001": ["13812340001"],
    "13812340000停机了,打13812340001": ["13812340001"],
    "别再打13812340000,打13812340001": ["13812340001"],
    "我的电话不是13812340000": ["13812340000"],
    "13812340000或者13812340001": ["13812340000", "13812340001"],
}


@pytest.mark.parametrize(("said", "meant"), SAID.items())
def test_the_number_that_stands_is_noted(said: str, meant: list[str]) -> None:
    gazetteer = Gazetteer.load(ROOT / "knowledge")
    found = read_entities(said, gazetteer)
    assert [e.value for e in found if e.entity == "phone"] == meant
