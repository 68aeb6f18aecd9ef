"""icpwatch systems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from icpwatch.options import json_option

if TYPE_CHECKING:
    from config.registry import Registry
    from config.systems import Site, System
    from crawler.probe import Probe
    from icpwatch.app import App


@click.group()
def command() -> None:
    """Show what is watched, and whether each address still answers.

    \b
    Example: icpwatch systems list
             icpwatch systems check
    """


@command.command("list")
@json_option
@click.pass_obj
def list_systems(app: App, as_json: bool) -> None:
    """List the systems by region, those that have ended too.

    \b
    Example: icpwatch systems list
    """
    today = _today(app)
    for region in app.registry.regions:
        if not as_json:
            app.show(region, "bold")
        for system in app.registry.region(region):
            if as_json:
                app.json_line(system_shape(system, today))
            else:
                app.show(f"{system.id:<45}{_life(system, today)}", indent=2, hang=2)


@command.command()
@click.argument("id")
@json_option
@click.pass_obj
def show(app: App, id: str, as_json: bool) -> None:
    """Show one system: names, codes, councils, sites, sources, and what nobody has confirmed yet.

    \b
    Example: icpwatch systems show south-yorkshire
    """
    system = app.registry.system(id)
    if as_json:
        app.json_line(system_shape(system, _today(app)))
        return
    before = [each.id for each in app.registry.predecessors(id)]
    rows = {
        "ICB": system.icb,
        "region": system.region,
        "codes": ", ".join(filter(None, (f"ODS {system.ods}", f"ONS {system.ons}"))),
        "life": _life(system, _today(app)),
        "before it": ", ".join(before),
        "cluster": system.cluster,
        "population": f"{system.population:,}" if system.population else "",
        "partnership": system.icp.name or "no name known",
        "also called": "; ".join(system.icp.aliases),
        "councils": "; ".join(system.councils),
        "sites": "\n".join(_site_line(site) for site in system.sites) or "none known",
        "unconfirmed": "\n".join(system.unconfirmed),
        "sources": "\n".join(system.sources),
    }
    app.show(system.name, "bold")
    for name, text in rows.items():
        for at, line in enumerate(text.splitlines()):
            app.show(f"{'' if at else name:<13}{line}", hang=13)


@command.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--propose", is_flag=True, help="Ask nobody; print hosts to add that pages link to, as TOML.")
@json_option
@click.pass_obj
def check(app: App, ids: tuple[str, ...], propose: bool, as_json: bool) -> None:
    """Ask each address, or those of some systems, once: does it answer, redirect, refuse, or is it gone? Keeps nothing.

    With --propose, look instead through the pages that are kept for hosts that they link to as the partnership's.

    \b
    Example: icpwatch systems check south-yorkshire
             icpwatch systems check --propose > icpwatch-sites.toml
    """
    if propose:
        _propose(app)
        return
    chosen = [app.registry.system(id) for id in ids] or app.registry.systems.values()
    asked = [(system, site, _address(site)) for system in chosen for site in system.sites]
    answers = _ask(app, [address for _, _, address in asked])
    for system, site, address in asked:
        shape = check_shape(system, site, answers[address], app.registry)
        if as_json:
            app.json_line(shape)
        else:
            app.show(f"{system.id:<45}{_verdict(shape)}", hang=4)
    answering = sum(probe.outcome == "answers" for probe in answers.values())
    app.say(f"{answering} of {len(answers)} addresses answered with a page of their own")
    if not answering:
        raise click.exceptions.Exit(1)


def system_shape(system: System, today: date) -> dict[str, Any]:
    """Return the JSON shape of one system."""
    return asdict(system) | {
        "live": system.is_live(today),
        "established": system.established.isoformat(),
        "dissolved": system.dissolved.isoformat() if system.dissolved else None,
        "icp": system.icp.name,
        "aliases": system.icp.aliases,
        "sites": [{"url": site.url, "role": site.role} for site in system.sites],
    }


def check_shape(system: System, site: Site, probe: Probe, registry: Registry) -> dict[str, Any]:
    """Return the JSON shape of one address that was asked; `target_systems` are those whose site it redirects to."""
    from crawler.urls import host_of, same_host

    host = host_of(probe.target)
    listed = ((each.id, other) for each in registry.systems.values() for other in each.sites)
    return {
        "system": system.id,
        "site": site.url,
        "role": site.role,
        **asdict(probe),
        "target_systems": list(dict.fromkeys(id for id, other in listed if host and same_host(other.host, host))),
        "unconfirmed": f"site:{site.url}" in system.unconfirmed,
    }


def _verdict(shape: Mapping[str, Any]) -> str:
    words = f"{shape['site']} {shape['outcome']}"
    if shape["target"]:
        others = ", ".join(owner for owner in shape["target_systems"] if owner != shape["system"])
        own = "a site of its own" if shape["target_systems"] else "which is not listed"
        words += f" to {shape['target']}, {f'a site of {others}' if others else own}"
    elif shape["reason"]:
        words += f": {shape['reason']}"
    if shape["outcome"] == "answers" and shape["unconfirmed"]:
        words += "; look at it, then take its mark off `unconfirmed`"
    return words


def _ask(app: App, addresses: Sequence[str]) -> dict[str, Probe]:
    """Return what came of each address, with a bar while somebody looks on."""
    from rich.console import Console
    from rich.progress import Progress

    from crawler.probe import Probe, probe

    answers = {address: Probe(address, "unreachable", reason="not asked: stopped") for address in addresses}
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=app.quiet or not console.is_terminal) as bar:
        task = bar.add_task("Asking", total=len(answers))

        def heard(one: Probe) -> None:
            answers[one.asked] = one
            bar.advance(task)

        probe(addresses, app.settings, heard, verbose=app.verbose)
    return answers


def _propose(app: App) -> None:
    from crawler.proposals import main_links, proposals_toml, propose
    from store.bodies import load_reading
    from store.queries import get_capture, pages

    with app.store.read() as session:
        read = {
            page: load_reading(session, get_capture(session, page.last_capture_id))
            for page in pages(session, watched=True)
            if page.last_capture_id
        }
    links = [link for page, reading in read.items() for link in main_links(page.system_id, page.url, reading)]
    if found := propose(links, app.registry):
        click.echo("# Hosts that watched pages link to as pages of a partnership. Look at each before you add it.\n")
        click.echo(proposals_toml(found))
    else:
        app.say(f"no host to add: looked through the links of {len(read)} watched pages")


def _address(site: Site) -> str:
    """Return the address to ask for: the home page, or the part of a council's site that is watched."""
    from crawler.vendors.known import vendor_of

    starts = vendor_of(site.vendor).starts(site) if site.role == "council" else ()
    return starts[0] if starts else site.url


def _site_line(site: Site) -> str:
    parts = [site.url, site.role, site.vendor]
    parts += [f"committee {number}" for number in site.committees] + [f"only {path}" for path in site.allow]
    return "  ".join(filter(None, parts))


def _life(system: System, today: date) -> str:
    from config.times import british_date

    if system.dissolved is None:
        begun = "since" if system.is_live(today) else "from"
        return f"{begun} {british_date(system.established)}"
    ended = "ended" if system.dissolved < today else "ends"
    return f"{ended} {british_date(system.dissolved)}, then {', '.join(system.successors) or 'nobody'}"


def _today(app: App) -> date:
    from config.times import london

    return london(app.now()).date()
