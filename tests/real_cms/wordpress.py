"""A real WordPress on loopback: Debian's packages, a private MariaDB and PHP's own web server, in one temporary folder.

`running_wordpress` enters a small board's site; `WordPress.edit` then changes it as an editor would.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CODE = Path("/usr/share/wordpress")
PHP_SCRIPTS = Path(__file__).with_name("php")
ADDRESS = "127.0.0.77"
AGENDA = "icp-agenda-september-2026.pdf"

ICP = "/about-us/our-integrated-care-partnership/"
MEETINGS = f"{ICP}meetings/"
PAPERS = f"{ICP}papers/"
STRATEGY = "/integrated-care-strategy/"
STRATEGY_NOW = "/integrated-care-strategy-2023-2028/"
FORUM = "/partnership-citizens-forum/"


@dataclass(frozen=True)
class Edit:
    """One true event: what it is called, the path of the page now, and words that its telling must hold."""

    event: str
    path: str
    words: tuple[str, ...] = ()


EDITS = (
    Edit("changed", ICP, ("Left: Tom Ashdown", "Joined: Grace Mbeki")),
    Edit("changed", MEETINGS, ("11 March 2027 cancelled",)),
    Edit("moved", STRATEGY_NOW, (STRATEGY,)),
    Edit("vanished", FORUM),
)
"""What `edit` truly changes, beside five news posts that fill the latest-posts block of the home page."""


def missing_packages() -> str:
    """Return what a WordPress here lacks, in words, or nothing."""
    needed = {"wordpress": CODE / "wp-settings.php", "wordpress-theme-twentytwentyone": _theme("twentytwentyone")}
    lacking = [package for package, file in needed.items() if not file.exists()]
    lacking += [
        package for package, program in (("php-cli", "php"), ("mariadb-server", "mariadbd")) if not _find(program)
    ]
    if not lacking:
        modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout.split()
        lacking = [
            f"php-{package}" for package, module in (("mysql", "mysqli"), ("xml", "SimpleXML")) if module not in modules
        ]
    return f"WordPress cannot run here; apt-get install {' '.join(lacking)}" if lacking else ""


@dataclass(frozen=True)
class WordPress:
    """A running WordPress with the board's site in it."""

    url: str
    environ: Mapping[str, str]

    def edit(self) -> None:
        """Make the edits of EDITS and publish five news posts."""
        _php("edit.php", self.environ)


@contextmanager
def running_wordpress(folder: Path) -> Iterator[WordPress]:
    """Install WordPress in an empty folder with a short path, enter the site, and serve it until the end."""
    port = _free_port()
    url = f"http://{ADDRESS}:{port}"
    environ = {
        **os.environ,
        "WORDPRESS_CODE": str(CODE),
        "WORDPRESS_ROOT": str(folder / "site"),
        "WORDPRESS_UPLOADS": str(folder / "uploads"),
        "WORDPRESS_SOCKET": str(folder / "db.sock"),
        "WORDPRESS_URL": url,
        "PHP_CLI_SERVER_WORKERS": "2",
    }
    _lay_site(folder)
    with _mariadb(folder):
        _php("enter.php", environ)
        command = ["php", "-S", f"{ADDRESS}:{port}", "-t", str(folder / "site"), str(PHP_SCRIPTS / "router.php")]
        with _process(command, folder / "php.log", environ):
            _wait_for(url, folder / "php.log")
            yield WordPress(url, environ)


def _lay_site(folder: Path) -> None:
    """Lay out a site of its own whose code and themes are Debian's."""
    content = folder / "site" / "wp-content"
    (content / "uploads").mkdir(parents=True)
    (content / "plugins").mkdir()
    (content / "themes").symlink_to(CODE / "wp-content" / "themes")
    (folder / "site" / "wp-includes").symlink_to(CODE / "wp-includes")
    (folder / "uploads").mkdir()
    (folder / "uploads" / AGENDA).write_bytes(
        one_page_pdf("Westmarch Integrated Care Partnership: agenda, 10 September 2026")
    )


@contextmanager
def _mariadb(folder: Path) -> Iterator[None]:
    data = folder / "db"
    user = ["--user=root"] if os.geteuid() == 0 else []
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db",
         "--auth-root-authentication-method=normal", *user],
        check=True, capture_output=True,
    )  # fmt: skip
    command = [
        _find("mariadbd"), "--no-defaults", f"--datadir={data}", f"--socket={folder / 'db.sock'}",
        f"--pid-file={folder / 'db.pid'}", "--skip-networking", "--skip-grant-tables",
        "--innodb-flush-log-at-trx-commit=0", *user,
    ]  # fmt: skip
    with _process(command, folder / "db.log", dict(os.environ)):
        deadline = time.monotonic() + 60
        create = ["mariadb", "--no-defaults", f"--socket={folder / 'db.sock'}", "-e", "CREATE DATABASE wordpress"]
        while subprocess.run(create, capture_output=True, check=False).returncode:
            if time.monotonic() > deadline:
                raise RuntimeError(f"MariaDB did not start:\n{(folder / 'db.log').read_text()}")
            time.sleep(0.1)
        yield


@contextmanager
def _process(command: list[str], log: Path, environ: Mapping[str, str]) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=dict(environ), start_new_session=True
        )
    try:
        yield
    finally:
        # The whole group, because PHP's workers outlive their master.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _php(script: str, environ: Mapping[str, str]) -> None:
    done = subprocess.run(["php", str(PHP_SCRIPTS / script)], env=environ, capture_output=True, text=True, check=False)
    if done.returncode or "Fatal error" in done.stdout:
        raise RuntimeError(f"{script} failed:\n{done.stderr or done.stdout[-2000:]}")


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(url, timeout=30):
                return
        except URLError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"WordPress does not answer: {error}\n{log.read_text()}") from error
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


def _find(program: str) -> str:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") or ""


def _theme(name: str) -> Path:
    return CODE / "wp-content" / "themes" / name / "style.css"


def one_page_pdf(text: str) -> bytes:
    """Return a PDF of one page that holds one line of text."""
    drawing = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font <</F1 5 0 R>> >> /Contents 4 0 R>>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
