"""岳阳, 衡阳 and the province: a matter changes hands, is disputed, is helped with."""

import pytest

from bot.errors import NotFound, Refused
from bot.tickets import lifecycle, statuses, trail
from tests.desk.cast import Office


def test_handed_over_both_units_see_it_until_it_is_taken(office: Office) -> None:
    number = office.files()
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    assert office.notices("衡阳承办") == ["transfer"]
    assert "衡阳分中心" in office.told(number)[-1]
    office.does("周强", "note", number, why="已打电话说明")
    office.does("衡阳承办", "receive", number)
    ticket = office.ticket(number)
    assert (ticket.status, ticket.center_id) == (statuses.OPENED, "hengyang-branch")
    with pytest.raises(NotFound):
        office.does("周强", "note", number, why="再看一眼")


def test_only_the_sender_takes_it_back_and_only_the_other_takes_it(office: Office) -> None:
    number = office.files()
    office.does("周强", "accept", number)
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    with pytest.raises(lifecycle.NotAllowed):
        office.does("周强", "receive", number)
    with pytest.raises(lifecycle.NotAllowed):
        office.does("衡阳承办", "take_back", number)
    office.does("周强", "take_back", number)
    ticket = office.ticket(number)
    # Back where it was, also in its life.
    assert (ticket.status, ticket.center_id) == (statuses.ACCEPTED, "yueyang-branch")


def test_returned_it_says_why(office: Office) -> None:
    number = office.files()
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    with pytest.raises(Refused, match="理由"):
        office.does("衡阳承办", "send_back", number)
    office.does("衡阳承办", "send_back", number, why="店其实在岳阳")
    assert office.ticket(number).center_id == "yueyang-branch"
    assert office.notices("周强") == ["send_back"]


def test_where_units_disagree_the_province_rules(office: Office) -> None:
    number = office.files()
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    office.does("衡阳主管", "object", number, why="侵权行为地在岳阳")
    assert office.ticket(number).status == statuses.DISPUTED
    assert office.notices("省主管") == ["object"]
    for name in ("衡阳主管", "周强"):
        with pytest.raises(lifecycle.NotAllowed):
            office.does(name, "rule", number, unit="yueyang-branch", why="我说了算")
    office.does("省主管", "rule", number, unit="yueyang-branch", why="侵权行为地在岳阳")
    ticket = office.ticket(number)
    assert (ticket.status, ticket.center_id) == (statuses.OPENED, "yueyang-branch")
    assert ticket.sent_by is None
    assert "省中心指定" in office.told(number)[-1]


def test_a_unit_that_helps_sees_it_and_says_its_part_but_decides_nothing(office: Office) -> None:
    number = office.files()
    office.does("周强", "accept", number)
    office.does("周强", "invite", number, unit="hengyang-branch", why="仓库在衡阳")
    office.does("衡阳承办", "contribute", number, why="仓库已查看，无存货")
    for verb, facts in (("begin", {}), ("transfer", {"unit": "provincial", "why": "x"})):
        with pytest.raises(lifecycle.NotAllowed):
            office.does("衡阳承办", verb, number, **facts)
    with pytest.raises(Refused, match="已经在办"):
        office.does("周强", "invite", number, unit="hengyang-branch")
    assert [h["center_id"] for h in office.ticket(number).cooperating] == ["hengyang-branch"]


def test_a_helper_that_the_route_named_sees_it_from_the_start(office: Office) -> None:
    helper = {"center_id": "hengyang-branch", "tier": "branch", "prefecture": "衡阳市"}
    number = office.files(cooperating=[helper])
    office.does("衡阳承办", "contribute", number, why="申请人在我市")
    assert office.trail(number) == ["open", "contribute"]


def test_a_helper_that_takes_the_lead_helps_no_more(office: Office) -> None:
    helper = {"center_id": "hengyang-branch", "tier": "branch", "prefecture": "衡阳市"}
    number = office.files(cooperating=[helper])
    office.does("周强", "transfer", number, unit="hengyang-branch", why="由申请人所在地办")
    office.does("衡阳承办", "receive", number)
    assert office.ticket(number).cooperating == []


def test_the_trail_of_all_this_is_whole(office: Office) -> None:
    number = office.files()
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    office.does("衡阳主管", "object", number, why="不归我们")
    office.does("省主管", "rule", number, unit="provincial", why="跨市，由省中心办")
    office.does("省承办", "accept", number)
    with office.factory() as session:
        assert trail.verify(session) == []
