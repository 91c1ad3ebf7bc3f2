"""The directory names every unit once, invents nothing, and says clearly what is wrong with it."""

from pathlib import Path

import pytest
import yaml

from bot.centers.center import PREFECTURES
from bot.centers.directory import Directory
from bot.errors import BadData, NotFound
from bot.settings import ROOT

FILE = ROOT / "knowledge" / "centers.yml"
TIER_OF = {
    "branch": {"岳阳市", "益阳市", "郴州市", "怀化市", "衡阳市", "湘西土家族苗族自治州"},
    "municipal": {"长沙市", "株洲市", "湘潭市"},
    "patent_office": {"常德市", "邵阳市", "娄底市", "永州市", "张家界市"},
}


@pytest.mark.parametrize("prefecture", PREFECTURES)
def test_every_prefecture_has_the_unit_the_plan_gives_it(
    prefecture: str, directory: Directory
) -> None:
    center = directory.for_prefecture(prefecture)
    assert prefecture in TIER_OF[center.tier]
    assert directory.by_id(center.id) is center


def test_the_province_has_one_unit(directory: Directory) -> None:
    assert directory.provincial().id == "provincial"
    assert directory.service_number == "12330"


def test_no_phone_or_address_is_invented(directory: Directory) -> None:
    for center in directory.centers:
        assert center.phones == ()
        assert center.address is None
        assert center.status == "unverified"
        assert center.hours.status == "unverified"


def test_of_an_unnamed_prefecture_it_says_not_named_never_no_center(directory: Directory) -> None:
    for prefecture in TIER_OF["patent_office"]:
        center = directory.for_prefecture(prefecture)
        assert "方案未点名" in center.note
        assert not center.named_in_plan


def test_funding_in_changsha_zhuzhou_and_xiangtan_has_its_literal_unit(
    directory: Directory,
) -> None:
    for prefecture in TIER_OF["municipal"]:
        assert directory.for_prefecture(prefecture, "funding").tier == "patent_office"
        assert directory.for_prefecture(prefecture, "advice").tier == "municipal"


def test_unknown_units_and_places_are_not_found(directory: Directory) -> None:
    with pytest.raises(NotFound):
        directory.by_id("nowhere")
    with pytest.raises(NotFound):
        directory.for_prefecture("义乌市")


BREAKAGES = [
    ({"prefecture": "岳阳"}, "unknown prefecture '岳阳'"),
    ({"tier": "local"}, "tier 'local'"),
    ({"status": "maybe"}, "status 'maybe'"),
    ({"phones": "0730"}, "phones is not a list"),
    ({"hours": None}, "hours have no text"),
    ({"id": "provincial"}, "id used twice"),
]


@pytest.mark.parametrize(("change", "what"), BREAKAGES)
def test_a_wrong_entry_is_named(change: dict[str, object], what: str, tmp_path: Path) -> None:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data["centers"][1].update(change)
    error = _error_of(tmp_path, yaml.safe_dump(data, allow_unicode=True))
    assert what in str(error)
    assert error.path == tmp_path / "centers.yml"
    assert error.entry in {"yueyang-branch", "provincial"}
    assert error.remedy


@pytest.mark.parametrize("field", ["name", "tier", "prefecture", "phones", "address", "source"])
def test_a_missing_field_is_named(field: str, tmp_path: Path) -> None:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    del data["centers"][2][field]
    error = _error_of(tmp_path, yaml.safe_dump(data, allow_unicode=True))
    assert f"'{field}' is missing" in str(error)
    assert error.entry == "yiyang-branch"


@pytest.mark.parametrize("content", ["centers: 3", "a: [", "", "centers: []", "centers: [3]"])
def test_a_file_that_is_no_directory_is_refused(content: str, tmp_path: Path) -> None:
    assert _error_of(tmp_path, content).path == tmp_path / "centers.yml"


def test_a_prefecture_left_out_is_noticed(tmp_path: Path) -> None:
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data["centers"] = [c for c in data["centers"] if c["id"] != "loudi-patent-office"]
    assert "娄底市" in str(_error_of(tmp_path, yaml.safe_dump(data, allow_unicode=True)))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="cannot be read"):
        Directory.load(tmp_path)


def _error_of(folder: Path, content: str) -> BadData:
    (folder / "centers.yml").write_text(content, encoding="utf-8")
    with pytest.raises(BadData) as caught:
        Directory.load(folder)
    return caught.value
