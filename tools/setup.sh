#!/bin/sh
# Everything a machine with python3, pip, make and git still needs: uv, Python 3.11, the libraries.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.tools/bin:$PATH"
if ! command -v uv >/dev/null 2>&1; then
  echo "installing uv into .tools (first run only)…" >&2
  python3 -m venv .tools 2>/dev/null || python3 -m pip install --quiet --target .tools/lib virtualenv
  [ -x .tools/bin/pip ] || PYTHONPATH=.tools/lib python3 -m virtualenv --quiet .tools
  .tools/bin/pip install --quiet uv
fi
uv python find 3.11 >/dev/null 2>&1 || uv python install 3.11
# Where a browser is installed, so is what drives it: the browser tests run wherever they can.
# UV_NO_DEV=1 installs what production needs, and nothing else.
[ -x /usr/bin/chromium ] && [ -z "${UV_NO_DEV:-}" ] && set -- --group browser || set --
uv sync --quiet --frozen --python 3.11 "$@"
