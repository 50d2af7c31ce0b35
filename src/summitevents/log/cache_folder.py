"""The user's cache folder: what is kept there from one run to the next nobody else can have written."""

import os
from contextlib import suppress
from pathlib import Path

from summitevents.log.files import is_own


def cache_folder() -> Path | None:
    """Returns the user's cache folder (XDG), mode 0700; None if it cannot be written, or is not the user's own."""
    home = _home()
    return home if home and is_own(home) and os.access(home, os.W_OK) else None


def why_nothing_is_kept() -> str | None:
    """Returns a sentence if the cache folder is another user's; None if all is well, or there is nothing to mend."""
    home = _home()
    return f"{home} is another user's: nothing is kept there" if home and not is_own(home) else None


def _home() -> Path | None:
    """Returns the folder, made if need be; None if that is impossible."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "summitevents"
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if home.is_dir() and not is_own(home):
            home.chmod(0o700)
    except (OSError, RuntimeError):  # the latter without a home
        return None
    return home


def leave_newest(folder: Path, pattern: str, keep: int) -> None:
    """Removes all files of a pattern but the newest ones."""
    found = []
    for path in folder.glob(pattern):
        with suppress(FileNotFoundError):  # another process has just removed it
            found.append((path.stat().st_mtime, path))
    for _, old in sorted(found, reverse=True)[keep:]:
        old.unlink(missing_ok=True)
