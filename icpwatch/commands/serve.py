"""icpwatch serve."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from config.errors import IcpwatchError, UsageError

if TYPE_CHECKING:
    from icpwatch.app import App

ADDRESS = "127.0.0.1"
_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.pass_obj
def command(app: App, port: int) -> None:
    """Look at the report in a browser on this machine.

    Nobody else can reach it. Ctrl-C ends it.

    \b
    Example: icpwatch serve --port 8080
    """
    folder = app.settings.report.directory
    if not (folder / "index.html").is_file():
        raise IcpwatchError(f"there is no report in {folder} yet; `icpwatch report` writes it")
    try:
        server = report_server(folder, port)
    except OSError as error:
        raise UsageError(f"port {port} cannot be used ({error.strerror}); --port 0 takes a free one") from error
    with server:
        try:
            click.echo(f"The report is at http://{ADDRESS}:{server.server_port}/ until you press Ctrl-C.")
            server.serve_forever()
        except KeyboardInterrupt:
            app.say("Ended.")


def report_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the report's folder on loopback, not yet serving; port 0 takes a free one."""
    return ThreadingHTTPServer((ADDRESS, port), partial(_ReportHandler, directory=str(folder)))


class _ReportHandler(SimpleHTTPRequestHandler):
    """Serves files of the report and nothing else, and lists no folders."""

    server_version = "icpwatch"
    sys_version = ""
    extensions_map = {  # noqa: RUF012 (as the base class declares it)
        **SimpleHTTPRequestHandler.extensions_map,
        **{f".{kind}": f"text/{kind}; charset=utf-8" for kind in ("html", "css", "csv")},
        ".js": "text/javascript; charset=utf-8",
        ".md": "text/plain; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".atom": "application/atom+xml",
        ".jsonl": "application/json",
    }

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: Any) -> None:
        self.send_error(404, "No such page")

    def log_message(self, format: str, *args: Any) -> None:
        """Leave the terminal quiet."""
