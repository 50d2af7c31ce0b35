"""A package as it would be after a change that is not made yet."""

from dataclasses import dataclass
from pathlib import Path

from summitevents.log.package import Package


@dataclass(frozen=True, slots=True)
class PackageOverlay(Package):
    """A package with one batch more, which lies outside it, or with one batch less. Nothing on the disk changes."""

    added: Path | None = None
    without: str = ""
    """The file name of the batch that is left out."""

    def entries(self) -> list[Path]:
        """Lists what would lie in events/, by name."""
        entries = [path for path in Package.entries(self) if path.name != self.without]
        return sorted([*entries, *([self.added] if self.added else [])], key=lambda path: path.name)
