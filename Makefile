# The commands of the course; `make` lists them. README.md says how to do without make.
# Variables: PYTHON=python3.12 (for the set-up), LESSON=03 (where a command takes lessons), ONLY=bf16 (variants, mutants).

PYTHON ?= python3
LESSON ?=
ONLY ?=

VENV := .venv
RUN := $(VENV)/bin/python
COURSE := $(VENV)/bin/course
STAMP := $(VENV)/.installed
NODE := node_modules/.package-lock.json
NPM := npm ci --no-audit --no-fund

INSTALL := -m pip install -c constraints.txt -e ".[test]"
UNIT_TESTS := -m pytest tests --ignore tests/browser --ignore tests/hostile/test_ours.py -n 2 --cov
HOSTILE_TESTS := -m pytest tests/hostile/test_ours.py
BROWSER_TESTS := -m pytest tests/browser -n 2 --dist loadscope
QUICK_VARIANTS := -m tests.variants 03 --quick
STRICT := -m pytest --nbval --nbval-current-env --nbval-cell-timeout 600 -n 2 --dist loadscope notebooks

.DEFAULT_GOAL := help
.PHONY: help lessons lab test browser check refresh form doctor mnist variants mutants bench hostile site pitfalls picture constraints clean system

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

lessons: $(STAMP) ## Run every lesson, show what came of them, write them to build/lessons/ as HTML
	$(COURSE) run --html build/lessons $(LESSON)

lab: $(STAMP) ## Open the first lesson, or LESSON=03, in JupyterLab
	$(COURSE) lab $(LESSON)

test: check ## Run all tests: of the package, of hostile submissions, in a browser, of the stored lessons
	$(RUN) $(UNIT_TESTS)
	$(RUN) $(HOSTILE_TESTS)
	@[ -f $(NODE) ] || ! command -v npm >/dev/null || $(NPM) || true
	$(RUN) $(BROWSER_TESTS)
	$(RUN) $(QUICK_VARIANTS)
	RNN_COURSE_DIGITS=stand-in $(RUN) $(STRICT)

browser: $(STAMP) $(NODE) ## Try the lessons in a real JupyterLab, in the Chromium of this system
	$(RUN) $(BROWSER_TESTS) --require-browser

check: $(STAMP) ## Check the style of the code and the spelling
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(VENV)/bin/codespell

refresh: $(STAMP) ## Run lessons (LESSON=03, or all) and store them with their outputs
	$(COURSE) refresh $(LESSON)

form: $(STAMP) ## Check that lessons are stored in normal form
	$(COURSE) form $(LESSON)

doctor: $(STAMP) ## Check the installation
	$(COURSE) doctor

mnist: $(STAMP) ## Download MNIST into data/
	$(COURSE) digits --source mnist

variants: $(STAMP) ## Compare the lessons on other digits and other arithmetic (ONLY=bf16 for some)
	$(RUN) -m tests.variants $(LESSON) $(addprefix --only ,$(ONLY))

mutants: $(STAMP) ## Plant faults in a copy of the package; each must make a lesson fail
	$(RUN) -m tests.mutants $(LESSON) $(addprefix --only ,$(ONLY))

bench: $(STAMP) ## Time the training loop beside others, the events of the widgets, and the grading of a class
	$(RUN) -m benchmarks.training
	$(RUN) -m benchmarks.widgets
	$(RUN) -m benchmarks.browser
	$(RUN) -m benchmarks.grading

hostile: $(STAMP) ## Try to fool, stop or read the judge, and nbgrader beside it (ONLY=zip for some)
	$(RUN) -m tests.hostile.scoreboard $(ONLY)

site: $(STAMP) $(NODE) ## Write the course as a site to build/site/, from lessons that are run where they are not yet
	$(RUN) -m docs

pitfalls: $(STAMP) ## Write notebooks/PITFALLS.md from the catalogue and the claims
	$(RUN) -m tests.pitfall_table

picture: $(STAMP) ## Take the picture of the README from lesson 03
	$(RUN) -m tests.picture

constraints: ## Pin the versions that are now installed in .venv
	$(RUN) -m tests.pins

clean: ## Remove what the commands made, but for data/ and .venv/
	rm -rf build .pytest_cache .ruff_cache .hypothesis .coverage .coverage.*
	find course_utils tests benchmarks docs notebooks -name __pycache__ -prune -exec rm -rf {} +

system: ## Install the system packages that optional parts use
	@lacking=""; \
	[ "$$(uname)" != Linux ] || command -v bwrap >/dev/null || lacking="bubblewrap"; \
	{ command -v chromium || command -v chromium-browser || \
	  command -v google-chrome || command -v google-chrome-stable; } >/dev/null || lacking="$$lacking chromium"; \
	command -v npm >/dev/null || lacking="$$lacking npm"; \
	if [ -z "$$lacking" ]; then \
	  echo "All system packages that the course can use are there."; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update && apt-get install --yes --no-install-recommends $$lacking; \
	else \
	  echo "For tests in a browser, for the site, and for grading, install" $$lacking \
	    "with your system's package manager."; \
	fi

# Nothing but packages is fetched by these, and no more threads run than there are cores.
lessons site test browser variants mutants hostile: export RNN_COURSE_OFFLINE = 1
site test browser variants mutants hostile: export OMP_NUM_THREADS = 1

# What comes from npm; npm itself writes this file last.
$(NODE): package.json package-lock.json
	@command -v npm >/dev/null || { \
	  echo "npm is not found; on Debian and Ubuntu install the package npm, or run: make system" >&2; exit 1; }
	$(NPM)

# The set-up. The stamp holds the folder's own path: an editable installation works only where it was made.
ifneq "$(shell cat $(STAMP) 2>/dev/null)" "$(CURDIR)"
.PHONY: $(STAMP)
endif

SUPPORTED := -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

$(STAMP): pyproject.toml constraints.txt
	@if ! $(RUN) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) $(SUPPORTED) 2>/dev/null || { \
	    echo "PYTHON is $(PYTHON) ($$($(PYTHON) --version 2>&1)); wanted is Python 3.11, 3.12 or 3.13," \
	      "as in: make PYTHON=python3.12" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
	    echo "$(PYTHON) cannot make a virtual environment, because it lacks ensurepip;" \
	      "on Debian and Ubuntu, install the package python3-venv" >&2; exit 1; }; \
	  echo "Making $(VENV) ..."; \
	  $(PYTHON) -m venv --clear $(VENV); \
	fi
	@$(RUN) $(SUPPORTED) || { \
	  echo "$(VENV) holds $$($(RUN) --version); wanted is Python 3.11, 3.12 or 3.13:" \
	    "remove the folder $(VENV) and try again" >&2; exit 1; }
	@echo "Installing the course and its packages into $(VENV); the first time takes some minutes ..."
	@$(RUN) $(INSTALL)
	@printf '%s' "$(CURDIR)" >$@
