//! A list of people over the pyramid: those in a band that is too full for tokens, or those behind a figure. Only the
//! rows that are seen are laid out, and a name narrows the list.

use egui::accesskit::Role;
use egui::{ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::app::screens::comparison;
use crate::app::sheets::{foot, sheet};
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, TextField, focus_ring_inside, line_of_text, text};
use crate::model::PersonId;

/// Somebody in the list.
struct Row {
    person: PersonId,
    name: String,
    detail: String,
}

/// The list, while it is open.
pub struct PeopleList {
    title: String,
    rows: Vec<Row>,
    wanted: String,
    /// The rows whose name holds what is wanted.
    found: Vec<usize>,
    fresh: bool,
}

impl PeopleList {
    /// A list of these people, in this order. `more` says what else to write beside somebody.
    pub fn new(
        view: &View<'_>,
        title: impl Into<String>,
        people: impl IntoIterator<Item = PersonId>,
        more: impl Fn(&PersonId) -> Option<String>,
    ) -> Self {
        let (session, readings) = (view.session, view.readings);
        let row = |id: PersonId| {
            let person = session.people.get(&id)?;
            let status =
                readings.glance(&id).map(|glance| glance.status.words_toward(&session.rubric, person.target.as_ref()));
            let parts = [Some(session.standing(person)), more(&id).or(status), comparison::at_home(view, &id)];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            Some(Row { name: person.name.clone(), detail: parts.join(" · "), person: id })
        };
        let rows: Vec<Row> = people.into_iter().filter_map(row).collect();
        let found = (0..rows.len()).collect();
        Self { title: title.into(), rows, wanted: String::new(), found, fresh: true }
    }

    /// Shows the list; whether it stays open.
    pub fn show(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
        let title = self.title.clone();
        let (picked, close) = sheet(ui, &title, 460.0, |ui| self.content(ui));
        match picked {
            Picked::Nobody => !close,
            Picked::Close => false,
            Picked::Person(person) => {
                actions.push(Action::Go(Screen::Person(person)));
                false
            }
        }
    }

    fn content(&mut self, ui: &mut Ui) -> Picked {
        if self.rows.len() > 12 {
            let focus = std::mem::take(&mut self.fresh);
            let field =
                TextField::new("Find by name", &mut self.wanted).label_hidden().hint("Find by name").focus(focus);
            if field.show(ui).changed() {
                self.narrow();
            }
        }
        let mut picked = Picked::Nobody;
        let theme = Theme::of(ui);
        let height = theme.scaled(44.0).round();
        let room = (ui.available_height() - 60.0).clamp(height, theme.scaled(420.0));
        if self.found.is_empty() {
            text::second(ui, "Nobody here has that in their name.");
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show_rows(
            ui,
            height,
            self.found.len(),
            |ui, rows| {
                for place in rows {
                    let row = &self.rows[self.found[place]];
                    if row_button(ui, &theme, height, row) {
                        picked = Picked::Person(row.person.clone());
                    }
                }
            },
        );
        foot(ui, |ui| {
            if ui.add(Button::secondary("Close")).clicked() {
                picked = Picked::Close;
            }
        });
        picked
    }

    fn narrow(&mut self) {
        let wanted = self.wanted.trim().to_lowercase();
        let holds = |row: &Row| wanted.is_empty() || row.name.to_lowercase().contains(&wanted);
        self.found = (0..self.rows.len()).filter(|place| holds(&self.rows[*place])).collect();
    }
}

enum Picked {
    Nobody,
    Close,
    Person(PersonId),
}

fn row_button(ui: &mut Ui, theme: &Theme, height: f32, row: &Row) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}, {}", row.name, row.detail)));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 6, theme.accent.soft);
    }
    let room = rect.width() - 16.0;
    let name = line_of_text(painter, &row.name, theme.font(Size::Body, Weight::SemiBold), theme.text, room);
    let detail = line_of_text(painter, &row.detail, theme.font(Size::Small, Weight::Regular), theme.text_second, room);
    let at = rect.left_center() + vec2(8.0, 0.0);
    let cut = name.elided || detail.elided;
    painter.galley(at - vec2(0.0, name.size().y), name, theme.text);
    painter.galley(at, detail, theme.text_second);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, theme.line));
    focus_ring_inside(ui, &response, rect, 6.0);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(format!("{}\n{}", row.name, row.detail));
    }
    clicked
}
