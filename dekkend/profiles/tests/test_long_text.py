"""What is typed in a box of ours can stand in every document made of it."""

from dekkend.profiles.forms import long_text


def test_signs_that_no_document_takes_are_left_out():
    field = long_text(keep="proef")
    assert field.clean("Een\x0b plek\x1b\uffff\r\nmeer\t😀") == "Een plek\nmeer\t😀"
