//! Interface strings as an element's text.

use crate::browser::element::El;
use crate::state::App;
use helplet_content::Ui;

/// Adds the shown language's words to an element.
pub trait Words {
    /// Appends the text of an interface string.
    fn say(self, app: App, name: Ui) -> Self;
}

impl Words for El {
    // Out of line: it stands at a hundred places.
    #[inline(never)]
    fn say(self, app: App, name: Ui) -> Self {
        self.text(&app.t(name))
    }
}
