//! Narrowing a screen to one level and one team: what there is to choose, and the two choices.

use egui::{Align, Layout, Ui, vec2};

use crate::app::theme::Theme;
use crate::app::widgets::Select;
use crate::insight::{Filter, Readings};
use crate::model::{LevelId, Session};

/// What the filters offer.
pub struct Choices {
    teams: Vec<(Option<String>, String)>,
    levels: Vec<(Option<LevelId>, String)>,
}

impl Choices {
    /// The teams that somebody belongs to, and the levels that somebody holds.
    pub fn new(session: &Session, readings: &Readings) -> Self {
        let teams = readings.teams().into_iter().map(|team| (Some(team.clone()), team));
        let held = readings.team(session, &Filter::default());
        let held: Vec<&LevelId> = held.tiers.iter().flat_map(|tier| &tier.levels).collect();
        let levels = session.rubric.levels.iter().filter(|level| held.contains(&&level.id));
        let levels = levels.map(|level| (Some(level.id.clone()), level.plural.clone()));
        Self {
            teams: std::iter::once((None, "All teams".to_owned())).chain(teams).collect(),
            levels: std::iter::once((None, "All levels".to_owned())).chain(levels).collect(),
        }
    }

    /// Drops a team or level that is gone: it would leave nobody, with no way to see why.
    pub fn mend(&self, filter: &mut Filter) {
        if !self.teams.iter().any(|(team, _)| *team == filter.team) {
            filter.team = None;
        }
        if !self.levels.iter().any(|(level, _)| *level == filter.level) {
            filter.level = None;
        }
    }

    /// Shows the two choices, each where there is something to choose.
    pub fn show(&self, ui: &mut Ui, filter: &mut Filter) {
        if self.levels.len() > 2 {
            choice(ui, "Level", &mut filter.level, &self.levels);
        }
        if self.teams.len() > 2 {
            choice(ui, "Team", &mut filter.team, &self.teams);
        }
    }
}

/// A choice of a width of its own, whichever way the row around it runs.
fn choice<V: PartialEq + Clone>(ui: &mut Ui, name: &str, value: &mut V, choices: &[(V, String)]) {
    let theme = Theme::of(ui);
    let size = vec2(theme.scaled(130.0), theme.control_height());
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        Select::new(name).label_hidden().width(size.x).show(ui, value, choices);
    });
}
