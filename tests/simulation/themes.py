"""How three content management systems write the same page, each in noise of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import groupby
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.world import Page, Site

CAMPAIGNS = (
    "Get your flu jab",
    "Think pharmacy first",
    "Keep warm this winter",
    "Help us help you",
    "Know your numbers",
)
HEADLINES = (
    "New scanner opens",
    "Award for nurses",
    "Road closed at the clinic",
    "Choir at the hospice",
    "Bikes for staff",
)


@dataclass
class Noise:
    """What differs between two requests."""

    random: Random
    day: int
    now: int

    @property
    def number(self) -> int:
        return self.random.randrange(100, 99_999)

    @property
    def token(self) -> str:
        return f"{self.random.getrandbits(96):024x}"

    @property
    def date(self) -> str:
        return f"{datetime.fromtimestamp(self.now, UTC):%-d %B %Y}"

    @property
    def campaign(self) -> str:
        name = self.random.choice(CAMPAIGNS)
        return f'<p><a href="/campaigns/{CAMPAIGNS.index(name)}">{name}</a></p>'

    @property
    def headlines(self) -> list[str]:
        """The latest news: another one every few days."""
        first = self.day // 3 % len(HEADLINES)
        return [f"{HEADLINES[(first + n) % len(HEADLINES)]}, week {self.day // 7}" for n in range(3)]


Theme = Callable[["Site", str, "Page", Sequence[str], Noise], str]


def _lines(lines: Sequence[str], item: str, table: str) -> str:
    """Return the paragraphs as HTML; rows that follow each other are one table, whose first row is its head."""
    shown = []
    for is_table, group in groupby(lines, lambda line: line.startswith("| ")):
        if is_table:
            shown.append(table.format("".join(_row(row, "td" if number else "th") for number, row in enumerate(group))))
            continue
        for line in group:
            if line.startswith("## "):
                shown.append(f"<h2>{line[3:]}</h2>")
            else:
                shown.append(item.format(line[2:]) if line.startswith("- ") else f"<p>{line}</p>")
    return "\n".join(shown)


def _row(line: str, tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell.strip()}</{tag}>" for cell in line[2:].split("|")) + "</tr>"


def _anchor(path: str, text: str, noise: Noise) -> str:
    size = f" (PDF, {noise.number % 900 + 100} KB)" if path.endswith(".pdf") else ""
    return f'<a href="{escape(path)}?utm_campaign=c{noise.number}">{text}</a>{size}'


def nhs(site: Site, path: str, page: Page, lines: Sequence[str], noise: Noise) -> str:
    menu = "".join(
        f'<li><a href="{each}">{site.pages[each].title}</a></li>' for each in site.menu if each in site.pages
    )
    links = [f"<li>{_anchor(*link, noise)}</li>" for link in page.links]
    news = "".join(
        f'<li><a href="/news/{noise.day // 3}/{n}">{text}</a></li>' for n, text in enumerate(noise.headlines)
    )
    home = f'<div class="carousel">{noise.campaign}</div><h2>Latest news</h2><ul>{news}</ul>' if path == "/" else ""
    canonical = f'<link rel="canonical" href="{page.canonical}">' if page.canonical else ""
    return f"""<!doctype html><html lang="en"><head><title>{page.title} - {site.name}</title>{canonical}
<meta name="csrf" content="{noise.token}"></head><body><a href="#main">Skip to main content</a>
<div id="cookie-banner"><p>We use {noise.number} cookies on this website.</p><button>Accept</button></div>
<header class="nhsuk-header"><nav><ul>{menu}</ul></nav></header>
<main id="maincontent"><h1>{page.title}</h1>{_lines(lines, "<ul><li>{}</li></ul>", "<table>{}</table>")}
<ul>{"".join(links)}</ul>{home}
<p>Page last reviewed: {noise.date}<br>Next review due: {noise.date}</p><p>Views: {noise.number}</p></main>
<footer><p>© {site.name} {noise.token}</p></footer></body></html>"""


def wordpress(site: Site, path: str, page: Page, lines: Sequence[str], noise: Noise) -> str:
    menu = "".join(
        f'<li class="menu-item"><a href="{each}">{site.pages[each].title}</a></li>'
        for each in site.menu
        if each in site.pages
    )
    links = [
        f"<li>{_anchor(*link, noise)} <span>added {noise.number % 9 + 2} days ago</span></li>" for link in page.links
    ]
    noise.random.shuffle(links)
    canonical = f'<link rel="canonical" href="{page.canonical or site.url(path)}">'
    return f"""<html><head><title>{page.title} | {site.name}</title>{canonical}</head>
<body class="page-id-{noise.number}"><div class="site-header"><div class="main-navigation"><ul>{menu}</ul></div></div>
<div id="content" class="site-content"><article><div class="entry-content"><h1 class="entry-title">{page.title}</h1>
{_lines(lines, "<ul class='wp-block-list'><li>{}</li></ul>", "<figure><table>{}</table></figure>")}
<ul>{"".join(links)}</ul>
<p>Last updated on {noise.date}</p><div class="sharedaddy"><a href="#">Share this page</a> {noise.number} shares</div>
<p>{noise.number} views</p></div></article></div>
<div class="widget-area"><h3>Campaigns</h3>{noise.campaign}</div>
<div class="site-footer"><p>Page generated in 0.{noise.number} seconds</p></div>
<div class="cky-consent-container">This website uses cookies {noise.token}</div></body></html>"""


def upgraded(site: Site, path: str, page: Page, lines: Sequence[str], noise: Noise) -> str:
    """The words of the other two in markup that has nothing in common with theirs."""
    menu = "".join(
        f'<a class="m" href="{each}">{site.pages[each].title}</a>' for each in site.menu if each in site.pages
    )
    links = "".join(f'<div class="card">{_anchor(*link, noise)}</div>' for link in page.links)
    news = "".join(
        f'<div><a href="/news/{noise.day // 3}/{n}">{text}</a></div>' for n, text in enumerate(noise.headlines)
    )
    home = f'<section class="hero-slider">{noise.campaign}</section><h2>Latest news</h2>{news}' if path == "/" else ""
    canonical = f'<link rel="canonical" href="{page.canonical}">' if page.canonical else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{site.name} – {page.title}</title>{canonical}</head><body>
<div role="navigation">{menu}</div><div role="main"><section class="title"><div><h1>{page.title}</h1></div></section>
<section class="rte">
{_lines(lines, "<ol><li><span>{}</span></li></ol>", "<table class='t'><tbody>{}</tbody></table>")}
</section><section>{links}</section>{home}
<section><p>Last updated: {noise.date}</p><p>Viewed {noise.number} times</p></section></div>
<div role="contentinfo">Request ID: {noise.token}</div></body></html>"""


THEMES: dict[str, Theme] = {"nhs": nhs, "wordpress": wordpress, "upgraded": upgraded}
