"""`python -m nemo_notebook.studio.server`."""

from __future__ import annotations

import sys

from nemo_notebook.studio.server.serve import main

if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # before the server could take it for a wish to end
        sys.exit(0)
