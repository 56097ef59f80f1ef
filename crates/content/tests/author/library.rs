//! What is written is what the widget reads: the fixture, part by part, and through a bundle.

use crate::folder::{Folder, TODAY};
use helplet_content::audience::{Edition, Platform, Tier};
use helplet_content::{Block, CalloutKind, Goal, Inline, Item, ItemPart, Target, author};

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

#[test]
fn the_fixture_has_no_faults() {
    assert_eq!(Folder::new().faults(), Vec::<String>::new());
}

#[test]
fn the_default_language_comes_first() {
    let langs: Vec<String> = Folder::new().load().libraries.into_iter().map(|library| library.lang).collect();
    assert_eq!(langs, ["zh-CN", "en"]);
}

#[test]
fn markdown_becomes_blocks() {
    let loaded = Folder::new().load();
    let library = &loaded.libraries[1];
    let article = &library.articles[usize::from(library.article_named("forgot-password").unwrap())];
    let other = library.article_named("change-phone-number").unwrap();
    let plain = |line: &str| Item { text: vec![text(line)], parts: vec![] };
    let mut blocks = article.body.iter();
    let mut next = || blocks.next().unwrap().clone();
    assert_eq!(
        next(),
        Block::Paragraph(vec![
            text("Reset it with a "),
            Inline::Strong("code".into()),
            text(", see "),
            Inline::Link("another answer".into(), Target::Article(other)),
            text(", on the next line "),
            Inline::Emphasis("too".into()),
            text("."),
        ])
    );
    assert_eq!(next(), Block::Heading(2, vec![text("Steps")]));
    let ways = vec![vec![text("by phone")], vec![text("by "), Inline::Code("mail".into())]];
    assert_eq!(
        next(),
        Block::List(
            true,
            vec![
                plain("Open the sign-in page."),
                Item {
                    text: vec![text("Choose "), Inline::Strong("Forgot password".into()), text(":")],
                    parts: vec![ItemPart::List(false, ways)],
                },
                Item {
                    text: vec![text("Done.")],
                    parts: vec![
                        ItemPart::Paragraph(vec![text("A paragraph under it.")]),
                        ItemPart::Code("=SUM(A1:A3)".into()),
                    ],
                },
            ]
        )
    );
    assert_eq!(next(), Block::Heading(3, vec![text("Limits")]));
    let mail = Inline::Link("mail".into(), Target::Url("https://example.org/mail".into()));
    assert_eq!(
        next(),
        Block::Table(
            vec![vec![text("Way")], vec![text("Takes")]],
            vec![vec![vec![text("phone")], vec![text("one minute")]], vec![vec![mail], vec![text("two")]]],
        )
    );
    assert_eq!(next(), Block::Callout(CalloutKind::Warning, vec![vec![text("Tell nobody the code.")]]));
    assert_eq!(next(), Block::Code("helplet check".into()));
    let Block::Picture(picture) = next() else { panic!("no picture") };
    assert_eq!((picture.alt.as_str(), picture.width, picture.height), ("The sign-in page", 3, 2));
    assert_eq!(loaded.pictures.iter().filter(|file| file.name == picture.src).count(), 1);
    let Block::Paragraph(last) = next() else { panic!("no paragraph") };
    let targets: Vec<&Target> =
        last.iter().filter_map(|piece| if let Inline::Link(_, target) = piece { Some(target) } else { None }).collect();
    assert_eq!(targets, [&Target::Contact, &Target::Ticket, &Target::Wizard]);
    assert!(blocks.next().is_none());
}

#[test]
fn chinese_lines_join_without_a_space() {
    let loaded = Folder::new().load();
    let Block::Paragraph(first) = &loaded.libraries[0].articles[0].body[0] else { panic!("no paragraph") };
    assert_eq!(first.iter().map(Inline::text).collect::<String>(), "用验证码重置，见另一篇。");
}

#[test]
fn order_puts_articles_first_and_names_the_rest() {
    let ids: Vec<String> =
        Folder::new().load().libraries[1].articles.iter().map(|article| article.id.clone()).collect();
    assert_eq!(ids, ["forgot-password", "change-phone-number", "update-version"]);
}

#[test]
fn audiences_hours_and_goals_are_read() {
    let library = Folder::new().load().libraries.remove(1);
    let update = &library.articles[2];
    assert_eq!(update.audience.platforms, Platform::Windows.bit() | Platform::Mac.bit());
    assert_eq!(update.audience.editions, Edition::Personal.bit());
    assert_eq!(library.site.announcements[0].audience.tiers, Tier::Free.bit() | Tier::Member.bit());
    let hotline = &library.channels.hotlines[0];
    assert_eq!((hotline.tel.as_str(), hotline.audience.regions.as_slice()), ("4000000001", &["CN".to_owned()][..]));
    let calendar = &library.channels.calendars[usize::from(hotline.calendar)];
    assert_eq!((calendar.weekly.len(), calendar.exceptions.len()), (10, 9));
    assert!(calendar.exceptions.is_sorted_by_key(|day| day.date));
    let goals: Vec<&Goal> = library.wizard[1].choices.iter().map(|choice| &choice.to).collect();
    assert_eq!(goals, [&Goal::Article(0), &Goal::Contact("hotline-personal".into()), &Goal::Node(0), &Goal::Ticket(0)]);
    assert_eq!(library.tickets.max_file_bytes, 10 << 20);
    assert!(library.tickets.types[0].fields[0].required);
}

#[test]
fn a_bundle_gives_the_same_library_back() {
    for library in Folder::new().load().libraries {
        let bytes = author::encode(&library);
        assert_eq!(author::open(&bytes).unwrap(), library);
        assert_eq!(bytes, author::encode(&library), "same content, same bytes");
    }
}

#[test]
fn packing_writes_files_named_by_their_content() {
    let folder = Folder::new();
    let loaded = folder.load();
    let out = folder.path().join("out");
    let packed = author::pack(&loaded, &out).unwrap();
    let manifest = std::fs::read_to_string(out.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["format"], 1);
    for (at, (packed, library)) in packed.iter().zip(&loaded.libraries).enumerate() {
        let bytes = std::fs::read(out.join(&packed.file)).unwrap();
        assert_eq!(author::open(&bytes).unwrap(), *library);
        assert_eq!(packed.file, format!("{}-{}.hlp", library.lang, &packed.sha256[..10]));
        let listed = &manifest["languages"][at];
        assert_eq!(
            (&listed["lang"], &listed["name"]),
            (&library.lang.as_str().into(), &library.lang_name.as_str().into())
        );
        assert_eq!(
            (&listed["file"], &listed["sha256"]),
            (&packed.file.as_str().into(), &packed.sha256.as_str().into())
        );
        assert_eq!(listed["bytes"], bytes.len());
    }
    for picture in &loaded.pictures {
        assert_eq!(std::fs::read(out.join(&picture.name)).unwrap(), picture.bytes);
    }
}

#[test]
fn sizes_are_those_of_the_files() {
    let folder = Folder::new();
    let library = folder.load().libraries.remove(0);
    let sizes = author::sizes(folder.path(), &library).unwrap();
    let files = ["account/forgot-password", "account/change-phone-number", "install/update-version"];
    let markdown: u64 = files
        .map(|file| std::fs::metadata(folder.path().join(format!("zh-CN/faq/{file}.md"))).unwrap().len())
        .iter()
        .sum();
    assert_eq!(sizes.markdown as u64, markdown);
    assert!(sizes.markdown_gzip < sizes.markdown && sizes.markdown_gzip < sizes.sources_gzip);
}

#[test]
fn an_empty_folder_is_a_fault_and_no_panic() {
    let empty = std::env::temp_dir().join("helplet-no-such-folder");
    let loaded = author::load(&empty, TODAY);
    assert!(loaded.libraries.is_empty());
    assert!(loaded.faults[0].message.contains("there is no language here"));
}
