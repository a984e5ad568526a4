//! Who and what stands behind a figure: a list over the screen, for whoever runs the meeting. A click leads to the
//! person. Before somebody's reveal only counts are said of them; the skills and marks come with it.

use egui::accesskit::Role;
use egui::{ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::cards::Figure;
use crate::app::sheets::{foot, sheet};
use crate::app::theme::{Size, Theme, Weight};
use crate::app::view::{Action, Screen, View};
use crate::app::widgets::{Button, focus_ring_inside, line_of_text, signed, text};
use crate::insight::points::{capital, count, list};
use crate::insight::ruler::{ContestedPerson, Ruler};
use crate::insight::visibility;
use crate::model::PersonId;
use crate::raters::share_words;

/// The list, while it is open.
pub struct Behind {
    title: &'static str,
    explains: String,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    detail: String,
    /// Whom a click leads to.
    person: Option<PersonId>,
}

impl Behind {
    /// What stands behind a figure; none where nothing does, or where it is not for the viewer.
    pub fn new(view: &View<'_>, ruler: &Ruler, figure: Figure) -> Option<Self> {
        let viewer = view.viewer();
        if !viewer.reads_raters_names() || !visibility::sees_aggregates(view.session, &viewer) {
            return None;
        }
        let behind = match figure {
            Figure::Agreement => pairs(view, ruler),
            Figure::Contested => contested(view, ruler),
            Figure::Resting => resting(view, ruler),
            Figure::Drift => drift(view, ruler),
        };
        (!behind.rows.is_empty()).then_some(behind)
    }

    /// Shows the list; whether it stays open.
    pub fn show(&mut self, ui: &mut Ui, actions: &mut Vec<Action>) -> bool {
        let (picked, close) = sheet(ui, self.title, 520.0, |ui| self.content(ui));
        match picked {
            Picked::Nothing => !close,
            Picked::Close => false,
            Picked::Person(person) => {
                actions.push(Action::Go(Screen::Person(person)));
                false
            }
        }
    }

    fn content(&mut self, ui: &mut Ui) -> Picked {
        let mut picked = Picked::Nothing;
        text::second(ui, self.explains.as_str());
        let theme = Theme::of(ui);
        let height = row_height(&theme);
        let room = (ui.available_height() - 60.0).clamp(height, theme.scaled(420.0));
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(room).auto_shrink([false, true]).show_rows(
            ui,
            height,
            self.rows.len(),
            |ui, rows| {
                ui.set_max_width(ui.available_width() - 10.0);
                for entry in &self.rows[rows] {
                    match &entry.person {
                        None => quiet_row(ui, &entry.name, &entry.detail),
                        Some(person) => {
                            if row(ui, &entry.name, &entry.detail) {
                                picked = Picked::Person(person.clone());
                            }
                        }
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
}

enum Picked {
    Nothing,
    Close,
    Person(PersonId),
}

fn pairs(view: &View<'_>, ruler: &Ruler) -> Behind {
    let name = |place: usize| ruler.raters.get(place).map(|rater| view.session.rater_name(&rater.rater));
    let mut pairs: Vec<_> = ruler.analysis.agreement.pairwise.iter().collect();
    pairs.sort_by(|a, b| a.within_one.total_cmp(&b.within_one).then_with(|| a.exact.total_cmp(&b.exact)));
    let rows = pairs.into_iter().filter_map(|pair| {
        let scores = count(pair.cells, "score", "scores");
        let people = count(pair.people, "person", "people");
        Some(Row {
            name: format!("{} and {}", name(pair.raters.0)?, name(pair.raters.1)?),
            detail: format!(
                "Same {}, within one point {} · {scores} of {people}",
                share_words(pair.exact),
                share_words(pair.within_one),
            ),
            person: None,
        })
    });
    Behind {
        title: "Agreement, pair by pair",
        explains: "On what both scored before the reveal; those who agree least come first. Two who share few people \
                   say little."
            .into(),
        rows: rows.collect(),
    }
}

fn contested(view: &View<'_>, ruler: &Ruler) -> Behind {
    let rows = ruler.contested.people.iter().map(|contested| Row {
        name: view.session.name(&contested.person),
        detail: contested_words(view, contested),
        person: Some(contested.person.clone()),
    });
    Behind {
        title: "Contested scores",
        explains: "People with skills on which raters lie far apart; those whose gates turn on it come first. Which \
                   skills shows once a person is revealed."
            .into(),
        rows: rows.collect(),
    }
}

fn contested_words(view: &View<'_>, contested: &ContestedPerson) -> String {
    let skills = capital(&count(contested.spreads.len(), "contested skill", "contested skills"));
    let deciding = match contested.deciding() {
        0 => "none decides".to_owned(),
        number => count(number, "decides", "decide"),
    };
    if !visibility::sees_cells_of(view.session, &view.viewer(), &contested.person) {
        return format!("{skills}, {deciding} · not revealed");
    }
    let named = contested.spreads.iter().filter_map(|spread| {
        let skill = view.session.rubric.skill(&spread.skill)?;
        Some(format!("{} {} to {}", skill.name, spread.low, spread.high))
    });
    format!("{} · {deciding}", list(&named.collect::<Vec<_>>()))
}

fn resting(view: &View<'_>, ruler: &Ruler) -> Behind {
    let rubric = &view.session.rubric;
    let rows = ruler.resting.iter().map(|resting| {
        let target = view.session.people.get(&resting.person).and_then(|person| person.target.clone());
        let without = resting.hinges.iter().map(|hinge| {
            format!(
                "without {} “{}”",
                view.session.rater_name(&hinge.rater),
                hinge.without.words_toward(rubric, target.as_ref())
            )
        });
        let status = resting.status.words_toward(rubric, target.as_ref());
        Row {
            name: view.session.name(&resting.person),
            detail: format!("{status}; {}", list(&without.collect::<Vec<_>>())),
            person: Some(resting.person.clone()),
        }
    });
    Behind {
        title: "Resting on one rater",
        explains: "The status by scores before the reveal, and what it would be without one manager’s. For you alone: \
                   the room reads on which skill it hinges, never on whom."
            .into(),
        rows: rows.collect(),
    }
}

fn drift(view: &View<'_>, ruler: &Ruler) -> Behind {
    let rows = ruler.drift.people.iter().enumerate().map(|(place, point)| Row {
        name: format!("{}. {}", place + 1, view.session.name(&point.person)),
        detail: format!(
            "Agreed {} from the raters’ own scores, over {}",
            signed(point.shift, 1),
            count(point.skills, "skill", "skills")
        ),
        person: Some(point.person.clone()),
    });
    Behind {
        title: "In the order of the meeting",
        explains: "How far what was agreed lies from the mean of what the raters had said on their own.".into(),
        rows: rows.collect(),
    }
}

fn row_height(theme: &Theme) -> f32 {
    theme.scaled(44.0).round()
}

/// A row with a name and a line below; whether it was clicked.
pub fn row(ui: &mut Ui, name: &str, detail: &str) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), row_height(&theme)), Sense::click());
    let words = [name, detail].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words.as_str()));
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(vec2(6.0, 0.0)), 6, theme.accent.soft);
    }
    let cut = paint_row(ui, &theme, rect, name, detail);
    focus_ring_inside(ui, &response, rect.expand2(vec2(6.0, 0.0)), 6.0);
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(format!("{name}\n{detail}"));
    }
    clicked
}

/// The same where a click leads nowhere.
fn quiet_row(ui: &mut Ui, name: &str, detail: &str) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), row_height(&theme)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}, {detail}")));
    if paint_row(ui, &theme, rect, name, detail) {
        response.on_hover_text(format!("{name}\n{detail}"));
    }
}

fn paint_row(ui: &Ui, theme: &Theme, rect: egui::Rect, name: &str, detail: &str) -> bool {
    let (painter, room) = (ui.painter(), rect.width());
    let name = line_of_text(painter, name, theme.font(Size::Body, Weight::SemiBold), theme.text, room);
    let detail = line_of_text(painter, detail, theme.font(Size::Small, Weight::Regular), theme.text_second, room);
    let cut = name.elided || detail.elided;
    painter.galley(rect.left_center() - vec2(0.0, name.size().y), name, theme.text);
    painter.galley(rect.left_center() + vec2(0.0, 1.0), detail, theme.text_second);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, theme.line));
    cut
}
