"""What IPython runs first in JupyterLab: Python there is to say the same as everywhere."""

import logging
import sys

from IPython import get_ipython

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

# Every import would ask the browser's storage first, slowly, whether the reader has a file of that name.
sys.path.sort(key=lambda folder: folder == "")

get_ipython().Completer.use_jedi = False  # it is not here
