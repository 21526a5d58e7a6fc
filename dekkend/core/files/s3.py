"""Files on S3, or anything that speaks like it. Only imported where a bucket is set."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

SPOOLED = 1024 * 1024


class FilesOnS3(S3Storage):
    """Private objects, reached by us alone; its faults are those of a disk, so that callers know one kind."""

    def get_default_settings(self) -> dict[str, Any]:
        patience = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})
        return super().get_default_settings() | {
            "client_config": patience,
            "max_memory_size": SPOOLED,  # more than this of a file waits on disk, not in memory
            "transfer_config": TransferConfig(use_threads=False),
        }

    def _save(self, name: str, content: File) -> str:
        with _as_disk():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        with _as_disk():
            file = super()._open(name, mode)
            file.seek(0)  # fetches it: a fault shows itself now, not halfway an answer
            return file

    def delete(self, name: str) -> None:
        with _as_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_disk():
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_disk():
            return super().listdir(name)

    def size(self, name: str) -> int:
        with _as_disk():
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with _as_disk():
            return super().get_modified_time(name)


@contextmanager
def _as_disk() -> Iterator[None]:
    try:
        yield
    except ClientError as fault:
        if fault.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
            raise FileNotFoundError(str(fault)) from fault
        raise OSError(str(fault)) from fault
    except (BotoCoreError, Boto3Error) as fault:
        raise OSError(str(fault)) from fault
