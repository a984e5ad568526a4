//! The skills of a file: which are kept and which tier each belongs to, many at once. Rows are selected like in any list;
//! a digit gives the selected ones the tier of that number, 0 takes it away, Space keeps or leaves out.

use egui::accesskit::Role;
use egui::{Align, Id, Layout, ScrollArea, Ui, vec2};

use crate::app::icons::Icon;
use crate::app::list::{self as keys, ListKey};
use crate::app::theme::{CARD_RADIUS, Size, Theme, Weight};
use crate::app::widgets::{Answer, Wanted, table_frame};
use crate::app::widgets::{
    Banner, Button, Chip, Column, EmptyState, Hue, IconButton, Select, Table, TextField, focus_ring_inside, keycap,
    text,
};
use crate::exchange::rubric::RubricDraft;
use crate::model::{Rubric, Tier, TierId};

use super::assigning::Assigning;
use super::parts::counted;

/// The table of a file's skills.
#[derive(Default)]
pub(super) struct SkillsTable {
    assigning: Assigning,
    reveal: bool,
    page: usize,
    /// The proposals were looked at and not wanted.
    no_proposals: bool,
}

/// What is to be done with the selected skills.
enum Wish {
    Tier(Option<TierId>),
    Keep(bool),
}

impl SkillsTable {
    /// Shows the table beside the anchors of the skill under the cursor; true where something was changed.
    pub fn show(&mut self, ui: &mut Ui, draft: &mut RubricDraft, base: &Rubric) -> bool {
        let tiers = draft.tiers_with(base).to_vec();
        let mut changed = self.proposals(ui, draft, base, &tiers);
        let beside = ui.available_width() > Theme::of(ui).scaled(860.0);
        let room = ui.available_size();
        let side = if beside { Theme::of(ui).scaled(320.0).round() } else { 0.0 };
        ui.with_layout(Layout::left_to_right(Align::TOP), |ui| {
            ui.spacing_mut().item_spacing.x = 16.0;
            let width = if beside { room.x - side - 16.0 } else { room.x };
            ui.allocate_ui_with_layout(vec2(width, room.y), Layout::top_down(Align::LEFT), |ui| {
                changed |= self.toolbar(ui, draft, &tiers);
                ui.add_space(8.0);
                changed |= self.table(ui, draft, &tiers);
            });
            if beside {
                ui.allocate_ui_with_layout(vec2(side, room.y), Layout::top_down(Align::LEFT), |ui| {
                    anchors(ui, draft, self.assigning.current());
                });
            }
        });
        changed
    }

    /// What the file's own column of tiers proposes. Nothing is assigned before somebody takes it.
    fn proposals(&mut self, ui: &mut Ui, draft: &mut RubricDraft, base: &Rubric, tiers: &[Tier]) -> bool {
        let groups = draft.groups();
        if groups.is_empty() || self.no_proposals {
            return false;
        }
        let mut trial = draft.clone();
        trial.skills.iter_mut().for_each(|skill| skill.tier = None);
        trial.assign_by_name(tiers);
        let proposed = trial.skills.iter().filter(|skill| skill.tier.is_some()).count();
        let waiting = draft.skills.iter().any(|skill| skill.taken && skill.tier.is_none());
        let own = (2..=6).contains(&groups.len()) && draft.tiers.is_none();
        let mut changed = false;
        if proposed > 0 && waiting {
            let words =
                format!("The file names a tier for {}. Assign them as it says?", counted(proposed, "skill", "skills"));
            match Banner::new(Hue::Accent, &words).action("Assign by the file").closable().show(ui) {
                Answer::Action => {
                    draft.assign_by_name(tiers);
                    changed = true;
                }
                Answer::Close => self.no_proposals = true,
                Answer::None => {}
            }
            ui.add_space(8.0);
        }
        if own && proposed < draft.skills.len() {
            let words = format!(
                "The file has groups of its own: {}. Make them the tiers, the first at the bottom?",
                groups.join(", ")
            );
            match Banner::new(Hue::Accent, &words).action("Use them as tiers").closable().show(ui) {
                Answer::Action => {
                    draft.take_groups(base);
                    changed = true;
                }
                Answer::Close => self.no_proposals = true,
                Answer::None => {}
            }
            ui.add_space(8.0);
        }
        if draft.tiers.is_some() {
            ui.horizontal(|ui| {
                text::second(ui, "The tiers are the file's own groups.");
                if ui.add(Button::quiet(format!("Use the tiers of {}", base.name)).small()).clicked() {
                    draft.leave_groups(base);
                    changed = true;
                }
            });
            ui.add_space(8.0);
        }
        changed
    }

    fn toolbar(&mut self, ui: &mut Ui, draft: &mut RubricDraft, tiers: &[Tier]) -> bool {
        let mut wish = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
            let width = Theme::of(ui).scaled(190.0);
            TextField::new("Find a skill", &mut self.assigning.words)
                .label_hidden()
                .hint("Find a skill")
                .width(width)
                .show(ui);
            let chip = Chip::new("Without a tier").clickable(self.assigning.without_tier);
            if ui.add(chip).clicked() {
                self.assigning.without_tier = !self.assigning.without_tier;
            }
            if ui.add(Button::quiet("Keep none")).on_hover_text("Leave all out, and keep the ones you choose").clicked()
            {
                draft.skills.iter_mut().for_each(|skill| skill.taken = false);
                wish = Some(Wish::Keep(false));
                self.assigning.selected.clear();
            }
        });
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            let any = !self.assigning.selected.is_empty();
            text::second(ui, format!("{} selected", self.assigning.selected.len()));
            for (place, tier) in tiers.iter().enumerate() {
                let button = Button::secondary(tier.name.as_str()).key((place + 1).to_string()).small();
                let hint = format!("Put the selected skills into {}", tier.name);
                if ui.add_enabled(any, button).on_hover_text(hint).clicked() {
                    wish = Some(Wish::Tier(Some(tier.id.clone())));
                }
            }
            let kept = any && self.assigning.all_kept(draft);
            let words = if kept { "Leave out" } else { "Keep" };
            if ui.add_enabled(any, Button::secondary(words).key("Space").small()).clicked() {
                wish = Some(Wish::Keep(!kept));
            }
        });
        let wished = wish.is_some();
        wish.into_iter().for_each(|wish| self.grant(draft, wish));
        wished
    }

    fn grant(&mut self, draft: &mut RubricDraft, wish: Wish) {
        match wish {
            Wish::Tier(tier) => self.assigning.assign(draft, tier.as_ref()),
            Wish::Keep(kept) => self.assigning.keep(draft, kept),
        }
    }

    fn table(&mut self, ui: &mut Ui, draft: &mut RubricDraft, tiers: &[Tier]) -> bool {
        let shown = self.assigning.shown(draft);
        if shown.is_empty() {
            let state =
                EmptyState::new(Icon::Filter, "No skill fits", "Every kept skill has a tier, or other words fit.");
            if state.button("Show all skills").show(ui) == Wanted::First {
                self.assigning.words.clear();
                self.assigning.without_tier = false;
            }
            return false;
        }
        let theme = Theme::of(ui);
        let whole = keys::list(
            ui,
            Id::unique("rubric file skills"),
            ui.available_rect_before_wrap(),
            Role::Table,
            "Skills of the file",
        );
        let mut changed = whole.has_focus() && self.keys(ui, draft, tiers, &shown);
        let frame = table_frame(&theme);
        let drawn = frame.show(ui, |ui| self.rows(ui, draft, tiers, &shown));
        focus_ring_inside(ui, &whole, drawn.response.rect, f32::from(CARD_RADIUS));
        let (clicked, edited) = drawn.inner;
        changed |= edited;
        if let Some(place) = clicked {
            let (shift, command) = ui.input(|input| (input.modifiers.shift, input.modifiers.command));
            self.assigning.point(place, &shown, shift, command);
            whole.request_focus();
        }
        changed
    }

    fn keys(&mut self, ui: &Ui, draft: &mut RubricDraft, tiers: &[Tier], shown: &[usize]) -> bool {
        let mut changed = false;
        for key in keys::pressed(ui, self.page) {
            match key {
                ListKey::Move(by, on) => {
                    self.assigning.step(by, on, shown);
                    self.reveal = true;
                }
                ListKey::All => self.assigning.selected = shown.iter().copied().collect(),
                ListKey::Toggle => {
                    self.grant(draft, Wish::Keep(!self.assigning.all_kept(draft)));
                    changed = true;
                }
                ListKey::Digit(0) => {
                    self.grant(draft, Wish::Tier(None));
                    changed = true;
                }
                ListKey::Digit(number) => {
                    if let Some(tier) = tiers.get(number - 1) {
                        self.grant(draft, Wish::Tier(Some(tier.id.clone())));
                        changed = true;
                    }
                }
                _ => {}
            }
        }
        changed
    }

    /// Head and rows; returns the row that was clicked, and whether something was changed in one.
    fn rows(&mut self, ui: &mut Ui, draft: &mut RubricDraft, tiers: &[Tier], shown: &[usize]) -> (Option<usize>, bool) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let grouped = draft.skills.iter().any(|skill| !skill.tier_text.is_empty());
        let wide = ui.available_width() > Theme::of(ui).scaled(560.0);
        let mut columns = vec![Column::fixed("Kept", 56.0), Column::rest("Skill", 150.0)];
        if grouped && wide {
            columns.push(Column::rest("In the file", 90.0));
        }
        columns.push(Column::fixed("Tier", 170.0));
        columns.push(Column::fixed("Anchors", 84.0));
        let table = Table::new(ui, &columns).one_stop();
        table.head(ui);
        let mut options: Vec<(Option<TierId>, &str)> = vec![(None, "no tier yet")];
        options.extend(tiers.iter().map(|tier| (Some(tier.id.clone()), tier.name.as_str())));
        let (mut clicked, mut edited) = (None, false);
        let reveal = std::mem::take(&mut self.reveal)
            .then(|| self.assigning.cursor.and_then(|cursor| shown.iter().position(|place| *place == cursor)))
            .flatten();
        let height = table.row_height(ui);
        let points = draft.points.len();
        let selected = &self.assigning.selected;
        self.page = keys::rows(ui, "rubric file skills", shown.len(), height, reveal, |ui, row| {
            let place = shown[row];
            let Some(skill) = draft.skills.get_mut(place) else { return };
            let theme = Theme::of(ui);
            let response = ui.push_id(place, |ui| {
                table.row(ui, selected.contains(&place), |cells| {
                    cells.cell(|ui| {
                        let icon = if skill.taken { Icon::Check } else { Icon::Minus };
                        let name = format!("Keep {}", skill.name);
                        if ui.add(IconButton::new(icon, name).selected(skill.taken).small()).clicked() {
                            skill.taken = !skill.taken;
                            edited = true;
                        }
                    });
                    cells.cell(|ui| {
                        let colour = if skill.taken { theme.text } else { theme.text_third };
                        text::truncated(ui, theme.rich(Size::Body, Weight::Medium, skill.name.as_str()).color(colour));
                    });
                    if grouped && wide {
                        cells.cell(|ui| drop(text::truncated(ui, skill.tier_text.as_str())));
                    }
                    cells.cell(|ui| {
                        if !skill.taken {
                            text::hint(ui, "left out");
                            return;
                        }
                        let name = format!("Tier of {}", skill.name);
                        let select = Select::new(&name).label_hidden().width(theme.scaled(154.0));
                        edited |= select.show(ui, &mut skill.tier, &options).changed();
                    });
                    cells.cell(|ui| {
                        let written = skill.anchors.iter().filter(|anchor| !anchor.is_empty()).count();
                        let colour = if written < points { theme.watch.text } else { theme.text_second };
                        let words = format!("{written} of {points}");
                        ui.label(theme.rich(Size::Body, Weight::Regular, words).color(colour));
                    });
                })
            });
            let response = response.inner;
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_label(skill.name.as_str());
                node.set_row_index(row + 1);
            });
            if response.clicked() {
                clicked = Some(place);
            }
        });
        (clicked, edited)
    }
}

/// The description and anchors of a skill, to tell where it belongs.
fn anchors(ui: &mut Ui, draft: &RubricDraft, place: Option<usize>) {
    let theme = Theme::of(ui);
    let Some(skill) = place.and_then(|place| draft.skills.get(place)) else {
        text::second(ui, "Select skills to read them and to give them a tier.");
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            for (key, words) in
                [("1", "and up: the tier"), ("0", "no tier"), ("Space", "keep or leave out"), ("Shift ↓", "several")]
            {
                keycap(ui, key);
                text::hint(ui, words);
            }
        });
        return;
    };
    text::section(ui, &skill.name);
    ui.add_space(4.0);
    ScrollArea::vertical().id_salt(("anchors of the file", place)).auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - 12.0);
        ui.spacing_mut().item_spacing.y = 4.0;
        if !skill.description.is_empty() {
            text::second(ui, &skill.description);
        }
        for (point, anchor) in draft.points.iter().zip(&skill.anchors) {
            ui.add_space(6.0);
            ui.label(theme.rich(Size::Body, Weight::SemiBold, point.as_str()));
            if anchor.is_empty() {
                text::hint(ui, "Blank in the file");
            } else {
                text::body(ui, anchor);
            }
        }
        ui.add_space(12.0);
    });
}
