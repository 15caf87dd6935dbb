"""What the detail pane says, as data: from the service's answers to lines, without a screen."""
