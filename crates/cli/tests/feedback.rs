//! What people's devices told a running desk, as the support lead's commands make use of it.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const CONTENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content");

/// A running desk and its database.
struct Desk {
    process: Child,
    address: String,
    data: PathBuf,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Desk {
    fn start(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let data = folder.join("helplet.db");
        let mut command = Command::new(env!("CARGO_BIN_EXE_helplet"));
        command.args(["serve", "--quiet", "--listen", "127.0.0.1:0", "--content", CONTENT, "--data"]).arg(&data);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("Helplet is ready at http://").expect("ready");
        Self { process, address: address.trim_end_matches('/').to_owned(), data }
    }

    /// Tells these items, as a device does.
    fn tell(&self, items: &[serde_json::Value]) {
        for items in items.chunks(50) {
            let body = serde_json::json!({ "items": items }).to_string();
            let mut stream = TcpStream::connect(&self.address).expect("a connection");
            write!(
                stream,
                "POST /v1/feedback HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: application/json\r\n\
                 content-length: {}\r\n\r\n{body}",
                self.address,
                body.len()
            )
            .expect("sent");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("an answer");
            assert!(answer.starts_with("HTTP/1.1 204 "), "{answer}");
        }
    }

    /// What a command beside the desk says, on standard output and on standard error.
    fn said(&self, arguments: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_helplet"));
        let output = command.args(arguments).arg("--data").arg(&self.data).output().expect("runs");
        let [out, told] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
        assert!(output.status.success(), "{arguments:?}: {told}");
        (out, told)
    }
}

fn search(locale: &str, query: &str, article: Option<&str>) -> serde_json::Value {
    let hits = u32::from(article.is_some());
    serde_json::json!({ "kind": "search", "locale": locale, "query": query, "hits": hits, "article": article })
}

fn vote(article: &str, helpful: bool) -> serde_json::Value {
    serde_json::json!({ "kind": "vote", "locale": "en", "article": article, "helpful": helpful })
}

#[test]
fn gaps_lists_what_was_not_found_the_most_frequent_first() {
    let desk = Desk::start("feedback-gaps");
    assert!(desk.said(&["gaps"]).1.contains("no search of the last 30 days found nothing"));
    desk.tell(&[
        search("en", "watermark remover", None),
        search("zh-CN", "发票抬头", None),
        search("zh-CN", "发票抬头", None),
        search("zh-CN", "发票 抬头", None),
        search("en", "crash", Some("crash-freeze")),
    ]);
    let (listed, _) = desk.said(&["gaps"]);
    let lines: Vec<&str> = listed.lines().map(str::trim).collect();
    assert_eq!(lines, ["3  zh-CN  发票抬头  (also: 发票 抬头)", "1  en     watermark remover"]);
    assert_eq!(desk.said(&["gaps", "--locale", "en"]).0.lines().count(), 1);
    assert_eq!(desk.said(&["gaps", "--at-least", "4"]).0, "");
}

#[test]
fn suggest_aliases_names_what_led_to_an_article_and_does_not_find_it() {
    let desk = Desk::start("feedback-aliases");
    let suggest = ["suggest-aliases", "--content", CONTENT];
    assert_eq!(desk.said(&suggest).0, "");
    let mut items = vec![search("en", "zebra stripes everywhere", Some("file-wont-open")); 3];
    // One person's own words, the article's own title, and an article that there isn't.
    items.push(search("en", "my private words", Some("file-wont-open")));
    items.extend(vec![search("en", "zebra", Some("no-such-article")); 3]);
    desk.tell(&items);
    assert_eq!(
        desk.said(&suggest).0,
        "# en: file-wont-open, add to aliases\n  \"zebra stripes everywhere\", # 3 times, not found\n"
    );
}

#[test]
fn weigh_articles_writes_what_votes_and_searches_say() {
    let desk = Desk::start("feedback-weights");
    let mut items = vec![vote("file-wont-open", true); 60];
    items.extend(vec![vote("crash-freeze", false); 10]);
    items.extend(vec![search("en", "it crashes", Some("crash-freeze")); 20]);
    items.extend(vec![vote("no-such-article", true); 60]);
    items.push(vote("file-wont-open", false));
    desk.tell(&items);
    let weigh = ["weigh-articles", "--content", CONTENT];
    let (text, _) = desk.said(&weigh);
    let expected = "\n[articles]\n\"crash-freeze\" = -0.36 # helped 0, did not 10, searches 20\n\
                    \"file-wont-open\" = 0.83 # helped 60, did not 1, searches 0\n";
    assert!(text.ends_with(expected), "{text}");
    let file = desk.data.with_file_name("weights.toml");
    desk.said(&[&weigh[..], &["--out", file.to_str().expect("UTF-8")]].concat());
    assert_eq!(fs::read_to_string(file).expect("written"), text);
}
