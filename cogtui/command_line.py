"""The command line: parse arguments, load settings, run the app, print errors to stderr."""

import argparse
import gc
import importlib.util
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import NoReturn

import cogtui
from cogtui.api_error import CogtuiError, DemoError, SettingsError
from cogtui.extras import describe_import_error
from cogtui.files import private_files
from cogtui.files.log import open_log
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings, load_settings
from cogtui.terminal import signals
from cogtui.terminal.encoding import describe_encoding_problem
from cogtui.text import visible

WRONG_USAGE = 2
"""The exit status after a wrong option or a broken configuration file."""

_DEMO_NEEDS = "--demo needs the emulator. Run in the clone of cogtui: pip install '.[demo]'"


class _Parser(argparse.ArgumentParser):
    """Raises errors in options as `SettingsError`, in one line."""

    def error(self, message: str) -> NoReturn:
        raise SettingsError(f"{message} (see cogtui --help)")


def parser() -> argparse.ArgumentParser:
    """Return a parser for the command line's options, which raises `SettingsError`."""
    options = _Parser(
        prog="cogtui",
        description="A terminal UI for Amazon Cognito identity pools.",
        epilog="`cogtui emulator` serves an emulated Cognito identity service. The standard AWS "
        "environment variables and files are read as boto3 reads them.",
        allow_abbrev=False,
    )
    add = options.add_argument
    add("--profile", metavar="P", type=_text, help="the AWS profile")
    add("--region", metavar="R", dest="regions", type=_regions, help="a region, or several: R1,R2")
    add(
        "--endpoint-url",
        metavar="URL",
        type=_text,
        help="endpoint URL for all services",
    )
    add("--read-only", action="store_true", default=None, help="disable all changes")
    add("--demo", action="store_true", default=None, help="show demo data; no AWS account needed")
    add("--pool", metavar="ID", help="the identity pool to open first: its ID or ARN")
    add(
        "--theme",
        metavar="T",
        type=_text,
        help="the theme: cogtui-dark, cogtui-light or one of Textual's",
    )
    add(
        "--config",
        metavar="FILE",
        type=_text,
        # argparse applies %-formatting to its help texts
        help=f"the configuration file, instead of {private_files.config_file()}".replace("%", "%%"),
    )
    add("--version", action="version", version=f"cogtui {cogtui.__version__}")
    return options


def run(arguments: Sequence[str]) -> int:
    """Run cogtui.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit status: 0, 1 after a failure, 2 after wrong usage, 130 after Ctrl+C.
    """
    try:
        if arguments[:1] == ["emulator"]:
            return _run_emulator(arguments[1:])
        return _run(load_settings(vars(parser().parse_args(arguments)), os.environ))
    except SettingsError as error:
        return _report_error(error, WRONG_USAGE)
    except CogtuiError as error:
        return _report_error(error, 1)


def _run_emulator(arguments: Sequence[str]) -> int:
    # only this command needs the import
    from cogtui.emulator import command  # noqa: PLC0415

    try:
        return command.main(arguments)
    except ImportError as error:
        raise CogtuiError(describe_import_error("demo", error)) from error


def _report_error(error: CogtuiError, status: int) -> int:
    # one line, whatever characters an option or a file name contains
    sys.stderr.write(f"cogtui: {visible(str(error))}\n")
    return status


def _run(settings: Settings) -> int:
    serve_demo = None
    state_file = private_files.state_file()
    if settings.demo:
        state_file = private_files.demo_state_file()
        if importlib.util.find_spec("moto") is None or importlib.util.find_spec("flask") is None:
            raise DemoError(_DEMO_NEEDS)
        serve_demo = _share_server(_serve_demo)
    open_log(private_files.log_file())
    # imported modules stay: searching them for garbage takes a tenth of the startup time
    gc.disable()
    # importing Textual takes a quarter of a second, too long before reporting a wrong option
    from cogtui.app import CogtuiApp  # noqa: PLC0415

    app = CogtuiApp(
        settings,
        RememberedState.load(state_file),
        state_file,
        serve_demo=serve_demo,
    )
    # Textual reads from stdin and draws on stderr; it would wait forever without a terminal
    reader, screen = sys.__stdin__, sys.__stderr__
    if reader is None or screen is None or not (reader.isatty() and screen.isatty()):
        raise CogtuiError("standard input and standard error must be a terminal")
    if problem := describe_encoding_problem(screen.encoding, os.environ):
        screen.write(f"cogtui: {problem}\n")
    with signals.ending(reader, screen, app.end):
        app.run()
    if app.crash is not None:
        from cogtui.files import crash_report  # noqa: PLC0415  needed after a crash only

        return crash_report.report(app.crash, private_files.crashes_directory(), screen)
    return app.return_code or 0


def _text(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("expected a value")
    return text


def _regions(text: str) -> tuple[str, ...]:
    return tuple(_text(region.strip()) for region in text.split(","))


def _serve_demo() -> str:
    from cogtui.emulator import start_emulator  # noqa: PLC0415  only the demo needs it

    try:
        return start_emulator().url
    except ImportError as error:
        raise DemoError(describe_import_error("demo", error)) from error
    except OSError as error:
        raise DemoError(str(error)) from error


def _share_server(serve: Callable[[], str]) -> Callable[[], str]:
    """Return a thread-safe function that starts the server once and always returns its URL."""
    lock = threading.Lock()
    urls: list[str] = []

    def url() -> str:
        with lock:
            if not urls:
                urls.append(serve())
            return urls[0]

    return url
