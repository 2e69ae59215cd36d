//! A text answer before it is laid out: sections of sentences, points, rows and trees.

/// The whole answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// How the answer sounds.
    pub(super) tone: Tone,
    /// The answer itself, one sentence each.
    pub(super) answer: Vec<String>,
    /// What follows, in order.
    pub(super) sections: Vec<Section>,
    /// Figures that say what it was made from.
    pub(super) foot: String,
}

/// A heading and what stands below it; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) heading: String,
    pub(super) entries: Vec<Entry>,
}

/// One piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// A sentence by itself.
    Sentence(String),
    /// A point of a list, with quieter notes below it.
    Point { tone: Tone, text: String, notes: Vec<String> },
    /// A row of a table; neighbouring rows align.
    Row { tone: Tone, cells: Vec<String> },
    /// A node of a tree.
    Node { depth: usize, tone: Tone, mark: &'static str, text: String },
}

/// How something sounds: colour on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tone {
    /// Neither.
    #[default]
    Plain,
    /// Free, closed, true to the good.
    Good,
    /// Open.
    Caution,
    /// In the way.
    Bad,
    /// Beside the point.
    Quiet,
}

impl Entry {
    pub(super) fn point(tone: Tone, text: impl Into<String>) -> Entry {
        Entry::Point { tone, text: text.into(), notes: Vec::new() }
    }
}

/// Text from outside as one line that commands no terminal: control letters and marks of direction become blanks.
pub(super) fn tame(text: &str) -> String {
    let commands = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|letter| if commands(letter) { ' ' } else { letter }).collect()
}
