# The commands of Dekkend. Only Python (any 3.x with pip) and make need to be there.
.DEFAULT_GOAL := help
UV_VERSION := 0.13.9
PORT ?= 8000

# An uv that is there and works is used; else this folder gets one of its own.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)
PYTHON := .venv/bin/python

.PHONY: help run test check bench messages clean

help:
	@echo "make run     start the demo (PORT=8000)"
	@echo "make test    all tests, on SQLite with a browser; what can differ on PostgreSQL too"
	@echo "make check   lint, types, import contract, templates"
	@echo "make bench   the speed table, also in build/bench.json"
	@echo "make messages  collect texts to translate, put translations in force"
	@echo "make clean   forget the demo's data"

.tools/bin/uv:
	python3 -m pip install --quiet --disable-pip-version-check --target .tools uv==$(UV_VERSION)

.venv/run: pyproject.toml uv.lock | $(filter .tools%,$(UV))
	$(UV) sync --locked --no-default-groups --inexact --quiet
	@touch $@

.venv/dev: pyproject.toml uv.lock | $(filter .tools%,$(UV))
	$(UV) sync --locked --all-groups --quiet
	@touch $@ .venv/run

run: .venv/run
	@exec env DEKKEND_DEMO=1 PORT=$(PORT) $(PYTHON) manage.py run_demo

test: .venv/dev
	@$(PYTHON) -m tools.test

check: .venv/dev
	@$(PYTHON) -m tools.check

bench: .venv/dev
	@$(PYTHON) -m benchmarks

messages: .venv/dev
	@DJANGO_SETTINGS_MODULE=dekkend.config.test_settings $(PYTHON) -m tools.messages

clean:
	rm -rf var build
