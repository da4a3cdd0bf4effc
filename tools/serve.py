"""Serve the built book to this machine alone: ``python tools/serve.py [PORT]``."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).resolve().parent.parent / "_build" / "html"


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=SITE))
    except OSError as problem:
        sys.exit(
            f"serve: port {port} cannot be used ({problem.strerror}); another: make serve PORT={port + 1}"
        )
    print(f"The book is at http://127.0.0.1:{server.server_port}/, until Ctrl-C", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
