"""The one gate: who comes in, and what a refusal looks like."""

from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from bot import clock
from bot.staff.records import StaffSession
from tests.console.cast import PASSWORD, Colleague, account_of, refusals, text_of

Database = sessionmaker[Session]
CHANGE = "/account/password"
NEW = {"old": PASSWORD, "password": "quite another one", "again": "quite another one"}


def let_expire(database: Database) -> None:
    with database.begin() as session:
        session.execute(update(StaffSession).values(seen_at=clock.now() - timedelta(days=1)))


async def test_a_stranger_is_led_to_the_sign_in_page_and_back(client: httpx.AsyncClient) -> None:
    page = await client.get("/console/account")
    assert page.status_code == 303
    assert page.headers["location"] == "/console/sign-in?next=/console/account"


async def test_signing_in_leads_to_the_page_that_was_wanted(
    client: httpx.AsyncClient, li: Colleague
) -> None:
    form = {"name": li.name, "password": PASSWORD, "next": "/console/account"}
    answer = await client.post("/console/sign-in", data=form)
    assert answer.headers["location"] == "/console/account"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "Path=/console" in cookie
    assert "SameSite=lax" in cookie
    page = await client.get("/console/account")
    assert "李岳" in page.text
    assert "岳阳分中心" in page.text


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/console/", "/console/\\evil", "javascript:alert(1)"],
)
async def test_signing_in_never_leads_elsewhere(
    client: httpx.AsyncClient, li: Colleague, elsewhere: str
) -> None:
    form = {"name": li.name, "password": PASSWORD, "next": elsewhere}
    answer = await client.post("/console/sign-in", data=form)
    assert answer.headers["location"] == "/console/"


async def test_a_wrong_password_is_told_in_the_form_and_the_name_stays(
    client: httpx.AsyncClient, li: Colleague
) -> None:
    answer = await client.post("/console/sign-in", data={"name": li.name, "password": "wrong"})
    assert answer.status_code == 401
    assert "账号、密码或验证码不对" in answer.text
    assert 'value="李岳"' in answer.text
    assert "set-cookie" not in answer.headers


async def test_a_form_without_our_secret_changes_nothing_and_is_on_record(
    database: Database, li: Colleague
) -> None:
    before = account_of(database, li.name).password_hash
    li.csrf = "forged"
    answer = await li.sends(CHANGE, **NEW)
    assert answer.status_code == 403
    assert "不是从本系统的页面发出的" in answer.text
    assert account_of(database, li.name).password_hash == before
    assert refusals(database) == [("李岳", CHANGE, "Forged")]


async def test_the_secret_of_another_session_does_not_fit(
    database: Database, li: Colleague, wang: Colleague
) -> None:
    li.csrf = wang.csrf
    assert (await li.sends(CHANGE, **NEW)).status_code == 403


async def test_another_sites_page_cannot_send_a_form(database: Database, li: Colleague) -> None:
    li.client.headers["sec-fetch-site"] = "cross-site"
    assert (await li.sends(CHANGE, **NEW)).status_code == 403
    assert refusals(database)[0][2] == "Forged"


async def test_an_expired_session_changes_nothing_and_gives_the_words_back(
    database: Database, li: Colleague
) -> None:
    before = account_of(database, li.name).password_hash
    let_expire(database)
    answer = await li.sends(CHANGE, **NEW, words="写了很久的一段话，不能丢")
    assert answer.status_code == 401
    assert "登录已过期" in answer.text
    assert "写了很久的一段话，不能丢" in answer.text
    assert NEW["password"] not in answer.text
    assert account_of(database, li.name).password_hash == before
    assert refusals(database) == [("李岳", CHANGE, "SessionOver")]


async def test_what_is_too_large_is_refused_before_it_is_read(
    database: Database, li: Colleague
) -> None:
    answer = await li.sends(CHANGE, **NEW, words="长" * 100_000)
    assert answer.status_code == 413
    assert "太大" in answer.text
    assert refusals(database) == [("李岳", CHANGE, "TooLarge")]


async def test_signing_out_ends_the_session_on_the_server(li: Colleague) -> None:
    assert (await li.sends("/sign-out")).status_code == 303
    assert (await li.opens("/account")).status_code == 303


async def test_a_new_password_ends_every_session(database: Database, li: Colleague) -> None:
    answer = await li.sends(CHANGE, **NEW)
    assert answer.headers["location"] == "/console/sign-in"
    assert (await li.opens("/account")).status_code == 303


async def test_every_answer_forbids_scripts_of_others_and_is_not_kept(li: Colleague) -> None:
    for path in ("/sign-in", "/account", "/nowhere", "/static/base.css"):
        page = await li.opens(path)
        policy = page.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-frame-options"] == "DENY"
    assert (await li.opens("/account")).headers["cache-control"] == "no-store"


async def test_no_template_holds_script_or_style_that_the_policy_forbids() -> None:
    for template in Path("bot/console/templates").rglob("*.html"):
        words = template.read_text(encoding="utf-8")
        assert " style=" not in words, template
        assert "<style" not in words, template
        assert " onclick=" not in words, template
        assert "<script>" not in words, template


async def test_an_unknown_page_is_told_in_chinese(li: Colleague) -> None:
    page = await li.opens("/nowhere")
    assert page.status_code == 404
    assert "没有这个页面" in text_of(page)


async def test_the_second_factor_is_bound_only_with_password_and_code(
    database: Database, li: Colleague
) -> None:
    page = await li.opens("/account")
    secret = page.text.split('name="secret" value="')[1].split('"')[0]
    wrong = await li.sends("/account/totp", secret=secret, code="000000", old=PASSWORD)
    assert wrong.status_code == 400
    assert account_of(database, li.name).totp_secret is None
    code = pyotp.TOTP(secret).at(clock.now())
    without = await li.sends("/account/totp", secret=secret, code=code, old="not it")
    assert without.status_code == 400
    bound = await li.sends("/account/totp", secret=secret, code=code, old=PASSWORD)
    assert bound.status_code == 303
    assert account_of(database, li.name).totp_secret == secret
