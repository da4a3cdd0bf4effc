"""What there is to say about an activation, found by computing: the catalogue's and a reader's own."""

from actlib.properties.card import Properties, properties
from actlib.properties.features import Break, Extremum, Hole, Plateau, Pole, as_activation
from actlib.properties.random_networks import dead_share, gradient_through_depth
from actlib.properties.tables import html_table, number_text, property_table, range_text, text_table

__all__ = [
    "Break",
    "Extremum",
    "Hole",
    "Plateau",
    "Pole",
    "Properties",
    "as_activation",
    "dead_share",
    "gradient_through_depth",
    "html_table",
    "number_text",
    "properties",
    "property_table",
    "range_text",
    "text_table",
]
