"""`hotline api`: keys and webhooks of other programs."""

from typing import Annotated

import typer

from bot import clock
from bot import settings as settings_module
from bot.commands.opening import writing
from bot.commands.staff import BY, DataDir, Unit, check_unit
from bot.staff import keys
from bot.tickets import webhooks

app = typer.Typer(help="Keys and webhooks of other programs.", no_args_is_help=True)


@app.command()
def key(
    name: str,
    unit: Unit,
    role: Annotated[str, typer.Option("--role", help="handler or supervisor")] = "handler",
    act: Annotated[bool, typer.Option("--act", help="It may make moves, not only read.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Make a key; it is shown this once, on stdout."""
    check_unit(unit)
    with writing(data_dir) as session:
        made = keys.make(
            session, unit=unit, name=name, role=role, may_act=act, by=BY, at=clock.now()
        )
    typer.echo(made)


@app.command("keys")
def list_keys(data_dir: DataDir = None) -> None:
    """All keys, without the keys themselves."""
    with writing(data_dir) as session:
        for row in keys.everything(session):
            state = "revoked" if row.revoked_at else "good"
            acts = "acts" if row.may_act else "reads"
            typer.echo(f"{row.id}  {state}  {acts}  {row.role}@{row.unit}  {row.name}")


@app.command()
def revoke(key_id: int, data_dir: DataDir = None) -> None:
    """Take a key back."""
    with writing(data_dir) as session:
        keys.revoke(session, key_id, by=BY, at=clock.now())
    typer.echo(f"key {key_id} revoked")


@app.command()
def webhook(url: str, unit: Unit, data_dir: DataDir = None) -> None:
    """Tell a program of every change; the secret that signs is shown this once."""
    check_unit(unit)
    secure = settings_module.load(data_dir=data_dir).production
    with writing(data_dir) as session:
        hook = webhooks.enrol(session, unit=unit, url=url, secure=secure, by=BY, at=clock.now())
        typer.echo(f"{hook.id} {hook.secret}")


@app.command()
def silence(webhook_id: int, data_dir: DataDir = None) -> None:
    """Tell a webhook nothing more."""
    with writing(data_dir) as session:
        webhooks.strike(session, webhook_id, by=BY, at=clock.now())
    typer.echo(f"webhook {webhook_id} is silent")
