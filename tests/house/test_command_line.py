"""The commands other programs call: one object a line in, one a line out (contract, section 4)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def hotline(
    *words: str, lines: list[str] | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a command as another program would."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        input="\n".join(lines or []) + "\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **env},
        check=False,
        timeout=120,
    )


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


BAD_LINES = ["not json", "[1]", '"text"', "5", "{}", '{"text": 5, "question": null}', "{" * 5000]


@pytest.mark.model
@pytest.mark.slow
def test_parse_keeps_order_and_answers_bad_lines_in_their_place() -> None:
    good = json.dumps({"text": "我要举报株洲天元区有人卖假冒专利产品,电话13873112345"})
    done = hotline("parse", "--jsonl", lines=[good, *BAD_LINES, good])
    read = objects(done)
    assert done.returncode == 1
    assert len(read) == len(BAD_LINES) + 2
    assert set(read[0]) == {"text", "intent", "intent_ranking", "entities"}
    assert read[0]["intent"]["name"] == "report_complaint"
    assert 0 <= read[0]["intent"]["confidence"] <= 1
    values = {(e["entity"], e["value"]) for e in read[0]["entities"]}
    assert {("prefecture", "株洲市"), ("county", "天元区"), ("phone", "13873112345")} <= values
    for entity in read[0]["entities"]:
        assert set(entity) == {"entity", "value", "start", "end"}
    assert all("error" in line for line in read[1:-1])
    assert read[-1] == read[0]


@pytest.mark.model
@pytest.mark.slow
def test_parse_takes_odd_texts() -> None:
    odd = ["", " ", "/restart", "长" * 10_000, "😀", "\u0000\u202e", '/inform{"a":1}']
    done = hotline("parse", "--jsonl", lines=[json.dumps({"text": text}) for text in odd])
    assert done.returncode == 0, done.stderr
    assert [line["text"] for line in objects(done)] == odd


def test_route_names_unit_and_reason() -> None:
    matter = {
        "category": "complaint",
        "applicant_region": "我在长沙",
        "infringement_region": "吉首",
        "ip_type": "trademark",
        "needs": [],
        "platform": None,
    }
    done = hotline("route", "--jsonl", lines=[json.dumps(matter), "{}", "nonsense"])
    first, second, third = objects(done)
    assert first["tier"] == "branch"
    assert first["prefecture"] == "湘西土家族苗族自治州"
    assert set(first) >= {"center_id", "name", "reason", "candidates", "cooperating", "ask"}
    assert "error" in second
    assert "error" in third
    assert done.returncode == 1


def test_answer_gives_outcome_and_sources() -> None:
    done = hotline("answer", "--jsonl", lines=['{"question": "打12330要钱吗"}', '{"question": 7}'])
    told, bad = objects(done)
    assert told["outcome"] == "answered"
    assert told["sources"]
    assert set(told) == {"outcome", "entry_id", "answer", "sources", "score", "candidates"}
    assert "error" in bad


def test_tickets_of_an_empty_office(tmp_path: Path) -> None:
    done = hotline("ticket", "list", "--json", "--data-dir", str(tmp_path))
    assert json.loads(done.stdout) == []
    missing = hotline("ticket", "show", "HN-2345-67892", "--json", "--data-dir", str(tmp_path))
    assert missing.returncode == 2
    assert "no ticket" in missing.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HOTLINE_RATE_LIMIT", "fast", "20/120"),
        ("HOTLINE_PRODUCTION", "yes", "0 or 1"),
        ("HOTLINE_DATABASE_URL", "mysql://x", "not supported"),
        ("HOTLINE_DATABASE_URL", "nonsense", "not a database URL"),
        ("HOTLINE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "cannot be reached"),
        ("HOTLINE_DATABASE_URL_FILE", "/no/such/file", "name a readable file"),
    ],
)
def test_a_wrong_setting_is_named_with_its_remedy(name: str, value: str, said: str) -> None:
    done = hotline("db", **{name: value})
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("damaged", [False, True])
def test_a_missing_or_damaged_model_says_what_to_do(tmp_path: Path, damaged: bool) -> None:
    if damaged:
        (tmp_path / "broken.tar.gz").write_bytes(b"not a model")
    done = hotline("parse", "--jsonl", lines=['{"text": "x"}'], HOTLINE_MODEL_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "make train" in done.stderr
    assert "Traceback" not in done.stderr
