//! The types of a [`Library`]. References between parts are indexes, checked when a bundle is read.

use crate::audience::Audience;
use crate::date::CivilDate;
use crate::wire::{wire_enum, wire_struct};

wire_struct! {
    /// Everything Helplet shows in one language.
    pub struct Library {
        /// BCP 47 language tag, such as `zh-CN`.
        pub lang: String,
        /// The language's own name for itself, such as `简体中文`.
        pub lang_name: String,
        /// Product, greeting, announcements.
        pub site: Site,
        /// Interface strings in the order of [`crate::Ui`].
        pub ui: Vec<String>,
        /// Categories in the order the home screen shows them.
        pub categories: Vec<Category>,
        /// Articles, grouped by category.
        pub articles: Vec<Article>,
        /// The guided wizard; node 0 is where it starts.
        pub wizard: Vec<WizardNode>,
        /// Ways to reach a human.
        pub channels: Channels,
        /// Ticket types and their fields.
        pub tickets: Tickets,
        /// What people say to the robot that is no question.
        pub chat: SmallTalk,
        /// What the search engine needs to know how characters sound; empty where no content is in Chinese.
        pub sounds: Vec<u8>,
        /// How people voted on each article, from 1 (no help) over 128 (no votes) to 255; empty where
        /// there are no votes.
        pub votes: Vec<u8>,
    }

    /// What the operator says of itself.
    pub struct Site {
        /// Product name, shown in the panel's header.
        pub product: String,
        /// First line of the home screen.
        pub greeting: String,
        /// Second line of the home screen.
        pub subtitle: String,
        /// Timely notices, filtered by date and audience.
        pub announcements: Vec<Announcement>,
        /// Indexes of the articles offered on the home screen before anything is typed.
        pub popular: Vec<u16>,
        /// What is offered on which pages of the operator's own site.
        pub suggestions: Vec<Suggestion>,
    }

    /// Articles for people on certain pages.
    pub struct Suggestion {
        /// Paths of pages; `*` stands for any characters.
        pub pages: Vec<String>,
        /// Indexes of the articles.
        pub articles: Vec<u16>,
    }

    /// A timely notice on the home screen.
    pub struct Announcement {
        /// The notice's text.
        pub text: String,
        /// Where it leads, if anywhere.
        pub link: Option<Target>,
        /// First day it shows.
        pub from: CivilDate,
        /// Last day it shows.
        pub to: CivilDate,
        /// Who sees it.
        pub audience: Audience,
    }

    /// A group of articles.
    pub struct Category {
        /// Stable name, the folder's name under `faq/`.
        pub id: String,
        /// Shown title.
        pub title: String,
        /// One line on what is in it.
        pub summary: String,
        /// Its icon in 24 units: a path, as SVG writes it.
        pub icon: String,
    }

    /// An answer.
    pub struct Article {
        /// Stable name, the same in every language.
        pub id: String,
        /// Index into [`Library::categories`].
        pub category: u16,
        /// The question, in the operator's words.
        pub title: String,
        /// The other ways people ask it.
        pub aliases: Vec<String>,
        /// Terms it should be found by.
        pub keywords: Vec<String>,
        /// Who sees it.
        pub audience: Audience,
        /// When it was last reviewed.
        pub updated: CivilDate,
        /// Indexes of related articles.
        pub related: Vec<u16>,
        /// The answer itself.
        pub body: Vec<Block>,
    }

    /// A list item: its text, then what stands under it.
    pub struct Item {
        /// The item's own line.
        pub text: Inlines,
        /// What is indented under it.
        pub parts: Vec<ItemPart>,
    }

    /// A picture packed beside the bundle.
    pub struct Picture {
        /// File name, relative to the bundle.
        pub src: String,
        /// What it shows, for those who don't see it.
        pub alt: String,
        /// Width in CSS pixels.
        pub width: u16,
        /// Height in CSS pixels.
        pub height: u16,
    }

    /// One question of the guided wizard.
    pub struct WizardNode {
        /// Stable name, for deep links.
        pub id: String,
        /// The question.
        pub question: String,
        /// One line of help under it; may be empty.
        pub hint: String,
        /// The answers to choose from.
        pub choices: Vec<Choice>,
    }

    /// One answer of a wizard question.
    pub struct Choice {
        /// The answer's text.
        pub label: String,
        /// Where it leads.
        pub to: Goal,
        /// Who is offered it.
        pub audience: Audience,
    }

    /// Ways to reach a human.
    pub struct Channels {
        /// Working hours, referred to by index.
        pub calendars: Vec<Calendar>,
        /// Telephone.
        pub hotlines: Vec<Hotline>,
        /// WeChat accounts.
        pub wechat: Vec<WeChat>,
        /// E-mail.
        pub emails: Vec<Email>,
        /// How to reach support inside the software, step by step.
        pub in_app: Vec<Route>,
        /// How to recognise the official number, one sentence each.
        pub recognise: Vec<String>,
        /// When people of the operator's chat, and with whom; without it the desk alone says whether somebody is there.
        pub chat: Option<ChatHours>,
    }

    /// When people of the operator's chat, and with whom.
    pub struct ChatHours {
        /// Index into [`Channels::calendars`].
        pub calendar: u16,
        /// Who is offered a person to chat with.
        pub audience: Audience,
    }

    /// Expressions that the robot understands without an article.
    pub struct SmallTalk {
        /// Ask for a person, wherever in a message they stand.
        pub human: Vec<String>,
        /// Ask for a person where nothing else is said.
        pub human_alone: Vec<String>,
        /// Greetings.
        pub hello: Vec<String>,
        /// Thanks.
        pub thanks: Vec<String>,
        /// Farewells.
        pub bye: Vec<String>,
        /// Ask whom one is talking to.
        pub robot: Vec<String>,
    }

    /// One way to support inside the software.
    pub struct Route {
        /// What it is called.
        pub title: String,
        /// The clicks, in order.
        pub steps: Vec<String>,
    }

    /// Weekly hours with dated exceptions, in the office's zone.
    pub struct Calendar {
        /// Stable name.
        pub id: String,
        /// IANA time zone, such as `Asia/Shanghai`.
        pub zone: String,
        /// Opening hours of an ordinary week, sorted, not overlapping.
        pub weekly: Vec<WeekSpan>,
        /// Days that differ: public holidays and make-up working days, sorted by date.
        pub exceptions: Vec<DayException>,
    }

    /// Open on one weekday from one minute to another.
    pub struct WeekSpan {
        /// 0 is Monday, 6 is Sunday.
        pub weekday: u8,
        /// Hours on that day.
        pub span: DaySpan,
    }

    /// A part of a day, in minutes since midnight, 0 to 1440, `from < to`.
    pub struct DaySpan {
        /// Opens at.
        pub from: u16,
        /// Closes at.
        pub to: u16,
    }

    /// A day whose hours are not the week's.
    pub struct DayException {
        /// The day.
        pub date: CivilDate,
        /// Why, such as `国庆节`.
        pub name: String,
        /// Hours on that day; empty is closed.
        pub spans: Vec<DaySpan>,
    }

    /// A telephone line.
    pub struct Hotline {
        /// Stable name.
        pub id: String,
        /// Whose line it is.
        pub label: String,
        /// The number as people read it.
        pub number: String,
        /// The number as `tel:` takes it.
        pub tel: String,
        /// The number is an example for the operator to replace, and is marked so.
        pub sample: bool,
        /// Whose line it is, as a rule.
        pub audience: Audience,
        /// Index into [`Channels::calendars`].
        pub calendar: u16,
        /// What to have at hand and what to expect.
        pub advice: Vec<String>,
    }

    /// A WeChat account.
    pub struct WeChat {
        /// Stable name.
        pub id: String,
        /// The account's name, as searched for.
        pub name: String,
        /// The company behind the verified badge.
        pub entity: String,
        /// The text inside the QR code.
        pub qr_text: String,
        /// The account's data is an example for the operator to replace, and is marked so.
        pub sample: bool,
        /// The QR code's side in modules, without quiet zone.
        pub qr_size: u8,
        /// The QR code's dark modules as SVG path data, one unit a module.
        pub qr_path: String,
        /// How to get to a human, step by step.
        pub steps: Vec<String>,
        /// Whose account it is.
        pub audience: Audience,
        /// Index into [`Channels::calendars`] of its human staff, if stated.
        pub calendar: Option<u16>,
    }

    /// An e-mail address.
    pub struct Email {
        /// Stable name.
        pub id: String,
        /// What it is for.
        pub label: String,
        /// The address.
        pub address: String,
        /// The address is an example for the operator to replace, and is marked so.
        pub sample: bool,
        /// Whose address it is.
        pub audience: Audience,
    }

    /// Ticket types and limits.
    pub struct Tickets {
        /// The types, in the order they are offered.
        pub types: Vec<TicketType>,
        /// At most this many files a ticket.
        pub max_files: u8,
        /// At most this many bytes a file.
        pub max_file_bytes: u32,
        /// At most this many characters of description.
        pub max_description: u16,
    }

    /// A kind of ticket.
    pub struct TicketType {
        /// Stable name, sent to the desk.
        pub id: String,
        /// Shown name.
        pub label: String,
        /// What to describe, shown under the description field.
        pub hint: String,
        /// Who is offered it.
        pub audience: Audience,
        /// Its own fields besides the ones every ticket has.
        pub fields: Vec<Field>,
    }

    /// A field of a ticket type.
    pub struct Field {
        /// Stable name, sent to the desk.
        pub id: String,
        /// Shown name.
        pub label: String,
        /// Help under the field; may be empty.
        pub hint: String,
        /// Must be filled in.
        pub required: bool,
        /// For a choice its options; empty for free text.
        pub options: Vec<String>,
        /// At most this many characters.
        pub max_length: u16,
    }
}

/// A run of text with marks.
pub type Inlines = Vec<Inline>;

wire_enum! {
    /// A part of an article.
    pub enum Block {
        /// A heading: level 2 or 3, and its text.
        0 => Heading(level: u8, text: Inlines),
        /// A paragraph.
        1 => Paragraph(text: Inlines),
        /// A list: ordered or not, and its items.
        2 => List(ordered: bool, items: Vec<Item>),
        /// A table: header cells, then rows.
        3 => Table(header: Vec<Inlines>, rows: Vec<Vec<Inlines>>),
        /// Text shown as it is, such as a formula or a command.
        4 => Code(text: String),
        /// A remark that stands out, as paragraphs.
        5 => Callout(kind: CalloutKind, paragraphs: Vec<Inlines>),
        /// A picture.
        6 => Picture(picture: Picture),
    }
}

wire_enum! {
    /// What may stand under a list item. Deeper nesting is refused at pack time, so that decoding
    /// and drawing never recurse.
    pub enum ItemPart {
        /// A further paragraph.
        0 => Paragraph(text: Inlines),
        /// A nested list of plain lines.
        1 => List(ordered: bool, items: Vec<Inlines>),
        /// Text shown as it is.
        2 => Code(text: String),
        /// A picture.
        3 => Picture(picture: Picture),
    }
}

wire_enum! {
    /// A piece of running text.
    pub enum Inline {
        /// Plain text.
        0 => Text(text: String),
        /// Strong emphasis, used for names of menus and buttons.
        1 => Strong(text: String),
        /// Emphasis.
        2 => Emphasis(text: String),
        /// A key, formula or file name.
        3 => Code(text: String),
        /// A link: its text and where it leads.
        4 => Link(text: String, target: Target),
        /// A line break.
        5 => Break,
    }
}

wire_enum! {
    /// How much a remark matters.
    pub enum CalloutKind {
        /// Good to know.
        0 => Note,
        /// Makes it easier.
        1 => Tip,
        /// Needed for success.
        2 => Important,
        /// Something may be lost.
        3 => Warning,
    }
}

wire_enum! {
    /// Where a link leads.
    pub enum Target {
        /// An article, by index.
        0 => Article(index: u16),
        /// A web page; `https` only.
        1 => Url(url: String),
        /// The screen of contact channels.
        2 => Contact,
        /// The ticket form.
        3 => Ticket,
        /// The guided wizard.
        4 => Wizard,
    }
}

wire_enum! {
    /// Where a wizard answer leads.
    pub enum Goal {
        /// Another question, by index.
        0 => Node(index: u16),
        /// An article, by index.
        1 => Article(index: u16),
        /// The contact screen, with the named channel first; empty for no preference.
        2 => Contact(channel: String),
        /// The ticket form with this type chosen, by index.
        3 => Ticket(index: u16),
    }
}

impl Inline {
    /// The text as it reads, without marks.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Strong(text) | Self::Emphasis(text) | Self::Code(text) | Self::Link(text, _) => {
                text
            }
            Self::Break => " ",
        }
    }
}

impl Library {
    /// The text of an interface string.
    pub fn text(&self, name: crate::Ui) -> &str {
        self.ui.get(name as usize).map_or("", String::as_str)
    }

    /// The position of the article named `id`.
    pub fn article_named(&self, id: &str) -> Option<u16> {
        self.articles.iter().position(|article| article.id == id).map(|at| at as u16)
    }

    /// The articles' votes, -1 to 1, in their order; nothing where there are none.
    pub fn votes(&self) -> impl Iterator<Item = f32> {
        self.votes.iter().map(|vote| (f32::from(*vote) - NO_VOTE) / SCALE)
    }

    /// A vote of -1 to 1 as [`Library::votes`](Self#structfield.votes) holds it.
    #[cfg(feature = "author")]
    pub fn vote(vote: f32) -> u8 {
        (vote * SCALE + NO_VOTE).round() as u8
    }
}

/// A byte that stands for no votes, and the bytes from there to the best and the worst vote.
const NO_VOTE: f32 = 128.0;
const SCALE: f32 = 127.0;
