//! The agents' queue: which tickets wait, and for how long.

use super::{Store, StoreError};
use helplet_desk_api::ticket_number_in;
use sqlx::Row;
use sqlx::any::AnyRow;

/// Tickets on a page of the queue.
pub const PAGE: i64 = 50;

/// Most words of a search that are looked for; each is one pass over the messages.
const WORDS: usize = 6;

/// Which tickets to show. An empty text is no condition.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The statuses; none for all.
    pub statuses: Vec<&'static str>,
    /// The id of a ticket type.
    pub kind: String,
    /// Whose: an agent's id.
    pub assignee: String,
    /// Nobody's.
    pub unassigned: bool,
    /// `free`, `member` or `enterprise`.
    pub tier: String,
    /// A language tag, exactly.
    pub locale: String,
    /// Words that must all occur, in the number, the contact or a message.
    pub words: Vec<String>,
    /// The newest activity first; else whoever has waited longest.
    pub newest: bool,
    /// Pages to skip.
    pub page: u32,
}

/// A ticket in the queue.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What people read to each other.
    pub number: String,
    /// Identifier of the type.
    pub kind: String,
    /// Where it stands.
    pub status: String,
    /// The beginning of the description.
    pub text: String,
    /// The e-mail address, else the telephone.
    pub contact: Option<String>,
    /// `free`, `member` or `enterprise`, where known.
    pub tier: Option<String>,
    /// Whether a signed token said so.
    pub tier_signed: bool,
    /// The language tag of the page it was written on.
    pub locale: Option<String>,
    /// What people read as the assignee's name.
    pub assignee: Option<String>,
    /// How many messages it has, notes too.
    pub messages: i64,
    /// Messages no agent has seen.
    pub unread: bool,
    /// The last message or change of status, in milliseconds since 1970.
    pub updated_at: i64,
    /// Since when the person waits for an answer, in milliseconds since 1970; none where we wait.
    pub waiting_since: Option<i64>,
}

/// Since when a person waits: their first message after the last answer, while the ticket is ours.
const WAITING_SINCE: &str = "CASE WHEN t.status IN ('new', 'open') THEN
    (SELECT MIN(asked.created_at) FROM messages asked
     WHERE asked.thread_id = t.id AND asked.author = 'visitor' AND asked.position >
        (SELECT COALESCE(MAX(answer.position), -1) FROM messages answer
         WHERE answer.thread_id = t.id AND answer.author = 'agent' AND answer.internal = 0)) END";

/// What a WHERE consists of, with its values in order.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    values: Vec<String>,
}

impl Conditions {
    /// Adds a condition in which `$?` stands for the value.
    fn add(&mut self, sql: &str, value: &str) {
        self.values.push(value.to_owned());
        self.sql.push(sql.replace("$?", &format!("${}", self.values.len())));
    }

    fn clause(&self) -> String {
        if self.sql.is_empty() { String::new() } else { format!("WHERE {}", self.sql.join(" AND ")) }
    }
}

impl Filter {
    /// All conditions but that on the status.
    fn conditions(&self) -> Conditions {
        let mut all = Conditions::default();
        for (sql, value) in [
            ("t.type = $?", &self.kind),
            ("t.assignee_id = $?", &self.assignee),
            ("t.tier = $?", &self.tier),
            ("t.locale = $?", &self.locale),
        ] {
            if !value.is_empty() {
                all.add(sql, value);
            }
        }
        if self.unassigned {
            all.sql.push("t.assignee_id IS NULL".to_owned());
        }
        for word in self.words.iter().take(WORDS) {
            // A number may be written without its hyphens.
            let number = ticket_number_in(word).unwrap_or_else(|| word.clone());
            all.values.push(pattern(&number));
            let sql = format!(
                "(t.number LIKE ${} ESCAPE '!' OR LOWER(t.email) LIKE $? ESCAPE '!' OR t.phone LIKE $? ESCAPE '!'
                  OR EXISTS (SELECT 1 FROM messages m WHERE m.thread_id = t.id AND LOWER(m.body) LIKE $? ESCAPE '!'))",
                all.values.len()
            );
            all.add(&sql, &pattern(word));
        }
        all
    }
}

/// What LIKE takes for "contains this", in lower case as both databases understand it.
fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for letter in word.chars().map(|letter| letter.to_ascii_lowercase()) {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

impl Store {
    /// A page of the queue, and whether another follows.
    pub async fn queue(&self, filter: &Filter) -> Result<(Vec<Waiting>, bool), StoreError> {
        let mut all = filter.conditions();
        if !filter.statuses.is_empty() {
            // Names of this program's own, see `Filter::statuses`.
            all.sql.push(format!("t.status IN ('{}')", filter.statuses.join("', '")));
        }
        let order = if filter.newest {
            "updated_at DESC"
        } else {
            "CASE WHEN waiting_since IS NULL THEN 1 ELSE 0 END, waiting_since, updated_at DESC"
        };
        let sql = format!(
            "SELECT * FROM (
                SELECT t.id, t.number, t.type, t.status, COALESCE(t.email, t.phone) AS contact, t.tier, t.tier_signed,
                       t.locale, t.messages, t.agent_seen, t.updated_at, agents.shown_as AS assignee,
                       SUBSTR(first.body, 1, 300) AS text, {WAITING_SINCE} AS waiting_since
                FROM threads t
                JOIN messages first ON first.thread_id = t.id AND first.position = 0
                LEFT JOIN agents ON agents.id = t.assignee_id
                {}) found
             ORDER BY {order}, id LIMIT {} OFFSET {}",
            all.clause(),
            PAGE + 1,
            i64::from(filter.page) * PAGE,
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for value in &all.values {
            query = query.bind(value);
        }
        let rows = query.fetch_all(&self.inner.reader).await?;
        let more = rows.len() as i64 > PAGE;
        let found: Result<Vec<Waiting>, sqlx::Error> = rows.iter().take(PAGE as usize).map(read).collect();
        Ok((found?, more))
    }

    /// How many tickets of each status there are under the other conditions.
    pub async fn queue_counts(&self, filter: &Filter) -> Result<Vec<(String, i64)>, StoreError> {
        let all = filter.conditions();
        let sql = format!("SELECT t.status, COUNT(*) FROM threads t {} GROUP BY t.status", all.clause());
        let mut query = sqlx::query_as(sqlx::AssertSqlSafe(sql));
        for value in &all.values {
            query = query.bind(value);
        }
        Ok(query.fetch_all(&self.inner.reader).await?)
    }
}

fn read(row: &AnyRow) -> Result<Waiting, sqlx::Error> {
    Ok(Waiting {
        number: row.try_get("number")?,
        kind: row.try_get("type")?,
        status: row.try_get("status")?,
        text: row.try_get("text")?,
        contact: row.try_get("contact")?,
        tier: row.try_get("tier")?,
        tier_signed: row.try_get::<i64, _>("tier_signed")? != 0,
        locale: row.try_get("locale")?,
        assignee: row.try_get("assignee")?,
        messages: row.try_get("messages")?,
        unread: row.try_get::<i64, _>("agent_seen")? < row.try_get::<i64, _>("messages")?,
        updated_at: row.try_get("updated_at")?,
        waiting_since: row.try_get("waiting_since")?,
    })
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_like_would_read_as_a_wildcard_is_a_letter() {
        for (word, expected) in [("Error", "%error%"), ("100%_!", "%100!%!_!!%"), ("白页", "%白页%")] {
            assert_eq!(pattern(word), expected);
        }
    }
}
