"""One layout for figures that need the same room."""

import re

from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text


class RememberedLayout(ConstrainedLayoutEngine):
    """Constrained layout, computed once for all figures with the same texts between the same limits.

    Finding room for the texts takes longer than drawing. All digits are equally wide, so the frames of
    an explorer, which differ in numbers and curves, mostly need the same room.
    """

    def __init__(self):
        super().__init__()
        self._layouts = {}

    def execute(self, figure):
        room = room_needed(figure)
        if room in self._layouts:
            place(figure, *self._layouts[room])
        if room not in self._layouts or not labels_fit(figure):
            super().execute(figure)
            self._layouts[room] = (
                [axes.get_position(original=True) for axes in figure.axes],
                [text.get_position() for text in figure.texts],
            )


def room_needed(figure):
    """Return what decides on the room: the panels' limits, how many lines each title has, and all other
    texts, with 0 for every digit."""
    titles = [*figure.texts, *(axes.title for axes in figure.axes)]
    tick_labels = [
        text for axes in figure.axes for text in (*axes.get_xticklabels(), *axes.get_yticklabels())
    ]
    texts = dict.fromkeys([*tick_labels, *figure.findobj(Text)])  # which finds the tick labels once more
    others = [text for text in texts if text.get_visible() and text not in titles]
    return (
        *((*axes.get_xlim(), *axes.get_ylim()) for axes in figure.axes),
        *(len(title.get_text().splitlines()) for title in titles),
        *(re.sub(r"\d", "0", text.get_text()) for text in others),
    )


def place(figure, boxes, positions):
    for axes, box in zip(figure.axes, boxes, strict=True):
        axes.set_position(box)
        axes.set_in_layout(True)
    for text, position in zip(figure.texts, positions, strict=True):
        text.set_position(position)


def labels_fit(figure):
    """Return whether the labels within the panels, which move with the data, end inside the figure."""
    extents = [text.get_window_extent() for axes in figure.axes for text in axes.texts]
    return all(extent.x0 >= 0 and extent.x1 <= figure.bbox.x1 for extent in extents)
