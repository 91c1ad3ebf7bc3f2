"""Every sentence the program says outside a dialogue exists, and its blanks are filled."""

import re
from pathlib import Path
from string import Formatter

import pytest

from bot import wording
from bot.desk import escalation, telling, verbs
from bot.errors import BadData
from bot.settings import ROOT
from bot.tickets.lifecycle import VERBS

SENTENCES = wording.sentences(wording.FILE)
TOLD = {"number", "unit", "due", "why", "until", "authority", "into"}


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", sorted(key for key in SENTENCES if key.startswith("ticket.")))
def test_what_the_person_reads_of_a_ticket_names_only_what_is_known(key: str) -> None:
    assert key.removeprefix("ticket.") in VERBS
    assert blanks(SENTENCES[key]) <= TOLD
    assert "{number}" in SENTENCES[key]


@pytest.mark.parametrize("event", sorted(telling.CONCERNED))
def test_whoever_is_concerned_has_a_sentence_without_persons(event: str) -> None:
    assert blanks(SENTENCES[f"staff.{event}"]) <= {"number", "due"}


@pytest.mark.parametrize("rule", [*escalation.rules().words, escalation.FAILED])
def test_every_rule_that_brings_in_a_colleague_says_so(rule: str) -> None:
    assert blanks(SENTENCES[f"handoff.rule_{rule}"]) == {"wait"}


def test_every_key_in_the_code_has_its_sentence() -> None:
    used = set()
    pattern = re.compile(r'"((?:handoff|staff|activity|mail)\.[a-z_]+)"')
    for path in ROOT.glob("bot/**/*.py"):
        # A sealed column is named by its table, and a table may be called like a group.
        code = re.sub(r'Sealed\w*\("[^"]*"', "", path.read_text(encoding="utf-8"))
        used |= set(pattern.findall(code))
    # Acts of the audit trail and files of the program are named alike.
    acts = {key for key in used if key.startswith(("staff.", "activity.")) and key not in SENTENCES}
    audited = {
        "staff.add", "staff.grant", "staff.password", "staff.sign_in_failed", "staff.locked",
        "staff.revoke", "staff.sign_in", "staff.on", "staff.off", "staff.totp_on",
        "staff.totp_off", "activity.plan", "activity.change", "activity.propose",
        "activity.select", "activity.attendance", "activity.register",
            "staff.id",
    }  # fmt: skip
    assert used - acts <= set(SENTENCES)
    assert acts <= audited


def test_moves_that_change_what_a_person_sees_are_told() -> None:
    silent = {"note", "correct", "reveal", "seal", "invite", "contribute", "remind", "supervise"}
    silent |= {"supplement", "follow_up", "appeal", "nominate", "record_cost"}
    silent |= {v for v in verbs.VERBS if "judgement" in v or v in {"invite_experts"}}
    silent |= {"expert_answer"}
    for verb in set(verbs.VERBS) - silent:
        assert f"ticket.{verb}" in SENTENCES, verb


def test_a_sentence_that_is_missing_or_cannot_be_filled_is_named() -> None:
    with pytest.raises(BadData, match=r"ticket\.nothing"):
        wording.say("ticket.nothing")
    with pytest.raises(BadData, match=r"handoff\.wait_known.*blank"):
        wording.say("handoff.wait_known", place=1)


@pytest.mark.parametrize("text", ["", "a: b", "[1]", "a: {b: c"])
def test_a_file_that_holds_no_sentences_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notices.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadData):
        wording.sentences(file)
