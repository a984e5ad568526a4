//! Which anchors are laid beside each other when a skill is talked about: never all, or nobody reads them.

use crate::model::{Rubric, Skill};

/// The points of the scale whose anchors are shown, from low to high: three of them. Where the marks lie far apart,
/// both ends and what lies between; else the point that is chosen, or asked, or marked, with its neighbours.
pub fn to_show(top: u8, chosen: Option<u8>, range: Option<(u8, u8)>, bar: Option<f64>) -> Vec<u8> {
    if top <= 3 {
        return (1..=top).collect();
    }
    let mut points = match range {
        Some((low, high)) if high - low >= 2 => {
            let middle = match bar.map(|bar| bar.round() as u8) {
                Some(bar) if low < bar && bar < high => bar,
                _ => low + (high - low) / 2,
            };
            vec![low, middle, high]
        }
        Some((low, high)) => around(top, chosen.unwrap_or(low + (high - low).div_ceil(2))),
        None => chosen.map_or_else(|| vec![1, top / 2 + 1, top], |chosen| around(top, chosen)),
    };
    if let Some(chosen) = chosen.filter(|chosen| !points.contains(chosen)) {
        // What is chosen takes the place of the nearest one.
        if let Some(nearest) = points.iter_mut().min_by_key(|point| point.abs_diff(chosen)) {
            *nearest = chosen;
        }
        points.sort_unstable();
    }
    points
}

fn around(top: u8, middle: u8) -> Vec<u8> {
    let middle = middle.clamp(2, top - 1);
    vec![middle - 1, middle, middle + 1]
}

/// The anchor of a point; where the company has none, the name of the point.
pub fn words(rubric: &Rubric, skill: &Skill, point: u8) -> String {
    let place = usize::from(point).saturating_sub(1);
    let anchor = skill.anchors.get(place).filter(|anchor| !anchor.is_empty());
    let name = || rubric.scale.points.get(place).map(|point| &point.name);
    anchor.or_else(name).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::to_show;

    #[test]
    fn three_anchors_are_enough_to_decide_between() {
        assert_eq!(to_show(5, None, None, None), [1, 3, 5]);
        assert_eq!(to_show(7, None, None, None), [1, 4, 7]);
        assert_eq!(to_show(3, None, Some((1, 3)), None), [1, 2, 3]);
        assert_eq!(to_show(5, None, Some((1, 4)), Some(3.0)), [1, 3, 4], "both ends and the bar between them");
        assert_eq!(to_show(5, None, Some((1, 5)), Some(5.0)), [1, 3, 5]);
        assert_eq!(to_show(5, None, Some((4, 4)), None), [3, 4, 5]);
        assert_eq!(to_show(5, None, Some((5, 5)), None), [3, 4, 5]);
        assert_eq!(to_show(5, Some(2), Some((1, 4)), Some(3.0)), [2, 3, 4], "what is chosen is among them");
        assert_eq!(to_show(4, Some(1), None, None), [1, 2, 3]);
    }

    #[test]
    fn whatever_is_chosen_is_shown_and_nothing_off_the_scale() {
        for top in 3..=7_u8 {
            for low in 1..=top {
                for high in low..=top {
                    for chosen in (1..=top).map(Some).chain([None]) {
                        let points = to_show(top, chosen, Some((low, high)), Some(2.5));
                        assert_eq!(points.len(), 3, "{points:?}");
                        assert!(points.is_sorted_by(|a, b| a < b), "{points:?}");
                        assert!(points.iter().all(|point| (1..=top).contains(point)), "{points:?}");
                        assert!(chosen.is_none_or(|chosen| points.contains(&chosen)), "{points:?}");
                    }
                }
            }
        }
    }
}
