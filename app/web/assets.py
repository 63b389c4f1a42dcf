"""
The static files: read once at start-up, addressed by a hash of them all.

An address with the right hash never changes its content, so a browser may keep it for ever; a new release has a new
hash and shares nothing with the old one. Files are held in memory (some 3 MB): a request is then a look-up in a
dictionary, so no path can climb out of the folder, and text is compressed once instead of per request.
Revalidating every module instead was measured: nearly as slow as loading them all again.

How a module travels is said in `app/page/files.py`.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..page.files import IMPORTED, as_sent, resolved

FOREVER = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

# Some systems map .js to text/plain, and a module served so is refused under nosniff.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
COMPRESSIBLE = frozenset({".js", ".mjs", ".css", ".json", ".svg", ".txt"})
# What is served; the tools' files that lie beside the modules (package.json, node_modules) are not.
SERVED = frozenset({".css", ".js", ".mjs", ".png", ".svg", ".woff2"})


def register_media_types() -> None:
    """Tell the standard library what ours are called, for whoever else asks it."""
    for suffix, name in MEDIA_TYPES.items():
        mimetypes.add_type(name, suffix)


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    path: str
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type, with the charset where it is text."""
        suffix = posixpath.splitext(self.path)[1]
        name = MEDIA_TYPES.get(suffix) or mimetypes.guess_type(self.path)[0] or "application/octet-stream"
        return f"{name}; charset=utf-8" if name.startswith("text/") else name

    @cached_property
    def zipped(self) -> bytes | None:
        """The content compressed, or None where that is not worth it (fonts are compressed already)."""
        if posixpath.splitext(self.path)[1] not in COMPRESSIBLE or len(self.content) < 500:
            return None
        return gzip.compress(self.content, compresslevel=9, mtime=0)


@dataclass(frozen=True)
class Assets:
    """All static files by their path under the static folder."""

    files: dict[str, Asset]
    version: str = field(default="")
    root: str = ""

    @classmethod
    def read(cls, folder: Path, root: str = "") -> Assets:
        """
        Read everything under *folder*, in a fixed order, and hash names and contents together.

        Addresses begin with *root*, where a proxy has put the server.
        """
        files: dict[str, Asset] = {}
        digest = hashlib.sha256()
        for file in sorted(folder.rglob("*")):
            path = file.relative_to(folder).as_posix()
            if file.suffix not in SERVED or "node_modules" in path or not file.is_file():
                continue
            files[path] = Asset(path, as_sent(path, file.read_bytes()))
            digest.update(path.encode() + b"\0" + hashlib.sha256(files[path].content).digest())
        return cls(files, digest.hexdigest()[:12], root)

    def url(self, path: str) -> str:
        """The lasting address of *path*; KeyError for a file that is not there, so that a typo fails at once."""
        return f"{self.root}/static/{self.version}/{self.files[path].path}"

    def modules(self, entry: str) -> list[str]:
        """Paths of every module that *entry* needs, itself first, found by following its imports."""
        found = [entry]
        for path in found:  # grows while it is walked
            text = self.files[path].content.decode()
            for name in IMPORTED.findall(text):
                wanted = resolved(name, path)
                if wanted in self.files and wanted not in found:
                    found.append(wanted)
        return found
