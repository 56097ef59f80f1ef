//! What was said in a chat before a person was asked for. It is kept as text at every change, like a draft,
//! so that a reload or the next page of the site goes on with it.

use crate::text::{decimal, number};
use crate::ticket::draft::{FileNote, line, lines};
use helplet_desk_api::{Author, MAX_TALK, Said};

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The person typed this, or chose it.
    Own(String),
    /// The robot answered. Kept by its meaning, so that it speaks the language that is shown.
    Robot(Answer),
}

/// What the robot said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The first steps of an article, by its id, and whether they helped.
    Steps(String, Option<bool>),
    /// Articles to choose from, by their ids.
    Choices(Vec<String>),
    /// It knows nothing of it.
    Nothing,
    /// A person can be had, or how else to go on.
    Human,
    /// A greeting returned.
    Hello,
    /// Thanks returned.
    Thanks,
    /// A farewell returned.
    Bye,
    /// That it is a robot.
    Robot,
}

/// Answers without more to them, by the word they are kept as.
const PLAIN: [(&str, Answer); 6] = [
    ("nothing", Answer::Nothing),
    ("human", Answer::Human),
    ("hello", Answer::Hello),
    ("thanks", Answer::Thanks),
    ("bye", Answer::Bye),
    ("robot", Answer::Robot),
];

/// A chat as far as the device has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// What it is about, a node of the wizard or empty; `None` before that was chosen.
    pub topic: Option<String>,
    /// What was said, oldest first.
    pub lines: Vec<Line>,
    /// What is typed and not said yet.
    pub typed: String,
    /// Files that go along to a person.
    pub files: Vec<FileNote>,
    /// The key in the outbox under which a person was asked for; empty before that.
    pub key: String,
    /// What was said after that, before the desk has it.
    pub more: Vec<String>,
}

impl Conversation {
    /// Lines that are kept: more than anybody says to a robot.
    const MOST: usize = 200;

    /// Whether nothing was begun.
    pub fn is_empty(&self) -> bool {
        self.topic.is_none() && self.lines.is_empty() && self.key.is_empty()
    }

    /// Adds what somebody said; the oldest is forgotten when there is too much.
    pub fn say(&mut self, line: Line) {
        if self.lines.len() == Self::MOST {
            self.lines.remove(0);
        }
        self.lines.push(line);
    }

    /// Notes whether the steps at this place helped.
    pub fn vote(&mut self, at: usize, helpful: bool) {
        if let Some(Line::Robot(Answer::Steps(_, vote))) = self.lines.get_mut(at) {
            *vote = Some(helpful);
        }
    }

    /// What the person said, oldest first.
    pub fn own(&self) -> Vec<String> {
        let own = self.lines.iter().map(|line| if let Line::Own(text) = line { text.clone() } else { String::new() });
        own.filter(|text| !text.is_empty()).collect()
    }

    /// Whether a person was asked for, and the robot has kept quiet since.
    pub fn wants_human(&self) -> bool {
        let last = self.lines.iter().rev().find(|line| matches!(line, Line::Robot(_)));
        last == Some(&Line::Robot(Answer::Human))
    }

    /// Whether the person has said anything.
    pub fn has_own(&self) -> bool {
        self.lines.iter().any(|line| matches!(line, Line::Own(_)))
    }

    /// What goes to a person: the first thing the person said, and what was said after it, at most `max`
    /// characters each. `words` are the robot's in the language that is shown. `None` where the person said nothing.
    pub fn handover(&self, max: usize, words: impl Fn(&Answer) -> String) -> Option<(String, Vec<Said>)> {
        let cut = |text: &str| text.trim().chars().take(max).collect::<String>();
        let first = self.lines.iter().position(|line| matches!(line, Line::Own(_)))?;
        let Line::Own(description) = &self.lines[first] else { return None };
        let said = self.lines[first + 1..].iter().map(|line| match line {
            Line::Own(text) => Said { author: Author::Visitor, body: cut(text) },
            Line::Robot(answer) => Said { author: Author::Robot, body: cut(&words(answer)) },
        });
        let said: Vec<Said> = said.filter(|it| !it.body.is_empty()).collect();
        // The latest says most of why a person is asked for.
        let late = said.len().saturating_sub(MAX_TALK as usize);
        Some((cut(description), said[late..].to_vec()))
    }

    /// The text to keep on the device.
    pub fn encode(&self) -> String {
        let mut out = String::new();
        if let Some(topic) = &self.topic {
            line(&mut out, "topic", &[topic]);
        }
        for said in &self.lines {
            match said {
                Line::Own(text) => line(&mut out, "own", &[text]),
                Line::Robot(Answer::Steps(id, vote)) => {
                    line(&mut out, "steps", &[id, vote.map_or("", |yes| if yes { "yes" } else { "no" })]);
                }
                Line::Robot(Answer::Choices(ids)) => {
                    line(&mut out, "choices", &ids.iter().map(String::as_str).collect::<Vec<_>>());
                }
                Line::Robot(other) => {
                    let word = PLAIN.iter().find(|(_, answer)| answer == other).map_or("", |(word, _)| *word);
                    line(&mut out, "said", &[word]);
                }
            }
        }
        line(&mut out, "typed", &[&self.typed]);
        for file in &self.files {
            line(&mut out, "file", &[&file.name, &decimal(file.size as usize), &file.media_type, &file.sha256]);
        }
        line(&mut out, "key", &[&self.key]);
        for text in &self.more {
            line(&mut out, "more", &[text]);
        }
        out
    }

    /// Reads what [`Conversation::encode`] wrote; what is not understood is skipped.
    pub fn decode(text: &str) -> Self {
        let mut read = Self::default();
        lines(text, &mut |name, values| {
            let mut next = || values.next().unwrap_or_default();
            match name {
                "topic" => read.topic = Some(next()),
                "own" => read.lines.push(Line::Own(next())),
                "steps" => {
                    let (id, vote) = (next(), next());
                    let vote = (!vote.is_empty()).then_some(vote == "yes");
                    read.lines.push(Line::Robot(Answer::Steps(id, vote)));
                }
                "choices" => read.lines.push(Line::Robot(Answer::Choices(values.collect()))),
                "said" => {
                    let word = next();
                    let known = PLAIN.iter().find(|(it, _)| *it == word);
                    read.lines.extend(known.map(|(_, answer)| Line::Robot(answer.clone())));
                }
                "typed" => read.typed = next(),
                "file" => read.files.push(FileNote {
                    name: next(),
                    size: number(&next()).unwrap_or(0),
                    media_type: next(),
                    sha256: next(),
                }),
                "key" => read.key = next(),
                "more" => read.more.push(next()),
                _ => {}
            }
        });
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answers() -> impl Strategy<Value = Answer> {
        prop_oneof![
            (".*", any::<Option<bool>>()).prop_map(|(id, vote)| Answer::Steps(id, vote)),
            proptest::collection::vec(".+", 1..4).prop_map(Answer::Choices),
            (0..PLAIN.len()).prop_map(|at| PLAIN[at].1.clone()),
        ]
    }

    proptest! {
        #[test]
        fn a_kept_conversation_comes_back_as_it_was(
            lines in proptest::collection::vec(
                prop_oneof![".*".prop_map(Line::Own), answers().prop_map(Line::Robot)], 0..8),
            texts in proptest::collection::vec(".*", 4),
            topic in any::<Option<bool>>(),
        ) {
            let file = FileNote { name: texts[0].clone(), size: 9, media_type: "image/png".into(), sha256: "ab".into() };
            let conversation = Conversation {
                topic: topic.map(|named| if named { texts[1].clone() } else { String::new() }),
                lines,
                typed: texts[2].clone(),
                files: vec![file],
                key: texts[3].clone(),
                more: texts.clone(),
            };
            prop_assert_eq!(Conversation::decode(&conversation.encode()), conversation);
        }

        #[test]
        fn a_damaged_conversation_never_panics(text in "(\\PC|\t|\n|own\t|steps|choices\t|said\t|file)*") {
            _ = Conversation::decode(&text);
        }
    }

    fn own(text: &str) -> Line {
        Line::Own(text.into())
    }

    #[test]
    fn the_first_thing_said_is_the_description_and_the_rest_the_talk() {
        let mut talk = Conversation::default();
        assert_eq!(talk.handover(9, |_| "…".into()), None);
        talk.say(Line::Robot(Answer::Hello));
        talk.say(own("  会员没有到账，怎么办呢  "));
        talk.say(Line::Robot(Answer::Steps("a".into(), None)));
        talk.say(own("转人工"));
        talk.say(Line::Robot(Answer::Human));
        let words = |answer: &Answer| if *answer == Answer::Human { String::new() } else { "看这里".into() };
        let (description, said) = talk.handover(9, words).unwrap();
        assert_eq!(description, "会员没有到账，怎么");
        let said: Vec<_> = said.iter().map(|it| (it.author.name(), it.body.as_str())).collect();
        assert_eq!(said, [("robot", "看这里"), ("visitor", "转人工")]);
    }

    #[test]
    fn of_a_long_talk_the_description_and_the_latest_are_handed_over() {
        let mut talk = Conversation::default();
        for at in 0..150 {
            talk.say(own(&at.to_string()));
        }
        let (description, said) = talk.handover(50, |_| String::new()).unwrap();
        assert_eq!((description.as_str(), said.len(), said.last().unwrap().body.as_str()), ("0", 100, "149"));
        (0..100).for_each(|_| talk.say(own("x")));
        assert_eq!(talk.lines.len(), Conversation::MOST);
    }

    #[test]
    fn whoever_asked_for_a_person_wants_one_until_the_robot_speaks_again() {
        let mut talk = Conversation::default();
        assert!(!talk.wants_human());
        talk.say(Line::Robot(Answer::Human));
        talk.say(own("忘记密码"));
        assert!(talk.wants_human());
        talk.say(Line::Robot(Answer::Hello));
        assert!(!talk.wants_human());
    }

    #[test]
    fn a_vote_stays_with_its_answer() {
        let mut talk = Conversation::default();
        talk.say(Line::Robot(Answer::Steps("a".into(), None)));
        talk.say(own("b"));
        talk.vote(0, false);
        talk.vote(1, true);
        assert_eq!(talk.lines[0], Line::Robot(Answer::Steps("a".into(), Some(false))));
        assert_eq!(talk.lines[1], own("b"));
    }
}
