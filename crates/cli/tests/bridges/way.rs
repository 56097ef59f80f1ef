//! What holds beside every other system.

use crate::desk::Desk;
use crate::process::until;
use serde_json::Value;
use std::time::Duration;

/// Longer than a delivery stays taken by a desk that was killed.
const LONG: Duration = Duration::from_secs(240);
const SOON: Duration = Duration::from_secs(60);

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x02\x08\x06";

/// A ticket as it is in the other system.
#[derive(Debug)]
pub struct There {
    pub id: i64,
    pub subject: String,
    pub text: String,
    pub status: String,
    /// Texts of all that was added, oldest first.
    pub notes: Vec<String>,
    pub files: Vec<(String, Vec<u8>)>,
}

/// A real other system.
pub trait Other {
    /// What the desk is told of it.
    fn options(&self) -> Vec<String>;

    /// Its tickets, oldest first.
    fn tickets(&self) -> Vec<There>;

    /// Anna answers there.
    fn reply(&self, ticket: i64, text: &str, file: Option<(&str, &[u8])>);

    /// Anna writes a note among agents there.
    fn note(&self, ticket: i64, text: &str);

    /// Anna says there that it is solved, without a word.
    fn solve(&self, ticket: i64);

    /// What it calls a solved ticket.
    fn solved(&self) -> &'static str;

    fn stop(&mut self);

    fn start(&mut self);
}

/// The only ticket there, once it is as it should be.
fn only(other: &dyn Other, what: &str, is_so: impl Fn(&There) -> bool) -> There {
    let found = until(what, LONG, || {
        let mut tickets = other.tickets();
        assert!(tickets.len() < 2, "{what}: {tickets:#?}");
        tickets.pop().filter(|ticket| is_so(ticket))
    });
    assert!(found.notes.iter().filter(|note| note.contains("Helplet")).all(|note| note.contains(" · ")), "{found:#?}");
    found
}

/// The texts of our notes, without who wrote them and what they end in.
fn ours(there: &There) -> Vec<&str> {
    let ours = there.notes.iter().filter(|note| !note.trim_end().ends_with("· ticket"));
    let text = |note: &'_ String| -> Option<(usize, usize)> {
        let from = note.find(":\n")? + 2;
        let to = note.rfind("\n\nHelplet ")?;
        (from <= to).then_some((from, to))
    };
    ours.filter_map(|note| text(note).map(|(from, to)| &note[from..to])).collect()
}

/// A ticket is made there with its files; the conversation goes on on both sides, and each word comes once.
pub fn a_conversation_goes_on_on_both_sides(other: &dyn Other) {
    let desk = Desk::start(other.options());
    let tricky = "It crashes {{ now }} and {% always %} {# really #} 100%}\n\n* one *two* _three_ #1 <b>";
    let number = desk.open(tricky, &[("图 1.png", "image/png", PNG), ("a.txt", "text/plain", b"log")]);
    let there = only(other, "the ticket is there with its files", |there| there.files.len() == 2);
    assert!(there.subject.starts_with(&format!("[{number}] It crashes {{{{ now }}}}")), "{there:#?}");
    assert!(there.text.starts_with(tricky) && there.text.contains("someone@example.com"), "{there:#?}");
    assert!(there.text.contains(&format!("https://help.example.com/desk/tickets/{number}")), "{there:#?}");
    let mut files = there.files.clone();
    files.sort();
    assert!(files.iter().any(|(_, bytes)| bytes == PNG) && files.iter().any(|(_, bytes)| bytes == b"log"), "{files:?}");

    desk.write(&number, "{{ x y }} 还是不行 😀 %} {%");
    desk.answer(&number, "Please try again.", "waiting");
    let there = only(other, "both messages are there", |there| ours(there).contains(&"Please try again."));
    let texts: Vec<&str> = ours(&there).into_iter().filter(|text| !text.starts_with("Files")).collect();
    assert_eq!(texts, ["{{ x y }} 还是不行 😀 %} {%", "Please try again."]);

    other.note(there.id, "Between us");
    other.reply(there.id, "Here is the fix.", Some(("fix.txt", b"step 1")));
    until("the reply is here", SOON, || (desk.messages(&number).len() == 4).then_some(()));
    let ticket = desk.ticket(&number);
    let reply = &ticket["messages"][3];
    assert_eq!((reply["author"].as_str(), reply["name"].as_str()), (Some("agent"), Some("Anna Li")));
    assert_eq!(reply["body"], "Here is the fix.");
    assert_eq!(reply["attachments"][0]["name"], "fix.txt");
    assert_eq!(desk.file(reply["attachments"][0]["sha256"].as_str().expect("a hash")), b"step 1");

    other.solve(there.id);
    until("it is solved here", SOON, || (desk.ticket(&number)["status"] == "solved").then_some(()));
    // What the person writes opens it again, there too; by then all that came was read several times.
    desk.write(&number, "Thank you, one more question");
    let there = only(other, "it is open there again", |there| {
        there.status != other.solved() && ours(there).contains(&"Thank you, one more question")
    });
    other.reply(there.id, "Ask away.", None);
    until("the next reply is here", SOON, || desk.messages(&number).contains(&"Ask away.".to_owned()).then_some(()));
    assert_eq!(desk.messages(&number).len(), 6, "{:#?}", desk.ticket(&number));
    assert_eq!(desk.ticket(&number)["status"], Value::from("open"));
    desk.answer(&number, "All done.", "solved");
    only(other, "it is solved there", |there| there.status == other.solved() && ours(there).contains(&"All done."));
}

/// The desk is killed while it tells, again and again; nothing is missing, doubled or out of order.
pub fn a_desk_that_is_killed_in_the_middle_loses_and_doubles_nothing(other: &dyn Other) {
    let mut desk = Desk::start(other.options());
    let number = desk.open("First", &[("a.txt", "text/plain", b"log")]);
    let mut written = Vec::new();
    for round in 0..2 {
        for at in 0..6 {
            written.push(format!("message {round}.{at}"));
            desk.write(&number, written.last().expect("one"));
        }
        until("some of them are there", LONG, || {
            let tickets = other.tickets();
            let there = tickets.first()?;
            ours(there).iter().any(|text| text.starts_with(&format!("message {round}."))).then_some(())
        });
        desk.kill();
        if let Some(there) = other.tickets().first() {
            other.reply(there.id, &format!("reply {round}"), None);
        }
        desk.go_on();
    }
    let last = written.last().expect("one").clone();
    let there = only(other, "all of them are there", |there| ours(there).contains(&last.as_str()));
    let texts: Vec<&str> = ours(&there).into_iter().filter(|text| text.starts_with("message")).collect();
    assert_eq!(texts, written);
    until("all replies are here", LONG, || (desk.messages(&number).len() == written.len() + 3).then_some(()));
    let replies: Vec<String> = desk.messages(&number).into_iter().filter(|text| text.starts_with("reply")).collect();
    assert_eq!(replies, ["reply 0", "reply 1"]);
}

/// It is away for a while, also when the desk starts; then both sides have everything.
pub fn what_happened_while_it_was_away_is_caught_up_with(other: &mut dyn Other) {
    let options = other.options();
    other.stop();
    let desk = Desk::start(options);
    let first = desk.open("First", &[]);
    desk.write(&first, "Anybody there?");
    other.start();
    let there = only(other, "the ticket is there", |there| ours(there) == ["Anybody there?"]);
    other.stop();
    desk.write(&first, "Still?");
    desk.answer(&first, "We are.", "solved");
    // More than one question goes unanswered.
    std::thread::sleep(Duration::from_secs(3));
    other.start();
    other.reply(there.id, "So am I.", None);
    let there = only(other, "everything is there", |there| ours(there).len() == 3 && there.status == other.solved());
    assert_eq!(ours(&there), ["Anybody there?", "Still?", "We are."]);
    let reply = "So am I.".to_owned();
    until("the reply is here", SOON, || desk.messages(&first).contains(&reply).then_some(()));
    assert_eq!(desk.messages(&first), ["First", "Anybody there?", "Still?", "We are.", "So am I."]);
}

/// Settings with which the desk does not start, and what it says.
pub fn bad_settings_stop_the_start(other: &dyn Other, bad: &[(&str, &str, &str)]) {
    for (option, value, said) in bad {
        let mut options = other.options();
        let at = options.iter().position(|it| it == option);
        match at {
            Some(at) => options[at + 1] = (*value).to_owned(),
            None => options.extend([(*option).to_owned(), (*value).to_owned()]),
        }
        let refusal = Desk::refusal(&options);
        assert!(refusal.contains(said), "{option} {value}: {refusal}");
    }
}
