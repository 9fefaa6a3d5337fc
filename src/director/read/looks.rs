//! Which of the filters that were asked for the film has: all that can be seen together.

use std::cmp::Reverse;

use crate::brief::Filter;
use crate::director::read::normalise::Span;
use crate::director::read::plain::Plainness;

#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) filter: Filter,
    pub(crate) plainness: Plainness,
    pub(crate) span: Span,
}

/// The plainest first, of two equals the later; then what goes with it, in the order of the text. What does not is lost.
pub(crate) fn looks(mut all: Vec<Look>) -> (Vec<Look>, Vec<Span>) {
    all.sort_by_key(|look| Reverse((look.plainness, look.span.start)));
    let (mut seen, mut lost): (Vec<Look>, Vec<Span>) = (Vec::new(), Vec::new());
    for look in all {
        if seen.iter().all(|other| other.filter.goes_with(look.filter)) {
            let again = seen.iter().any(|other| other.filter == look.filter);
            seen.extend(Some(look).filter(|_| !again));
        } else {
            lost.push(look.span);
        }
    }
    if let Some(more) = seen.get_mut(1..) {
        more.sort_by_key(|look| look.span.start);
    }
    (seen, lost)
}
