"""Where papers stand: a folder, or S3 as it is spoken over the network."""

import socket
from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError
from django.core.files.storage import storages
from django.utils import timezone
from moto.server import ThreadedMotoServer

from dekkend.profiles import actions
from dekkend.profiles.models import Paper
from dekkend.profiles.papers import store
from dekkend.profiles.papers.s3 import SPOOLED, PapersOnS3
from dekkend.profiles.tests import files
from dekkend.profiles.tests.papers import add

KEYS = {"access_key": "test", "secret_key": "test", "region_name": "eu-west-1"}
BUCKET = "stukken"


@pytest.fixture(scope="module")
def s3_server():
    """A server that speaks S3, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(s3_server):
    client = boto3.client(
        "s3",
        endpoint_url=s3_server,
        region_name=KEYS["region_name"],
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
    )
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": KEYS["region_name"]})
    yield client
    for thing in client.list_objects(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=thing["Key"])
    client.delete_bucket(Bucket=BUCKET)


def use(settings, **options) -> None:
    papers = {"BACKEND": "dekkend.profiles.papers.s3.PapersOnS3", "OPTIONS": KEYS | options}
    settings.STORAGES = settings.STORAGES | {"papers": papers}


@pytest.fixture
def on_s3(settings, s3_server, bucket):
    use(settings, bucket_name=BUCKET, endpoint_url=s3_server)
    return bucket


@pytest.fixture
def nobody_answers(settings):
    """An address where no server listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    use(settings, bucket_name=BUCKET, endpoint_url=f"http://127.0.0.1:{port}")


@pytest.fixture(params=["folder", "s3"])
def anywhere(request):
    if request.param == "s3":
        request.getfixturevalue("on_s3")


CONTENT = b"%PDF-" + bytes(range(256)) * 8000  # more than is held in memory


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
        with pytest.raises(store.NotThere):
            store.fetch(name)

    def test_two_of_the_same_stand_apart(self, tmp_path):
        path = files.put(tmp_path, CONTENT)
        assert len({store.keep(path), store.keep(path)}) == len(store.names()) == 2


class TestS3:
    def test_it_is_in_the_bucket_and_for_nobody_else(self, on_s3, s3_server, tmp_path):
        name = store.keep(files.put(tmp_path, CONTENT))
        assert on_s3.get_object(Bucket=BUCKET, Key=name)["Body"].read() == CONTENT
        grants = on_s3.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
        assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]
        assert not [grant for grant in grants if "URI" in grant["Grantee"]]

    def test_a_large_file_waits_on_disk_not_in_memory(self, on_s3, tmp_path):
        name = store.keep(files.put(tmp_path, CONTENT))
        with store.fetch(name) as file:
            assert len(CONTENT) > SPOOLED
            assert file.file._rolled

    def test_no_bucket_is_a_store_that_is_down(self, settings, s3_server, tmp_path):
        use(settings, bucket_name="weg-is-weg", endpoint_url=s3_server)
        with pytest.raises(store.StoreDown) as down:
            store.keep(files.put(tmp_path, CONTENT))
        assert not isinstance(down.value.__cause__, ClientError)

    def test_a_server_that_is_down_says_so_soon(self, nobody_answers, tmp_path):
        with pytest.raises(store.StoreDown):
            store.keep(files.put(tmp_path, CONTENT))
        with pytest.raises(store.StoreDown):
            store.fetch("0" * 32)
        assert not store.discard("0" * 32)

    def test_the_settings_ask_for_little_patience(self, on_s3):
        assert isinstance(storages["papers"], PapersOnS3)
        assert storages["papers"].client_config.connect_timeout == 5


@pytest.mark.django_db
class TestActs:
    def test_a_paper_on_s3(self, on_s3, version, head, tmp_path):
        paper = add(version, head, tmp_path)
        assert store.names() == [paper.stored]

    def test_a_store_that_is_down_leaves_nothing(self, nobody_answers, version, head, tmp_path):
        with pytest.raises(store.StoreDown):
            add(version, head, tmp_path)
        assert Paper.objects.count() == 0

    def test_leftovers_on_s3_are_swept(self, on_s3, version, head, tmp_path, at):
        paper = add(version, head, tmp_path)
        store.keep(files.put(tmp_path, CONTENT))
        assert actions.sweep_papers(at=at + timedelta(days=2)) == 1
        assert store.names() == [paper.stored]
