"""Every ordinary layout of a list of people gives its chair and deputy, whatever elements and order it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from crawler.facts.people import people
from tests.crawler.facts.test_ways_of_saying import DEVON, TITLE, blocks
from tests.gold.measure import person

CHAIR, DEPUTY = ("Cllr Liz Marsh", "Leader of Torbay Council"), ("Dr Amit Rao", "Chief Executive, NHS Devon")
MEMBERS = (("Jo Quill", "Healthwatch Devon"), ("Bob Stone", "Chair of NHS Devon"))
ROLES = (
    ("Chair", "Vice Chair"),
    ("Chair of the Partnership", "Deputy Chair"),
    ("Independent Chair", "Vice-Chair of the ICP"),
    ("Chair, One Devon Partnership", "Vice-chair, One Devon Partnership"),
    ("Chair (independent)", "Deputy Chair of the Partnership"),
)
EXPECTED = {(person("Liz Marsh"), "chair"), (person("Amit Rao"), "vice")}
BOTH_CHAIR = {(person("Liz Marsh"), "chair"), (person("Amit Rao"), "chair")}


def said(html: str) -> set[tuple[str, str]]:
    found = people(blocks(html), DEVON, TITLE)
    vice = {"Vice chair", "Deputy chair"}
    return {(person(fact.value), "vice" if fact.role in vice else "chair") for fact in found if fact.kind == "chair"}


def wrong(pages: Iterator[str], expected: set[tuple[str, str]] = EXPECTED) -> list[tuple[str, set[tuple[str, str]]]]:
    return [(page, found) for page in pages if (found := said(page)) != expected]


def with_members(roles: tuple[str, str], member: str = "") -> list[tuple[str, str, str]]:
    """Return name, post and role of the chair between two members, and of the deputy last."""
    first, second = ((name, post, member) for name, post in MEMBERS)
    return [first, (*CHAIR, roles[0]), second, (*DEPUTY, roles[1])]


NAME_TAGS = ("<h3>{}</h3>", "<h4>{}</h4>", "<p><strong>{}</strong></p>", "<p><a href='/x'>{}</a></p>", "<div>{}</div>")
ROLE_TAGS = ("<p>{}</p>", "<div class=r>{}</div>", "<p><b>{}</b></p>", "<h5>{}</h5>", "<p class=role>({})</p>")
ORDERS = (
    ("name", "post", "role"),
    ("name", "role", "post"),
    ("role", "name", "post"),
    ("post", "name", "role"),
    ("name", "role"),
    ("role", "name"),
)
BOXES = (
    "<div class=card>{}</div>",
    "<article>{}</article>",
    "<section>{}</section>",
    "<ul><li>{}</li></ul>",
    "<table><tr><td>{}</td></tr></table>",
    "<div class=row><div class=col><div class=text>{}</div></div></div>",
)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("box", BOXES)
def test_cards_are_read_in_whatever_order(order: tuple[str, ...], box: str) -> None:
    def pages() -> Iterator[str]:
        for name_tag, role_tag, roles in product(NAME_TAGS, ROLE_TAGS, ROLES[:4]):
            tags = {"name": name_tag, "post": "<p>{}</p>", "role": role_tag}
            cards = [dict(zip(("name", "post", "role"), one, strict=True)) for one in with_members(roles)]
            inner, _, outer = box.rpartition("{}")
            opening, closing = inner, outer
            if box.startswith(("<ul>", "<table>")):
                opening, closing = inner.split(">", 1)[1], outer.rsplit("</", 1)[0]
                opening, closing = opening.removeprefix("<tr>"), closing.removesuffix("</tr>")
            made = [
                opening + "".join(tags[part].format(card[part]) for part in order if card[part]) + closing
                for card in cards
            ]
            whole = "".join(made)
            if box.startswith("<ul>"):
                whole = f"<ul>{whole}</ul>"
            if box.startswith("<table>"):
                whole = f"<table><tr>{whole}</tr></table>"
            yield f"<h2>Our members</h2>{whole}"

    assert wrong(pages()) == []


@pytest.mark.parametrize("box", ["<li>{}</li>", "<p>{}</p>", "<h4>{}</h4>", "<div>{}</div>"])
@pytest.mark.parametrize(
    "line",
    [
        "{n}, {p} ({r})",
        "{n} ({r}), {p}",
        "{n} – {r} – {p}",
        "{r}: {n}, {p}",
        "{r} – {n}, {p}",
        "{n} ({p}) – {r}",
        "{n}, {p}, {r}",
        "{n} | {p} | {r}",
        "{n} - {p} - {r}",
        "{p}: {n} ({r})",
        "{p} – {n} – {r}",
        "{n}; {p}; {r}",
        "{n}, {p} *{r}*",
        "{n}, {p} [{r}]",
    ],
)
def test_lines_of_a_list_are_read_whatever_parts_them(box: str, line: str) -> None:
    def pages() -> Iterator[str]:
        for roles in ROLES[:4]:
            lines = [
                line.format(n=name, p=post, r=role) for name, post, role in (DEPUTY + roles[1:], CHAIR + roles[:1])
            ]
            plain = [f"{name}, {post}" for name, post in MEMBERS]
            whole = "".join(box.format(text) for text in (plain[0], *lines, plain[1]))
            yield f"<h2>Who sits on the Partnership</h2>{f'<ul>{whole}</ul>' if box.startswith('<li>') else whole}"

    assert wrong(pages()) == []


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize(
    "columns",
    [
        ("Name", "Role", "Organisation"),
        ("Name", "Organisation", "Role"),
        ("Organisation", "Name", "Role"),
        ("Role", "Name", "Organisation"),
        ("Member", "Organisation", "Position"),
        ("Name", "Job title", "Position on the Partnership"),
        ("", "Name", "Organisation"),
    ],
)
def test_columns_of_roles_are_told_from_posts(columns: tuple[str, ...], header: bool) -> None:
    def pages() -> Iterator[str]:
        for roles, member in product(ROLES, ("Member", "")):
            rows = []
            for name, post, role in with_members(roles, member):
                cells = {"Name": name, "Member": name, "Organisation": post, "Job title": post}
                rows.append("".join(f"<td>{cells.get(column, role)}</td>" for column in columns))
            top = "<tr>" + "".join(f"<th>{column}</th>" for column in columns) + "</tr>" if header else ""
            yield f"<h2>Members</h2><table>{top}" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    assert wrong(pages()) == []


@pytest.mark.parametrize("beside", ["{n} ({r})", "{n}, {r}", "{n} - {r}", "{n}<br>{r}", "<b>{n}</b> {r}", "{r}: {n}"])
def test_a_role_beside_one_name_of_a_column_is_on_the_partnership(beside: str) -> None:
    def pages() -> Iterator[str]:
        for roles in ROLES:
            rows = [(beside.format(n=name, r=role) if role else name, post) for name, post, role in with_members(roles)]
            table = "".join(f"<tr><td>{name}</td><td>{post}</td></tr>" for name, post in rows)
            yield f"<h2>Members</h2><table><tr><th>Name</th><th>Organisation</th></tr>{table}</table>"

    assert wrong(pages()) == []


def test_a_post_beside_every_name_is_none_on_the_partnership() -> None:
    rows = (
        ("Liz Marsh, Chair", "NHS Devon"),
        ("Amit Rao, Chief Executive", "Healthwatch Devon"),
        ("Jo Quill", "Age UK"),
    )
    table = "".join(f"<tr><td>{name}</td><td>{body}</td></tr>" for name, body in rows)
    assert said(f"<h2>Members</h2><table><tr><th>Name</th><th>Organisation</th></tr>{table}</table>") == set()


QUESTIONS = (
    "Chair and vice chair",
    "Who chairs it?",
    "Who is the chair?",
    "Who chairs the Partnership?",
    "Chairing",
    "Who's in the chair?",
    "The chair",
    "Our chair",
    "Chair of the Partnership",
    "Chairing arrangements",
)
ANSWERS = (
    "{c} is our chair and {d} our vice-chair.",
    "{c}, with {d} as vice chair.",
    "{c} chairs the Partnership and {d} is vice-chair.",
    "Currently {c}. The deputy is {d}.",
    "{c} was elected in May 2025. {d} is the deputy.",
    "This is {c} from Torbay Council. {d} is the vice chair.",
    "The Partnership has chosen {c}. The vice chair is {d}.",
    "At present {c}, Leader of Torbay Council. {d} is the deputy.",
)
FRAMES = (
    "<h2>{q}</h2><p>{a}</p>",
    "<h2>{q}</h2><ul><li>{a}</li></ul>",
    "<dl><dt>{q}</dt><dd>{a}</dd></dl>",
    "<p><strong>{q}</strong></p><p>{a}</p>",
    "<p><strong>{q}</strong><br>{a}</p>",
    "<table><tr><th>{q}</th><td>{a}</td></tr></table>",
    "<details><summary>{q}</summary><p>{a}</p></details>",
    "<p>{q}</p><p>{a}</p>",
)


@pytest.mark.parametrize("frame", FRAMES)
def test_answers_below_a_label_or_question_name_the_chair(frame: str) -> None:
    def pages() -> Iterator[str]:
        for question, answer in product(QUESTIONS, ANSWERS):
            text = answer.format(c="Cllr Liz Marsh", d="Amit Rao")
            yield "<p>The Partnership joins councils and the NHS.</p>" + frame.format(q=question, a=text)

    assert wrong(pages()) == []


OPENINGS = (
    "The Partnership is chaired by:",
    "It has two co-chairs:",
    "Our co-chairs are:",
    "The co-chairs are",
    "Co-chairs",
    "Meetings are chaired in turn by:",
    "The Partnership has two joint chairs, who take turns:",
)
LISTS = (
    "<p>{q}</p><ul><li>{a}</li><li>{b}</li></ul>",
    "<h3>{q}</h3><ul><li>{a}</li><li>{b}</li></ul>",
    "<ul><li>{q}<ul><li>{a}</li><li>{b}</li></ul></li></ul>",
    "<dl><dt>{q}</dt><dd>{a}</dd><dd>{b}</dd></dl>",
    "<p>{q}</p><p>{a}</p><p>{b}</p>",
    "<table><tr><th>{q}</th><td>{a}<br>{b}</td></tr></table>",
)
ONES = ("{n}", "{n}, {p}", "{n} ({p})", "{n} – {p}", "{n} from {p}", "<b>{n}</b>, {p}", "{p}: {n}")


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize("opening", OPENINGS)
def test_those_in_a_list_that_says_who_chairs_share_the_chair(listed: str, opening: str) -> None:
    def pages() -> Iterator[str]:
        for one in ONES:
            first, second = (one.format(n=name, p=post) for name, post in (CHAIR, DEPUTY))
            yield listed.format(q=opening, a=first, b=second) + "<h2>Meetings</h2><p>We meet four times a year.</p>"

    assert wrong(pages(), BOTH_CHAIR) == []


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("She has chaired the Partnership since 2024.", "chair"),
        ("Chair since May 2024.", "chair"),
        ("Elected chair in May 2024.", "chair"),
        ("Chairs the Partnership and leads the council.", "chair"),
        ("Liz chairs the Partnership.", "chair"),
        ("Cllr Marsh chairs the Partnership.", "chair"),
        ("Appointed independent chair in 2023.", "chair"),
        ("In 2024 she was elected chair of the Partnership.", "chair"),
        ("Cllr Marsh is vice chair of the Partnership.", "vice"),
        ("Vice-chair since 2025.", "vice"),
        ("She deputises for the chair.", "vice"),
    ],
)
def test_a_profile_tells_of_whom_it_bears_the_name(sentence: str, role: str) -> None:
    def pages() -> Iterator[str]:
        for tag, box in product(("<h3>{}</h3>", "<p><strong>{}</strong></p>"), ("{}", "<div class=card>{}</div>")):
            profiles = (("Cllr Liz Marsh", sentence), ("Bob Stone", "Bob grew up in Exeter and works in the area."))
            yield "<h2>Who we are</h2>" + "".join(
                box.format(f"{tag.format(name)}<p>Torbay Council</p><p>{text}</p>") for name, text in profiles
            )

    assert wrong(pages(), {(person("Liz Marsh"), role)}) == []
