"""Which modules may import what, tested in separate processes where necessary."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

import cogtui

PACKAGE: Final = Path(cogtui.__file__).parent

HEAVY: Final = {"boto3", "botocore", "flask", "moto", "s3transfer", "urllib3", "werkzeug"}
"""The libraries that must not delay the first frame."""

SCREENS: Final = {"app", "screens", "widgets"}
"""The modules and packages that may import Textual; all others must not."""


def loaded_by(*names: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after importing some."""
    program = f"import sys, {', '.join(names)}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, timeout=60
    )
    return set(done.stdout.split())


def top_level(names: set[str]) -> set[str]:
    """Return the top-level packages of modules."""
    return {name.partition(".")[0] for name in names}


def imported_by(*names: str) -> set[str]:
    """Return the top-level packages that a fresh interpreter has after importing modules."""
    return top_level(loaded_by(*names))


def part_of(name: str) -> str:
    """Return the package or module right below cogtui that a module is in."""
    return name.removeprefix("cogtui.").partition(".")[0]


def modules() -> dict[str, ast.Module]:
    """Return the source of every module of the package, by dotted name."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(module: ast.Module) -> set[str]:
    """Return the dotted names that a module imports, at its top or in a function."""
    names = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            names |= {str(node.module), *(f"{node.module}.{each.name}" for each in node.names)}
    return names


def test_the_first_frame_waits_for_no_boto3() -> None:
    """The app loads neither boto3 nor the emulator's libraries before its first frame."""
    loaded = imported_by("cogtui.__main__", "cogtui.command_line", "cogtui.app")
    assert "textual" in loaded
    assert set() == loaded & HEAVY


def test_the_gateway_package_is_light() -> None:
    """Importing the gateway package loads the client, and no boto3."""
    loaded = loaded_by("cogtui.gateway")
    assert "cogtui.gateway.client" in loaded
    assert set() == top_level(loaded) & HEAVY


def test_the_boto3_module_of_the_gateway_imports_boto3() -> None:
    """The gateway's boto3 module loads boto3, so the tests above prove something."""
    assert {"boto3", "botocore"} <= imported_by("cogtui.gateway.aws")


def test_only_screens_load_textual() -> None:
    """No module outside the screens' packages loads Textual, whichever modules the tree has."""
    inside = [name for name in modules() if part_of(name) not in SCREENS]
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders - SCREENS <= {part_of(name) for name in inside}
    assert "textual" not in imported_by(*inside)


def test_a_wrong_option_waits_for_no_screen() -> None:
    """The command line itself loads neither Textual nor boto3."""
    assert set() == imported_by("cogtui.command_line") & (HEAVY | {"textual"})


def test_only_the_gateway_imports_boto3() -> None:
    """No module outside it and the emulator imports boto3 or botocore, even in a function."""
    importing = {
        name
        for name, module in modules().items()
        if top_level(imports(module)) & {"boto3", "botocore"}
        and not name.startswith("cogtui.emulator")
    }
    assert "cogtui.gateway.aws" in importing
    assert {name for name in importing if not name.startswith("cogtui.gateway.")} == set()
    assert importing & loaded_by("cogtui.gateway") == set()


def test_only_the_command_line_imports_the_emulator() -> None:
    """No other module of the app imports the emulator."""
    importing = {
        name
        for name, module in modules().items()
        if any(each.startswith("cogtui.emulator") for each in imports(module))
        and not name.startswith("cogtui.emulator")
    }
    assert importing == {"cogtui.command_line"}


def test_widgets_import_only_the_types_of_the_gateway() -> None:
    """Widgets use the gateway's data classes, and import none of its modules."""
    every = modules()
    inside = {name for name in every if name.startswith("cogtui.gateway.")}
    importing = {
        name
        for name, module in every.items()
        if name.startswith("cogtui.widgets") and imports(module) & inside
    }
    assert importing == set()


def test_files_are_opened_where_nothing_waits_for_them() -> None:
    """Most modules open files through `files`, which never waits for a pipe or a device."""
    checks_itself = {
        "credentials.aws_credentials_file",
        "files.private_files",
        "files.named_files",
        "screens.logins.token_sources",
    }
    ways = {"read_text", "read_bytes"}
    naming = {
        name.removeprefix("cogtui.")
        for name, module in modules().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and "devnull" not in ast.unparse(node)
        and (
            ast.unparse(node.func) in {"open", "os.open", "io.open", "file.open", "path.open"}
            or (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in ways
                and ast.unparse(node.func.value) != "private_files"
            )
        )
    }
    assert naming == checks_itself
