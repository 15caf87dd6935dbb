"""What the terminal does besides drawing: the clipboard."""
