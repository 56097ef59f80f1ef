//! Tickets, their first message and its files.

use super::requests::{Done, Request};
use super::{
    Actor, Addition, EventKind, Locked, NewEvent, Store, StoreError, Visitor, Work, clock, random_id, random_u32,
};
use helplet_desk_api::{
    Author, ChatState, Created, NewTicket, Status, list_json, normalize_phone, pairs_json, ticket_number,
};

/// What a ticket opened now is answered with.
pub fn created_at(now: i64, chat: Option<ChatState>) -> Result<Created, StoreError> {
    Ok(Created {
        id: random_id()?,
        number: ticket_number(random_u32()?),
        status: Status::New,
        created_at: clock::shown(now),
        chat,
    })
}

/// How many messages a ticket begins with.
fn said(ticket: &NewTicket) -> i64 {
    1 + ticket.talk.len() as i64
}

/// A text, where there is one.
fn given(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl Store {
    /// Opens a ticket, once for a key; where the key was used, what was done under it.
    pub async fn open_ticket(
        &self,
        request: Request<'_>,
        visitor: &Visitor,
        ticket: &NewTicket,
    ) -> Result<Done, StoreError> {
        let given = given(&ticket.tier);
        let tier = visitor.user.as_ref().and_then(|user| user.tier.as_deref()).or(given.as_deref());
        let beginning = self.beginning(ticket, tier).await?;
        loop {
            let now = clock::now();
            let created = created_at(now, beginning.as_ref().map(|chat| chat.state))?;
            let answer = serde_json::to_string(&created).map_err(|error| StoreError::Failed(error.into()))?;
            let mut work = self.begin().await?;
            if !work.take_key(request, &answer).await? {
                drop(work);
                if let Some(done) = self.done(request).await? {
                    return Ok(done);
                }
                // Who had the key has rolled back, or was swept away: it is free now.
                continue;
            }
            if !work.insert_thread(&created, now, visitor, ticket).await? {
                continue;
            }
            if let Some(beginning) = &beginning {
                work.insert_chat(&created.id, beginning, now).await?;
            }
            let opened = Locked {
                id: created.id,
                number: created.number,
                status: created.status,
                messages: said(ticket),
                chat: created.chat,
            };
            work.announce(NewEvent::new(EventKind::TicketCreated, false, &opened.told())?);
            work.commit().await?;
            return Ok(Done { content: request.content.to_owned(), answer });
        }
    }
}

impl Work {
    /// Writes the thread with its first message; false where another has its number.
    async fn insert_thread(
        &mut self,
        created: &Created,
        now: i64,
        visitor: &Visitor,
        ticket: &NewTicket,
    ) -> Result<bool, StoreError> {
        let user = visitor.user.as_ref();
        let signed = user.and_then(|user| user.tier.clone());
        let tier_signed = i64::from(signed.is_some());
        let tier = signed.or_else(|| given(&ticket.tier));
        let inserted = sqlx::query(
            "INSERT INTO threads (id, number, type, status, fields, occurred, environment, email, phone, locale,
                                  trail, tier, tier_signed, visitor_id, user_id, messages, visitor_seen, agent_seen,
                                  created_at, updated_at, topic)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $17, $17, 0, $16, $16, $18)
             ON CONFLICT (number) DO NOTHING",
        )
        .bind(&created.id)
        .bind(&created.number)
        .bind(&ticket.kind)
        .bind(created.status.name())
        .bind(pairs_json(&ticket.fields))
        .bind(given(&ticket.occurred))
        .bind(pairs_json(&ticket.environment))
        .bind(given(&ticket.contact.email))
        .bind(normalize_phone(&ticket.contact.phone))
        .bind(given(&ticket.locale))
        .bind(list_json(&ticket.trail))
        .bind(tier)
        .bind(tier_signed)
        .bind(&visitor.id)
        .bind(user.map(|user| &user.id))
        .bind(now)
        .bind(said(ticket))
        .bind(given(&ticket.topic))
        .execute(&mut *self.transaction)
        .await?;
        if inserted.rows_affected() == 0 {
            return Ok(false);
        }
        let first = Addition {
            id: &random_id()?,
            thread: &created.id,
            actor: Actor::Visitor,
            internal: false,
            body: &ticket.description,
            files: &ticket.attachments,
            status: None,
            at: now,
        };
        self.insert_message(&first, 0).await?;
        self.attach(first.id, first.files).await?;
        for (position, said) in (1..).zip(&ticket.talk) {
            let actor = if said.author == Author::Robot { Actor::Robot } else { Actor::Visitor };
            let message = Addition { id: &random_id()?, actor, body: &said.body, files: &[], ..first };
            self.insert_message(&message, position).await?;
        }
        sqlx::query(
            "INSERT INTO status_changes (thread_id, position, actor, to_status, changed_at)
             VALUES ($1, 0, 'visitor', $2, $3)",
        )
        .bind(&created.id)
        .bind(created.status.name())
        .bind(now)
        .execute(&mut *self.transaction)
        .await?;
        Ok(true)
    }
}
