# Two commands are enough: `make run` and `make test`. Both may be run again at any time.
PORT ?= 8000
UV := .venv/bin/uv
PY := .venv/bin/python
EDITIONS := build/editions
export UV_PROJECT_ENVIRONMENT = .venv
# Some machines have it on: then every process here compiles everything it imports, in half its time.
unexport PYTHONDONTWRITEBYTECODE

# What the environment has besides: Spark, half a gigabyte, only where its tests run (EXTRAS=all).
EXTRAS ?= papers geometry postgres
TRANSLATED := src/wijkwerk/site/locale/nl/LC_MESSAGES/django
empty :=
ENVIRONMENT := .venv/.ready-$(subst $(empty) ,-,$(strip $(EXTRAS)))
# Random order, another one each time; SEED=… gives the same order again. TESTS: which ones.
TEST_SEED := $(or $(SEED),$(shell date +%s))
TESTS ?=
# A third worker: some tests wait, for a browser or for a moment to pass.
WORKERS ?= 3
PYTEST = $(PY) -m pytest -n $(WORKERS) --dist loadscope --randomly-seed=$(TEST_SEED) --durations=15

.PHONY: run test test-all setup editions lint bench bench-smoke mutants wheel clean

# A step says what it does at once, and how long it took when it is done: $(call timed,words,command)
define timed
@printf '%s ' '$(1)'; began=$$(date +%s); $(2) && echo "$$(( $$(date +%s) - began )) s"
endef

# uv lives in the project's own environment, so nothing of the machine is changed.
$(UV):
	$(call timed,Making the environment in .venv ...,python3 -m venv .venv && .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9")

$(ENVIRONMENT): $(UV) pyproject.toml uv.lock
	$(call timed,Installing what the lock file names ($(EXTRAS)) ...,$(UV) sync --quiet --frozen $(EXTRAS:%=--extra %) --inexact)
	@touch $@

# Fonts, styles and scripts of the site, from npm by name and version.
frontend/node_modules/.ready: frontend/package.json frontend/package-lock.json
	$(call timed,Installing what the pages need ...,npm ci --prefix frontend --no-audit --no-fund --silent)
	@touch $@

src/wijkwerk/site/static/vendor/.ready: frontend/node_modules/.ready frontend/build.mjs $(wildcard frontend/*.mjs frontend/*.css)
	$(call timed,Making the looks of the pages ...,node frontend/build.mjs)
	@touch $@

$(TRANSLATED).mo: $(wildcard $(dir $(TRANSLATED))*.po) $(ENVIRONMENT)
	@$(PY) -m wijkwerk.site.messages compile

setup: $(ENVIRONMENT) src/wijkwerk/site/static/vendor/.ready $(TRANSLATED).mo

editions: setup
	@$(PY) -m wijkwerk.site.examples --out $(EDITIONS)

run: editions
	@.venv/bin/wijkwerk serve $(EDITIONS) --port $(PORT) --var build/site

# As many threads as processors in each worker keep each other waiting.
test: export OPENBLAS_NUM_THREADS = 1
test: setup
	@echo "Tests in random order; SEED=$(TEST_SEED) gives this order again."
	@$(PYTEST) $(TESTS)

# With Spark, and the tests that are too slow for every run.
test-all:
	@$(MAKE) --no-print-directory test EXTRAS=all SEED=$(TEST_SEED) TESTS="$(TESTS) --all"

lint: setup
	@.venv/bin/ruff check src tests bench scripts
	@.venv/bin/ruff format --check src tests bench scripts
	@.venv/bin/mypy
	@.venv/bin/lint-imports

bench: setup
	@$(PY) bench/run.py --size small

# The same answers as the peers in seconds: what CI runs.
bench-smoke: setup
	@$(PY) bench/run.py --size smoke

# What pip installs, and the container image: with fonts, styles, translations and examples.
wheel: setup
	@rm -rf build/wheel
	@$(UV) build --quiet --wheel --out-dir build/wheel
	@ls build/wheel/*.whl

# Rules broken on purpose: does a test notice? ROOM=monitor/core/disclosure for one room; takes hours.
# SAMPLE=150 for that many of a room, drawn by SEED; AGAIN=1 for what survived before.
ROOM ?=
mutants: export SAMPLE := $(SAMPLE)
mutants: export SEED := $(SEED)
mutants: export AGAIN := $(AGAIN)
mutants: setup
	@$(PY) scripts/mutants.py $(ROOM)

clean:
	rm -rf build .venv
