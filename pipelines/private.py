"""Files for the owner only: written aside, and then under their name, so that they are never there in part.

On Windows a file has the rights of its folder; see the README.
"""

from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, in place of the one that was there."""
    aside = path.with_name(f"{path.name}.partial")
    # What a killed process left may have other rights.
    aside.unlink(missing_ok=True)
    aside.touch(mode=0o600)
    aside.write_bytes(content)
    aside.replace(path)
