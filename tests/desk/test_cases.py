"""Colleagues move tickets: through a whole life, between units, and never what is not theirs."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from bot.desk import offers
from bot.desk.cases import Desk, Stale
from bot.desk.verbs import VERBS
from bot.errors import HotlineError, NotFound, Refused
from bot.tickets import lifecycle, statuses, trail
from bot.tickets.consultations import STEPS
from tests.desk.cast import CAST, UNITS, Office

LIFE = [
    ("周强", "accept", {}),
    ("岳阳主管", "assign", {"staff_id": "周强"}),
    ("周强", "begin", {}),
    ("周强", "decide", {"why": "店家已下架并赔礼"}),
    ("周强", "close", {}),
    ("周强", "follow_up", {"reached": "1", "satisfied": "5", "why": "满意"}),
]


def _live(office: Office, steps: int) -> str:
    number = office.files()
    for name, verb, facts in LIFE[:steps]:
        known = {k: office.staff[v].id if k == "staff_id" else v for k, v in facts.items()}
        office.does(name, verb, number, **known)
    return number


def test_a_matter_lives_from_filing_to_the_call_afterwards(office: Office) -> None:
    number = _live(office, len(LIFE))
    ticket = office.ticket(number)
    assert ticket.status == statuses.CLOSED
    assert ticket.outcome == "店家已下架并赔礼"
    assert ticket.assignee_name == "周强"
    assert office.trail(number) == ["open", *(verb for _, verb, _ in LIFE)]
    said = office.told(number)
    assert "已受理" in said[0]
    assert "已办结" in said[-1]
    assert len(said) == 5


def test_a_closed_matter_is_taken_up_again_with_a_fresh_clock(office: Office) -> None:
    number = _live(office, 5)
    before = office.ticket(number).due_at
    office.passes(days=40)
    office.does("岳阳主管", "reopen", number, why="店家又卖了")
    ticket = office.ticket(number)
    assert ticket.status == statuses.IN_PROGRESS
    assert ticket.closed_at is None
    assert before is not None
    assert ticket.due_at is not None
    assert ticket.due_at > before
    assert "重新办理" in office.told(number)[-1]


def test_who_has_no_part_in_a_ticket_cannot_even_find_it(office: Office) -> None:
    number = office.files()
    for name in ("衡阳承办", "衡阳主管", "管理员", "审计员"):
        for verb in VERBS:
            with pytest.raises(NotFound, match="没有找到"):
                office.does(name, verb, number, why="看看", unit="provincial")
    assert office.trail(number) == ["open"]


def test_offers_are_exactly_what_is_legal(office: Office) -> None:
    ticket = office.ticket(office.files())
    parts = {
        "周强": {"handler"},
        "岳阳主管": {"supervisor"},
        "省承办": {"province"},
        "省主管": {"province"},
    }
    for name in CAST:
        offered = {offer.verb for offer in offers.offers(office.staff[name], ticket)}
        roles = parts.get(name, set())
        legal = {v for (s, v), m in lifecycle.MOVES.items() if s == "opened" and m.may & roles}
        # Without a consultation only its first step is there to be taken.
        # Nothing is closed that was never taken on; there is no consultation to go on with.
        possible = {v for v in legal if v != "close" and None in STEPS.get(v, {None})}
        assert offered == possible & set(VERBS), name


def test_the_province_sees_and_supervises_but_does_not_decide_for_a_unit(office: Office) -> None:
    number = office.files()
    office.does("省主管", "supervise", number, why="社会关注，请一周内报结果")
    assert office.ticket(number).supervised
    with pytest.raises(lifecycle.NotAllowed):
        office.does("省主管", "accept", number)
    assert office.notices("岳阳主管") == ["supervise"]


def test_of_two_who_saw_the_same_version_the_second_is_told_to_look_again(office: Office) -> None:
    number = office.files()
    seen = office.ticket(number).version
    office.does("周强", "accept", number, version=seen)
    with pytest.raises(Stale, match="请刷新"):
        office.does("岳阳主管", "decline", number, version=seen, why="不归我们管")
    assert office.ticket(number).status == statuses.ACCEPTED
    assert office.trail(number) == ["open", "accept"]


def test_even_a_note_makes_what_a_colleague_saw_old(office: Office) -> None:
    number = office.files()
    seen = office.ticket(number).version
    office.does("周强", "note", number, version=seen, why="已电话联系")
    with pytest.raises(Stale):
        office.does("岳阳主管", "note", number, version=seen, why="我也联系了")


def test_of_two_at_the_same_instant_exactly_one_moves_it(office: Office) -> None:
    number = office.files()
    seen, together = office.ticket(number).version, Barrier(2)

    def move(step: tuple[str, str]) -> str:
        together.wait(timeout=5)
        try:
            office.does(*step, number, version=seen, why="决定")
            return "moved"
        except Stale:
            return "stale"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(move, [("周强", "decline"), ("岳阳主管", "accept")]))
    assert sorted(outcomes) == ["moved", "stale"]
    assert len(office.trail(number)) == 2


def test_while_it_waits_for_the_person_the_clock_stands_still(office: Office) -> None:
    number = office.files()
    office.does("周强", "accept", number)
    due = office.ticket(number).due_at
    office.passes(days=1)
    office.does("周强", "ask_supplement", number, why="请补充购买小票")
    assert office.ticket(number).due_at is None
    assert "购买小票" in office.told(number)[-1]
    assert "12月4日" in office.told(number)[-1]
    office.passes(days=7)
    office.does("周强", "supplement", number, why="当事人电话说小票丢了")
    ticket = office.ticket(number)
    # 25 November to 2 December: six working days that do not count.
    assert due is not None
    assert ticket.due_at is not None
    assert ticket.status == statuses.ACCEPTED
    assert (ticket.due_at - due).days == 8
    assert ticket.stops == [["2026-11-25", "2026-12-02"]]


def test_more_time_is_given_before_the_end_with_a_reason_and_not_for_ever(office: Office) -> None:
    number = office.files()
    for facts, said in (
        ({"days": 5, "why": ""}, "理由"),
        ({"days": 16, "why": "案情复杂"}, "最多还能延长 15"),
        ({"days": "很多", "why": "案情复杂"}, "不对"),
        ({"why": "案情复杂"}, "几个工作日"),
    ):
        with pytest.raises(Refused, match=said):
            office.does("岳阳主管", "extend", number, **facts)
    office.does("岳阳主管", "extend", number, days=5, why="需要鉴定")
    assert office.ticket(number).extra_days == 5
    assert "延长到 2026年12月22日" in office.told(number)[-1]
    office.passes(days=40)
    with pytest.raises(Refused, match="到期之前"):
        office.does("岳阳主管", "extend", number, days=1, why="忘了")


def test_a_duplicate_goes_on_as_part_of_the_other(office: Office) -> None:
    first, second = office.files(), office.files("form-2")
    with pytest.raises(Refused, match="自己"):
        office.does("周强", "merge", first, into=first)
    office.does("周强", "merge", second, into=first, why="同一家店")
    merged = office.ticket(second)
    assert (merged.status, merged.merged_into) == (statuses.MERGED, first)
    assert office.trail(first) == ["open", "absorb"]
    assert first in office.told(second)[-1]


def test_referred_outside_the_person_reads_where_and_why(office: Office) -> None:
    number = office.files()
    with pytest.raises(Refused, match="哪个部门"):
        office.does("周强", "refer", number, why="属于消费纠纷")
    office.does("周强", "refer", number, authority="岳阳市12315", why="属于消费纠纷")
    assert "岳阳市12315" in office.told(number)[-1]
    assert "消费纠纷" in office.told(number)[-1]


def test_turned_away_a_person_may_object_and_be_heard(office: Office) -> None:
    number = office.files()
    office.does("周强", "decline", number, why="不属于知识产权")
    assert "不属于知识产权" in office.told(number)[-1]
    office.does("周强", "appeal", number, why="当事人来电：有商标注册证")
    assert office.notices("岳阳主管") == ["appeal"]
    office.does("岳阳主管", "reopen", number, why="确有注册商标")
    assert office.ticket(number).status == statuses.OPENED


def test_an_identity_is_seen_only_for_a_reason_that_stays(office: Office) -> None:
    number = office.files(kind="tip")
    assert office.ticket(number).protected
    with office.factory.begin() as session:
        desk = Desk(session, office.staff["周强"], UNITS, office.now)
        with pytest.raises(Refused, match="原因"):
            desk.reveal(number, " ")
        assert desk.reveal(number, "电话核实线索")["phone"] == "13873112345"
    assert office.trail(number) == ["open", "reveal"]
    assert office.told(number) == []


def test_only_what_was_noted_wrongly_is_corrected(office: Office) -> None:
    number = office.files()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"facts": {"phone": "1"}}, "只能更正"),
        ({"facts": {}}, "只能更正"),
        ({}, "哪一项"),
        ({"facts": "phone"}, "不对"),
    ]
    for facts, said in wrong:
        with pytest.raises(Refused, match=said):
            office.does("周强", "correct", number, **facts)
    office.does("周强", "correct", number, facts={"ip_type": "trademark"}, why="看了注册证")
    assert office.ticket(number).ip_type == "trademark"


def test_words_of_colleagues_are_cleaned_and_bounded(office: Office) -> None:
    number = office.files()
    office.does("周强", "note", number, why="\u202e" + "长" * 5000 + "\x00")
    with office.factory() as session:
        event = trail.last(session, office.ticket(number), "note")
        assert event is not None
        assert event.why == "长" * 2000


def test_a_complaint_is_not_closed_before_it_was_taken_on_but_a_callback_is(
    office: Office,
) -> None:
    number = office.files()
    with pytest.raises(Refused, match="先受理"):
        office.does("周强", "close", number, why="没空")
    callback = office.files("form-2", category="callback", kind=None)
    office.does("周强", "close", callback, why="已回电说清楚")
    assert office.ticket(callback).status == statuses.CLOSED


def test_nothing_is_left_of_a_move_that_was_refused(office: Office) -> None:
    number = office.files()
    version = office.ticket(number).version
    for verb, facts in (("close", {}), ("decline", {}), ("transfer", {"unit": "mars", "why": "x"})):
        with pytest.raises(HotlineError):
            office.does("周强", verb, number, **facts)
    assert office.trail(number) == ["open"]
    assert office.ticket(number).version == version
    assert office.told(number) == []
