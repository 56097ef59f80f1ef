//! Where links lead: `article:id`, `screen:contact`, `https://…`.

use super::fault::{Faults, Place};
use super::ids::Ids;
use crate::model::Target;

/// Reads the destination of a link.
pub(super) fn target(text: &str, place: &Place, articles: &Ids, faults: &Faults) -> Option<Target> {
    match text.split_once(':') {
        Some(("article", id)) => articles.find(id, place, faults).map(Target::Article),
        Some(("screen", "contact")) => Some(Target::Contact),
        Some(("screen", "ticket")) => Some(Target::Ticket),
        Some(("screen", "wizard")) => Some(Target::Wizard),
        Some(("screen", screen)) => {
            faults.error(
                place,
                format!("there is no screen \"{screen}\": write screen:contact, screen:ticket or screen:wizard"),
            );
            None
        }
        Some(("https", rest)) if rest.starts_with("//") && rest.len() > 2 => Some(Target::Url(text.to_owned())),
        Some(("http", _)) => {
            faults.error(place, format!("the link \"{text}\" is not encrypted: write https://"));
            None
        }
        _ => {
            faults.error(
                place,
                format!("the link \"{text}\" leads nowhere: write article:ID, screen:contact, screen:ticket, screen:wizard or https://…"),
            );
            None
        }
    }
}
