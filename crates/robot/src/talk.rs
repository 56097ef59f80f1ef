//! What is said that is no question: greetings, thanks, and above all the wish for a person.

use helplet_content::SmallTalk;
use helplet_search::{Builder, Document, Field, Index, Pinyin, Spotted};

/// How much of an expression must stand in what was typed: one slip in three characters passes, another
/// character in two that sounds only alike doesn't.
const ALIKE: f32 = 0.84;

/// A message longer than this is told, not said: only expressions count that stand anywhere. In bytes.
const SAID: usize = 600;

/// What is meant by something that is no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// A person is asked for.
    Human,
    /// A greeting.
    Hello,
    /// Thanks.
    Thanks,
    /// A farewell.
    Bye,
    /// Whom one is talking to.
    Robot,
}

/// The small talk of a language, ready to be compared with.
pub struct Talk {
    index: Index,
    /// What each document of the index means, and whether wherever it stands.
    kinds: Vec<(Meant, bool)>,
}

impl Talk {
    /// Takes the expressions in.
    pub fn new(said: &SmallTalk, pinyin: Option<Pinyin>) -> Self {
        let mut builder = Builder::new(pinyin);
        let mut kinds = Vec::new();
        let lists = [
            (&said.human, Meant::Human, true),
            (&said.human_alone, Meant::Human, false),
            (&said.hello, Meant::Hello, false),
            (&said.thanks, Meant::Thanks, false),
            (&said.bye, Meant::Bye, false),
            (&said.robot, Meant::Robot, false),
        ];
        for (list, meant, anywhere) in lists {
            for expression in list {
                builder.add(&Document { fields: &[(Field::Title, expression)] });
                kinds.push((meant, anywhere));
            }
        }
        Self { index: builder.finish(), kinds }
    }

    /// What is meant; `None` where it may be a question.
    pub fn meant(&self, typed: &str) -> Option<Meant> {
        let typed = typed.trim();
        let whole = self.best(typed, true);
        if whole.is_some() {
            return whole;
        }
        // Of several sentences one may ask for a person; greetings and thanks among others say nothing.
        let sentences: Vec<&str> = if typed.len() <= SAID { typed.split(is_end).collect() } else { Vec::new() };
        let asks = |sentence: &&str| self.best(sentence, true) == Some(Meant::Human);
        sentences.iter().any(asks).then_some(Meant::Human)
    }

    /// The expression that says most of it.
    fn best(&self, typed: &str, alone: bool) -> Option<Meant> {
        let spotted = self.index.spot(typed, ALIKE);
        let fits = spotted.iter().filter_map(|it| {
            let (meant, anywhere) = *self.kinds.get(it.document as usize)?;
            (anywhere || alone && it.rest == 0).then_some((it, meant))
        });
        // What leaves least unsaid; of equals a person is asked for.
        let key = |it: &Spotted, meant: Meant| (it.rest, it.besides, meant != Meant::Human);
        fits.min_by_key(|(it, meant)| key(it, *meant)).map(|(_, meant)| meant)
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ',' | ';' | '~' | '\n' | '。' | '！' | '？' | '，' | '；' | '、' | '～' | '…')
}
