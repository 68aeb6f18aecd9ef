from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.real_cms import wordpress as site
from tests.real_cms.wordpress import WordPress

pytestmark = pytest.mark.realcms


def get(running: WordPress, path: str) -> tuple[int, str, str]:
    """Return the status, the redirect's target path, and the text."""
    parts = urlsplit(running.url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode("utf-8", "replace")
    connection.close()
    return response.status, urlsplit(response.getheader("Location", "")).path, body


def test_the_site_stands_as_entered(wordpress: WordPress) -> None:
    status, _, home = get(wordpress, "/")
    assert status == 200
    assert 'href="' + wordpress.url + site.ICP in home
    assert "Talking therapies: no referral needed" in home
    icp = get(wordpress, site.ICP)[2]
    assert "section 116ZA" in icp
    assert "chaired by Councillor Margaret Oyelaran" in icp
    assert "<td>Tom Ashdown</td>" in icp
    assert "Thursday 11 March 2027</td>" in get(wordpress, site.MEETINGS)[2]
    papers = get(wordpress, site.PAPERS)[2]
    pdf = re.search(r'href="([^"]+\.pdf)"', papers)
    assert pdf
    assert get(wordpress, urlsplit(pdf[1]).path)[2].startswith("%PDF-1.4")
    assert "<urlset" in get(wordpress, "/wp-sitemap-posts-page-1.xml")[2]
    assert get(wordpress, "/no-such-page/")[0] == 404


def test_the_edits_are_those_that_are_listed(wordpress: WordPress) -> None:
    wordpress.edit()
    icp = get(wordpress, site.ICP)[2]
    assert "Grace Mbeki" in icp
    assert "Tom Ashdown" not in icp
    assert "Thursday 11 March 2027 (cancelled)" in get(wordpress, site.MEETINGS)[2]
    assert get(wordpress, site.FORUM)[0] == 404
    assert get(wordpress, site.STRATEGY)[:2] == (301, site.STRATEGY_NOW)
    assert get(wordpress, site.STRATEGY_NOW)[0] == 200
    home = get(wordpress, "/")[2]
    assert "Road works at the hospital" in home
    assert "Talking therapies" not in home
