"""Cut a font to some characters. Reading and writing woff2 takes brotli, which nothing else needs."""

from fontTools import subset


def cut(source, characters, path, change=lambda font: font, **options):
    """Write the part of a font that holds some characters, and return it.

    Parameters
    ----------
    source, path : str or Path
        Of the font and of its part, as woff2.
    characters : iterable of int
        Code points; those that the font has not got are left out.
    change : callable, optional
        Takes the part and returns what is to be written.
    **options
        Of ``fontTools.subset``, beside woff2 without hints.
    """
    options = subset.Options(flavor="woff2", hinting=False, **options)
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font = change(font)
    subset.save_font(font, path, options)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    return font
