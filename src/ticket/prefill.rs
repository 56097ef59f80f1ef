//! What the host page knows of the next ticket, to save the person the typing.

use super::draft::Draft;
use crate::browser::json::{get, pairs, text};
use wasm_bindgen::JsValue;

/// Text for the fields of a ticket; empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prefill {
    /// The ticket type's id.
    pub kind: String,
    /// What is wrong.
    pub description: String,
    /// When it happened, `YYYY-MM-DDTHH:MM`.
    pub occurred: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number.
    pub phone: String,
    /// The type's own fields, by id.
    pub fields: Vec<(String, String)>,
}

impl Prefill {
    /// Reads the host page's object.
    pub fn read(value: &JsValue) -> Self {
        let [kind, description, occurred, email, phone] =
            ["type", "description", "occurred", "email", "phone"].map(|name| text(value, name));
        Self { kind, description, occurred, email, phone, fields: pairs(&get(value, "fields")) }
    }

    /// Fills in what is empty: what the person typed always stays.
    pub fn fill(self, draft: &mut Draft) {
        let parts = [
            (&mut draft.kind, self.kind),
            (&mut draft.description, self.description),
            (&mut draft.occurred, self.occurred),
            (&mut draft.email, self.email),
            (&mut draft.phone, self.phone),
        ];
        for (there, said) in parts {
            if there.is_empty() {
                *there = said;
            }
        }
        for (id, value) in self.fields {
            if draft.field(&id).is_empty() {
                draft.set_field(&id, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_person_typed_stays() {
        let pair = |id: &str, value: &str| (String::from(id), String::from(value));
        let mut draft = Draft::new("k".into(), vec![]);
        draft.email = "own@example.com".into();
        draft.set_field("channel", "shop".into());
        let prefill = Prefill {
            kind: "payment".into(),
            description: "Charged twice".into(),
            email: "known@example.com".into(),
            fields: vec![pair("channel", "bank"), pair("order", "17")],
            ..Prefill::default()
        };
        prefill.fill(&mut draft);
        assert_eq!((draft.kind.as_str(), draft.description.as_str()), ("payment", "Charged twice"));
        assert_eq!(draft.email, "own@example.com");
        assert_eq!(draft.fields, [pair("channel", "shop"), pair("order", "17")]);
    }
}
