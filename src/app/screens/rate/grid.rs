//! The grid as a widget: one thing with the keyboard, scrolled under its pinned names and heads, that turns the mouse
//! into wishes. It changes nothing itself.

use egui::scroll_area::ScrollSource;
use egui::{Id, Rect, Response, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo, accesskit::Role};

use crate::app::theme::{Size, Theme, Weight};
use crate::app::widgets::{line_of_text, text};
use crate::model::{Closeness, Mark, PersonId};

use super::cursor::Spot;
use super::keys::Press;
use super::measures::{Measures, Placed, Target};
use super::menu::{self, Menu};
use super::paint::{self, Scene};
use super::spoken;

/// Something that was asked of the grid, by mouse or by a screen reader.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// Put the cursor here; with `extend` the block goes on to here.
    Select { spot: Spot, extend: bool },
    /// The same as a key.
    Press(Press),
    /// Give the selected cell this mark; the cursor stays.
    Answer(Mark),
    /// Say how closely the rater works with a person.
    Closeness(PersonId, Option<Closeness>),
    /// Show all about a person.
    OpenPerson(PersonId),
}

/// What the grid keeps between frames.
#[derive(Default)]
pub(super) struct Grid {
    offset: Vec2,
    /// Rows that a page goes, as of the last frame.
    page: usize,
    /// Bring the cursor into view.
    reveal: bool,
    dragging: bool,
    menu: Option<Menu>,
    /// Where the selected cell was last drawn.
    cursor_rect: Option<Rect>,
}

/// What the widget is called inside egui.
pub(super) fn grid_id() -> Id {
    Id::unique("rate grid")
}

impl Grid {
    /// Rows that Page up and Page down go.
    pub fn page(&self) -> usize {
        self.page.max(1)
    }

    /// Brings the cursor into view in the next frame.
    pub fn reveal(&mut self) {
        self.reveal = true;
    }

    /// Opens the menu of the selected cell.
    pub fn open_menu(&mut self) {
        if let Some(rect) = self.cursor_rect {
            self.menu = Some(Menu::cell(rect));
        }
    }

    /// Whether a menu of the grid is open.
    pub fn has_menu(&self) -> bool {
        self.menu.is_some()
    }

    /// Shows the grid in all the room there is, or less where it needs less.
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>) -> Vec<Wish> {
        let theme = Theme::of(ui);
        let room = ui.available_rect_before_wrap();
        let bar = bar_width(ui);
        let measures = |width| Measures::new(ui.painter(), &theme, scene.seat.session, scene.rows, width);
        let fitted = measures(room.width());
        // The bars have room of their own: nothing of the grid lies under them.
        let tall = fitted.whole().y > room.height();
        let measures = if tall { measures(room.width() - bar) } else { fitted };
        let bars = measures.bars(room.size(), bar);
        let area = Rect::from_min_size(room.min, measures.whole().min(room.size() - bars));
        ui.advance_cursor_after_rect(Rect::from_min_max(area.min, area.max + bars));
        let response = ui.interact(area, grid_id(), Sense::click_and_drag());
        let mut placed = Placed { measures, area, offset: self.offset };
        self.page = placed.page();
        if std::mem::take(&mut self.reveal) {
            placed.offset = placed.offset_showing(scene.cursor.at);
        }
        self.scroll(ui, &mut placed, bars);
        let pointed = response.hover_pos().and_then(|point| placed.target(point));
        let hovered = match pointed {
            Some(Target::Cell(spot)) => Some(spot),
            _ => None,
        };
        paint::paint(&ui.painter().with_clip_rect(area), &theme, scene, &placed, hovered);
        self.cursor_rect = Some(placed.cell(scene.cursor.at).intersect(placed.body()));
        corner(ui, &theme, scene, &placed);
        spoken_grid(&response, scene);
        let mut wishes = spoken::cells(ui, &response, scene, &placed);
        self.point(ui, &response, scene, &placed, &mut wishes);
        hint(ui, response, &theme, scene, &placed, pointed);
        self.show_menu(ui, scene, &mut wishes);
        wishes
    }

    /// Lets egui scroll an area of the size of the whole grid, and takes over where it came to stand. `bars` is what the
    /// scroll bars take beside the grid.
    fn scroll(&mut self, ui: &mut Ui, placed: &mut Placed, bars: Vec2) {
        let with_bars = Rect::from_min_max(placed.area.min, placed.area.max + bars);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(with_bars));
        inside.set_clip_rect(with_bars.intersect(ui.clip_rect()));
        let area = ScrollArea::both()
            .id_salt("rate grid")
            .auto_shrink(false)
            .scroll_source(ScrollSource::default())
            .scroll_offset(placed.offset);
        let area = if placed.offset == self.offset { without_offset() } else { area };
        let whole = placed.measures.whole() + bars;
        let shown = area.show_viewport(&mut inside, |ui, viewport| {
            ui.set_min_size(whole);
            viewport.min.to_vec2()
        });
        // What scrolls less than a pixel blurs the text.
        let pixel = ui.ctx().pixels_per_point();
        placed.offset = (shown.inner * pixel).round() / pixel;
        self.offset = placed.offset;
    }

    fn point(&mut self, ui: &Ui, response: &Response, scene: &Scene<'_>, placed: &Placed, wishes: &mut Vec<Wish>) {
        let (pressed, down, secondary, shift, at) = ui.input(|input| {
            let pointer = &input.pointer;
            let secondary = pointer.button_clicked(egui::PointerButton::Secondary);
            (
                pointer.primary_pressed(),
                pointer.primary_down(),
                secondary,
                input.modifiers.shift,
                pointer.interact_pos(),
            )
        });
        let Some(at) = at else { return };
        let target = placed.target(at).filter(|_| response.contains_pointer());
        if pressed && target.is_some() {
            response.request_focus();
            match target {
                Some(Target::Cell(spot)) => {
                    wishes.push(Wish::Select { spot, extend: shift });
                    self.dragging = true;
                }
                Some(Target::Name(row) | Target::Closeness(row) | Target::Done(row)) => {
                    let spot = Spot::new(row, scene.cursor.at.column);
                    wishes.push(Wish::Select { spot, extend: false });
                }
                _ => {}
            }
        } else if self.dragging && down && response.dragged() {
            let spot = placed.nearest(at);
            if spot != scene.cursor.at {
                wishes.push(Wish::Select { spot, extend: true });
            }
        }
        self.dragging &= down;
        let menu_wanted = response.double_clicked() || (secondary && response.contains_pointer());
        match target {
            Some(Target::Cell(spot)) if menu_wanted => {
                response.request_focus();
                wishes.push(Wish::Select { spot, extend: false });
                self.menu = Some(Menu::cell(Rect::from_pos(at)));
            }
            Some(Target::Name(_)) if menu_wanted => self.menu = Some(Menu::name(Rect::from_pos(at))),
            Some(Target::Closeness(row)) if response.clicked() || menu_wanted => {
                self.menu = Some(Menu::closeness(placed.closeness(row)));
            }
            _ => {}
        }
    }

    fn show_menu(&mut self, ui: &mut Ui, scene: &Scene<'_>, wishes: &mut Vec<Wish>) {
        let Some(menu) = &mut self.menu else { return };
        let (wish, open) = menu::show(ui, menu, scene);
        wishes.extend(wish);
        if !open {
            self.menu = None;
        }
    }
}

/// What a scroll bar takes, with what keeps it off the grid.
fn bar_width(ui: &Ui) -> f32 {
    let scroll = &ui.spacing().scroll;
    (scroll.bar_width + scroll.bar_outer_margin + 2.0).ceil()
}

fn without_offset() -> ScrollArea {
    ScrollArea::both().id_salt("rate grid").auto_shrink(false).scroll_source(ScrollSource::default())
}

/// How far the rater is with everybody, in the corner that names and heads leave free.
fn corner(ui: &mut Ui, theme: &Theme, scene: &Scene<'_>, placed: &Placed) {
    let size = egui::vec2(placed.measures.names - 12.0, theme.scaled(60.0));
    let place = Rect::from_min_size(placed.area.min + egui::vec2(2.0, 4.0), size);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(place));
    inside.set_clip_rect(place.intersect(ui.clip_rect()));
    inside.spacing_mut().item_spacing.y = 1.0;
    let totals = &scene.totals;
    text::strong(&mut inside, totals.words());
    let answers = format!("{} of {} answers", totals.answers.answered, totals.answers.asked);
    text::small(&mut inside, answers);
}

/// The grid itself for screen readers; its rows and cells come from [`spoken::cells`].
fn spoken_grid(response: &Response, scene: &Scene<'_>) {
    let name = format!("Ratings by {}", scene.seat.rater.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, &name));
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_row_count(scene.rows.len() + 1);
        node.set_column_count(scene.rows.columns().len() + 1);
        node.set_description("Arrows move, digits rate, F6 leaves the grid.");
    });
}

/// What the pointer is on, in words, where the grid could not say it all.
fn hint(ui: &Ui, response: Response, theme: &Theme, scene: &Scene<'_>, placed: &Placed, target: Option<Target>) {
    let Some(words) = target.and_then(|target| hint_words(ui, theme, scene, placed, target)) else { return };
    response.on_hover_text_at_pointer(words);
}

fn hint_words(ui: &Ui, theme: &Theme, scene: &Scene<'_>, placed: &Placed, target: Target) -> Option<String> {
    let session = scene.seat.session;
    let cut = |text: &str, size, weight, room: f32| {
        line_of_text(ui.painter(), text, theme.font(size, weight), theme.text, room).elided
    };
    match target {
        Target::Column(column) => {
            let skill = scene.rows.skill(session, column)?;
            Some(format!("{}\n{}", skill.name, skill.description).trim_end().to_owned())
        }
        Target::Tier(column) => {
            let (name, horizon) = paint::tier_words(&scene.seat, scene.rows.columns().get(column)?.tier);
            let tier = session.rubric.tiers.iter().find(|tier| tier.name == name)?;
            Some(format!("{name} · {horizon}\n{}", tier.description).trim_end().to_owned())
        }
        Target::Done(row) => {
            let progress = scene.row(row)?.progress;
            Some(match progress.asked {
                0 => "Nothing is asked: no level is set.".into(),
                asked => format!("{} of {asked} answered", progress.answered),
            })
        }
        Target::Name(row) => {
            let person = scene.rows.person(session, row)?;
            let room = placed.measures.names - 10.0;
            let target = person.target.as_ref().and_then(|id| session.rubric.level(id));
            let target = target.map(|level| format!("Considered for {}", level.name));
            let name = cut(&person.name, Size::Section, Weight::SemiBold, room).then(|| person.name.clone());
            let lines = [name, target, Some(person.team.clone()).filter(|team| !team.is_empty())];
            let lines: Vec<String> = lines.into_iter().flatten().collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        Target::Closeness(row) => {
            let content = scene.row(row)?;
            let line = content.line(&scene.seat);
            let how = "Click to say how closely you work together (C)";
            let is_cut = cut(&line, Size::Label, Weight::Regular, placed.measures.names - 10.0);
            Some(if is_cut { format!("{line}\n{how}") } else { how.into() })
        }
        Target::Cell(spot) => spoken::cell_hint(scene, spot),
    }
}
