"""What tests ask of the children of their process."""

import os


def no_zombies():
    """Tell whether no dead child is left unreaped; living ones may be there (the helpers of a pool of another test)."""
    try:
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except ChildProcessError:
        return True
