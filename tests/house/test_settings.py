"""Settings come in at one place and refuse what would be dangerous."""

import re
from pathlib import Path

import pytest

from bot import settings
from bot.errors import BadData
from bot.settings import ROOT


def test_secrets_may_come_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://hotline@db/hotline\n", encoding="utf-8")
    loaded = settings.load({"HOTLINE_DATABASE_URL_FILE": str(secret)})
    assert loaded.database_url == "postgresql://hotline@db/hotline"


@pytest.mark.parametrize(
    "env",
    [
        {"HOTLINE_CLOCK_FILE": "/tmp/x"},
        {"HOTLINE_RATE_LIMIT": "off"},
        {"HOTLINE_FAULTS": "turn.before_commit=kill"},
    ],
)
def test_production_refuses_test_settings(env: dict[str, str]) -> None:
    settings_without = {**env}
    settings.load(settings_without)
    with pytest.raises(BadData):
        settings.load({**env, "HOTLINE_PRODUCTION": "1"})


def test_nothing_but_the_doors_reads_the_environment() -> None:
    doors = {"settings.py", "clock.py", "faults.py", "sounds.py"}
    starters = {"serve.py", "__main__.py", "cli.py", "slim_rasa.py", "dumps.py"}
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("channels/**/*.py")]:
        if path.name not in doors | starters:
            assert "os.environ" not in path.read_text(encoding="utf-8"), path


def test_every_setting_is_in_the_example_file() -> None:
    named = set()
    for path in ROOT.glob("bot/**/*.py"):
        named |= set(re.findall(r"\"(HOTLINE_[A-Z_]+)\"", path.read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    internal = {"HOTLINE_ENGINE", "HOTLINE_ENGINES", "HOTLINE_FAULTS"}
    assert {name for name in named - internal if name not in example} == set()


def test_mail_is_off_until_a_server_is_named() -> None:
    assert settings.load({}).mail is None


def test_a_mail_server_is_read_with_its_default_port_and_escaped_password() -> None:
    env = {
        "HOTLINE_SMTP_URL": "smtp+starttls://user:p%40ss@mail.example.cn",
        "HOTLINE_MAIL_FROM": "12330@example.cn",
    }
    mail = settings.load(env).mail
    assert mail is not None
    assert (mail.host, mail.port, mail.user, mail.password) == (
        "mail.example.cn",
        587,
        "user",
        "p@ss",
    )


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"HOTLINE_SMTP_URL": "mail.example.cn"}, "HOTLINE_SMTP_URL"),
        ({"HOTLINE_SMTP_URL": "http://mail.example.cn"}, "starttls"),
        ({"HOTLINE_SMTP_URL": "smtp://mail.example.cn"}, "HOTLINE_MAIL_FROM"),
        ({"HOTLINE_PUBLIC_URL": "12330.example.cn"}, "HOTLINE_PUBLIC_URL"),
        ({"HOTLINE_PUBLIC_URL": "ftp://12330.example.cn"}, "https://"),
    ],
)
def test_a_wrong_address_is_named(env: dict[str, str], said: str) -> None:
    with pytest.raises(BadData, match=said):
        settings.load(env)


def test_links_lead_where_the_operator_says_or_where_the_page_is() -> None:
    assert settings.load({"HOTLINE_PUBLIC_URL": "https://a.cn/"}).public_url == "https://a.cn"
    page = {"HOTLINE_PAGE_URL": "https://b.cn/12330/"}
    assert settings.load(page).public_url == "https://b.cn"
