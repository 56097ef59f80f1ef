//! Files as BLOBs beside the tickets, so that one file is the whole desk.

use super::Sqlite;
use crate::store::{Answer, FileFacts, Files};
use helplet_desk_api::HEAD_BYTES;

impl Files for Sqlite {
    fn keep<'a>(&'a self, sha256: &'a str, bytes: &'a [u8]) -> Answer<'a, bool> {
        Box::pin(async move {
            let kept = sqlx::query("INSERT INTO files (sha256, size, bytes) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .bind(sha256)
                .bind(bytes.len() as i64)
                .bind(bytes)
                .execute(&self.pool)
                .await?;
            Ok(kept.rows_affected() == 1)
        })
    }

    fn look<'a>(&'a self, sha256: &'a str) -> Answer<'a, Option<FileFacts>> {
        Box::pin(async move {
            let found: Option<(i64, Vec<u8>)> =
                sqlx::query_as("SELECT size, substr(bytes, 1, ?) FROM files WHERE sha256 = ?")
                    .bind(HEAD_BYTES as i64)
                    .bind(sha256)
                    .fetch_optional(&self.pool)
                    .await?;
            Ok(found.map(|(size, head)| FileFacts { size: size.unsigned_abs(), head }))
        })
    }
}
