"""
The lesson library: every example of the decks as data, one JSON file each under ``data/``.

A lesson is data, not code: its program text, the numbers it promises, what a variant may change. Adding one
    is adding a file and naming it in ``data/playlists.json``; this module reads the folder once and checks
    what it reads.
"""

from .library import LESSONS, PLAYLISTS, Lesson, LessonNumber, Playlist
from .variants import answer_sheet, variant

__all__ = ["LESSONS", "PLAYLISTS", "Lesson", "LessonNumber", "Playlist", "answer_sheet", "variant"]
