//! The interface's strings, by name. A language is content: the texts live in `ui.toml`, in the
//! same order of names in every language; the widget looks them up by number.
//!
//! `{name}` in a text is replaced by a value: see [`fill`].

macro_rules! ui_strings {
    ($($variant:ident = $key:literal,)*) => {
        /// A string of the interface.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Ui { $(#[doc = concat!("`", $key, "`")] $variant,)* }

        impl Ui {
            /// How many strings a language must have.
            pub const COUNT: usize = [$($key),*].len();

            /// The names used in `ui.toml`, in order.
            pub const KEYS: [&'static str; Self::COUNT] = [$($key),*];
        }
    };
}

ui_strings! {
    LauncherLabel = "launcher.label",
    LauncherFailed = "launcher.failed",
    LauncherWait = "launcher.wait",
    Close = "panel.close",
    Back = "panel.back",
    Home = "panel.home",
    NewTab = "panel.new_tab",
    More = "panel.more",
    LaterFailed = "panel.later_failed",
    SwitchLanguage = "settings.switch_language",
    LanguageFailed = "settings.language_failed",
    Retry = "settings.retry",
    ThemeIs = "settings.theme_is",
    ThemeAuto = "settings.theme_auto",
    ThemeLight = "settings.theme_light",
    ThemeDark = "settings.theme_dark",
    SearchLabel = "search.label",
    SearchPlaceholder = "search.placeholder",
    SearchClear = "search.clear",
    SearchResults = "search.results",
    SearchCount = "search.count",
    SearchMeant = "search.meant",
    SearchCompletions = "search.completions",
    SearchNothing = "search.nothing",
    SearchNothingFor = "search.nothing_for",
    SearchNothingHint = "search.nothing_hint",
    Ways = "home.ways",
    Suggested = "home.suggested",
    Popular = "home.popular",
    Categories = "home.categories",
    WizardTile = "home.wizard",
    WizardBelow = "home.wizard_below",
    ContactTile = "home.contact",
    ContactBelow = "home.contact_below",
    TicketTile = "home.ticket",
    TicketBelow = "home.ticket_below",
    TicketsTile = "home.tickets",
    NotFound = "article.not_found",
    NotFoundHint = "article.not_found_hint",
    Updated = "article.updated",
    Helpful = "article.helpful",
    Yes = "article.yes",
    No = "article.no",
    VoteThanks = "article.vote_thanks",
    VoteSorry = "article.vote_sorry",
    StillStuck = "article.still_stuck",
    Related = "article.related",
    Table = "article.table",
    Note = "callout.note",
    Tip = "callout.tip",
    Important = "callout.important",
    Warning = "callout.warning",
    WizardStep = "wizard.step",
    StartOver = "wizard.start_over",
    Tried = "wizard.tried",
    TrailSearched = "wizard.trail_searched",
    TrailRead = "wizard.trail_read",
    ContactTitle = "contact.title",
    Hotlines = "contact.hotlines",
    WeChat = "contact.wechat",
    Emails = "contact.emails",
    InApp = "contact.in_app",
    Sample = "contact.sample",
    Call = "contact.call",
    CallNumber = "contact.call_number",
    BeforeCalling = "contact.before_calling",
    VerifiedEntity = "contact.verified_entity",
    QrLabel = "contact.qr_label",
    OpenNow = "hours.open_now",
    ClosedNow = "hours.closed_now",
    ClosesAt = "hours.closes_at",
    OpensAt = "hours.opens_at",
    ClosedBecause = "hours.closed_because",
    TomorrowAt = "hours.tomorrow_at",
    DayAt = "hours.day_at",
    InZone = "hours.in_zone",
    Copy = "copy.copy",
    CopyText = "copy.text",
    Copied = "copy.copied",
    CopyRefused = "copy.refused",
    TicketTitle = "ticket.title",
    TicketIntro = "ticket.intro",
    TicketKind = "ticket.kind",
    Choose = "ticket.choose",
    Optional = "ticket.optional",
    Description = "ticket.description",
    DescriptionHint = "ticket.description_hint",
    CharactersLeft = "ticket.characters_left",
    Occurred = "ticket.occurred",
    ContactLegend = "ticket.contact",
    ContactHint = "ticket.contact_hint",
    Email = "ticket.email",
    Phone = "ticket.phone",
    Files = "ticket.files",
    FilesAdd = "ticket.files_add",
    FilesHint = "ticket.files_hint",
    FilesLost = "ticket.files_lost",
    Remove = "ticket.remove",
    Capture = "ticket.capture",
    CaptureRefused = "ticket.capture_refused",
    Edit = "editor.edit",
    EditRefused = "editor.refused",
    EditorTitle = "editor.title",
    EditorHint = "editor.hint",
    EditorKeys = "editor.keys",
    EditorBox = "editor.box",
    EditorArrow = "editor.arrow",
    EditorRedact = "editor.redact",
    EditorUndo = "editor.undo",
    EditorCount = "editor.count",
    EditorDone = "editor.done",
    EditorLeave = "editor.leave",
    FactsTitle = "ticket.facts",
    FactsHint = "ticket.facts_hint",
    FactProductVersion = "ticket.fact_product_version",
    FactProductVersionHint = "ticket.fact_product_version_hint",
    FactSystem = "ticket.fact_system",
    FactBrowser = "ticket.fact_browser",
    FactScreen = "ticket.fact_screen",
    FactLanguage = "ticket.fact_language",
    FactTimeZone = "ticket.fact_time_zone",
    FactPage = "ticket.fact_page",
    NotKept = "ticket.not_kept",
    Send = "ticket.send",
    SendNow = "ticket.send_now",
    Discard = "ticket.discard",
    DiscardAgain = "ticket.discard_again",
    FaultRequired = "fault.required",
    FaultContact = "fault.contact",
    FaultTooLong = "fault.too_long",
    FaultTooMany = "fault.too_many",
    FaultEmail = "fault.email",
    FaultPhone = "fault.phone",
    FaultDate = "fault.date",
    FaultFileTooBig = "fault.file_too_big",
    FaultFileEmpty = "fault.file_empty",
    FaultMediaType = "fault.media_type",
    FaultFile = "fault.file",
    FaultOther = "fault.other",
    FaultCount = "fault.count",
    WaitingTitle = "outgoing.waiting",
    WaitingNetwork = "outgoing.waiting_network",
    WaitingTurn = "outgoing.waiting_turn",
    SendingNow = "outgoing.sending",
    SendingPercent = "outgoing.sending_percent",
    RetryingAt = "outgoing.retrying_at",
    TroubleNetwork = "outgoing.trouble_network",
    TroubleBusy = "outgoing.trouble_busy",
    TroubleServer = "outgoing.trouble_server",
    RefusedTitle = "outgoing.refused",
    RefusedFaults = "outgoing.refused_faults",
    RefusedUsed = "outgoing.refused_used",
    RefusedSize = "outgoing.refused_size",
    RefusedOther = "outgoing.refused_other",
    PutAside = "outgoing.put_aside",
    Mend = "outgoing.mend",
    KeptHere = "outgoing.kept",
    KeptNowhere = "outgoing.kept_nowhere",
    DiscardEntry = "outgoing.discard",
    TicketNumber = "sent.number",
    SentTitle = "sent.title",
    SentNext = "sent.next",
    SentNextUntracked = "sent.next_untracked",
    NoTickets = "tickets.none",
    NoTicketsHint = "tickets.none_hint",
    TicketsHint = "tickets.hint",
    TicketsSent = "tickets.sent",
    Unfinished = "tickets.unfinished",
    UnreadCount = "tickets.unread",
    Follow = "sent.follow",
    StatusNew = "status.new",
    StatusOpen = "status.open",
    StatusWaiting = "status.waiting",
    StatusSolved = "status.solved",
    StatusClosed = "status.closed",
    NextNew = "status.next_new",
    NextOpen = "status.next_open",
    NextWaiting = "status.next_waiting",
    NextSolved = "status.next_solved",
    NextClosed = "status.next_closed",
    ThreadTitle = "thread.title",
    Messages = "thread.messages",
    AuthorYou = "thread.you",
    AuthorAgent = "thread.agent",
    AuthorSystem = "thread.system",
    ThreadUnknown = "thread.unknown",
    ThreadUnknownHint = "thread.unknown_hint",
    ThreadFailed = "thread.failed",
    CopyOf = "thread.copy_of",
    Reply = "thread.reply",
    ReplyReopens = "thread.reply_reopens",
    ReplySend = "thread.reply_send",
    MessageSent = "thread.message_sent",
    MessageNew = "thread.message_new",
    Show = "thread.show",
    Dismiss = "thread.dismiss",
    Enlarge = "thread.enlarge",
    Save = "thread.save",
    SaveFile = "thread.save_file",
    FileFailed = "thread.file_failed",
    RatingQuestion = "rating.question",
    RatingYes = "rating.yes",
    RatingNo = "rating.no",
    RatingComment = "rating.comment",
    RatingSend = "rating.send",
    RatingThanks = "rating.thanks",
    RatingFailed = "rating.failed",
}

/// FNV-1a over the names: a bundle made for other strings is refused instead of mislabelling buttons.
pub const SCHEMA: u32 = {
    let mut hash = 0x811c_9dc5_u32;
    let mut key = 0;
    while key < Ui::COUNT {
        let bytes = Ui::KEYS[key].as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
            at += 1;
        }
        hash = (hash ^ 0xff).wrapping_mul(0x0100_0193);
        key += 1;
    }
    hash
};

/// Replaces each `{name}` in `text` by its value; names without a value stay as they are.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|at| open + at) else { break };
        let name = &rest[open + 1..close];
        out.push_str(&rest[..open]);
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}
