//! Marks on a picture: boxes, arrows and blacked-out parts, with undo. Pure; lengths are whole
//! pixels of the picture, so that the edges of what is blacked out are never half transparent.

/// What is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tool {
    /// The outline of a rectangle.
    #[default]
    Box,
    /// An arrow from where the drawing starts to where it ends.
    Arrow,
    /// A black rectangle.
    Redact,
}

/// A point, right and down from the upper left corner.
pub type Point = (i32, i32);

/// Something drawn, between two points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub tool: Tool,
    from: Point,
    to: Point,
}

/// The marks of one picture.
pub struct Markup {
    size: Point,
    tool: Tool,
    placed: Vec<Mark>,
    /// The one being drawn, or moved about with the keyboard.
    open: Option<Mark>,
}

impl Mark {
    /// Left, top, width and height.
    pub fn bounds(&self) -> [f64; 4] {
        let (left, top) = (self.from.0.min(self.to.0), self.from.1.min(self.to.1));
        let (width, height) = (self.from.0.abs_diff(self.to.0), self.from.1.abs_diff(self.to.1));
        [f64::from(left), f64::from(top), f64::from(width), f64::from(height)]
    }

    /// The corners to go through in one stroke that is `line` wide.
    pub fn outline(&self, line: f64) -> [(f64, f64); 5] {
        let [from, to] = [self.from, self.to].map(|(x, y)| (f64::from(x), f64::from(y)));
        if self.tool != Tool::Arrow {
            return [from, (to.0, from.1), to, (from.0, to.1), from];
        }
        let (x, y) = (from.0 - to.0, from.1 - to.1);
        let length = (x * x + y * y).sqrt().max(1.0);
        // The head's two sides point back at 30 degrees to the shaft, and keep within a short one.
        let head = (line * 5.0).min(length * 0.6) / length;
        let (along, across) = (head * 0.866, head * 0.5);
        let side = |turn: f64| (to.0 + x * along - y * across * turn, to.1 + y * along + x * across * turn);
        [from, to, side(1.0), to, side(-1.0)]
    }

    /// Whether there is anything to see of it: a mere click draws nothing.
    fn visible(&self, line: i32) -> bool {
        let (width, height) = (self.from.0.abs_diff(self.to.0), self.from.1.abs_diff(self.to.1));
        let thin = self.tool != Tool::Arrow && width.min(height) == 0;
        !thin && width.max(height) >= line.unsigned_abs()
    }
}

impl Markup {
    /// No marks yet, on a picture so wide and high.
    pub fn new(width: u32, height: u32) -> Self {
        let size = (width as i32, height as i32);
        Self { size, tool: Tool::default(), placed: Vec::new(), open: None }
    }

    /// Width of a line, also the length of one step with the keyboard: three pixels of a screen when
    /// the picture is as wide as the panel.
    pub fn line(&self) -> i32 {
        (self.size.0.max(self.size.1) / 128).max(2)
    }

    /// The tool chosen.
    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// Chooses a tool; what is being drawn becomes that.
    pub fn choose(&mut self, tool: Tool) {
        self.tool = tool;
        if let Some(open) = &mut self.open {
            open.tool = tool;
        }
    }

    /// Whether something is being drawn.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// How many marks are placed.
    pub fn count(&self) -> usize {
        self.placed.len()
    }

    /// All marks, in the order they lie upon each other.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.placed.iter().chain(&self.open)
    }

    /// Starts a mark; one that was open is placed, not lost.
    pub fn start(&mut self, at: Point) {
        self.place();
        let at = self.inside(at);
        self.open = Some(Mark { tool: self.tool, from: at, to: at });
    }

    /// Opens a mark in the middle, a third of the picture's size, unless one is open.
    pub fn start_in_middle(&mut self) {
        if self.open.is_none() {
            let (width, height) = self.size;
            let (from, to) = ((width / 3, height / 3), (width - width / 3, height - height / 3));
            self.open = Some(Mark { tool: self.tool, from, to });
        }
    }

    /// Draws the open mark to a point.
    pub fn drag(&mut self, to: Point) {
        let to = self.inside(to);
        if let Some(open) = &mut self.open {
            open.to = to;
        }
    }

    /// Moves the open mark by steps, as far as the picture goes.
    pub fn shift(&mut self, (right, down): Point) {
        let (line, (width, height)) = (self.line(), self.size);
        if let Some(Mark { from, to, .. }) = &mut self.open {
            let x = (right * line).clamp(-from.0.min(to.0), width - from.0.max(to.0));
            let y = (down * line).clamp(-from.1.min(to.1), height - from.1.max(to.1));
            (*from, *to) = ((from.0 + x, from.1 + y), (to.0 + x, to.1 + y));
        }
    }

    /// Moves the end of the open mark by steps.
    pub fn resize(&mut self, (right, down): Point) {
        let line = self.line();
        if let Some(open) = self.open {
            self.drag((open.to.0 + right * line, open.to.1 + down * line));
        }
    }

    /// Places the open mark; one that can't be seen is dropped.
    pub fn place(&mut self) {
        let line = self.line();
        if let Some(open) = self.open.take().filter(|open| open.visible(line)) {
            self.placed.push(open);
        }
    }

    /// Drops the open mark; false where there was none.
    pub fn cancel(&mut self) -> bool {
        self.open.take().is_some()
    }

    /// Takes back the open mark, else the one placed last.
    pub fn undo(&mut self) {
        if !self.cancel() {
            self.placed.pop();
        }
    }

    fn inside(&self, (x, y): Point) -> Point {
        (x.clamp(0, self.size.0), y.clamp(0, self.size.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drawn(tool: Tool, from: Point, to: Point) -> Markup {
        let mut markup = Markup::new(1280, 720);
        markup.choose(tool);
        markup.start(from);
        markup.drag(to);
        markup.place();
        markup
    }

    fn bounds(markup: &Markup) -> Vec<[f64; 4]> {
        markup.marks().map(Mark::bounds).collect()
    }

    #[test]
    fn a_mark_lies_between_its_points_whichever_way_it_was_drawn() {
        for (from, to) in [((10, 20), (110, 70)), ((110, 70), (10, 20)), ((110, 20), (10, 70))] {
            assert_eq!(bounds(&drawn(Tool::Redact, from, to)), [[10.0, 20.0, 100.0, 50.0]]);
        }
        let outside = drawn(Tool::Box, (-50, 700), (5000, 9000));
        assert_eq!(bounds(&outside), [[0.0, 700.0, 1280.0, 20.0]], "cut off at the picture's edge");
    }

    #[test]
    fn what_cannot_be_seen_is_not_placed() {
        let cases = [
            (Tool::Box, (100, 100), 0),
            (Tool::Arrow, (103, 103), 0),
            (Tool::Redact, (400, 100), 0),
            (Tool::Redact, (400, 101), 1),
            (Tool::Arrow, (400, 100), 1),
        ];
        for (tool, to, count) in cases {
            assert_eq!(drawn(tool, (100, 100), to).count(), count, "{tool:?} to {to:?}");
        }
    }

    #[test]
    fn the_last_mark_is_taken_back_first() {
        let mut markup = drawn(Tool::Box, (0, 0), (50, 50));
        markup.start((100, 100));
        markup.drag((200, 200));
        markup.start((300, 300));
        assert_eq!(markup.count(), 2, "starting anew places what was open");
        assert!(markup.cancel() && !markup.cancel());
        markup.undo();
        assert_eq!(bounds(&markup), [[0.0, 0.0, 50.0, 50.0]]);
        markup.start_in_middle();
        markup.undo();
        assert_eq!((markup.is_open(), markup.count()), (false, 1), "what is open goes first");
        markup.undo();
        markup.undo();
        assert_eq!(markup.count(), 0);
    }

    #[test]
    fn the_keyboard_moves_and_resizes() {
        let mut markup = Markup::new(1280, 640);
        markup.start_in_middle();
        assert_eq!(bounds(&markup), [[426.0, 213.0, 428.0, 214.0]]);
        markup.shift((1, -1));
        assert_eq!(bounds(&markup), [[436.0, 203.0, 428.0, 214.0]], "a step is a line's width, 10");
        markup.resize((-2, 1));
        assert_eq!(bounds(&markup), [[436.0, 203.0, 408.0, 224.0]]);
        markup.choose(Tool::Redact);
        assert!(markup.marks().all(|mark| mark.tool == Tool::Redact), "what is open becomes what is chosen");
        markup.place();
        markup.shift((1, 1));
        assert_eq!(bounds(&markup), [[436.0, 203.0, 408.0, 224.0]], "what is placed stays");
    }

    #[test]
    fn an_arrow_ends_in_a_head() {
        let markup = drawn(Tool::Arrow, (100, 300), (500, 300));
        let outline: Vec<Point> = markup
            .marks()
            .flat_map(|mark| mark.outline(10.0))
            .map(|(x, y)| (x.round() as i32, y.round() as i32))
            .collect();
        assert_eq!(outline, [(100, 300), (500, 300), (457, 275), (500, 300), (457, 325)]);
        let boxed = drawn(Tool::Box, (0, 0), (50, 40));
        let corners = [(0.0, 0.0), (50.0, 0.0), (50.0, 40.0), (0.0, 40.0), (0.0, 0.0)];
        assert!(boxed.marks().all(|mark| mark.outline(10.0) == corners));
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_picture(
            (width, height) in (1..4000u32, 1..4000u32),
            steps in prop::collection::vec((0..7u8, -9000..9000i32, -9000..9000i32), 0..60),
        ) {
            let mut markup = Markup::new(width, height);
            for (kind, x, y) in steps {
                match kind {
                    0 => markup.start((x, y)),
                    1 => markup.drag((x, y)),
                    2 => markup.shift((x.signum(), y.signum())),
                    3 => markup.resize((x.signum(), y.signum())),
                    4 => markup.start_in_middle(),
                    5 => markup.place(),
                    _ => markup.undo(),
                }
                for [left, top, wide, high] in bounds(&markup) {
                    prop_assert!(left >= 0.0 && left + wide <= f64::from(width));
                    prop_assert!(top >= 0.0 && top + high <= f64::from(height));
                }
            }
        }
    }
}
