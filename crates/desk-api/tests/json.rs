//! What the hand-written writer writes, a real JSON reader reads back.

use helplet_desk_api::{
    Attachment, Author, ChatOutcome, Contact, Feedback, FeedbackItem, NewMessage, NewTicket, Object, Rating, Said,
    list_json, pairs_json,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Any text at all, with the characters JSON cares about far more often than chance would.
fn text() -> impl Strategy<Value = String> {
    vec(
        prop_oneof![any::<char>(), "[\\x00-\\x1f\"\\\\/{}\\[\\],:]".prop_map(|one| one.chars().next().unwrap_or('"'))],
        0..12,
    )
    .prop_map(String::from_iter)
}

fn ticket() -> impl Strategy<Value = NewTicket> {
    let attachment = (text(), text(), any::<u64>(), text()).prop_map(|(sha256, name, size, media_type)| Attachment {
        sha256,
        name,
        size,
        media_type,
    });
    let said =
        (proptest::sample::select(Author::ALL.to_vec()), text()).prop_map(|(author, body)| Said { author, body });
    (
        (text(), text(), vec((text(), text()), 0..4), text()),
        (vec((text(), text()), 0..4), text(), text()),
        (vec(attachment, 0..3), text(), vec(text(), 0..4), text()),
        (any::<bool>(), text(), vec(said, 0..3)),
    )
        .prop_map(|(first, second, third, fourth)| NewTicket {
            kind: first.0,
            description: first.1,
            fields: first.2,
            occurred: first.3,
            environment: second.0,
            contact: Contact { email: second.1, phone: second.2 },
            attachments: third.0,
            locale: third.1,
            trail: third.2,
            tier: third.3,
            chat: fourth.0,
            topic: fourth.1,
            talk: fourth.2,
            website: String::new(),
        })
}

proptest! {
    #[test]
    fn a_ticket_is_read_back_as_it_was_written(ticket in ticket()) {
        let json = ticket.to_json();
        let read: NewTicket = serde_json::from_str(&json).map_err(|error| TestCaseError::fail(format!("{error}: {json}")))?;
        prop_assert_eq!(read, ticket);
    }

    #[test]
    fn lists_and_objects_are_read_back_as_they_were_written(entries in vec(text(), 0..5)) {
        let read: Vec<String> = serde_json::from_str(&list_json(&entries)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&read, &entries);
        let pairs: Vec<(String, String)> =
            entries.iter().enumerate().map(|(at, entry)| (format!("{at}{entry}"), entry.clone())).collect();
        let object: std::collections::HashMap<String, String> =
            serde_json::from_str(&pairs_json(&pairs)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(object, pairs.into_iter().collect());
    }
}

#[test]
fn the_keys_are_those_of_the_contract() {
    let ticket = NewTicket {
        kind: "bug".into(),
        fields: vec![("order".into(), "A-1".into())],
        attachments: vec![Attachment { size: 1024, ..Attachment::default() }],
        trail: vec!["搜索：闪退".into()],
        ..NewTicket::default()
    };
    assert_eq!(
        ticket.to_json(),
        r#"{"type":"bug","description":"","fields":{"order":"A-1"},"occurred":"","environment":{},"#.to_owned()
            + r#""contact":{"email":"","phone":""},"#
            + r#""attachments":[{"sha256":"","name":"","size":1024,"media_type":""}],"#
            + r#""locale":"","trail":["搜索：闪退"],"tier":""}"#
    );
}

#[test]
fn a_chat_says_what_was_said_before() {
    let ticket = NewTicket {
        chat: true,
        topic: "account".into(),
        talk: vec![Said { author: Author::Robot, body: "您好".into() }],
        ..NewTicket::default()
    };
    let end = r#""tier":"","chat":true,"topic":"account","talk":[{"author":"robot","body":"您好"}]}"#;
    assert!(ticket.to_json().ends_with(end), "{}", ticket.to_json());
}

#[test]
fn missing_keys_are_empty_and_unknown_ones_are_skipped() {
    let read: NewTicket = serde_json::from_str(r#"{"type":"bug","from_the_future":{"a":[1]}}"#).expect("readable");
    assert_eq!(read, NewTicket { kind: "bug".into(), ..NewTicket::default() });
}

#[test]
fn a_list_cannot_stand_for_an_object() {
    for list in [r#"[]"#, r#"["bug"]"#, r#"{"contact":["a@b.cn"]}"#, r#"{"attachments":[["0a"]]}"#, r#"{"fields":[]}"#]
    {
        assert!(serde_json::from_str::<Object<NewTicket>>(list).is_err(), "{list}");
    }
}

fn feedback_item() -> impl Strategy<Value = FeedbackItem> {
    prop_oneof![
        (text(), text(), any::<bool>()).prop_map(|(locale, article, helpful)| FeedbackItem::Vote {
            locale,
            article,
            helpful
        }),
        (text(), text(), any::<u32>(), proptest::option::of(text()))
            .prop_map(|(locale, query, hits, article)| FeedbackItem::Search { locale, query, hits, article }),
        (text(), text(), proptest::sample::select(ChatOutcome::ALL.to_vec()), proptest::option::of(text()))
            .prop_map(|(locale, topic, outcome, article)| FeedbackItem::Chat { locale, topic, outcome, article }),
    ]
}

proptest! {
    #[test]
    fn messages_ratings_and_feedback_are_read_back_as_they_were_written(
        body in text(),
        solved: bool,
        files in ticket().prop_map(|ticket| ticket.attachments),
        items in vec(feedback_item(), 0..4),
    ) {
        let told = |error: serde_json::Error| TestCaseError::fail(error.to_string());
        let message = NewMessage { body: body.clone(), attachments: files };
        let read: Object<NewMessage> = serde_json::from_str(&message.to_json()).map_err(told)?;
        prop_assert_eq!(read.0, message);
        let rating = Rating { solved, comment: body };
        let read: Object<Rating> = serde_json::from_str(&rating.to_json()).map_err(told)?;
        prop_assert_eq!(read.0, rating);
        let feedback = Feedback { items };
        let read: Object<Feedback> = serde_json::from_str(&feedback.to_json()).map_err(told)?;
        prop_assert_eq!(read.0, feedback);
    }
}
