"""A mail server for the demo: takes every mail over SMTP, delivers none, keeps them for the page."""

from aiosmtpd.controller import Controller

from dekkend.demo import mailbox


class Keeper:
    async def handle_DATA(self, server, session, envelope) -> str:
        mailbox.keep(envelope.original_content)
        return "250 Kept"


def mail_server(host: str, port: int) -> Controller:
    """A server in a thread of its own; the caller starts and stops it."""
    return Controller(Keeper(), hostname=host, port=port)
