"""Every row of the routing policy, in every prefecture where it differs."""

from typing import Any

import pytest

from bot.centers.center import PREFECTURES
from bot.centers.directory import Directory
from bot.centers.regions import Gazetteer
from bot.centers.routing import Matter, route, route_json

HERE = {
    "岳阳市": "yueyang-branch", "益阳市": "yiyang-branch", "郴州市": "chenzhou-branch",
    "怀化市": "huaihua-branch", "衡阳市": "hengyang-branch",
    "湘西土家族苗族自治州": "xiangxi-branch",
    "长沙市": "changsha-municipal", "株洲市": "zhuzhou-municipal", "湘潭市": "xiangtan-municipal",
    "常德市": "changde-patent-office", "邵阳市": "shaoyang-patent-office",
    "娄底市": "loudi-patent-office", "永州市": "yongzhou-patent-office",
    "张家界市": "zhangjiajie-patent-office",
}  # fmt: skip
UNNAMED = ("常德市", "邵阳市", "娄底市", "永州市", "张家界市")


class Desk:
    """Asks for a route as `hotline route` does."""

    def __init__(self, directory: Directory, gazetteer: Gazetteer) -> None:
        self.directory, self.gazetteer = directory, gazetteer

    def __call__(self, category: str, applicant: str | None, infringement: str | None = None,
                 **more: Any) -> dict[str, Any]:  # fmt: skip
        item = {"category": category, "applicant_region": applicant,
                "infringement_region": infringement, **more}  # fmt: skip
        return route_json(item, self.directory, self.gazetteer)


@pytest.fixture
def ask(directory: Directory, gazetteer: Gazetteer) -> Desk:
    return Desk(directory, gazetteer)


def ids(units: list[dict[str, Any]]) -> list[str]:
    return [unit["center_id"] for unit in units]


@pytest.mark.parametrize("prefecture", PREFECTURES)
@pytest.mark.parametrize("category", ["assistance", "complaint"])
def test_row_1_one_prefecture_its_own_unit(category: str, prefecture: str, ask: Desk) -> None:
    decided = ask(category, prefecture, prefecture)
    assert decided["center_id"] == HERE[prefecture]
    assert decided["prefecture"] == prefecture
    assert decided["cooperating"] == []
    assert decided["ask"] is None
    assert "推进方案" in decided["reason"]


def test_row_2_assistance_follows_the_applicant(ask: Desk) -> None:
    assert ask("assistance", "我住邵东")["center_id"] == "shaoyang-patent-office"


def test_row_2_a_complaint_in_xiangxi_goes_to_the_branch(ask: Desk) -> None:
    decided = ask("complaint", None, "湘西凤凰县")
    assert (decided["center_id"], decided["tier"]) == ("xiangxi-branch", "branch")
    assert "本服务的安排" in decided["reason"]


def test_row_3_the_other_prefectures_unit_cooperates(ask: Desk) -> None:
    help_me = ask("assistance", "长沙", "岳阳")
    report = ask("complaint", "长沙", "岳阳")
    assert (help_me["center_id"], ids(help_me["cooperating"])) == (
        "changsha-municipal", ["yueyang-branch"])  # fmt: skip
    assert (report["center_id"], ids(report["cooperating"])) == (
        "yueyang-branch", ["changsha-municipal"])  # fmt: skip
    assert "省中心协调" in report["reason"]


@pytest.mark.parametrize("right", ["patent", "invention_patent", "utility_model", "design_patent"])
def test_row_4_a_judgement_on_a_patent_is_organised_by_the_province(right: str, ask: Desk) -> None:
    decided = ask("assistance", "常德", ip_type=right, needs=["judgement"])
    assert decided["center_id"] == "provincial"
    assert ids(decided["cooperating"]) == ["changde-patent-office"]
    assert "不能先作保证" in decided["reason"]
    assert "费用由省中心承担" in decided["reason"]


@pytest.mark.parametrize("right", ["trademark", "copyright", "trade_secret", None])
def test_row_4_a_judgement_on_another_right_begins_locally(right: str | None, ask: Desk) -> None:
    decided = ask("assistance", "怀化", ip_type=right, needs=["judgement"])
    assert decided["center_id"] == "huaihua-branch"
    assert "provincial" in ids(decided["candidates"])


@pytest.mark.parametrize("prefecture", [p for p, unit in HERE.items() if "branch" in unit])
def test_row_5_a_branch_recommends_for_funding(prefecture: str, ask: Desk) -> None:
    decided = ask("assistance", prefecture, needs=["funding"])
    assert decided["center_id"] == HERE[prefecture]
    assert "每季度末或半年" in decided["reason"]


@pytest.mark.parametrize("prefecture", UNNAMED)
def test_row_5_without_a_branch_the_patent_office_recommends_once_a_year(
    prefecture: str, ask: Desk
) -> None:
    decided = ask("assistance", prefecture, needs=["funding"])
    assert decided["center_id"] == HERE[prefecture]
    assert "每年推荐一次" in decided["reason"]
    assert "没有中心" not in decided["reason"]


@pytest.mark.parametrize("prefecture", ["长沙市", "株洲市", "湘潭市"])
def test_row_6_funding_there_is_doubtful_and_the_person_is_told(prefecture: str, ask: Desk) -> None:
    decided = ask("assistance", prefecture, needs=["funding"])
    assert (decided["tier"], decided["prefecture"]) == ("patent_office", prefecture)
    assert ids(decided["candidates"]) == [HERE[prefecture]]
    assert "确认" in decided["reason"]


def test_row_7_a_complaint_elsewhere_is_referred(ask: Desk) -> None:
    decided = ask("complaint", "长沙", "浙江义乌")
    assert (decided["center_id"], decided["tier"]) == ("outside", "outside")
    assert decided["prefecture"] is None
    assert ids(decided["candidates"]) == ["provincial"]
    assert "浙江省义乌市" in decided["reason"]


def test_row_7_help_against_somebody_elsewhere_stays_at_home(ask: Desk) -> None:
    decided = ask("assistance", "长沙", "浙江义乌")
    assert decided["center_id"] == "changsha-municipal"
    assert ids(decided["candidates"]) == ["provincial"]


@pytest.mark.parametrize("category", ["assistance", "complaint"])
def test_row_8_somebody_from_elsewhere_wronged_in_hunan(category: str, ask: Desk) -> None:
    assert ask(category, "深圳", "浏阳")["center_id"] == "changsha-municipal"


@pytest.mark.parametrize("category", ["assistance", "complaint"])
def test_row_8_both_outside_is_referred(category: str, ask: Desk) -> None:
    assert ask(category, "广东", "浙江")["tier"] == "outside"


@pytest.mark.parametrize("where", ["美国", "香港", "国外", None])
def test_row_9_an_overseas_dispute_goes_to_the_province(where: str | None, ask: Desk) -> None:
    decided = ask("assistance", "邵东", where, needs=["overseas"])
    assert decided["center_id"] == "provincial"
    assert ids(decided["cooperating"]) == ["shaoyang-patent-office"]


def test_row_9_holds_without_the_wish_when_the_place_is_abroad(ask: Desk) -> None:
    assert ask("assistance", "醴陵", "越南")["center_id"] == "provincial"


def test_row_10_an_online_shop_of_unknown_place(ask: Desk) -> None:
    help_me = ask("assistance", "邵东", platform="淘宝")
    report = ask("complaint", "邵东", platform="淘宝")
    assert help_me["center_id"] == "shaoyang-patent-office"
    assert report["center_id"] == "provincial"
    assert ids(report["cooperating"]) == ["shaoyang-patent-office"]
    assert report["ask"] is None
    assert ask("complaint", None, "网上的店")["center_id"] == "provincial"


def test_row_10_a_shop_whose_place_is_known_belongs_there(ask: Desk) -> None:
    assert ask("complaint", None, "株洲", platform="淘宝")["center_id"] == "zhuzhou-municipal"


def test_row_10_of_two_places_the_first_decides(ask: Desk) -> None:
    decided = ask("complaint", None, "岳阳和益阳")
    assert decided["center_id"] == "yueyang-branch"
    assert ids(decided["cooperating"]) == ["yiyang-branch"]


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("河西", {"changsha-municipal", "zhuzhou-municipal", "xiangtan-municipal"}),
        ("高新区", {"changsha-municipal", "zhuzhou-municipal"}),
        ("武陵", {"changde-patent-office", "zhangjiajie-patent-office"}),
        ("永定", {"zhangjiajie-patent-office"}),
        ("资阳", {"yiyang-branch"}),
    ],
)
def test_row_11_a_name_of_several_places_is_asked_back(
    name: str, units: set[str], ask: Desk
) -> None:
    decided = ask("complaint", None, name)
    assert decided["center_id"] == "provincial"
    assert units <= set(ids(decided["candidates"]))
    assert name in decided["ask"]
    assert decided["ask"].endswith("？")


@pytest.mark.parametrize("category", ["assistance", "complaint"])
@pytest.mark.parametrize("said", [None, "湖南", "不知道"])
def test_row_11_an_unknown_place_is_asked_once(category: str, said: str | None, ask: Desk) -> None:
    decided = ask(category, said, said)
    assert decided["center_id"] == "provincial"
    assert decided["ask"].endswith(("？", "。"))


def test_row_11_a_name_shared_within_one_prefecture_needs_no_question(ask: Desk) -> None:
    assert ask("complaint", None, "衡山")["ask"] is None
    assert ask("assistance", "长沙")["ask"] is None


@pytest.mark.parametrize("prefecture", UNNAMED)
def test_of_unnamed_prefectures_it_says_not_named(prefecture: str, ask: Desk) -> None:
    assert "未点名" in ask("assistance", prefecture)["reason"]


def test_the_output_is_what_the_contract_prints(ask: Desk) -> None:
    decided = ask("complaint", "长沙", "岳阳", ip_type="trademark", needs=["enforcement"])
    assert list(decided) == ["center_id", "tier", "prefecture", "name", "reason", "candidates",
                             "cooperating", "ask"]  # fmt: skip
    unit = {"center_id": "changsha-municipal", "tier": "municipal", "prefecture": "长沙市"}
    assert decided["cooperating"] == [unit]


@pytest.mark.parametrize(
    "change", [{"category": "tip"}, {"category": None}, {"needs": "advice"}, {"ip_type": 3}]
)
def test_a_malformed_matter_is_refused(change: dict[str, Any], ask: Desk) -> None:
    item = {"category": "complaint", **change}
    with pytest.raises(ValueError, match="must be"):
        route_json(item, ask.directory, ask.gazetteer)


def test_a_matter_of_which_nothing_is_known_still_has_a_unit(directory: Directory) -> None:
    assert route(Matter("assistance"), directory).center_id == "provincial"
