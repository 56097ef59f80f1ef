//! Messages, the files that belong to them, and what they do to their thread.

use super::{Done, EventKind, NewEvent, Request, Store, StoreError, Work, clock};
use helplet_desk_api::{Attachment, Author, ChatState, EventData, Status};

/// Who does something to a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor<'a> {
    /// The person whose ticket it is.
    Visitor,
    /// The agent of this id.
    Agent(&'a str),
    /// The desk itself.
    System,
    /// The robot on the person's device.
    Robot,
}

impl<'a> Actor<'a> {
    /// The part in the thread.
    pub fn author(self) -> Author {
        match self {
            Self::Visitor => Author::Visitor,
            Self::Agent(_) => Author::Agent,
            Self::System => Author::System,
            Self::Robot => Author::Robot,
        }
    }

    pub(super) fn agent(self) -> Option<&'a str> {
        match self {
            Self::Agent(id) => Some(id),
            Self::Visitor | Self::System | Self::Robot => None,
        }
    }
}

/// A message to be added to a thread.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// The message's own id, of [`super::random_id`].
    pub id: &'a str,
    /// The thread's id.
    pub thread: &'a str,
    /// Who writes.
    pub actor: Actor<'a>,
    /// A note among agents; visitors never get it, and it changes no status.
    pub internal: bool,
    /// The text.
    pub body: &'a str,
    /// Files that the caller has seen to be there.
    pub files: &'a [Attachment],
    /// The thread's status afterwards. `None`: what follows from a message of this author, see
    /// [`Status::after_visitor`]; an agent's answer opens what is new.
    pub status: Option<Status>,
    /// When, see [`clock::now`].
    pub at: i64,
}

/// A thread locked by a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The thread's id.
    pub id: String,
    /// The number for people.
    pub number: String,
    /// Where it stands.
    pub status: Status,
    /// How many messages it has, notes too.
    pub messages: i64,
    /// Where its chat stands, if it was ever live.
    pub chat: Option<ChatState>,
}

impl Locked {
    /// What an event tells of it.
    pub(super) fn told(&self) -> EventData {
        EventData {
            ticket: self.id.clone(),
            number: self.number.clone(),
            status: self.status,
            message: None,
            author: None,
            chat: self.chat,
        }
    }
}

impl Store {
    /// Adds a message once for a key, with this answer; where the key was used, what was done under
    /// it. `None`: there is no such thread.
    ///
    /// # Errors
    /// [`StoreError::FileMissing`] as with [`Work::add_message`].
    pub async fn write_message(
        &self,
        request: Request<'_>,
        message: &Addition<'_>,
        answer: &str,
    ) -> Result<Option<Done>, StoreError> {
        loop {
            let mut work = self.begin().await?;
            if work.take_key(request, answer).await? {
                if work.add_message(message).await?.is_none() {
                    return Ok(None);
                }
                work.commit().await?;
                return Ok(Some(Done { content: request.content.to_owned(), answer: answer.to_owned() }));
            }
            drop(work);
            // Who had the key has rolled back, or was swept away, where nothing was done: it is free now.
            if let Some(done) = self.done(request).await? {
                return Ok(Some(done));
            }
        }
    }
}

impl Work {
    /// Adds a message, changes the status as it should be, and announces both. `None`: there is no
    /// such thread.
    ///
    /// # Errors
    /// [`StoreError::FileMissing`] where a file was swept away meanwhile.
    pub async fn add_message(&mut self, message: &Addition<'_>) -> Result<Option<Locked>, StoreError> {
        let Some(mut thread) = self.lock_thread(message.thread).await? else { return Ok(None) };
        self.insert_message(message, thread.messages).await?;
        self.attach(message.id, message.files).await?;
        // A note leaves no trace that the person could see, nor a place in their list.
        let shown = i64::from(!message.internal);
        sqlx::query(
            "UPDATE threads SET messages = messages + 1,
                                updated_at = CASE WHEN $2 = 1 THEN $3 ELSE updated_at END WHERE id = $1",
        )
        .bind(message.thread)
        .bind(shown)
        .bind(message.at)
        .execute(&mut *self.transaction)
        .await?;
        thread.messages += 1;
        let before = thread.status;
        let after = match (message.internal, message.status, message.actor) {
            (true, ..) | (false, None, Actor::System | Actor::Robot) => before,
            (false, Some(status), _) => status,
            (false, None, Actor::Visitor) => before.after_visitor(),
            (false, None, Actor::Agent(_)) if before == Status::New => Status::Open,
            (false, None, Actor::Agent(_)) => before,
        };
        let data = EventData {
            status: after,
            message: Some(message.id.to_owned()),
            author: Some(message.actor.author()),
            ..thread.told()
        };
        self.announce(NewEvent::new(EventKind::MessageCreated, message.internal, &data)?);
        if !message.internal && message.actor.agent().is_some() {
            self.expect_mail(&thread, Some(message.id));
        }
        self.set_status(&mut thread, after, message.actor).await?;
        Ok(Some(thread))
    }

    /// Changes a thread's status, keeps who did it, and announces it; nothing where it is the same.
    pub async fn set_status(&mut self, thread: &mut Locked, to: Status, actor: Actor<'_>) -> Result<(), StoreError> {
        if thread.status == to {
            return Ok(());
        }
        let now = clock::now();
        sqlx::query(
            "INSERT INTO status_changes (thread_id, position, actor, agent_id, from_status, to_status, changed_at)
             SELECT $1, COUNT(*), $2, $3, $4, $5, $6 FROM status_changes WHERE thread_id = $1",
        )
        .bind(&thread.id)
        .bind(actor.author().name())
        .bind(actor.agent())
        .bind(thread.status.name())
        .bind(to.name())
        .bind(now)
        .execute(&mut *self.transaction)
        .await?;
        sqlx::query("UPDATE threads SET status = $2, updated_at = $3, closed_at = $4 WHERE id = $1")
            .bind(&thread.id)
            .bind(to.name())
            .bind(now)
            .bind((to == Status::Closed).then_some(now))
            .execute(&mut *self.transaction)
            .await?;
        thread.status = to;
        if to == Status::Waiting {
            self.expect_mail(thread, None);
        }
        self.announce_update(thread)?;
        if to == Status::Closed {
            self.end_chat(thread).await?;
        }
        Ok(())
    }

    /// Announces that something of the thread has changed that its person may see.
    pub fn announce_update(&mut self, thread: &Locked) -> Result<(), StoreError> {
        self.announce_plain(EventKind::TicketUpdated, thread)
    }

    /// Announces that agents have read more of the thread than before.
    pub(super) fn announce_seen(&mut self, thread: &Locked) -> Result<(), StoreError> {
        self.announce_plain(EventKind::TicketSeen, thread)
    }

    /// Announces that the person has read more of the thread than before.
    pub(super) fn announce_read(&mut self, thread: &Locked) -> Result<(), StoreError> {
        self.announce_plain(EventKind::TicketRead, thread)
    }

    fn announce_plain(&mut self, kind: EventKind, thread: &Locked) -> Result<(), StoreError> {
        self.announce(NewEvent::new(kind, false, &thread.told())?);
        Ok(())
    }

    /// Locks a thread until the commit, so that what is read of it stays true; `None`: there is none.
    pub async fn lock_thread(&mut self, id: &str) -> Result<Option<Locked>, StoreError> {
        // An update that changes nothing locks the row on both databases.
        let found: Option<(String, String, i64)> =
            sqlx::query_as("UPDATE threads SET messages = messages WHERE id = $1 RETURNING number, status, messages")
                .bind(id)
                .fetch_optional(&mut *self.transaction)
                .await?;
        let Some((number, status, messages)) = found else { return Ok(None) };
        let status = Status::parse(&status).ok_or_else(|| StoreError::Failed("a thread of unknown status".into()))?;
        // Read by itself: what another transaction has changed until it let go of the lock is seen only by what
        // begins after it.
        let chat = self.chat_state(id).await?;
        Ok(Some(Locked { id: id.to_owned(), number, status, messages, chat }))
    }

    /// Writes a message at its position.
    pub(super) async fn insert_message(&mut self, message: &Addition<'_>, position: i64) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO messages (id, thread_id, position, author, agent_id, internal, body, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(message.id)
        .bind(message.thread)
        .bind(position)
        .bind(message.actor.author().name())
        .bind(message.actor.agent())
        .bind(i64::from(message.internal))
        .bind(message.body)
        .bind(message.at)
        .execute(&mut *self.transaction)
        .await?;
        Ok(())
    }

    /// Writes a message's files, which the caller has seen to be there.
    pub(super) async fn attach(&mut self, message: &str, files: &[Attachment]) -> Result<(), StoreError> {
        for (position, file) in files.iter().enumerate() {
            let inserted = sqlx::query(
                "INSERT INTO attachments (message_id, position, sha256, name, size, media_type)
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(message)
            .bind(position as i64)
            .bind(&file.sha256)
            .bind(&file.name)
            .bind(file.size as i64)
            .bind(&file.media_type)
            .execute(&mut *self.transaction)
            .await;
            inserted.map_err(|error| match error.as_database_error() {
                Some(fault) if fault.is_foreign_key_violation() => StoreError::FileMissing { position },
                _ => error.into(),
            })?;
        }
        Ok(())
    }
}
