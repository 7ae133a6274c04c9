"""Signatures: a term's frequencies in the eight fields of a document as one number.

The browser gets the table with the manifest.  Knows numbers only.
"""

from __future__ import annotations

# The order is that of frequency (one character of the number code reaches 60 of them, and the
# first three cost nothing beside the document's number), so it is part of the format.  What
# is not here is written out behind ESCAPE.
_TABLE = """
00001000 00000100 00011000 00010000 00002000 01000000 00000200 00012000 00001100 00013000
00000300 10000100 00003000 10000200 10000000 00011100 00014000 10000300 00000400 00022000
10000400 00023000 00015000 00024000 00004000 10000500 00021000 02000000 00002200 00000500
00025000 00001200 10000600 00016000 00012200 00026000 00020000 00002100 00012100 00000600
00010100 00011200 10012200 10011100 00010200 00003300 00027000 00005000 00000001 00000002
00000010 00100000 00101000 00111000 00112000 10001100 10013300 10001000 10010000 10010100
00013300 10012300 10011200 00022200 00013200 00012300 10012100 00031000 00033000 00034000
"""
SIGNATURES: tuple[str, ...] = tuple(_TABLE.split())
ESCAPE = len(SIGNATURES)
# Signatures below stand within the number of a step; the rest takes a number of its own.
SHORT = 3
STEP = SHORT + 1  # values of a signature within that number
