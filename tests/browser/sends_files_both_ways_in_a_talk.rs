use crate::harness::{Page, Role, files, meet, noise, t, unhurried};
use helplet_content::{Ui, ui};
use serde_json::{Value, json};
use thirtyfour::Key;

/// How the files of the talk are answered: none of them is shown as a page of the desk's.
#[track_caller]
fn opens_as_attachment(agent: &Page) {
    let answers = "return Promise.all([...document.querySelectorAll('.messages a.download')].map(async (link) => {
        const { headers } = await fetch(link.href);
        return headers.get('content-disposition').split(';')[0] + ' ' + headers.get('x-content-type-options');
    }))";
    assert_eq!(agent.js(answers, Value::Null), json!(vec!["attachment nosniff"; 4]));
}

#[test]
fn sends_files_both_ways_in_a_talk() {
    let (person, agent) = meet(unhurried(), "打不开这个文件");
    let [from_person, from_agent] = [noise(40, 30, 1), noise(30, 40, 2)];
    person.pick(&[&person.on_device("日志.txt", b"what it says")]);
    person.pastes(".reply textarea", &from_person);
    assert_eq!(person.listed_files(2), ["日志.txt", "image.png"]);
    person.writes("就是这个");
    agent.shows("日志.txt");
    let shown = "return [...document.querySelectorAll('.messages .thumbnail img')].some((it) => it.naturalWidth == arguments[0])";
    agent.until_js("the person's picture", shown, json!([40]));
    agent.click(Role::Link, "放大图片 image.png");
    agent.until_js("it in full", "return document.querySelector('dialog[open] img')?.naturalWidth == 40", json!([]));
    agent.press("关闭");

    let chosen = agent.element("return document.querySelector('.compose input[type=file]')", json!([]));
    let path = agent.on_device("说明.txt", b"how to open it");
    agent.run(chosen.expect("a way to choose files").send_keys(path.to_str().expect("UTF-8")));
    agent.pastes(".compose textarea", &from_agent);
    agent.replies("看看这两个");
    person.reads("说明.txt");
    person.press(ui::fill(t(Ui::Enlarge), &[("name", "image.png")]));
    person.until_js("it in full", "return root.querySelector('.larger img').naturalWidth == 40", json!([]));
    person.keys(Key::Escape + "");
    // Nothing is sent twice.
    agent.until_js(
        "none is chosen",
        "return !document.querySelector('.compose input[type=file]').files.length",
        json!([]),
    );
    let stored = files(&person.data());
    let names: Vec<_> = stored.iter().map(|(name, kind, _)| (name.as_str(), kind.as_str())).collect();
    let (text, picture) = ("text/plain", "image/png");
    assert_eq!(names, [("日志.txt", text), ("image.png", picture), ("说明.txt", text), ("image.png", picture)]);
    assert!(stored[1].2 == from_person && stored[3].2 == from_agent);

    opens_as_attachment(&agent);
    person.keeps_downloads();
    person.press(ui::fill(t(Ui::SaveFile), &[("name", "说明.txt")]));
    assert_eq!(person.downloaded("说明.txt"), b"how to open it");
    agent.keeps_downloads();
    agent.click(Role::Link, "下载 日志.txt");
    assert_eq!(agent.downloaded("日志.txt"), b"what it says");
}
