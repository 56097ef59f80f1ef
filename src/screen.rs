//! Which screen is shown, how one came there, and its address for deep links. Pure.

/// A screen of the panel. Parts are named by id, so that a screen survives a change of language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Greeting, search, categories, ways to a human.
    Home,
    /// The articles of a category, by id.
    Category(String),
    /// An article, by id, and what led to it.
    Article(String, Vec<String>),
    /// A question of the wizard, by id, and the answers given so far.
    Wizard(String, Vec<String>),
    /// Ways to reach a human, the named one first, and what was tried before.
    Contact(String, Vec<String>),
    /// The ticket form, a type chosen (empty: none), and what was tried before.
    Ticket(String, Vec<String>),
    /// What became of something sent off, by its key in the outbox.
    Outgoing(String),
    /// The chat: what it is about, an id of the wizard's, after `human` or `human/` with a person; empty: to be chosen.
    Chat(String),
    /// The person's tickets, and what is on its way.
    Tickets,
    /// A ticket with its messages, by its number.
    Thread(String),
}

impl Screen {
    /// Whether it is drawn by the part of the widget that is fetched later.
    pub fn is_later(&self) -> bool {
        matches!(self, Self::Ticket(..) | Self::Outgoing(_) | Self::Chat(_) | Self::Tickets | Self::Thread(_))
    }

    /// The screen's address, as `navigate` takes it.
    pub fn path(&self) -> String {
        let (name, rest) = match self {
            Self::Home => ("home", ""),
            Self::Category(id) => ("category", id.as_str()),
            Self::Article(id, _) => ("article", id.as_str()),
            Self::Wizard(id, _) => ("wizard", id.as_str()),
            Self::Contact(id, _) => ("contact", id.as_str()),
            Self::Ticket(id, _) => ("ticket", id.as_str()),
            Self::Outgoing(_) => ("outgoing", ""),
            Self::Chat(about) => ("chat", about.as_str()),
            Self::Tickets => ("tickets", ""),
            Self::Thread(number) => ("ticket", number.as_str()),
        };
        if rest.is_empty() { String::from(name) } else { [name, "/", rest].concat() }
    }

    /// The screen at an address; a leading `#` or `/` is ignored. `None` for an unknown one.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.trim_start_matches(['#', '/']).trim_end_matches('/');
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let id = String::from(rest);
        Some(match name {
            "" | "home" => Self::Home,
            "category" if !rest.is_empty() => Self::Category(id),
            "article" if !rest.is_empty() => Self::Article(id, Vec::new()),
            "wizard" => Self::Wizard(id, Vec::new()),
            "contact" => Self::Contact(id, Vec::new()),
            // No type of ticket is called by digits alone, and every number is.
            "ticket" if is_number(rest) => Self::Thread(id),
            "ticket" => Self::Ticket(id, Vec::new()),
            "chat" => Self::Chat(id),
            "tickets" => Self::Tickets,
            _ => return None,
        })
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The screens gone through, the shown one last. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History(Vec<Screen>);

impl Default for History {
    fn default() -> Self {
        Self(vec![Screen::Home])
    }
}

impl History {
    /// Steps kept; the oldest are forgotten, so that a long session does not grow for ever.
    const MOST: usize = 50;

    /// The screen shown.
    pub fn current(&self) -> &Screen {
        self.0.last().unwrap_or(&Screen::Home)
    }

    /// Whether there is a screen to go back to.
    pub fn can_go_back(&self) -> bool {
        self.0.len() > 1
    }

    /// How many screens there are, the shown one included.
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// How many of the latest screens, the shown one included, `is_part` accepts in a row.
    pub fn trailing(&self, is_part: impl Fn(&Screen) -> bool) -> usize {
        self.0.iter().rev().take_while(|screen| is_part(screen)).count()
    }

    /// Goes on to a screen; going to the one that is shown does nothing.
    pub fn push(&mut self, screen: Screen) {
        if *self.current() == screen {
            return;
        }
        if self.0.len() == Self::MOST {
            self.0.remove(1);
        }
        self.0.push(screen);
    }

    /// Goes back one screen.
    pub fn back(&mut self) {
        if self.can_go_back() {
            self.0.pop();
        }
    }

    /// Goes back to the start, leaving nothing to go back to.
    pub fn restart(&mut self) {
        self.0.clear();
        self.0.push(Screen::Home);
    }

    /// Goes back to before the first of the screens that `is_part` accepts: to leave a wizard or a
    /// form that is done with.
    pub fn leave(&mut self, is_part: impl Fn(&Screen) -> bool) {
        if let Some(first) = self.0.iter().position(is_part) {
            self.0.truncate(first.max(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_screen() {
        for path in [
            "home",
            "category/pdf",
            "article/file-wont-open",
            "wizard",
            "wizard/pay",
            "contact",
            "ticket/bug",
            "ticket/896-520-2388",
            "chat",
            "chat/account",
            "chat/human/account",
            "tickets",
        ] {
            assert_eq!(Screen::parse(path).unwrap().path(), path);
        }
        assert_eq!(Screen::parse("#/article/x"), Some(Screen::Article("x".into(), vec![])));
        assert_eq!(Screen::parse(""), Some(Screen::Home));
        assert_eq!(Screen::parse("ticket/8965202388"), Some(Screen::Thread("8965202388".into())));
        for unknown in ["nowhere", "article", "article/", "category"] {
            assert_eq!(Screen::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn back_returns_through_the_screens_to_home_and_stays_there() {
        let mut history = History::default();
        history.push(Screen::Tickets);
        history.push(Screen::Tickets);
        history.push(Screen::Article("a".into(), vec![]));
        history.back();
        assert_eq!(history.current(), &Screen::Tickets);
        history.back();
        history.back();
        assert_eq!(history.current(), &Screen::Home);
        assert!(!history.can_go_back());
    }

    #[test]
    fn a_long_session_keeps_home_and_the_newest_screens() {
        let mut history = History::default();
        for number in 0..200 {
            history.push(Screen::Article(number.to_string(), vec![]));
        }
        assert_eq!(history.0.len(), History::MOST);
        assert_eq!(history.0[0], Screen::Home);
        assert_eq!(history.current(), &Screen::Article("199".into(), vec![]));
    }

    #[test]
    fn leaving_the_form_forgets_it() {
        let mut history = History::default();
        history.push(Screen::Wizard("a".into(), vec![]));
        history.push(Screen::Wizard("b".into(), vec![]));
        history.push(Screen::Ticket("bug".into(), vec![]));
        history.leave(|screen| matches!(screen, Screen::Ticket(..)));
        assert_eq!(history.current(), &Screen::Wizard("b".into(), vec![]));
        history.leave(|screen| matches!(screen, Screen::Wizard(..)));
        assert_eq!(history.current(), &Screen::Home);
    }
}
