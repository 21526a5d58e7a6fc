"""Settings that cannot be used are refused at once, in words."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from dekkend.config.environment import tile_layer

TILES = "https://tiles.example:8443/{z}/{x}/{y}.png"
CREDIT = "[© De Kaartenmaker](https://kaart.example/)"


def test_tiles_come_with_their_credit_or_not_at_all():
    assert tile_layer("", "wie dan ook") == ("", "")
    assert tile_layer(TILES, CREDIT) == (TILES, CREDIT)
    with pytest.raises(ImproperlyConfigured, match="DEKKEND_MAP_TILES_CREDIT"):
        tile_layer(TILES, "")


@pytest.mark.parametrize(
    "address",
    [
        "http://tiles.example/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://*/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://who@tiles.example/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
    ],
)
def test_no_tiles_at_an_address_that_would_widen_the_policy_or_show_nothing(address):
    with pytest.raises(ImproperlyConfigured, match="DEKKEND_MAP_TILES must be like"):
        tile_layer(address, CREDIT)
