"""What an agreement can say besides who, what for and how long: clauses, their terms, and types of agreement, as data.

A new term is an entry in one of the lists here. Form, text, comparison, page and API read it from there.
"""
