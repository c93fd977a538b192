# Two commands are enough: `make run` and `make test`. Both may be run again at any time.
PORT ?= 8000
UV := .venv/bin/uv
PY := .venv/bin/python
EDITIONS := build/editions
export UV_PROJECT_ENVIRONMENT = .venv

.PHONY: run test setup editions lint bench mutants clean

# uv lives in the project's own environment, so nothing of the machine is changed.
$(UV):
	@echo "Making the environment in .venv ..."
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

.venv/.ready: $(UV) pyproject.toml uv.lock
	@echo "Installing what the lock file names ..."
	@$(UV) sync --frozen --all-extras --inexact
	@touch $@

# Fonts, styles and scripts of the site, from npm by name and version.
frontend/node_modules/.ready: frontend/package.json frontend/package-lock.json
	@echo "Installing what the pages need ..."
	@npm ci --prefix frontend --no-audit --no-fund --silent
	@touch $@

src/wijkwerk/site/static/vendor/.ready: frontend/node_modules/.ready frontend/build.mjs $(wildcard frontend/*.mjs frontend/*.css)
	@node frontend/build.mjs
	@touch $@

setup: .venv/.ready src/wijkwerk/site/static/vendor/.ready
	@$(PY) -m wijkwerk.site.messages compile

editions: setup
	@$(PY) -m wijkwerk.site.examples --out $(EDITIONS)

run: editions
	@.venv/bin/wijkwerk serve $(EDITIONS) --port $(PORT) --var build/site

test: setup
	@$(PY) -m pytest -n 2 --dist loadfile --durations=15

lint: setup
	@.venv/bin/ruff check src tests bench scripts
	@.venv/bin/ruff format --check src tests bench scripts
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: setup
	@$(PY) bench/run.py --size small

# Rules broken on purpose: does a test notice? ROOM=monitor/core/disclosure for one room; takes hours.
ROOM ?=
mutants: setup
	@$(PY) scripts/mutants.py $(ROOM)

clean:
	rm -rf build .venv
