"""icpwatch classify."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from config.errors import UsageError
from icpwatch.options import json_option, system_option

if TYPE_CHECKING:
    from config.registry import Registry
    from crawler.names import PageContext
    from icpwatch.app import App
    from store.reading import Judgement

ContextOf = Callable[[str, str], "PageContext"]
"""What is known of a page, from its address and its system's id."""


@click.command()
@system_option
@click.option("--url", default="", help="The page's address.")
@click.option(
    "--batch", is_flag=True, help='Read JSON lines {"url","system","title","text" or "html"}, print JSON lines.'
)
@json_option
@click.argument("file", type=click.File("rb"))
@click.pass_obj
def command(app: App, system: str | None, url: str, batch: bool, as_json: bool, file: IO[bytes]) -> None:
    """Say what kind of page a file is (HTML, PDF, Office or plain text; - for standard input), and why.

    \b
    Example: icpwatch classify --system dorset --url https://ourdorset.org.uk/strategy/ page.html
             icpwatch classify --batch pages.jsonl > kinds.jsonl
    """
    from crawler.classify import classify
    from crawler.reading.read import read

    context_of = _contexts(app.registry)
    if batch:
        problems = list(_batch(app, file, context_of, system or ""))
        for problem in problems:
            app.say(problem)
        if problems:
            raise click.exceptions.Exit(1)
        return
    judgement = classify(read(file.read(), "", url), context_of(url, system or ""))
    if as_json:
        app.json_line(shape(url, judgement))
    else:
        _show(app, url or file.name, judgement)


def shape(url: str, judgement: Judgement) -> dict[str, Any]:
    """Return a judgement in the shape that scripts rely on."""
    return {
        "url": url,
        "is_icp": judgement.is_icp,
        "kinds": list(judgement.kinds),
        "confidence": judgement.confidence,
        "evidence": [{"kind": each.kind, "rule": each.rule, "quote": each.quote} for each in judgement.evidence],
        "reason": judgement.reason,
    }


def _contexts(registry: Registry) -> ContextOf:
    """Return a finder of what the registry knows of a page; a host that no system has gives a page without a role."""
    from crawler.names import PageContext
    from crawler.vendors.known import vendor_of

    by_host = {
        site.host.removeprefix("www."): (system, site) for system in registry.systems.values() for site in system.sites
    }

    def context_of(url: str, system_id: str) -> PageContext:
        found, site = by_host.get(_host(url), (None, None))
        if system_id and (found is None or found.id != system_id):
            found, site = registry.systems.get(system_id), None
        if found is None:
            return PageContext(url)
        committee = site is not None and vendor_of("moderngov").committee(url, site)
        role = site.role if site else ""
        return PageContext(
            url,
            found.id,
            found.icp.names,
            registry.names_of_others(found),
            role=role,
            committee=committee,
            system_name=found.name,
        )

    return context_of


def _host(url: str) -> str:
    """Return the host in lower case without www., which some sites write and others drop."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _batch(app: App, file: IO[bytes], context_of: ContextOf, system: str) -> Iterator[str]:
    """Judge line by line; yield what was wrong with a line that could not be judged."""
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            page = json.loads(line)
            url, judgement = _judged(page, context_of, system)
        except (ValueError, UsageError) as error:
            yield f"line {number}: {error}"
        else:
            app.json_line(shape(url, judgement))


def _judged(page: Any, context_of: ContextOf, system: str) -> tuple[str, Judgement]:
    from crawler.classify import classify, classify_text
    from crawler.reading.html import read_html

    if not isinstance(page, Mapping) or not isinstance(page.get("html", page.get("text")), str):
        raise UsageError('each line needs "text" or "html": {"url": "...", "title": "...", "text": "..."}')
    url, title = str(page.get("url") or ""), str(page.get("title") or "")
    context = context_of(url, str(page.get("system") or system))
    if "html" in page:
        return url, classify(
            read_html(page["html"].encode("utf-8", "replace"), "text/html; charset=utf-8", url), context
        )
    return url, classify_text(title, page["text"], context)


def _show(app: App, name: str, judgement: Judgement) -> None:
    verdict = {True: "yes", False: "no", None: "unsure"}[judgement.is_icp]
    app.show(name, "bold")
    app.show(f"the partnership's page: {verdict} ({judgement.confidence:.0%})\n{judgement.reason}")
    app.show(f"kinds: {', '.join(judgement.kinds)}")
    for each in judgement.evidence:
        app.show(f"{each.kind}: {each.quote}  [{each.rule}]", indent=2, hang=2)
