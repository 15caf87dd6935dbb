"""Text from outside: drawn, never obeyed, and cut where it is long."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cogtui.text import ELLIPSIS, counted, shorten, visible

_DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""The Unicode classes of the characters that turn the writing direction."""

any_text = st.text(st.characters())
shown_text = any_text.map(visible)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mobile-app-prod", "mobile-app-prod"),
        ("", ""),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("two\r\nlines\tand a tab", "two␍␊lines␉and a tab"),
        ("\x00\x7f\x9b", "␀␡<009b>"),
        ("a\u202eb\u2066c\u2069", "a<202e>b<2066>c<2069>"),
        ("zero\u200bwidth\ufeff", "zero<200b>width<feff>"),
        ("\u061cArabic\u00ad\u2060", "<061c>Arabic<00ad><2060>"),
        ("line\u2028paragraph\u2029", "line<2028>paragraph<2029>"),
        ("lone \udc9b surrogate", "lone <dc9b> surrogate"),
        ("[bold]markup[/bold]", "[bold]markup[/bold]"),
        ("👩\u200d👧 שלום عربي 名前", "👩<200d>👧 שלום عربي 名前"),
        ("non-breaking\u00a0space", "non-breaking\u00a0space"),
    ],
)
def test_what_a_terminal_would_obey_is_a_symbol(text: str, expected: str) -> None:
    """Controls and invisible characters become symbols; all that can be read stays."""
    assert expected == visible(text)


@given(any_text)
def test_nothing_visible_is_obeyed_by_a_terminal(text: str) -> None:
    """No control, line break, surrogate or turn of the writing direction comes through."""
    shown = visible(text)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(each) for each in shown}
    assert not _DIRECTION & {unicodedata.bidirectional(each) for each in shown}
    assert len(shown.splitlines()) <= 1


@given(any_text)
def test_visible_text_stays_as_it_is(text: str) -> None:
    """Text that was made visible is not changed by being made visible again."""
    assert visible(text) == visible(visible(text))


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_letters_digits_and_signs_are_never_replaced(text: str) -> None:
    """Names in any script are shown letter by letter."""
    assert text == visible(text)


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("mobile-app-prod", 15, "mobile-app-prod"),
        ("mobile-app-prod", 14, "mobile…pp-prod"),
        ("mobile-app-prod", 9, "mobi…prod"),
        ("mobile-app-prod", 2, "…d"),
        ("mobile-app-prod", 1, "…"),
        ("", 1, ""),
        ("名前名前", 7, "名前…前"),
        ("名前名前", 4, "…前"),
        ("名前名前", 3, "名…"),
    ],
)
def test_a_long_text_is_cut_in_the_middle(text: str, cells: int, expected: str) -> None:
    """The beginning and the end stay, the end by a cell longer where they cannot be equal."""
    assert expected == shorten(text, cells)


@given(shown_text, st.integers(min_value=1, max_value=200))
def test_a_shortened_text_fits_and_keeps_its_ends(text: str, cells: int) -> None:
    """It is at most as wide as asked, and what is left of it stood at its ends."""
    short = shorten(text, cells)
    assert cell_len(short) <= cells
    if short != text:
        start, _, end = short.partition(ELLIPSIS) if ELLIPSIS not in text else ("", "", "")
        assert text.startswith(start)
        assert text.endswith(end)


@given(shown_text)
def test_a_text_that_fits_is_not_cut(text: str) -> None:
    """A text in as many cells as it has is whole."""
    assert text == shorten(text, max(1, cell_len(text)))


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "0 identities"), (1, "1 identity"), (12_340, "12,340 identities")],
)
def test_a_number_goes_with_its_noun(number: int, expected: str) -> None:
    """One is singular, all others are plural; thousands are separated."""
    assert expected == counted(number, "identity", "identities")


def test_most_nouns_take_an_s() -> None:
    """Without a plural of its own a noun gets an s."""
    assert counted(2, "pool") == "2 pools"
