//! Horizon: a bet placed as far ahead as the target thinks, and looked at again. Where the target thinks no further
//! ahead than the person's own level, it is not asked.

use super::{Case, GateKind, GateReading, Occasion, Shortfall};
use crate::model::day_words;

const NAME: &str = "Horizon";

pub(super) fn read(case: &Case) -> GateReading {
    let subject = case.subject;
    let rubric = &subject.session.rubric;
    let horizon_of = |level| rubric.level(level).and_then(|level| rubric.horizon(&level.horizon));
    let Some(asked) = horizon_of(&case.demand.level) else {
        return GateReading::not_asked(GateKind::Horizon, NAME, "The level has no horizon.");
    };
    let own = subject.own.and_then(|own| horizon_of(&own.level));
    if own.is_some_and(|own| own.months >= asked.months) {
        let sentence = "No longer than that of the own level: not asked.";
        return GateReading::not_asked(GateKind::Horizon, NAME, sentence);
    }
    let name = format!("{NAME}: {}", asked.name.to_lowercase());
    let far_enough = subject.evidence.iter().copied().filter(|item| {
        let horizon = item.horizon.as_ref().and_then(|horizon| rubric.horizon(horizon));
        horizon.is_some_and(|horizon| horizon.months >= asked.months)
    });
    let bets: Vec<_> = far_enough.collect();
    let revisited: Vec<_> =
        bets.iter().filter(|bet| bet.revisited.is_some_and(|day| day > bet.date && day <= subject.today())).collect();
    let sentence = match (revisited.first(), bets.first()) {
        (Some(bet), _) => match bet.revisited {
            Some(day) => format!("A bet of {}, looked at again on {}.", day_words(bet.date), day_words(day)),
            None => format!("A bet of {}, looked at again.", day_words(bet.date)),
        },
        (None, Some(bet)) => format!("The bet of {} has not been looked at again yet.", day_words(bet.date)),
        (None, None) => format!("No bet that far ahead is in evidence; {} asks for one.", case.level_name()),
    };
    let short = revisited.is_empty().then(|| Shortfall::occasions(Occasion::Horizon, 1));
    let rests_on = if revisited.is_empty() { bets } else { revisited.into_iter().copied().collect() };
    GateReading::asked(GateKind::Horizon, name, sentence, short.into_iter().collect())
        .on_evidence(rests_on.iter().map(|bet| bet.id.clone()))
}
