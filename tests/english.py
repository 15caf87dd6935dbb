"""Find wording in names, docstrings, comments, strings and docs that is not plain English.

Run `python -m tests.english` to list every hit, and below them those that a person has to judge.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parent.parent

EXEMPT: Final = ("cogtui/emulator/",)
"""Folders whose texts are the service's own, or demo data."""


class Rule(NamedTuple):
    """A pattern that plain English has little use for."""

    pattern: str
    """A regular expression, matched without regard to case, `^` and `$` at each line's ends."""
    better: str
    """What to write instead."""
    bad: str
    """A sentence that it finds."""
    good: str
    """A sentence that says the same, or uses the word in another sense, which it does not find."""


RULES: Final = (
    Rule(
        r"\btold\b(?! (?:otherwise|not to|to)\b)",
        "shown, reported, given",
        "The user is told the count.",
        "The gateway was told to stop.",
    ),
    Rule(
        r"\b(?:tells?|says?|said) (?:of|as much|nothing)\b|^\s*(?:Tells|Says|Said)\b",
        "reports, names",
        "Tells which pool it is.",
        "The status line says which pool is open.",
    ),
    Rule(
        r"\b(?:esc|escape|enter|user|caller) leaves\b|\bleave at once\b",
        "cancels, closes, quits",
        "Escape leaves.",
        "Escape cancels.",
    ),
    Rule(
        r"\bgo(?:es)? on\b(?! top)|\bgoing on (?:with|where)\b",
        "continue",
        "It goes on with the next page.",
        "The dialogs go on top of the screen.",
    ),
    Rule(
        r"\bsees? to (?:it|that)\b|\b(?:is|was|are) over\b(?=\s*[.,;:)])",
        "ensure; finished",
        "The run is over.",
        "The dialog is over the table.",
    ),
    Rule(
        r"\bfor good\b(?! (?:reason|measure|cause))|\banew\b|\bfrom (?:then|there) on\b",
        "permanently; again, new; afterwards",
        "The pool is deleted for good.",
        "The call is refused for good reason.",
    ),
    Rule(
        r"\b(?:some|no|every|any)body\b|(?<!to )\bwhom\b|\bthose who\b|\bwhoever\b",
        "someone, no one; users who",
        "Nobody can read it.",
        "No one can read it.",
    ),
    Rule(
        r"\bgiven out\b|\bgood until\b|\bpast (?:its|their|his) time\b",
        "issued; expires, expired",
        "The token is past its time.",
        "The token has expired.",
    ),
    Rule(
        r"\bmend(?:s|ed|ing)?\b"
        r"|\b(?:take|takes|taken|took) (?:it |them |the \w+ )?out\b(?! of)",
        "fix; export",
        "The user may mend the file.",
        "The row is taken out of the list.",
    ),
    Rule(
        r"\bread(?:s|ing)? anew\b|\breading on …",
        "reload",
        "The file is read anew.",
        "The file is read again.",
    ),
    Rule(
        r"\b(?:came|comes?|became|becomes?) of\b",
        "result, happened to",
        "Show what came of the call.",
        "Show the result of the call.",
    ),
    Rule(
        r"\bof (?:its|one's|their|our|his) own\b(?! accord)",
        "own, custom, separate",
        "Each has a thread of its own.",
        "Each has its own thread.",
    ),
    Rule(
        r"\blikewise$|: likewise\b|# likewise\b|\blikewise[,.;]|\bas above\b",
        "the reason itself; also",
        "# likewise",
        "# the first frame has no dialogs",
    ),
    Rule(
        r"\bstands?\b(?! (?:for|out|in for|alone|up|by)\b)",
        "is, appears",
        "The name stands in the title.",
        "ARN stands for Amazon Resource Name.",
    ),
    Rule(
        r"\ball else\b|\bin vain\b|\b(?:can|could|to) be had\b",
        "everything else; without effect; available",
        "It was asked in vain.",
        "It was asked without effect.",
    ),
    Rule(
        r"\bunder way\b|\bnevertheless\b|\ball the same\b|\bwhat there (?:is|was|are)\b",
        "in progress; anyway; the current ...",
        "A load is under way.",
        "A load is in progress.",
    ),
)
"""What docstrings, comments and hand-written docs do without."""

WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        """
    told tells say says said asked kept given strays wish desk door house weather story stories
    foresight obstacles promised emptied retired paced sealed scrubbed secrecy arrival trouble
    unsettable takings beneath anew
    """,
    )
)
"""What no name of an identifier or a file has as a word."""

JUDGED: Final = (
    r"(?<!there )\b(?:is|are|was|were) no [a-z]+",
    r"\b(?:is|are) to (?:be|have|know|go|come|do)\b",
    r"\b(?:is|are|there) no more\b",
)
"""What is good English in some sentences and not in others: printed, and no test."""

_FLAGS: Final = re.IGNORECASE | re.MULTILINE
_RULES: Final = [(re.compile(rule.pattern, _FLAGS), rule.better) for rule in RULES]
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_CODE: Final = re.compile(r"```.*?```|`[^`\n]*`|<!-- ([^/\n]+) -->.*?<!-- /\1 -->", re.DOTALL)


_WORDING: Final = re.compile(r"^[A-Z][a-z]+\b|[a-z][,;:]? [a-z(]|[a-z]+ …")
"""What a text for users has: a capitalized first word, or two words."""
_FORMAT: Final = re.compile(r"\\[a-zA-Z.]|\(\?|[a-z-]+: [^;{}]+;|^%")
"""What regular expressions, style sheets and time formats have."""


class Text(NamedTuple):
    """A piece of text with its place."""

    path: Path
    """The file, relative to the repository."""
    line: int
    """The number of its first line, from 1 on."""
    text: str
    """The text."""


class Hit(NamedTuple):
    """A place to reword."""

    path: Path
    """The file, relative to the repository."""
    line: int
    """Its line, from 1 on."""
    found: str
    """What was found there."""
    better: str
    """What to write instead."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.found!r}: {self.better}"


def python_files(*folders: str) -> Iterator[Path]:
    """Yield the Python files of some folders of the repository.

    Args:
        folders: Relative to the repository.
    """
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def wording_hits(text: Text) -> Iterator[Hit]:
    """Yield what the rules find in a text.

    Args:
        text: The text, without code.
    """
    for pattern, better in _RULES:
        for match in pattern.finditer(text.text):
            line = text.line + text.text.count("\n", 0, match.start())
            yield Hit(text.path, line, match.group().strip(), better)


def prose(path: Path) -> Iterator[Text]:
    """Yield the docstrings and the comments of a Python file.

    Args:
        path: The file.
    """
    source, place = path.read_text(encoding="utf-8"), _place(path)
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                value = statement.value.value
                if isinstance(value, str):
                    yield Text(place, statement.lineno, _without_code(value))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Text(place, token.start[0], _without_code(token.string))


def strings(path: Path) -> Iterator[Text]:
    """Yield the string literals of a Python file that hold wording, docstrings aside.

    An f-string is one text, with its expressions in braces. Identifiers, patterns, style sheets and
    formats are omitted.

    Args:
        path: The file.
    """
    place = _place(path)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) for part in _parts(node) if node is not part}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in inner:
            text = _literal(node)
            if _WORDING.search(text) and not _FORMAT.search(text):
                yield Text(place, node.lineno, text)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes below one whose texts are not texts by themselves."""
    match node:
        case ast.Expr(value=ast.Constant() as docstring):
            yield docstring
        case ast.JoinedStr(values=values):
            for value in values:
                if isinstance(value, ast.Constant):
                    yield value
                elif isinstance(value, ast.FormattedValue) and value.format_spec is not None:
                    yield from ast.walk(value.format_spec)


def _literal(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(
        _literal(each) if isinstance(each, ast.Constant) else f"{{{ast.unparse(each.value)}}}"
        for each in node.values
        if isinstance(each, ast.Constant | ast.FormattedValue)
    )


def user_texts() -> Iterator[Text]:
    """Yield the texts of the screens, the command line and the errors, by file and line."""
    for path in python_files("cogtui"):
        if not _place(path).as_posix().startswith(EXEMPT):
            yield from sorted(strings(path), key=lambda text: text.line)


def document(path: Path) -> Text:
    """Return a Markdown file's text without its code and generated tables.

    Args:
        path: The file.
    """
    return Text(_place(path), 1, _without_code(path.read_text(encoding="utf-8")))


def name_hits(path: Path) -> Iterator[Hit]:
    """Yield the names that a Python file defines, and its own, which have a word to avoid.

    Args:
        path: The file.
    """
    place = _place(path)
    yield from _name_hits(place, 1, path.stem)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for name, line in _defined(node):
            yield from _name_hits(place, line, name)


def _defined(node: ast.AST) -> Iterator[tuple[str, int]]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name, node.lineno
        case ast.arg():
            yield node.arg, node.lineno
        case ast.Name(ctx=ast.Store()):
            yield node.id, node.lineno
        case ast.Attribute(ctx=ast.Store()):
            yield node.attr, node.lineno
        case ast.alias(asname=str(name)):
            yield name, node.lineno
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name, node.lineno


def _name_hits(path: Path, line: int, name: str) -> Iterator[Hit]:
    for word in _WORD.findall(name):
        if word.lower() in WORDS:
            yield Hit(path, line, name, f"another name, without {word.lower()!r}")


def _place(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(path.name)


def _without_code(text: str) -> str:
    """Return a text with code blanked out, and its lines as they were."""
    return _CODE.sub(lambda match: "\n" * match.group().count("\n"), text)


def hand_written() -> Iterator[Path]:
    """Yield the Markdown files of the repository."""
    yield from sorted(ROOT.glob("*.md"))
    yield from sorted((ROOT / "docs").glob("*.md"))


def all_hits() -> Iterator[Hit]:
    """Yield every place of the repository to reword."""
    for path in python_files("cogtui", "tests"):
        yield from name_hits(path)
        for text in prose(path):
            yield from wording_hits(text)
    for text in user_texts():
        yield from wording_hits(text)
    for path in hand_written():
        yield from wording_hits(document(path))


def main() -> int:
    """Print what is found.

    Returns:
        The exit status: 1 if there is anything to reword.
    """
    hits = list(all_hits())
    for hit in hits:
        sys.stdout.write(f"{hit}\n")
    sys.stdout.write(f"{len(hits)} to reword\n\n")
    for path in python_files("cogtui"):
        for text in prose(path):
            for pattern in JUDGED:
                for match in re.finditer(pattern, text.text, _FLAGS):
                    line = text.line + text.text.count("\n", 0, match.start())
                    sys.stdout.write(f"{text.path}:{line}: {match.group()!r}: judge\n")
    return bool(hits)


if __name__ == "__main__":
    sys.exit(main())
