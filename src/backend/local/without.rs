//! A film that is laid out, with some pictures taken out of it: what comes after closes up, as film does that is cut.

use crate::timeline::{Role, Shot, Text, Timeline};

/// The film without these pictures, shorter by as long as they were seen alone; nothing if no other is left. A caption goes
/// with its picture; other texts stay as long as they were and as near to where they were.
pub(crate) fn without(timeline: &Timeline, pictures: &[&str]) -> Option<Timeline> {
    let mut timeline = timeline.clone();
    let is_bad = |shot: &Shot| pictures.contains(&shot.picture.as_str());
    while let Some(number) = timeline.shots.iter().position(is_bad) {
        timeline = cut(timeline, number)?;
    }
    Some(timeline)
}

fn cut(mut timeline: Timeline, number: usize) -> Option<Timeline> {
    let gone = timeline.shots.remove(number);
    let last = timeline.shots.last()?.end();
    let from = if number == timeline.shots.len() { last } else { gone.start };
    let to = timeline.shots.get(number).map_or(timeline.frames, |next| next.start);
    let gap = to - from;
    timeline.shots[number..].iter_mut().for_each(|shot| shot.start -= gap);
    join(&mut timeline.shots, number, &gone);
    timeline.frames -= gap;
    let frames = timeline.frames;
    timeline.texts = timeline.texts.into_iter().filter_map(|text| moved(text, from..to, frames)).collect();
    timeline.fade_in = timeline.fade_in.min(frames);
    timeline.fade_out = timeline.fade_out.min(frames);
    if let Some(music) = &mut timeline.music {
        music.fade_in = music.fade_in.min(frames);
        music.fade_out = music.fade_out.min(frames);
    }
    Some(timeline)
}

/// What follows comes in as the shot did that is gone, over the shot before it; it cuts in where it is too short for that.
fn join(shots: &mut [Shot], number: usize, gone: &Shot) {
    let (before, after) = shots.split_at_mut(number);
    let Some(next) = after.first_mut() else { return };
    next.entrance = gone.entrance.filter(|entrance| entrance.frames < next.frames);
    if let (Some(previous), None) = (before.last_mut(), next.entrance) {
        previous.frames = next.start - previous.start;
    }
}

fn moved(text: Text, gone: std::ops::Range<u32>, frames: u32) -> Option<Text> {
    let at = |frame: u32| if frame < gone.end { frame.min(gone.start) } else { frame - (gone.end - gone.start) };
    let (start, end) = (at(text.start), at(text.start.saturating_add(text.frames)));
    let (start, long) = match text.role {
        Role::Caption => (start, end - start),
        _ => (start.min(frames.saturating_sub(text.frames)), text.frames.min(frames)),
    };
    (long > 0).then_some(Text { start, frames: long, ..text })
}

#[cfg(test)]
mod tests {
    use super::without;
    use crate::brief::{Brief, CaptionsFrom, Transition};
    use crate::director::{Picture, compose};
    use crate::render::check;
    use crate::timeline::{Role, Timeline};
    use proptest::prelude::*;

    fn film(count: usize, brief: &Brief) -> Timeline {
        let picture =
            |number| Picture { path: format!("{number}.jpg"), width: 1600, height: 1200, ..Picture::default() };
        let pictures: Vec<Picture> = (0..count).map(picture).collect();
        compose(brief, &pictures, None).unwrap().timeline
    }

    fn usual() -> Timeline {
        let brief = Brief {
            title: Some("Sea".into()),
            end_text: Some("Bye".into()),
            captions_from: Some(CaptionsFrom::Filename),
            ..Brief::default()
        };
        film(4, &brief)
    }

    fn pictures(timeline: &Timeline) -> Vec<&str> {
        timeline.shots.iter().map(|shot| shot.picture.as_str()).collect()
    }

    #[test]
    fn the_others_close_up_and_a_caption_goes_with_its_picture() {
        let whole = usual();
        let left = without(&whole, &["1.jpg"]).unwrap();
        assert_eq!(pictures(&left), ["0.jpg", "2.jpg", "3.jpg"]);
        assert_eq!(whole.frames - left.frames, whole.shots[2].start - whole.shots[1].start);
        let texts = |timeline: &Timeline| timeline.texts.iter().map(|text| text.text.clone()).collect::<Vec<_>>();
        let expected: Vec<String> = texts(&whole).into_iter().filter(|text| text != "1").collect();
        assert_eq!(texts(&left), expected);
        let end = |timeline: &Timeline| {
            let text = timeline.texts.iter().find(|text| text.role == Role::End).unwrap();
            (timeline.frames - text.start, text.frames)
        };
        assert_eq!(end(&left), end(&whole), "it ends as it did");
    }

    #[test]
    fn title_and_end_outlive_the_pictures_they_stood_on() {
        let left = without(&usual(), &["0.jpg", "3.jpg"]).unwrap();
        assert_eq!(pictures(&left), ["1.jpg", "2.jpg"]);
        assert_eq!(left.shots[0].entrance, None);
        let roles: Vec<Role> = left.texts.iter().map(|text| text.role).collect();
        assert!(roles.contains(&Role::Title) && roles.contains(&Role::End), "{roles:?}");
        assert!(left.texts.iter().all(|text| text.start + text.frames <= left.frames));
    }

    #[test]
    fn nothing_is_left_of_nothing() {
        assert_eq!(without(&film(1, &Brief::default()), &["0.jpg"]), None);
        assert_eq!(without(&usual(), &["9.jpg"]), Some(usual()));
    }

    proptest! {
        #[test]
        fn whatever_is_taken_out_the_rest_can_be_filmed(
            count in 2_usize..9,
            bad in proptest::collection::vec(0_usize..9, 1..5),
            seconds in 0.2_f64..4.0,
            overlap in 0.0_f64..3.0,
            transition in prop::sample::select(vec![Transition::Cut, Transition::Crossfade, Transition::Slide]),
        ) {
            let brief = Brief {
                seconds_per_image: Some(seconds),
                transition: Some(transition),
                transition_seconds: Some(overlap),
                title: Some("Sea".into()),
                ..Brief::default()
            };
            let names: Vec<String> = bad.iter().map(|number| format!("{number}.jpg")).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            if let Some(left) = without(&film(count, &brief), &names) {
                prop_assert_eq!(check(&left), Ok(()));
                prop_assert!(left.texts.iter().all(|text| text.frames > 0 && text.start + text.frames <= left.frames));
            }
        }
    }
}
