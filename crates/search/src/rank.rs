//! Ranking. First BM25 over terms, then a close look at the short texts of the best.

use crate::index::{Index, Value, pair, under};
use crate::meaning;
use crate::number::{Best, idf};
use crate::pinyin::syllable::COUNT;
use crate::query::{Known, Query, Reading, Slot, read};
use crate::scan::{Match, Pattern, Style};
use crate::{Field, Hit};

// What each signal is worth, beside a title that answers all of the query as 1. Found on the
// development halves of all test sets together, one weight at a time, in steps of a fourth: single
// steps move the mean by a tenth of a point, so these are round figures, not fine ones.

/// A neutral word's weight, as a share of what its rarity alone would give.
const NEUTRAL: f32 = 0.5;
/// A pair of neighbours, beside the single tokens: they say much of the same again.
const PAIR: f32 = 0.3;
/// A pair in the other order, and one with a token of the query left out between: slips, or free word order.
const SWAPPED: f32 = 0.5;
const SKIPPED: f32 = 0.4;
/// A pair of homophones. Where the pair as typed occurs somewhere it was probably meant so.
const HOMOPHONES: f32 = 0.3;
const HOMOPHONES_FOR_UNKNOWN: f32 = 0.6;
/// Another expression for the same, as a term, and in place of the query's own in a text.
const SAME: f32 = 0.5;
pub(crate) const SAME_ANSWERS: f32 = 0.8;

/// BM25's part as a whole, and the share of it that a document keeps which answers next to nothing of the query.
const BM25: f32 = 1.6;
const UNCOVERED: f32 = 0.4;
/// A short text that holds the query as a phrase, that answers its parts, and that asks for nothing else.
const PHRASE: f32 = 1.5;
const COVER: f32 = 0.5;
const TITLE: f32 = 0.3;
/// One that has every word asked for, the last by how well it fits, as it may be only begun. For queries with
/// Latin words: Chinese sentences are never answered in every character.
const EVERY: f32 = 1.0;
/// A title that is the query, no more and no less, comes first whatever else happens.
const EXACT: f32 = 5.0;
/// What the second best of a document's short texts adds: several ways to ask that fit are better than one.
const SECOND: f32 = 0.4;
/// What votes change of a score, at most: less than any difference that people would see.
const VOTE: f32 = 0.03;
/// What a negation counts in a phrase, beside 1 for other tokens: to leave it out is to ask the opposite.
const NEGATION: f32 = 2.0;
/// A phrase's price for a token of the text that the query does not have; one of the query costs 1.
const GAP: f32 = 0.2;

/// Pinyin and initials, found in a text's letters: beyond what any other signal gives, as letters
/// that fit by accident are rare. Share lost for each slip; initials alone, and mixed with syllables.
const SPELLED: f32 = 3.2;
const SLIP: f32 = 0.3;
const INITIALS: f32 = 0.7;
const MIXED: f32 = 0.5;
/// More for ending with a syllable, and for how much of the text is spelled.
const WHOLE: f32 = 0.1;
const SHARE: f32 = 0.2;

/// How many of the best documents are looked at closely, and in how many of these the running text too.
const CLOSE: usize = 64;
const CLOSE_IN_BODY: usize = 12;
/// So many short texts are walked through for letters whatever the query, in about a millisecond.
const WALKED: usize = 4_000;
/// What letters in the right order are worth, where nothing else is found: a weak match, but one to show.
#[cfg(feature = "subsequence")]
const SCATTERED: f32 = 0.6;

/// A document under consideration.
struct Candidate {
    document: u32,
    score: f32,
    value: u32,
}

pub(crate) fn search(index: &Index, text: &str, limit: usize) -> Vec<Hit> {
    let query = read(index, text);
    if query.readings.is_empty() || limit == 0 {
        return Vec::new();
    }
    let mut best = vec![(0.0_f32, 0_u32); index.len()];
    let mut touched = Vec::new();
    let candidates = limit.max(if large(index) && is_spoken(&query) { WALKED / 4 } else { CLOSE });
    for reading in &query.readings {
        for found in rank(index, reading, candidates) {
            let known = &mut best[found.document as usize];
            if known.0 == 0.0 {
                touched.push(found.document);
            }
            let score = found.score * reading.trust;
            if score > known.0 {
                *known = (score, found.value);
            }
        }
    }
    scan(index, &query, &mut best, &mut touched);
    #[cfg(feature = "subsequence")]
    if touched.is_empty() {
        scattered(index, text, &mut best, &mut touched);
    }
    vote(index, &query, &mut best, &touched);
    let mut order = Best::new(limit);
    for document in touched {
        order.show(best[document as usize].0, document);
    }
    order
        .take()
        .iter()
        .map(|word| {
            let document = *word as u32;
            let (score, at) = best[document as usize];
            match index.values.get(at as usize) {
                Some(value) if value.document == document => Hit {
                    document,
                    score,
                    field: value.field,
                    value: value.nth,
                    spans: crate::mark::spans(index, &query, index.value_text(value)),
                },
                _ => Hit { document, score, field: Field::Body, value: 0, spans: Vec::new() },
            }
        })
        .collect()
}

/// Lets the better voted come first where documents answer about equally well.
fn vote(index: &Index, query: &Query, best: &mut [(f32, u32)], touched: &[u32]) {
    if index.votes.is_empty() {
        return;
    }
    for document in touched {
        let at = *document as usize;
        let vote = index.votes.get(at).copied().unwrap_or(0.0);
        // No vote is better than that for the very title.
        let vote = if query.readings.first().is_some_and(|words| is_title(index, words, at)) { 1.0 } else { vote };
        best[at].0 *= 1.0 + VOTE * vote;
    }
}

/// Whether the query is the title of a document, no more and no less.
fn is_title(index: &Index, reading: &Reading, document: usize) -> bool {
    let values = index.first_value[document] as usize..index.first_value[document + 1] as usize;
    index.values[values].iter().any(|value| {
        let units = index.value_units(value);
        value.field == Field::Title
            && units.len() == reading.slots.len()
            && units.iter().zip(&reading.slots).all(|(unit, slot)| slot.fits(index, *unit) >= 1.0)
    })
}

/// The documents that match a reading, with their final scores.
fn rank(index: &Index, reading: &Reading, candidates: usize) -> Vec<Candidate> {
    let n = index.len();
    let slots = &reading.slots;
    let mut scores = vec![0.0_f32; n];
    let mut covered = vec![0_u64; n];
    let mut weights = Vec::with_capacity(slots.len());
    for (i, slot) in slots.iter().enumerate() {
        let terms = slot.terms(index);
        let df: u32 = terms.iter().filter(|(_, fits)| *fits >= 0.9).map(|(term, _)| index.df(*term)).sum();
        let df = if df == 0 { terms.iter().map(|(term, _)| index.df(*term)).sum() } else { df };
        let rarity = idf((df as f32).min(n as f32), n as f32);
        let weight = rarity * if slot.neutral { NEUTRAL } else { 1.0 };
        for (term, fits) in terms {
            add(index, &mut scores, term, weight * fits);
            for at in index.postings(term) {
                covered[index.documents[at] as usize] |= 1 << i;
            }
        }
        weights.push(weight);
    }
    let mut paired = 0.0;
    for i in 1..slots.len() {
        let share = PAIR * if slots[i - 1].neutral && slots[i].neutral { NEUTRAL } else { 1.0 };
        paired += pairs(index, &slots[i - 1], &slots[i], share, &mut scores);
        let between = i >= 2 && !negates(&slots[i - 1]);
        if between && slots[i].ideograph != 0 && slots[i - 2].ideograph != 0 {
            let term = index.terms.get(pair(slots[i - 2].ideograph, slots[i].ideograph));
            add(index, &mut scores, term, idf(index.df(term) as f32, n as f32) * share * SKIPPED);
        }
    }
    for found in &reading.same {
        let Some(group) = found.group else { continue };
        let term = index.terms.get(u64::from(meaning::unit(group)));
        let neutral = slots[found.from..found.to].iter().all(|s| s.neutral);
        let weight = idf(index.df(term) as f32, n as f32) * SAME * if neutral { NEUTRAL } else { 1.0 };
        let bits = (found.from..found.to).fold(0_u64, |bits, i| bits | 1 << i);
        add(index, &mut scores, term, weight);
        for at in index.postings(term) {
            covered[index.documents[at] as usize] |= bits;
        }
    }
    let total: f32 = weights.iter().sum::<f32>().max(1e-6);
    let share = |document: usize| {
        let mut sum = 0.0;
        for (i, weight) in weights.iter().enumerate() {
            if covered[document] >> i & 1 == 1 {
                sum += weight;
            }
        }
        sum / total
    };
    let mut order = Best::new(candidates);
    for (document, score) in scores.iter().enumerate() {
        if *score > 0.0 {
            order.show(*score, document as u32);
        }
    }
    let scale = BM25 / (total + paired).max(1e-6);
    order
        .take()
        .iter()
        .enumerate()
        .map(|(place, word)| {
            let document = *word as u32;
            let mut score =
                scores[document as usize] * scale * (UNCOVERED + (1.0 - UNCOVERED) * share(document as usize));
            let mut value = u32::MAX;
            if place < CLOSE {
                let (mut best, mut second) = (0.0, 0.0);
                let values = index.first_value[document as usize]..index.first_value[document as usize + 1];
                for at in values {
                    if place >= CLOSE_IN_BODY && index.values[at as usize].field == Field::Body {
                        continue;
                    }
                    let worth = closely(index, reading, &weights, total, &index.values[at as usize]);
                    if worth > best {
                        second = best;
                        (best, value) = (worth, at);
                    } else if worth > second {
                        second = worth;
                    }
                }
                score += best + SECOND * second;
            }
            Candidate { document, score, value }
        })
        .collect()
}

/// Whether a slot is one of 不 没 未 无.
fn negates(slot: &Slot) -> bool {
    matches!(char::from_u32(slot.ideograph), Some('不' | '没' | '未' | '无'))
}

/// Adds a term's postings to the scores.
fn add(index: &Index, scores: &mut [f32], term: u32, weight: f32) {
    let weight = weight / 100.0; // impacts are in hundredths
    for at in index.postings(term) {
        scores[index.documents[at] as usize] += weight * f32::from(index.impacts[at]);
    }
}

/// Adds what the pair of two neighbouring slots finds. Returns the most it could be worth.
fn pairs(index: &Index, a: &Slot, b: &Slot, share: f32, scores: &mut [f32]) -> f32 {
    let n = index.len() as f32;
    let unit = |slot: &Slot| if slot.ideograph != 0 { slot.ideograph } else { slot.words.first().map_or(0, |w| w.0) };
    let (first, second) = (unit(a), unit(b));
    let mut known = 0;
    let mut worth = 0.0;
    let mut exact = crate::table::NONE;
    if first != 0 && second != 0 {
        let likely = |slot: &Slot| if slot.ideograph != 0 { 1.0 } else { slot.words[0].1 };
        exact = index.terms.get(pair(first, second));
        known = index.df(exact);
        worth = idf(known as f32, n) * share * likely(a) * likely(b);
        add(index, scores, exact, worth);
        let swapped = index.terms.get(pair(second, first));
        if swapped != exact {
            add(index, scores, swapped, idf(index.df(swapped) as f32, n) * share * SWAPPED * likely(a) * likely(b));
        }
    }
    if !a.sounds.is_empty() && !b.sounds.is_empty() {
        let mut sounding = Vec::new();
        let mut df = 0;
        for x in &a.classes {
            for y in &b.classes {
                for term in under(&index.sound_pairs, u64::from(*x) * COUNT as u64 + u64::from(*y)) {
                    if term == exact {
                        continue;
                    }
                    let key = index.terms.keys()[term as usize];
                    let fits = a.fits(index, (key >> 32) as u32 - 1) * b.fits(index, key as u32);
                    if fits > 0.0 {
                        df += index.df(term);
                        sounding.push((term, fits));
                    }
                }
            }
        }
        let typed = a.typed && b.typed;
        let rarity = idf((df as f32).min(n), n) * share;
        let trust = if typed {
            1.0
        } else if known > 0 {
            HOMOPHONES
        } else {
            HOMOPHONES_FOR_UNKNOWN
        };
        for (term, fits) in sounding {
            add(index, scores, term, rarity * trust * fits);
        }
        worth = if typed { rarity } else { worth };
    }
    worth
}

/// What a short text counts by its field, in the order of [`Field`]; sentences of the running text come last.
const CLOSELY: [f32; 5] = [1.0, 1.0, 0.7, 0.5, 0.4];

/// How well one short text answers the query: as a phrase, in parts, and how much of the text is asked for.
fn closely(index: &Index, reading: &Reading, weights: &[f32], total: f32, value: &Value) -> f32 {
    let units = index.value_units(value);
    let slots = &reading.slots;
    let (n, m) = (slots.len(), units.len());
    if n == 0 || m == 0 {
        return 0.0;
    }
    let mut fits = vec![0.0_f32; n * m];
    let mut by_slot = vec![0.0_f32; n];
    let (mut asked, mut all) = (0.0, 0.0);
    let groups = groups(index, slots, value);
    for j in 0..m {
        let known = Known::new(index, units[j]);
        let mut best = 0.0_f32;
        for i in 0..n {
            let mut fit = slots[i].fits_as(&known);
            if groups.get(j).is_some_and(|here| here & slots[i].groups != 0) {
                fit = fit.max(SAME_ANSWERS);
            }
            fits[i * m + j] = fit;
            by_slot[i] = by_slot[i].max(fit);
            best = best.max(fit);
        }
        let df = index.df(index.terms.get(u64::from(known.posted)));
        let weight = idf(df as f32, index.len() as f32);
        asked += weight * best;
        all += weight;
    }
    let cover = by_slot.iter().zip(weights).map(|(fit, weight)| fit * weight).sum::<f32>() / total;
    let title = if all > 0.0 { asked / all } else { 0.0 };
    let phrase = phrase(slots, &fits, m);
    let exact = if phrase >= 1.0 && n == m { EXACT } else { 0.0 };
    let weight = CLOSELY[value.field as usize];
    let several = n > 1 && value.field != Field::Body && slots.iter().any(|slot| !slot.words.is_empty());
    let (last, before) = (by_slot[n - 1], &by_slot[..n - 1]);
    let every = if several && before.iter().all(|fit| *fit >= 1.0) { last } else { 0.0 };
    weight
        * (PHRASE * phrase * phrase * phrase
            + COVER * cover * cover
            + TITLE * title * cover
            + EVERY * every * every
            + exact)
}

/// Which groups of expressions each unit of a text is part of; nothing where it shares none with the query.
#[inline(never)]
pub(crate) fn groups(index: &Index, slots: &[Slot], value: &Value) -> Vec<u128> {
    let mut groups = Vec::new();
    if slots.iter().any(|slot| slot.groups & value.meanings != 0) {
        let units = index.value_units(value);
        groups.resize(units.len(), 0);
        let mut found = Vec::new();
        meaning::of_units(&index.meanings, units, &index.words, &mut Vec::new(), &mut found);
        for expression in found {
            if let Some(group) = expression.group {
                for here in &mut groups[expression.from..expression.to] {
                    *here |= 1 << group;
                }
            }
        }
    }
    groups
}

/// One minus the cost of turning the query into some stretch of the text, as a share of the query:
/// 1 if it stands there as typed, 0 if nothing of it does. Sellers' algorithm, with swapped neighbours.
fn phrase(slots: &[Slot], fits: &[f32], m: usize) -> f32 {
    let n = slots.len();
    let mut all = 0.0;
    let mut older = vec![0.0_f32; m + 1];
    let mut last = vec![0.0_f32; m + 1];
    let mut now = vec![0.0_f32; m + 1];
    for i in 0..n {
        let weight = if slots[i].neutral {
            NEUTRAL
        } else if negates(&slots[i]) {
            NEGATION
        } else {
            1.0
        };
        all += weight;
        now[0] = all;
        for j in 0..m {
            let fit = fits[i * m + j];
            let mut cost = (last[j] + weight * (1.0 - fit)).min(last[j + 1] + weight).min(now[j] + GAP);
            if i > 0 && j > 0 && fits[i * m + j - 1] >= 0.9 && fits[(i - 1) * m + j] >= 0.9 {
                cost = cost.min(older[j - 1] + GAP);
            }
            now[j + 1] = cost;
        }
        core::mem::swap(&mut older, &mut last);
        core::mem::swap(&mut last, &mut now);
    }
    let least = last.iter().fold(f32::MAX, |a, b| a.min(*b));
    if all > 0.0 { (1.0 - least / all).max(0.0) } else { 0.0 }
}

/// Adds what the letters as a whole find: pinyin with errors, unfinished syllables, initials.
fn scan(index: &Index, query: &Query, best: &mut [(f32, u32)], touched: &mut Vec<u32>) {
    let Some(mut pattern) = Pattern::new(&query.letters) else { return };
    if index.spoken == 0 {
        return;
    }
    // Where a walk through all takes too long, documents with some of the syllables are walked
    // through, or, for letters that are no syllables, those that have just these letters.
    let narrow = large(index) && is_spoken(query);
    pattern.errors = if large(index) && !narrow { 0 } else { pattern.errors };
    // Texts of one document stand together: its best, and the second best at a discount, count here too.
    let mut of = u32::MAX;
    let (mut first, mut second) = (0.0, 0.0);
    for (at, value) in index.values.iter().enumerate() {
        if value.field == Field::Body || (narrow && best[value.document as usize].0 == 0.0) {
            continue;
        }
        let Some(found) = pattern.find(index.value_units(value), &value.filter, &index.words, index.pinyin.as_ref())
        else {
            continue;
        };
        let worth = letters_worth(index, &pattern, value, &found);
        if of != value.document {
            of = value.document;
            (first, second) = (0.0, 0.0);
        }
        let known = &mut best[value.document as usize];
        if known.0 == 0.0 {
            touched.push(value.document);
            known.1 = at as u32;
        }
        let before = first + SECOND * second;
        if worth > first {
            (first, second) = (worth, first);
        } else if worth > second {
            second = worth;
        }
        known.0 += first + SECOND * second - before;
    }
}

fn letters_worth(index: &Index, pattern: &Pattern, value: &Value, found: &Match) -> f32 {
    let units = index.value_units(value).len() as f32;
    let (quality, share) = match found.style {
        Style::Full => {
            (1.0 - SLIP * found.errors as f32, pattern.length as f32 / f32::from(value.filter.letters.max(1)))
        }
        Style::Initials => (INITIALS, pattern.length as f32 / units),
        Style::Mixed => (MIXED, 0.0),
    };
    SPELLED * (quality + if found.whole { WHOLE } else { 0.0 } + SHARE * share.min(1.0))
}

fn large(index: &Index) -> bool {
    index.short > WALKED
}

/// Whether the query is most probably pinyin in syllables.
fn is_spoken(query: &Query) -> bool {
    query.readings.get(1).is_some_and(|spoken| spoken.trust > 0.8)
}

/// Finds letters in the right order, with others between them: `mbrshp`.
#[cfg(feature = "subsequence")]
fn scattered(index: &Index, text: &str, best: &mut [(f32, u32)], touched: &mut Vec<u32>) {
    let Some(subsequence) = crate::subsequence::Subsequence::new(text) else { return };
    for (at, value) in index.values.iter().enumerate() {
        if let Some(score) = subsequence.score(index.value_text(value)) {
            let known = &mut best[value.document as usize];
            if known.0 == 0.0 {
                touched.push(value.document);
            }
            if score * SCATTERED > known.0 {
                *known = (score * SCATTERED, at as u32);
            }
        }
    }
}
