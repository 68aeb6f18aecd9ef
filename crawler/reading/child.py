"""Documents are read in a child process: a native crash or a bomb ends the child and not the crawl."""

from __future__ import annotations

import atexit
import os
import resource
import signal
import subprocess
import sys
import threading
from functools import cache
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from config.errors import ReadingError
from store.reading import Reading, reading_from_bytes, reading_to_bytes

_MEMORY_BYTES = 2 * 1024**3  # a board pack of 300 pages takes 40 MB
_CPU_SECONDS = 60  # for one document; the same pack takes half a second
_WALL_SECONDS = 90


class DocumentReader:
    """A child process that reads one document after another, started when first needed and again when it died.

    It may be used from several threads; they take turns. What passes between the two is bytes, never pickled objects.
    """

    def __init__(self, wall_seconds: float = _WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._child: tuple[subprocess.Popen[bytes], Connection[bytes, bytes]] | None = None
        self._turn = threading.Lock()

    def read(self, body: bytes, media: str) -> Reading:
        """Return the reading of a PDF, DOCX or other Office file; raises ReadingError if that cannot be had."""
        with self._turn:
            try:
                error, answer = self._ask(media.encode(), body)
            except (OSError, EOFError):
                self._stop()
                raise ReadingError(
                    f"the document crashes its reader, or needs more than {self._wall_seconds:.0f} seconds"
                ) from None
        if error:
            raise ReadingError(error.decode())
        return reading_from_bytes(answer)

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._stop()

    def _ask(self, media: bytes, body: bytes) -> tuple[bytes, bytes]:
        if self._child is None or self._child[0].poll() is not None:
            self._stop()
            self._child = _start()
        pipe = self._child[1]
        pipe.send_bytes(media)
        pipe.send_bytes(body)
        if not pipe.poll(self._wall_seconds):
            raise TimeoutError
        return pipe.recv_bytes(), pipe.recv_bytes()

    def _stop(self) -> None:
        if self._child is not None:
            process, pipe = self._child
            self._child = None
            pipe.close()
            process.kill()
            process.wait()


@cache
def shared_reader() -> DocumentReader:
    """Return the one reader of this program, ended when the program ends."""
    reader = DocumentReader()
    atexit.register(reader.close)
    return reader


def _start() -> tuple[subprocess.Popen[bytes], Connection[bytes, bytes]]:
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "crawler.reading.child", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # native libraries print what they like
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    return process, ours


def _serve(pipe: Connection[bytes, bytes]) -> None:
    """Read documents until the parent is gone: the child's side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    while True:
        try:
            media, body = pipe.recv_bytes(), pipe.recv_bytes()
        except EOFError:
            return
        _allow_cpu_time()
        error, answer = _answer(media, body)
        pipe.send_bytes(error.encode())
        pipe.send_bytes(answer)


def _allow_cpu_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + _CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(media: bytes, body: bytes) -> tuple[str, bytes]:
    """Return why a document cannot be read, or "" and its reading."""
    from crawler.reading.office import read_office
    from crawler.reading.pdf import read_pdf

    try:
        return "", reading_to_bytes(read_pdf(body) if media == b"pdf" else read_office(body))
    except ReadingError as error:
        return str(error), b""
    except Exception as error:
        # Whatever the bytes make the libraries raise (MemoryError too) is a document that cannot be read.
        return f"the document is damaged or locked ({type(error).__name__})", b""


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
