"""The dark and the light theme: one accent colour, other colours only for meaning."""

from collections.abc import Mapping
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
    },
)
"""The theme for light terminals."""

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
