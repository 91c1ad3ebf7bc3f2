"""All settings, read once from the environment into one frozen object. Nothing else reads it.

Secrets may also come from a file: `HOTLINE_X_FILE` names a file holding the value of `HOTLINE_X`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot import channel_settings, office_settings
from bot.errors import BadData

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class RateLimit:
    """Messages a minute; `None` means no limit."""

    per_conversation: int | None
    per_address: int | None


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. Paths are absolute."""

    data_dir: Path
    database_url: str
    model_dir: Path
    rate_limit: RateLimit
    web_origins: tuple[str, ...] = ()
    production: bool = False
    # The address of our own web page, for people on other channels.
    page_url: str = ""
    wechat: channel_settings.WeChat | None = None
    telegram: channel_settings.Telegram | None = None
    mail: office_settings.Mail | None = None
    # Where the public reaches this service, for links in messages; empty: links begin with /.
    public_url: str = ""
    # Orders of erasure, outside the database: carried out anew after a restore.
    erasures: Path = Path("erasures.jsonl")
    # Lines of `bot.crypto.parse`; empty: what says who somebody is lies open.
    keys: str = field(default="", repr=False)
    root: Path = field(default=ROOT)

    @property
    def knowledge_dir(self) -> Path:
        return self.root / "knowledge"

    @property
    def lexicon_dir(self) -> Path:
        return self.root / "nlu_data" / "lexicon"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def key_file(self) -> Path:
        """Where the embedded default keeps its keys: beside the database, readable by us only."""
        return self.data_dir / "keys"

    @property
    def embedded(self) -> bool:
        """Whether the database is a file here: then this machine is the only one."""
        return self.database_url.startswith("sqlite")


def load(env: Mapping[str, str] | None = None, *, data_dir: Path | None = None) -> Settings:
    """Settings from `env` (the process's environment by default).

    Args:
        env: names and values.
        data_dir: overrides HOTLINE_DATA_DIR, as `--data-dir` does.
    Raises:
        BadData: a value cannot be used; names the variable and the remedy.
    """
    env = os.environ if env is None else env
    folder = (data_dir or Path(_read(env, "HOTLINE_DATA_DIR") or ROOT / "data")).resolve()
    production = _flag(env, "HOTLINE_PRODUCTION")
    settings = Settings(
        data_dir=folder,
        database_url=_read(env, "HOTLINE_DATABASE_URL") or f"sqlite:///{folder / 'hotline.db'}",
        model_dir=Path(_read(env, "HOTLINE_MODEL_DIR") or ROOT / "models").resolve(),
        rate_limit=_rate_limit(_read(env, "HOTLINE_RATE_LIMIT") or "20/120", production),
        web_origins=tuple(filter(None, (_read(env, "HOTLINE_WEB_ORIGINS") or "").split(","))),
        production=production,
        page_url=_read(env, "HOTLINE_PAGE_URL"),
        wechat=channel_settings.wechat(partial(_read, env), production),
        telegram=channel_settings.telegram(partial(_read, env)),
        mail=office_settings.mail(partial(_read, env)),
        public_url=office_settings.public_url(partial(_read, env)),
        erasures=Path(_read(env, "HOTLINE_ERASURES") or folder / "erasures.jsonl"),
        keys=_read(env, "HOTLINE_KEYS") or _kept(folder / "keys"),
    )
    if production and not settings.keys:
        remedy = "make them with `hotline keys new`, set HOTLINE_KEYS_FILE"
        raise BadData("no keys in production", path="HOTLINE_KEYS", remedy=remedy)
    if production and env.get("HOTLINE_CLOCK_FILE"):
        raise BadData("a test clock in production", path="HOTLINE_CLOCK_FILE", remedy="unset it")
    if production and env.get("HOTLINE_FAULTS"):
        raise BadData("fault hooks in production", path="HOTLINE_FAULTS", remedy="unset it")
    return settings


def _read(env: Mapping[str, str], name: str) -> str:
    path = env.get(f"{name}_FILE")
    if not path:
        return env.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        why = f"cannot read {path}: {error.strerror}"
        raise BadData(why, path=f"{name}_FILE", remedy="name a readable file") from None


def _kept(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip()
    if value not in {"", "0", "1"}:
        raise BadData(f"{value!r} is neither 0 nor 1", path=name, remedy="set 0 or 1")
    return value == "1"


def _rate_limit(text: str, production: bool) -> RateLimit:
    name = "HOTLINE_RATE_LIMIT"
    if text == "off":
        if production:
            raise BadData("no rate limit in production", path=name, remedy="set it as 20/120")
        return RateLimit(None, None)
    try:
        conversation, address = (int(part) for part in text.split("/"))
    except ValueError:
        raise BadData(f"cannot read {text!r}", path=name, remedy="set it as 20/120") from None
    if conversation < 1 or address < 1:
        raise BadData("limits start at 1", path=name, remedy="set it as 20/120")
    return RateLimit(conversation, address)
