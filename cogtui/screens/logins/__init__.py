"""The dialogs that collect login tokens."""
