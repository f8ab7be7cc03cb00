"""The glyphs of the Limon fonts, by the characters of Windows-1252 under which they lie.

Limon is no encoding: it is a set of fonts (about 1994 to 2008) that draw Khmer where Latin letters
should stand. The places were taken from the tables of khmer-unicode-converter 0.0.6 (npm, Apache
2.0), which goes the other way, and go back to KhmerConverter of the Open Institute. No native
reader has confirmed them.
"""

COENG = "\u17d2"

BASES = {
    "k": "ក", "x": "ខ", "K": "គ", "X": "ឃ", "g": "ង", "c": "ច", "q": "ឆ", "C": "ជ", "Q": "ឈ",
    "j": "ញ", "d": "ដ", "z": "ឋ", "D": "ឌ", "Z": "ឍ", "N": "ណ", "t": "ត", "f": "ថ", "T": "ទ",
    "F": "ធ", "n": "ន", "b": "ប", "p": "ផ", "B": "ព", "P": "ភ", "m": "ម", "y": "យ", "r": "រ",
    "l": "ល", "v": "វ", "s": "ស", "h": "ហ", "L": "ឡ", "G": "អ",
    "\\": "ឥ", "|": "ឦ", "]": "ឧ", "«": "ឪ", "É": "ឯ", "»": "ឱ",
    "]_": "ឳ", "]u": "ឩ", "]‘": "ឨ", "B§": "ឰ", "B£": "ឭ", "b£": "ឫ", "B¤": "ឮ", "b¤": "ឬ",
}  # fmt: skip
"""Consonants and independent vowels; two glyphs together may draw one."""

BA = {")a": "ា", ")A": "ៅ"}
"""BA with the vowel that is joined to it: BA alone with either would be read as HA."""

SUBSCRIPTS = {
    "á": "ក", "ç": "ខ", "Á": "គ", "Ç": "ឃ", "¶": "ង", "©": "ច", "ä": "ឆ", "¢": "ជ", "Ä": "ឈ",
    "J": "ញ", "Ø": "ញ", "æ": "ឋ", "Ð": "ឌ", "Æ": "ឍ", "Ñ": "ណ", "þ": "ត", "ß": "ថ", "Þ": "ទ",
    "§": "ធ", "ñ": "ន", ",": "ប", "ö": "ផ", "<": "ព", "Ö": "ភ", "µ": "ម", "ü": "យ", "ø": "ល",
    "V": "វ", "S": "ស", "ð": "ហ", "¥": "អ",
}  # fmt: skip
"""Letters under a letter. TA and DA look the same there: þ is read as TA, the commoner one."""

RO = frozenset("R®")
"""RO under a letter is drawn, and typed, before it."""

BEFORE = {"e": "េ", "E": "ែ", "é": "ៃ"}
"""Vowels drawn, and typed, before their letter."""

VOWELS = {
    "a": "ា", "i": "ិ", "í": "ិ", "I": "ី", "Í": "ី", "w": "ឹ", "å": "ឹ", "W": "ឺ", "Å": "ឺ",
    "u": "ុ", "ú": "ុ", "U": "ូ", "Ú": "ូ", "Y": "ួ", "Ü": "ួ",
}  # fmt: skip

JOINED = {
    "a": "ោ", "A": "ៅ", "I": "ើ", "Í": "ើ", "o": "ៀ", "ó": "ៀ", "O": "ឿ", "Ó": "ឿ",
}  # fmt: skip
"""The second half of a vowel whose first half is `e`, and the whole."""

ABOVE = frozenset("iíIÍwåWÅ½")
"""With one of these above the letter, what looks like U below it is a shifter."""

U = frozenset("uú")
ROBAT = "’"

SHIFTERS = {":": "៉", "‘": "៊"}

FIRST_SERIES = frozenset("សហអឥ")
"""Letters whose shifter is TRIISAP when it is drawn below; all others take MUUSIKATOAN."""

SIGNS = {
    "M": "ំ", "¿": "ំ", "H": "ះ", ";": "់", "½": "័", "’": "៌", "+": "៎", "_": "៍", "¾": "៏",
    "³": "ៈ", "×": "ិ៍",
}  # fmt: skip

ALONE = {
    **{str(digit): chr(0x17E0 + digit) for digit in range(10)},
    "!": "1", "@": "2", "#": "3", "$": "4", "%": "5", "^": "6", "&": "7", "*": "8", "(": "9",
    ".": "។", ".l.": "៘", ">": ".", "¡": "!", "÷": "+", "=": "=", "¦": ")", "¬": "(", "°": "%",
    "¼": "/", "{": "“", "}": "”", "²": "ៗ", "¹": "៛", "[": "ឱ្យ", "´": "ខ្ញុំ", " ": " ",
    "-": "-", "/": "/", "\u200b": "\u200b", "\xa0": " ",
}  # fmt: skip
"""What stands for itself. The number row draws Khmer digits, and with Shift the Latin ones."""

TELLING = frozenset("".join(SUBSCRIPTS) + "½¿®ÍÓØÚÜåíóú×²³´¹") - frozenset(",<JVS")
"""Characters that English lists do not have in the middle of words."""
