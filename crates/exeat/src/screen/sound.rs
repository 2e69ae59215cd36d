//! How a word in Latin letters sounds, roughly: spellings of one sound become one letter.

/// Writes the sound of a word of ASCII letters and digits. Capital letters stand for sounds that Latin
/// writes with several letters: `S` for sh, `C` for ch, `J` for the sound of j, dj and zh.
pub fn sound(word: &str) -> String {
    let letters = word.as_bytes();
    let mut sound = String::with_capacity(letters.len());
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (eaten, heard) = first_sound(rest, at == 0);
        at += eaten;
        for c in heard.chars() {
            if !sound.ends_with(c) {
                sound.push(c);
            }
        }
    }
    sound
}

/// How many letters the first sound takes, and what is heard.
fn first_sound(letters: &[u8], begins: bool) -> (usize, &'static str) {
    const LONG: &[(&[u8], &str)] = &[
        (b"tsch", "C"),
        (b"dsch", "J"),
        (b"shch", "S"),
        (b"sch", "S"),
        (b"tch", "C"),
        (b"dzh", "J"),
        (b"sh", "S"),
        (b"ch", "C"),
        (b"cz", "C"),
        (b"zh", "J"),
        (b"dj", "J"),
        (b"ph", "f"),
        (b"kh", "h"),
        (b"ck", "k"),
        (b"th", "t"),
        (b"dh", "d"),
        (b"gh", "g"),
        (b"bh", "b"),
        (b"rh", "r"),
        (b"wh", "v"),
        (b"ou", "u"),
        (b"oo", "u"),
        (b"ow", "u"),
        (b"ee", "i"),
        (b"ie", "i"),
        (b"iy", "i"),
        (b"yi", "i"),
        (b"ij", "i"),
        (b"ey", "i"),
        (b"aa", "a"),
        (b"ii", "i"),
        (b"uu", "u"),
        (b"ks", "x"),
    ];
    for (written, heard) in LONG {
        if letters.starts_with(written) {
            return (written.len(), heard);
        }
    }
    let soft = matches!(letters.get(1), Some(b'e' | b'i' | b'y'));
    let heard = match letters.first() {
        Some(b'a') => "a",
        Some(b'b') => "b",
        Some(b'c') => return (1, if soft { "s" } else { "k" }),
        Some(b'd') => "d",
        Some(b'e') => "e",
        Some(b'f') => "f",
        Some(b'g') => "g",
        Some(b'h') => "h",
        Some(b'i' | b'y') => "i",
        Some(b'j') => return (1, if begins { "J" } else { "j" }),
        Some(b'k' | b'q') => "k",
        Some(b'l') => "l",
        Some(b'm') => "m",
        Some(b'n') => "n",
        Some(b'o') => "o",
        Some(b'p') => "p",
        Some(b'r') => "r",
        Some(b's') => "s",
        Some(b't') => "t",
        Some(b'u') => "u",
        Some(b'v' | b'w') => "v",
        Some(b'x') => "x",
        Some(b'z') => "z",
        Some(b'0') => "0",
        Some(b'1') => "1",
        Some(b'2') => "2",
        Some(b'3') => "3",
        Some(b'4') => "4",
        Some(b'5') => "5",
        Some(b'6') => "6",
        Some(b'7') => "7",
        Some(b'8') => "8",
        Some(b'9') => "9",
        _ => "",
    };
    (1, heard)
}

/// The consonants of a sound: what is left when vowels and their glides go, sounds easily taken for each
/// other brought together. The first letter stays even if it is a vowel.
pub fn skeleton(sound: &str) -> String {
    let mut skeleton = String::with_capacity(sound.len());
    for (at, c) in sound.chars().enumerate() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'j' | 'h' => continue,
            'v' => 'f',
            'z' | 'S' | 'C' => 's',
            'g' => 'k',
            other => other,
        };
        if !skeleton.ends_with(c) {
            skeleton.push(c);
        }
    }
    skeleton
}

/// The consonants that an Arabic or Hebrew spelling of this sound would write.
pub fn abjad(sound: &str) -> String {
    let mut abjad = String::with_capacity(sound.len());
    for c in sound.chars() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'j' => continue,
            'v' => 'f',
            'p' => 'b',
            'C' => 'S',
            'g' => 'k',
            'x' => 'k',
            other => other,
        };
        if !abjad.ends_with(c) {
            abjad.push(c);
        }
        if abjad.ends_with('k') && sound.contains('x') {
            abjad.push('s');
        }
    }
    abjad
}

/// The consonants of a word in Arabic or Hebrew letters, in the letters of [`abjad`].
pub fn consonants(word: &str) -> String {
    let mut consonants = String::with_capacity(word.len());
    for (at, c) in word.chars().enumerate() {
        let heard = match c {
            'ب' | 'پ' | 'ב' | 'פ' | 'ף' if c != 'פ' && c != 'ף' => 'b',
            'ף' | 'פ' | 'ف' | 'ڤ' => 'f',
            'ت' | 'ط' | 'ث' | 'ט' | 'ת' | 'ٹ' => 't',
            'ج' | 'ژ' => 'J',
            'چ' | 'ش' => 'S',
            'ש' => 'S',
            'ح' | 'ه' | 'خ' | 'ה' | 'ח' => 'h',
            'د' | 'ض' | 'ד' | 'ڈ' => 'd',
            'ذ' | 'ز' | 'ظ' | 'ז' => 'z',
            'ر' | 'ר' | 'ڑ' => 'r',
            'س' | 'ص' | 'ס' => 's',
            'צ' | 'ץ' => 's',
            'غ' | 'ق' | 'ك' | 'گ' | 'ג' | 'כ' | 'ך' | 'ק' => 'k',
            'ل' | 'ל' => 'l',
            'م' | 'מ' | 'ם' => 'm',
            'ن' | 'נ' | 'ן' | 'ں' => 'n',
            'ו' | 'و' if at == 0 => 'f',
            _ => continue,
        };
        if !consonants.ends_with(heard) {
            consonants.push(heard);
        }
    }
    consonants
}

#[cfg(test)]
mod tests {
    use super::{abjad, consonants, skeleton, sound};

    #[test]
    fn spellings_of_one_sound_are_one() {
        for (a, b) in [
            ("philip", "filip"),
            ("schmidt", "shmidt"),
            ("qaddafi", "kadafi"),
            ("jusuf", "djusuf"),
            ("mitsui", "mitsuy"),
        ] {
            assert_eq!(sound(a), sound(b), "{a} {b}");
        }
        assert_ne!(sound("salman"), sound("sultan"));
    }

    #[test]
    fn a_skeleton_has_no_vowels() {
        assert_eq!(skeleton(&sound("yusuf")), skeleton(&sound("youssef")));
        assert_eq!(skeleton(&sound("ahmad")), skeleton(&sound("ahmed")));
    }

    #[test]
    fn arabic_letters_and_latin_sounds_meet() {
        for (arabic, latin) in [
            ("محمد", "muhammad"),
            ("حسين", "hussein"),
            ("صالح", "saleh"),
            ("شريف", "sharif"),
            ("قاسم", "qasim"),
            ("חסן", "hasan"),
        ] {
            assert_eq!(consonants(arabic), abjad(&sound(latin)), "{latin}");
        }
    }
}
