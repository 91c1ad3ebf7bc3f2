"""The JSON API: what a key reads and moves, and all that it does not."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot.staff import keys
from bot.staff.key_records import ApiKey
from tests.api.conftest import MakeKey
from tests.desk.cast import Office

CALLS = [
    ("GET", "/units", None),
    ("GET", "/tickets", None),
    ("GET", "/tickets/{number}", None),
    ("GET", "/tickets/{number}/moves", None),
    ("GET", "/tickets/{number}/papers/complaint.pdf", None),
    ("POST", "/tickets/{number}/moves", {"verb": "accept", "version": 1}),
    ("POST", "/tickets/{number}/reveal", {"why": "核实"}),
]


def call(
    client: TestClient, method: str, path: str, headers: dict[str, str], body: Any = None
) -> tuple[int, Any]:
    answer = client.request(method, f"/api/v1{path}", headers=headers, json=body)
    kind = answer.headers["content-type"]
    return answer.status_code, answer.json() if kind.startswith("application/json") else None


def test_a_ticket_is_read_with_its_reckoning_and_without_identity(
    office: Office, client: TestClient, key: MakeKey
) -> None:
    number = office.files(applicant_name="王建国", email="w@example.cn")
    status, ticket = call(client, "GET", f"/tickets/{number}", key())
    assert status == 200
    assert ticket["number"] == number
    assert "15 个工作日" in ticket["due_explained"]
    assert (ticket["applicant_name"], ticket["phone"]) == ("王**", "138****2345")
    assert ticket["email"] == "***"
    assert "conversation_id" not in ticket
    assert [event["verb"] for event in ticket["events"]] == ["open"]


def test_of_a_tip_nothing_is_told_of_who_filed_it(
    office: Office, client: TestClient, key: MakeKey
) -> None:
    number = office.files(kind="tip", applicant_name="王建国")
    _, ticket = call(client, "GET", f"/tickets/{number}", key())
    assert (ticket["applicant_name"], ticket["phone"]) == (None, None)
    status, identity = call(
        client, "POST", f"/tickets/{number}/reveal", key(), {"why": "电话核实线索"}
    )
    assert (status, identity["phone"]) == (200, "13873112345")
    assert office.trail(number) == ["open", "reveal"]


def test_a_move_is_made_by_the_version_it_was_decided_on(
    office: Office, client: TestClient, key: MakeKey
) -> None:
    number, good = office.files(), key()
    path = f"/tickets/{number}/moves"
    status, offered = call(client, "GET", path, good)
    assert status == 200
    assert {"verb": "accept", "label": "受理", "needs": ["why?"]} in offered
    seen = office.ticket(number).version
    status, moved = call(client, "POST", path, good, {"verb": "accept", "version": seen})
    assert (status, moved["status"], moved["status_label"]) == (200, "accepted", "已受理")
    assert "已受理" in office.told(number)[-1]
    again = {"verb": "ask_supplement", "version": seen, "why": "请补充"}
    status, refused = call(client, "POST", path, good, again)
    assert (status, refused["error"]["code"]) == (409, "stale")
    assert "刷新" in refused["error"]["message"]
    assert office.trail(number) == ["open", "accept"]
    with office.factory() as session:
        from bot.tickets import queries

        event = queries.events_of(session, office.ticket(number))[-1]
        assert event.by == "接口：yueyang-branch"


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
def test_no_call_without_a_good_key(
    office: Office, client: TestClient, key: MakeKey, method: str, path: str, body: Any
) -> None:
    number = office.files()
    path = path.format(number=number)
    good = key()
    with office.factory.begin() as session:
        row = session.scalars(select(ApiKey)).one()
        keys.revoke(session, row.id, by="test", at=office.now)
    wrong = [{}, {"Authorization": "Bearer hl_wrong"}, {"Authorization": "Basic eDp5"}, good]
    for headers in wrong:
        status, told = call(client, method, path, headers, body)
        assert status == 401
        assert told["error"]["message"]
    assert office.trail(number) == ["open"]


@pytest.mark.parametrize(("method", "path", "body"), CALLS[2:])
def test_a_ticket_of_another_unit_is_not_there(
    office: Office, client: TestClient, key: MakeKey, method: str, path: str, body: Any
) -> None:
    number = office.files()
    foreign = key("hengyang-branch", "supervisor")
    assert call(client, method, path.format(number=number), foreign, body)[0] == 404
    assert call(client, method, path.format(number="HN-2345-67892"), foreign, body)[0] == 404
    assert call(client, "GET", "/tickets", foreign)[1]["tickets"] == []
    assert office.trail(number) == ["open"]


def test_a_key_that_reads_does_not_act(office: Office, client: TestClient, key: MakeKey) -> None:
    number, reader = office.files(), key(act=False)
    assert call(client, "GET", f"/tickets/{number}", reader)[0] == 200
    for _, path, body in CALLS[5:]:
        status, told = call(client, "POST", path.format(number=number), reader, body)
        assert (status, told["error"]["code"]) == (403, "read_only")
    assert office.trail(number) == ["open"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"verb": "close_it", "version": 1}, 422, "refused"),
        ({"verb": "begin", "version": 1}, 409, "wrong_status"),
        ({"verb": "extend", "version": 1, "why": "x", "facts": {"days": 3}}, 403, "not_allowed"),
        ({"verb": "decline", "version": 1}, 422, "refused"),
        ({"verb": "accept"}, 422, "bad_request"),
        ({"verb": "accept", "version": 1, "role": "admin"}, 422, "bad_request"),
        ({"verb": ["accept"], "version": 1}, 422, "bad_request"),
        ({"verb": "take", "version": 1}, 409, "wrong_status"),
        ({"verb": "transfer", "version": 1, "why": "x", "facts": {"unit": "mars"}}, 422, "refused"),
        (
            {"verb": "accept", "version": 1, "facts": {"version": 9, "number": "x", "why": "y"}},
            200,
            "",
        ),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    office: Office, client: TestClient, key: MakeKey, body: Any, status: int, code: str
) -> None:
    number = office.files()
    told = call(client, "POST", f"/tickets/{number}/moves", key(), body)
    assert told[0] == status, told
    if code:
        assert told[1]["error"]["code"] == code
        assert office.trail(number) == ["open"]


def test_a_program_is_no_colleague_that_could_take_work(
    office: Office, client: TestClient, key: MakeKey
) -> None:
    number = office.files()
    office.does("周强", "accept", number)
    body = {"verb": "take", "version": office.ticket(number).version}
    assert call(client, "POST", f"/tickets/{number}/moves", key(), body)[0] == 422


def test_many_tickets_are_read_page_by_page(
    office: Office, client: TestClient, key: MakeKey
) -> None:
    numbers = [office.files(f"form-{n}") for n in range(5)]
    good, seen, before = key(), list[str](), ""
    while True:
        _, page = call(client, "GET", f"/tickets?limit=2{before}", good)
        seen += [ticket["number"] for ticket in page["tickets"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert seen == numbers[::-1]
    assert call(client, "GET", "/tickets?status=closed", good)[1]["tickets"] == []
    later = "/tickets?updated_after=2999-01-01T00:00:00%2B08:00"
    assert call(client, "GET", later, good)[1]["tickets"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=9999", "before=x", "updated_after=2026-01-01", "status=" + "x" * 99]
)
def test_a_query_that_makes_no_sense_is_refused(
    client: TestClient, key: MakeKey, query: str
) -> None:
    status, told = call(client, "GET", f"/tickets?{query}", key())
    assert status == 422
    assert told["error"]["message"]


def test_a_body_without_end_is_not_read(client: TestClient, office: Office, key: MakeKey) -> None:
    number = office.files()
    body = {"verb": "note", "version": 1, "why": "长" * 100_000}
    assert call(client, "POST", f"/tickets/{number}/moves", key(), body)[0] == 413


def test_the_interface_describes_itself(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.")
    assert set(told["paths"]) == {
        "/units",
        "/tickets",
        "/tickets/{number}",
        "/tickets/{number}/moves",
        "/tickets/{number}/reveal",
        "/tickets/{number}/papers/{kind}.{form}",
    }
    assert "version" in told["components"]["schemas"]["MoveIn"]["required"]
    assert told["servers"] == [{"url": "/api/v1"}]


def test_a_paper_is_given_masked(office: Office, client: TestClient, key: MakeKey) -> None:
    number = office.files(applicant_name="王建国")
    answer = client.get(f"/api/v1/tickets/{number}/papers/complaint.docx", headers=key())
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    missing = client.get(f"/api/v1/tickets/{number}/papers/will.docx", headers=key())
    assert missing.status_code == 404
