use std::collections::BTreeMap;

/// How often each letter is in the text.
pub fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for letter in text.chars().filter(|each| each.is_alphabetic()) {
        *counts.entry(letter).or_insert(0) += 1;
    }
    counts
}
