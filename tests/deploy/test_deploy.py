"""What operators copy from deploy/ can be read by the programs it is for, and works."""

import configparser
import datetime
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.settings import ROOT
from tests.faults.world import free_port

DEPLOY = ROOT / "deploy"
HOTLINE = "/srv/hotline/.venv/bin/hotline"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if found is None:
        reason = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, plain))


def _proxy(folder: Path, front: int, plain: int, tls: int) -> list[str]:
    """The committed configuration with this machine's ports and a certificate of its own."""
    _certificate(folder)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in {
        "server front:8000": f"server 127.0.0.1:{front}",
        "/etc/nginx/certificates": str(folder),
        "/var/log/nginx": str(folder),
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen 443 ": f"listen 127.0.0.1:{tls} ",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "hotline.conf").write_text(text, encoding="utf-8")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {places} include {folder}/hotline.conf; }}\n",
        encoding="utf-8",
    )
    return [_program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf")]


def test_nginx_reads_its_configuration(tmp_path: Path) -> None:
    command = _proxy(tmp_path, 8000, free_port(), free_port())
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def behind_nginx(tmp_path: Path) -> Iterator[str]:
    """The front behind the proxy, as in production but for the names."""
    front, tls = free_port(), free_port()
    command = _proxy(tmp_path, front, free_port(), tls)
    env = {**os.environ, "HOTLINE_DATA_DIR": str(tmp_path / "data")}
    words = [sys.executable, "-m", "bot.cli", "front", "--port", str(front)]
    served = subprocess.Popen(words, env=env, cwd=ROOT, stderr=subprocess.DEVNULL)
    proxied = subprocess.Popen(command)
    try:
        yield f"https://127.0.0.1:{tls}"
    finally:
        for process in (proxied, served):
            process.terminate()
            process.wait(30)


@pytest.mark.slow
def test_behind_the_proxy_people_are_served_and_the_rest_is_kept_out(behind_nginx: str) -> None:
    with httpx.Client(base_url=behind_nginx, verify=False, trust_env=False, timeout=20) as client:
        for _ in range(300):
            try:
                if client.get("/healthz").status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        made = client.post("/chat/sessions", json={})
        assert made.status_code == 201
        opens = {"Authorization": f"Bearer {made.json()['token']}"}
        said = client.post(
            "/chat/messages", json={"client_msg_id": "1", "text": "你好"}, headers=opens
        )
        assert said.status_code == 202
        assert client.get("/metrics").status_code == 404
        assert client.get("/readyz").status_code == 404
        big = client.post("/chat/messages", content=b"x" * 100_000, headers=opens)
        assert big.status_code == 413
        assert "max-age" in made.headers["strict-transport-security"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_reads_its_units(path: Path, tmp_path: Path) -> None:
    analyze = _program("systemd-analyze")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(
            "/srv/hotline/.venv/bin/hotline", "/bin/true"
        )
        text = text.replace("User=hotline\n", "").replace("Group=hotline\n", "")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    command = [analyze, "verify", "--man=no", "--recursive-errors=no", str(tmp_path / path.name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if path.name in line]
    assert ours == []


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_call_commands_that_there_are(path: Path) -> None:
    for words in re.findall(r"^ExecStart=\S+/hotline (.*)$", path.read_text("utf-8"), re.M):
        _is_a_command(words.split())


def _is_a_command(words: list[str]) -> None:
    from typer.main import get_command

    from bot.cli import app

    command: Any = get_command(app)
    if words[0] in {"audit"}:
        command, words = command.commands[words[0]], words[1:]
    known = {option for one in command.commands[words[0]].params for option in one.opts}
    assert {word for word in words if word.startswith("--")} <= known


def _compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    return read


def test_compose_names_only_what_it_defines() -> None:
    compose = _compose()
    for name, service in compose["services"].items():
        assert set(service.get("secrets", [])) <= set(compose["secrets"]), name
        assert set(service.get("networks", [])) <= set(compose["networks"]), name
        assert set(service.get("depends_on", [])) <= set(compose["services"]), name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source.startswith(".") or source in compose["volumes"], volume
        command = service.get("command")
        if command:
            assert command[0] == "hotline"
            _is_a_command(command[1:])
    assert compose["networks"]["inner"]["internal"] is True
    assert "ports" not in compose["services"]["front"]


def test_every_setting_in_deploy_is_described() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            for name in re.findall(r"\bHOTLINE_[A-Z_]+", path.read_text(encoding="utf-8")):
                assert name.removesuffix("_FILE") in example, (path, name)


def test_alerts_ask_for_figures_that_there_are_and_say_what_to_do() -> None:
    sources = [ROOT / "bot/front/metrics.py"]
    exported = "".join(path.read_text(encoding="utf-8") for path in sources)
    operations = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    groups = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text(encoding="utf-8"))
    for rule in groups["groups"][0]["rules"]:
        for name in re.findall(r"hotline_[a-z_]+", rule["expr"]):
            plain = re.sub(r"_(total|bucket|count|sum)$", "", name)
            assert f'"{plain}"' in exported, name
        heading = re.search(r"'(.+)'", rule["annotations"]["do"])
        assert heading is not None
        assert f"### {heading[1]}" in operations, heading[1]


def test_the_image_holds_what_the_program_reads() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for name in ("config.yml", "domain.yml", "nlu_data", "stories", "knowledge", "bot", "channels"):
        assert re.search(rf"^COPY .*\b{re.escape(name)}\b", text, re.M), name
    assert "USER hotline" in text


def test_units_are_files_of_sections() -> None:
    for path in UNITS:
        parser = configparser.RawConfigParser(strict=False)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(path.read_text(encoding="utf-8"))
        assert "Unit" in parser.sections()
