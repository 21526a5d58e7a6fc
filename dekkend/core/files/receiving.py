"""How a chosen file comes in: straight to disk, and no further than the largest file we take."""

from collections.abc import Mapping
from typing import IO, Any

from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler

from dekkend.core.files.kinds import MB, MOST_BYTES

# A browser that sends more than this is cut off; less is read on, so that it hears why and no field is lost.
MOST_READ = 100 * MB


class LimitedUpload(TemporaryFileUploadHandler):
    """Drops a file that grows too large and marks the request `has_too_large_file`; other fields stay.

    Of a request as large as no form of ours can be, only what came before that file stays.
    """

    is_endless = False

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: Mapping[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.is_endless = content_length > MOST_READ

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        """On disk under a name of ours: what someone called it may hold a person's name, and paths show."""
        super().new_file(field_name, "chosen", *args, **kwargs)
        self.file_name = self.file.name = file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            self.request.has_too_large_file = True  # type: ignore[union-attr]  # a mark of ours
            raise StopUpload(connection_reset=True) if self.is_endless else SkipFile
        super().receive_data_chunk(raw_data, start)
