//! What an answer means for the entry it is about.

use super::entry::{Entry, Phase, Trouble, Upload, fault};
use super::{Command, MOST_SENT, Outbox};
use crate::text::decimal;
use helplet_desk_api::{Fault, FaultCode};

/// A part of an entry's sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Ask whether the endpoint has a file, by its place in the draft.
    Head(usize),
    /// Put a file.
    Put(usize),
    /// Post the ticket or the message.
    Post,
}

/// A request to be made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// The entry's key.
    pub key: String,
    /// What of it.
    pub step: Step,
}

/// What the endpoint answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// HTTP status; 0 where no answer came.
    pub status: u16,
    /// Seconds until one may come back, where the endpoint says so.
    pub retry_after: Option<u32>,
    /// The ticket's number.
    pub number: String,
    /// What is wrong with the content.
    pub faults: Vec<Fault>,
}

/// Longest wait of the outbox's own choice: a quarter of an hour.
const LONGEST: u32 = 15 * 60;

/// Longest wait that an endpoint may ask for: a day.
const LONGEST_ASKED: u32 = 24 * 60 * 60;

/// How often the endpoint may want files again that it had taken, before a person has to look.
const MOST_AGAIN: u32 = 5;

/// Twice as long with every try, the second half of it by chance: those who failed together don't
/// come back together.
fn backoff(tries: u32, random: f64) -> u32 {
    let whole = 1u32.checked_shl(tries).unwrap_or(LONGEST).clamp(2, LONGEST);
    whole / 2 + (f64::from(whole / 2) * random) as u32
}

impl Outbox {
    pub(super) fn answered(&mut self, answer: Answer, now: u32, random: f64, out: &mut Vec<Command>) {
        let Some(running) = self.running.take() else { return };
        let Some(mut entry) = self.take(&running.request.key) else { return };
        if entry.is_pending() {
            self.judge(&mut entry, running.request.step, answer, (now, random), out);
            self.change(&mut entry, true, out);
        }
        if !matches!(entry.phase, Phase::Waiting) {
            self.sending = None;
        }
        self.place(entry);
        self.forget_old(out);
    }

    fn judge(
        &mut self,
        entry: &mut Entry,
        step: Step,
        answer: Answer,
        (now, random): (u32, f64),
        out: &mut Vec<Command>,
    ) {
        let trouble = match (step, answer.status) {
            (Step::Head(at) | Step::Put(at), 200..=299) => {
                set(entry, at, Upload::There);
                entry.phase = Phase::Waiting;
                return;
            }
            (Step::Post, 200..=299) => {
                entry.phase = Phase::Sent { number: answer.number };
                out.push(Command::Ended(entry.draft.key.clone()));
                return;
            }
            (_, 0) => Trouble::Network,
            (_, 408 | 425 | 429 | 500..) => {
                if answer.retry_after.is_some() || answer.status == 429 {
                    Trouble::Busy
                } else {
                    Trouble::Server
                }
            }
            (Step::Head(at), _) => {
                set(entry, at, Upload::New);
                entry.phase = Phase::Waiting;
                return;
            }
            _ if entry.again < MOST_AGAIN && wants_files(entry, step, &answer) => {
                entry.again += 1;
                Trouble::Server
            }
            (step, status) => {
                let faults = if answer.faults.is_empty() { file_faults(step, status) } else { answer.faults };
                entry.phase = Phase::Refused { status, faults };
                out.push(Command::Ended(entry.draft.key.clone()));
                return;
            }
        };
        if let (Step::Put(at), Trouble::Network) = (step, trouble) {
            set(entry, at, Upload::Tried);
        }
        self.woken &= trouble != Trouble::Network;
        if self.hurried == entry.draft.key {
            self.hurried.clear();
        }
        entry.tries = entry.tries.saturating_add(1);
        let asked = answer.retry_after.unwrap_or(0).min(LONGEST_ASKED);
        let wait = backoff(entry.tries, random).max(asked);
        // Busy without a time: as good as the time that is waited.
        let asked = if trouble == Trouble::Busy && asked == 0 { wait } else { asked };
        entry.phase = Phase::Retrying { trouble, at: now.saturating_add(wait), wait, asked };
    }

    pub(super) fn files_lost(&mut self, out: &mut Vec<Command>) {
        let Some(running) = self.running.take() else { return };
        let Some(mut entry) = self.take(&running.request.key) else { return };
        let missing = entry.uploads.iter().enumerate().filter(|(_, upload)| **upload != Upload::There);
        let faults = missing.map(|(at, _)| file_fault(at, FaultCode::FileMissing)).collect();
        // As an endpoint would say that never got them.
        entry.phase = Phase::Refused { status: 422, faults };
        out.push(Command::Ended(entry.draft.key.clone()));
        self.change(&mut entry, true, out);
        self.place(entry);
    }

    pub(super) fn progress(&mut self, bytes: u32, out: &mut Vec<Command>) {
        let Some(running) = &self.running else { return };
        let Some(entry) = self.entry(&running.request.key) else { return };
        let sizes = entry.draft.files.iter().map(|file| file.size);
        let there = sizes.clone().zip(&entry.uploads).filter(|(_, upload)| **upload == Upload::There);
        let done = there.map(|(size, _)| size).fold(bytes, u32::saturating_add);
        let percent = super::percent(done, sizes.fold(0, u32::saturating_add));
        let sending = Some((running.request.key.clone(), percent));
        if let Some(running) = &mut self.running {
            running.bytes = bytes;
        }
        if self.sending != sending {
            out.extend(sending.iter().map(|(key, _)| Command::Tell([key, "\t", &decimal(percent as usize)].concat())));
            self.sending = sending;
        }
    }

    /// Forgets the oldest of too many sent entries.
    fn forget_old(&mut self, out: &mut Vec<Command>) {
        let sent = |entry: &&Entry| matches!(entry.phase, Phase::Sent { .. });
        if self.entries.iter().filter(sent).count() > MOST_SENT
            && let Some(key) = self.entries.iter().find(sent).map(|entry| entry.draft.key.clone())
        {
            self.discarded(&key, out);
        }
    }
}

fn set(entry: &mut Entry, at: usize, state: Upload) {
    if let Some(upload) = entry.uploads.get_mut(at) {
        *upload = state;
    }
}

/// Whether the endpoint misses nothing but files, or got one damaged; those are then to be put anew.
fn wants_files(entry: &mut Entry, step: Step, answer: &Answer) -> bool {
    let damaged = matches!(step, Step::Put(_)) && answer.status == 422;
    let missing = |fault: &Fault| fault.code == FaultCode::FileMissing;
    if damaged {
        return true;
    }
    if answer.faults.is_empty() || !answer.faults.iter().all(missing) {
        return false;
    }
    for (at, upload) in entry.uploads.iter_mut().enumerate() {
        let path = attachment(at);
        if answer.faults.iter().any(|fault| fault.path.starts_with(&path)) {
            *upload = Upload::New;
        }
    }
    true
}

/// What is wrong with a file that was refused by itself, as the ticket's own faults say it.
fn file_faults(step: Step, status: u16) -> Vec<Fault> {
    match (step, status) {
        (Step::Put(at), 415) => vec![file_fault(at, FaultCode::MediaType)],
        (Step::Put(at), 413 | 422) => vec![file_fault(at, FaultCode::FileSize)],
        _ => Vec::new(),
    }
}

fn file_fault(at: usize, code: FaultCode) -> Fault {
    fault(attachment(at), code.name(), 0)
}

fn attachment(at: usize) -> String {
    ["attachments[", &decimal(at), "]"].concat()
}
