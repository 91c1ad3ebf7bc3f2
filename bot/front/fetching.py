"""Files that still lie at a platform: fetched, kept as evidence, then the message has its turn."""

import asyncio
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from bot import clock, db
from bot.clock import local
from bot.conversations import arriving, files
from bot.conversations.letters import Media
from bot.conversations.records import Inbound, StoredFile
from channels.base import Channel, MediaRefused

log = logging.getLogger("hotline.front")
LOOK_EVERY = 0.2
TRIES = 3
CLAIM = timedelta(seconds=60)
PAUSE = timedelta(seconds=3)
_WHY = {413: "too_large", 409: "many", 415: "kind"}
_NAMES = {"image": "图片", "video": "视频", "voice": "语音", "document": "文件"}


@dataclass(frozen=True)
class Errand:
    """One file to fetch."""

    inbox_id: int
    conversation_id: str
    channel: str
    media: Media
    tries: int


class Fetching:
    """Fetches what the inbox waits for."""

    def __init__(
        self, factory: sessionmaker[Session], channels: Mapping[str, Channel], data_dir: Path
    ) -> None:
        self._factory, self._channels = factory, dict(channels)
        self._files, self._scratch = data_dir / "files", data_dir / "fetching"
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing more; the file being fetched is finished."""
        self._stopping = True

    async def work(self) -> None:
        """Fetch until stopped, one file at a time."""
        while self._channels and not self._stopping:
            try:
                errand = await run_in_threadpool(self._next)
                if errand is not None:
                    await self._run(errand)
                    continue
            except SQLAlchemyError as error:
                log.error("the inbox cannot be read kind=%s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY)

    async def _run(self, errand: Errand) -> None:
        self._scratch.mkdir(parents=True, exist_ok=True)
        place = self._scratch / secrets.token_hex(8)
        try:
            channel = self._channels[errand.channel]
            await channel.fetch(errand.media, place, files.MAX_BYTES)
            await run_in_threadpool(self._keep, errand, place)
        except MediaRefused as refusal:
            final = refusal.why != "unreachable" or errand.tries >= TRIES
            step = self._tell if final else self._again
            await run_in_threadpool(step, errand, refusal.why)
        except files.FileRefused as refused:
            await run_in_threadpool(self._tell, errand, _WHY.get(refused.status, "kind"))
        except (SQLAlchemyError, OSError) as error:
            log.error("a file could not be kept kind=%s", type(error).__name__)
        finally:
            place.unlink(missing_ok=True)

    def _next(self) -> Errand | None:
        at = clock.now()
        waiting = (
            select(Inbound)
            .where(Inbound.status == "fetching", Inbound.channel.in_(self._channels))
            .order_by(Inbound.id)
        )
        with db.reading(self._factory) as session:
            if not any(_free(row, at) for row in session.scalars(waiting.limit(50))):
                return None
        with self._factory.begin() as session:
            rows = session.scalars(waiting.limit(50).with_for_update(skip_locked=True))
            row = next((row for row in rows if _free(row, at)), None)
            return None if row is None else _claimed(row, at)

    def _keep(self, errand: Errand, place: Path) -> None:
        at, data = clock.now(), place.read_bytes()
        name = (
            errand.media.name or f"{_NAMES.get(errand.media.kind, '文件')}{local(at):%m%d-%H%M%S}"
        )
        with self._factory.begin() as session:
            kept = files.keep(
                session, data, name, errand.conversation_id, self._files, at, recordings=True
            )
            session.flush()
            file = session.get_one(StoredFile, kept["file_id"])
            arriving.fetched(session, errand.inbox_id, attachment=files.as_attachment(file))

    def _again(self, errand: Errand, _: str) -> None:
        """The claim ends a little later: then it is tried once more."""
        with self._factory.begin() as session:
            row = session.get_one(Inbound, errand.inbox_id)
            row.media = {**(row.media or {}), "until": (clock.now() + PAUSE).isoformat()}

    def _tell(self, errand: Errand, why: str) -> None:
        with self._factory.begin() as session:
            arriving.fetched(session, errand.inbox_id, why=why)


def _free(row: Inbound, at: datetime) -> bool:
    until = (row.media or {}).get("until")
    return until is None or datetime.fromisoformat(until) < at


def _claimed(row: Inbound, at: datetime) -> Errand:
    """Mark it as being fetched, also for other processes."""
    kept: dict[str, Any] = dict(row.media or {})
    tries = int(kept.get("tries", 0)) + 1
    row.media = {**kept, "tries": tries, "until": (at + CLAIM).isoformat()}
    media = Media(kept["kind"], kept["reference"], kept.get("name", ""))
    return Errand(row.id, row.conversation_id, row.channel, media, tries)
