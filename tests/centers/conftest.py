"""The real gazetteer and directory: the data are what is tested."""

import pytest

from bot.centers.directory import Directory
from bot.centers.regions import Gazetteer
from bot.settings import ROOT


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(ROOT / "knowledge" / "regions.csv")


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory.load(ROOT / "knowledge" / "centers.yml")
