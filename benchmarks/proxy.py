"""nginx before a server of ours, by the very configuration that we ship."""

import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.server import Server, free_port

DEPLOY = Path(__file__).parent.parent / "deploy"
AROUND = """daemon off; user root; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{ include /etc/nginx/mime.types; access_log off; {ours} }}
"""


@contextmanager
def nginx(server: Server) -> Iterator[int]:
    """Debian's nginx on a free port. The server need not run for what nginx hands out by itself."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(AROUND.format(folder=folder, ours=ours(server, port)))
        words = ["nginx", "-p", folder, "-c", str(configuration)]
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def ours(server: Server, port: int) -> str:
    """deploy/nginx.conf for this machine: its folders and ports, and no certificate."""
    text = (DEPLOY / "nginx.conf").read_text()
    for there, here in {
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "127.0.0.1:8000": f"127.0.0.1:{server.port}",
        "/srv/dekkend/var": str(server.folder),
        "snippets/": f"{DEPLOY}/",
    }.items():
        assert there in text, there
        text = text.replace(there, here)
    return re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("nginx did not start")
