"""What a message says becomes the values that the contract names, where it was said."""

import statistics
import time

import pytest

from bot.centers.regions import Gazetteer
from bot.nlu.reading import read_entities
from bot.settings import ROOT


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(ROOT / "knowledge")


def values(said: str, kind: str, gazetteer: Gazetteer) -> list[str]:
    return [e.value for e in read_entities(said, gazetteer) if e.entity == kind]


RIGHTS = {
    "我的发明专利被抄": ["invention_patent"],
    "实用新型专利证书": ["utility_model"],
    "外观专利": ["design_patent"],
    "我的實用新型專利": ["utility_model"],
    "专利被侵权": ["patent"],
    "我有个专力": ["patent"],
    "zhuanli被仿": ["patent"],
    "商标被抢注": ["trademark"],
    "盗版书": ["copyright"],
    "著作权登记": ["copyright"],
    "地理标志": ["geographical_indication"],
    "商业秘密": ["trade_secret"],
    "植物新品种权": ["plant_variety"],
    "集成电路布图设计": ["ic_layout"],
    "专利和商标都有": ["patent", "trademark"],
    "盗图了": ["copyright"],
    "他抄我外观": ["design_patent"],
    "外形一模一样": ["design_patent"],
    "客户名单被带走了": ["trade_secret"],
    "前员工把图纸拷走": ["trade_secret"],
    "配方泄露给别人": ["trade_secret"],
    "我的牌子被冒用": ["trademark"],
    "冒用我们的品牌": ["trademark"],
    "我写的小说被人盗用": ["copyright"],
    "套牌种子": ["plant_variety"],
    "山寨包装": [],
    "买到假货": [],
    "仿我的产品": [],
}


@pytest.mark.parametrize(("said", "meant"), RIGHTS.items())
def test_rights_said_or_implied(said: str, meant: list[str], gazetteer: Gazetteer) -> None:
    assert values(said, "ip_type", gazetteer) == meant


PLATFORMS = {
    "淘宝店": "淘宝", "某宝上买的": "淘宝", "拼夕夕": "拼多多", "在pdd买到": "拼多多",
    "PDD": "拼多多",
    "抖店": "抖音", "xhs上": "小红书", "狗东自营": "京东", "微信群里": "微信", "vx里卖": "微信",
    "咸鱼": "闲鱼", "闲鱼": "闲鱼", "1688": "1688", "B站": "哔哩哔哩", "快手直播": "快手",
    "亚马逊": "亚马逊", "tiktok": "TikTok", "朋友圈卖假货": "微信",
}  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), PLATFORMS.items())
def test_platforms_by_any_nickname(said: str, meant: str, gazetteer: Gazetteer) -> None:
    assert values(said, "platform", gazetteer) == [meant]


@pytest.mark.parametrize(
    "said",
    [
        "加我微信abc12345",
        "我微信号是lily99",
        "电话微信同号",
        "你们公众号叫什么",
        "jdk版本",
        "study",
    ],
)
def test_a_contact_or_a_piece_of_a_word_is_no_platform(said: str, gazetteer: Gazetteer) -> None:
    assert values(said, "platform", gazetteer) == []


DATES = {
    "2026年3月5日发现": ["2026-03-05"],
    "2026-03-05": ["2026-03-05"],
    "2026/3/5买的": ["2026-03-05"],
    "2026.3.5": ["2026-03-05"],
    "二〇二五年十月": ["2025-10"],
    "二零二五年十二月三十一日": ["2025-12-31"],
    "2025年": ["2025"],
    "25年3月": ["2025-03"],
    "３月５日": ["3月5日"],
    "去年三月": ["去年三月"],
    "昨天下午": ["昨天下午"],
    "上周三": ["上周三"],
    "上个月初": ["上个月初"],
    "三天前": ["三天前"],
    "2026年13月": [],
    "保护期20年": [],
}


@pytest.mark.parametrize(("said", "meant"), DATES.items())
def test_dates_are_iso_when_they_are_complete(
    said: str, meant: list[str], gazetteer: Gazetteer
) -> None:
    assert values(said, "date", gazetteer) == meant


AMOUNTS = {
    "赔了3万": ["30000"],
    "损失三万五": ["35000"],
    "3.5万元": ["35000"],
    "5000块": ["5000"],
    "￥299": ["299"],
    "1,200元": ["1200"],
    "一百二十块": ["120"],
    "两千五百元": ["2500"],
    "二十万": ["200000"],
    "3万5千元": ["35000"],
    "1.2亿": ["120000000"],
    "19.9元": ["19.9"],
    "一节九块九": ["9.9"],
    "15块5一斤": ["15.5"],
    "卖15块一瓶": ["15"],
    "二十块三斤": ["20"],
    "公司发函要我们赔八千": ["8000"],
    "平台扣了我三千保证金": ["3000"],
    "一斤喊八百": ["800"],
    "要退两千三": ["2300"],
    "花了三百多个晚上": [],
    "赔了三百件": [],
    "销量3万件": [],
    "10万粉丝": [],
    "一块去": [],
    "十万火急": [],
    "卖了两万单": [],
    "3个人": [],
}


@pytest.mark.parametrize(("said", "meant"), AMOUNTS.items())
def test_sums_are_plain_numbers_of_yuan(said: str, meant: list[str], gazetteer: Gazetteer) -> None:
    assert values(said, "amount", gazetteer) == meant


ORGS = {
    "我要举报长沙市红太阳商贸有限公司": ["长沙市红太阳商贸有限公司"],
    "邵东金诚五金厂仿我外观": ["邵东金诚五金厂"],
    "我是红星果业合作社的": ["红星果业合作社"],
    "新佳宜超市卖假酒": ["新佳宜超市"],
    "对方叫湖南鑫旺机械有限公司": ["湖南鑫旺机械有限公司"],
    "一家玩具厂": [],
    "我们公司": [],
    "一个食品公司": [],
    "淘宝店": [],
    "网店": [],
    "他们厂": [],
    "平江那家酱干厂": [],
    "我在长沙开厂": [],
    "开个公司怎么办执照": [],
    "我前公司没买正版软件": [],
    "他把配方偷到双牌办厂": [],
    "拿我家店的名字": [],
    "物业公司": [],
    "新晃黄牛协会": ["新晃黄牛协会"],
    "橘子加工厂": [],
    "厂家": [],
}


@pytest.mark.parametrize(("said", "meant"), ORGS.items())
def test_only_named_organisations_count(said: str, meant: list[str], gazetteer: Gazetteer) -> None:
    assert values(said, "org", gazetteer) == meant


PERSONS = {
    "我叫王小明": ["王小明"],
    "我叫李敏想咨询专利": ["李敏"],
    "联系人李敏，电话13873112345": ["李敏"],
    "联系人：欧阳小雨": ["欧阳小雨"],
    "姓名:张三": ["张三"],
    "我姓王": ["王"],
    "免贵姓陈": ["陈"],
    "我是李女士": ["李女士"],
    "我是周强,想问下": ["周强"],
    "我是农民": [],
    "我是邵东的": [],
    "我叫停了他们": [],
    "我是何时能拿到": [],
}


@pytest.mark.parametrize(("said", "meant"), PERSONS.items())
def test_people_introduce_themselves(said: str, meant: list[str], gazetteer: Gazetteer) -> None:
    assert values(said, "person", gazetteer) == meant


def test_a_place_has_its_prefecture_and_its_county(gazetteer: Gazetteer) -> None:
    said = "被岳阳市平江县一家厂仿了"
    found = [(e.entity, e.value, said[e.start : e.end]) for e in read_entities(said, gazetteer)]
    assert found == [("prefecture", "岳阳市", "岳阳市"), ("county", "平江县", "平江县")]


def test_a_nickname_gives_the_prefecture_too(gazetteer: Gazetteer) -> None:
    assert values("我在星沙", "prefecture", gazetteer) == ["长沙市"]
    assert values("我在星沙", "county", gazetteer) == ["长沙县"]


def test_places_carry_whose_they_are(gazetteer: Gazetteer) -> None:
    found = read_entities("我在长沙，他在义乌", gazetteer)
    assert [(e.value, e.role) for e in found] == [
        ("长沙市", "applicant"),
        ("浙江省/义乌市", "infringement"),
    ]


@pytest.mark.parametrize("said", ["安化黑茶被仿冒", "炎陵黄桃", "长沙臭豆腐", "韶山路"])
def test_a_place_in_a_product_or_road_is_no_place(said: str, gazetteer: Gazetteer) -> None:
    assert values(said, "prefecture", gazetteer) == []


def test_a_name_of_several_places_gives_no_prefecture(gazetteer: Gazetteer) -> None:
    assert values("我在河西", "prefecture", gazetteer) == []


def test_numbers_are_entities_and_not_read_twice(gazetteer: Gazetteer) -> None:
    said = "专利ZL201710601862.3，电话１３８７３１１２３４５，邮箱a@b.cn"
    found = {e.entity: e for e in read_entities(said, gazetteer)}
    assert found["patent_no"].value == "ZL201710601862.3"
    assert found["phone"].value == "13873112345"
    assert said[found["phone"].start : found["phone"].end] == "１３８７３１１２３４５"
    assert "date" not in found
    assert "amount" not in found


@pytest.mark.parametrize("said", ["", "   ", "\u200b", "😀😀", "/restart", "\n"])
def test_empty_and_odd_messages_have_no_entities(said: str, gazetteer: Gazetteer) -> None:
    assert read_entities(said, gazetteer) == []


def test_a_message_is_read_in_two_milliseconds(gazetteer: Gazetteer) -> None:
    said = "我是怀化的果农，有人在长沙冒用我们地理标志怎么办，急"
    read_entities(said, gazetteer)
    costs = []
    for _ in range(50):
        begun = time.thread_time()
        read_entities(said, gazetteer)
        costs.append(time.thread_time() - begun)
    assert statistics.median(costs) <= 0.002


def test_the_longest_message_is_read_in_a_moment(gazetteer: Gazetteer) -> None:
    begun = time.thread_time()
    read_entities(("我的专利被长沙岳阳仿冒13873112345红星公司三万五" * 90)[:2000], gazetteer)
    assert time.thread_time() - begun < 0.5
