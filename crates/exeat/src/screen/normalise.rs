//! A name brought to one form: width, case, marks, punctuation, variants of Han, kind of kana, and legal
//! forms of companies make no difference any more.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

use super::script::{Kind, Script, ScriptSet, kind};
use super::{form, han};

/// One name, normalised: words of one writing each, and the set of those writings.
///
/// ```
/// use exeat::screen::normalise::NameForm;
/// assert!(NameForm::new("ＴＤＫ株式会社").same(&NameForm::new("TDK Corporation")));
/// assert!(!NameForm::new("三菱重工業株式会社").same(&NameForm::new("三菱造船株式會社")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameForm {
    text: String,
    scripts: ScriptSet,
}

impl NameForm {
    /// Normalises a name as somebody wrote it. A name of nothing but legal forms keeps them as its words,
    /// but has no writing: it says nobody's name.
    pub fn new(name: &str) -> NameForm {
        let text = cut_runs(fold(name, SmallKana::Enlarged));
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let kept = cut_ends(&words);
        let scripts = scripts_of(kept);
        let kept = if kept.is_empty() { &words[..] } else { kept };
        if kept.is_empty() {
            return NameForm { text: fold(name, SmallKana::Enlarged).trim().to_owned(), scripts };
        }
        NameForm { text: join(kept), scripts }
    }

    /// The words, in their order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }

    /// The writings that the name is in, legal forms apart.
    pub fn scripts(&self) -> ScriptSet {
        self.scripts
    }

    /// Whether a list with names in those scripts can be read for this name.
    pub fn is_read_by(&self, scripts: ScriptSet) -> bool {
        !self.scripts().is_empty() && self.scripts().is_within(scripts)
    }

    /// Whether two names are equal. How words are joined or parted makes no difference.
    pub fn same(&self, other: &NameForm) -> bool {
        self.letters().eq(other.letters())
    }

    /// The bytes of the name without gaps: what `same` compares.
    pub(super) fn letters(&self) -> impl Iterator<Item = u8> {
        self.text.bytes().filter(|byte| *byte != b' ')
    }

    /// The words as one text, one blank between them.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// One text of the words; "and" is left out, as the sign "&" is.
fn join(words: &[&str]) -> String {
    let mut text = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
    for word in words.iter().filter(|word| words.len() == 1 || **word != "and") {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

fn scripts_of(words: &[&str]) -> ScriptSet {
    let mut scripts = ScriptSet::default();
    for c in words.iter().flat_map(|word| word.chars()) {
        match kind(c) {
            Kind::Letter(script) => scripts.insert(script),
            // A name of digits alone can be read wherever Latin letters can.
            Kind::Digit => scripts.insert(Script::Latin),
            Kind::Gap => {}
        }
    }
    scripts
}

/// Folds every character and parts words: at gaps, and where the writing changes.
pub(super) fn fold(name: &str, small_kana: SmallKana) -> String {
    let mut folding =
        Folding { text: String::with_capacity(name.len() + 8), last: None, word_chars: 0, dotted: false, small_kana };
    if name.is_ascii() {
        let bytes = name.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let after = |n: usize| bytes.get(at + n).map(|byte| char::from(*byte));
            folding.step(char::from(byte.to_ascii_lowercase()), after(1), after(2));
        }
    } else {
        let chars: Vec<char> = name.nfkc().collect();
        for (at, c) in chars.iter().enumerate() {
            let after = |n: usize| chars.get(at + n).copied();
            folding.step(*c, after(1), after(2));
        }
    }
    folding.text
}

/// The text folded so far, and what its last character was.
struct Folding {
    text: String,
    last: Option<Kind>,
    word_chars: u32,
    dotted: bool,
    small_kana: SmallKana,
}

/// Whether ッ and ャ become ツ and ヤ: two writings of a name are then one, but a reading is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SmallKana {
    Enlarged,
    Kept,
}

impl Folding {
    fn step(&mut self, c: char, next: Option<char>, after_next: Option<char>) {
        if is_dropped(c) || (c == '"' && self.last == Some(Kind::Letter(Script::Hebrew))) {
            return;
        }
        let kind = kind(c);
        if kind == Kind::Gap {
            // "S.p.A." is one word: a dot after a lone letter, before another lone letter.
            let lone = |c: Option<char>| c.is_none_or(|c| !is_word(c));
            if c == '.' && (self.word_chars == 1 || self.dotted) && next.is_some_and(is_word) && lone(after_next) {
                self.dotted = true;
                return;
            }
            self.gap();
        } else {
            if self.parts(kind) {
                self.gap();
            }
            self.push(c, kind);
            self.last = Some(kind);
            self.word_chars += 1;
        }
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        (self.last, self.word_chars, self.dotted) = (None, 0, false);
    }

    fn parts(&self, kind: Kind) -> bool {
        let latin = |kind: Kind| matches!(kind, Kind::Digit | Kind::Letter(Script::Latin));
        self.last.is_some_and(|last| last != kind && !(latin(last) && latin(kind)))
    }

    fn push(&mut self, c: char, kind: Kind) {
        match kind {
            Kind::Letter(Script::Han) if c == '々' => self.text.extend(self.text.chars().next_back()),
            Kind::Letter(Script::Han) => self.text.push(han::fold(c)),
            Kind::Letter(Script::Kana) if self.small_kana == SmallKana::Kept => {
                self.text.push(katakana(c));
            }
            Kind::Letter(Script::Kana) => self.text.push(fold_kana(c)),
            Kind::Letter(Script::Hangul | Script::Other) => self.text.extend(c.to_lowercase()),
            _ if c.is_ascii() => self.text.push(c.to_ascii_lowercase()),
            _ => {
                for lower in c.to_lowercase() {
                    decompose_canonical(lower, |part| {
                        if !is_mark(part) {
                            push_letter(part, &mut self.text);
                        }
                    });
                }
            }
        }
    }
}

fn is_word(c: char) -> bool {
    kind(c) != Kind::Gap
}

/// Apostrophes inside a word, the long mark of kana, marks of their own, invisible characters.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '׳' | '״' | 'ー' | 'ـ' | '\u{ad}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}'
    ) || is_mark(c)
}

/// Marks that may stand on Latin, Greek, Cyrillic, Hebrew and Arabic letters.
fn is_mark(c: char) -> bool {
    matches!(
        u32::from(c),
        0x300..=0x36f | 0x483..=0x489 | 0x591..=0x5bd | 0x5bf | 0x5c1..=0x5c2 | 0x5c4..=0x5c5 | 0x5c7
            | 0x610..=0x61a | 0x64b..=0x65f | 0x670 | 0x6d6..=0x6dc | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff
            | 0x20d0..=0x20ff | 0xfe20..=0xfe2f
    )
}

/// Letters that carry no separable mark, yet are written with another letter elsewhere.
fn push_letter(c: char, text: &mut String) {
    let plain = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        'ٱ' => "ا",
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ة' | 'ۀ' | 'ہ' => "ه",
        _ => return text.push(c),
    };
    text.push_str(plain);
}

/// Hiragana become katakana.
fn katakana(c: char) -> char {
    match c {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Hiragana become katakana, small kana large, ヂ and ヅ what they sound like.
fn fold_kana(c: char) -> char {
    match katakana(c) {
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヵ' => 'カ',
        'ヶ' => 'ケ',
        'ヂ' => 'ジ',
        'ヅ' => 'ズ',
        other => other,
    }
}

/// Legal forms in Han, kana and Hangul, folded like any text.
static RUNS: LazyLock<Vec<String>> =
    LazyLock::new(|| form::RUNS.iter().map(|run| fold(run, SmallKana::Enlarged)).collect());
static RUN_ENDS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut ends: Vec<char> = RUNS.iter().filter_map(|run| run.chars().next_back()).collect();
    ends.sort_unstable();
    ends.dedup();
    ends
});
static BRACKETED: LazyLock<Vec<String>> =
    LazyLock::new(|| form::BRACKETED.iter().map(|run| fold(run, SmallKana::Enlarged)).collect());

/// Cuts legal forms that no gap parts from the name.
fn cut_runs(text: String) -> String {
    if text.is_ascii() {
        return text;
    }
    let text = join_spaced(text);
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        kept.push(c);
        if RUN_ENDS.contains(&c)
            && let Some(run) = RUNS.iter().find(|run| kept.ends_with(run.as_str()))
        {
            kept.truncate(kept.len() - run.len());
            kept.push(' ');
        }
    }
    kept
}

/// Joins letters of Han and kana that were set apart one by one, as forms and letterheads do: 三 菱 造 船 is 三菱造船.
fn join_spaced(text: String) -> String {
    let lone = |word: &str| {
        let mut chars = word.chars();
        chars
            .next()
            .map(kind)
            .filter(|kind| chars.next().is_none() && matches!(kind, Kind::Letter(Script::Han | Script::Kana)))
    };
    let words: Vec<&str> = text.split(' ').collect();
    let spaced = words.windows(2).any(|pair| matches!(pair, [a, b] if lone(a).is_some() && lone(a) == lone(b)));
    if !spaced {
        return text;
    }
    let mut joined = String::with_capacity(text.len());
    let mut before = None;
    for word in words {
        let this = lone(word);
        if !joined.is_empty() && (this.is_none() || this != before) {
            joined.push(' ');
        }
        joined.push_str(word);
        before = this;
    }
    joined
}

/// Cuts legal forms of words at both ends, and "and" and bracketed one-letter forms anywhere.
fn cut_ends<'a>(words: &'a [&'a str]) -> &'a [&'a str] {
    let mut kept = words;
    loop {
        let before = kept.len();
        for phrase in form::PHRASES {
            kept = kept.strip_suffix(*phrase).or_else(|| kept.strip_prefix(*phrase)).unwrap_or(kept);
        }
        if let Some((last, rest)) = kept.split_last()
            && (form::LAST.binary_search(last).is_ok() || is_bracketed(last))
        {
            kept = rest;
        }
        if let Some((first, rest)) = kept.split_first()
            && (form::FIRST.binary_search(first).is_ok() || is_bracketed(first))
        {
            kept = rest;
        }
        if kept.len() == before {
            return kept;
        }
    }
}

fn is_bracketed(word: &str) -> bool {
    !word.is_ascii() && word.chars().count() == 1 && BRACKETED.iter().any(|form| form == word)
}

#[cfg(test)]
mod tests {
    use super::NameForm;
    use crate::screen::script::Script;

    fn same(names: &[&str]) {
        let forms: Vec<NameForm> = names.iter().map(|name| NameForm::new(name)).collect();
        for (name, form) in names.iter().zip(&forms) {
            assert!(form.same(&forms[0]), "{name}: {form:?} is not {:?}", forms[0]);
        }
    }

    fn differ(a: &str, b: &str) {
        assert!(!NameForm::new(a).same(&NameForm::new(b)), "{a} = {b}");
    }

    #[test]
    fn width_case_marks_and_gaps_make_no_difference() {
        same(&["TDK", "ＴＤＫ", "tdk", "T.D.K."]);
        same(&["ナカライテスク", "ﾅｶﾗｲﾃｽｸ", "ナカライ・テスク", "なからいてすく"]);
        same(&["Société Générale", "SOCIETE GENERALE", "Societe\u{301} Ge\u{301}ne\u{301}rale"]);
        same(&["三菱電機ソフトウエア", "三菱電機ソフトウェア", "三菱電機ｿﾌﾄｳｪｱ"]);
        same(&["Sun Tectro", "SunTectro", "SUN-TECTRO"]);
        same(&["Łódź", "lodz"]);
    }

    #[test]
    fn legal_forms_make_no_difference() {
        same(&["TDK株式会社", "TDK Corporation", "株式会社TDK", "㈱TDK", "TDK(株)", "TDK K.K.", "TDK Co., Ltd."]);
        same(&["Example GmbH", "EXAMPLE G.m.b.H.", "Example Kabushiki Kaisha", "Example S.p.A.", "PT Example Tbk"]);
        same(&["国立大学法人東京科学大学", "东京科学大学", "東京科學大學"]);
        same(&["ООО «Ромашка»", "Общество с ограниченной ответственностью «Ромашка»"]);
        same(&["미쓰비시 주식회사", "(주)미쓰비시", "㈜미쓰비시"]);
        same(&["The Fujikura Parachute Co., Ltd.", "Fujikura Parachute"]);
    }

    #[test]
    fn variants_of_han_make_no_difference() {
        same(&["三菱造船株式会社", "三菱造船株式會社", "三菱造船"]);
        same(&["冲电气工业株式会社", "衝電氣工業株式會社", "沖電気工業(株)"]);
        same(&["佐々木", "佐佐木"]);
    }

    #[test]
    fn letters_set_apart_and_the_word_and_make_no_difference() {
        same(&["三菱造船株式会社", "三 菱 造 船 株 式 会 社", "三　菱　造　船　株式会社", "株 式 会 社　三 菱 造 船"]);
        same(&["マリテック", "マ リ テ ッ ク 株 式 会 社"]);
        same(&["Fujitsu Defense & National Security", "Fujitsu Defense and National Security, Ltd."]);
        differ("日 本", "日 木");
    }

    #[test]
    fn other_names_stay_other() {
        differ("三菱重工業株式会社", "三菱造船株式会社");
        differ("東京理科大学", "東京科学大学");
        differ("TDK", "TDC");
        differ("ハト", "バト");
    }

    #[test]
    fn a_name_of_nothing_but_a_form_has_no_writing() {
        for name in ["株式会社", "K.K.", "Co., Ltd.", "", " - ", "(株)"] {
            assert!(NameForm::new(name).scripts().is_empty(), "{name}");
        }
        assert!(NameForm::new("S.A.").same(&NameForm::new("SA")));
    }

    #[test]
    fn writings_are_those_of_the_name_not_of_the_form() {
        let scripts = NameForm::new("ナカライテスク株式会社").scripts();
        assert!(scripts.contains(Script::Kana) && !scripts.contains(Script::Han));
        assert!(NameForm::new("บริษัท").scripts().contains(Script::Other));
    }
}
