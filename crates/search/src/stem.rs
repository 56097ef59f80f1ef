//! English stems after Porter (1980), for lower-case ASCII words.

/// Steps 2 and 3 of Porter: an ending, and what it becomes when something worth a syllable stands before it.
const LONG: [(&str, &str); 27] = [
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
];

/// Step 4: endings dropped when two syllables stand before them; longer ones first where one ends another.
const SHORT: [&str; 18] = [
    "ement", "ment", "ance", "ence", "able", "ible", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "al",
    "er", "ic", "ion",
];

/// Shortens a word to its stem in place: `renewing`, `renewed` and `renews` become `renew`.
///
/// Words of one or two letters, and words with anything but a to z, stay as they are.
pub(crate) fn stem(word: &mut Vec<u8>) {
    if word.len() <= 2 || !word.iter().all(u8::is_ascii_lowercase) {
        return;
    }
    plural(word);
    past(word);
    if word.ends_with(b"y") && vowel_in(&word[..word.len() - 1]) {
        let last = word.len() - 1;
        word[last] = b'i';
    }
    // Steps 2 and 3 look at the word once each.
    for step in [&LONG[..20], &LONG[20..]] {
        for (ending, becomes) in step {
            if word.ends_with(ending.as_bytes()) {
                let root = word.len() - ending.len();
                if measure(&word[..root]) > 0 {
                    word.truncate(root);
                    word.extend_from_slice(becomes.as_bytes());
                }
                break;
            }
        }
    }
    for ending in SHORT {
        if word.ends_with(ending.as_bytes()) {
            let root = &word[..word.len() - ending.len()];
            let after = ending != "ion" || root.ends_with(b"s") || root.ends_with(b"t");
            if after && measure(root) > 1 {
                word.truncate(word.len() - ending.len());
            }
            break;
        }
    }
    if word.ends_with(b"e") {
        let root = &word[..word.len() - 1];
        let syllables = measure(root);
        if syllables > 1 || (syllables == 1 && !short_end(root)) {
            word.pop();
        }
    }
    if word.ends_with(b"ll") && measure(word) > 1 {
        word.pop();
    }
}

/// Step 1a.
fn plural(word: &mut Vec<u8>) {
    if word.ends_with(b"sses") || word.ends_with(b"ies") {
        word.truncate(word.len() - 2);
    } else if word.ends_with(b"s") && !word.ends_with(b"ss") {
        word.pop();
    }
}

/// Step 1b.
fn past(word: &mut Vec<u8>) {
    if word.ends_with(b"eed") {
        if measure(&word[..word.len() - 3]) > 0 {
            word.pop();
        }
        return;
    }
    let cut = if word.ends_with(b"ed") {
        2
    } else if word.ends_with(b"ing") {
        3
    } else {
        return;
    };
    if !vowel_in(&word[..word.len() - cut]) {
        return;
    }
    word.truncate(word.len() - cut);
    let n = word.len();
    if word.ends_with(b"at") || word.ends_with(b"bl") || word.ends_with(b"iz") {
        word.push(b'e');
    } else if n >= 2 && word[n - 1] == word[n - 2] && consonant(word, n - 1) && !b"lsz".contains(&word[n - 1]) {
        word.pop();
    } else if measure(word) == 1 && short_end(word) {
        word.push(b'e');
    }
}

fn consonant(word: &[u8], at: usize) -> bool {
    match word[at] {
        b'a' | b'e' | b'i' | b'o' | b'u' => false,
        b'y' => at == 0 || !consonant(word, at - 1),
        _ => true,
    }
}

fn vowel_in(word: &[u8]) -> bool {
    (0..word.len()).any(|at| !consonant(word, at))
}

/// Porter's m: how many times a consonant follows a vowel.
fn measure(word: &[u8]) -> usize {
    (1..word.len()).filter(|at| consonant(word, *at) && !consonant(word, at - 1)).count()
}

/// Ends consonant, vowel, consonant, and the last is not w, x or y: `hop`, not `snow`.
fn short_end(word: &[u8]) -> bool {
    let n = word.len();
    n >= 3
        && consonant(word, n - 1)
        && !consonant(word, n - 2)
        && consonant(word, n - 3)
        && !b"wxy".contains(&word[n - 1])
}

#[cfg(test)]
mod tests {
    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (word, expected) in [
            ("caresses", "caress"),
            ("ponies", "poni"),
            ("cats", "cat"),
            ("agreed", "agre"),
            ("feed", "feed"),
            ("plastered", "plaster"),
            ("motoring", "motor"),
            ("sing", "sing"),
            ("conflated", "conflat"),
            ("hopping", "hop"),
            ("falling", "fall"),
            ("filing", "file"),
            ("happy", "happi"),
            ("sky", "sky"),
            ("relational", "relat"),
            ("formaliti", "formal"),
            ("triplicate", "triplic"),
            ("hopeful", "hope"),
            ("goodness", "good"),
            ("revival", "reviv"),
            ("adoption", "adopt"),
            ("replacement", "replac"),
            ("probate", "probat"),
            ("rate", "rate"),
            ("controll", "control"),
            ("roll", "roll"),
            ("renewing", "renew"),
            ("renews", "renew"),
            ("is", "is"),
            ("café", "café"),
        ] {
            let mut stem = word.as_bytes().to_vec();
            super::stem(&mut stem);
            assert_eq!(String::from_utf8_lossy(&stem), expected, "{word}");
        }
    }
}
