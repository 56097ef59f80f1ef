use crate::harness::{Page, Setup, ZH, article, host_page};
use helplet_content::Ui;
use serde_json::{Value, json};

/// An application round a WebView2, as far as the page sees it.
const WEBVIEW2: &str = "window.heard = [];
window.chrome = { webview: Object.assign(new EventTarget(), { postMessage: (message) => heard.push(message) }) };
window.say = (message) => chrome.webview.dispatchEvent(Object.assign(new Event('message'), { data: message }));";

/// One round an Android web view, which takes texts.
const ANDROID: &str = "window.heard = [];
window.HelpletHost = { onmessage: null, postMessage: (text) => heard.push(JSON.parse(text)) };
window.say = (message) => HelpletHost.onmessage({ data: JSON.stringify(message) });";

/// One round CEF, which can only run scripts.
const CEF: &str = "window.heard = [];
window.cefQuery = ({ request, onSuccess }) => { heard.push(JSON.parse(request)); onSuccess(''); };
window.say = (message) => document.dispatchEvent(new CustomEvent('helplet:host', { detail: message }));";

fn in_application(script: &str) -> Page {
    let content = host_page(ZH, "data-helplet-endpoint=\".\"", "", "<h1>App</h1>")
        .replace("async src", "src")
        .replace("</body>", "<script src=\"helplet.bridge.js\"></script></body>");
    let page = Setup::default().page(content).script(script.to_owned()).load();
    hears(&page, json!({"type": "hello", "version": 1}));
    page
}

/// Waits until the application has heard a message with these fields.
#[track_caller]
fn hears(page: &Page, wanted: Value) {
    page.until_js(
        &wanted.to_string(),
        "const wanted = arguments[0];
         return heard.some((message) => message.helplet === 1 && Object.keys(wanted).every((name) => message[name] === wanted[name]))",
        json!([wanted]),
    );
}

fn says(page: &Page, message: Value) {
    page.js("say(arguments[0])", json!([message]));
}

#[test]
fn every_convention_carries_messages_both_ways() {
    for script in [WEBVIEW2, ANDROID, CEF] {
        let page = in_application(script);
        says(&page, json!({"helplet": 1, "type": "navigate", "path": "article/file-wont-open"}));
        page.reads(article(ZH, "file-wont-open").title.as_str());
        hears(&page, json!({"type": "open"}));
        hears(&page, json!({"type": "ready", "locale": ZH}));
        says(&page, json!({"helplet": 1, "type": "set-theme", "theme": "dark"}));
        page.until_js("dark", "return host.dataset.theme == 'dark'", json!([]));
        says(&page, json!({"helplet": 1, "type": "close"}));
        hears(&page, json!({"type": "close"}));
    }
}

#[test]
fn what_is_not_understood_is_refused_and_does_nothing() {
    let page = in_application(WEBVIEW2);
    for (message, reason) in [
        (json!({"helplet": 2, "type": "open"}), "version 2 is not known, 1 is"),
        (json!({"helplet": 1, "type": "toString"}), "there is no such type"),
        (json!({"helplet": 1, "type": "navigate", "path": 7}), "path is missing or of another type"),
        (json!({"helplet": 1, "type": "hello"}), "features is missing or of another type"),
    ] {
        says(&page, message);
        hears(&page, json!({"type": "refused", "reason": reason}));
    }
    says(&page, json!({"type": "open"}));
    says(&page, json!("not json"));
    assert_eq!(page.js("return root.querySelector('.panel').hidden", json!([])), json!(true));
}

#[test]
fn links_are_the_applications_to_open() {
    let page = in_application(WEBVIEW2);
    says(&page, json!({"helplet": 1, "type": "navigate", "path": "contact"}));
    page.arrives_at(Ui::ContactTitle);
    let call = page.js("const call = root.querySelector('a[href^=tel]'); call.click(); return call.href", json!([]));
    hears(&page, json!({"type": "open-link", "url": call}));
    assert_eq!(page.js("return location.pathname", json!([])), "/page.html");
}

#[test]
fn files_come_from_the_applications_own_dialog() {
    let page = in_application(WEBVIEW2);
    says(&page, json!({"helplet": 1, "type": "hello", "features": ["files"]}));
    says(&page, json!({"helplet": 1, "type": "navigate", "path": "ticket/other"}));
    page.arrives_at(Ui::TicketTitle);
    page.js("root.querySelector('input[type=file]').click()", json!([]));
    hears(&page, json!({"type": "pick-files", "id": 1, "multiple": true}));
    let file = json!({"name": "报错.txt", "type": "text/plain", "data": "ZXJyb3IgMTIz"});
    says(&page, json!({"helplet": 1, "type": "files", "id": 1, "files": [file]}));
    page.listed_files(1);
    page.reads("报错.txt");
}

#[test]
fn the_picture_of_the_screen_is_the_applications() {
    let page = in_application(WEBVIEW2);
    says(&page, json!({"helplet": 1, "type": "hello", "features": ["screenshot"]}));
    says(&page, json!({"helplet": 1, "type": "navigate", "path": "ticket/other"}));
    page.arrives_at(Ui::TicketTitle);
    page.press(Ui::Capture);
    hears(&page, json!({"type": "capture-screen", "id": 1}));
    let picture = page.js(
        "const canvas = document.createElement('canvas'); canvas.width = 40; canvas.height = 30;
         canvas.getContext('2d').fillRect(0, 0, 40, 30); return canvas.toDataURL('image/png').split(',')[1]",
        json!([]),
    );
    let file = json!({"name": "screen.png", "type": "image/png", "data": picture});
    says(&page, json!({"helplet": 1, "type": "files", "id": 1, "files": [file]}));
    // It opens in the editor: more may be seen on it than was meant.
    page.press(Ui::EditorDone);
    page.listed_files(1);
}

/// In a frame the parent is the application, if it is of the origin that was named.
#[test]
fn a_frame_listens_to_the_named_origin_alone() {
    let framed = |origin: &str| {
        host_page(ZH, "", "", "").replace("async src", "src").replace(
            "</body>",
            &format!("<script src=\"helplet.bridge.js\" data-helplet-host-origin=\"{origin}\"></script></body>"),
        )
    };
    let parent = "<!doctype html><html><head><script src=\"parent.js\"></script></head><body>\
        <iframe src=\"framed.html\" width=\"500\" height=\"600\"></iframe></body></html>";
    let script = "window.heard = []; addEventListener('message', (event) => heard.push(event.data));
        window.say = (message) => frames[0].postMessage(message, '*');";
    // The right origin is known once the server is.
    let page = Setup::default()
        .page(parent.to_owned())
        .file("framed.html", &framed("https://other.example"))
        .file("parent.js", script)
        .load();
    let inside = "return !!frames[0].document.querySelector('helplet-root')";
    page.until_js("the widget in the frame", inside, json!([]));
    page.js("say({helplet: 1, type: 'open'})", json!([]));
    let hidden = "return frames[0].document.querySelector('helplet-root').shadowRoot.querySelector('.panel').hidden";
    assert_eq!(page.js(hidden, json!([])), json!(true));
    assert_eq!(page.js("return heard", json!([])), json!([]));

    let origin = format!("http://{}", page.desk.address);
    std::fs::write(page.site().join("framed.html"), framed(&origin)).expect("written");
    page.reload();
    hears(&page, json!({"type": "hello", "version": 1}));
    page.js("say({helplet: 1, type: 'open'})", json!([]));
    page.until_js("an open panel", &hidden.replace("return ", "return !"), json!([]));
}
