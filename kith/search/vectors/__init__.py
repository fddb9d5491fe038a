"""Meaning beside words: vectors of each item's pieces, and the items whose pieces lie nearest to a question.

Vectors follow the index: what is written there is put down as pending in the same transaction, and whoever makes
vectors takes it from there. Where the models are not installed nothing here runs, and words alone are looked for.
"""
