"""Files that people choose: what may come in, where it stands, how it goes out.

Nothing here knows who chose a file or what it is for: a room that takes files has models and acts for that.
"""
