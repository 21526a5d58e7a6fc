"""Where files stand: a folder, or S3 as it is spoken over the network."""

import io
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError
from django.core.files import File
from django.core.files.storage import storages
from django.utils import timezone

from dekkend.core.files.s3 import SPOOLED, FilesOnS3
from dekkend.core.files.store import NotThere, Store, StoreDown, new_name
from dekkend.core.tests import files
from dekkend.core.tests.s3 import BUCKET, bucket, nobody_answers, on_s3, s3_server, use_s3  # noqa: F401

CONTENT = b"%PDF-" + bytes(range(256)) * 8000  # more than is held in memory
store = Store("papers")


@pytest.fixture(params=["folder", "s3"])
def anywhere(request):
    if request.param == "s3":
        request.getfixturevalue("on_s3")


@pytest.mark.usefixtures("anywhere")
class TestEverywhere:
    def test_what_goes_in_comes_out(self, tmp_path):
        name = store.keep(files.put(tmp_path, CONTENT))
        with store.fetch(name) as file:
            assert file.read() == CONTENT
            file.seek(2048)
            assert file.read(5) == CONTENT[2048:2053]
        assert store.names() == [name]
        assert timezone.now() - store.kept_since(name) < timedelta(minutes=5)

    def test_what_is_discarded_is_gone_and_gone_again(self, tmp_path):
        name = store.keep(files.put(tmp_path, CONTENT))
        assert (store.discard(name), store.names()) == (True, [])
        assert store.discard(name)
        with pytest.raises(NotThere):
            store.fetch(name)

    def test_two_of_the_same_stand_apart(self, tmp_path):
        path = files.put(tmp_path, CONTENT)
        assert len({store.keep(path), store.keep(path)}) == len(store.names()) == 2

    def test_what_goes_wrong_halfway_leaves_nothing(self):
        with pytest.raises(ZeroDivisionError):
            store.write(new_name(), File(Breaking()))
        assert store.names() == []


class Breaking(io.RawIOBase):
    """Gives a piece, and then breaks."""

    def __init__(self):
        self.pieces = iter([CONTENT])

    def read(self, size=-1):
        return next(self.pieces, None) or 1 / 0


class TestS3:
    def test_it_is_in_the_bucket_and_for_nobody_else(self, on_s3, tmp_path):  # noqa: F811
        name = store.keep(files.put(tmp_path, CONTENT))
        assert on_s3.get_object(Bucket=BUCKET, Key=name)["Body"].read() == CONTENT
        grants = on_s3.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
        assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
        assert not [grant for grant in grants if "URI" in grant["Grantee"]]

    def test_a_large_file_waits_on_disk_not_in_memory(self, on_s3, tmp_path):  # noqa: F811
        name = store.keep(files.put(tmp_path, CONTENT))
        with store.fetch(name) as file:
            assert len(CONTENT) > SPOOLED
            assert file.file._rolled

    def test_no_bucket_is_a_store_that_is_down(self, settings, s3_server, tmp_path):  # noqa: F811
        use_s3(settings, bucket_name="weg-is-weg", endpoint_url=s3_server)
        with pytest.raises(StoreDown) as down:
            store.keep(files.put(tmp_path, CONTENT))
        assert not isinstance(down.value.__cause__, ClientError)

    @pytest.mark.usefixtures("nobody_answers")
    def test_a_server_that_is_down_says_so_soon(self, tmp_path):
        with pytest.raises(StoreDown):
            store.keep(files.put(tmp_path, CONTENT))
        with pytest.raises(StoreDown):
            store.fetch("0" * 32)
        assert not store.discard("0" * 32)

    @pytest.mark.usefixtures("on_s3")
    def test_the_settings_ask_for_little_patience(self):
        assert isinstance(storages["papers"], FilesOnS3)
        assert storages["papers"].client_config.connect_timeout == 5
