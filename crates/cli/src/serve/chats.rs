//! Options on live conversations.

use super::duration::Span;
use helplet_desk::{Chats, Routing, Rules, TIERS};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct ChatArgs {
    /// TOML file that says which team gets which chats, and in which order; docs/DESK.md has an example. By default
    /// who pays more comes first, and every agent takes all.
    #[arg(long, env = "HELPLET_ROUTING", value_name = "FILE")]
    routing: Option<PathBuf>,
    /// How long an agent is asked to take a chat before the next one is: a number and s, m, h or d.
    #[arg(long, env = "HELPLET_CHAT_OFFER", value_name = "TIME", default_value = "30s")]
    chat_offer: Span,
    /// How long a person waits at most; then their chat is a ticket.
    #[arg(long, env = "HELPLET_CHAT_WAIT", value_name = "TIME", default_value = "3m")]
    chat_wait: Span,
    /// How long after its end a chat may be taken up again.
    #[arg(long, env = "HELPLET_CHAT_REOPEN", value_name = "TIME", default_value = "24h")]
    chat_reopen: Span,
    /// Offer no chats: whoever asks for a person leaves a ticket.
    #[arg(long, env = "HELPLET_NO_CHAT")]
    no_chat: bool,
}

impl ChatArgs {
    /// The desk's settings; `rules` name the ticket types that a rule can mean.
    pub fn chats(self, rules: &Rules) -> Result<Chats, String> {
        Ok(Chats {
            open: !self.no_chat,
            routing: self.routing.map_or_else(|| Ok(Routing::default()), |file| read(&file, rules))?,
            offer: self.chat_offer.0,
            wait: self.chat_wait.0,
            reopen: self.chat_reopen.0,
            ..Chats::default()
        })
    }
}

fn read(file: &Path, rules: &Rules) -> Result<Routing, String> {
    let text = fs::read_to_string(file).map_err(|error| error.to_string());
    let routing = text.and_then(|text| parse(&text, rules));
    routing.map_err(|reason| format!("{}: {reason} (--routing)", file.display()))
}

/// Reads the rules, and sees that what they name is there: a rule with a slip fits nothing, and nobody would notice.
fn parse(text: &str, rules: &Rules) -> Result<Routing, String> {
    let routing: Routing = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
    for (at, rule) in (1..).zip(&routing.rules) {
        let types: Vec<&str> = rules.types.iter().map(|kind| kind.id.as_str()).collect();
        for (key, values, known) in [("type", &rule.kind, &types[..]), ("tier", &rule.tier, &TIERS[..])] {
            if let Some(unknown) = values.iter().find(|value| !known.contains(&value.as_str())) {
                return Err(format!("rule {at}: there is no {key} {unknown:?}; there are {}", known.join(", ")));
            }
        }
    }
    Ok(routing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use helplet_desk::{Asked, TypeRule};

    fn read(text: &str) -> Result<Routing, String> {
        parse(text, &Rules { types: vec![TypeRule { id: "payment".into(), fields: vec![] }], ..Rules::default() })
    }

    #[test]
    fn rules_are_read_in_their_order() {
        let text = "[[rule]]\ntype = [\"payment\"]\ntopic = [\"account\"]\nteam = \"billing\"\npriority = 3\n\
                    [[rule]]\ntier = [\"enterprise\"]\nlocale = [\"en\"]\npriority = -1\n";
        let routing = read(text).expect("read");
        let route = routing.route(Asked { kind: "payment", topic: "account", ..Asked::default() });
        assert_eq!((&*route.team, route.priority), ("billing", 3));
        let route = routing.route(Asked { kind: "payment", tier: "enterprise", locale: "en-GB", ..Asked::default() });
        assert_eq!((&*route.team, route.priority), ("", -1));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (text, words) in [
            ("[[rule]]\ntypo = []", "line 2"),
            ("[[rule]]\ntype = \"payment\"", "line 2"),
            ("rules = []", "rules"),
            ("[[rule]]\n[[rule]]\ntype = [\"refund\"]", "rule 2: there is no type \"refund\"; there are payment"),
            ("[[rule]]\ntier = [\"gold\"]", "rule 1: there is no tier \"gold\"; there are free, member, enterprise"),
        ] {
            let reason = read(text).expect_err(text);
            assert!(reason.contains(words), "{reason}");
        }
    }
}
