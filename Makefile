.PHONY: test
VENV := .venv
test: $(VENV)/installed
	$(VENV)/bin/python -m pytest
$(VENV)/installed: requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install -q -r requirements.txt
	touch $@
