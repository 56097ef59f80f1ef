//! `tickets.toml`: ticket types, their fields, limits.

use super::audience::audience;
use super::ids::Ids;
use super::keys;
use super::section::Section;
use crate::model::{Field, TicketType, Tickets};

/// Reads the whole file; the ids are those of the types.
pub(super) fn tickets(file: &Section<'_>) -> (Tickets, Ids) {
    let mut ids = Ids::new("ticket type");
    let types: Vec<TicketType> =
        file.tables("type", keys::TYPE).iter().map(|table| ticket_type(table, &mut ids)).collect();
    if types.is_empty() {
        file.faults().error(&file.place(), "there is no ticket type: add one with [[type]]");
    }
    let tickets = Tickets {
        types,
        max_files: file.number("max_files", 0..=20, 5) as u8,
        // A file is held in memory while it is hashed and sent.
        max_file_bytes: file.number("max_file_mib", 1..=100, 10) << 20,
        max_description: file.number("max_description", 100..=20_000, 5000) as u16,
    };
    (tickets, ids)
}

fn ticket_type(table: &Section<'_>, ids: &mut Ids) -> TicketType {
    let id = table.id();
    ids.add(id.clone(), table.faults());
    let mut field_ids = Ids::new("field");
    TicketType {
        id: id.text,
        label: table.text("label"),
        hint: table.optional_text("hint"),
        audience: audience(table),
        fields: table.tables("field", keys::FIELD).iter().map(|field| read_field(field, &mut field_ids)).collect(),
    }
}

fn read_field(table: &Section<'_>, ids: &mut Ids) -> Field {
    let id = table.id();
    ids.add(id.clone(), table.faults());
    let options: Vec<String> = table.texts("options").into_iter().map(|text| text.text).collect();
    if options.len() == 1 {
        table.faults().error(
            &table.place_of("options"),
            "a choice of one is no choice: add another option, or take `options` out for free text",
        );
    }
    // Two hundred characters are a long line; longer answers belong in the description.
    let max_length = table.number("max_length", 1..=2000, 200) as u16;
    if let Some(long) = options.iter().find(|option| option.chars().count() > usize::from(max_length)) {
        let message =
            format!("the option \"{long}\" is longer than max_length = {max_length}: shorten it or raise max_length");
        table.faults().error(&table.place_of("options"), message);
    }
    Field {
        id: id.text,
        label: table.text("label"),
        hint: table.optional_text("hint"),
        required: table.flag("required"),
        options,
        max_length,
    }
}
