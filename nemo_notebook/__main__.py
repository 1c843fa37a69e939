"""`python -m nemo_notebook` is `nemo-notebook`."""

from __future__ import annotations

import sys

from nemo_notebook.cli import main

if __name__ == "__main__":
    sys.exit(main())
