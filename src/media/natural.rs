//! The order in which people number files: `img2` before `img10`.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares two names or `/`-separated paths: runs of digits by their value, letters without regard to case, and the
/// plain bytes where all else is equal, so that the order is total.
#[must_use]
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                number(&mut left).cmp(&number(&mut right))
            }
            (Some(_), Some(_)) => letter(&mut left).cmp(&letter(&mut right)),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// A run of digits as (length without leading zeros, digits): compares like the number, however long it is.
fn number(chars: &mut Peekable<Chars<'_>>) -> (usize, String) {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if !(digits.is_empty() && digit == '0') {
            digits.push(digit);
        }
    }
    (digits.len(), digits)
}

/// The path separator sorts before everything, so that a folder's files stay together.
fn letter(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    let letter = chars.next()?;
    Some(if letter == '/' { '\0' } else { letter.to_lowercase().next().unwrap_or(letter) })
}

#[cfg(test)]
mod tests {
    use super::{Ordering, natural_order};
    use proptest::prelude::*;

    fn sorted(names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(ToString::to_string).collect();
        names.sort_by(|a, b| natural_order(a, b));
        names
    }

    #[test]
    fn numbers_count_by_value() {
        assert_eq!(sorted(&["img10.jpg", "img2.jpg", "IMG1.jpg"]), ["IMG1.jpg", "img2.jpg", "img10.jpg"]);
        assert_eq!(
            sorted(&["99999999999999999999998.png", "99999999999999999999997.png"])[0],
            "99999999999999999999997.png"
        );
    }

    #[test]
    fn a_folder_stays_together() {
        assert_eq!(sorted(&["a-b/1", "a/2", "a/1"]), ["a/1", "a/2", "a-b/1"]);
    }

    proptest! {
        #[test]
        fn the_order_is_total(a in "[a-cA-C0-2/]{0,6}", b in "[a-cA-C0-2/]{0,6}", c in "[a-cA-C0-2/]{0,6}") {
            prop_assert_eq!(natural_order(&a, &b), natural_order(&b, &a).reverse());
            prop_assert_eq!(natural_order(&a, &b) == Ordering::Equal, a == b);
            if natural_order(&a, &b).is_le() && natural_order(&b, &c).is_le() {
                prop_assert!(natural_order(&a, &c).is_le());
            }
        }
    }
}
