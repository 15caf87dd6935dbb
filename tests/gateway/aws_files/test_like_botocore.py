"""The files are read as botocore reads them: whatever is in them."""

from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ConfigParseError
from hypothesis import given
from hypothesis import strategies as st

from cogtui.gateway.aws_files.check import check_aws_files
from cogtui.gateway.aws_files.lines import read_aws_file
from cogtui.gateway.aws_files.sections import merge, sort_config, sort_credentials

_HEADERS = (
    *("default", "default ", " default", "Default", "DEFAULT", "dev", "Ana's", "profile"),
    *("profile dev", 'profile "dev"', "profile  dev", "profile a b", "profile Ana's", "profiledev"),
    *("Profile dev", "profile dev ", "profile a\\b", 'profile "x', "profiles dev", "profile x] [y"),
    *("sso-session s", "sso_session s", "sso-session a b", "services s", "service s", "services"),
    *("profile\tdev", "profile ''", "plugins", " profile dev", "profile de\u200bv"),
)
_LINES = (
    *(f"[{name}]" for name in _HEADERS),
    *("[profile dev] # text", "[profile dev", "profile dev]", "[a=b", "  [profile in]"),
    *(
        "region = us-east-1",
        "region=eu-west-1 # text",
        "region =",
        "  region = us-east-1",
        "region",
    ),
    *("s3 =", "  a = b", "  nonsense", "\tc = d", "role_arn = x", "source_profile = dev"),
    *("sso_session = s", "services = s", "cognito_identity =", "= x", ": y", "  = z"),
    *("", "  ", "# text", "; text", "  # text", "REGION = x", "k: v", "\ufeff", "\u00a0region = x"),
)


def texts() -> st.SearchStrategy[str]:
    """Return files of lines that someone might write."""
    lines = st.lists(st.sampled_from(_LINES), max_size=8)
    return st.builds(lambda each, end: end.join(each), lines, st.sampled_from(["\n", "\r\n", "\r"]))


@given(config=texts(), credentials=texts())
def test_profiles_and_refusals(
    tmp_path_factory: pytest.TempPathFactory, config: str, credentials: str
) -> None:
    """The profiles, their settings and the files that are refused are those of botocore."""
    folder = tmp_path_factory.getbasetemp()
    paths = [folder / "like-config", folder / "like-credentials"]
    for path, text in zip(paths, (config, credentials), strict=True):
        path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_CONFIG_FILE", str(paths[0]))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(paths[1]))
        report = check_aws_files()
        try:
            expected = botocore.session.Session().full_config
        except ConfigParseError:
            assert report.refused
            return
    assert not report.refused
    assert _merged(*paths) == {
        name: _first_lines(values) for name, values in expected["profiles"].items()
    }
    assert report.references.keys() == expected["profiles"].keys()


def _merged(config: Path, credentials: Path) -> dict[str, dict[str, str]]:
    files = [
        read_aws_file(path, is_credentials=index == 1, is_chosen=True)
        for index, path in enumerate((config, credentials))
    ]
    sections = sort_config(files[0], [])
    profiles = merge(files[0], sections, files[1], sort_credentials(files[1], []))
    return {
        name: {each: setting.value.reveal() for each, (_, setting) in settings.items()}
        for name, settings in profiles.items()
    }


def _first_lines(values: dict[str, Any]) -> dict[str, str]:
    """Return the part of each value that is on the line of its name."""
    return {
        name: value.partition("\n")[0] if isinstance(value, str) else ""
        for name, value in values.items()
    }
