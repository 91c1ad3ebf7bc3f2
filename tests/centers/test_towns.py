"""Who names a town has named its county; a town's name beside another place is that one's."""

import pytest

from bot.centers.regions import Gazetteer


def _counties(gazetteer: Gazetteer, text: str) -> list[tuple[str | None, str | None]]:
    return [(place.prefecture, place.county) for place in gazetteer.find_places(text)]


@pytest.mark.parametrize(
    ("text", "prefecture", "county"),
    [
        ("我在石江镇买到假种子", "邵阳市", "洞口县"),
        ("株洲白关镇有个厂在贴牌", "株洲市", "芦淞区"),
        ("娄底新化温塘镇", "娄底市", "新化县"),
        ("老板是易俗河人", "湘潭市", "湘潭县"),
        ("仓库在浏阳永安那边", "长沙市", "浏阳市"),
    ],
)
def test_a_town_says_its_county(
    gazetteer: Gazetteer, text: str, prefecture: str, county: str
) -> None:
    assert _counties(gazetteer, text) == [(prefecture, county)]


def test_a_name_of_several_towns_means_the_one_beside_its_prefecture(gazetteer: Gazetteer) -> None:
    assert _counties(gazetteer, "我在太平镇开店") == []
    assert _counties(gazetteer, "常德太平镇有人卖假酒") == [("常德市", "石门县")]


@pytest.mark.parametrize("text", ["长沙高桥的市场", "衡阳白沙洲水果市场", "常德西湖那边"])
def test_a_bare_name_beside_a_prefecture_only_is_not_taken_for_a_town(
    gazetteer: Gazetteer, text: str
) -> None:
    assert [county for _, county in _counties(gazetteer, text)] == [None]


@pytest.mark.parametrize("text", ["东莞长安镇的厂", "江西萍乡桐木镇", "浙江永康石柱镇"])
def test_a_town_elsewhere_is_none_of_hunan(gazetteer: Gazetteer, text: str) -> None:
    assert all(place.outside for place in gazetteer.find_places(text))


def test_a_county_elsewhere_is_known_by_its_name_alone(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.find_places("发货地在襄垣县")
    assert place.outside == "山西省/襄垣县"


@pytest.mark.parametrize("text", ["老城区的店", "河西区域", "小城镇建设", "城乡街道办事处"])
def test_everyday_words_are_no_towns(gazetteer: Gazetteer, text: str) -> None:
    assert _counties(gazetteer, text) in ([], [(None, None)])
