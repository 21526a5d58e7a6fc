"""Someone who saves answers over HTTP, and remembers what the server acknowledged."""

import asyncio
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

CSRF = "a" * 32


@dataclass
class Saver:
    """One signed-in person in one version.

    `acknowledged` holds the last value and revision per question; `unsure` the questions whose last save got
    no answer, so that the server may or may not have stored it.
    """

    port: int
    session: str
    version: int
    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    saves: int = 0
    errors: list[str] = field(default_factory=list)

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def save(self, key: str, value: str) -> bool:
        """Send one answer; True when the server acknowledged it."""
        _, revision = self.acknowledged.get(key, ("", 0))
        status, body = await self.post(f"antwoord/{key}/", {key: value, f"rev:{key}": revision})
        if status != 200:
            self.errors.append(f"{status}: {body[:200]!r}")
            return False
        self.acknowledged[key] = (value, json.loads(body)["revision"])
        self.saves += 1
        return True

    async def post(self, path: str, fields: dict) -> tuple[int, bytes]:
        """Send a form to an address of the version; returns status and body."""
        self.writer.write(self.request(path, urlencode(fields).encode()))
        await self.writer.drain()
        return await self.answer()

    def request(self, path: str, body: bytes) -> bytes:
        head = (
            f"POST /werk/profiel/{self.version}/{path} HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: sessionid={self.session}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def answer(self) -> tuple[int, bytes]:
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        return int(head.split()[1]), await self.reader.readexactly(length)
