"""Who may import what, proved in processes of their own."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cogtui

PACKAGE = Path(cogtui.__file__).parent

HEAVY = {"boto3", "botocore", "flask", "moto", "s3transfer", "urllib3", "werkzeug"}
"""What the first frame does not wait for."""

LIGHT_SIDE = ("connection", "door", "requests", "wire")
"""The modules of the gateway that may not import boto3 and botocore; all others of it may."""

DATA_FLOORS = (
    "account",
    "assertions",
    "clipboard",
    "checks",
    "cli_line",
    "configuration",
    "credentials_file",
    "developers",
    "documents",
    "errors",
    "exports",
    "extras",
    "drafts",
    "files",
    "flows",
    "gateway",
    "identities",
    "log",
    "login_checks",
    "login_keys",
    "members",
    "misspelt_keys",
    "operations",
    "outcomes",
    "patterns",
    "providers",
    "role_choice",
    "rules",
    "secret",
    "selection",
    "sentences",
    "settings",
    "sign_in",
    "signatures",
    "srp",
    "state",
    "subjects",
    "subshell",
    "text",
    "threads",
    "times",
    "token_reports",
    "tokens",
)
"""The modules and packages that know no screen."""


def imported_by(*modules: str) -> set[str]:
    """The top-level packages that a fresh interpreter has after importing modules."""
    program = f"import sys, {', '.join(modules)}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, timeout=60
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def modules() -> dict[str, ast.Module]:
    """Every module of the package by its dotted name, as its source says."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imports(module: ast.Module) -> set[str]:
    """What a module imports by its source, at its top or in a function, dotted."""
    names = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole module"
            names |= {str(node.module), *(f"{node.module}.{each.name}" for each in node.names)}
    return names


def test_the_first_frame_waits_for_no_boto3() -> None:
    """All that the app imports before it paints holds neither boto3 nor the emulator's needs."""
    loaded = imported_by("cogtui.__main__", "cogtui.command_line", "cogtui.app")
    assert "textual" in loaded
    assert set() == loaded & HEAVY


@pytest.mark.parametrize("module", LIGHT_SIDE)
def test_the_light_side_of_the_gateway_is_light(module: str) -> None:
    """What the loop's thread imports of the gateway leaves boto3 alone."""
    assert set() == imported_by(f"cogtui.gateway.{module}") & HEAVY


def test_the_heavy_side_is_what_imports_boto3() -> None:
    """The proof would be worth nothing if the gateway got by without boto3."""
    assert {"boto3", "botocore"} <= imported_by("cogtui.gateway.aws")


def test_data_floors_know_no_screen() -> None:
    """None of the data floors, with all their modules, loads Textual."""
    floors = {f"cogtui.{floor}" for floor in DATA_FLOORS}
    inside = [
        name
        for name in modules()
        if name in floors or any(name.startswith(f"{each}.") for each in floors)
    ]
    assert len(inside) > len(DATA_FLOORS)
    assert "textual" not in imported_by(*inside)


def test_a_wrong_option_waits_for_no_screen() -> None:
    """The command line itself loads neither Textual nor boto3."""
    assert set() == imported_by("cogtui.command_line") & (HEAVY | {"textual"})


def test_only_the_gateways_heavy_side_names_boto3() -> None:
    """No module outside of it and the emulator imports boto3 or botocore, wherever in its text."""
    naming = {
        name
        for name, module in modules().items()
        if {each.partition(".")[0] for each in imports(module)} & {"boto3", "botocore"}
        and not name.startswith("cogtui.emulator")
    }
    assert "cogtui.gateway.aws" in naming
    assert {name for name in naming if not name.startswith("cogtui.gateway.")} == set()
    assert naming & {f"cogtui.gateway.{name}" for name in LIGHT_SIDE} == set()


def test_only_the_command_line_names_the_emulator() -> None:
    """Nothing else of the app knows that there is an emulator."""
    naming = {
        name
        for name, module in modules().items()
        if any(each.startswith("cogtui.emulator") for each in imports(module))
        and not name.startswith("cogtui.emulator")
    }
    assert naming == {"cogtui.command_line"}


def test_files_are_opened_where_nothing_waits_for_them() -> None:
    """A pipe or a device never holds anything up: all but a few modules open files by `files`."""
    checks_itself = {"credentials_file", "files", "named_files", "screens.login_sources"}
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
                and ast.unparse(node.func.value) != "files"
            )
        )
    }
    assert naming == checks_itself
