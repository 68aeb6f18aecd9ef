"""What people install: built from the source archive, in an environment that cannot see this checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "store", "crawler", "spiders", "reports")

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel; the libraries are those of this environment."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-index",
        "--no-deps",
        "--quiet",
        wheel,
        cwd=folder,
    )
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # Paths in a .pth are searched, but the .pth files in them are not: the checkout stays out of sight.
    (site / "libraries.pth").write_text("\n".join(libraries))
    return folder / "bin"


def run(*command: object, cwd: Path) -> str:
    """Run a program with an empty home and no hint of this checkout; return its output."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ICPWATCH", "SCRAPY"))
    }
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env={**environ, "HOME": str(cwd)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shipped_files() -> set[str]:
    """Return the files of the package and of the five folders, as the wheel should name them."""
    names = set()
    for folder in ("icpwatch", *ROOMS):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                name = file.relative_to(ROOT).as_posix()
                names.add(name if folder == "icpwatch" else f"icpwatch/_rooms/{name}")
    return names


def test_the_wheel_holds_every_file_and_adds_one_name_only(wheel: Path) -> None:
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    metadata = {name for name in names if ".dist-info/" in name}
    assert names - metadata == shipped_files()
    assert {name.partition("/")[2] for name in metadata} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE",
    }  # fmt: skip


def test_the_source_archive_holds_what_a_developer_needs(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"Makefile", "README.md", "requirements-dev.txt", "scrapy.cfg", "tests/__init__.py", ".ci/run"} <= names
    assert not {name for name in names if name.startswith((".venv", ".git/"))}


def test_the_command_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "icpwatch", "--version", cwd=tmp_path).startswith("icpwatch ")
    where = run(installed / "python", "-c", "import icpwatch; print(icpwatch.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(installed.parent)


def test_the_spiders_are_found_from_another_folder(installed: Path, tmp_path: Path) -> None:
    spiders = run(installed / "icpwatch", "scrapy", "list", cwd=tmp_path).split()
    assert "north_east_and_yorkshire" in spiders


@pytest.mark.parametrize("room", ROOMS)
def test_the_five_names_stay_free_for_others(installed: Path, tmp_path: Path, room: str) -> None:
    run(installed / "python", "-c", f"import importlib.util as u; assert not u.find_spec('{room}')", cwd=tmp_path)


def test_a_foreign_config_package_beside_it_does_no_harm(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("raise ImportError('not ours')")
    assert run(installed / "python", "-m", "icpwatch", "--version", cwd=tmp_path).startswith("icpwatch ")


@pytest.mark.slow
def test_the_demo_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    assert "report" in run(installed / "icpwatch", "demo", cwd=tmp_path)


def test_no_library_that_we_use_has_one_of_the_five_names() -> None:
    found = packages_distributions()
    assert {room: found[room] for room in ROOMS if set(found.get(room, ())) - {"icpwatch"}} == {}
