//! One door to all transitions.

use crate::brief::{Direction, Transition};
use crate::render::blend::planes::smooth;
use crate::render::blend::{circle, fade, slide, soften, whirl, wipe};
use crate::render::frame::Frame;
use crate::timeline::Entrance;

/// Makes `out` of `old` and `new`, all of one size; `t` runs from 0 (only the old one) to 1 (only the new one). The
/// entrance's length only says how far things move within one frame, for those that are blurred by their motion.
pub(crate) fn blend(entrance: Entrance, t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    use Transition as T;
    let (t, to) = (t.clamp(0.0, 1.0), entrance.direction);
    match entrance.transition {
        // The timeline never holds the last two; whoever writes one by hand gets a cut.
        T::Cut | T::Random => out.copy_from(new),
        T::Crossfade => fade::cross(smooth(t), old, new, out),
        T::FadeBlack => fade::through(fade::BLACK, smooth(t), old, new, out),
        T::FadeWhite => fade::through(fade::WHITE, smooth(t), old, new, out),
        T::Flash => fade::flash(t, old, new, out),
        T::Slide => slide::slide(to.unwrap_or(Direction::Left), smooth(t), old, new, out),
        T::Wipe => wipe::wipe(to.unwrap_or(Direction::Right), smooth(t), old, new, out),
        T::Circle => circle::circle(smooth(t), old, new, out),
        T::Blur => soften::blur(t, old, new, out),
        T::Pixelize => soften::pixelize(t, old, new, out),
        T::Zoom => whirl::zoom(entrance.frames, t, old, new, out),
        T::Spin => whirl::spin(entrance, t, old, new, out),
    }
}

/// Which of the two can be seen at `t`: where one cannot, nobody need draw it.
pub(crate) fn seen(transition: Transition, t: f32) -> (bool, bool) {
    match transition {
        Transition::Cut | Transition::Random => (false, true),
        Transition::FadeBlack | Transition::FadeWhite => (t < 0.5, t >= 0.5),
        Transition::Flash => (t < fade::BURST, t >= fade::BURST),
        Transition::Zoom | Transition::Spin => (t < whirl::HANDOVER.1, t > whirl::HANDOVER.0),
        _ => (t < 1.0, t > 0.0),
    }
}
