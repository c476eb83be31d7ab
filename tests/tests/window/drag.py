"""A strip at the foot of the screen from which files are dragged, as out of a file manager's window.

Arguments: x, y, then the files. Prints `ready`, `begun`, and `dropped` or `refused`, one a line.
"""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402


def say(word):
    print(word, flush=True)


def end(_widget, context):
    say("dropped" if context.get_selected_action() == Gdk.DragAction.COPY else "refused")


x, y, files = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(120, 40)
window.move(x, y)
window.add_events(Gdk.EventMask.BUTTON_PRESS_MASK | Gdk.EventMask.POINTER_MOTION_MASK)
window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
window.drag_source_add_uri_targets()
window.connect("drag-begin", lambda *_: say("begun"))
window.connect("drag-data-get", lambda _w, _c, data, *_: data.set_uris([GLib.filename_to_uri(path) for path in files]))
window.connect("drag-end", end)
window.connect("map-event", lambda *_: say("ready"))
window.show_all()
Gtk.main()
