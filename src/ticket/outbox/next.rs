//! What the person and other tabs want, and what comes next.

use super::answer::{Request, Step};
use super::entry::{Entry, Phase, Trouble, Upload};
use super::{Command, Lock, Outbox, Running};
use crate::text::number;

impl Outbox {
    /// Takes an entry in. One that is there already under its key stays, unless it was refused.
    pub(super) fn submitted(&mut self, mut entry: Entry, out: &mut Vec<Command>) {
        // The order goes by the age in seconds: what is written within the same one comes after what was before.
        let before = self.entries.iter().filter(|it| it.is_pending() && !it.to.is_empty() && it.to == entry.to);
        entry.since = before.map(|it| it.since.saturating_add(1)).fold(entry.since, u32::max);
        let there = self.take(&entry.draft.key);
        entry = match there {
            Some(there) if matches!(there.phase, Phase::Refused { .. }) => {
                Entry { kept: there.kept, seen: there.seen, ..entry }
            }
            Some(there) => return self.place(there),
            None => entry,
        };
        self.change(&mut entry, true, out);
        self.woken = true;
        self.place(entry);
    }

    pub(super) fn discarded(&mut self, key: &str, out: &mut Vec<Command>) {
        if self.running.as_ref().is_some_and(|it| it.request.key == key) {
            return;
        }
        if let Some(mut entry) = self.take(key) {
            self.change(&mut entry, false, out);
        }
    }

    pub(super) fn locked(&mut self, got: bool, out: &mut Vec<Command>) {
        // An answer to a wish that was taken back.
        if self.lock == Lock::No {
            return;
        }
        self.lock = if got { Lock::Held } else { Lock::Sought };
        if got {
            // Whoever had it may have changed everything.
            self.sending = None;
            self.read(out);
        }
    }

    pub(super) fn told(&mut self, text: &str, out: &mut Vec<Command>) {
        match text.split_once('\t') {
            None => self.read(out),
            Some(("", "!")) => self.woken = true,
            Some((key, "!")) => key.clone_into(&mut self.hurried),
            Some((key, percent)) => self.sending = number(percent).map(|percent| (key.to_owned(), percent)),
        }
    }

    /// Does what can be done now.
    pub(super) fn go_on(&mut self, now: u32, out: &mut Vec<Command>) {
        let wanted = self.entries.iter().any(Entry::is_pending);
        match (wanted, self.lock) {
            (true, Lock::No) => {
                self.lock = Lock::Sought;
                out.push(Command::Seek);
            }
            // Not before the device has what was done: who gets the lock next goes by that.
            (false, Lock::Sought | Lock::Held) if self.pending == 0 => {
                self.lock = Lock::No;
                out.push(Command::Release);
            }
            _ => {}
        }
        // Saved first, sent then.
        if self.running.is_some() || self.pending > 0 {
            return;
        }
        let waits = self.entries.iter().enumerate().filter_map(|(at, entry)| Some((at, self.wait(at, entry, now)?)));
        // Of those that need not wait any more, the oldest.
        let soonest = waits.fold(None, |best: Option<(usize, u32)>, it| match best {
            Some(best) if best.1 <= it.1 => Some(best),
            _ => Some(it),
        });
        if let Some((at, 0)) = soonest {
            return self.start(at, out);
        }
        if self.lock == Lock::Held {
            self.sending = None;
        }
        out.extend(soonest.map(|(_, wait)| Command::Timer(wait)));
    }

    /// Seconds until an entry may be sent; `None` where it is not the clock it waits for.
    fn wait(&self, at: usize, entry: &Entry, now: u32) -> Option<u32> {
        // What only this page has, no other can send.
        if !entry.is_pending() || (self.lock != Lock::Held && entry.seen) {
            return None;
        }
        // Messages arrive in the order they were written.
        let before = |it: &Entry| it.is_pending() && !it.to.is_empty() && it.to == entry.to;
        if self.entries[..at].iter().any(before) {
            return None;
        }
        let hurried = self.hurried == entry.draft.key;
        if !self.online && !hurried {
            return None;
        }
        // A wait longer than it was made is a clock that was put back.
        let left = |until: u32, wait: u32| Some(until.saturating_sub(now)).filter(|left| *left <= wait).or(Some(0));
        match entry.phase {
            Phase::Retrying { trouble: Trouble::Network, .. } if self.woken => Some(0),
            Phase::Retrying { asked, .. } if hurried => left(entry.asked_until(), asked),
            Phase::Retrying { at, wait, .. } => left(at, wait),
            _ => Some(0),
        }
    }

    fn start(&mut self, at: usize, out: &mut Vec<Command>) {
        let entry = &self.entries[at];
        let open = entry.uploads.iter().position(|upload| *upload != Upload::There);
        let step = match open {
            Some(at) if !self.whole && entry.uploads[at] == Upload::Tried => Step::Head(at),
            Some(at) if !self.whole => Step::Put(at),
            _ => Step::Post,
        };
        let request = Request { key: entry.draft.key.clone(), step };
        self.running = Some(Running { request: request.clone(), bytes: 0 });
        self.progress(0, out);
        out.push(Command::Send(request));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Event;
    use super::*;
    use crate::ticket::draft::Draft;

    #[test]
    fn messages_of_one_second_stay_in_the_order_they_were_written() {
        let mut outbox = Outbox::new(false, false);
        let written = ["c", "a", "b"].map(String::from);
        for key in &written {
            let draft = Draft { key: key.clone(), ..Draft::default() };
            let entry = Entry { to: "517-211-2737".into(), ..Entry::new(draft, "zh-CN".into(), 7) };
            outbox.handle(Event::Submitted(Box::new(entry)), 7, 0.5);
        }
        // The device brings them back in the order of their names.
        let mut texts: Vec<String> = outbox.entries().iter().map(Entry::encode).collect();
        texts.sort();
        for _ in 0..=written.len() {
            outbox.handle(Event::Device(Some(texts.clone())), 8, 0.5);
        }
        let keys: Vec<_> = outbox.entries().iter().map(|entry| entry.draft.key.clone()).collect();
        assert_eq!(keys, written);
    }
}
