"""What the page studio asks Python for."""
