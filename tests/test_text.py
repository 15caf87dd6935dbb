"""Text from outside is drawn, never interpreted, and shortened if it is long."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from cogtui.text import ELLIPSIS, counted, shorten, visible

_DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""The Unicode classes of the characters that change the writing direction."""

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
def test_control_characters_become_symbols(text: str, expected: str) -> None:
    """Control and invisible characters become symbols, and all readable text is preserved."""
    assert expected == visible(text)


@given(any_text)
def test_visible_text_has_no_control_characters(text: str) -> None:
    """No control, line break, surrogate or change of the writing direction remains."""
    shown = visible(text)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(each) for each in shown}
    assert not _DIRECTION & {unicodedata.bidirectional(each) for each in shown}
    assert len(shown.splitlines()) <= 1


@given(any_text)
def test_visible_text_stays_as_it_is(text: str) -> None:
    """Visible text is not changed by making it visible again."""
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
    """The beginning and the end are preserved, the end one cell longer if they cannot be equal."""
    assert expected == shorten(text, cells)


@given(shown_text, st.integers(min_value=1, max_value=200))
def test_a_shortened_text_fits_and_keeps_its_ends(text: str, cells: int) -> None:
    """It is at most as wide as requested, and consists of the text's beginning and end."""
    short = shorten(text, cells)
    assert cell_len(short) <= cells
    if short != text:
        start, _, end = short.partition(ELLIPSIS) if ELLIPSIS not in text else ("", "", "")
        assert text.startswith(start)
        assert text.endswith(end)


@given(shown_text)
def test_a_text_that_fits_is_unchanged(text: str) -> None:
    """A text that is exactly as wide as the limit is not shortened."""
    assert text == shorten(text, max(1, cell_len(text)))


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "0 identities"), (1, "1 identity"), (12_340, "12,340 identities")],
)
def test_a_number_has_its_noun(number: int, expected: str) -> None:
    """One is singular, all other numbers are plural, with thousands separators."""
    assert expected == counted(number, "identity", "identities")


def test_most_nouns_take_an_s() -> None:
    """By default a noun gets an s."""
    assert counted(2, "pool") == "2 pools"
