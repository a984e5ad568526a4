//! The Log screen: every change with who, what, from, to, why and when, as far as the viewer may read it. Filters by
//! person, rater and kind; the minutes are written from here. Only the lines that are seen are put into words.

mod rows;

use egui::accesskit::Role;
use egui::{CentralPanel, Frame, Id, Margin, ScrollArea, Ui};

use crate::app::icons::Icon;
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, ReportKind, View};
use crate::app::widgets::{Button, Column, EmptyState, Select, Table, Wanted, page_title, table_frame, text};
use crate::edit::History;
use crate::insight::points::count;
use crate::insight::visibility::{Viewer, may_export_scores};
use crate::model::{PersonId, RaterId, Session};

use rows::{Filter, Kind, Spot};

/// The Log screen.
#[derive(Default)]
pub struct LogScreen {
    filter: Filter,
    worked: Option<Worked>,
    choices: Option<Choices>,
}

/// The lines for one state of the session, one viewer and one filter.
struct Worked {
    revision: u64,
    viewer: Viewer,
    filter: Filter,
    spots: Vec<Spot>,
}

/// What the filters offer.
struct Choices {
    revision: u64,
    people: Vec<(Option<PersonId>, String)>,
    raters: Vec<(Option<RaterId>, String)>,
}

impl Choices {
    fn new(session: &Session, revision: u64) -> Self {
        let mut people: Vec<_> =
            session.people.iter().map(|person| (Some(person.id.clone()), person.name.clone())).collect();
        let mut raters: Vec<_> =
            session.panel.iter().map(|rater| (Some(rater.id.clone()), rater.name.clone())).collect();
        people.sort_by(|a, b| a.1.cmp(&b.1));
        raters.sort_by(|a, b| a.1.cmp(&b.1));
        people.insert(0, (None, "Everybody".into()));
        raters.insert(0, (None, "All raters".into()));
        Self { revision, people, raters }
    }
}

impl LogScreen {
    /// Shows the screen. The history is handed over, as it is read from the file only when somebody looks at it.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, history: &History, actions: &mut Vec<Action>) {
        let frame = Frame::new().inner_margin(Margin { left: 28, right: 28, top: 20, bottom: 24 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            self.head(ui, view, actions);
            ui.add_space(12.0);
            self.filters(ui, view);
            ui.add_space(8.0);
            self.work_out(view, history);
            self.content(ui, view, history);
        });
    }

    fn head(&self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let subtitle = match view.viewer() {
            Viewer::Rater(rater) => {
                format!("What {} changed. Others’ steps stay closed.", view.session.rater_name(&rater))
            }
            _ => "Every change: who, what, from, to, why, when. What is not revealed yet is left out.".into(),
        };
        ui.horizontal_top(|ui| {
            let width = ui.available_width() - Theme::of(ui).scaled(150.0);
            ui.scope(|ui| {
                ui.set_max_width(width);
                page_title(ui, "Log", &subtitle);
            });
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                let may = may_export_scores(view.session, &view.viewer());
                let button = ui.add_enabled(may.is_ok(), Button::secondary("Minutes…").icon(Icon::Log));
                let button = match &may {
                    Ok(()) => button.on_hover_text("Who was there, what was decided and why, what is open"),
                    Err(why) => button.on_disabled_hover_text(why),
                };
                if button.clicked() {
                    actions.push(Action::Report(ReportKind::Minutes));
                }
            });
        });
    }

    fn filters(&mut self, ui: &mut Ui, view: &View<'_>) {
        if self.choices.as_ref().is_none_or(|choices| choices.revision != view.revision) {
            self.choices = Some(Choices::new(view.session, view.revision));
        }
        let Some(choices) = &self.choices else { return };
        // Somebody who left can't be chosen any more.
        self.filter.person = self.filter.person.take().filter(|person| view.session.people.contains(person));
        self.filter.rater = self.filter.rater.take().filter(|rater| view.session.panel.contains(rater));
        let kinds = Kind::ALL.into_iter().map(|kind| (Some(kind), kind.words().to_owned()));
        let kinds: Vec<(Option<Kind>, String)> =
            std::iter::once((None, "All changes".to_owned())).chain(kinds).collect();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            Select::new("Person").label_hidden().width(190.0).show(ui, &mut self.filter.person, &choices.people);
            if matches!(view.viewer(), Viewer::Facilitator) {
                Select::new("Rater").label_hidden().width(170.0).show(ui, &mut self.filter.rater, &choices.raters);
            }
            Select::new("Kind of change").label_hidden().width(180.0).show(ui, &mut self.filter.kind, &kinds);
            if self.filter != Filter::default() && ui.add(Button::quiet("Show all")).clicked() {
                self.filter = Filter::default();
            }
            let shown = self.worked.as_ref().map_or(0, |worked| worked.spots.len());
            text::hint(ui, count(shown, "change", "changes"));
        });
    }

    fn work_out(&mut self, view: &View<'_>, history: &History) {
        let viewer = view.viewer();
        let fresh = |worked: &Worked| {
            worked.revision == view.revision && worked.viewer == viewer && worked.filter == self.filter
        };
        if !self.worked.as_ref().is_some_and(fresh) {
            let spots = rows::spots(view.session, history, &viewer, &self.filter);
            self.worked = Some(Worked { revision: view.revision, viewer, filter: self.filter.clone(), spots });
        }
    }

    fn content(&mut self, ui: &mut Ui, view: &View<'_>, history: &History) {
        let Some(worked) = &self.worked else { return };
        if worked.spots.is_empty() {
            return self.nothing(ui);
        }
        let theme = Theme::of(ui);
        let frame = table_frame(&theme);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let columns = [
                Column::fixed("When", 156.0),
                Column::fixed("Who", 136.0),
                Column::fixed("What", 140.0),
                Column::rest("About", 150.0),
                Column::rest("From", 60.0),
                Column::rest("To", 80.0),
                Column::rest("Why", 110.0),
            ];
            let table = Table::new(ui, &columns).one_stop();
            let whole = ui.interact(ui.available_rect_before_wrap(), Id::unique("log"), egui::Sense::hover());
            whole.widget_info(|| egui::WidgetInfo::labeled(Role::Table, true, "Changes"));
            whole.ctx.accesskit_node_builder(whole.id, |node| node.set_row_count(worked.spots.len() + 1));
            table.head(ui);
            let height = table.row_height(ui);
            let scroll = ScrollArea::vertical().auto_shrink([false, false]);
            scroll.show_rows(ui, height, worked.spots.len(), |ui, seen| {
                for place in seen {
                    let Some(line) = rows::line(view.session, history, worked.spots[place]) else { continue };
                    show_line(ui, &theme, &table, place, &line);
                }
            });
        });
    }

    fn nothing(&mut self, ui: &mut Ui) {
        if self.filter == Filter::default() {
            let sentence = "Whatever is changed from now on stands here, with who, when and why.";
            let _ = EmptyState::new(Icon::Log, "Nothing to read yet", sentence).show(ui);
            return;
        }
        let sentence = "No change that may be read fits these filters.";
        if EmptyState::new(Icon::Log, "Nothing fits", sentence).button("Show all").show(ui) == Wanted::First {
            self.filter = Filter::default();
        }
    }
}

fn show_line(ui: &mut Ui, theme: &Theme, table: &Table<'_>, place: usize, line: &rows::Line) {
    let quiet = |words: &str| theme.rich(Size::Small, Weight::Regular, words).color(theme.text_second);
    let plain = |words: &str| theme.rich(Size::Body, Weight::Regular, words);
    let response = ui.push_id(place, |ui| {
        table.row(ui, false, |cells| {
            cells.cell(|ui| drop(text::truncated(ui, quiet(&line.when))));
            cells.cell(|ui| drop(text::truncated(ui, plain(&line.who))));
            cells.cell(|ui| drop(text::truncated(ui, plain(&line.what))));
            cells.cell(|ui| drop(text::truncated(ui, plain(&line.about))));
            cells.cell(|ui| drop(text::truncated(ui, quiet(&line.from))));
            cells.cell(|ui| drop(text::truncated(ui, plain(&line.to))));
            cells.cell(|ui| drop(text::truncated(ui, quiet(&line.why))));
        })
    });
    let response = response.inner;
    let sentence = line.sentence();
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(sentence.as_str());
        node.set_row_index(place + 1);
    });
    response.on_hover_text(sentence);
}
