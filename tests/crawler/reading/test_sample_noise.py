"""The sample sites put fresh noise on every page at every request, and none of it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from crawler.reading.read import read
from icpwatch.sample import answers
from icpwatch.sample.england import SampleEngland
from store.diff import diff_blocks
from store.noise import Learned, fingerprint, kept, kept_hash, learn_shared
from store.reading import Reading

ENGLAND = SampleEngland()
SITES = {site.theme: key for key, site in ENGLAND.sites.items()}


def crawl(scene: answers.Scene) -> dict[str, Reading]:
    """Return the readings of all pages of a site, by their address."""
    readings = {}
    for page in scene.pages():
        target = scene.site.spelt(page.path_in(scene.edition))
        answer = answers.answer(scene, target, {})
        if answer.status == 200 and not page.is_file:
            readings[target] = read(answer.body, answer.headers["Content-Type"], f"http://sample{target}")
    return readings


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_a_day_later_nothing_has_changed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = ENGLAND.scene(site, 0)
    today = crawl(scene)
    monkeypatch.setattr(answers, "Random", lambda seed: Random(f"{seed} a day later"))
    tomorrow = crawl(replace(scene, times=tuple(time + timedelta(days=1) for time in scene.times)))
    pages = [{fingerprint(block) for block in reading.blocks if block.place == "main"} for reading in today.values()]
    learned = Learned(learn_shared(pages))

    assert len(today) > 5
    assert all(today[target].blocks != tomorrow[target].blocks for target in today)
    for target, reading in today.items():
        old, new = kept(reading, learned), kept(tomorrow[target], learned)
        assert kept_hash(old) == kept_hash(new), target
        assert diff_blocks(old, new).changed_words == 0, target
