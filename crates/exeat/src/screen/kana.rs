//! Kana written in Latin letters (Hepburn, long vowels short).

/// Writes katakana in Latin letters; long vowels (オウ, オオ, ウウ) become short ones, as romanised names
/// mostly have them.
pub(super) fn romaji(kana: &str) -> String {
    let letters: Vec<char> = kana.chars().collect();
    let mut text = String::with_capacity(letters.len() * 3);
    let mut doubled = false;
    for (at, c) in letters.iter().enumerate() {
        if *c == 'ッ' {
            doubled = true;
            continue;
        }
        let next = letters.get(at + 1).copied();
        let syllable = syllable(*c);
        match small(*c) {
            Some(vowel) if at > 0 => join_small(&mut text, vowel),
            _ => {
                if doubled && let Some(first) = syllable.chars().next() {
                    text.push(if syllable.starts_with("ch") { 't' } else { first });
                }
                text.push_str(syllable);
                if *c == 'ン' && next.is_some_and(|next| "バビブベボパピプペポマミムメモ".contains(next))
                {
                    text.pop();
                    text.push('m');
                }
            }
        }
        doubled = false;
    }
    shorten(&text)
}

/// Long vowels become short: toukyou, tookyoo and tokyo are one.
pub(super) fn shorten(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    for c in text.chars() {
        let long = match short.chars().next_back() {
            Some('o') => matches!(c, 'o' | 'u'),
            Some('u') => c == 'u',
            Some('a') => c == 'a',
            Some('i') => c == 'i',
            Some('e') => c == 'e',
            _ => false,
        };
        if !long {
            short.push(c);
        }
    }
    short
}

/// A small ャ, ュ, ョ or vowel joins the syllable before it: キ + ャ is kya, シ + ャ sha, フ + ァ fa.
fn join_small(text: &mut String, small: &str) {
    let last = text.pop();
    let glide = small.starts_with('y');
    match last {
        Some('i') if glide => {
            let hushing = text.ends_with("sh") || text.ends_with("ch") || text.ends_with('j');
            text.push_str(if hushing { small.trim_start_matches('y') } else { small });
        }
        Some('e' | 'u' | 'o') if !glide => {
            if text.is_empty() {
                text.push('w');
            }
            text.push_str(small);
        }
        Some('i') => {
            text.push_str(small);
        }
        Some(other) => {
            text.push(other);
            text.push_str(small);
        }
        None => text.push_str(small),
    }
}

fn small(c: char) -> Option<&'static str> {
    Some(match c {
        'ャ' => "ya",
        'ュ' => "yu",
        'ョ' => "yo",
        'ァ' => "a",
        'ィ' => "i",
        'ゥ' => "u",
        'ェ' => "e",
        'ォ' => "o",
        'ヮ' => "a",
        _ => return None,
    })
}

fn syllable(c: char) -> &'static str {
    const FROM_A: &[&str] = &[
        "a", "a", "i", "i", "u", "u", "e", "e", "o", "o", "ka", "ga", "ki", "gi", "ku", "gu", "ke", "ge", "ko", "go",
        "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "tsu", "tsu", "zu", "te",
        "de", "to", "do", "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi", "pi", "fu", "bu", "pu", "he",
        "be", "pe", "ho", "bo", "po", "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu", "yu", "yo", "yo", "ra", "ri",
        "ru", "re", "ro", "wa", "wa", "i", "e", "o", "n", "vu", "ka", "ke",
    ];
    u32::from(c).checked_sub(0x30a1).and_then(|at| FROM_A.get(usize::try_from(at).ok()?)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::romaji;

    #[test]
    fn kana_are_written_as_names_have_them() {
        for (kana, latin) in [
            ("ミツビシジュウコウ", "mitsubishijuko"),
            ("トウキョウ", "tokyo"),
            ("ニッシン", "nisshin"),
            ("シンブン", "shimbun"),
            ("マッチ", "matchi"),
            ("ディフェンス", "difensu"),
            ("ファナック", "fanakku"),
            ("エアロスペース", "earosupesu"),
            ("ジェット", "jetto"),
            ("ウェア", "wea"),
        ] {
            assert_eq!(romaji(&kana.replace('ー', "")), latin, "{kana}");
        }
    }
}
