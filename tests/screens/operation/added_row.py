"""Run the app with an extra row in the operation table, and print what it shows.

`python -m tests.screens.operation.added_row URL`, with a service model that has the operation in
`~/.aws/models`. The row is added before importing anything that is built from the table.
"""

import asyncio
import json
import sys
from typing import Any, Final

from cogtui.service.operations import OPERATIONS, Effect, Operation, Scope, View

ROW: Final = Operation(
    "whistle-at-pool",
    "Whistle",
    "v",
    Scope.POOL,
    Effect.WRITE,
    question="Whistle {Tune} at {pool}?",
    verb="Whistle",
    done="Whistled {Tune} at {pool}.",
    invalidates=(View.OVERVIEW,),
    shows=True,
)
"""The row as a developer would write it."""


async def found(url: str) -> dict[str, Any]:
    """Reach the operation in every way, run it, and return what the app shows.

    Args:
        url: The service's endpoint.
    """
    # imported late: these modules read the operation table when they are imported
    from cogtui.app import CogtuiApp  # noqa: PLC0415  after the row is added
    from cogtui.settings.settings import Settings  # noqa: PLC0415  after the row is added
    from tests.screens.operation.operator import operating  # noqa: PLC0415  after the row is added

    values: dict[str, Any] = {}
    app = CogtuiApp(Settings(endpoint_url=url, regions=("us-east-1",)))
    client: Any = None
    async with operating(app, client, (100, 45)) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("question_mark")
        await operator.sees("Everywhere")
        await operator.press("slash")
        await operator.type("whistle")
        await operator.sees("Whistle changes whistle-at-pool")
        values["help"] = [line for line in operator.words.split("\n") if "whistle-at" in line]
        await operator.press("escape", "escape", "a", "slash")
        await operator.type("whistle")
        await operator.sees("aws cognito-identity whistle-at-pool · changes")
        values["menu"] = [line for line in operator.words.split("\n") if "Whistle" in line]
        await operator.press("escape", "escape", "ctrl+p")
        await operator.type("whistle-at-pool")
        await operator.sees("Whistle · whistle-at-pool v changes")
        await operator.press("escape", "v")
        await operator.sees_form("Whistle · whistle-at-pool")
        values["opened"] = operator.values()
        values["fields"] = {name: type(each).__name__ for name, each in operator.fields.items()}
        await operator.press("ctrl+s")
        values["wrong"] = {
            name: [problem.message for problem in each.problems]
            for name, each in operator.fields.items()
            if each.problems
        }
        await operator.fills(Tune="Lilli", Loudness="12", Ticket="sentinel")
        values["shown"] = "sentinel" in operator.words
        await operator.press("ctrl+s")
        await operator.sees("✗ between 1 and 11")
        await operator.fills(Loudness="11")
        await operator.press("ctrl+s")
        await operator.agrees("Whistle Lilli at data-sandbox?")
        await operator.sees_answer("Echo ****", "Times 3")
        values["toasts"] = operator.toasts
        values["log"] = operator.called("whistle-at-pool")
        await operator.press("escape")
        await operator.is_back()
    return values


if __name__ == "__main__":
    OPERATIONS[ROW.name] = ROW  # type: ignore[index]  # read-only elsewhere
    sys.stdout.write(json.dumps(asyncio.run(found(sys.argv[1]))))
