"""侵权判定咨询: 岳阳 recommends; the province accepts, invites, delivers and pays."""

import pytest

from bot.desk import offers
from bot.desk.cases import Desk
from bot.errors import Refused
from bot.staff.actor import Forbidden
from bot.tickets import consultations, experts, lifecycle, trail
from tests.desk.cast import UNITS, Office


def _expert(office: Office, name: str = "陈教授", by: str = "省主管") -> int:
    with office.factory.begin() as session:
        one = experts.enrol(
            session, office.staff[by], name, org="湘江大学", fields="机械、外观", at=office.now
        )
        return one.id


def _recommended(office: Office) -> str:
    number = office.files(category="assistance", kind=None, ip_type="invention_patent")
    office.does("周强", "accept", number)
    office.does("周强", "recommend_judgement", number, why="权利要求 1 是否被落入")
    return number


def test_from_recommendation_to_an_opinion_that_the_person_hears_of(office: Office) -> None:
    number, expert = _recommended(office), _expert(office)
    assert office.notices("省主管") == ["recommend_judgement"]
    office.does("省承办", "accept_judgement", number)
    office.does("省承办", "invite_experts", number, experts=[expert])
    office.does("省承办", "expert_answer", number, expert=expert, answer="agreed")
    office.does("省承办", "deliver_opinion", number, opinion="落入权利要求 1 的保护范围")
    office.does("省承办", "record_cost", number, amount="3,000.50", why="专家费")
    with office.factory() as session:
        found = consultations.current(session, office.ticket(number))
        assert found is not None
        assert (found.state, found.cost_fen, found.unit) == ("delivered", 300050, "yueyang-branch")
        assert trail.verify(session) == []
    assert office.trail(number)[-6:] == [
        "recommend_judgement",
        "accept_judgement",
        "invite_experts",
        "expert_answer",
        "deliver_opinion",
        "record_cost",
    ]
    assert "不是司法鉴定" in office.told(number)[-1]
    assert "落入" not in office.told(number)[-1]
    assert "deliver_opinion" in office.notices("周强")


def test_the_local_unit_recommends_but_neither_accepts_nor_invites(office: Office) -> None:
    number, expert = _recommended(office), _expert(office)
    for verb, facts in (("accept_judgement", {}), ("invite_experts", {"experts": [expert]})):
        with pytest.raises(lifecycle.NotAllowed):
            office.does("岳阳主管", verb, number, **facts)
    with pytest.raises(Forbidden):
        _expert(office, by="岳阳主管")


def test_each_step_waits_for_the_one_before(office: Office) -> None:
    number, expert = _recommended(office), _expert(office)
    early = [
        ("invite_experts", {"experts": [expert]}, "等待省中心审核"),
        ("deliver_opinion", {"opinion": "落入"}, "等待省中心审核"),
        ("record_cost", {"amount": "1"}, "等待省中心审核"),
    ]
    for verb, facts, said in early:
        with pytest.raises(Refused, match=said):
            office.does("省承办", verb, number, **facts)
    with pytest.raises(Refused, match="不能这样操作"):
        office.does("周强", "recommend_judgement", number, why="再来一次")
    office.does("省承办", "accept_judgement", number)
    office.does("省承办", "invite_experts", number, experts=[expert])
    with pytest.raises(Refused, match="还没有同意参加的专家"):
        office.does("省承办", "deliver_opinion", number, opinion="落入")


def test_an_expert_with_an_interest_in_it_gives_no_opinion(office: Office) -> None:
    number, expert = _recommended(office), _expert(office)
    office.does("省承办", "accept_judgement", number)
    office.does("省承办", "invite_experts", number, experts=[expert])
    office.does("省承办", "expert_answer", number, expert=expert, answer="avoided")
    with pytest.raises(Refused, match="同意参加的专家"):
        office.does("省承办", "deliver_opinion", number, opinion="落入")


def test_refused_it_says_why_and_may_be_recommended_again(office: Office) -> None:
    number = _recommended(office)
    with pytest.raises(Refused, match="理由"):
        office.does("省承办", "refuse_judgement", number)
    office.does("省承办", "refuse_judgement", number, why="材料不足以比对")
    assert office.notices("周强")[0] == "refuse_judgement"
    office.does("周强", "recommend_judgement", number, why="已补充产品照片")
    assert len(office.trail(number)) == 5


def test_only_experts_on_the_list_are_invited(office: Office) -> None:
    number, expert = _recommended(office), _expert(office)
    office.does("省承办", "accept_judgement", number)
    with office.factory.begin() as session:
        experts.strike(session, office.staff["省主管"], expert, why="已退休", at=office.now)
    for chosen in ([expert], [999], [], ["x"]):
        with pytest.raises(Refused):
            office.does("省承办", "invite_experts", number, experts=chosen)


@pytest.mark.parametrize("amount", ["", "-5", "1e9", "3.001", "很多", "99999999999"])
def test_a_cost_that_is_no_amount_is_refused(office: Office, amount: str) -> None:
    number, expert = _recommended(office), _expert(office)
    office.does("省承办", "accept_judgement", number)
    office.does("省承办", "invite_experts", number, experts=[expert])
    with pytest.raises(Refused):
        office.does("省承办", "record_cost", number, amount=amount)


def test_a_helping_unit_may_recommend_to_the_province(office: Office) -> None:
    helper = {"center_id": "yueyang-branch", "tier": "branch", "prefecture": "岳阳市"}
    number = office.files(center_id="provincial", center_tier="provincial", cooperating=[helper])
    office.does("省承办", "accept", number)
    office.does("周强", "recommend_judgement", number, why="本市企业，请组织专家")
    assert office.trail(number)[-1] == "recommend_judgement"


def test_only_the_next_steps_are_offered(office: Office) -> None:
    number = _recommended(office)
    with office.factory() as session:
        desk = Desk(session, office.staff["省承办"], UNITS, office.now)
        offered = offers.offers(desk.actor, office.ticket(number), "recommended")
    verbs = {offer.verb for offer in offered}
    assert {"accept_judgement", "refuse_judgement"} <= verbs
    assert not {"invite_experts", "deliver_opinion", "record_cost"} & verbs
