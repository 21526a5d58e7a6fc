"""A server that speaks S3 on this machine, and stores that use it."""

import socket

import boto3
import pytest
from moto.server import ThreadedMotoServer

KEYS = {"access_key": "test", "secret_key": "test", "region_name": "eu-west-1"}
BUCKET = "stukken"


@pytest.fixture(scope="session")
def s3_server():
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


@pytest.fixture
def on_s3(settings, s3_server, bucket):
    """Every store of ours is in that bucket, as the settings lay them out."""
    use_s3(settings, bucket_name=BUCKET, endpoint_url=s3_server)
    return bucket


@pytest.fixture
def nobody_answers(settings):
    """An address where no server listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    use_s3(settings, bucket_name=BUCKET, endpoint_url=f"http://127.0.0.1:{port}")


def use_s3(settings, **options) -> None:
    """As settings.py lays it out where a bucket is set."""
    places = {"papers": "", "sealed": "sealed"}
    there = {alias: _backend(options | {"location": location}) for alias, location in places.items()}
    settings.STORAGES = settings.STORAGES | there


def _backend(options: dict) -> dict:
    return {"BACKEND": "dekkend.core.files.s3.FilesOnS3", "OPTIONS": KEYS | options}
