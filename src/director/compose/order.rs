//! Which pictures are shown, and in which order.

use std::cmp::Ordering;

use crate::brief::{Brief, Order};
use crate::director::compose::canvas::Picture;
use crate::media::natural_order;

/// The pictures as they are shown, and sentences about what of the wish could not be.
pub(crate) fn chosen(brief: &Brief, pictures: &[Picture]) -> (Vec<Picture>, Vec<String>) {
    let mut shown = pictures.to_vec();
    let mut notes: Vec<String> = sort(&mut shown, brief.order).into_iter().collect();
    let first = brief.first_image.as_deref().map(|name| place(&mut shown, name, 0));
    let last = brief.last_image.as_deref().map(|name| {
        let end = shown.len().saturating_sub(1);
        place(&mut shown, name, end)
    });
    notes.extend([first, last].into_iter().flatten().flatten());
    if let Some(most) = brief.max_images.map(|most| most as usize).filter(|most| (1..shown.len()).contains(most)) {
        let keep_last = brief.last_image.is_some() && most > 1;
        let rest = shown.len() - most;
        let from = if keep_last { most - 1 } else { most };
        shown.drain(from..from + rest);
    }
    (shown, notes)
}

fn sort(pictures: &mut [Picture], order: Option<Order>) -> Option<String> {
    let dated = pictures.iter().any(|picture| picture.taken.is_some());
    match order {
        None | Some(Order::Given) => {}
        Some(Order::Name) => pictures.sort_by(|a, b| natural_order(&a.path, &b.path)),
        Some(Order::Date) => pictures.sort_by(by_date),
        Some(Order::DateDesc) => pictures.sort_by(|a, b| by_date(a, b).reverse()),
        Some(Order::Reverse) => pictures.reverse(),
        Some(Order::Shuffle) => shuffle(pictures),
    }
    (matches!(order, Some(Order::Date | Order::DateDesc)) && !dated)
        .then(|| "no picture says when it was taken, so they stay in the order of their names".to_owned())
}

/// Pictures that do not say when they were taken keep their places behind the others'.
fn by_date(a: &Picture, b: &Picture) -> Ordering {
    match (&a.taken, &b.taken) {
        (Some(a), Some(b)) => a.cmp(b),
        _ => Ordering::Equal,
    }
}

/// The same pictures always come out in the same order, so a film can be made again.
fn shuffle(pictures: &mut [Picture]) {
    let mut state = pictures.iter().flat_map(|picture| picture.path.bytes()).fold(SEED, step);
    for left in (2..=pictures.len()).rev() {
        state = step(state, 0);
        pictures.swap(left - 1, (state >> 33) as usize % left);
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): offset basis and prime.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(state: u64, byte: u8) -> u64 {
    (state ^ u64::from(byte) ^ (state >> 29)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Moves the picture of that name to a place; a sentence if there is none.
fn place(pictures: &mut Vec<Picture>, name: &str, to: usize) -> Option<String> {
    let wanted = name.to_lowercase();
    let is = |picture: &Picture| {
        let path = picture.path.to_lowercase();
        path == wanted || path.rsplit('/').next() == Some(wanted.as_str())
    };
    let Some(from) = pictures.iter().position(is) else {
        return Some(format!("there is no picture `{name}`"));
    };
    let picture = pictures.remove(from);
    pictures.insert(to.min(pictures.len()), picture);
    None
}
