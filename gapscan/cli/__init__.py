"""The command line: arguments, streams, exit codes; no logic.

stdout is data, stderr is talk. Every deliberate error becomes one line and the exit code of its class:
0 done · 1 below ``--fail-under`` · 2 usage · 3 input unreadable or untrustworthy · 4 data file wrong · 5 extra missing.
What a command needs is imported when it runs, so that ``--help`` loads almost nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gapscan.cli.arguments import parser
from gapscan.cli.commands import EXIT_DONE, EXIT_INPUT
from gapscan.cli.streams import talk
from gapscan.errors import GapscanError, UnknownNameError

# The shell's own number for a program stopped by Ctrl-C.
EXIT_INTERRUPTED = 130
_NO_SUCH_JOB = "; for any other job give the file of a posting, or paste it: --job -"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Args:
        arguments: Without the program's name; None for those of the process.
    """
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except GapscanError as error:
        if options.verbose:
            raise
        is_job = isinstance(error, UnknownNameError) and error.kind == "job"
        talk(f"gapscan: {error}{_NO_SUCH_JOB if is_job else ''}")
        return error.exit_code
    except BrokenPipeError:
        # The reader (head, less) went away: that is its right, and no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except OSError as error:
        talk(f"gapscan: {error.filename or 'output'}: {error.strerror}")
        return EXIT_INPUT
    except KeyboardInterrupt:
        talk("gapscan: stopped")
        return EXIT_INTERRUPTED
    return code
