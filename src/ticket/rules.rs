//! The operator's ticket types as the rules a ticket is checked against.

use helplet_content::Tickets;
use helplet_desk_api::{FieldRule, Rules, TypeRule};

/// The rules in a language's content.
pub fn rules(tickets: &Tickets) -> Rules {
    let types = tickets.types.iter().map(|kind| TypeRule {
        id: kind.id.clone(),
        fields: kind
            .fields
            .iter()
            .map(|field| FieldRule {
                id: field.id.clone(),
                required: field.required,
                options: field.options.clone(),
                max_length: field.max_length.into(),
            })
            .collect(),
    });
    Rules {
        types: types.collect(),
        max_files: tickets.max_files.into(),
        max_file_bytes: tickets.max_file_bytes,
        max_description: tickets.max_description.into(),
    }
}
