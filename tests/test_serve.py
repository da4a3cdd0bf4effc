"""The book is served to this machine alone, and a port that is taken is said in a line."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

SERVE = Path(__file__).resolve().parent.parent / "tools" / "serve.py"


def test_a_taken_port_is_said_in_a_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = subprocess.run([sys.executable, SERVE, str(port)], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith(f"serve: port {port} cannot be used (")
    assert run.stderr.count("\n") == 1


def test_it_answers_on_this_machine_alone():
    with subprocess.Popen(
        [sys.executable, SERVE, "0"], stdout=-1, stderr=subprocess.DEVNULL, text=True
    ) as server:
        address = server.stdout.readline().split()[4].rstrip(",")
        assert address.startswith("http://127.0.0.1:")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}no-such-page.html", timeout=60)
        server.terminate()
