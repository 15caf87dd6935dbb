"""The content of the detail pane and of dialogs as data: service answers turned into lines."""
