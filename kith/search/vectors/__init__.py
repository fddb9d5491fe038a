"""Meaning beside words: vectors of each item's pieces, and the items whose pieces lie nearest to a question.

Vectors follow the index: what is written there is put down as pending in the same transaction, and whoever makes
vectors takes it from there. Where the models are not installed nothing here runs, and words alone are looked for.
"""

import os

# Before numpy is loaded: a question is too small to share. With two threads it waited for the second core, which works
# for somebody else (p95 137 ms instead of 20 while another process was busy).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
