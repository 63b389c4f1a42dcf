"""
The lesson library: every example of the decks as data, one JSON file each under ``data/``.

A lesson is data, not code: its program text, its pictures, its words, the numbers it promises, what a variant may
change. Adding one is adding a file and naming it in ``data/topics.json`` (and in the playlists that teach it);
`library` reads the folder once and refuses what it does not know.
"""

from .bench import Bench, Outcome
from .graphs import graph_of, opened, places
from .history import HISTORY, HistoryStop
from .library import LESSONS, LISTED, NETWORKS, PLAYLISTS, TOPICS, read_lesson, read_network
from .model import Layout, Lesson, LessonNumber, Mark, NetworkLesson, Playlist, Question
from .reading import LessonError
from .variants import answer_sheet, predictions, variant

__all__ = [
    "HISTORY", "LESSONS", "LISTED", "NETWORKS", "PLAYLISTS", "TOPICS", "Bench", "HistoryStop", "Layout", "Lesson",
    "LessonError", "LessonNumber", "Mark", "NetworkLesson", "Outcome", "Playlist", "Question", "answer_sheet",
    "graph_of", "opened", "places", "predictions", "read_lesson", "read_network", "variant",
]  # fmt: skip
