"""What the page playground asks Python for."""
