//! What is known of words before any list is read: legal forms, words that belong together, words that
//! many names share. See NOTICE for the sources.

use std::sync::LazyLock;

/// Legal forms, a line a class: `family TAB form|form|…`.
const FORMS: &str = include_str!("data/forms.txt");

/// Words of one name or one meaning, a line a group, parted by blanks.
const GROUPS: &str = include_str!("data/groups.txt");

/// Words that many names share, with how common they are: `word rank`, rank 1 (some) to 9 (very many).
const COMMON: &str = include_str!("data/common.txt");

/// The weight of a word that says most, and of one that says nearly nothing.
pub(super) const WEIGHT_FULL: u16 = 1000;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

/// Number of buckets of the word table: a power of two above the number of words in `GROUPS`.
const BUCKETS: u64 = 1 << 17;

struct Lexicon {
    forms: Vec<(u64, Form)>,
    form_starts: Vec<u64>,
    groups: Vec<(u64, u32)>,
    group_buckets: Vec<u32>,
    common: Vec<(u64, u8)>,
}

/// FNV-1a of a word: the same on every machine.
pub(super) fn hash(word: &str) -> u64 {
    hash_bytes(word.bytes())
}

/// FNV-1a of bytes.
pub(super) fn hash_bytes(bytes: impl Iterator<Item = u8>) -> u64 {
    let mixed =
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    // FNV's high bits are poor for short words; buckets use them.
    mixed ^ (mixed >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Lexicon {
    fn load() -> Lexicon {
        let mut forms = Vec::new();
        let mut form_starts = Vec::new();
        for (class, line) in lines(FORMS).enumerate() {
            let (family, written) = line.split_once('\t').unwrap_or_default();
            let form_of_line =
                Form { family: (hash(family) & 0xffff) as u16, class: u16::try_from(class).unwrap_or(u16::MAX) };
            for form in written.split('|').filter(|form| !form.is_empty()) {
                forms.push((hash(form), form_of_line));
                form_starts.extend(form.split(' ').next().map(hash));
            }
        }
        forms.sort_unstable();
        form_starts.sort_unstable();
        form_starts.dedup();
        let mut groups: Vec<(u64, u32)> = Vec::with_capacity(200_000);
        for (group, line) in lines(GROUPS).enumerate() {
            let group = u32::try_from(group).unwrap_or(u32::MAX);
            groups.extend(line.split(' ').map(|word| (hash(word), group)));
        }
        groups.sort_unstable();
        let mut group_buckets = Vec::with_capacity(BUCKETS as usize + 1);
        let mut at = 0;
        for bucket in 0..=BUCKETS {
            while groups.get(at).is_some_and(|(hash, _)| bucket_of(*hash) < bucket) {
                at += 1;
            }
            group_buckets.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        let mut common: Vec<(u64, u8)> = lines(COMMON)
            .filter_map(|line| line.split_once(' '))
            .map(|(word, rank)| (hash(word), rank.parse().unwrap_or(1)))
            .collect();
        common.sort_unstable();
        Lexicon { forms, form_starts, groups, group_buckets, common }
    }
}

fn bucket_of(hash: u64) -> u64 {
    hash >> (64 - BUCKETS.trailing_zeros())
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn find<V: Copy>(table: &[(u64, V)], key: u64) -> Option<V> {
    let at = table.binary_search_by_key(&key, |(hash, _)| *hash).ok()?;
    table.get(at).map(|(_, value)| *value)
}

/// A legal form: its class (one form in all its spellings) and the family of like forms of all countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// Limited liability, joint stock and so on.
    pub family: u16,
    /// One form, however it is written.
    pub class: u16,
}

/// The legal form whose words, joined by one blank, are these.
pub(super) fn form(form: &str) -> Option<Form> {
    find(&LEXICON.forms, hash(form))
}

/// Whether a legal form begins with this word.
pub(super) fn starts_form(word: &str) -> bool {
    LEXICON.form_starts.binary_search(&hash(word)).is_ok()
}

/// The groups that a word belongs to.
pub(super) fn groups(word: &str) -> impl Iterator<Item = u32> + use<> {
    let key = hash(word);
    let bucket = usize::try_from(bucket_of(key)).unwrap_or(0);
    let edges = LEXICON.group_buckets.get(bucket).zip(LEXICON.group_buckets.get(bucket + 1));
    let (from, to) = edges.map_or((0, 0), |(from, to)| (*from as usize, *to as usize));
    let words = LEXICON.groups.get(from..to).unwrap_or_default();
    words.iter().filter(move |(hash, _)| *hash == key).map(|(_, group)| *group)
}

/// How common a word is: 0 (no more than most names) to 9.
pub(super) fn rank(word: &str) -> u8 {
    find(&LEXICON.common, hash(word)).unwrap_or(0)
}
