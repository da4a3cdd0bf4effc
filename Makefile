# Each target calls ordinary commands; README.md lists them for people without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHAPTERS ?=
PORT ?= 8000
JOBS ?= 2
TAG ?=
COURSE ?= course
ASSIGNMENT ?=
AGAIN ?=

.PHONY: book test test-browser unit nbval pyodide lint serve lab edit refresh counts outline accuracy bench pages test-cpus test-versions mutants sabotage pins clean python address notebooks elsewhere actions dist release-notes offline assignment grade slides test-teach pdf epub test-paper
.DEFAULT_GOAL := book

book: $(VENV)/installed
	@$(BIN)/python tools/build.py

test: lint unit nbval

unit: $(VENV)/installed pyodide
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

# Everything that Python in a page does, in Chromium and Firefox: long.
test-browser: $(VENV)/installed pyodide
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/browser

# The browser's Python; without a network the book and its tests do without it.
pyodide: $(VENV)/installed
	@$(BIN)/python tools/pyodide.py || [ -z "$$CI" ]

nbval: $(VENV)/installed
	$(BIN)/python -m pytest --nbval -n $(JOBS) --dist loadscope chapters

lint: $(VENV)/installed
	$(BIN)/ruff check -q .
	$(BIN)/ruff format -q --check .

serve: book
	@$(BIN)/python tools/serve.py $(PORT)

# For readers: plain notebooks, made once, so that what was answered in them stays.
lab: $(VENV)/installed
	@[ -d _build/notebooks/open ] || $(BIN)/python tools/elsewhere.py
	$(BIN)/jupyter lab _build/notebooks/open

# For authors: the chapters themselves, with the marks that the book is made from.
edit: $(VENV)/installed
	$(BIN)/jupyter lab chapters

refresh: $(VENV)/installed
	$(BIN)/python tools/refresh.py $(CHAPTERS)

counts: $(VENV)/installed
	$(BIN)/python tools/count.py

# Shows which words that turn a sentence have changed, and keeps them when you say that they are right.
outline: $(VENV)/installed
	@$(BIN)/python -m tests.outline

accuracy: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks.accuracy

bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks.readme
	$(BIN)/python -m benchmarks.growth

pages: book
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.playground_page
	$(BIN)/python -m benchmarks.studio
	$(BIN)/python -m benchmarks.verdicts

test-cpus: $(VENV)/installed
	$(BIN)/python tools/test_cpus.py

# SESSIONS="oldest newest-3.13" chooses some.
test-versions: $(VENV)/installed-versions
	JOBS=$(JOBS) $(BIN)/nox $(addprefix -s ,$(SESSIONS))

pins: $(VENV)/installed-versions
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/pins.py

mutants: $(VENV)/installed
	$(BIN)/python tools/mutants.py --jobs $(JOBS)

sabotage: $(VENV)/installed pyodide
	$(BIN)/python tools/sabotage.py --jobs $(JOBS)

# The two addresses of _config.yml, carried into what no build makes.
address: $(VENV)/installed
	@$(BIN)/python tools/cite.py

# What Colab opens; the workflow "Publish" makes a branch of it.
notebooks: $(VENV)/installed
	@$(BIN)/python tools/elsewhere.py

# Chapters in bare environments, by the steps of Colab and Binder: minutes, and a network.
elsewhere: $(VENV)/installed
	$(BIN)/python -m pytest tests/elsewhere

actions: $(VENV)/installed-publish
	$(BIN)/actionlint

dist: $(VENV)/installed-publish
	rm -rf build dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*

# What the changelog says of a version, if the tag, the version and the changelog agree.
release-notes: $(VENV)/installed
	@$(BIN)/python tools/release.py notes $(TAG)

# Copies of the built book to keep: one to open from disk, one to serve, with Python.
offline: book
	@$(BIN)/python tools/offline.py

# Homework for nbgrader out of the exercises of CHAPTERS="04 06", in the folder COURSE; AGAIN=--force undoes
# changes of the source.
assignment: $(VENV)/installed-teach
	@$(BIN)/python tools/assignment.py --course "$(COURSE)" $(AGAIN) $(CHAPTERS)

# Judges what was handed in, in a sandbox, and writes points and feedback.
grade: $(VENV)/installed-teach
	@$(BIN)/python tools/grade.py --course "$(COURSE)" $(AGAIN) $(ASSIGNMENT)

slides: $(VENV)/installed-teach
	@$(BIN)/python tools/slides.py $(CHAPTERS)

# Assignments and slides as a lecturer would make them: minutes, bubblewrap and Chromium.
test-teach: $(VENV)/installed-teach
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile tests/teach

# The book on paper and on a reading device, from the built pages; a PDF takes some minutes.
pdf: book $(VENV)/installed-paper
	@$(BIN)/python tools/pdf.py

epub: book
	@$(BIN)/python tools/epub.py

test-paper: book $(VENV)/installed-paper
	$(BIN)/python -m pytest tests/paper

clean:
	rm -rf _build

python:
	@command -v $(PYTHON) >/dev/null || { echo "This needs Python 3.11 or newer; there is no $(PYTHON) here. Set PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Set PYTHON=/path/to/python3."; exit 1; }

$(VENV)/installed: requirements.txt pyproject.toml | python
	@echo "Setting up $(VENV) (about a minute) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make environments; on Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-publish: requirements-publish.txt $(VENV)/installed
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-publish.txt
	@touch $@

$(VENV)/installed-teach: requirements-teach.txt $(VENV)/installed
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-teach.txt
	@touch $@

$(VENV)/installed-paper: requirements-paper.txt $(VENV)/installed
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-paper.txt
	@touch $@

$(VENV)/installed-bench: requirements-bench.txt requirements-torch.txt $(VENV)/installed
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-bench.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -r requirements-torch.txt
	@touch $@

$(VENV)/installed-versions: requirements-versions.txt $(VENV)/installed
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-versions.txt
	@touch $@
