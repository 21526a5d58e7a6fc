"""How easy a Dutch text is to read: sentences, syllables, the Flesch-Douma score, and tips in plain words.

Pure: text in, findings out. Nothing here knows a question, a profile or a person.
"""

from dekkend.profiles.readability.score import Meaning, Reading, read_text
from dekkend.profiles.readability.sentences import Sentence, sentences_of
from dekkend.profiles.readability.syllables import syllables_in
from dekkend.profiles.readability.tips import Tip, tips_for

__all__ = [
    "Meaning",
    "Reading",
    "Sentence",
    "Tip",
    "read_text",
    "sentences_of",
    "syllables_in",
    "tips_for",
]
