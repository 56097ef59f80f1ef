//! Who sees which thread.

/// Whose threads a visitor (`$1`) standing for a user (`$2`, may be NULL) sees: a thread of a user is
/// the user's alone; anyone may hold a grant.
macro_rules! seen_by {
    () => {
        "(SELECT id FROM threads WHERE user_id = $2
          UNION SELECT id FROM threads WHERE visitor_id = $1 AND user_id IS NULL
          UNION SELECT thread_id FROM grants WHERE visitor_id = $1)"
    };
}

pub(super) use seen_by;

/// The same of one thread whose owner is known, by hashes of secrets: of the device, and of those let in by a link.
pub(super) fn is_seen(
    owner: Option<&str>,
    owning_user: Option<&str>,
    granted: &[String],
    secret_hash: &str,
    user: Option<&str>,
) -> bool {
    let mine = match owning_user {
        Some(owner) => user == Some(owner),
        None => owner == Some(secret_hash),
    };
    mine || granted.iter().any(|hash| hash == secret_hash)
}
