"""Run the benchmarks of training and functions, and keep their ratios in README.md.

``python -m benchmarks.readme`` needs what requirements-bench.txt and requirements-torch.txt bring, and a
machine that does nothing else for half an hour.
"""

from pathlib import Path

from benchmarks import functions, training
from benchmarks.timing import processor

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- written by make bench -->\n", "<!-- end -->\n"
DTYPES = ("float64", "float32")
CONTESTANTS = {
    "plain NumPy": "training 2-64-3: of plain NumPy's time",
    "hand-written": "… of NumPy's by hand, for speed alone",
    "PyTorch": "… of PyTorch's",
    "JAX": "… of a compiled step of JAX",
}


def table(training_ratios, function_ratios, machine):
    """Return the lines of the table.

    Parameters
    ----------
    training_ratios, function_ratios : dict of str to dict
        By dtype, then by contestant and by number of elements.
    machine : str
    """
    rows = {
        wording: [training_ratios[dtype].get(name) for dtype in DTYPES]
        for name, wording in CONTESTANTS.items()
    }
    for size in function_ratios[DTYPES[0]]:
        wording = f"functions and slopes on {size:,} elements, in the mean: of the fastest library's time"
        rows[wording] = [function_ratios[dtype][size] for dtype in DTYPES]
    lines = [f"| {machine}, one thread | {' | '.join(DTYPES)} |", "| --- | --- | --- |"]
    for wording, ratios in rows.items():
        cells = " | ".join("not installed" if ratio is None else f"{ratio:.2f}" for ratio in ratios)
        lines.append(f"| {wording} | {cells} |")
    return "".join(f"{line}\n" for line in lines)


def with_table(text, made):
    """Return a README with this table in the place of the one before."""
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"README.md expects a line {BEGIN.strip()} and after it a line {END.strip()}")
    return f"{before}{BEGIN}\n{made}\n{end}{after}"


def main():
    training_ratios = training.main([])
    made = table(training_ratios, functions.main([]), processor())
    print(f"\n{made}")
    README.write_text(with_table(README.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main()
