//! The Pyramid screen: where the team stands. People stand in the tier of their title; those who show the next level and
//! those whose level is not yet evidenced stand out, and the panel at the right says what it comes to. It opens with
//! Calibrate, and a click on anybody opens the person.

mod people_list;
mod says;
mod since;
mod standing;
mod teams;

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Ui, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{
    Answer, Banner, Clicked, EmptyState, Hue, Segmented, TeamBand, TeamPerson, TeamPyramid, Wanted, initials,
    page_title, panel, text,
};
use crate::insight::points::{capital, count, list};
use crate::insight::{Filter, Readings, Token, TokenState, visibility};
use crate::model::{LevelId, PersonId};

use super::filters::Choices;
use super::{comparison, waiting};
use people_list::PeopleList;
use standing::{Band, Since, Standing};

/// What the middle of the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    #[default]
    ByLevel,
    ByTeam,
    Since,
}

/// The Pyramid screen.
#[derive(Default)]
pub struct PyramidScreen {
    look: Look,
    filter: Filter,
    worked: Option<Worked>,
    list: Option<PeopleList>,
    /// Who was opened last: marked, to be found again on coming back.
    opened: Option<PersonId>,
}

/// What is worked out for one revision and filter.
struct Worked {
    revision: u64,
    filter: Filter,
    standing: Standing,
    /// Worked out when it is looked at.
    since: Option<Vec<Since>>,
    choices: Choices,
    /// Where the one who was opened last stands.
    marked: Option<(usize, usize)>,
}

impl PyramidScreen {
    /// Shows the screen.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        if !visibility::sees_aggregates(view.session, &view.viewer()) {
            self.forget();
            return waiting::show(ui, view, "The pyramid", None, actions);
        }
        if view.session.people.is_empty() {
            return nobody(ui, actions);
        }
        let mut worked = self.work_out(view);
        let begun = actions.len();
        self.panel(ui, view, &worked);
        let frame = Frame::new().inner_margin(Margin { left: 28, right: 28, top: 20, bottom: 24 });
        CentralPanel::default().frame(frame).show(ui, |ui| self.content(ui, view, &mut worked, actions));
        self.worked = Some(worked);
        if let Some(list) = &mut self.list
            && !list.show(ui, actions)
        {
            self.list = None;
        }
        self.remember_opened(&actions[begun..]);
    }

    /// Nobody here may look at it now: nothing of it stays.
    fn forget(&mut self) {
        self.worked = None;
        self.list = None;
    }

    fn work_out(&mut self, view: &View<'_>) -> Worked {
        let fresh = |worked: &Worked| worked.revision == view.revision && worked.filter == self.filter;
        if let Some(worked) = self.worked.take().filter(fresh) {
            return worked;
        }
        let readings = view.readings;
        let choices = Choices::new(view.session, readings);
        choices.mend(&mut self.filter);
        let standing = Standing::new(view.session, readings, &self.filter);
        Worked {
            revision: view.revision,
            filter: self.filter.clone(),
            marked: self.opened.as_ref().and_then(|opened| standing.place(opened)),
            standing,
            since: None,
            choices,
        }
    }

    fn remember_opened(&mut self, actions: &[Action]) {
        for action in actions {
            if let (Action::Go(Screen::Person(person)), Some(worked)) = (action, &mut self.worked) {
                worked.marked = worked.standing.place(person);
                self.opened = Some(person.clone());
            }
        }
    }

    fn panel(&mut self, ui: &mut Ui, view: &View<'_>, worked: &Worked) {
        let theme = Theme::of(ui);
        let width = theme.scaled(346.0).min(ui.available_width() * 0.4);
        let side = Panel::right("what the pyramid says").exact_size(width).resizable(false).show_separator_line(false);
        let shown = side.frame(panel(&theme)).show(ui, |ui| says::show(ui, view, &worked.standing.says));
        let rect = shown.response.rect;
        ui.painter().vline(rect.left(), rect.y_range(), egui::Stroke::new(1.0, theme.line));
        if let Some(figure) = shown.inner {
            self.open_figure(view, worked, figure);
        }
    }

    /// Opens the list of those behind a figure of the panel.
    fn open_figure(&mut self, view: &View<'_>, worked: &Worked, figure: usize) {
        let readings = view.readings;
        let (session, standing) = (view.session, &worked.standing);
        let Some((_, sentence, _)) = standing.says.sentences().into_iter().nth(figure) else { return };
        let level_name = |level: &LevelId| session.rubric.level(level).map(|level| level.name.clone());
        self.list = Some(match figure {
            0 => PeopleList::new(view, "Show the next level's skills", standing.drawn(TokenState::ShowsNext), |id| {
                let shown = readings.glance(id)?.shows_next.as_ref()?;
                let words = if shown.ready { "every gate met" } else { "a gate is open" };
                Some(format!("shows {}, {words}", level_name(&shown.level)?))
            }),
            1 => {
                let people = standing.drawn(TokenState::NotEvidenced);
                PeopleList::new(view, "At a level not yet evidenced", people, |id| {
                    readings.glance(id)?.too_early.then(|| "new at the level, or back".to_owned())
                })
            }
            _ => {
                let lone = |id: &&PersonId| readings.glance(id).is_some_and(|glance| glance.on_one_rater > 0);
                let people: Vec<PersonId> = standing.everybody().filter(lone).cloned().collect();
                PeopleList::new(view, capital(&sentence), people, |id| {
                    let skills = readings.person(session, id)?.on_one_rater;
                    let names = skills.iter().filter_map(|skill| session.rubric.skill(skill));
                    Some(list(&names.map(|skill| skill.name.clone()).collect::<Vec<_>>()))
                })
            }
        });
    }

    fn content(&mut self, ui: &mut Ui, view: &View<'_>, worked: &mut Worked, actions: &mut Vec<Action>) {
        self.title(ui, view, worked);
        if worked.standing.says.people == 0 {
            return self.nobody_fits(ui);
        }
        stands_nowhere(ui, worked, actions);
        ui.add_space(12.0);
        comparison::banner(ui, view, actions);
        match self.look {
            Look::ByLevel => self.by_level(ui, view, worked, actions),
            Look::ByTeam => self.by_team(ui, view, worked, actions),
            Look::Since => self.since(ui, view, worked, actions),
        }
    }

    fn title(&mut self, ui: &mut Ui, view: &View<'_>, worked: &Worked) {
        let theme = Theme::of(ui);
        let says = &worked.standing.says;
        let stand = if says.people == 1 { "person at their title's level" } else { "people at their title's level" };
        let signs = match self.look {
            Look::ByLevel | Look::ByTeam => " Filled: shows the next level. Dashed: current level not yet evidenced.",
            Look::Since => "",
        };
        let subtitle = format!("{} {stand}.{signs}", says.people);
        let wide = ui.available_width() > theme.scaled(815.0);
        let height = theme.control_height();
        if wide {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
            let builder = egui::UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
            let mut row = ui.new_child(builder);
            page_title(&mut row, TITLE, "");
            row.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                self.looks(ui, view);
                worked.choices.show(ui, &mut self.filter);
            });
            ui.add_space(4.0);
            text::second(ui, subtitle);
        } else {
            page_title(ui, TITLE, &subtitle);
            ui.add_space(8.0);
            ui.horizontal_wrapped(|ui| {
                self.looks(ui, view);
                worked.choices.show(ui, &mut self.filter);
            });
        }
    }

    fn looks(&mut self, ui: &mut Ui, view: &View<'_>) {
        let since = view.session.previous.as_ref().map(|previous| format!("Since {}", previous.period.name));
        let mut looks = vec![(Look::ByLevel, "By level"), (Look::ByTeam, "By team")];
        match &since {
            Some(since) => looks.push((Look::Since, since)),
            None if self.look == Look::Since => self.look = Look::ByLevel,
            None => {}
        }
        Segmented::new("Look").show(ui, &mut self.look, &looks);
    }

    fn nobody_fits(&mut self, ui: &mut Ui) {
        ui.add_space((ui.available_height() * 0.2).max(8.0));
        let state = EmptyState::new(Icon::Filter, "Nobody is of this team and level", "Choose another team or level.");
        if state.button("Show everybody").show(ui) == Wanted::First {
            self.filter = Filter::default();
        }
    }

    fn by_level(&mut self, ui: &mut Ui, view: &View<'_>, worked: &Worked, actions: &mut Vec<Action>) {
        let bands = bands_of(&worked.standing.bands, false);
        let readings = view.readings;
        let person = |tier: usize, at: usize| team_person(view, readings, &worked.standing.bands[tier].people[at]);
        let clicked = egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let height = ui.available_height();
            TeamPyramid::new(&bands, &person).height(height).selected(worked.marked).show(ui).1
        });
        if let Some(clicked) = clicked.inner {
            self.clicked(view, &worked.standing.bands, "", clicked, actions);
        }
    }

    fn by_team(&mut self, ui: &mut Ui, view: &View<'_>, worked: &Worked, actions: &mut Vec<Action>) {
        let teams = &worked.standing.teams;
        if let Some((team, clicked)) = teams::show(ui, view, view.readings, teams) {
            self.clicked(view, &teams[team].bands, &teams[team].name, clicked, actions);
        }
    }

    fn clicked(&mut self, view: &View<'_>, bands: &[Band], team: &str, clicked: Clicked, actions: &mut Vec<Action>) {
        match clicked {
            Clicked::Person(band, place) => {
                let person = bands[band].people[place].person.clone();
                actions.push(Action::Go(Screen::Person(person)));
            }
            Clicked::Band(band) => {
                let people = bands[band].people.iter().map(|token| token.person.clone());
                let title = if team.is_empty() {
                    bands[band].heading.clone()
                } else {
                    format!("{team} · {}", bands[band].heading)
                };
                self.list = Some(PeopleList::new(view, title, people, |_| None));
            }
        }
    }

    fn since(&mut self, ui: &mut Ui, view: &View<'_>, worked: &mut Worked, actions: &mut Vec<Action>) {
        let Some(previous) = &view.session.previous else { return };
        let since = worked.since.get_or_insert_with(|| standing::since(view.session, view.readings, &worked.standing));
        if let Some(person) = since::show(ui, view, &previous.period.name, since) {
            actions.push(Action::Go(Screen::Person(person)));
        }
    }
}

const TITLE: &str = "Where the team stands";

fn nobody(ui: &mut Ui, actions: &mut Vec<Action>) {
    ui.add_space((ui.available_height() * 0.16).max(8.0));
    let sentence = "The pyramid shows everybody in the tier of their title. Bring in a roster first.";
    if EmptyState::new(Icon::Team, "Nobody is here yet", sentence).button("Go to Team").show(ui) == Wanted::First {
        actions.push(Action::Command(Command::GoTeam));
    }
}

/// Says how many have no level, and so no place in the pyramid.
fn stands_nowhere(ui: &mut Ui, worked: &Worked, actions: &mut Vec<Action>) {
    let number = worked.standing.says.without_level;
    if number == 0 {
        return;
    }
    ui.add_space(8.0);
    let verb = if number == 1 { "has no level and stands" } else { "have no level and stand" };
    let sentence = capital(&format!("{} {verb} nowhere in the pyramid.", count(number, "person", "people")));
    if Banner::new(Hue::Accent, &sentence).action("Set levels on Team").show(ui) == Answer::Action {
        actions.push(Action::Command(Command::GoTeam));
    }
}

/// The bands as the widget wants them.
fn bands_of(bands: &[Band], short: bool) -> Vec<TeamBand<'_>> {
    fn one(band: &Band, short: bool) -> TeamBand<'_> {
        TeamBand {
            heading: if short { &band.short_heading } else { &band.heading },
            not_evidenced: band.not_evidenced,
            holds: band.people.len() - band.not_evidenced - band.shows_next,
            shows_next: band.shows_next,
        }
    }
    bands.iter().map(|band| one(band, short)).collect()
}

/// What the widget says of somebody.
fn team_person<'a>(view: &View<'a>, readings: &Readings, token: &Token) -> TeamPerson<'a> {
    let session = view.session;
    let Some(person) = session.people.get(&token.person) else { return TeamPerson::default() };
    let status = readings
        .glance(&token.person)
        .map(|glance| glance.status.words_toward(&session.rubric, person.target.as_ref()));
    let next = token.next.as_ref().and_then(|next| session.rubric.level(&next.level));
    let next = next.map(|next| format!("Shows {}", next.name));
    let lines = [Some(session.standing(person)), status, next, comparison::at_home(view, &person.id)];
    TeamPerson {
        initials: initials(&person.name),
        name: &person.name,
        detail: lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
    }
}
