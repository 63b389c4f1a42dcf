"""One step each, in order. A step that has been released is never edited: another one mends it."""
