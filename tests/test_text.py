"""Text from outside is drawn, never interpreted, and shortened if it is long."""

import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from cogtui.text import ELLIPSIS, AlikeTexts, counted, is_plain, shorten, visible

_DIRECTION = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""The Unicode classes of the characters that change the writing direction."""

_OTHER_DEFAULT_IGNORABLE = """
034F          # Mn       COMBINING GRAPHEME JOINER
115F..1160    # Lo   [2] HANGUL CHOSEONG FILLER..HANGUL JUNGSEONG FILLER
17B4..17B5    # Mn   [2] KHMER VOWEL INHERENT AQ..KHMER VOWEL INHERENT AA
2065          # Cn       <reserved-2065>
3164          # Lo       HANGUL FILLER
FFA0          # Lo       HALFWIDTH HANGUL FILLER
FFF0..FFF8    # Cn   [9] <reserved-FFF0>..<reserved-FFF8>
E0000         # Cn       <reserved-E0000>
E0002..E001F  # Cn  [30] <reserved-E0002>..<reserved-E001F>
E0080..E00FF  # Cn [128] <reserved-E0080>..<reserved-E00FF>
E01F0..E0FFF  # Cn [3600] <reserved-E01F0>..<reserved-E0FFF>
"""
"""Other_Default_Ignorable_Code_Point in PropList.txt of Unicode 16.0."""

_VISIBLE_FORMATS = """
0600..0605    # Cf   [6] ARABIC NUMBER SIGN..ARABIC NUMBER MARK ABOVE
06DD          # Cf       ARABIC END OF AYAH
070F          # Cf       SYRIAC ABBREVIATION MARK
0890..0891    # Cf   [2] ARABIC POUND MARK ABOVE..ARABIC PIASTRE MARK ABOVE
08E2          # Cf       ARABIC DISPUTED END OF AYAH
FFF9..FFFB    # Cf   [3] INTERLINEAR ANNOTATION ANCHOR..INTERLINEAR ANNOTATION TERMINATOR
110BD         # Cf       KAITHI NUMBER SIGN
110CD         # Cf       KAITHI NUMBER SIGN ABOVE
13430..1343F  # Cf  [16] EGYPTIAN HIEROGLYPH VERTICAL JOINER..
"""
"""The format characters that Default_Ignorable_Code_Point excepts."""


def code_points(listed: str) -> Iterator[int]:
    """Yield the code points in lines of the Unicode Character Database."""
    for line in listed.split("\n"):
        if span := line.partition("#")[0].strip():
            first, _, last = span.partition("..")
            yield from range(int(first, 16), int(last or first, 16) + 1)


def default_ignorable() -> set[str]:
    """Return all characters with the property, derived as DerivedCoreProperties.txt states it.

    Other_Default_Ignorable_Code_Point + Cf + Variation_Selector, less white space, interlinear
    annotation, Egyptian format controls and Prepended_Concatenation_Mark.
    """
    derived = {
        each
        for each in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(each) == "Cf"
        or unicodedata.name(each, "").startswith(("VARIATION SEL", "MONGOLIAN FREE VARIATION SEL"))
    }
    others = map(chr, code_points(_OTHER_DEFAULT_IGNORABLE))
    return (derived | set(others)) - set(map(chr, code_points(_VISIBLE_FORMATS)))


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
        ("\u3164\u115f\u1160\uffa0", "<3164><115f><1160><ffa0>"),
        ("tag\U000e0041 \U000e0100", "tag<e0041> <e0100>"),
        ("❤\ufe0f ☔\ufe0e", "❤<fe0f> ☔<fe0e>"),
        ("Braille\u2800 ⠃", "Braille<2800> ⠃"),
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


def test_every_default_ignorable_character_becomes_a_symbol() -> None:
    """No character that Unicode lets a terminal leave out is hidden, or has another width."""
    found = default_ignorable()
    # the total that DerivedCoreProperties.txt states
    assert len(found) == 4174
    for each in sorted(found):
        symbol = f"<{ord(each):04x}>"
        assert visible(f"a{each}b") == f"a{symbol}b"
        assert cell_len(visible(f"❤{each}")) == cell_len("❤") + len(symbol)
        assert not is_plain(f"a{each}b")


@given(any_text)
@example("a\u3164")
def test_a_plain_text_is_drawn_as_it_is(text: str) -> None:
    """A plain text has nothing to replace, and what is drawn of it is one printable line."""
    if is_plain(text):
        assert text == visible(text)
        assert text.isprintable()
    else:
        assert text != visible(text) or not text.isprintable()


@given(
    st.text(
        st.characters(
            categories=["L", "N", "P", "S"],
            exclude_characters="\u115f\u1160\u3164\uffa0\u2800",
        )
    )
)
def test_letters_digits_and_signs_are_never_replaced(text: str) -> None:
    """Names in any script are shown letter by letter, except for blank letters and signs."""
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


ALIKE = (
    "customer-portal-production-eu-west-1-backend",
    "customer-portal-production-eu-west-2-backend",
    "customer-portal-staging-us-east-1-backend",
    "analytics-dashboard-of-the-marketing-team",
    "app",
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            18,
            "cus…-prod…-1-ba…nd cus…-prod…-2-ba…nd custo…l-stagin…end analytic…ting-team app",
        ),
        (7, "cus…end cus…end cus…end ana…eam app"),
        (44, " ".join(ALIKE)),
    ],
)
def test_alike_texts_keep_what_differs(cells: int, expected: str) -> None:
    """What distinguishes texts stays visible; one that fits, or differs at an end, is as before."""
    texts = AlikeTexts(ALIKE)
    assert " ".join(texts.shorten(each, cells) for each in ALIKE) == expected


@given(st.sets(shown_text, min_size=1), st.integers(min_value=1, max_value=100))
def test_alike_texts_fit(texts: set[str], cells: int) -> None:
    """Each is at most as wide as requested, whatever the texts are."""
    alike = AlikeTexts(texts)
    for text in texts:
        short = alike.shorten(text, cells)
        assert cell_len(short) <= cells
        assert (short == text) is (cell_len(text) <= cells)


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
