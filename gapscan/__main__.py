"""``python -m gapscan``."""

import sys

from gapscan.cli import main

sys.exit(main())
