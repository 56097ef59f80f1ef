//! Every table and key that content files may have. The readers refuse other keys, and a test
//! compares this list with docs/CONTENT.md.

/// A kind of table and the keys it may have.
#[derive(Debug)]
pub struct Shape {
    /// What messages call it.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [&'static str],
}

macro_rules! shapes {
    ($($(#[$meta:meta])* $const:ident = $name:literal [$($key:literal),* $(,)?];)*) => {
        $($(#[$meta])* pub(super) const $const: &Shape = &Shape { name: $name, keys: &[$($key),*] };)*

        /// All of them.
        pub const ALL: &[&Shape] = &[$($const),*];
    };
}

shapes! {
    ARTICLE = "article" ["id", "title", "aliases", "keywords", "related", "platforms", "audience", "updated"];
    AUDIENCE = "audience" ["tier", "edition", "region", "platform"];
    SITE = "site.toml" ["name", "default", "product", "greeting", "subtitle", "popular", "category", "announcement", "suggest"];
    CATEGORY = "category" ["id", "title", "summary", "icon", "order"];
    ANNOUNCEMENT = "announcement" ["text", "link", "from", "to", "audience"];
    SUGGEST = "suggest" ["pages", "articles"];
    CHANNELS = "channels.toml" ["calendar", "hotline", "wechat", "email", "in_app", "recognise", "chat"];
    CALENDAR = "calendar" ["id", "zone", "weekly", "exception"];
    WEEKLY = "weekly hours" ["days", "hours"];
    EXCEPTION = "exception" ["date", "to", "name", "hours"];
    HOTLINE = "hotline" ["id", "label", "number", "tel", "sample", "audience", "calendar", "advice"];
    WECHAT = "wechat" ["id", "name", "entity", "qr_text", "sample", "steps", "audience", "calendar"];
    EMAIL = "email" ["id", "label", "address", "sample", "audience"];
    IN_APP = "in_app" ["title", "steps"];
    CHAT_HOURS = "chat" ["calendar", "audience"];
    CHAT = "chat.toml" ["human", "human_alone", "hello", "thanks", "bye", "robot"];
    WIZARD = "wizard.toml" ["node"];
    NODE = "node" ["id", "question", "hint", "choice"];
    CHOICE = "choice" ["label", "to", "audience"];
    TICKETS = "tickets.toml" ["max_files", "max_file_mib", "max_description", "type"];
    TYPE = "type" ["id", "label", "hint", "audience", "field"];
    FIELD = "field" ["id", "label", "hint", "required", "options", "max_length"];
    REPLIES = "replies.toml" ["reply"];
    REPLY = "reply" ["id", "title", "text", "articles"];
}
