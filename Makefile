# Two commands are enough: `make run` and `make test`. Both may be run again at any time.
PORT ?= 8000
UV := .venv/bin/uv
PY := .venv/bin/python
EDITIONS := build/editions
export UV_PROJECT_ENVIRONMENT = .venv

.PHONY: run test setup editions lint bench clean

# uv lives in the project's own environment, so nothing of the machine is changed.
$(UV):
	@echo "Making the environment in .venv ..."
	@python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

.venv/.ready: $(UV) pyproject.toml uv.lock
	@echo "Installing what the lock file names ..."
	@$(UV) sync --frozen --all-extras --inexact
	@touch $@

setup: .venv/.ready

editions: setup
	@$(PY) -m wijkwerk.site.examples --out $(EDITIONS)

run: editions
	@.venv/bin/wijkwerk serve $(EDITIONS) --port $(PORT)

test: setup
	@$(PY) -m pytest -n 2 --dist loadfile

lint: setup
	@.venv/bin/ruff check src tests bench
	@.venv/bin/ruff format --check src tests bench
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: setup
	@$(PY) bench/run.py --size small

clean:
	rm -rf build .venv
