"""What the screens are made of: widgets that take data and post messages, and know no gateway."""
