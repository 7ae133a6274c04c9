# For those whose fingers type make; ./dev holds the commands.
.PHONY: build serve test lint format golden clean

build serve test lint format golden clean:
	./dev $@
