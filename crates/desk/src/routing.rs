//! Who gets a chat: the operator's rules.

use serde::Deserialize;

/// The rules, the first that fits first. By default, who pays more comes first, and every agent takes all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// In TOML, `[[rule]]`.
    #[serde(rename = "rule")]
    pub rules: Vec<RoutingRule>,
}

/// A rule: an empty list fits everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoutingRule {
    /// Identifiers of ticket types. Key `type`.
    #[serde(rename = "type")]
    pub kind: Vec<String>,
    /// Identifiers of topics, see [`helplet_desk_api::NewTicket::topic`].
    pub topic: Vec<String>,
    /// Some of [`helplet_desk_api::TIERS`].
    pub tier: Vec<String>,
    /// Language tags; `zh` fits `zh-CN` too.
    pub locale: Vec<String>,
    /// The team whose agents take it; empty: all agents do.
    pub team: String,
    /// The greater comes first.
    pub priority: i32,
}

/// What is known of a conversation before it begins. What is not known is empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Identifier of the ticket type.
    pub kind: &'a str,
    /// Identifier of the topic.
    pub topic: &'a str,
    /// One of [`helplet_desk_api::TIERS`].
    pub tier: &'a str,
    /// A language tag.
    pub locale: &'a str,
}

/// Where a conversation goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// The team; empty for all agents.
    pub team: String,
    /// The greater comes first.
    pub priority: i64,
}

impl Default for Routing {
    fn default() -> Self {
        let rule = |tier: &str, priority| RoutingRule { tier: vec![tier.into()], priority, ..RoutingRule::default() };
        Self { rules: vec![rule("enterprise", 2), rule("member", 1)] }
    }
}

impl Routing {
    /// Where a conversation goes; where no rule fits, to all agents and last.
    pub fn route(&self, asked: Asked<'_>) -> Route {
        let found = self.rules.iter().find(|rule| rule.fits(asked));
        found.map_or_else(Route::default, |rule| Route { team: rule.team.clone(), priority: rule.priority.into() })
    }
}

impl RoutingRule {
    fn fits(&self, asked: Asked<'_>) -> bool {
        let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|it| it == value);
        among(&self.kind, asked.kind)
            && among(&self.topic, asked.topic)
            && among(&self.tier, asked.tier)
            && (self.locale.is_empty() || self.locale.iter().any(|tag| is_of(asked.locale, tag)))
    }
}

/// Whether a language tag is the other, or a narrower one.
fn is_of(tag: &str, wider: &str) -> bool {
    let (tag, wider) = (tag.to_ascii_lowercase(), wider.to_ascii_lowercase());
    tag.strip_prefix(&wider).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: &[&str], topic: &[&str], tier: &[&str], locale: &[&str], team: &str, priority: i32) -> RoutingRule {
        let list = |values: &[&str]| values.iter().map(|&value| value.to_owned()).collect();
        RoutingRule {
            kind: list(kind),
            topic: list(topic),
            tier: list(tier),
            locale: list(locale),
            team: team.into(),
            priority,
        }
    }

    #[test]
    fn the_first_rule_that_fits_tells() {
        let routing = Routing {
            rules: vec![
                rule(&["payment"], &[], &["enterprise"], &[], "key-accounts", 9),
                rule(&[], &["account", "payment"], &[], &[], "billing", 1),
                rule(&[], &[], &[], &["en"], "english", -1),
            ],
        };
        for (kind, topic, tier, locale, team, priority) in [
            ("payment", "account", "enterprise", "en", "key-accounts", 9),
            ("payment", "account", "free", "en", "billing", 1),
            ("bug", "crash", "", "en-GB", "english", -1),
            ("bug", "crash", "", "EN", "english", -1),
            ("bug", "crash", "", "eng", "", 0),
            ("bug", "", "enterprise", "zh-CN", "", 0),
        ] {
            let route = routing.route(Asked { kind, topic, tier, locale });
            assert_eq!((&*route.team, route.priority), (team, priority), "{kind} {topic} {tier} {locale}");
        }
    }

    #[test]
    fn without_rules_of_the_operator_who_pays_more_comes_first() {
        let of = |tier| Routing::default().route(Asked { tier, ..Asked::default() });
        let priorities = ["enterprise", "member", "free", ""].map(|tier| (of(tier).team, of(tier).priority));
        assert_eq!(priorities, [2, 1, 0, 0].map(|priority| (String::new(), priority)));
    }
}
