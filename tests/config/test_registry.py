"""The registry: what is shipped, what a person may add, and what is refused with which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.errors import ConfigError, UsageError
from config.registry import load_registry

ENTRY = """
[[system]]
id = "wessex"
name = "Wessex"
icb = "NHS Wessex Integrated Care Board"
ods = "QZ1"
ons = "E54009991"
established = 2022-07-01
"""
SITE = """
  [[system.site]]
  url = "https://wessex.icb.nhs.uk/"
  role = "icb"
"""
ICP = """
  [system.icp]
  name = "Wessex Integrated Care Partnership"
  aliases = ["Wessex ICP"]
"""


def region_file(folder: Path, text: str, region: str = "South West", name: str = "south_west.toml") -> Path:
    (folder / name).write_text(f'region = "{region}"\n{text}', encoding="utf-8")
    return folder


def refusal(folder: Path, *, overlay: Path | None = None, allow_private_addresses: bool = False) -> str:
    with pytest.raises(ConfigError) as caught:
        load_registry(folder, overlay=overlay, allow_private_addresses=allow_private_addresses)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# What is shipped


def test_all_systems_of_july_2022_and_april_2026_are_shipped() -> None:
    registry = load_registry()
    assert len(registry.systems) == 48
    assert [len(registry.live(day)) for day in (date(2022, 7, 1), date(2026, 3, 31), date(2026, 4, 1))] == [42, 42, 36]
    assert len(registry.live(date(2022, 6, 30))) == 0


def test_every_region_has_the_systems_of_july_2022_that_it_had() -> None:
    registry = load_registry()
    counts = [
        sum(system.is_live(date(2022, 7, 1)) for system in registry.region(region)) for region in registry.regions
    ]
    assert counts == [4, 3, 11, 6, 5, 6, 7]
    assert registry.regions[0] == "North East and Yorkshire"


def test_frimley_went_three_ways_and_hampshire_lives_on_under_its_code() -> None:
    registry = load_registry()
    frimley = registry.system("frimley")
    assert frimley.successors == ("thames-valley", "surrey-sussex", "hampshire-isle-of-wight")
    assert frimley.dissolved == date(2026, 3, 31)
    assert registry.system("hampshire-isle-of-wight").ods == "QRL"
    assert [system.id for system in registry.predecessors("thames-valley")] == [
        "buckinghamshire-oxfordshire-berkshire-west",
        "frimley",
    ]
    assert sum(len(system.successors) for system in registry.systems.values()) == 16


def test_council_sites_are_allowed_by_committee_or_path_and_never_whole() -> None:
    councils = [site for system in load_registry().systems.values() for site in system.sites if site.role == "council"]
    assert {site.committees for site in councils if site.committees} == {(881,), (914,)}
    assert all(site.committees or site.allow for site in councils)


def test_every_address_still_to_be_confirmed_is_marked() -> None:
    for system in load_registry().systems.values():
        assert {f"site:{site.url}" for site in system.sites} <= set(system.unconfirmed), system.id
        assert "councils" in system.unconfirmed


def test_only_the_bodies_of_april_2026_have_no_partnership_known() -> None:
    nameless = {system.id for system in load_registry().systems.values() if not system.icp.name}
    assert nameless == {s.id for s in load_registry().systems.values() if s.established == date(2026, 4, 1)}


def test_every_system_has_councils_and_sources_and_all_but_one_has_its_home_page() -> None:
    systems = load_registry().systems.values()
    assert all(system.councils and system.sources for system in systems)
    assert [system.id for system in systems if not any(site.role == "icb" for site in system.sites)] == [
        "norfolk-suffolk"
    ]


def test_third_party_pages_and_test_copies_are_no_sites() -> None:
    hosts = {site.host for system in load_registry().systems.values() for site in system.sites}
    for stranger in ("opencouncil.network", "www.integratedhlth.co.uk", "testing.thamesvalley.icb.nhs.uk"):
        assert stranger not in hosts


def test_aliases_do_not_repeat_each_other() -> None:
    for system in load_registry().systems.values():
        names = [name.casefold() for name in (system.icp.name, *system.icp.aliases)]
        assert len(set(names)) == len(names), system.id


# Asking for one


@pytest.mark.parametrize("text", ["South West", "south_west", "SOUTH-WEST", " south  west "])
def test_a_region_is_found_however_it_is_written(text: str) -> None:
    assert len(load_registry().region(text)) == 7


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    registry = load_registry()
    with pytest.raises(UsageError, match="south-yorkshire"):
        registry.system("south-yorksire")
    with pytest.raises(UsageError, match="Midlands"):
        registry.region("midland")


def test_a_body_lives_on_its_last_day_and_not_after() -> None:
    sussex = load_registry().system("sussex")
    assert sussex.is_live(date(2026, 3, 31))
    assert not sussex.is_live(date(2026, 4, 1))


def test_a_sites_host_is_lower_case_and_keeps_its_www(tmp_path: Path) -> None:
    site = SITE.replace("wessex.icb", "WWW.Wessex.icb")
    (read,) = load_registry(region_file(tmp_path, ENTRY + site)).system("wessex").sites
    assert read.host == "www.wessex.icb.nhs.uk"


# What is refused


@pytest.mark.parametrize(
    ("entry", "place", "words"),
    [
        (ENTRY.replace("ods =", "odss ="), "system 'wessex'.odss", "did you mean ods?"),
        (ENTRY + ICP.replace("aliases", "alias"), "system 'wessex'.icp.alias", "did you mean aliases?"),
        (ENTRY + SITE.replace("role", "roll"), "system 'wessex'.site 1.roll", "did you mean role?"),
        (ENTRY + SITE.replace('"icb"', '"ibc"'), "system 'wessex'.site 1.role", "did you mean icb?"),
        (ENTRY + SITE.replace("https", "http"), "site 1.url", "https://"),
        (ENTRY + SITE.replace("wessex.icb.nhs.uk", "127.0.0.2"), "site 1.url", "private"),
        (ENTRY + SITE.replace("wessex.icb.nhs.uk", "[::1]"), "site 1.url", "private"),
        (ENTRY + SITE.replace("wessex.icb.nhs.uk", "intranet"), "site 1.url", "private"),
        (ENTRY + SITE.replace(".uk/", ".uk/about?x=1"), "site 1.url", "home page"),
        (ENTRY + SITE.replace(".uk/", ".uk"), "site 1.url", "ends in /"),
        (ENTRY + SITE.replace("https://", "https://me:secret@"), "site 1.url", "home page"),
        (ENTRY + SITE + SITE, "system 'wessex'.site 2.url", "twice"),
        (ENTRY + SITE.replace('"icb"', '"council"'), "site 1.committees", "never crawled whole"),
        (ENTRY + SITE + '  start = ["https://other.example/"]', "site 1.start", "begins with /"),
        (ENTRY + SITE + '  allow = ["//other.example/"]', "site 1.allow", "begins with /"),
        (ENTRY + SITE + '  committees = ["881"]', "site 1.committees", "a whole number"),
        (ENTRY + SITE + "  max_pages = 0", "site 1.max_pages", "not between 1"),
        (ENTRY.replace("2022-07-01", '"2022-07-01"'), "system 'wessex'.established", "without quotes"),
        (ENTRY.replace("established = 2022-07-01", ""), "system 'wessex'.established", "must be given"),
        (ENTRY.replace('name = "Wessex"', 'name = ""'), "system 'wessex'.name", "one line of text"),
        (ENTRY.replace('"wessex"', '"Wes sex"'), "system 'Wes sex'.id", "south-yorkshire"),
        (ENTRY + "dissolved = 2021-01-01", "system 'wessex'.dissolved", "before `established`"),
        (ENTRY + 'successors = ["mercia"]', "system 'wessex'.successors", "`dissolved`"),
        (ENTRY + 'dissolved = 2026-03-31\nsuccessors = ["mercia"]', "system 'wessex'.successors", "mercia"),
        (ENTRY + 'dissolved = 2026-03-31\nsuccessors = ["wessex"]', "system 'wessex'.successors", "not in being"),
        (
            ENTRY + 'unconfirmed = ["site:https://gone.example/"]',
            "system 'wessex'.unconfirmed",
            "nothing in this entry",
        ),
        (ENTRY.replace('icb = "NHS Wessex Integrated Care Board"', ""), "system 'wessex'.icb", "must be given"),
        (ENTRY + ENTRY, "system 'wessex'.id", "already that of"),
        (ENTRY + ENTRY.replace("wessex", "mercia"), "system 'mercia'.ods", "QZ1"),
        ("[[system]]\nid = 3\nestablished = 2022-07-01", "system 1.id", "in quotes"),
        ("system = 3", "system", "two brackets"),
        ("icp = [", "", "not valid TOML"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_entry_and_field(tmp_path: Path, entry: str, place: str, words: str) -> None:
    message = refusal(region_file(tmp_path, entry))
    assert message.startswith(str(tmp_path / "south_west.toml"))
    assert place in message
    assert words in message


def test_an_unknown_region_is_refused_with_the_nearest(tmp_path: Path) -> None:
    assert "did you mean South West?" in refusal(region_file(tmp_path, ENTRY, region="South Wset"))


def test_a_folder_without_region_files_is_refused(tmp_path: Path) -> None:
    assert "holds no region files" in refusal(tmp_path)


def test_a_successor_must_be_in_being_on_the_day_after(tmp_path: Path) -> None:
    ended = ENTRY + 'dissolved = 2026-03-31\nsuccessors = ["mercia"]\n'
    late = ENTRY.replace("wessex", "mercia").replace("QZ1", "QZ2").replace("991", "992").replace("2022-07", "2026-05")
    assert "2026-04-01" in refusal(region_file(tmp_path, ended + late))


def test_http_and_private_addresses_are_for_tests_and_demos_only(tmp_path: Path) -> None:
    site = SITE.replace("https://wessex.icb.nhs.uk/", "http://127.0.0.2:8080/")
    registry = load_registry(region_file(tmp_path, ENTRY + site), allow_private_addresses=True)
    assert registry.system("wessex").sites[0].host == "127.0.0.2"


# A user's own additions


def test_an_overlay_adds_a_site_and_an_alias_to_a_listed_system(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(
        '[[system]]\nid = "devon"\n  [system.icp]\n  aliases = ["Devon Partnership", "Devon ICP"]\n'
        '  [[system.site]]\n  url = "https://devon.example.org/"\n  role = "partnership"\n'
    )
    before, after = load_registry().system("devon"), load_registry(overlay=overlay).system("devon")
    assert after.sites == (*before.sites, after.sites[-1])
    assert after.sites[-1].url == "https://devon.example.org/"
    assert after.icp.name == before.icp.name
    assert after.icp.aliases == (*before.icp.aliases, "Devon Partnership")


def test_an_overlay_names_a_partnership_that_was_not_known(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text('[[system]]\nid = "essex"\n  [system.icp]\n  name = "Essex Assembly"\n')
    assert load_registry(overlay=overlay).system("essex").icp.name == "Essex Assembly"


def test_an_overlay_keeps_the_shipped_name_as_an_alias(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text('[[system]]\nid = "devon"\n  [system.icp]\n  name = "Devon Assembly"\n')
    icp = load_registry(overlay=overlay).system("devon").icp
    assert icp.name == "Devon Assembly"
    assert "One Devon Partnership" in icp.aliases


def test_an_overlay_adds_a_whole_system_in_its_region(tmp_path: Path) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(ENTRY + 'region = "South West"\n' + ICP + SITE)
    registry = load_registry(overlay=overlay)
    assert len(registry.systems) == 49
    assert registry.region("South West")[-1].id == "wessex"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[system]]\nid = "devon"\nods = "XXX"\n', "system 'devon'.ods: no such setting"),
        (ENTRY, "system 'wessex'.region"),
        (
            '[[system]]\nid = "devon"\n  [[system.site]]\n  url = "https://onedevon.org.uk/"\n  role = "icb"\n',
            "already",
        ),
        (ENTRY.replace("QZ1", "QJK") + 'region = "South West"\n', "QJK"),
        ('county = "Devon"\n', "county: no such setting"),
    ],
)
def test_a_wrong_overlay_is_refused_with_its_own_name(tmp_path: Path, text: str, words: str) -> None:
    overlay = tmp_path / "mine.toml"
    overlay.write_text(text)
    with pytest.raises(ConfigError, match=r"mine\.toml") as caught:
        load_registry(overlay=overlay)
    assert words in str(caught.value)


def test_a_missing_overlay_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_registry(overlay=tmp_path / "none.toml")
