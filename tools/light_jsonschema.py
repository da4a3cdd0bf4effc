"""Loaded before what needs jsonschema: spares it the grammar of international addresses.

The grammar takes nine tenths of the time that nbformat loads; no notebook and no setting has such an address.
"""

import sys

sys.modules["rfc3987_syntax"] = None
