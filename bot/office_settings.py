"""Settings of the case backend: mail to colleagues, and where links lead."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from bot.errors import BadData

Read = Callable[[str], str]
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True)
class Mail:
    """Where mail is handed in. `security`: smtp (none), smtp+starttls or smtps."""

    security: str
    host: str
    port: int
    user: str
    password: str
    sender: str


def mail(read: Read) -> Mail | None:
    """Of HOTLINE_SMTP_URL and HOTLINE_MAIL_FROM; `None` when no mail is wanted.

    Raises:
        BadData: the URL or the sender cannot be used.
    """
    url, sender = read("HOTLINE_SMTP_URL"), read("HOTLINE_MAIL_FROM")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        remedy = "set it as smtp+starttls://user:password@host:587"
        raise BadData("not a mail server's address", path="HOTLINE_SMTP_URL", remedy=remedy)
    if "@" not in sender:
        remedy = "set the address mail comes from"
        raise BadData("no address", path="HOTLINE_MAIL_FROM", remedy=remedy)
    return Mail(
        parts.scheme,
        parts.hostname,
        parts.port or _PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        sender,
    )


def public_url(read: Read) -> str:
    """Of HOTLINE_PUBLIC_URL, else of the page's address; without a slash at the end.

    Raises:
        BadData: no address of a website.
    """
    url = read("HOTLINE_PUBLIC_URL").rstrip("/")
    if not url and (page := urlsplit(read("HOTLINE_PAGE_URL"))).netloc:
        url = f"{page.scheme}://{page.netloc}"
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        remedy = "set it as https://12330.example.cn"
        raise BadData("not a website's address", path="HOTLINE_PUBLIC_URL", remedy=remedy)
    return url
