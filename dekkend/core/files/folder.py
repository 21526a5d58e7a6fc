"""A folder of ours, outside the web root."""

import os

from django.core.files import File
from django.core.files.storage import FileSystemStorage


class FilesInFolder(FileSystemStorage):
    """Files that are on the disk before their row is: a power cut must not leave a row without a file."""

    def _save(self, name: str, content: File) -> str:
        name = super()._save(name, content)  # type: ignore[misc]  # the stubs leave it out
        for place in (self.path(name), self.location):
            handle = os.open(place, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return name
