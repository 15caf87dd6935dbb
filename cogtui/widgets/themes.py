"""The dark and the light theme: one accent colour, other colours only for meaning."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="cogtui-dark",
    primary="#6cb6d9",
    secondary="#8aa0b4",
    accent="#6cb6d9",
    warning="#e3b062",
    error="#ea7a80",
    success="#93c47d",
    foreground="#d5d9df",
    background="#15181d",
    surface="#15181d",
    panel="#21262d",
    dark=True,
    variables={
        "border": "#3b434d",
        "border-blurred": "#2b313a",
        "block-cursor-background": "#6cb6d9",
        "block-cursor-foreground": "#10141a",
        "block-cursor-blurred-background": "#2d3640",
        "block-cursor-blurred-foreground": "#d5d9df",
        "footer-key-foreground": "#6cb6d9",
        "footer-background": "#21262d",
        "scrollbar": "#4a5563",
        "scrollbar-hover": "#6cb6d9",
        "scrollbar-active": "#6cb6d9",
        "scrollbar-background": "#1b2026",
        "scrollbar-background-hover": "#1b2026",
        "scrollbar-background-active": "#1b2026",
        "scrollbar-corner-color": "#1b2026",
    },
)
"""The theme for dark terminals."""

LIGHT: Final = Theme(
    name="cogtui-light",
    primary="#0b6b99",
    secondary="#52606d",
    accent="#0b6b99",
    warning="#8a5a00",
    error="#b42318",
    success="#2a7532",
    foreground="#20262c",
    background="#fbfbfa",
    surface="#fbfbfa",
    panel="#ebedee",
    dark=False,
    variables={
        "border": "#b8c0c7",
        "border-blurred": "#d8dde1",
        "block-cursor-background": "#0b6b99",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#d5e3ea",
        "block-cursor-blurred-foreground": "#20262c",
        "footer-key-foreground": "#0b6b99",
        "footer-background": "#ebedee",
        "scrollbar": "#aab4bd",
        "scrollbar-hover": "#0b6b99",
        "scrollbar-active": "#0b6b99",
        "scrollbar-background": "#f3f4f4",
        "scrollbar-background-hover": "#f3f4f4",
        "scrollbar-background-active": "#f3f4f4",
        "scrollbar-corner-color": "#f3f4f4",
    },
)
"""The theme for light terminals."""

DARK_16: Final = Theme(
    name="cogtui-dark",
    ansi=True,
    primary="ansi_bright_cyan",
    secondary="ansi_cyan",
    accent="ansi_bright_cyan",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_bright_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    dark=True,
    variables={
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
        "text-muted": "ansi_white",
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "block-cursor-background": "ansi_cyan",
        "block-cursor-foreground": "ansi_black",
        "block-cursor-blurred-background": "ansi_bright_black",
        "block-cursor-blurred-foreground": "ansi_bright_white",
        "footer-key-foreground": "ansi_bright_cyan",
        "input-cursor-background": "ansi_bright_white",
        "input-cursor-foreground": "ansi_black",
        "footer-background": "ansi_default",
        "scrollbar": "ansi_white",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_bright_black",
        "scrollbar-background-hover": "ansi_bright_black",
        "scrollbar-background-active": "ansi_bright_black",
        "scrollbar-corner-color": "ansi_bright_black",
    },
)
"""The theme for dark terminals with 16 colours, on the terminal's own background."""

LIGHT_16: Final = Theme(
    name="cogtui-light",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_blue",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    dark=False,
    variables={
        "ansi-background": "ansi_white",
        "ansi-foreground": "ansi_black",
        "text-muted": "ansi_bright_black",
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "block-cursor-background": "ansi_blue",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-blurred-background": "ansi_white",
        "block-cursor-blurred-foreground": "ansi_black",
        "footer-key-foreground": "ansi_blue",
        "input-cursor-background": "ansi_black",
        "input-cursor-foreground": "ansi_bright_white",
        "footer-background": "ansi_default",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_blue",
        "scrollbar-active": "ansi_blue",
        "scrollbar-background": "ansi_white",
        "scrollbar-background-hover": "ansi_white",
        "scrollbar-background-active": "ansi_white",
        "scrollbar-corner-color": "ansi_white",
    },
)
"""The theme for light terminals with 16 colours."""


_WITHOUT_COLOR: Final = {
    "block-cursor-blurred-background": "ansi_default",
    "block-cursor-blurred-text-style": "underline",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "scrollbar-corner-color": "ansi_default",
}
"""What `NO_COLOR` changes in a theme for 16 colours: every background left is a mark."""


def themes_for(color_system: str | None, *, no_color: bool = False) -> tuple[Theme, Theme]:
    """Return the dark and the light theme for a terminal.

    The colour of a small palette that is closest to a colour of the full themes is often a grey.

    Args:
        color_system: Rich's name for the colours of the terminal; None for one that is unknown.
        no_color: Whether colours are removed before they reach it.
    """
    if no_color:
        return _without_color(DARK_16), _without_color(LIGHT_16)
    return (DARK, LIGHT) if color_system in ("256", "truecolor") else (DARK_16, LIGHT_16)


def _without_color(theme: Theme) -> Theme:
    return replace(theme, variables=theme.variables | _WITHOUT_COLOR)


LABEL_COLORS: Final[Mapping[str, str]] = {
    "black": "#000000",
    "red": "#c01c28",
    "green": "#1b7a4a",
    "yellow": "#c5a000",
    "blue": "#12488b",
    "magenta": "#a347ba",
    "cyan": "#12788a",
    "white": "#d0cfcc",
    "bright_black": "#5e5c64",
    "bright_red": "#f66151",
    "bright_green": "#33da7a",
    "bright_yellow": "#f5c211",
    "bright_blue": "#62a0ea",
    "bright_magenta": "#dc8add",
    "bright_cyan": "#33c7de",
    "bright_white": "#ffffff",
}
"""The background colors of a profile's label, by the name of a terminal's color.

Textual's own table for these names shows red, magenta and bright red alike.
"""
