"""If the documents say it, it is so; and what there is, they say."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from icpwatch.cli import VERBS, cli

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = click.Context(cli, info_name="icpwatch")


def documents() -> dict[str, str]:
    """Return the documents for people, by path."""
    paths = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}


def said_options() -> list[tuple[str, str, str]]:
    """Return each option that a document's command line uses: the document, the command line, the option."""
    found: list[tuple[str, str, str]] = []
    for name, text in documents().items():
        for line in re.findall(r"\bicpwatch ([a-z][^`\n#|&>]*)", text):
            found += [(name, line.strip(), option) for option in re.findall(r"(?<!\S)--[a-z-]+", line)]
    return found


@pytest.mark.parametrize("verb", cli.list_commands(CONTEXT))
def test_the_documents_mention_every_verb(verb: str) -> None:
    assert re.search(rf"\b{verb}\b", "\n".join(text for name, text in documents().items() if name != "CHANGELOG.md"))


@pytest.mark.parametrize(("document", "line", "option"), said_options())
def test_every_option_that_the_documents_use_exists(document: str, line: str, option: str) -> None:
    words = line.split()
    if words[0] not in VERBS or words[0] == "scrapy":
        return
    command = cli.get_command(CONTEXT, words[0])
    assert command is not None, f"{document}: icpwatch {line}"
    if isinstance(command, click.Group) and len(words) > 1 and words[1] in command.commands:
        command = command.commands[words[1]]
    known = {name for parameter in (*command.params, *cli.params) for name in parameter.opts}
    assert option in {*known, "--help"}, f"{document}: icpwatch {line}"


@pytest.mark.parametrize("target", re.findall(r"\bmake ([a-z]+)\b`?", "\n".join(documents().values())))
def test_every_make_target_that_the_documents_use_exists(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    if f"`make {target}" in "\n".join(documents().values()):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


def test_every_link_to_a_file_leads_to_one() -> None:
    for name, text in documents().items():
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            assert (ROOT / name).parent.joinpath(target).exists(), f"{name} links to {target}"
