"""Convert the HTML of the service's documentation to plain text."""

from html.parser import HTMLParser
from typing import Final

_ITEM: Final = "• "

_BLOCKS: Final = {"p": "", "ul": "", "li": _ITEM, "note": "Note: ", "important": "Important: "}
"""Tags that start a new line, and the prefix of that line."""


def plain_text(html: str) -> str:
    """Convert documentation from HTML to plain text.

    Args:
        html: HTML as in botocore's model: paragraphs, lists, notes, links and code.

    Returns:
        Paragraphs separated by an empty line, list items by none, and each link followed by its
        address in parentheses.
    """
    reader = _HtmlReader()
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.text


class _HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._block = ""
        self._beginning = ""
        self._address: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_block()
            # a paragraph inside an item or a note continues that item or note
            self._beginning = _BLOCKS[tag] or self._beginning
        elif tag == "a":
            self._address = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "a" and self._address:
            self._block += f" ({self._address})"

    def handle_data(self, data: str) -> None:
        self._block += data

    def end_block(self) -> None:
        words = self._block.split()
        self._block = ""
        if not words:
            return
        line = self._beginning + " ".join(words)
        both_items = self._beginning == _ITEM and self.text.rpartition("\n")[2].startswith(_ITEM)
        self._beginning = ""
        separator = "\n" if both_items else "\n\n"
        self.text += f"{separator}{line}" if self.text else line
