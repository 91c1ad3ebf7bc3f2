"""Mail to colleagues who left an address: what to look at, by number; no words of the public."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage

from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from bot import wording
from bot.office_settings import Mail
from bot.staff.notice_records import StaffNotice
from bot.staff.records import StaffAccount

log = logging.getLogger("hotline.mail")
AT_ONCE, TRIES, SECONDS = 20, 5, 15.0
WAITING, SENDING, DONE, DEAD = "waiting", "sending", "done", "dead"


def take(session: Session) -> list[tuple[int, str, str]]:
    """Take some waiting notices for sending: id, address, text."""
    query = (
        select(StaffNotice, StaffAccount.email)
        .join(StaffAccount, StaffAccount.id == StaffNotice.staff_id)
        .where(StaffNotice.mail == WAITING, StaffAccount.email.is_not(None))
        .order_by(StaffNotice.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=StaffNotice)
    )
    taken = []
    for notice, address in session.execute(query):
        notice.mail, notice.mail_tries = SENDING, notice.mail_tries + 1
        taken.append((notice.id, address, notice.text))
    return taken


def recover(session: Session) -> None:
    """After a crash: what was being sent is sent again; twice is better than never."""
    query = update(StaffNotice).where(StaffNotice.mail == SENDING).values(mail=WAITING)
    session.execute(query)


def send_some(factory: sessionmaker[Session], mail: Mail, public_url: str) -> int:
    """Send what waits; how many went out. A server that is down is tried again next time."""
    with factory.begin() as session:
        taken = take(session)
    sent: list[int] = []
    if taken:
        try:
            _send(mail, public_url, taken, sent)
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            log.error("mail not sent kind=%s", type(error).__name__)
    with factory.begin() as session:
        for notice_id, _, _ in taken:
            notice = session.get_one(StaffNotice, notice_id)
            again = DEAD if notice.mail_tries >= TRIES else WAITING
            notice.mail = DONE if notice_id in sent else again
    return len(sent)


def _send(
    mail: Mail, public_url: str, taken: Sequence[tuple[int, str, str]], sent: list[int]
) -> None:
    with _connection(mail) as server:
        for notice_id, address, text in taken:
            message = EmailMessage()
            message["From"], message["To"] = mail.sender, address
            message["Subject"] = wording.say("mail.subject")
            link = f"{public_url}/console/"
            message.set_content(wording.say("mail.body", text=text, link=link))
            try:
                server.send_message(message)
                sent.append(notice_id)
            except smtplib.SMTPRecipientsRefused:
                log.error("mail refused notice=%s", notice_id)


def _connection(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if mail.security == "smtps":
        server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
    if mail.security == "smtp+starttls":
        server.starttls(context=context)
    if mail.user:
        server.login(mail.user, mail.password)
    return server
