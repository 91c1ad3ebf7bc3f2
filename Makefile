# make run | test | train | lint | bench | chaos: each does all the set-up it needs.
PORT ?= 8000
HOST ?= 127.0.0.1
export RASA_TELEMETRY_ENABLED = false
export PATH := $(CURDIR)/.tools/bin:$(PATH)
UV = uv
MODEL = $(firstword $(wildcard models/*.tar.gz))

.PHONY: run test train lint bench chaos stock setup model

run: model
	@echo "对话页面:http://$(HOST):$(PORT)/  (Ctrl-C 停止)"
	@$(UV) run --no-sync hotline serve --host $(HOST) --port $(PORT)

test: model
	$(UV) run --no-sync lint-imports --no-cache
	$(UV) run --no-sync pytest

lint: setup
	$(UV) run --no-sync ruff check .
	$(UV) run --no-sync ruff format --check .
	$(UV) run --no-sync mypy
	$(UV) run --no-sync lint-imports --no-cache

train: setup
	$(UV) run --no-sync hotline train

bench: model stock
	$(UV) run --no-sync python -m benchmarks

# About twenty minutes; stopped and called again it goes on.
chaos: model
	$(UV) run --no-sync python -m tests.faults

# Stock Rasa with TensorFlow, beside ours: for the comparison and for `rasa` commands.
stock: setup
	UV_PROJECT_ENVIRONMENT=.venv-stock $(UV) sync --quiet --frozen --python 3.11 --group stock

setup:
	@sh tools/setup.sh

# Trained on the first run, and again when what it is trained on has changed.
model: setup
	@$(UV) run --no-sync python -m bot.engine.model_is_current || $(UV) run --no-sync hotline train
