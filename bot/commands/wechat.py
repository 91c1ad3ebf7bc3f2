"""`hotline wechat`: what is done at the platform by hand."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import db
from bot import settings as settings_module
from bot.errors import BadData, Unreachable
from bot.settings import Settings

app = typer.Typer(help="The WeChat official account.", no_args_is_help=True)
menu_app = typer.Typer(help="Its menu.", no_args_is_help=True)
app.add_typer(menu_app, name="menu")

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]


@menu_app.command("push")
def push(data_dir: DataDir = None) -> None:
    """Make the menu of knowledge/wechat_menu.yml the account's; phones show it within minutes."""
    from channels.wechat.menu import load_menu

    settings = settings_module.load(data_dir=data_dir)
    menu = load_menu(settings.knowledge_dir / "wechat_menu.yml")
    asyncio.run(_push(settings, list(menu.buttons)))
    typer.echo(f"the menu has {len(menu.buttons)} entries; phones show it within five minutes")


async def _push(settings: Settings, buttons: list[dict[str, Any]]) -> None:
    from channels.wechat.api import Api, Rejected

    if settings.wechat is None or not (settings.wechat.appid and settings.wechat.secret):
        remedy = "set the token, the app id and the secret"
        raise BadData("WeChat is not set up", path="HOTLINE_WECHAT_SECRET", remedy=remedy)
    engine = db.opened(settings)
    db.migrate(engine)
    api = Api(settings.wechat, db.session_factory(engine))
    try:
        await api.post("menu/create", {"button": buttons})
    except Rejected as error:
        raise Unreachable("WeChat", f"it answers errcode {error.code}", permanent=True) from None
    finally:
        await api.close()
        engine.dispose()
