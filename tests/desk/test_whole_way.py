"""岳阳 → 省中心 → experts → opinion → closed, and the person is told of each step."""

from bot.conversations import handoff
from bot.conversations.records import Conversation
from bot.staff import audit
from bot.tickets import consultations, experts, trail
from tests.desk.cast import Office


def test_a_patent_dispute_goes_from_yueyang_over_experts_to_its_end(office: Office) -> None:
    with office.factory.begin() as session:
        chief = office.staff["省主管"]
        expert = experts.enrol(
            session, chief, "陈教授", org="湘江大学", fields="机械", at=office.now
        ).id
    number = office.files(category="assistance", kind=None, ip_type="invention_patent")
    zhou, province = "周强", "省承办"
    way: list[tuple[str, str, dict[str, object]]] = [
        (zhou, "accept", {}),
        (zhou, "ask_supplement", {"why": "请补充权利要求书"}),
        (zhou, "supplement", {"why": "已邮寄"}),
        (zhou, "transfer", {"unit": "provincial", "why": "需要组织专家"}),
        (province, "receive", {}),
        (province, "accept", {}),
        (province, "recommend_judgement", {"why": "是否落入权利要求 1"}),
        (province, "accept_judgement", {}),
        (province, "invite_experts", {"experts": [expert]}),
        (province, "expert_answer", {"expert": expert, "answer": "agreed"}),
        (province, "deliver_opinion", {"opinion": "落入权利要求 1"}),
        (province, "record_cost", {"amount": "3000"}),
        (province, "begin", {}),
        (province, "decide", {"why": "已出具咨询意见并指导请求行政裁决"}),
        (province, "close", {}),
        (province, "follow_up", {"reached": True, "satisfied": 5}),
    ]
    for name, verb, facts in way:
        office.passes(hours=2)
        office.does(name, verb, number, version=office.ticket(number).version, **facts)
    assert office.trail(number) == ["open", *(verb for _, verb, _ in way)]
    told = "\n".join(office.told(number))
    for words in (
        "已受理",
        "需要您补充材料",
        "已转给 湖南省知识产权维权援助中心",
        "已由 湖南省知识产权维权援助中心 接收",
        "咨询意见已经出具",
        "有处理结果了",
        "已办结",
    ):
        assert words in told, words
    with office.factory() as session:
        ticket = office.ticket(number)
        found = consultations.current(session, ticket)
        assert found is not None
        assert (found.state, found.cost_fen) == ("delivered", 300_000)
        assert trail.verify(session) == []
        assert audit.verify(session) == []
        # The conversation went along: the province's staff may answer in it, 岳阳's no more.
        assert session.get_one(Conversation, ticket.conversation_id).center_id == "provincial"
    with office.factory.begin() as session:
        talk = ticket.conversation_id
        handoff.claim(session, talk, office.staff[province], at=office.now)
