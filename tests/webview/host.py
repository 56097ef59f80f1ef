"""An application with Helplet in a WebKitGTK web view: loads the page named first, says what it hears.

Each message of the widget is a line of JSON on standard output, after a line for the page itself. Each line of
standard input is a message for the widget, or a script where it starts with `js:`; what that comes to is said too.
"""

import json
import sys
import threading

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402


def say(what):
    print(json.dumps(what), flush=True)


def heard(_manager, result):
    say(json.loads(result.get_js_value().to_json(0)))


def finished(view, result):
    try:
        value = view.evaluate_javascript_finish(result)
        say({"result": json.loads(value.to_json(0) or "null")})
    except GLib.Error as error:
        say({"error": error.message})


def told(line):
    if line.startswith("js:"):
        view.evaluate_javascript(line[len("js:"):], -1, None, None, None, finished)
    else:
        script = "document.dispatchEvent(new CustomEvent('helplet:host', { detail: %s }))" % line
        view.evaluate_javascript(script, -1, None, None, None, None)


def listen():
    for line in sys.stdin:
        GLib.idle_add(told, line)
    GLib.idle_add(Gtk.main_quit)


def decided(_view, decision, kind):
    # Links never navigate the web view: whoever comes here has found a way round the bridge.
    if kind == WebKit2.PolicyDecisionType.NAVIGATION_ACTION:
        address = decision.get_navigation_action().get_request().get_uri()
        say({"navigation": address})
    return False


manager = WebKit2.UserContentManager()
manager.connect("script-message-received::helplet", heard)
manager.register_script_message_handler("helplet")
view = WebKit2.WebView.new_with_user_content_manager(manager)
view.connect("decide-policy", decided)
view.load_uri(sys.argv[1])
window = Gtk.Window()
window.set_default_size(420, 760)
window.add(view)
window.show_all()
threading.Thread(target=listen, daemon=True).start()
Gtk.main()
