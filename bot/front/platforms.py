"""Which platforms are switched on, by their settings."""

from sqlalchemy.orm import Session, sessionmaker

from bot.centers.seats import Seats
from bot.settings import Settings
from channels.base import Channel, Post


def switched_on(settings: Settings, factory: sessionmaker[Session], post: Post) -> list[Channel]:
    """The channels of the settings, ready to be run."""
    channels: list[Channel] = []
    seats = Seats.load(settings.knowledge_dir / "county_seats.csv")
    if settings.wechat is not None:
        from channels.wechat.channel import WeChatChannel
        from channels.wechat.incoming import Reader
        from channels.wechat.menu import load_menu

        menu = load_menu(settings.knowledge_dir / "wechat_menu.yml")
        reader = Reader(menu.keys, seats)
        channels.append(WeChatChannel(settings.wechat, factory, post, reader))
    if settings.telegram is not None:
        from channels.telegram.channel import TelegramChannel

        channels.append(TelegramChannel(settings.telegram, factory, post, seats))
    return channels
