//! The person's tickets, as the desk last told of them. Pure.

use super::draft::FileNote;
use helplet_desk_api::{Author, ChatState, Status};

/// A ticket in the list. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What people call it by.
    pub number: String,
    /// The ticket type's id.
    pub kind: String,
    /// Where it stands.
    pub status: Status,
    /// The beginning of its description.
    pub excerpt: String,
    /// Messages of agents not read yet.
    pub unread: u32,
    /// When something last happened to it.
    pub updated: u32,
    /// Where the live conversation stands; `None` where it never was one.
    pub chat: Option<ChatState>,
}

/// The live side of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Where it stands.
    pub state: ChatState,
    /// While it waits: how many others come first.
    pub ahead: Option<u32>,
    /// While it waits: in about how many seconds somebody takes it.
    pub wait: Option<u32>,
    /// What the agent is called; may be empty.
    pub agent: String,
    /// The id of the person's last message that agents have seen; may be empty.
    pub seen: String,
    /// Ended: until when it may go on, in seconds since 1970.
    pub until: u32,
}

/// A message of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id at the desk.
    pub id: String,
    /// Who wrote it.
    pub author: Author,
    /// What an agent is called; may be empty.
    pub name: String,
    /// The text, plain.
    pub body: String,
    /// Its files.
    pub files: Vec<FileNote>,
    /// When it came, in seconds since 1970.
    pub at: u32,
}

/// A ticket with its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// What the list shows of it.
    pub summary: Summary,
    /// The messages, oldest first.
    pub messages: Vec<Message>,
    /// Whether the person said that it was solved.
    pub solved: Option<bool>,
    /// The live conversation, if it ever was one.
    pub chat: Option<Chat>,
    /// The e-mail address that the desk answers to; may be empty.
    pub email: String,
    /// When the desk told this, in seconds since 1970.
    pub as_of: u32,
    /// The desk's own words, to be kept.
    pub source: String,
}

/// How the last question to the desk went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asked {
    /// Not asked yet, or no answer yet.
    #[default]
    Waiting,
    /// Answered.
    Answered,
    /// The desk knows nothing of it.
    Unknown,
    /// No answer, or not a usable one.
    Failed,
}

/// All that is known of the person's tickets.
#[derive(Debug, Default)]
pub struct Mine {
    /// The tickets, the latest news first.
    pub tickets: Vec<Summary>,
    /// When the desk told of them, in seconds since 1970; 0 for never.
    pub as_of: u32,
    /// How the last question for the list went.
    pub asked: Asked,
    /// Tickets that were looked at, the latest last.
    threads: Vec<Thread>,
    /// How the last question for a ticket went, by its number.
    about: Vec<(String, Asked)>,
}

impl Mine {
    /// Tickets kept with their messages; the ones not looked at for longest are forgotten.
    pub const MOST: usize = 20;

    /// Messages of agents not read yet, in all tickets.
    pub fn unread(&self) -> u32 {
        self.tickets.iter().map(|ticket| ticket.unread).sum()
    }

    /// The number of the newest ticket that somebody talks in, or waits to.
    pub fn live(&self) -> Option<&str> {
        let live = self.tickets.iter().find(|it| it.chat.is_some_and(ChatState::is_live));
        live.map(|it| it.number.as_str())
    }

    /// A ticket that was looked at, by its number, with or without dashes.
    pub fn thread(&self, number: &str) -> Option<&Thread> {
        self.threads.iter().find(|it| is_same(&it.summary.number, number))
    }

    /// Tickets that were looked at, the latest last.
    pub fn threads(&self) -> &[Thread] {
        &self.threads
    }

    /// How the last question for a ticket went.
    pub fn asked(&self, number: &str) -> Asked {
        self.about.iter().find(|it| is_same(&it.0, number)).map_or(Asked::Waiting, |it| it.1)
    }

    /// Notes how a question for a ticket went.
    pub fn set_asked(&mut self, number: &str, asked: Asked) {
        self.about.retain(|it| !is_same(&it.0, number));
        self.about.push((number.to_owned(), asked));
    }

    /// Takes the desk's list in.
    pub fn set_tickets(&mut self, tickets: Vec<Summary>, as_of: u32) {
        (self.tickets, self.as_of) = (tickets, as_of);
    }

    /// Takes a ticket in, as it is now.
    pub fn set_thread(&mut self, thread: Thread) {
        self.threads.retain(|it| it.summary.number != thread.summary.number);
        if let Some(listed) = self.tickets.iter_mut().find(|it| it.number == thread.summary.number) {
            listed.clone_from(&thread.summary);
        }
        self.threads.push(thread);
        if self.threads.len() > Self::MOST {
            self.threads.remove(0);
        }
    }

    /// Takes a kept copy of a ticket in, behind what is known already.
    pub fn set_old(&mut self, thread: Thread) {
        if self.threads.len() < Self::MOST {
            self.threads.insert(0, thread);
        }
    }

    /// Notes that a ticket has been read.
    pub fn set_read(&mut self, number: &str) {
        let listed = self.tickets.iter_mut();
        let opened = self.threads.iter_mut().map(|it| &mut it.summary);
        listed.chain(opened).filter(|it| is_same(&it.number, number)).for_each(|it| it.unread = 0);
    }
}

/// Whether two numbers differ in their dashes alone.
pub fn is_same(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    digits(one) == digits(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thread(number: &str, unread: u32) -> Thread {
        let summary = Summary {
            number: number.into(),
            kind: "bug".into(),
            status: Status::Open,
            excerpt: String::new(),
            unread,
            updated: 0,
            chat: None,
        };
        Thread {
            summary,
            messages: Vec::new(),
            solved: None,
            chat: None,
            email: String::new(),
            as_of: 0,
            source: String::new(),
        }
    }

    #[test]
    fn what_is_read_in_a_ticket_is_read_in_the_list() {
        let mut mine = Mine::default();
        mine.set_tickets(vec![thread("1-2", 0).summary, thread("3-4", 2).summary], 7);
        mine.set_thread(thread("1-2", 3));
        assert_eq!(mine.unread(), 5);
        mine.set_read("12");
        assert_eq!(mine.unread(), 2);
        assert_eq!(mine.thread("12").unwrap().summary.unread, 0);
    }

    #[test]
    fn the_tickets_not_looked_at_for_longest_are_forgotten() {
        let mut mine = Mine::default();
        (0..=Mine::MOST).for_each(|at| mine.set_thread(thread(&at.to_string(), 0)));
        assert_eq!(mine.threads().len(), Mine::MOST);
        assert!(mine.thread("0").is_none() && mine.thread("1").is_some());
        mine.set_thread(thread("1", 0));
        mine.set_thread(thread("99", 0));
        assert!(mine.thread("1").is_some() && mine.thread("2").is_none());
    }
}
