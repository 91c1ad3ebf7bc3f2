"""`hotline staff`: accounts of colleagues."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import clock
from bot import settings as settings_module
from bot.centers.directory import Directory
from bot.commands.opening import writing
from bot.errors import BadData, NotFound
from bot.staff import queries, service
from bot.staff.permissions import ROLES

app = typer.Typer(help="Accounts of colleagues.", no_args_is_help=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Database and files.")]
Unit = Annotated[str, typer.Option("--unit", help="A center's id of knowledge/centers.yml.")]
Role = Annotated[str, typer.Option("--role", help=", ".join(ROLES))]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password there.")]
BY = "command line"


@app.command()
def add(
    name: str,
    unit: Unit,
    role: Role,
    password_stdin: FromStdin = False,
    email: Annotated[str | None, typer.Option("--email", help="For reminders.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Make an account with one role at one unit."""
    _check(unit, role)
    password = _password(password_stdin)
    with writing(data_dir) as session:
        account = service.add(
            session,
            name,
            unit=unit,
            role=role,
            password=password,
            email=email,
            by=BY,
            at=clock.now(),
        )
    typer.echo(f"{account.name}: {role} at {unit}")


@app.command()
def grant(name: str, unit: Unit, role: Role, data_dir: DataDir = None) -> None:
    """Give one more role at a unit."""
    _check(unit, role)
    with writing(data_dir) as session:
        account = service.named(session, name)
        service.grant(session, account, unit=unit, role=role, by=BY, at=clock.now())
    typer.echo(f"{name}: {role} at {unit}")


@app.command()
def revoke(name: str, unit: Unit, role: Role, data_dir: DataDir = None) -> None:
    """Take a role away."""
    with writing(data_dir) as session:
        account = service.named(session, name)
        service.revoke(session, account, unit=unit, role=role, by=BY, at=clock.now())
    typer.echo(f"{name}: no longer {role} at {unit}")


@app.command()
def password(name: str, password_stdin: FromStdin = False, data_dir: DataDir = None) -> None:
    """Set a new password; all sessions end and a lock is lifted."""
    new = _password(password_stdin)
    with writing(data_dir) as session:
        service.set_password(session, service.named(session, name), new, by=BY, at=clock.now())
    typer.echo(f"{name}: new password set, all sessions ended")


@app.command()
def off(name: str, data_dir: DataDir = None) -> None:
    """Switch an account off; its sessions end at once."""
    with writing(data_dir) as session:
        account = service.named(session, name)
        service.switch(session, account, on=False, by=BY, at=clock.now())
    typer.echo(f"{name}: off")


@app.command("list")
def list_accounts(data_dir: DataDir = None) -> None:
    """All accounts with their roles."""
    with writing(data_dir) as session:
        for account in queries.everybody(session):
            roles = ", ".join(f"{held.role}@{held.unit}" for held in account.grants)
            second = "TOTP" if account.totp_secret else "password only"
            state = "on" if account.active else "off"
            typer.echo(f"{account.name}  {state}  {second}  {roles}")


def _check(unit: str, role: str) -> None:
    if role not in ROLES:
        raise BadData(f"no role {role!r}", path="--role", remedy=f"one of {', '.join(ROLES)}")
    check_unit(unit)


def check_unit(unit: str) -> None:
    """Insist on a unit of the directory.

    Raises:
        BadData: there is none; says which there are.
    """
    directory = Directory.load(settings_module.load().knowledge_dir / "centers.yml")
    try:
        directory.by_id(unit)
    except NotFound:
        ids = ", ".join(center.id for center in directory.centers)
        raise BadData(f"no unit {unit!r}", path="--unit", remedy=f"one of {ids}") from None


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
