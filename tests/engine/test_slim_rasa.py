"""Rasa without TensorFlow is still Rasa: stock Rasa reads the same model alike."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT, load
from tests.conftest import Brain

TEXTS = [
    "我的专利被岳阳一家厂仿冒了,想申请维权援助",
    "侵全怎么举报",
    "转人工",
    "谢谢",
    "13873112345",
]
STOCK = Path(os.environ.get("STOCK_VENV", ROOT / ".venv-stock"))

_READ_WITH_STOCK = """
import asyncio, json, sys
import tensorflow
from rasa.core.agent import Agent
agent = Agent.load(sys.argv[1])
read = [asyncio.run(agent.parse_message(text)) for text in json.loads(sys.argv[2])]
print(json.dumps([[r["intent"]["name"], round(r["intent"]["confidence"], 4)] for r in read]))
"""


def test_the_engine_holds_no_tensorflow_and_no_foreign_channels() -> None:
    code = (
        "import sys; from bot.engine import agent; "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "{'tensorflow', 'keras', 'jax', 'aiogram', 'twilio', 'slack_sdk', 'botocore', 'aio_pika'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.model
@pytest.mark.slow
def test_stock_rasa_reads_the_same_model_with_the_same_result(brain: Brain) -> None:
    python = STOCK / "bin" / "python"
    if not python.exists():
        reason = f"stock Rasa is not installed in {STOCK.name}: run `make stock`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from bot.engine import agent as agents

    model = agents.newest_model(load().model_dir)
    done = subprocess.run(
        [str(python), "-c", _READ_WITH_STOCK, str(model), json.dumps(TEXTS)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = json.loads(done.stdout.strip().splitlines()[-1])
    _, agent, _ = brain
    ours = []
    for text in TEXTS:
        intent = asyncio.run(agents.parse(agent, text))["intent"]
        ours.append([intent["name"], round(intent["confidence"], 4)])
    assert theirs == ours
