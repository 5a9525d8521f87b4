//! The week as a strip of seven days, each with its hours.

use leptos::prelude::*;

/// A stretch of the week, in minutes from Monday 00:00. It may reach over the end of the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When it begins: 0-10079.
    pub start: u16,
    /// How long it is: 1-10080.
    pub minutes: u16,
    /// The class that colours it: `window`, `backup` or `now`.
    pub class: &'static str,
}

const DAY: u16 = 1440;
const WEEK: u16 = 7 * DAY;
const LEFT: u16 = 44;
const HOUR: u16 = 24;
const ROW: u16 = 18;
const TOP: u16 = 16;

/// The strip: `days` are short names from Monday on; `label` says in words what it shows, since the picture cannot be read aloud.
pub fn week(label: &str, days: [&str; 7], stretches: &[Stretch]) -> AnyView {
    let width = LEFT + 24 * HOUR;
    let height = TOP + 7 * ROW;
    let rows: Vec<_> = (0_u16..).zip(days).map(|(index, name)| day(index, name)).collect();
    let hours: Vec<_> = [0_u16, 6, 12, 18, 24]
        .map(|hour| {
            let x = LEFT + hour * HOUR;
            view! { <text class="hour" x=x.to_string() y="10" text-anchor="middle">{hour.to_string()}</text> }
        })
        .into_iter()
        .collect();
    let bars: Vec<_> = stretches.iter().flat_map(bars).collect();
    view! {
        <svg class="week" viewBox=format!("0 0 {} {height}", width + 12) role="img" aria-label=label.to_owned()>
            {hours} {rows} {bars}
        </svg>
    }
    .into_any()
}

fn day(index: u16, name: &str) -> AnyView {
    let y = TOP + index * ROW;
    view! {
        <text class="day" x="0" y=(y + 13).to_string()>{name.to_owned()}</text>
        <rect class="track" x=LEFT.to_string() y=(y + 2).to_string() width=(24 * HOUR).to_string() height=(ROW - 4).to_string() rx="3" />
    }
    .into_any()
}

/// A stretch is cut where days end.
fn bars(stretch: &Stretch) -> Vec<AnyView> {
    pieces(stretch.start, stretch.minutes)
        .into_iter()
        .map(|(start, minutes)| {
            let (day, minute) = (start / DAY, start % DAY);
            let x = f32::from(LEFT) + f32::from(minute) / 60.0 * f32::from(HOUR);
            let width = f32::from(minutes) / 60.0 * f32::from(HOUR);
            let y = TOP + day * ROW + 2;
            view! {
                <rect class=stretch.class x=format!("{x:.1}") y=y.to_string() width=format!("{width:.1}") height=(ROW - 4).to_string() rx="3" />
            }
            .into_any()
        })
        .collect()
}

fn pieces(start: u16, minutes: u16) -> Vec<(u16, u16)> {
    let (mut at, mut left, mut pieces) = (start % WEEK, minutes.min(WEEK), Vec::new());
    while left > 0 {
        let piece = left.min(DAY - at % DAY);
        pieces.push((at, piece));
        at = (at + piece) % WEEK;
        left -= piece;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn a_stretch_goes_on_on_the_next_day_and_over_the_end_of_the_week() {
        assert_eq!(pieces(60, 180), [(60, 180)]);
        assert_eq!(pieces(1380, 120), [(1380, 60), (1440, 60)]);
        assert_eq!(pieces(7 * 1440 - 30, 60), [(7 * 1440 - 30, 30), (0, 30)]);
    }
}
