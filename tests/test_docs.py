"""The documentation agrees with the code: its links, commands, options, samples and tables."""

import configparser
import json
import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any, Final

import botocore
import pytest
from botocore import xform_name
from moto.iam.aws_managed_policies import aws_managed_policies_data

import cogtui
from cogtui.api_error import ApiError
from cogtui.app import CogtuiApp
from cogtui.command_line import parser
from cogtui.emulator import command
from cogtui.emulator.demo.pools import home_pools
from cogtui.emulator.faults import REQUESTS_PER_SECOND, Fault
from cogtui.files import private_files
from cogtui.gateway.errors.access_denied import allow_statement
from cogtui.gateway.errors.error_messages import ANSWERED
from cogtui.gateway.errors.user_pool_messages import USER_POOLS
from cogtui.gateway.service_model import needs_no_credentials
from cogtui.service.operations import OPERATIONS, Effect, Group, Scope
from cogtui.settings.settings import _FILE_KEYS, load_settings
from tests.gateway.gateways import make_gateway
from tests.gateway.servers import Answer, answering
from tests.key_table import ROOT, pages

README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [
    README,
    *DOCS,
    *(ROOT / f"{name}.md" for name in ("CHANGELOG", "CONTRIBUTING", "SECURITY")),
]

_LOCAL_PROGRAMS: Final = ("curl", "export", "git", "printf", "rm")
"""What the pages run besides cogtui, its tools and the AWS CLI."""

_TOOLS_OF_OTHERS: Final = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "LC_CTYPE", "LANG")
"""Variables that neither cogtui nor botocore names."""

_WITHOUT_ENTRY: Final = ("Not an endpoint URL", "No principal tags are set")
"""Causes whose message says what to do, by their titles."""


def read(name: str) -> str:
    """Return the text of a page, by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """Yield the page and the text of each code block in a language."""
    pattern = re.compile(rf"^ *```{language}\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
    for page in PAGES:
        for found in pattern.findall(page.read_text(encoding="utf-8")):
            yield page.name, found


def between(text: str, name: str) -> str:
    """Return what is between the markers of a name."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    assert found, name
    return found[1]


def commands() -> Iterator[list[str]]:
    """Yield the words of each command in the pages, without its comment."""
    for _, text in blocks("console"):
        for line in re.findall(r"^ *\$ ((?:.*\\\n)*.*)", text, re.MULTILINE):
            yield shlex.split(line.replace("\\\n", " "), comments=True)
    for page in PAGES:
        for line in re.findall(
            r"(?<!`)`((?:cogtui|make|pipx|uv tool|pip) [^`]+)`", page.read_text(encoding="utf-8")
        ):
            yield shlex.split(line)


def options(text: str) -> list[str]:
    """Return the long options in a text, each once."""
    return sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)))


@cache
def headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub writes them."""
    lines = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in lines}


def test_the_key_tables_are_those_of_the_code() -> None:
    """The tables of keys and operations are what `make docs` writes."""
    for page, expected in pages():
        assert expected == page.read_text(encoding="utf-8")


def test_the_options_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    """The tables of options have those of the parsers, with the emulator's defaults."""
    table = re.findall(r"^\| `(--.*)` \|", read("docs/settings.md"), re.MULTILINE)
    assert options(" ".join(table)) == options(parser().format_help())
    assert command.main(["--help"]) == 0
    help_text = capsys.readouterr().out
    rows = re.findall(r"^\| `(--[a-z-]+)(?: ([^`]*))?` \|", read("docs/emulator.md"), re.MULTILINE)
    assert sorted(name for name, _ in rows) == [
        each for each in options(help_text) if each != "--help"
    ]
    for name, default in rows:
        if name in ("--host", "--pools", "--identities", "--seed"):
            words = " ".join(help_text.split())
            assert re.search(rf"{name} \S+ [^(]*\((?:default: )?{re.escape(default)}\)", words)


def test_every_command_can_be_run() -> None:
    """The pages' commands name options, targets, extras, modules and paths that exist."""
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    extras = set(re.findall(r"^([a-z]+) = \[$", read("pyproject.toml"), re.MULTILINE))
    checked = set()
    for words in commands():
        if words[:2] == ["cogtui", "emulator"]:
            known = options(read("docs/emulator.md"))
            assert set(options(" ".join(words))) <= set(known), words
        elif words[0] == "cogtui":
            assert set(options(" ".join(words))) <= set(options(parser().format_help())), words
        elif words[0] == "make":
            assert {each for each in words[1:] if "=" not in each} <= targets, words
        elif words[0] in ("pip", "pipx", "uv"):
            named = re.findall(r"(?:\.|cogtui)\[([a-z,]+)\]", " ".join(words))
            assert set(",".join(named).split(",")) - {""} <= extras, words
        elif words[:2] == [".venv/bin/python", "-m"]:
            assert util.find_spec(words[2]), words
        elif words[0] == ".venv/bin/pytest":
            assert all((ROOT / each).exists() for each in words if each.startswith("tests/")), words
        elif words[0] == "aws":
            assert words[1] in ("cloudtrail", "cognito-identity", "cognito-idp"), words
        else:
            assert words[0] in _LOCAL_PROGRAMS, words
        checked.add(words[0])
    assert checked >= {"cogtui", "make", "pipx", "uv", ".venv/bin/pytest", "aws"}


@pytest.mark.parametrize(("page", "text"), blocks("toml"), ids=lambda value: value[:12])
def test_every_configuration_can_be_used(page: str, text: str, tmp_path: Path) -> None:
    """Each sample of config.toml is read without an error, and its keys do not clash."""
    config = tmp_path / page
    config.write_text(text, encoding="utf-8")
    settings = load_settings({"config": str(config)}, {})
    assert CogtuiApp(settings)._explorer is not None


def test_the_other_samples_are_well_formed() -> None:
    """JSON, Python and INI in the pages can be parsed."""
    for page, text in blocks("json"):
        assert json.loads(text), page
    for page, text in blocks("python"):
        assert compile(text, page, "exec"), page
    for page, text in blocks("ini"):
        config = configparser.RawConfigParser()
        config.read_string(text, page)
        assert config.sections(), page


def test_every_key_of_the_configuration_is_documented() -> None:
    """The page of settings names each key of config.toml."""
    page = read("docs/settings.md")
    assert [key for key in _FILE_KEYS if not re.search(rf"^\[?{key}\b", page, re.MULTILINE)] == []


def test_every_variable_is_read() -> None:
    """Each environment variable that the pages name occurs in the code of cogtui or botocore."""
    sources = [*(ROOT / "cogtui").rglob("*.py"), *Path(botocore.__file__).parent.glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    pattern = r"`((?:AWS|COGTUI|HTTPS?|NO|ALL|SSH|LC|LANG|XDG|REQUESTS)_?[A-Z_]*)(?:=[^`]*)?`"
    named = {name for page in PAGES for name in re.findall(pattern, page.read_text("utf-8"))}
    assert len(named) > 20
    # XDG's are platformdirs', the proxies' urllib's, the locale's Python's
    others = {*_TOOLS_OF_OTHERS, *(name for name in named if name.startswith("XDG_"))}
    # botocore derives it from the service's name
    others |= {name for name in named if name.startswith("AWS_ENDPOINT_URL_")}
    assert [name for name in sorted(named - others) if name not in code] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_have_targets(page: Path) -> None:
    """Each relative link and picture of a page exists, and so does the heading that it names."""
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page.read_text(encoding="utf-8"))
    for link, anchor in links:
        target = (page.parent / link) if link else page
        assert target.exists(), link
        assert not anchor or anchor in headings(target), f"{link}#{anchor}"


def test_the_readme_is_short_and_leads_everywhere() -> None:
    """The README has fewer than 170 lines and links every page."""
    readme = read("README.md")
    assert len(readme.splitlines()) < 170
    assert [page.name for page in DOCS if f"(docs/{page.name})" not in readme] == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.stem)
def test_a_page_begins_with_its_use(page: Path) -> None:
    """Each page begins with what its reader can do after reading it."""
    assert re.match(r"# .+\n\nAfter reading ", page.read_text(encoding="utf-8"))


def policy(job: str) -> list[dict[str, Any]]:
    """Return the statements of a policy on the page of permissions."""
    page = read("docs/permissions.md")
    found = re.search(rf"<!-- policy: {job} -->\n```json\n(.*?)```", page, re.DOTALL)
    assert found, job
    document = json.loads(found[1])
    assert document["Version"] == "2012-10-17"
    return list(document["Statement"])


def actions(statement: dict[str, Any]) -> list[str]:
    """Return the actions of a statement, sorted."""
    value = statement["Action"]
    return sorted([value] if isinstance(value, str) else value)


def iam_actions(*names: str) -> list[str]:
    """Return the IAM actions of operations, sorted."""
    model = botocore.session.get_session().get_service_model("cognito-identity")
    known = {xform_name(each, "-"): each for each in model.operation_names}
    return sorted(f"cognito-identity:{known[name]}" for name in names)


def test_the_policies_are_those_of_the_operation_table() -> None:
    """Each operation is in the policy of its job, or in the list of unsigned ones."""
    signed = [row for row in OPERATIONS.values() if not needs_no_credentials(row.name)]
    public = [row.name for row in OPERATIONS.values() if needs_no_credentials(row.name)]
    jobs = {
        "browse": [row for row in signed if row.effect is Effect.READ],
        "delete": [row for row in signed if row.group is Group.DANGER],
        "developer": [row for row in signed if row.group is Group.USERS],
        "edit": [
            row
            for row in signed
            if row.group is Group.CONFIGURATION
            or (row.effect is Effect.WRITE and row.scope is Scope.ACCOUNT)
        ],
    }
    jobs["developer"] = [row for row in jobs["developer"] if row.effect is not Effect.READ]
    assert sum(map(len, jobs.values())) == len(signed)
    for job, rows in jobs.items():
        assert actions(policy(job)[0]) == iam_actions(*(row.name for row in rows)), job
    assert actions(policy("edit")[1]) == ["iam:PassRole"]
    listed = re.findall(r"- `(\w+)`", between(read("docs/permissions.md"), "public"))
    assert sorted(f"cognito-identity:{each}" for each in listed) == iam_actions(*public)
    assert actions(policy("sign-in")[0]) == [
        "cognito-idp:AdminInitiateAuth",
        "cognito-idp:AdminRespondToAuthChallenge",
    ]


def test_actions_without_a_resource_type() -> None:
    """The page lists the actions for which a statement names any resource."""
    listed = re.findall(r"- `([\w:-]+)`", between(read("docs/permissions.md"), "any-resource"))
    arn = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:1a2b"
    signed = (name for name in OPERATIONS if not needs_no_credentials(name))
    assert listed == [
        action
        for action in iam_actions(*signed)
        if json.loads(allow_statement(action, arn))["Resource"] == "*"
    ]


def test_the_managed_policies_are_as_described() -> None:
    """AmazonCognitoReadOnly lacks the look-up and allows tokens of any developer user."""
    data = json.loads(aws_managed_policies_data)

    def allows(name: str, action: str) -> bool:
        statements = data[name]["Document"]["Statement"]
        return any(
            fnmatchcase(action, pattern)
            for each in statements
            if each["Effect"] == "Allow" and "Condition" not in each
            for pattern in actions(each)
        )

    developer_token = "cognito-identity:GetOpenIdTokenForDeveloperIdentity"  # noqa: S105  an action
    lookup = "cognito-identity:LookupDeveloperIdentity"
    missing = [
        each for each in actions(policy("browse")[0]) if not allows("AmazonCognitoReadOnly", each)
    ]
    assert missing == [lookup]
    assert allows("AmazonCognitoReadOnly", developer_token)
    assert actions(policy("deny")[0]) == [developer_token]
    assert not allows("AmazonCognitoPowerUser", "iam:PassRole")
    assert allows("AmazonCognitoPowerUser", "cognito-identity:SetIdentityPoolRoles")
    statement = data["AmazonCognitoDeveloperAuthenticatedIdentities"]["Document"]["Statement"][0]
    assert actions(statement) == sorted([*actions(policy("developer")[0]), lookup])


def test_every_path_that_is_written_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page on uninstalling lists the paths of the code, as they are on Linux."""
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/ana")
    table = between(read("docs/upgrade.md"), "files")
    functions = [
        value
        for name, value in vars(private_files).items()
        if re.search(r"(?:_file|_directory)\Z", name)
        and not re.match(r"open|check|replace|new|private", name)
    ]
    paths = {each().as_posix().replace("/home/ana", "~") for each in functions}
    assert re.findall(r"`(~/\.[^`]+)`", table) != []
    # the configuration is read and never written
    assert set(re.findall(r"`(~/\.[^`]+)`", table)) == paths - {"~/.config/cogtui/config.toml"}


async def test_the_user_agent_is_as_described(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request ends with cogtui's name and version, in the form that the page shows."""
    page = read("docs/security.md")
    example = re.search(r"<!-- user-agent -->\n```\n(.+)\n```", page)
    assert example
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    with answering(Answer({})) as server:
        gateway = make_gateway(server.url)
        for operation in ("describe-identity-pool", "get-id"):
            with pytest.raises(ApiError):
                await gateway.call(operation, "us-east-1", {"IdentityPoolId": "us-east-1:1a2b"})
    assert {"authorization" in headers for headers, _ in server.requests} == {True, False}
    for headers, _ in server.requests:
        sent = headers["user-agent"]
        assert sent.endswith(f" cogtui/{cogtui.__version__}")
        names = [
            [re.split("[/#]", word)[0] for word in each.split()] for each in (sent, example[1])
        ]
        assert names[0] == names[1]


def test_the_faults_and_quotas_are_those_of_the_emulator() -> None:
    """The page on the emulator names faults that exist, and the rates that are enforced."""
    page = read("docs/emulator.md")
    codes = re.findall(r"`(\w+Exception)`", page[page.index("- an error code:") :].split("\n-")[0])
    assert len(codes) > 10
    for code in (*codes, "500", "reset", "timeout", "cut", "malformed"):
        assert Fault.parse(f"ListIdentities={code}")
    quotas = " ".join(page[page.index("`--quotas` enforces") :].split())
    for operation, rate in REQUESTS_PER_SECOND.items():
        assert re.search(rf"\b{operation}\b[^\d,]* {rate}\b", quotas), operation


def test_the_errors_are_in_the_troubleshooting() -> None:
    """Each message of the service that has its own explanation has an entry."""
    found = re.findall(r"^### (.+)$", read("docs/troubleshooting.md"), re.MULTILINE)
    operations = ("get-id", "get-credentials-for-identity", "assume-role-with-web-identity")
    messages = [f"{operation}: {heading}" for operation in operations for heading in found]
    sign_ins = [pattern for pattern, _ in USER_POOLS]
    assert [
        pattern.pattern
        for pattern, cause in ANSWERED
        if pattern.pattern not in sign_ins
        and cause.title not in _WITHOUT_ENTRY
        and not any(map(pattern.search, messages))
    ] == []


def test_the_demo_pools_are_those_of_the_emulator() -> None:
    """The table of the demo data has each pool of the home region."""
    data = read("docs/emulator.md").partition("## The demo data")[2].partition("\n\nSome of")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|", data, re.MULTILINE)
    assert sorted(rows) == sorted(pool.name for pool in home_pools(1))


def test_the_changelog_has_the_current_version() -> None:
    """The package's version is in the changelog."""
    assert f"## {cogtui.__version__}" in read("CHANGELOG.md")
