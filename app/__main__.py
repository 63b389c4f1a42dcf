"""
The command: ``backprop-visualizer`` where it is installed, ``python -m app`` in the repository.

It starts one server process and says where it is; with a first word of `command.COMMANDS` it does that instead. What
the server may do is set by environment variables (``settings.py``), not here: the command line holds only what one
start differs in from the next.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import logging
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from typing import Any, NoReturn, cast

import uvicorn
from pydantic import ValidationError
from uvicorn.config import LOGGING_CONFIG

from . import __version__
from .allocator import give_back
from .command import COMMANDS
from .connections import Connection, refusing, take_many_files
from .doors import doors
from .logs import SERVER, log_config
from .settings import Settings, complaints, strangers

# Seconds that requests in work get after SIGTERM. Unbounded, one open stream keeps a server alive for ever.
SHUTDOWN_S = 10
# Of a WebSocket, in bytes: data of one's own fits, as in a request's body.
LARGEST_MESSAGE = 2 * 1024 * 1024


class Sockets(asyncio.Protocol):
    """WebSockets, whose library is imported with the first of them: a server starts without it."""

    def __new__(cls, *arguments: Any, **settings: Any) -> Any:
        from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

        return refusing(WebSocketsSansIOProtocol(*arguments, **settings))


class Announcer(uvicorn.Server):
    """A server that prints its address once it answers, and opens it in a browser if asked to."""

    def __init__(self, config: uvicorn.Config, *, open_page: bool) -> None:
        super().__init__(config)
        self.open_page = open_page

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say where."""
        try:
            listening = sockets or doors(self.config.host, self.config.port)
        except OSError as error:
            self.turned_away(error)
        try:
            await super().startup(sockets=listening)
        except OSError as error:  # another program began to listen there a moment ago
            await self.lifespan.shutdown()
            self.turned_away(error)
        if not self.started:
            return
        url = self.address()
        for slip in strangers():
            logging.getLogger(SERVER).warning(slip)
        if self.config.log_config is LOGGING_CONFIG:
            print(f"Backprop Visualizer is on {url}  (Ctrl+C stops it)", flush=True)
        else:
            logging.getLogger(SERVER).info("listening", extra={"told": {"url": url, "version": __version__}})
        if self.open_page:
            await asyncio.to_thread(webbrowser.open, url)

    def turned_away(self, error: OSError) -> NoReturn:
        """Say why nothing can be listened to; the usual reason deserves the usual remedy."""
        logging.getLogger("uvicorn.error").error(error)
        print(f"Could not listen on port {self.config.port}. Try another: --port 8001", file=sys.stderr)
        raise SystemExit(1) from None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and wait for what is in work; what waits for a worker is told while there is time."""
        leave = self.lifespan.state.get("leave")
        if leave is not None:
            leave(SHUTDOWN_S)
        await super().shutdown(sockets=sockets)

    def address(self) -> str:
        """Where a browser on this machine finds the page: the real port even where 0 was asked for."""
        port = self.config.port
        for server in self.servers:
            for listening in server.sockets:
                port = listening.getsockname()[1]
        return f"http://{browsable(self.config.host)}:{port}"


def browsable(host: str) -> str:
    """*host* as an address has it: "any" becomes this machine, and IPv6 gets its brackets."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
    return f"[{host}]" if ":" in host else host


def port(text: str) -> int:
    """A port number from the command line."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{number} is not a port: use 0 to 65535")
    return number


def parser() -> argparse.ArgumentParser:
    """The command line."""
    command = argparse.ArgumentParser(
        prog="backprop-visualizer",
        description="Serve Backprop Visualizer: the page, and its API under /api/v1.",
        epilog="\n".join(
            [
                "Limits and the rest are environment variables; the README has the table.",
                "",
                "commands, each with --help of its own:",
                *(f"  {name:<10} {purpose}" for name, (_, purpose) in COMMANDS.items()),
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    command.add_argument(
        "--port", type=port, default=8000, help="port to listen on, 0 for any free one (default: %(default)s)"
    )
    command.add_argument("--open", action="store_true", help="open the page in a browser")
    command.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return command


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until interrupted, or run the command that is named first."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and not given[0].startswith("-"):
            raise SystemExit(run(given[0], given[1:]))
        serve(parser().parse_args(given))
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        print(complaints(error), file=sys.stderr)
        raise SystemExit(2) from None


def run(name: str, arguments: Sequence[str]) -> int:
    """Do what the command *name* does; the exit status."""
    if name not in COMMANDS:
        close = get_close_matches(name, COMMANDS, 1)
        meant = f"Did you mean {close[0]}?" if close else f"There are {', '.join(COMMANDS)}."
        parser().error(f"{name} is no command. {meant}")
    module = import_module(f".command.{COMMANDS[name][0]}", __package__)
    speak_utf_8()
    for slip in strangers():
        print(slip, file=sys.stderr)
    try:
        status: int = module.main(name, arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except OSError as error:
        if error.filename is not None or sys.stdout is None:
            raise
        if not isinstance(error, BrokenPipeError):  # whoever reads has enough, as `head` has
            print(f"Standard output cannot be written: {error.strerror}.", file=sys.stderr)
        give_up_output()
        return 1


def speak_utf_8() -> None:
    """Print UTF-8 and plain line ends whatever the locale is: what is printed is a file's content, often JSON."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")


def give_up_output() -> None:
    """Let go of what could not be printed: at its end the interpreter would try again, and complain."""
    with suppress(OSError):  # an output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def serve(wanted: argparse.Namespace) -> None:
    """Serve until interrupted."""
    server = Announcer(serving(wanted.host, wanted.port, Settings()), open_page=wanted.open)
    # uvicorn passes the signal on once it has shut down: an orderly end has the status 0.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    take_many_files()
    give_back()
    try:
        server.run()
    except KeyboardInterrupt:
        return
    if not server.started:
        raise SystemExit(3)


def serving(host: str, port: int, settings: Settings) -> uvicorn.Config:
    """How the server library is told to serve."""
    return uvicorn.Config(
        f"{__package__}.main:create_app",
        factory=True,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        log_config=log_config(settings.log) or LOGGING_CONFIG,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        timeout_graceful_shutdown=SHUTDOWN_S,
        http=cast(
            Any, partial(Connection, head_timeout_s=settings.head_timeout_s, head_bytes=settings.head_bytes)
        ),
        ws=Sockets,
        ws_max_size=LARGEST_MESSAGE,
        ws_per_message_deflate=False,  # a frame is small, and squeezing it would cost more than sending it
    )


if __name__ == "__main__":
    main()
