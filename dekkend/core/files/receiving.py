"""How a chosen file comes in: straight to disk, and no further than the largest file we take."""

from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from dekkend.core.files.kinds import MOST_BYTES


class LimitedUpload(TemporaryFileUploadHandler):
    """Drops a file that grows too large and marks the request `has_too_large_file`; other fields stay."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > MOST_BYTES:
            self.request.has_too_large_file = True  # type: ignore[union-attr]  # a mark of ours
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
