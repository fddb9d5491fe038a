"""Reading what comes from elsewhere: whatever was sent becomes a folder that the importer brings in.

It runs in a process of its own that knows no database and no Django: what a hostile file does to it is lost with it.
"""
