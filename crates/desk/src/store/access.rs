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
