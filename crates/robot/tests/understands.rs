//! What people really type, over the content that comes with Helplet.

use helplet_content::{CivilDate, Library, Person, author};
use helplet_robot::{Meant, Reply, Robot, Talk, articles};
use helplet_search::Pinyin;
use std::collections::BTreeMap;
use std::path::Path;

fn libraries() -> BTreeMap<String, Library> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    let today = CivilDate::new(2026, 11, 23).unwrap();
    author::load(&root, today).libraries.into_iter().map(|library| (library.lang.clone(), library)).collect()
}

fn talks() -> BTreeMap<String, Talk> {
    libraries().into_iter().map(|(lang, library)| (lang, Talk::new(&library.chat, Pinyin::native()))).collect()
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

#[test]
fn every_wording_of_the_wish_for_a_person_is_understood() {
    let talks = talks();
    let mut count = 0;
    let mut missed = Vec::new();
    for row in rows(include_str!("human.txt")) {
        count += 1;
        if talks[row[0]].meant(row[1]) != Some(Meant::Human) {
            missed.push(row[1]);
        }
    }
    assert!(count >= 120, "{count}");
    assert!(missed.is_empty(), "{} of {count} are not understood: {missed:#?}", missed.len());
}

#[test]
fn greetings_thanks_and_farewells_are_understood() {
    let talks = talks();
    let mut wrong = Vec::new();
    for row in rows(include_str!("smalltalk.txt")) {
        let meant = talks[row[0]].meant(row[2]);
        let name = meant.map(|it| format!("{it:?}").to_lowercase());
        if name.as_deref() != Some(row[1]) {
            wrong.push((row[2], meant));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn questions_that_only_look_like_it_are_questions() {
    let talks = talks();
    let taken: Vec<_> = rows(include_str!("other.txt"))
        .filter_map(|row| talks[row[0]].meant(row[1]).map(|meant| (row[1], meant)))
        .collect();
    assert!(taken.is_empty(), "{taken:#?}");
}

#[test]
fn no_title_or_alias_is_taken_for_small_talk() {
    let mut taken = Vec::new();
    for (lang, library) in libraries() {
        let talk = Talk::new(&library.chat, Pinyin::native());
        for article in &library.articles {
            // Whoever asks how to reach a person is led to one.
            if article.id.starts_with("support-") {
                continue;
            }
            for text in [&article.title].into_iter().chain(&article.aliases) {
                taken.extend(talk.meant(text).map(|meant| (lang.clone(), text.clone(), meant)));
            }
        }
    }
    assert!(taken.is_empty(), "{taken:#?}");
}

#[test]
fn it_answers_offers_choices_and_admits_what_it_does_not_know() {
    let libraries = libraries();
    let person = Person::default();
    let ask = |lang: &str, question: &str| {
        let library = &libraries[lang];
        Robot::new(library, Pinyin::native()).answer(
            library,
            &articles::index(library, Pinyin::native()),
            &person,
            question,
        )
    };
    let named = |reply: Reply| match reply {
        Reply::Answer(at) => libraries["zh-CN"].articles[usize::from(at)].id.clone(),
        other => format!("{other:?}"),
    };
    assert_eq!(named(ask("zh-CN", "忘记密码")), "forgot-password");
    assert_eq!(named(ask("zh-CN", "wangjimima")), "forgot-password");
    assert!(matches!(ask("zh-CN", "密码"), Reply::Choices(ids) if (2..=4).contains(&ids.len())));
    assert!(matches!(ask("en", "password"), Reply::Choices(_) | Reply::Answer(_)));
    assert!(!matches!(ask("zh-CN", "今天天气怎么样"), Reply::Answer(_)));
    assert_eq!(ask("zh-CN", "附近有什么好吃的"), Reply::Nothing);
    assert_eq!(ask("zh-CN", "😀"), Reply::Nothing);
    assert_eq!(ask("zh-CN", ""), Reply::Nothing);
    assert_eq!(ask("zh-CN", "忘记密码了，转人工"), Reply::Human);
    assert_eq!(ask("en", "thank you!"), Reply::Thanks);
}
