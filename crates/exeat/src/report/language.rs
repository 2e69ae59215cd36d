//! The languages of the answers.

/// A language that every message exists in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
    /// Japanese.
    Ja,
}

impl Language {
    /// All of them with their codes.
    pub const ALL: [(Language, &'static str); 3] = [(Language::En, "en"), (Language::Zh, "zh"), (Language::Ja, "ja")];

    /// The language of that code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Language> {
        Language::ALL.iter().find(|(_, known)| *known == code).map(|(language, _)| *language)
    }

    /// Its code, as law texts use it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
            Language::Ja => "ja",
        }
    }
}
