"""The screens: the explorer, and the dialogs over it. Screens own flows; widgets do not."""
