"""A person's words for a place lead to the place, and only to it."""

import csv
import time

import pytest

from bot.centers.regions import Gazetteer
from bot.settings import ROOT

with (ROOT / "knowledge" / "regions.csv").open(encoding="utf-8") as _file:
    ROWS = list(csv.DictReader(_file))
with (ROOT / "knowledge" / "outside_places.csv").open(encoding="utf-8") as _file:
    OUTSIDE = list(csv.DictReader(_file))
COLUMNS = ("aliases", "former_names", "misspellings", "landmarks", "weak_aliases")
NAMES = [(row, name) for row in ROWS for c in COLUMNS for name in row[c].split("|") if name]


def places(gazetteer: Gazetteer, said: str) -> list[str]:
    """What is found, as one word each: county, prefecture, place outside, or 哪个."""
    found = gazetteer.find_places(said)
    return [p.county or p.prefecture or p.outside or "哪个" for p in found]


def test_the_file_has_all_of_hunan() -> None:
    assert sum(row["level"] == "prefecture" for row in ROWS) == 14
    assert sum(row["level"] == "county" for row in ROWS) == 122


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["name"]))
def test_every_official_name_is_found_in_a_sentence(
    row: dict[str, str], gazetteer: Gazetteer
) -> None:
    (place,) = gazetteer.find_places(f"我想问一下{row['name']}这边谁管假货")
    assert place.prefecture == row["prefecture"]
    assert place.county == (row["county"] or None)
    assert place.text == row["name"]


@pytest.mark.parametrize(
    ("row", "name"), NAMES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_other_name_answers_the_question_where(
    row: dict[str, str], name: str, gazetteer: Gazetteer
) -> None:
    region = gazetteer.resolve(name)
    if region.ambiguous:
        assert any(sense.prefecture == row["prefecture"] for sense in region.ambiguous)
    else:
        assert region.prefecture == row["prefecture"]
        assert region.county in {row["county"] or None, None}


@pytest.mark.parametrize("row", OUTSIDE, ids=lambda row: str(row["value"]))
def test_places_outside_hunan_are_known_as_outside(
    row: dict[str, str], gazetteer: Gazetteer
) -> None:
    for name in filter(None, [row["value"].split("/")[-1], *row["aliases"].split("|")]):
        region = gazetteer.resolve(name)
        assert region.prefecture is None
        # 礼县 lies in Gansu, and is how 澧县 is mistyped: asked back.
        senses = [sense.outside for sense in region.ambiguous] or [region.outside]
        assert row["value"] in senses


TRAPS = {
    "天津市有人卖假货": ["天津市"],
    "津市有家店": ["津市市"],
    "通道县的": ["通道侗族自治县"],
    "道县的": ["道县"],
    "在雨花区": ["雨花区"],
    "南京雨花台区": ["江苏省/南京市"],
    "雨花台区有人卖": ["江苏省/南京市"],
    "雨湖区的厂": ["雨湖区"],
    "冷水江的": ["冷水江市"],
    "冷水滩的": ["冷水滩区"],
    "祁东的": ["祁东县"],
    "祁阳的": ["祁阳市"],
    "张家界永定区": ["永定区"],
    "福建永定": ["福建省/龙岩市"],
    "四川资阳": ["四川省/资阳市"],
    "资阳区": ["资阳区"],
    "韶山路有人卖假货": [],
    "韶山北路": [],
    "芙蓉路": [],
    "五一路": [],
    "长沙芙蓉中路": ["长沙市"],
    "衡山路上": [],
    "韶山牌香烟": [],
    "株洲路边摊": ["株洲市"],
    "长沙街上": ["长沙市"],
    "安化黑茶被人冒充": [],
    "炎陵黄桃": [],
    "长沙臭豆腐": [],
    "湘西腊肉": [],
    "浏阳花炮厂仿我的": ["浏阳市"],
    "炎陵黄桃合作社": ["炎陵县"],
    "我在安化卖黑茶": ["安化县"],
    "云南白药": [],
    "股东安排会同律师谈": [],
    "销售通道堵了": [],
    "中方代表": [],
    "非常宁静": [],
    "用了新化工艺": [],
    "京东安全": [],
    "河西走廊": [],
    "三明治": [],
    "湖南县级": [],
    "西南县城": [],
    "我是通道的": ["通道侗族自治县"],
    "在东安有人卖": ["东安县"],
    "湖南会同": ["会同县"],
    "株州": ["株洲市"],
    "彬州": ["郴州市"],
    "来阳": ["耒阳市"],
    "汩罗": ["汨罗市"],
    "贵阳的厂": ["贵州省/贵阳市"],
    "大庸": ["张家界市"],
    "宝庆": ["邵阳市"],
    "星沙": ["长沙县"],
    "雁城": ["衡阳市"],
    "莲城": ["湘潭市"],
    "湘大": ["雨湖区"],
    "高桥大市场": ["雨花区"],
    "長沙縣": ["长沙县"],
    "湖南省长沙市岳麓区麓谷": ["岳麓区"],
    "岳阳平江": ["平江县"],
    "广东深圳": ["广东省/深圳市"],
    "义乌小商品城": ["浙江省/义乌市"],
    "河西": ["哪个"],
    "高新区": ["哪个"],
    "武陵": ["哪个"],
    "河东": ["哪个"],
    "永定": ["哪个"],
    "资阳": ["哪个"],
    "株洲河西": ["天元区"],
    "我在湘潭,河西这边": ["湘潭市", "雨湖区"],
    "长沙高新区": ["长沙市"],
    "海外维权怎么弄": [],
    "对方在国外": ["境外"],
    "在国外,泰国那边": ["泰国"],
    "他投资兴办的厂": [],
    "希望城里也管一管": [],
    "我常宁可吃亏": [],
    "常德市场上有假货": ["常德市"],
    "《湘西旧事》这本书": [],
    "系统写成了湘乡,其实是双峰": ["双峰县"],
    "原来填的株洲醴陵,现在是浏阳": ["浏阳市"],
    "津市,不是直辖市那个天津": ["津市市"],
    "石门桃源慈利三个县都有": ["石门县", "桃源县", "慈利县"],
    "在liuyang做烟花": ["浏阳市"],
    "changsha kaifuqu": ["开福区"],
    "洪江区这边": ["怀化市"],
    "我屋里是溆铺的": ["溆浦县"],
    "临礼县的": ["临澧县"],
    "安乡酱菜厂": ["安乡县"],
    "通道侗族那边": ["通道侗族自治县"],
    "桑植民歌能不能改": [],
    "广东那边,东莞的厂": ["广东省/东莞市"],
}


@pytest.mark.parametrize(("said", "meant"), TRAPS.items())
def test_traps(said: str, meant: list[str], gazetteer: Gazetteer) -> None:
    assert places(gazetteer, said) == meant


@pytest.mark.parametrize("name", ["长沙", "湘潭", "衡阳", "邵阳", "岳阳"])
def test_a_bare_name_shared_with_a_county_is_enough_to_find_the_unit(
    name: str, gazetteer: Gazetteer
) -> None:
    region = gazetteer.resolve(name)
    assert (region.prefecture, region.county, region.ambiguous) == (f"{name}市", None, ())


@pytest.mark.parametrize("said", [None, "", "湖南", "湖南省内", "不知道", "火星"])
def test_words_that_name_no_place_leave_the_region_unknown(
    said: str | None, gazetteer: Gazetteer
) -> None:
    region = gazetteer.resolve(said)
    assert not region.known
    assert not region.ambiguous


def test_a_second_different_place_is_kept(gazetteer: Gazetteer) -> None:
    region = gazetteer.resolve("岳阳和益阳都有")
    assert region.prefecture == "岳阳市"
    assert [other.prefecture for other in region.also] == ["益阳市"]


def test_the_same_place_named_twice_is_one(gazetteer: Gazetteer) -> None:
    assert gazetteer.resolve("长沙,长沙岳麓区").also == ()


def test_offsets_refer_to_what_was_typed(gazetteer: Gazetteer) -> None:
    said = "我\u200b在長沙縣，星沙"
    first, second = gazetteer.find_places(said)
    assert said[first.start : first.end] == "長沙縣"
    assert second.text == "星沙"


def test_the_county_of_a_joined_name_has_its_own_beginning(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.find_places("岳阳市平江县")
    assert place.split == 3


def test_looking_up_is_quick(gazetteer: Gazetteer) -> None:
    begun = time.thread_time()
    gazetteer.find_places(("长沙株洲湘潭河西通道" * 200)[:2000])
    assert time.thread_time() - begun < 0.2
