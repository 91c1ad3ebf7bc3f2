"""A slip in the place files is named with file, line and remedy."""

import shutil
from pathlib import Path

import pytest

from bot.centers.regions import Gazetteer
from bot.errors import BadData
from bot.settings import ROOT

FILES = ("regions.csv", "towns.csv", "outside_places.csv", "not_places.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(ROOT / "knowledge" / name, tmp_path / name)
    return tmp_path


def _append(path: Path, line: str) -> int:
    text = path.read_text(encoding="utf-8") + line + "\n"
    path.write_text(text, encoding="utf-8")
    return text.count("\n")


def test_a_county_of_no_prefecture_is_named(folder: Path) -> None:
    line = _append(folder / "regions.csv", "1,county,义乌市,金华市,义乌市,县级市,,,,,,,,")
    with pytest.raises(BadData) as caught:
        Gazetteer.load(folder)
    assert (caught.value.line, caught.value.entry) == (line, "义乌市")


def test_a_place_named_twice_is_named(folder: Path) -> None:
    _append(folder / "regions.csv", "1,county,攸县,株洲市,攸县,县,,,,,,,,")
    with pytest.raises(BadData, match="named twice"):
        Gazetteer.load(folder)


def test_an_unknown_kind_of_word_is_named(folder: Path) -> None:
    _append(folder / "not_places.csv", "river,湘水,")
    with pytest.raises(BadData, match="kind 'river'"):
        Gazetteer.load(folder)


def test_an_outside_place_without_a_value_is_named(folder: Path) -> None:
    _append(folder / "outside_places.csv", ",city,某市,")
    with pytest.raises(BadData, match="no value"):
        Gazetteer.load(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_column_or_file_is_named(name: str, folder: Path) -> None:
    (folder / name).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BadData, match="columns missing"):
        Gazetteer.load(folder)
    (folder / name).unlink()
    with pytest.raises(BadData, match="cannot be read"):
        Gazetteer.load(folder)


def test_a_file_saved_by_a_spreadsheet_with_a_mark_is_read(folder: Path) -> None:
    text = (folder / "regions.csv").read_text(encoding="utf-8")
    (folder / "regions.csv").write_text(text, encoding="utf-8-sig")
    assert Gazetteer.load(folder / "regions.csv").resolve("邵东").county == "邵东市"


@pytest.mark.parametrize(
    "row", ["桥头镇,郴州市,无此县,", "桥头镇,长沙市,桂阳县,", "桥头,郴州市,桂阳县,"]
)
def test_a_town_of_no_county_a_wrong_prefecture_or_no_kind_is_named(row: str, folder: Path) -> None:
    line = _append(folder / "towns.csv", row)
    with pytest.raises(BadData, match="not a town of Hunan") as caught:
        Gazetteer.load(folder)
    assert caught.value.line == line
