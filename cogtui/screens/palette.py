"""The command palette."""

from textual.command import CommandList, CommandPalette


class Palette(CommandPalette):
    """Textual's palette, which fails at a key that turns pages of a list that is not drawn yet."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves out what moves in the list before it has its lines."""
        if action == "command_list" and not self.query_one(CommandList).virtual_size.height:
            return False
        return super().check_action(action, parameters)
