"""The one-line explanation why an extra cannot be used."""

import sys
from importlib import metadata
from pathlib import Path

import pytest

from cogtui.extras import describe_import_error

ABSENT = ModuleNotFoundError("No module named 'joserfc'", name="joserfc")


def test_a_missing_package_is_named() -> None:
    """A package that cannot be found is reported as not installed, whatever needs it."""
    assert describe_import_error("demo", ABSENT) == (
        "cogtui[demo] needs joserfc, which is not installed. "
        "Run in the clone of cogtui: pip install --upgrade '.[demo]'"
    )


@pytest.mark.parametrize(
    "error",
    [
        ImportError("cannot import name 'x' from 'flask_cors.y' (/a/path)", name="flask_cors.y"),
        ImportError("cannot import name 'x' from 'flask_cors' (/a/path)", name="flask_cors"),
        ModuleNotFoundError("No module named 'flask_cors.y'", name="flask_cors.y"),
    ],
)
def test_an_incompatible_package_is_named_with_what_is_needed(error: ImportError) -> None:
    """What an installed package lacks is shown with both versions, and without a path."""
    needed = next(each for each in metadata.requires("cogtui") or [] if "flask-cors" in each)
    assert ("<7" in needed, ">=6" in needed) == (True, True)
    installed = metadata.version("flask-cors")
    reason = str(error).removesuffix(" (/a/path)")
    assert describe_import_error("demo", error) == (
        f"cogtui[demo] is incompatible: flask_cors {installed}, needs >=6,<7 ({reason}). "
        "Run in the clone of cogtui: pip install --upgrade '.[demo]'"
    )


def test_an_indirect_dependency_is_named() -> None:
    """A package that only another one requires has no version range of cogtui's."""
    installed = metadata.version("responses")
    text = describe_import_error("demo", ImportError("cannot import name 'x'", name="responses"))
    assert f"is incompatible: responses {installed} (cannot import name 'x')." in text


@pytest.mark.parametrize("name", [None, "no_such_package.part"])
def test_an_error_without_an_installed_package_is_shown(name: str | None) -> None:
    """Without a package to name, the message is shown."""
    text = describe_import_error("srp", ImportError("circular import", name=name))
    assert text.startswith("cogtui[srp] cannot be imported: circular import. Run in the")


def test_without_metadata_the_range_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy of cogtui that was never installed does not know its requirements."""
    folder = tmp_path / "moto-5.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Name: moto\nVersion: 5.0\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    text = describe_import_error("demo", ImportError("cannot import name 'x'", name="moto.y"))
    assert "is incompatible: moto 5.0 (cannot import name 'x')." in text
