"""The public calendar for other programs and other websites: iCal, Atom, JSON, an embeddable list, schema.org.

What stands in them is public and the same for everybody: language, zone and filters are in the address, nothing is
taken from who asks.
"""
