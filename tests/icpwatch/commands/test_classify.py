from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., tuple[int, str, str]]
PAGE = "<html><title>Partnership Board</title><main><h1>Partnership Board</h1><p>The Board meets in public.</p></main>"
URL = "https://www.wypartnership.co.uk/about/partnership-board"


def test_a_page_is_told_to_people_with_its_reason(icpwatch: Call, elsewhere: Path) -> None:
    (elsewhere / "page.html").write_text(PAGE, "utf-8")
    status, out, _ = icpwatch("classify", "--system", "west-yorkshire", "--url", URL, "page.html")
    assert status == 0
    assert "the partnership's page: yes" in out
    assert "[own-name-in-title]" in out


def test_json_has_the_shape_that_scripts_rely_on(icpwatch: Call, elsewhere: Path) -> None:
    (elsewhere / "page.html").write_text(PAGE, "utf-8")
    _, out, _ = icpwatch("classify", "--json", "--url", URL, "page.html")
    answer = json.loads(out)
    assert {"url", "is_icp", "kinds", "confidence", "evidence"} <= answer.keys()
    assert answer["url"] == URL
    assert all({"kind", "rule", "quote"} == each.keys() for each in answer["evidence"])


def test_a_batch_judges_every_line_and_names_the_broken_ones(icpwatch: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {
            "url": "https://x.org/1",
            "system": "dorset",
            "title": "Dorset Integrated Care Partnership",
            "text": "We meet.",
        },
        {"url": "https://x.org/2", "html": PAGE},
        {"url": "https://[", "title": 5, "text": "No system is known by that name.", "system": "atlantis"},
    ]
    text = "\n".join([*map(json.dumps, lines), "not JSON", '"a word"', "{}", ""])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    status, out, err = icpwatch("classify", "--batch", "-")
    assert [json.loads(line)["url"] for line in out.splitlines()] == ["https://x.org/1", "https://x.org/2", "https://["]
    assert status == 1
    assert [problem in err for problem in ("line 4", "line 5", "line 6")] == [True] * 3


def test_the_name_of_another_partnership_counts_as_in_a_crawl(icpwatch: Call, elsewhere: Path) -> None:
    (elsewhere / "page.html").write_text(PAGE.replace("Partnership Board", "One Devon Partnership"), "utf-8")
    _, out, _ = icpwatch("classify", "--json", "--url", URL, "page.html")
    assert "the title names another body" in json.loads(out)["reason"]


def test_a_system_that_does_not_exist_is_refused(icpwatch: Call, elsewhere: Path) -> None:
    (elsewhere / "page.html").write_text(PAGE, "utf-8")
    status, _, err = icpwatch("classify", "--system", "dorest", "page.html")
    assert status == 2
    assert "dorset" in err
