"""Documents are read in a child process: a native crash or a bomb ends the child and not the crawl."""

from __future__ import annotations

import atexit
import contextlib
import os
import resource
import signal
import struct
import subprocess
import sys
import threading
from functools import cache
from types import TracebackType
from typing import IO

from config.errors import ReadingError
from store.reading import Reading, reading_from_bytes, reading_to_bytes

_MEMORY_BYTES = 2 * 1024**3  # a board pack of 300 pages takes 40 MB
_CPU_SECONDS = 60  # for one document; the same pack takes half a second
_WALL_SECONDS = 90
_LENGTH = struct.Struct(">4sQ")  # four letters of media or outcome, and the length of what follows
_GOOD, _BAD = b"good", b"bad "


class DocumentReader:
    """A child process that reads one document after another, started when first needed and again when it died.

    Use it as a context manager, or call `close`. It may be used from several threads; they take turns.
    """

    def __init__(self, *, wall_seconds: float = _WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, body: bytes, media: str) -> Reading:
        """Return the reading of a PDF, DOCX or other Office file; raises ReadingError if that cannot be had."""
        with self._turn:
            process = self._running()
            timer = threading.Timer(self._wall_seconds, process.kill)
            timer.start()
            try:
                _send(process.stdin, media.encode().ljust(4)[:4], body)
                outcome, answer = _receive(process.stdout)
            except (OSError, struct.error, EOFError):
                self._stop()
                raise ReadingError(
                    f"the document crashes its reader, or needs more than {self._wall_seconds:.0f} seconds"
                ) from None
            finally:
                timer.cancel()
        if outcome == _BAD:
            raise ReadingError(answer.decode("utf-8", "replace"))
        return reading_from_bytes(answer)

    def close(self) -> None:
        """End the child, if there is one."""
        with self._turn:
            self._stop()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            path = os.pathsep.join(filter(None, sys.path))
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "crawler.reading.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError):
                    pipe and pipe.close()
            self._process.wait()
            self._process = None


@cache
def shared_reader() -> DocumentReader:
    """Return the one reader of this program, ended when the program ends."""
    reader = DocumentReader()
    atexit.register(reader.close)
    return reader


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Read documents until there are no more requests: the child's side."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    while True:
        try:
            media, body = _receive(requests)
        except EOFError:
            return
        _allow_cpu_time()
        _send(answers, *_answer(media, body))


def _allow_cpu_time() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + _CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(media: bytes, body: bytes) -> tuple[bytes, bytes]:
    from crawler.reading.office import read_office
    from crawler.reading.pdf import read_pdf

    try:
        return _GOOD, reading_to_bytes(read_pdf(body) if media == b"pdf " else read_office(body))
    except ReadingError as error:
        return _BAD, str(error).encode()
    except Exception as error:
        # Whatever the bytes make the libraries raise (MemoryError too) is a document that cannot be read.
        return _BAD, f"the document is damaged ({type(error).__name__})".encode()


def _send(pipe: IO[bytes] | None, word: bytes, data: bytes) -> None:
    assert pipe is not None
    pipe.write(_LENGTH.pack(word, len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> tuple[bytes, bytes]:
    assert pipe is not None
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    word, length = _LENGTH.unpack(head)
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return word, data


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to end
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a native library prints must not get between the answers
    serve(sys.stdin.buffer, answers)
