"""What Prometheus is told: of this front, of all engines, of what waits; of no person."""

import httpx
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session, sessionmaker

from bot.conversations import pulse
from bot.engine.tally import BOUNDS, Tally
from bot.front import metrics
from tests.front.conftest import session_of


async def _told(client: httpx.AsyncClient) -> dict[tuple[str, str], float]:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_calls_are_counted_by_room_and_status_and_name_nobody(
    client: httpx.AsyncClient,
) -> None:
    opens = await session_of(client)
    body = {"client_msg_id": "1", "text": "我叫李敏，电话13873112345"}
    await client.post("/chat/messages", json=body, headers=opens)
    await client.get("/chat/files/secret-id-of-a-file", headers=opens)
    told = await _told(client)
    assert told["hotline_calls_total", "room=chat,status=202"] == 1
    assert told["hotline_call_seconds_count", "room=chat"] >= 3
    assert told["hotline_waiting_conversations", ""] == 1
    assert told["hotline_database_up", ""] == 1
    text = (await client.get("/metrics")).text
    for word in ("李敏", "13873112345", "secret-id", "Bearer"):
        assert word not in text


async def test_engines_tell_of_their_turns_by_their_signs_of_life(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    tally = Tally()
    for seconds in (0.004, 0.03, 100.0):
        tally.turns.add(seconds)
        tally.count("answered")
    tally.waits.add(-5.0)
    with database.begin() as session:
        pulse.beat(session, "host-1.4711", model="m1", report=tally.as_json())
        pulse.beat(session, "host-2.4712", model="m1")
    told = await _told(client)
    assert told["hotline_engines", "model=m1"] == 2
    assert told["hotline_turns_total", "engine=host-1,outcome=answered"] == 3
    assert told["hotline_turn_seconds_bucket", "engine=host-1,le=0.04"] == 2
    assert told["hotline_turn_seconds_bucket", "engine=host-1,le=+Inf"] == 3
    assert told["hotline_wait_seconds_count", "engine=host-1"] == 1


def test_engine_and_front_cut_time_into_the_same_pieces() -> None:
    assert metrics.BOUNDS == BOUNDS
