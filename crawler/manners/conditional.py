"""Conditional requests: the server's validators go back to it exactly as they came."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response


class Conditional:
    """Sends `meta["etag"]` and `meta["last_modified"]`, where a request carries them, byte for byte.

    Texts are Latin-1, as headers are. The 304 reaches the spider's callback like any other answer.
    """

    def process_request(self, request: Request) -> None:
        """Add If-None-Match and If-Modified-Since."""
        for header, key in (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified")):
            if value := request.meta.get(key):
                request.headers[header] = value.encode("latin-1")

    def process_response(self, request: Request, response: Response) -> Response:
        """Take the Content-Encoding off a 304: it has no body, and Scrapy would fail to decompress it."""
        if response.status == 304:
            response.headers.pop("Content-Encoding", None)
        return response
