//! Own level held: every bar of the person's own level. A tier a little under its bar still holds, as the panel judges
//! there; who stands at a level already is not turned away by a quarter of a point.

use super::{Case, GateKind, GateReading, Shortfall};
use crate::insight::points::meets;

const NAME: &str = "Own level held";

pub(super) fn read(case: &Case) -> GateReading {
    let subject = case.subject;
    let Some(own) = subject.own else {
        return GateReading::not_asked(GateKind::OwnLevel, NAME, "No level is set, so there is none to hold.");
    };
    let name = subject.session.rubric.level(&own.level).map_or("The own level", |level| level.name.as_str());
    if own.bars().next().is_none() {
        return GateReading::not_asked(GateKind::OwnLevel, NAME, format!("{name} has no bars of its own."));
    }
    let slack = subject.session.rubric.rules.at_the_bar;
    let short = own.bars().filter_map(|(place, tier, bar)| match subject.tier_score(case.scores, place, tier).score {
        Some(score) if meets(score, bar - slack) => None,
        Some(score) => Some(case.tier_shortfall(place, bar - score)),
        None => Some(Shortfall { one_step: false, ..case.tier_shortfall(place, f64::INFINITY) }),
    });
    let sentence = format!("{name}: {}.", case.bars_in_words(own));
    GateReading::asked(GateKind::OwnLevel, NAME, sentence, short.collect())
}
