"""What the course knows of each activation, written once: chapters, figures and tests read it here."""

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, partial
from math import inf
from numbers import Real
from types import MappingProxyType

import numpy as np

from actlib import functions
from actlib.calculus import central_difference
from actlib.functions.accept import is_finite, real_array, unmasked
from actlib.functions.arguments import check, flag, line, number, optional, sequence, text
from actlib.functions.together import form_for

__all__ = ["CATALOGUE", "Activation", "Interval"]

TEXTS = {
    "title": line,
    **dict.fromkeys(("tex", "derivative_tex", "cite", "chapter", "note"), text),
    "origin": optional(text),
    "popularizer": optional(sequence(text, what="texts")),
}


@dataclass(frozen=True)
class Interval:
    """The numbers between low and high; each end belongs to it or not.

    Examples
    --------
    >>> print(Interval(0, 1, includes_low=True))
    [0, 1)
    >>> 0.5 in Interval(0, 1), 1 in Interval(0, 1)
    (True, False)
    """

    low: float
    high: float
    includes_low: bool = False
    includes_high: bool = False

    def __post_init__(self):
        for name in ("low", "high"):
            end = getattr(self, name)
            if not is_finite(end) and not (isinstance(end, Real) and abs(end) == inf):
                raise TypeError(f"Interval expects {name} to be a real number, got {reprlib.repr(end)}")
            check(flag, getattr(self, f"includes_{name}"), f"Interval expects includes_{name} to be")
        if self.low > self.high:
            raise ValueError(f"Interval expects low up to high, got low={self.low!r} and high={self.high!r}")

    def __contains__(self, y):
        above = y >= self.low if self.includes_low else y > self.low
        below = y <= self.high if self.includes_high else y < self.high
        return bool(above and below)

    def __str__(self):
        low, high = (
            f"{end + 0.0:.4g}".replace("inf", "∞").replace("-", "−") for end in (self.low, self.high)
        )
        return f"{'[' if self.includes_low else '('}{low}, {high}{']' if self.includes_high else ')'}"


@dataclass(frozen=True)
class Activation:
    """One activation function, its derivative and the facts about it.

    Attributes
    ----------
    name : str
        Its name in ``actlib`` and in the catalogue.
    title : str
        Its name in prose.
    function, derivative : callable
        The function and its derivative, from array to array of the same shape.
    tex, derivative_tex : str
        Both formulas in TeX.
    range : Interval
        The values it takes on finite inputs, with its default parameters.
    kinks : tuple of float
        Where it has no derivative (or jumps).
    parameters : mapping of str to float or str
        Its parameters and their defaults.
    cite : str
        Key of the work that the course takes it from, in the references.
    origin : str or None
        Key of the work that described it first, as an activation; None where it is older than neural
        networks or where we know of no such work.
    popularizer : tuple of str or None
        Keys of the works that made it widely used, oldest first; None where that was the origin.
    chapter : str
        The chapter that explains it.
    note : str
        What else there is to know in a sentence, such as defaults on which libraries differ.

    Examples
    --------
    >>> relu = CATALOGUE["relu"]
    >>> print(relu([-1.0, 2.0]), relu.derivative([-1.0, 2.0]), relu.range, relu.kinks)
    [0. 2.] [0. 1.] [0, ∞) (0.0,)
    """

    name: str
    title: str
    function: Callable
    derivative: Callable
    tex: str = ""
    derivative_tex: str = ""
    range: Interval = Interval(-inf, inf)
    kinks: tuple[float, ...] = ()
    parameters: Mapping[str, float | str] = field(default_factory=lambda: MappingProxyType({}))
    cite: str = ""
    origin: str | None = None
    popularizer: tuple[str, ...] | None = None
    chapter: str = ""
    note: str = ""

    def __call__(self, x, **parameters):
        return self.function(x, **parameters)

    def writer(self, x, y, slope):
        """Return a step that writes the values of ``x`` into ``y`` and returns the slopes.

        ``y`` may be ``x``, and the step may be taken again when ``x`` holds other numbers. The slopes are in
        ``slope`` where they are computed together with the values, see ``actlib.functions.together``.
        """
        form = self._together
        if form and x.flags.forc and x.strides == y.strides == slope.strides:
            return form(x, y, slope)

        def one_after_the_other():
            slopes = np.asarray(self.derivative(x))
            if np.may_share_memory(slopes, y):
                slopes = slopes.copy()
            y[...] = self.function(x)
            return slopes

        return one_after_the_other

    @cached_property
    def _together(self):
        return form_for(self.function, self.derivative)

    def __hash__(self):
        return hash(self.name)

    def __deepcopy__(self, memo):
        return self  # nothing in it can change

    def __reduce__(self):
        if CATALOGUE.get(self.name) is self:
            return _activation_named, (self.name,)
        return _activation_of, (type(self), vars(self) | {"parameters": dict(self.parameters)})

    @classmethod
    def of(cls, name, function, derivative=None, **facts):
        """Make an Activation of a reader's own function.

        Parameters
        ----------
        name : str
        function : callable
            From array to array of the same shape, each value from its own input alone. If it returns a
            list, it is given one row of numbers at a time, and its list becomes an array.
        derivative : callable, optional
            By default the central difference of function, good to about ten digits.
        **facts
            Any other attribute of Activation, such as ``range`` or ``kinks``.

        Returns
        -------
        Activation

        Raises
        ------
        TypeError
            If function or derivative cannot be called or does not return real numbers, or a fact is
            of another kind.
        ValueError
            If function or derivative changes the shape of its input, or a fact is not as described.

        Examples
        --------
        >>> square = Activation.of("square", lambda x: x**2)
        >>> print(square(3.0), square.derivative(3.0).round(6))
        9.0 6.0
        """
        if not isinstance(name, str) or not name:
            raise TypeError(f"Activation.of expects name to be text, got {name!r}")
        check(line, name, "Activation.of expects name to be")
        unknown = set(facts) - {each.name for each in fields(cls)}
        if unknown:
            raise TypeError(f"Activation.of knows no fact named {', '.join(sorted(unknown))}")
        facts = _checked(facts)
        for argument, value in (("function", function), ("derivative", derivative)):
            if not callable(value) and not (argument == "derivative" and value is None):
                raise TypeError(f"Activation.of expects {argument} to be callable, got {value!r}")
        function = _returning_an_array(function, "function")
        if derivative is None:
            derivative = partial(central_difference, function)
        else:
            derivative = _returning_an_array(derivative, "derivative")
        return cls(name, facts.pop("title", name), function, derivative, **facts)


def _checked(facts):
    """Return facts, kinks as a tuple and parameters as what cannot be changed, or say which one is wrong."""
    for fact, rule in TEXTS.items():
        if fact in facts:
            check(rule, facts[fact], f"Activation.of expects {fact} to be")
    if not isinstance(facts.get("range", Interval(0, 1)), Interval):
        raise TypeError(f"Activation.of expects range to be an Interval, got {facts['range']!r}")
    parameters = facts.get("parameters", {})
    if not isinstance(parameters, Mapping):
        raise TypeError(f"Activation.of expects parameters to be a mapping, got {reprlib.repr(parameters)}")
    kinks = facts.get("kinks", ())
    check(sequence(number, 0, "numbers"), kinks, "Activation.of expects kinks to be")
    return facts | {"kinks": tuple(map(float, kinks)), "parameters": MappingProxyType(dict(parameters))}


def _returning_an_array(function, argument):
    """Return a function as one that returns arrays, after a try; or say what is wrong with its answer."""
    wish = f"Activation.of expects {argument} to return"
    with np.errstate(all="ignore"):
        y = function(np.array([-1.0, 0.0, 1.0]))
    array = unmasked(y, wish)
    if array.shape != (3,):
        raise ValueError(f"Activation.of expects {argument} to keep the shape (3,), got {array.shape}")
    if array.dtype.kind != "f":
        real_array(array, wish)
    return partial(_array_of_list, function) if isinstance(y, list | tuple) else function


def _array_of_list(function, x):
    """Return what a function that returns lists computes, for any shape."""
    x = np.asarray(x)
    return np.asarray(function(x.ravel())).reshape(x.shape)


def _activation_named(name):
    return CATALOGUE[name]


def _activation_of(kind, facts):
    activation = kind.__new__(kind)
    vars(activation).update(facts, parameters=MappingProxyType(facts["parameters"]))
    return activation


def _activation(
    name,
    title,
    *,
    tex,
    derivative_tex,
    range,
    cite,
    chapter,
    kinks=(),
    origin=None,
    popularizer=None,
    note="",
    **parameters,
):
    return Activation(
        name=name,
        title=title,
        function=getattr(functions, name),
        derivative=getattr(functions, f"{name}_derivative"),
        tex=tex,
        derivative_tex=derivative_tex,
        range=range,
        kinks=kinks,
        parameters=MappingProxyType(parameters),
        cite=cite,
        origin=origin,
        popularizer=popularizer,
        chapter=chapter,
        note=note,
    )


_ENTRIES = (
    _activation(
        "identity",
        "identity",
        tex=r"x",
        derivative_tex=r"1",
        range=Interval(-inf, inf),
        cite="goodfellow2016",
        chapter="01-why-nonlinearity",
    ),
    _activation(
        "step",
        "step",
        tex=r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        derivative_tex=r"0 \quad (x \ne 0)",
        range=Interval(0, 1, True, True),
        kinks=(0.0,),
        cite="rosenblatt1958",
        origin="mcculloch1943",
        popularizer=("rosenblatt1958",),
        chapter="03-step",
    ),
    _activation(
        "sigmoid",
        "sigmoid",
        tex=r"\frac{1}{1 + e^{-x}}",
        derivative_tex=r"\sigma(x)\,(1 - \sigma(x))",
        range=Interval(0, 1),
        cite="rumelhart1986",
        popularizer=("rumelhart1986",),
        chapter="04-sigmoid",
    ),
    _activation(
        "log_sigmoid",
        "log-sigmoid",
        tex=r"-\ln(1 + e^{-x})",
        derivative_tex=r"\sigma(-x)",
        range=Interval(-inf, 0),
        cite="goodfellow2016",
        chapter="04-sigmoid",
    ),
    _activation(
        "hard_sigmoid",
        "hard sigmoid",
        tex=r"\min\!\left(\max\!\left(\tfrac{x + 3}{6}, 0\right), 1\right)",
        derivative_tex=r"\begin{cases} \tfrac16 & |x| < 3 \\ 0 & |x| \ge 3 \end{cases}",
        range=Interval(0, 1, True, True),
        kinks=(-3.0, 3.0),
        cite="howard2019",
        origin="courbariaux2015",
        popularizer=("howard2019",),
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "tanh",
        "tanh",
        tex=r"\frac{e^{x} - e^{-x}}{e^{x} + e^{-x}}",
        derivative_tex=r"1 - \tanh^2 x",
        range=Interval(-1, 1),
        cite="lecun1998",
        popularizer=("lecun1998",),
        chapter="05-tanh",
    ),
    _activation(
        "hard_tanh",
        "hard tanh",
        tex=r"\min(\max(x, -1), 1)",
        derivative_tex=r"\begin{cases} 1 & |x| < 1 \\ 0 & |x| \ge 1 \end{cases}",
        range=Interval(-1, 1, True, True),
        kinks=(-1.0, 1.0),
        cite="collobert2004",
        origin="collobert2004",
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "softsign",
        "softsign",
        tex=r"\frac{x}{1 + |x|}",
        derivative_tex=r"\frac{1}{(1 + |x|)^2}",
        range=Interval(-1, 1),
        cite="glorot2010",
        origin="elliott1993",
        popularizer=("bergstra2009", "glorot2010"),
        chapter="05-tanh",
    ),
    _activation(
        "relu",
        "ReLU",
        tex=r"\max(x, 0)",
        derivative_tex=r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        range=Interval(0, inf, True),
        kinks=(0.0,),
        cite="glorot2011",
        origin="fukushima1969",
        popularizer=("jarrett2009", "nair2010", "glorot2011", "krizhevsky2012"),
        chapter="06-relu",
    ),
    _activation(
        "relu6",
        "ReLU6",
        tex=r"\min(\max(x, 0), 6)",
        derivative_tex=r"\begin{cases} 1 & 0 < x < 6 \\ 0 & \text{else} \end{cases}",
        range=Interval(0, 6, True, True),
        kinks=(0.0, 6.0),
        cite="krizhevsky2010",
        origin="krizhevsky2010",
        popularizer=("sandler2018",),
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "leaky_relu",
        "leaky ReLU",
        tex=r"\begin{cases} x & x > 0 \\ a x & x \le 0 \end{cases}",
        derivative_tex=r"\begin{cases} 1 & x > 0 \\ a & x \le 0 \end{cases}",
        range=Interval(-inf, inf),
        kinks=(0.0,),
        negative_slope=0.01,
        cite="maas2013",
        origin="maas2013",
        chapter="07-leaky-relu-and-prelu",
    ),
    _activation(
        "prelu",
        "PReLU",
        tex=r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}",
        derivative_tex=r"\begin{cases} 1 & x > 0 \\ \alpha & x \le 0 \end{cases}",
        range=Interval(-inf, inf),
        kinks=(0.0,),
        note="alpha is learned. PyTorch starts it at 0.25, one for all units; Keras at 0, one for each unit.",
        alpha=0.25,
        cite="he2015",
        origin="he2015",
        chapter="07-leaky-relu-and-prelu",
    ),
    _activation(
        "elu",
        "ELU",
        tex=r"\begin{cases} x & x > 0 \\ \alpha (e^{x} - 1) & x \le 0 \end{cases}",
        derivative_tex=r"\begin{cases} 1 & x > 0 \\ \alpha e^{x} & x \le 0 \end{cases}",
        range=Interval(-1, inf),
        alpha=1.0,
        cite="clevert2016",
        origin="clevert2016",
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "selu",
        "SELU",
        tex=r"\lambda \begin{cases} x & x > 0 \\ \alpha (e^{x} - 1) & x \le 0 \end{cases}",
        derivative_tex=r"\lambda \begin{cases} 1 & x > 0 \\ \alpha e^{x} & x \le 0 \end{cases}",
        range=Interval(-1.7580993408473768, inf),
        kinks=(0.0,),
        cite="klambauer2017",
        origin="klambauer2017",
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "softplus",
        "softplus",
        tex=r"\ln(1 + e^{x})",
        derivative_tex=r"\sigma(x)",
        range=Interval(0, inf),
        cite="dugas2001",
        origin="dugas2001",
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "gelu",
        "GELU",
        tex=r"x\,\Phi(x)",
        derivative_tex=r"\Phi(x) + x\,\varphi(x)",
        range=Interval(-0.16997120747990366, inf, True),
        approximate="none",
        cite="hendrycks2016",
        origin="hendrycks2016",
        popularizer=("devlin2019",),
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "silu",
        "SiLU",
        tex=r"x\,\sigma(x)",
        derivative_tex=r"\sigma(x)\,\bigl(1 + x\,(1 - \sigma(x))\bigr)",
        range=Interval(-0.27846454276107379, inf, True),
        cite="elfwing2018",
        origin="hendrycks2016",
        popularizer=("elfwing2018", "ramachandran2017"),
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "mish",
        "Mish",
        tex=r"x \tanh(\ln(1 + e^{x}))",
        derivative_tex=r"\tanh(s) + x\,\sigma(x)\,(1 - \tanh^2 s), \quad s = \ln(1 + e^{x})",
        range=Interval(-0.30884341301725043, inf, True),
        cite="misra2020",
        origin="misra2020",
        chapter="09-gelu-and-friends",
    ),
    _activation(
        "hard_swish",
        "hard swish",
        tex=r"x\,\min\!\left(\max\!\left(\tfrac{x + 3}{6}, 0\right), 1\right)",
        derivative_tex=(
            r"\begin{cases} 0 & x \le -3 \\ \tfrac{x}{3} + \tfrac12 & |x| < 3 \\ 1 & x \ge 3 \end{cases}"
        ),
        range=Interval(-0.375, inf, True),
        kinks=(-3.0, 3.0),
        cite="howard2019",
        origin="howard2019",
        chapter="09-gelu-and-friends",
    ),
)

CATALOGUE: Mapping[str, Activation] = MappingProxyType({entry.name: entry for entry in _ENTRIES})
"""Every elementwise activation of the course by name, in the order of its chapters' families."""


def an_activation(value):
    """Say that a value is neither an Activation nor a text, which is a name of one."""
    return None if isinstance(value, str | Activation) else "an Activation or the name of one"


def named_activation(activation):
    """Return the catalogue's activation of that name; an Activation is returned as it is."""
    check(an_activation, activation, "activation is expected to be")
    if not isinstance(activation, str):
        return activation
    if activation not in CATALOGUE:
        raise KeyError(f"the catalogue has no activation {activation!r}; it has {', '.join(CATALOGUE)}")
    return CATALOGUE[activation]
