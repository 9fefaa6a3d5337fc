//! Which bytes of a file are wanted (RFC 9110 §14): one range at most, anything else is the whole.

/// Answers a `Range` header for a file of `length` bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Whole,
    /// The first byte and the number of bytes, at least one.
    Part {
        from: u64,
        count: u64,
    },
    Beyond,
}

/// Reads the header; what cannot be understood is ignored, as the RFC asks.
pub(crate) fn wanted(header: Option<&str>, length: u64) -> Wanted {
    let Some((first, last)) = header.and_then(|header| header.trim().strip_prefix("bytes=")?.split_once('-')) else {
        return Wanted::Whole;
    };
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(from), _) if from >= length && (last.is_empty() || last.parse::<u64>().is_ok()) => Wanted::Beyond,
        (Ok(from), Ok(to)) if from <= to => part(from, to, length),
        (Ok(from), Err(_)) if last.is_empty() => part(from, u64::MAX, length),
        (Err(_), Ok(0)) if first.is_empty() => Wanted::Beyond,
        (Err(_), Ok(_)) if first.is_empty() && length == 0 => Wanted::Beyond,
        (Err(_), Ok(tail)) if first.is_empty() => part(length.saturating_sub(tail), u64::MAX, length),
        _ => Wanted::Whole,
    }
}

/// `from` lies inside.
fn part(from: u64, to: u64, length: u64) -> Wanted {
    let last = to.min(length.saturating_sub(1));
    Wanted::Part { from, count: last.saturating_sub(from).saturating_add(1) }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, wanted};
    use proptest::prelude::{any, prop_assert, proptest};

    #[test]
    fn ranges_mean_what_the_rfc_says() {
        let part = |from, count| Wanted::Part { from, count };
        for (header, expected) in [
            ("bytes=0-0", part(0, 1)),
            ("bytes=2-4", part(2, 3)),
            ("bytes=4-", part(4, 6)),
            ("bytes=-3", part(7, 3)),
            ("bytes=-99", part(0, 10)),
            ("bytes=9-99", part(9, 1)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=5-2", Wanted::Whole),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("items=0-1", Wanted::Whole),
        ] {
            assert_eq!(wanted(Some(header), 10), expected, "{header}");
        }
        assert_eq!(wanted(None, 10), Wanted::Whole);
    }

    proptest! {
        #[test]
        fn a_part_lies_inside_the_file(header in "bytes=[0-9]{0,20}-[0-9]{0,20}", length in any::<u64>()) {
            if let Wanted::Part { from, count } = wanted(Some(&header), length) {
                prop_assert!(count >= 1 && from.checked_add(count).is_some_and(|end| end <= length));
            }
        }
    }
}
