//! Every fault, with the path it is reported at.

use helplet_desk_api::*;
use proptest::prelude::*;

fn rules() -> Rules {
    let field = |id: &str, required, options: &[&str], max_length| FieldRule {
        id: id.into(),
        required,
        options: options.iter().map(|&option| option.into()).collect(),
        max_length,
    };
    Rules {
        types: vec![
            TypeRule {
                id: "payment".into(),
                fields: vec![field("order", true, &[], 10), field("channel", false, &["微信", "支付宝"], 0)],
            },
            TypeRule { id: "bug".into(), fields: vec![field("how_often", true, &["总是", "有时"], 0)] },
        ],
        max_files: 2,
        max_file_bytes: 1000,
        max_description: 20,
    }
}

fn good() -> NewTicket {
    NewTicket {
        kind: "payment".into(),
        description: "扣了钱会员没到账".into(),
        fields: vec![("order".into(), "A-1".into())],
        occurred: "2026-11-23T09:30".into(),
        environment: vec![("os".into(), "Windows 11".into())],
        contact: Contact { email: "someone@example.com".into(), phone: "138 1234 5678".into() },
        attachments: vec![Attachment {
            sha256: "0a".repeat(32),
            name: "截图.png".into(),
            size: 1000,
            media_type: "image/png".into(),
        }],
        locale: "zh-CN".into(),
        trail: vec!["搜索：扣钱".into()],
        tier: "member".into(),
        chat: false,
        topic: "account".into(),
        talk: vec![Said { author: Author::Robot, body: "您好".into() }],
        website: String::new(),
    }
}

/// Makes a good ticket bad.
type Change = fn(&mut NewTicket);

#[test]
fn each_fault_is_named_at_its_place() {
    use FaultCode::*;
    let cases: [(&str, FaultCode, Change); 41] = [
        ("type", Required, |t| t.kind.clear()),
        ("topic", TooLong { max: 100 }, |t| t.topic = "题".repeat(101)),
        ("talk", TooMany { max: 100 }, |t| t.talk = vec![t.talk[0].clone(); 101]),
        ("talk[0].author", UnknownOption, |t| t.talk[0].author = Author::Agent),
        ("talk[0].author", UnknownOption, |t| t.talk[0].author = Author::System),
        ("talk[0].body", Required, |t| t.talk[0].body.clear()),
        ("talk[0].body", TooLong { max: 20 }, |t| t.talk[0].body = "说".repeat(21)),
        ("type", UnknownType, |t| t.kind = "refund".into()),
        ("fields.order", Required, |t| t.fields.clear()),
        ("fields.order", Required, |t| t.fields[0].1 = " \n".into()),
        ("fields.order", TooLong { max: 10 }, |t| t.fields[0].1 = "单".repeat(11)),
        ("fields.order", Character, |t| t.fields[0].1 = "a\0".into()),
        ("fields.channel", UnknownOption, |t| t.fields.push(("channel".into(), "现金".into()))),
        ("fields.color", UnknownField, |t| t.fields.push(("color".into(), "red".into()))),
        ("fields.order", Repeated, |t| t.fields.push(("order".into(), "B".into()))),
        ("fields.how_often", Required, |t| {
            t.kind = "bug".into();
            t.fields.clear();
        }),
        ("description", Required, |t| t.description = "  ".into()),
        ("description", TooLong { max: 20 }, |t| t.description = "长".repeat(21)),
        ("description", Character, |t| t.description.push('\0')),
        ("occurred", Date, |t| t.occurred = "昨天".into()),
        ("environment", TooMany { max: 20 }, |t| {
            t.environment = (0..21).map(|at| (at.to_string(), String::new())).collect();
        }),
        ("environment.", Required, |t| t.environment[0].0.clear()),
        ("environment.os", TooLong { max: 500 }, |t| t.environment[0].1 = "x".repeat(501)),
        ("environment.os", Repeated, |t| t.environment.push(("os".into(), String::new()))),
        ("environment.os", Character, |t| t.environment[0].1 = "\0".into()),
        ("contact", Required, |t| t.contact = Contact { email: " ".into(), phone: String::new() }),
        ("contact.email", Email, |t| t.contact.email = "someone".into()),
        ("contact.phone", Phone, |t| t.contact.phone = "12345".into()),
        ("attachments", TooMany { max: 2 }, |t| t.attachments = vec![t.attachments[0].clone(); 3]),
        ("attachments[0].sha256", Sha256, |t| t.attachments[0].sha256 = "0A".repeat(32)),
        ("attachments[0].sha256", Sha256, |t| t.attachments[0].sha256.clear()),
        ("attachments[0].name", Required, |t| t.attachments[0].name = " ".into()),
        ("attachments[0].name", TooLong { max: 255 }, |t| t.attachments[0].name = "x".repeat(256)),
        ("attachments[1].size", FileEmpty, |t| {
            t.attachments.push(Attachment { size: 0, ..t.attachments[0].clone() });
        }),
        ("attachments[0].size", FileTooBig { max: 1000 }, |t| t.attachments[0].size = 1001),
        ("attachments[0].media_type", MediaType, |t| t.attachments[0].media_type = "text/html".into()),
        ("attachments[0].media_type", MediaType, |t| t.attachments[0].name = "截图.docx".into()),
        ("tier", UnknownOption, |t| t.tier = "gold".into()),
        ("locale", Locale, |t| t.locale = "zh_CN".into()),
        ("trail", TooMany { max: 50 }, |t| t.trail = vec![String::new(); 51]),
        ("trail[1]", TooLong { max: 200 }, |t| t.trail.push("x".repeat(201))),
    ];
    for (path, code, change) in cases {
        let mut ticket = good();
        change(&mut ticket);
        assert_eq!(validate(&ticket, &rules()), [Fault { path: path.into(), code }], "{path} {code:?}");
    }
}

#[test]
fn what_may_be_left_out_may_be_left_out() {
    assert_eq!(validate(&good(), &rules()), []);
    let changes: [Change; 9] = [
        |t| t.contact.email.clear(),
        |t| t.contact.phone.clear(),
        |t| t.contact.email = " someone@example.com ".into(),
        |t| t.occurred.clear(),
        |t| t.environment.clear(),
        |t| t.attachments.clear(),
        |t| t.locale.clear(),
        |t| t.trail.clear(),
        |t| t.fields.push(("channel".into(), "微信".into())),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let mut ticket = good();
        change(&mut ticket);
        assert_eq!(validate(&ticket, &rules()), [], "change {at}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let faults = validate(&NewTicket::default(), &rules());
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(paths, ["type", "description", "contact"]);
}

#[test]
fn a_chat_needs_no_address_and_no_field_but_what_is_there_must_be_right() {
    let mut ticket = NewTicket { chat: true, contact: Contact::default(), fields: Vec::new(), ..good() };
    assert_eq!(validate(&ticket, &rules()), []);
    ticket.contact.email = "nobody".into();
    ticket.fields = vec![("order".into(), "x".repeat(11))];
    let paths: Vec<String> = validate(&ticket, &rules()).into_iter().map(|fault| fault.path).collect();
    assert_eq!(paths, ["fields.order", "contact.email"]);
}

#[test]
fn an_address_given_later_is_checked_like_a_tickets() {
    let told = |email: &str, phone: &str| {
        let contact = Contact { email: email.into(), phone: phone.into() };
        validate_contact(&contact).into_iter().map(|fault| (fault.path, fault.code)).collect::<Vec<_>>()
    };
    assert_eq!(told("a@b.cn", ""), []);
    assert_eq!(told("", " "), [("contact".to_owned(), FaultCode::Required)]);
    assert_eq!(
        told("a", "1"),
        [("contact.email".to_owned(), FaultCode::Email), ("contact.phone".to_owned(), FaultCode::Phone)]
    );
}

#[test]
fn a_hostile_ticket_gets_a_short_answer() {
    let many = |_| ("x".repeat(1000), "y".repeat(5000));
    let ticket = NewTicket {
        kind: "payment".into(),
        fields: (0..1000).map(many).collect(),
        environment: (0..1000).map(many).collect(),
        attachments: vec![Attachment::default(); 1000],
        trail: vec!["x".repeat(1000); 1000],
        talk: vec![Said { author: Author::System, body: String::new() }; 1000],
        ..NewTicket::default()
    };
    let faults = validate(&ticket, &rules());
    let length: usize = faults.iter().map(|fault| fault.path.len()).sum();
    assert!(faults.len() < 100 && length < 4000, "{} faults, {length} bytes", faults.len());
}

#[test]
fn idempotency_keys_are_8_to_128_visible_characters() {
    for (key, good) in [
        ("12345678", true),
        (&*"k".repeat(128), true),
        ("1234567", false),
        (&*"k".repeat(129), false),
        ("with blank", false),
        ("schlüssel", false),
        ("", false),
    ] {
        assert_eq!(is_idempotency_key(key), good, "{key}");
    }
}

proptest! {
    #[test]
    fn text_of_exactly_the_limit_is_taken_and_one_more_is_not(c: char, limit in 1u32..40) {
        prop_assume!(c != '\0' && !c.is_whitespace());
        let rules = Rules { max_description: limit, ..rules() };
        let with = |count: u32| NewTicket { description: String::from_iter((0..count).map(|_| c)), talk: Vec::new(), ..good() };
        prop_assert_eq!(validate(&with(limit), &rules), []);
        prop_assert_eq!(validate(&with(limit + 1), &rules).len(), 1);
    }
}
