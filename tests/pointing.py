"""Where a pointer goes to take hold of something."""


def middle(locator):
    """Return the pixel in the middle of an element."""
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
