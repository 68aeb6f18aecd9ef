from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.vocabulary import SHIPPED, load_vocabulary, vocabulary, words_of


def edited(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "vocabulary.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_every_kind_can_be_given_and_every_sign_says_what_it_is() -> None:
    words = vocabulary()
    given = {rule.kind for rule in words.rules} | {kind for sign in words.signs.values() for kind in sign.points}
    assert words.need.keys() - {"icp-yes", "icp-no", "about-alone"} | {"icp"} == given
    assert all(sign.what for sign in words.signs.values())
    assert all(rule.says for rule in words.rules if rule.kind == "icp")


def test_names_of_rules_and_signs_are_unique() -> None:
    words = vocabulary()
    names = [rule.name for rule in words.rules] + list(words.signs)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "faq"', 'kind = "fag"', "unknown kind 'fag'; did you mean faq?"),
        ("heading = 3", "headings = 3", "unknown key 'headings'; did you mean heading?"),
        ("contact = 4\n", "contact = 4\ncontact = 5\n", "cannot be read"),
        ("contact = 4\n", 'contact = "many"\n', "missing or of the wrong type"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_the_file_and_what_would_be_right(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=r"vocabulary\.toml") as caught:
        load_vocabulary(edited(tmp_path, old, new))
    assert told in str(caught.value)


def test_words_lose_case_punctuation_and_ampersands() -> None:
    assert words_of("Who’s who – Health & Well-being, s.116ZA") == [
        "who's",
        "who",
        "health",
        "and",
        "well",
        "being",
        "s",
        "116za",
    ]
