//! Votes and searches, without a word of who.

use super::{Store, StoreError, clock, random_id};
use helplet_desk_api::FeedbackItem;

impl Store {
    /// Keeps all items.
    pub async fn keep_feedback(&self, items: &[FeedbackItem]) -> Result<(), StoreError> {
        let now = clock::now();
        let mut work = self.begin().await?;
        for item in items {
            let (topic, outcome) = match item {
                FeedbackItem::Chat { topic, outcome, .. } => (Some(topic.trim()), Some(outcome.name())),
                FeedbackItem::Vote { .. } | FeedbackItem::Search { .. } => (None, None),
            };
            let (kind, locale, query, article, helpful, hits) = match item {
                FeedbackItem::Vote { locale, article, helpful } => {
                    ("vote", locale, None, Some(&**article), Some(i64::from(*helpful)), None)
                }
                FeedbackItem::Search { locale, query, hits, article } => {
                    ("search", locale, Some(query.trim()), article.as_deref(), None, Some(i64::from(*hits)))
                }
                FeedbackItem::Chat { locale, article, .. } => ("chat", locale, None, article.as_deref(), None, None),
            };
            sqlx::query(
                "INSERT INTO feedback (id, kind, locale, query, article, helpful, hits, created_at, topic, outcome)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            )
            .bind(random_id()?)
            .bind(kind)
            .bind(locale)
            .bind(query)
            .bind(article)
            .bind(helpful)
            .bind(hits)
            .bind(now)
            .bind(topic)
            .bind(outcome)
            .execute(&mut *work.transaction)
            .await?;
        }
        work.commit().await
    }
}
