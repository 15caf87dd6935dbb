"""The registry of actions: everything that can be done in the explorer, and when it works.

The keys, the action menu, the key bar, the help and the palette are all derived from it, so that
none of them shows what the others lack.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, NamedTuple

from cogtui.account.selection import Selection
from cogtui.screens.explorer.panes import Pane
from cogtui.screens.features import FEATURES, Feature
from cogtui.service.operations import OPERATIONS, Effect, Group, Operation, Scope


class Here(NamedTuple):
    """Where the user is."""

    selection: Selection
    """What is under the cursor."""
    pane: Pane
    """The pane that has the focus."""
    region: str = ""
    """The region under the cursor; empty if there is none yet."""
    is_loading: bool = False
    """Whether pools are still being listed."""
    offered: frozenset[str] = frozenset()
    """The operations that apply to what is under the cursor."""
    is_demo: bool = False
    """Whether it is the demo, which has no AWS configuration."""

    @property
    def title(self) -> str:
        """A name for what is under the cursor, also where that is a region."""
        if self.selection.pool is None and self.region:
            return self.region
        return self.selection.title


class Action(NamedTuple):
    """Something that can be done, by a key, the menu or the palette."""

    name: str
    """Its name in the configuration; the AWS CLI's for an operation."""
    keys: str
    """Its default keys, by Textual's names, separated by commas; empty for the palette alone."""
    title: str
    """What it does, in two or three words."""
    run: str
    """Textual's action that does it."""
    group: Group
    """The task that it belongs to."""
    scope: Scope = Scope.ACCOUNT
    """What it works on."""
    effect: Effect = Effect.READ
    """What it does to the service."""
    words: str = ""
    """More words by which it is found."""
    short: str = ""
    """What the key bar calls it; the title unless given."""
    opens: bool = False
    """Whether it opens a dialog."""
    asks_for_pool: bool = False
    """Whether it asks for a pool where none is under the cursor."""
    demo_only: bool = False
    """Whether it exists in the demo only."""
    refuses: Callable[[Here], str] = lambda _: ""
    """Returns why it does not work, where its scope is under the cursor; empty if it does."""

    @property
    def label(self) -> str:
        """The title, with an ellipsis if a dialog follows."""
        return f"{self.title}…" if self.opens else self.title

    @property
    def remark(self) -> str:
        """What it changes, in a word or two; empty for a read."""
        if self.effect is Effect.DESTROY:
            return "deletes" if self.group is Group.DANGER else "removes"
        return _REMARKS[self.effect]

    def missing(self, here: Here) -> str:
        """Return what has to be under the cursor and is not, as a remark; empty if nothing."""
        selection = here.selection
        is_operation = self.name in OPERATIONS
        if self.name in here.offered or self.asks_for_pool:
            return ""
        if is_operation and selection.only is not None:
            return "needs AWS credentials"
        if not is_operation and selection.has(self.scope):
            return ""
        if selection.pool is None:
            return "the pools are still loading" if here.is_loading else "move to a pool first"
        return f"move to {_NEEDED[self.scope]} first"

    def why_not(self, here: Here) -> str:
        """Return why it does not work here; empty if it does."""
        return self.missing(here) or self.refuses(here)


_NEEDED: Final = {
    Scope.ACCOUNT: "the account",
    Scope.POOL: "the pool",
    Scope.IDENTITY: "an identity",
    Scope.MARKED: "an identity",
}

_REMARKS: Final = {Effect.READ: "", Effect.SECRET: "reveals secrets", Effect.WRITE: "changes"}


def _refuses_operation(row: Operation, here: Here) -> str:
    return here.selection.refusal(row)


def _refuses_feature(feature: Feature, here: Here) -> str:
    return feature.refusal(here.selection)


def _operations() -> Iterable[Action]:
    for row in OPERATIONS.values():
        yield Action(
            row.name,
            row.key,
            row.title,
            f"run('{row.name}')",
            row.group,
            row.scope,
            row.effect,
            f"{row.name} {row.words}",
            opens=row.view is None,
            refuses=partial(_refuses_operation, row),
        )


def _features() -> Iterable[Action]:
    for name, feature in FEATURES.items():
        yield Action(
            name,
            feature.key,
            feature.title,
            f"feature('{name}')",
            feature.group,
            feature.scope,
            feature.effect,
            feature.words,
            feature.short,
            opens=True,
            asks_for_pool=feature.asks_for_pool,
            refuses=partial(_refuses_feature, feature),
        )


def _has_id(here: Here) -> str:
    return "" if here.selection.id else "nothing to copy here; move to a pool or an identity"


def _has_arn(here: Here) -> str:
    selection = here.selection
    if selection.pool is not None and not selection.marked and selection.caller is None:
        return "the account is not known, and an ARN contains it"
    return _has_id(here)


def _has_region(here: Here) -> str:
    return "" if here.region else "there is no region yet"


def _has_profiles(here: Here) -> str:
    return "the demo has no profiles; start without --demo" if here.is_demo else ""


def _has_filter(here: Here) -> str:
    return "details have no filter" if here.pane is Pane.DETAIL else ""


def _has_rows(here: Here) -> str:
    is_open = here.pane is Pane.DETAIL and here.selection.identity_id is not None
    return "" if is_open else "open an identity first"


_OWN: Final = (
    Action("filter", "slash", "Filter", "filter", Group.VIEW, words="search", refuses=_has_filter),
    Action("json", "J", "Raw JSON", "show_json", Group.VIEW, Scope.POOL),
    Action("refresh", "r", "Refresh", "refresh", Group.VIEW, words="reload read again"),
    Action(
        "hide-disabled",
        "H",
        "Hide or show disabled",
        "toggle_disabled",
        Group.VIEW,
        Scope.POOL,
        words="identities",
        short="Hide disabled",
    ),
    Action("zoom", "z", "Zoom pane", "zoom", Group.VIEW, words="full screen maximize window"),
    Action(
        "narrow-tree",
        "less_than_sign",
        "Narrower tree",
        "resize_tree(-1)",
        Group.VIEW,
        words="width resize smaller",
    ),
    Action(
        "widen-tree",
        "greater_than_sign",
        "Wider tree",
        "resize_tree(1)",
        Group.VIEW,
        words="width resize larger",
    ),
    Action("copy-id", "y", "Copy ID", "copy_id", Group.COPY, words="clipboard", refuses=_has_id),
    Action(
        "copy-arn",
        "Y",
        "Copy ARN or marked IDs",
        "copy_arn",
        Group.COPY,
        words="clipboard",
        short="Copy ARN",
        refuses=_has_arn,
    ),
    Action(
        "copy-console-link",
        "K",
        "Copy console link",
        "copy_console_link",
        Group.COPY,
        words="url browser web clipboard",
        short="Console link",
        refuses=_has_region,
    ),
    Action(
        "show-copied",
        "c",
        "Show what was copied",
        "show_copied",
        Group.COPY,
        words="clipboard last",
        short="Show copied",
    ),
    Action(
        "profile",
        "P",
        "Profile",
        "profile",
        Group.ACCOUNT,
        words="switch",
        opens=True,
        refuses=_has_profiles,
    ),
    Action("regions", "R", "Regions", "regions", Group.ACCOUNT, words="region", opens=True),
    Action(
        "sign-in",
        "equals_sign",
        "Sign in with SSO",
        "sign_in",
        Group.ACCOUNT,
        words="login identity center",
        opens=True,
        refuses=_has_profiles,
    ),
    Action(
        "foreground",
        "dollar_sign",
        "Run credentials command",
        "foreground",
        Group.ACCOUNT,
        words="credential_process in the foreground terminal",
        short="Run in foreground",
        refuses=_has_profiles,
    ),
    Action("messages", "full_stop", "Messages", "app.messages", Group.VIEW, words="log errors"),
    Action(
        "welcome",
        "",
        "Welcome",
        "welcome",
        Group.VIEW,
        words="demo start tour users password",
        opens=True,
        demo_only=True,
    ),
)

_ALWAYS: Final = (
    Action("actions", "a", "Actions", "actions", Group.MOVE, opens=True),
    Action("help", "question_mark", "Help", "help", Group.MOVE, words="keys", opens=True),
    Action(
        "previous-identity",
        "left_square_bracket",
        "Previous identity",
        "step_identity(-1)",
        Group.MOVE,
        Scope.IDENTITY,
        refuses=_has_rows,
    ),
    Action(
        "next-identity",
        "right_square_bracket",
        "Next identity",
        "step_identity(1)",
        Group.MOVE,
        Scope.IDENTITY,
        refuses=_has_rows,
    ),
)

_GROUPS: Final = tuple(Group)


def _collected() -> Iterable[Action]:
    operations = list(_operations())
    # rarely used: after the features
    late = [each for each in operations if (each.group, each.scope) == (Group.USERS, Scope.POOL)]
    found = [*(each for each in operations if each not in late), *_features(), *late]
    found += (*_OWN, *_ALWAYS)
    return sorted(found, key=lambda each: _GROUPS.index(each.group))


ACTIONS: Final[Mapping[str, Action]] = {each.name: each for each in _collected()}
"""Every action by its name, in the order of the menu and the help."""

_NARROWEST: Final = (Scope.IDENTITY, Scope.MARKED, Scope.POOL, Scope.ACCOUNT)

BY_SCOPE: Final = tuple(sorted(ACTIONS.values(), key=lambda each: _NARROWEST.index(each.scope)))
"""Every action, narrowest scope first: if two share a key, the first that works has it."""
