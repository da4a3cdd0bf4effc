"""Print the built book as one PDF: ``make pdf``.

Chromium prints the joined pages, is told on which page each place came to stand, and prints again, until
nothing moves. The same book and the same Chromium give the same bytes.
"""

import io
import sys

import pikepdf

import paper

MOST_PASSES = 6
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => each.textContent)"


def main():
    told = paper.book()
    printed = paper.joined("print", lambda page: printed_book(page, told))
    paper.FOLDER.mkdir(parents=True, exist_ok=True)
    path = paper.FOLDER / f"{paper.NAME}-{told['version']}.pdf"
    finish(printed, path, told)
    with pikepdf.open(path) as pdf:
        pages = len(pdf.pages)
    print(f"{path.relative_to(paper.ROOT)}: {pages} pages, {path.stat().st_size / 1e6:.1f} MB")


def printed_book(page, told):
    """Return the bytes of the printed book, in which each page number is right."""
    if dead := page.evaluate("(book) => build(book)", told):
        sys.exit(f"links that lead nowhere: {', '.join(dead)}")
    if cut := page.evaluate("clipped()"):
        sys.exit("wider than the page:\n" + "\n".join(cut))
    known = None
    for _ in range(MOST_PASSES):
        printed = page.pdf(prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
        found = places(printed)
        if found == known:
            return with_whole_titles(printed, page.evaluate(HEADINGS))
        known = found
        page.evaluate("(pages) => number(pages)", known)
    sys.exit(f"the page numbers have not settled after {MOST_PASSES} passes")


def places(printed):
    """Return the number of the page on which each named place of a PDF stands."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        named = pdf.Root.Dests if "/Dests" in pdf.Root else pikepdf.NameTree(pdf.Root.Names.Dests)
        return {str(name).removeprefix("/"): numbers[where[0].objgen] for name, where in named.items()}


def with_whole_titles(printed, headings):
    """Return a PDF whose outline has the spaces that Chromium leaves out where a heading's line ends."""
    titles = {"".join(heading.split()): " ".join(heading.split()) for heading in headings}
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for entry in outline_entries(pdf.Root.Outlines):
            title = str(entry.Title)
            entry.Title = titles.get("".join(title.split()), title)
        pdf.save(whole := io.BytesIO())
    return whole.getvalue()


def outline_entries(parent):
    entry = parent.get("/First")
    while entry is not None:
        yield entry
        yield from outline_entries(entry)
        entry = entry.get("/Next")


def finish(printed, path, told):
    """Write a PDF that says what it is; of its time it says when the book was committed, and nothing else."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        del pdf.trailer["/ID"]  # in which the time is
        pdf.docinfo = pdf.make_indirect(pikepdf.Dictionary())
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = told["title"]
            metadata["dc:creator"] = [told["author"]]
            metadata["dc:language"] = {told["language"]}
            metadata["xmp:CreateDate"] = metadata["xmp:ModifyDate"] = paper.moment(told["seconds"])
        pdf.Root.Lang = told["language"]
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


if __name__ == "__main__":
    main()
