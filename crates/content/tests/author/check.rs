//! Every slip an author can make is named with its file, its line and what to do. The tables are
//! (what was done, the file, the text that was there, what it became, every fault printed).

use crate::folder::Folder;
use helplet_content::Ui;

const ARTICLE: &str = "en/faq/account/forgot-password.md";
const SITE: &str = "en/site.toml";
const CHANNELS: &str = "en/channels.toml";
const WIZARD: &str = "en/wizard.toml";
const TICKETS: &str = "en/tickets.toml";
const REPLIES: &str = "en/replies.toml";
const CHAT: &str = "en/chat.toml";

pub type Slip<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [&'a str]);

/// All tables; docs.rs looks here for the messages that the guide shows.
pub fn slips() -> impl Iterator<Item = &'static Slip<'static>> {
    [ARTICLES_SLIPS, SITE_SLIPS, CHANNELS_SLIPS, WIZARD_SLIPS, TICKETS_SLIPS, REPLIES_SLIPS, CHAT_SLIPS]
        .into_iter()
        .flatten()
}

const CHAT_SLIPS: &[Slip<'static>] = &[
    (
        "the same words in two lists",
        CHAT,
        r#"thanks = ["thanks"]"#,
        r#"thanks = ["thanks", "Human"]"#,
        &[r#"en/chat.toml:4: error: "Human" is in `human_alone` already: take it out of one of them"#],
    ),
    (
        "no words that ask for a person",
        CHAT,
        r#"human = ["talk to a human"]
"#,
        "",
        &[r#"en/chat.toml:1: error: `human` is missing in this chat.toml: add human = ["…", "…"]"#],
    ),
];

const REPLIES_SLIPS: &[Slip<'static>] = &[
    (
        "a link to an article that is not there",
        REPLIES,
        r#"["change-phone-number"]"#,
        r#"["change-phone-numer"]"#,
        &[r#"en/replies.toml:5: error: there is no article "change-phone-numer"; did you mean "change-phone-number"?"#],
    ),
    (
        "an answer without words",
        REPLIES,
        r#"text = "Hello""#,
        r#"text = " ""#,
        &["en/replies.toml:4: error: `text` is empty: write its text between the quotes"],
    ),
    (
        "two answers of one id",
        REPLIES,
        r#"id = "thanks""#,
        r#"id = "hello""#,
        &[
            r#"en/replies.toml:8: error: a second canned answer has the id "hello": rename it; the first is at en/replies.toml:2"#,
        ],
    ),
];

const ARTICLES_SLIPS: &[Slip<'static>] = &[
    (
        "a front matter that is not there",
        ARTICLE,
        r#"+++
id"#,
        "id",
        &[
            r#"en/faq/account/change-phone-number.md:6: error: there is no article "forgot-password": write it, or refer to another"#,
            r#"en/faq/account/forgot-password.md:1: error: the article has no front matter: begin the file with a line +++, then id = "…" and the rest, then a line +++"#,
            r#"en/site.toml:5: error: there is no article "forgot-password": write it, or refer to another"#,
            r#"en/site.toml:12: error: there is no article "forgot-password" in the category "account": take it out of `order`"#,
            r#"en/site.toml:21: error: there is no article "forgot-password": write it, or refer to another"#,
            r#"en/site.toml:28: error: there is no article "forgot-password": write it, or refer to another"#,
            r#"en/wizard.toml:15: error: there is no article "forgot-password": write it, or refer to another"#,
            r#"zh-CN/faq/account/forgot-password.md:2: error: the article "forgot-password" is missing in en: write it there too, with the same id"#,
        ],
    ),
    (
        "an id that is not the file's name",
        ARTICLE,
        r#"id = "forgot-password""#,
        r#"id = "forgot-pasword""#,
        &[
            r#"en/faq/account/forgot-password.md:2: error: the id "forgot-pasword" is not the file's name: rename the file to forgot-pasword.md or the id to "forgot-password""#,
        ],
    ),
    (
        "a title forgotten",
        ARTICLE,
        r#"title = "I forgot my password"
"#,
        "",
        &[r#"en/faq/account/forgot-password.md:2: error: `title` is missing in this article: add title = "…""#],
    ),
    (
        "a key misspelt",
        ARTICLE,
        "keywords",
        "keyword",
        &[r#"en/faq/account/forgot-password.md:5: error: unknown key `keyword` in article; did you mean "keywords"?"#],
    ),
    (
        "a key nobody knows",
        ARTICLE,
        "keywords",
        "colour",
        &[
            "en/faq/account/forgot-password.md:5: error: unknown key `colour` in article; it may have id, title, aliases, keywords, related, platforms, audience, updated",
        ],
    ),
    (
        "broken TOML",
        ARTICLE,
        r#"title = "I forgot my password""#,
        r#"title = "I forgot my password"#,
        &[r#"en/faq/account/forgot-password.md:3: error: this is not valid TOML: invalid basic string, expected `"`"#],
    ),
    (
        "a text where a list belongs",
        ARTICLE,
        r#"["password"]"#,
        r#""password""#,
        &[
            r#"en/faq/account/forgot-password.md:5: error: `keywords` is of type string: write it as keywords = ["…", "…"]"#,
        ],
    ),
    (
        "two aliases",
        ARTICLE,
        r#", "reset password""#,
        "",
        &[
            "en/faq/account/forgot-password.md:4: warning: the article has 2 aliases: give it 3 to 8 other ways people ask this",
        ],
    ),
    (
        "an alias of two articles",
        ARTICLE,
        r#""reset password""#,
        r#""New phone number""#,
        &[
            r#"en/faq/account/change-phone-number.md:4: warning: the alias "new phone number" also belongs to the article "forgot-password": leave it to the one that answers it"#,
        ],
    ),
    (
        "an alias twice",
        ARTICLE,
        r#""reset password""#,
        r#""password gone""#,
        &[r#"en/faq/account/forgot-password.md:4: warning: the alias "password gone" is there twice: take one out"#],
    ),
    (
        "a related article that is not there",
        ARTICLE,
        r#"related = ["change-phone-number"]"#,
        r#"related = ["change-phone-numbr"]"#,
        &[
            r#"en/faq/account/forgot-password.md:6: error: there is no article "change-phone-numbr"; did you mean "change-phone-number"?"#,
        ],
    ),
    (
        "an article related to itself",
        ARTICLE,
        r#"related = ["change-phone-number"]"#,
        r#"related = ["forgot-password"]"#,
        &["en/faq/account/forgot-password.md:6: error: the article names itself as related: take it out"],
    ),
    (
        "a day in quotes",
        ARTICLE,
        "updated = 2026-11-20",
        r#"updated = "2026-11-20""#,
        &[
            "en/faq/account/forgot-password.md:7: error: `updated` is no day: write year-month-day without quotes, like updated = 2026-12-31",
        ],
    ),
    (
        "a day that is none",
        ARTICLE,
        "updated = 2026-11-20",
        "updated = 2026-02-30",
        &[
            "en/faq/account/forgot-password.md:7: error: `updated` is no day: write year-month-day without quotes, like updated = 2026-12-31",
            "en/faq/account/forgot-password.md:7: error: this is not valid TOML: invalid date, expected day between 01 and 28",
        ],
    ),
    (
        "a platform misspelt",
        "en/faq/install/update-version.md",
        r#""windows""#,
        r#""window""#,
        &[
            r#"en/faq/install/update-version.md:5: error: "window" is none of windows, mac, linux, android, ios, web; did you mean "windows"?"#,
        ],
    ),
    (
        "a link to no article",
        ARTICLE,
        "(article:change-phone-number)",
        "(article:change-number)",
        &[
            r#"en/faq/account/forgot-password.md:10: error: there is no article "change-number": write it, or refer to another"#,
        ],
    ),
    (
        "a link to no screen",
        ARTICLE,
        "(screen:ticket)",
        "(screen:tickets)",
        &[
            r#"en/faq/account/forgot-password.md:43: error: there is no screen "tickets": write screen:contact, screen:ticket or screen:wizard"#,
        ],
    ),
    (
        "a link that is not encrypted",
        ARTICLE,
        "https://example.org/mail",
        "http://example.org/mail",
        &[
            r#"en/faq/account/forgot-password.md:32: error: the link "http://example.org/mail" is not encrypted: write https://"#,
        ],
    ),
    (
        "a link to nowhere",
        ARTICLE,
        "https://example.org/mail",
        "mail",
        &[
            r#"en/faq/account/forgot-password.md:32: error: the link "mail" leads nowhere: write article:ID, screen:contact, screen:ticket, screen:wizard or https://…"#,
        ],
    ),
    (
        "a control character",
        ARTICLE,
        "I forgot",
        r#"I\u0007 forgot"#,
        &[
            "en/faq/account/forgot-password.md:3: error: `title` has a control character in it, which can't be shown: write it again by hand",
        ],
    ),
    (
        "HTML",
        ARTICLE,
        "Still stuck?",
        "Still <b>stuck</b>?",
        &[
            "en/faq/account/forgot-password.md:43: error: HTML has no place here: use Markdown, and write &lt; for a less-than sign",
        ],
    ),
    (
        "an HTML block",
        ARTICLE,
        "Still stuck?",
        r#"<div>
Still stuck?
</div>
"#,
        &[
            "en/faq/account/forgot-password.md:43: error: HTML has no place here: use Markdown, and write &lt; for a less-than sign",
        ],
    ),
    (
        "a top heading",
        ARTICLE,
        "## Steps",
        "# Steps",
        &[
            "en/faq/account/forgot-password.md:13: error: a heading of this level has no place here: use ## or ###, the title is in the front matter",
        ],
    ),
    (
        "a list too deep",
        ARTICLE,
        "   - by `mail`",
        r#"   - by `mail`
     - or letter"#,
        &[
            "en/faq/account/forgot-password.md:19: error: a list in a list in a list is too deep: make two steps of it, or a heading",
        ],
    ),
    (
        "a code block inside an inner list",
        ARTICLE,
        "   - by `mail`",
        r#"   - by `mail`

     ```
     x
     ```"#,
        &[
            "en/faq/account/forgot-password.md:20: error: a line of an inner list is text only: put this under the outer list's item",
        ],
    ),
    (
        "a list broken in two",
        ARTICLE,
        "3. Done.",
        r#"
Then

3. Done."#,
        &[
            "en/faq/account/forgot-password.md:22: error: this list begins at 3: indent what stands between it and the list before, or begin at 1",
        ],
    ),
    (
        "a quotation",
        ARTICLE,
        r#"> [!WARNING]
"#,
        "",
        &[
            "en/faq/account/forgot-password.md:34: error: a quotation has no place here: write > [!NOTE], [!TIP], [!IMPORTANT] or [!WARNING] on its first line",
        ],
    ),
    (
        "a list in a callout",
        ARTICLE,
        "> Tell nobody the code.",
        "> - Tell nobody the code.",
        &["en/faq/account/forgot-password.md:35: error: a callout holds paragraphs only: put this after it"],
    ),
    (
        "code in bold",
        ARTICLE,
        "**Forgot password**",
        "**Forgot `password`**",
        &[
            "en/faq/account/forgot-password.md:16: error: inside bold only plain text may stand: end it before the next mark",
        ],
    ),
    (
        "bold that does not close",
        ARTICLE,
        "**Forgot password**",
        "**Forgot password",
        &[
            "en/faq/account/forgot-password.md:16: error: a mark near here is shown as it is: close ** and [ ]( ), and keep punctuation outside of **",
        ],
    ),
    (
        "a rule",
        ARTICLE,
        "## Steps",
        "---",
        &["en/faq/account/forgot-password.md:13: error: a rule between parts has no place here: use a heading"],
    ),
    (
        "code by indentation",
        ARTICLE,
        "Still stuck?",
        "    Still stuck?",
        &[
            "en/faq/account/forgot-password.md:43: error: four spaces before a line make it code: take the spaces out, or put code between two lines of ```",
        ],
    ),
    (
        "a heading first",
        ARTICLE,
        "Reset it",
        r#"## Reset

Reset it"#,
        &[
            "en/faq/account/forgot-password.md:9: warning: the article does not begin with a paragraph: begin with the answer in a sentence or two, the search shows it",
        ],
    ),
    (
        "a picture that is not there",
        ARTICLE,
        "pictures/sign-in.png",
        "pictures/signin.png",
        &[
            r#"en/faq/account/forgot-password.md:41: error: the picture "signin.png" is not there: put it in en/faq/account/pictures or en/pictures"#,
        ],
    ),
    (
        "a picture elsewhere",
        ARTICLE,
        "pictures/sign-in.png",
        "../sign-in.png",
        &[
            r#"en/faq/account/forgot-password.md:41: error: the picture "../sign-in.png" is not usable: put it in a folder `pictures` and write ![what it shows](pictures/name.png)"#,
        ],
    ),
    (
        "a picture without a description",
        ARTICLE,
        "![The sign-in page]",
        "![]",
        &[
            "en/faq/account/forgot-password.md:41: error: the picture has no description: write what it shows between the brackets, ![what it shows](pictures/name.png)",
        ],
    ),
    (
        "a picture in a line",
        ARTICLE,
        "![The sign-in page]",
        "See ![The sign-in page]",
        &[
            "en/faq/account/forgot-password.md:41: error: a picture stands in a line of text: leave an empty line before and after it",
        ],
    ),
    (
        "no default",
        "zh-CN/site.toml",
        r#"default = true
"#,
        "",
        &["en/site.toml:1: error: no language is the default: write default = true in one site.toml"],
    ),
];

const SITE_SLIPS: &[Slip<'static>] = &[
    (
        "an icon that is not there",
        SITE,
        r#"icon = "user""#,
        r#"icon = "users""#,
        &[r#"en/site.toml:11: error: there is no icon "users"; did you mean "user"?"#],
    ),
    (
        "an announcement that has expired",
        SITE,
        r#"from = 2026-11-23
to = 2027-12-31"#,
        r#"from = 2026-11-01
to = 2026-11-22"#,
        &["en/site.toml:23: warning: the announcement has expired: take it out or give it a later `to`"],
    ),
    (
        "an announcement the wrong way round",
        SITE,
        "from = 2026-11-23",
        "from = 2028-11-23",
        &["en/site.toml:23: error: the announcement ends before it begins: exchange `from` and `to`"],
    ),
    (
        "a popular article that is not there",
        SITE,
        r#"popular = ["forgot-password"]"#,
        r#"popular = ["forgot"]"#,
        &[r#"en/site.toml:5: error: there is no article "forgot": write it, or refer to another"#],
    ),
    (
        "a suggestion for a whole address",
        SITE,
        r#"pages = ["/account*"]"#,
        r#"pages = ["https://example.com/account"]"#,
        &[
            r#"en/site.toml:27: error: "https://example.com/account" is no path of a page: write what follows the site's name, such as /pricing*"#,
        ],
    ),
    (
        "a suggestion of an article that is not there",
        SITE,
        r#"articles = ["forgot-password"]"#,
        r#"articles = ["forgot"]"#,
        &[r#"en/site.toml:28: error: there is no article "forgot": write it, or refer to another"#],
    ),
    (
        "a suggestion of nothing",
        SITE,
        r#"articles = ["forgot-password"]"#,
        "articles = []",
        &[r#"en/site.toml:26: error: `articles` names nothing: write articles = ["…"], or take the block out"#],
    ),
    (
        "an order of another category",
        SITE,
        r#"order = ["forgot-password"]"#,
        r#"order = ["update-version"]"#,
        &[
            r#"en/site.toml:12: error: there is no article "update-version" in the category "account": take it out of `order`"#,
        ],
    ),
    (
        "one bracket instead of two",
        SITE,
        "[[announcement]]",
        "[announcement]",
        &[
            "en/site.toml:19: error: `announcement` in site.toml is a list: write its heading with two brackets, once for each",
        ],
    ),
    (
        "two defaults",
        SITE,
        r#"name = "English""#,
        r#"name = "English"
default = true"#,
        &[r#"zh-CN/site.toml:1: error: "en" is the default already: write default = true in one site.toml only"#],
    ),
    (
        "a tier misspelt",
        SITE,
        r#""member""#,
        r#""members""#,
        &[r#"en/site.toml:24: error: "members" is none of free, member, enterprise; did you mean "member"?"#],
    ),
];

const CHANNELS_SLIPS: &[Slip<'static>] = &[
    (
        "hours that overlap",
        CHANNELS,
        r#""13:00-18:00""#,
        r#""11:30-18:00""#,
        &[
            "en/channels.toml:6: error: the hours 09:00-12:00 and 11:30-18:00 overlap: make them one, or end the first earlier",
        ],
    ),
    (
        "hours that are none",
        CHANNELS,
        r#""13:00-18:00""#,
        r#""13-18""#,
        &[
            r#"en/channels.toml:6: error: "13-18" are no hours: write from-to, like "09:00-18:00"; a night goes on two days, to 24:00 and from 00:00"#,
        ],
    ),
    (
        "weekdays that are none",
        CHANNELS,
        r#""mon-fri""#,
        r#""monday-friday""#,
        &[
            r#"en/channels.toml:6: error: "monday-friday" are no weekdays: write mon, tue, wed, thu, fri, sat, sun or a range like mon-fri"#,
        ],
    ),
    (
        "a day in two exceptions",
        CHANNELS,
        "date = 2026-10-10",
        "date = 2026-10-07",
        &["en/channels.toml:9: error: 2026-10-07 is in two exceptions: leave it in one"],
    ),
    (
        "exceptions that end before they begin",
        CHANNELS,
        "to = 2026-10-07",
        "to = 2026-09-07",
        &["en/channels.toml:8: error: the exception ends before it begins: `to` is its last day"],
    ),
    (
        "an exception of months",
        CHANNELS,
        "date = 2027-01-01",
        "date = 2027-01-01, to = 2027-02-01",
        &["en/channels.toml:10: error: the exception is longer than 31 days: change the weekly hours instead"],
    ),
    (
        "holidays of last year only",
        CHANNELS,
        r#"  { date = 2027-01-01, name = "New Year" },
"#,
        "",
        &[
            r#"en/channels.toml:3: warning: the last exception of "office" is 2026-10-10, which is past: add the coming public holidays"#,
        ],
    ),
    (
        "a zone that is none",
        CHANNELS,
        r#""Asia/Shanghai""#,
        r#""Beijing time""#,
        &[
            r#"en/channels.toml:5: error: "Beijing time" is no time zone: write its IANA name, like zone = "Asia/Shanghai""#,
        ],
    ),
    (
        "a calendar that is not there",
        CHANNELS,
        r#"sample = true
audience = { edition = ["personal"], region = ["CN"] }
calendar = "office""#,
        r#"sample = true
calendar = "ofice""#,
        &[r#"en/channels.toml:18: error: there is no calendar "ofice"; did you mean "office"?"#],
    ),
    (
        "a number that can't be dialled",
        CHANNELS,
        r#"number = "400-000-0001""#,
        r#"number = "see below""#,
        &[
            r#"en/channels.toml:16: error: "see below" can't be dialled: write digits, with + before a country code, like tel = "+864000000000""#,
        ],
    ),
    (
        "a sample number called real",
        CHANNELS,
        r#"number = "400-000-0001"
sample = true"#,
        r#"number = "400-000-0001""#,
        &[
            r#"en/channels.toml:16: error: "400-000-0001" looks like the shipped sample: write your own number, or say sample = true while you have none"#,
        ],
    ),
    (
        "a sample QR code called real",
        CHANNELS,
        r#"qr_text = "https://example.com/sample"
sample = true"#,
        r#"qr_text = "https://example.com/sample""#,
        &[
            "en/channels.toml:26: error: the QR text looks like the shipped sample: write your account's own, or say sample = true while you have none",
        ],
    ),
    (
        "a sample address called real",
        CHANNELS,
        r#"address = "support@example.com"
sample = true"#,
        r#"address = "support@example.com""#,
        &[
            r#"en/channels.toml:34: error: "support@example.com" looks like the shipped sample: write your own address, or say sample = true while you have none"#,
        ],
    ),
    (
        "an address without a domain",
        CHANNELS,
        "support@example.com",
        "support",
        &[r#"en/channels.toml:34: error: "support" is no e-mail address: write name@domain"#],
    ),
    (
        "a route without steps",
        CHANNELS,
        r#"steps = ["Click your picture.", "Click Help."]
"#,
        "",
        &[r#"en/channels.toml:37: error: `steps` is missing in this in_app: add steps = ["…", "…"]"#],
    ),
];

const WIZARD_SLIPS: &[Slip<'static>] = &[
    (
        "an answer without a way",
        WIZARD,
        r#", to = "contact" }"#,
        " }",
        &[r#"en/wizard.toml:8: error: `to` is missing in this choice: add to = "…""#],
    ),
    (
        "a node that is not there",
        WIZARD,
        "node:account",
        "node:acount",
        &[r#"en/wizard.toml:6: error: there is no wizard node "acount"; did you mean "account"?"#],
    ),
    (
        "a channel that is not there",
        WIZARD,
        "contact:hotline-personal",
        "contact:hotline",
        &[r#"en/wizard.toml:16: error: there is no contact channel "hotline": write it, or refer to another"#],
    ),
    (
        "a ticket type that is not there",
        WIZARD,
        "ticket:bug",
        "ticket:bugs",
        &[r#"en/wizard.toml:18: error: there is no ticket type "bugs"; did you mean "bug"?"#],
    ),
    (
        "a way to nowhere",
        WIZARD,
        r#"to = "contact" }"#,
        r#"to = "home" }"#,
        &[
            r#"en/wizard.toml:8: error: "home" leads nowhere: write node:ID, article:ID, ticket:TYPE, contact or contact:CHANNEL"#,
        ],
    ),
    (
        "a node that never ends",
        WIZARD,
        r#"  { label = "Password", to = "article:forgot-password" },
  { label = "Call", to = "contact:hotline-personal", audience = { edition = ["personal"] } },
  { label = "Something else", to = "node:start" },
  { label = "None of these", to = "ticket:bug" },
"#,
        r#"  { label = "1", to = "node:account" },
  { label = "2", to = "node:account" },
  { label = "3", to = "node:account" },
  { label = "4", to = "node:account" },
"#,
        &[
            r#"en/wizard.toml:12: error: the wizard node "account" never ends: every way from it comes back; let an answer lead to an article, a contact or a ticket"#,
        ],
    ),
    (
        "a node without an answer for everyone",
        WIZARD,
        r#"  { label = "Password", to = "article:forgot-password" },
  { label = "Call", to = "contact:hotline-personal", audience = { edition = ["personal"] } },
  { label = "Something else", to = "node:start" },
  { label = "None of these", to = "ticket:bug" },
"#,
        r#"  { label = "1", to = "ticket:bug", audience = { tier = ["free"] } },
  { label = "2", to = "ticket:bug", audience = { tier = ["free"] } },
  { label = "3", to = "ticket:bug", audience = { tier = ["free"] } },
  { label = "4", to = "ticket:bug", audience = { tier = ["free"] } },
"#,
        &[
            r#"en/wizard.toml:12: error: the wizard node "account" may leave someone without an answer: let one answer have no `audience`"#,
        ],
    ),
    (
        "a node that nobody reaches",
        WIZARD,
        "node:account",
        "node:start",
        &[
            r#"en/wizard.toml:12: error: nobody reaches the wizard node "account": lead an answer to it with to = "node:account", or take it out"#,
        ],
    ),
    (
        "an answer in one language only",
        WIZARD,
        r#"  { label = "Something else", to = "node:start" },
"#,
        "",
        &[
            r#"en/wizard.toml:12: warning: the wizard node "account" has 3 answers here and 4 in zh-CN: make them the same"#,
        ],
    ),
    (
        "a node without answers",
        WIZARD,
        r#"choice = [
  { label = "Password", to = "article:forgot-password" },
  { label = "Call", to = "contact:hotline-personal", audience = { edition = ["personal"] } },
  { label = "Something else", to = "node:start" },
  { label = "None of these", to = "ticket:bug" },
]"#,
        "",
        &[
            r#"en/wizard.toml:12: error: the wizard node "account" has no answers: add choice = [ … ] under it"#,
            r#"en/wizard.toml:12: warning: the wizard node "account" has 0 answers here and 4 in zh-CN: make them the same"#,
        ],
    ),
    (
        "two nodes of one name",
        WIZARD,
        r#"id = "start""#,
        r#"id = "account""#,
        &[
            r#"en/wizard.toml:2: warning: the wizard node "account" has 3 answers here and 4 in zh-CN: make them the same"#,
            r#"en/wizard.toml:12: error: a second wizard node has the id "account": rename it; the first is at en/wizard.toml:2"#,
            r#"en/wizard.toml:17: error: there is no wizard node "start": write it, or refer to another"#,
            r#"zh-CN/wizard.toml:2: error: the wizard node "start" is missing in en: write it there too, with the same id"#,
        ],
    ),
];

const TICKETS_SLIPS: &[Slip<'static>] = &[
    (
        "an id with capitals",
        TICKETS,
        r#"id = "order-number""#,
        r#"id = "Order""#,
        &[
            r#"en/tickets.toml:17: error: the id "Order" is not usable: lower-case letters a to z, digits and single hyphens, at most 64, like "forgot-password""#,
        ],
    ),
    (
        "a choice of one",
        TICKETS,
        r#"["Writer", "PDF"]"#,
        r#"["Writer"]"#,
        &[
            "en/tickets.toml:14: error: a choice of one is no choice: add another option, or take `options` out for free text",
        ],
    ),
    (
        "an option longer than allowed",
        TICKETS,
        r#"options = ["Writer", "PDF"]"#,
        r#"options = ["Writer", "PDF"]
max_length = 3"#,
        &[
            r#"en/tickets.toml:14: error: the option "Writer" is longer than max_length = 3: shorten it or raise max_length"#,
        ],
    ),
    (
        "a limit beyond its range",
        TICKETS,
        "max_file_mib = 10",
        "max_file_mib = 1000",
        &["en/tickets.toml:2: error: `max_file_mib` is 1000: it must be between 1 and 100"],
    ),
    (
        "a number in quotes",
        TICKETS,
        "max_files = 5",
        r#"max_files = "5""#,
        &["en/tickets.toml:1: error: `max_files` is of type string: write it as max_files = 5"],
    ),
    (
        "yes instead of true",
        TICKETS,
        "required = true",
        r#"required = "yes""#,
        &["en/tickets.toml:13: error: `required` is of type string: write it as required = true"],
    ),
    (
        "two fields of one name",
        TICKETS,
        r#"id = "order-number""#,
        r#"id = "component""#,
        &[
            r#"en/tickets.toml:17: error: a second field has the id "component": rename it; the first is at en/tickets.toml:11"#,
        ],
    ),
    (
        "a type in one language only",
        TICKETS,
        r#"[[type.field]]
id = "component""#,
        r#"[[type]]
id = "other"
label = "Other"

[[type.field]]
id = "component""#,
        &[
            r#"en/tickets.toml:11: error: the ticket type "other" is missing in zh-CN: write it there too, with the same id"#,
        ],
    ),
];

#[test]
fn every_slip_is_named() {
    for (case, file, old, new, faults) in slips() {
        let folder = Folder::new();
        folder.replace(file, old, new);
        assert_eq!(folder.faults(), *faults, "{case}");
    }
}

#[test]
fn a_qr_text_too_long_is_named() {
    for (len, message) in [
        (
            300,
            "en/channels.toml:26: error: the QR text is too long: it needs 69 modules a side, and more than 57 can't be read from the panel; use a shorter link",
        ),
        (
            3000,
            "en/channels.toml:26: error: the QR text is too long: it has 3020 bytes and a QR code holds about 2300; give it the short link that WeChat shows for the account",
        ),
    ] {
        let folder = Folder::new();
        folder.replace(CHANNELS, "https://example.com/sample", &format!("https://example.com/{}", "x".repeat(len)));
        assert_eq!(folder.faults(), [message]);
    }
}

#[test]
fn slips_in_strings_are_named() {
    let key = Ui::KEYS[0];
    let (group, name) = key.split_once('.').unwrap();
    let line = format!("{name} = \"Text {group} {name} {{count}}\"\n");
    let misspelt = format!("{line}{name}s = \"Text\"\n");
    for (new, message) in [
        (String::new(), format!("error: the string `{key}` is missing: add {name} = \"…\" under [{group}]")),
        (misspelt, format!("error: unknown string `{key}s`; did you mean \"{key}\"?")),
        (format!("{name} = \"\"\n"), format!("error: the string `{key}` is empty: write its text")),
        (format!("{name} = 5\n"), format!("error: `{key}` is no text: write it in quotes")),
        (
            format!("{name} = \"Text\"\n"),
            format!("error: the string `{key}` has the placeholders none, in zh-CN it has {{count}}: use the same"),
        ),
    ] {
        let folder = Folder::new();
        folder.replace("en/ui.toml", &line, &new);
        let faults = folder.faults();
        assert!(
            faults.iter().any(|fault| fault.starts_with("en/ui.toml:") && fault.ends_with(&message)),
            "{message}: {faults:#?}"
        );
    }
}

#[test]
fn a_missing_file_or_folder_is_named() {
    for (file, message) in [
        (
            "en/tickets.toml",
            "en/tickets.toml:1: error: the file is missing: every language has site.toml, ui.toml, channels.toml, wizard.toml, tickets.toml and chat.toml; copy another language's and translate it",
        ),
        (
            "en/faq/install/update-version.md",
            "zh-CN/faq/install/update-version.md:2: error: the article \"update-version\" is missing in en: write it there too, with the same id",
        ),
    ] {
        let folder = Folder::new();
        std::fs::remove_file(folder.path().join(file)).unwrap();
        assert!(folder.faults().iter().any(|fault| fault == message), "{:#?}", folder.faults());
    }
}

#[test]
fn files_in_the_wrong_place_are_named() {
    for (file, bytes, message) in [
        ("en/faq/lost.md", "", "en/faq/lost.md:1: error: this file is in no category: move it into a folder of faq/"),
        (
            "en/faq/other/x.md",
            "",
            "en/faq/other:1: error: the folder is no category: add [[category]] with id = \"other\" to site.toml",
        ),
        (
            "en/faq/account/x.txt",
            "",
            "en/faq/account/x.txt:1: warning: this is no article and is not packed: articles end in .md, pictures go into pictures/",
        ),
        (
            "en/faq/account/pictures/sign-in.png",
            "GIF89a",
            "en/faq/account/forgot-password.md:41: error: the picture \"sign-in.png\" is no PNG, JPEG or WebP, or larger than 65535 pixels: save it as one of these",
        ),
        (
            "en/faq/account/forgot-password.md",
            "+++\nid = \"forgot-password\"\n+++\n",
            "en/faq/account/forgot-password.md:4: error: the article has no text: write the answer under the front matter",
        ),
        (
            "not a language/site.toml",
            "",
            "not a language:1: error: \"not a language\" is no language tag: name the folder like zh-CN, en or pt-BR",
        ),
    ] {
        let folder = Folder::new();
        folder.write(file, bytes);
        assert!(folder.faults().iter().any(|fault| fault == message), "{message}: {:#?}", folder.faults());
    }
}

#[test]
fn an_article_in_another_category_is_named() {
    let folder = Folder::new();
    let (from, to) = ("en/faq/install/update-version.md", "en/faq/account/update-version.md");
    std::fs::rename(folder.path().join(from), folder.path().join(to)).unwrap();
    let message = "en/faq/account/update-version.md:2: error: the article \"update-version\" is in the category \"account\" here and in \"install\" in zh-CN: move one";
    assert!(folder.faults().iter().any(|fault| fault == message), "{:#?}", folder.faults());
}

#[test]
fn a_file_that_is_not_text_is_named() {
    let folder = Folder::new();
    folder.write_bytes("en/wizard.toml", b"\xff\xfe");
    assert!(
        folder
            .faults()
            .iter()
            .any(|fault| fault == "en/wizard.toml:1: error: the file is not UTF-8: save it with that encoding")
    );
}
