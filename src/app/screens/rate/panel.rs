//! The panel beside the grid: the selected cell's skill with its anchors always in view, and below them what the rater
//! noted and recorded about the person.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Margin, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::app::command::Command;
use crate::app::icons::Icon;
use crate::app::screens::dates;
use crate::app::theme::{CONTROL_RADIUS, Size, Theme, Weight};
use crate::app::widgets::{Button, IconButton, Segmented, focus_ring, hairline, section_heading, text};
use crate::model::{
    Closeness, Evidence, EvidenceId, Mark, Person, PersonId, Round, Skill, TraitAnswer, TraitId, WhyNot,
};

use super::answers::Answers;
use super::keys::Press;
use super::menu::sentence_case;
use super::note::NoteDraft;
use super::seat::{Access, Seat, mark_words};

/// How wide the panel is, its padding included, in points before text scaling.
pub(super) const WIDTH: f32 = 312.0;

/// How narrow it may be, where the grid fits beside it then.
pub(super) const NARROWEST: f32 = 280.0;

/// Room for the scroll bar beside what scrolls.
const SCROLL_BAR: i8 = 12;

/// Something that was asked of the panel.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wish {
    /// Give the selected cell this mark.
    Answer(Mark),
    /// The same as a key in the grid.
    Press(Press),
    /// Say how closely the rater works with the person.
    Closeness(Option<Closeness>),
    /// Answer a trait.
    Trait(TraitId, Option<TraitAnswer>),
    /// Change a piece of evidence.
    EditEvidence(EvidenceId),
    /// Remove a piece of evidence.
    RemoveEvidence(EvidenceId),
    /// Fold the panel away.
    Fold,
    /// Say that something can't be done.
    Warn(String),
}

/// What the panel keeps between frames.
#[derive(Default)]
pub(super) struct Panel {
    pub note: NoteDraft,
    /// The person's evidence by this rater, newest first, for a revision.
    evidence: Option<(u64, PersonId, Vec<EvidenceId>)>,
}

impl Panel {
    /// Shows the panel for one cell.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        (person, skill): (&Person, &Skill),
        is_asked: bool,
        revision: u64,
        answers: &mut Answers<'_>,
    ) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let seat = answers.seat;
        let cell = (person.id.clone(), skill.id.clone());
        let theme = Theme::of(ui);
        ui.spacing_mut().item_spacing.y = 6.0;
        let top = ui.cursor().top();
        let anchors = |ui: &mut Ui, wishes: &mut Vec<Wish>| {
            head(ui, &theme, &seat, person, skill, wishes);
            if !is_asked && seat.shown_mark(&person.id, &skill.id).is_none() {
                not_asked(ui, &seat, person, wishes);
            }
            marks(ui, &theme, &seat, person, skill, wishes);
        };
        // The anchors stand still while the rest scrolls; where there is no room for both, all of it scrolls.
        let memory = ui.scope_id().with("anchors");
        let needed = ui.data(|data| data.get_temp::<f32>(memory)).unwrap_or(0.0);
        let all_scrolls = ui.available_height() - needed < theme.scaled(150.0);
        if !all_scrolls {
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - f32::from(SCROLL_BAR));
                anchors(ui, &mut wishes);
            });
            ui.data_mut(|data| data.insert_temp(memory, ui.cursor().top() - top));
        }
        let margin = Margin { right: SCROLL_BAR, bottom: 18, ..Margin::ZERO };
        let salt = ("rate panel", &cell.0, all_scrolls.then_some(&cell.1));
        ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).content_margin(margin).show(ui, |ui| {
            if all_scrolls {
                let top = ui.cursor().top();
                anchors(ui, &mut wishes);
                ui.data_mut(|data| data.insert_temp(memory, ui.cursor().top() - top));
            }
            ui.add_space(6.0);
            self.note(ui, &cell, answers, &mut wishes);
            ui.add_space(6.0);
            self.evidence(ui, &theme, &seat, person, revision, &mut wishes);
            ui.add_space(6.0);
            closeness(ui, &seat, person, &mut wishes);
            traits(ui, &seat, person, &mut wishes);
        });
        wishes
    }

    fn note(
        &mut self,
        ui: &mut Ui,
        cell: &(PersonId, crate::model::SkillId),
        answers: &mut Answers<'_>,
        wishes: &mut Vec<Wish>,
    ) {
        let open = matches!(answers.seat.access(&cell.0), Access::Open(_));
        if open {
            wishes.extend(self.note.show(ui, cell, answers).map(Wish::Warn));
            return;
        }
        wishes.extend(self.note.turn_to(Some(cell), answers).map(Wish::Warn));
        let note = answers.seat.note(&cell.0, &cell.1);
        if !note.is_empty() {
            text::label(ui, "Note");
            text::body(ui, note);
        }
    }

    fn evidence(
        &mut self,
        ui: &mut Ui,
        theme: &Theme,
        seat: &Seat<'_>,
        person: &Person,
        revision: u64,
        wishes: &mut Vec<Wish>,
    ) {
        section_heading(ui, "Your evidence");
        let may_record = seat.may_record_evidence();
        for id in self.evidence_of(seat, person, revision) {
            if let Some(item) = seat.session.evidence.get(&id) {
                evidence_item(ui, theme, seat, item, may_record, wishes);
            }
        }
        if may_record {
            let add = Button::secondary("Add evidence").key("E");
            if ui.add(add).clicked() {
                wishes.push(Wish::Press(Press::Command(Command::Evidence)));
            }
        }
    }

    /// What this rater recorded about a person, newest first.
    fn evidence_of(&mut self, seat: &Seat<'_>, person: &Person, revision: u64) -> Vec<EvidenceId> {
        if let Some((at, of, ids)) = &self.evidence
            && *at == revision
            && *of == person.id
        {
            return ids.clone();
        }
        let own = |item: &&Evidence| item.person == person.id && item.author == seat.rater.id;
        let mut items: Vec<&Evidence> = seat.session.evidence.values().filter(own).collect();
        items.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.id.cmp(&b.id)));
        let ids: Vec<EvidenceId> = items.into_iter().map(|item| item.id.clone()).collect();
        self.evidence = Some((revision, person.id.clone(), ids.clone()));
        ids
    }
}

fn head(ui: &mut Ui, theme: &Theme, seat: &Seat<'_>, person: &Person, skill: &Skill, wishes: &mut Vec<Wish>) {
    let tier = seat.session.rubric.tier(&skill.tier).map(|tier| tier.name.as_str()).unwrap_or_default();
    ui.horizontal(|ui| {
        let room = ui.available_width() - theme.scaled(28.0);
        let words = theme.rich(Size::Body, Weight::Regular, format!("{} · {tier}", person.name));
        ui.allocate_ui(vec2(room, theme.scaled(18.0)), |ui| text::truncated(ui, words.color(theme.text_second)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.add(IconButton::new(Icon::ChevronRight, "Fold the panel away").small()).clicked() {
                wishes.push(Wish::Fold);
            }
        });
    });
    let mut font = theme.font(Size::Section, Weight::SemiBold);
    font.size = theme.scaled(18.0);
    let name = egui::RichText::new(&skill.name).font(font).color(theme.text);
    let shown = ui.label(name);
    ui.ctx().accesskit_node_builder(shown.id, |node| {
        node.set_role(Role::Heading);
        node.set_level(2);
        node.set_label(skill.name.as_str());
    });
    if !skill.description.is_empty() {
        text::second(ui, &skill.description);
    }
    ui.add_space(4.0);
}

fn not_asked(ui: &mut Ui, seat: &Seat<'_>, person: &Person, wishes: &mut Vec<Wish>) {
    text::hint(ui, format!("Not asked of {}: neither their level nor a target asks it.", person.name));
    if matches!(seat.access(&person.id), Access::Open(_))
        && ui.add(Button::secondary("Rate it all the same").key("A").small()).clicked()
    {
        wishes.push(Wish::Press(Press::Command(Command::RateAnyway)));
    }
}

/// The anchors as cards, and "not observed" below them.
fn marks(ui: &mut Ui, theme: &Theme, seat: &Seat<'_>, person: &Person, skill: &Skill, wishes: &mut Vec<Wish>) {
    let mark = seat.shown_mark(&person.id, &skill.id);
    let access = seat.access(&person.id);
    let open = matches!(access, Access::Open(_));
    if access == Access::Open(Round::Revised) {
        let blind = seat.session.mark(&seat.rater.id, &person.id, &skill.id, Round::Blind);
        text::hint(ui, format!("Revealed. Blind: {}. What you enter now is revised.", mark_words(seat, blind)));
    }
    for (score, point) in (1..).zip(&seat.session.rubric.scale.points) {
        let anchor = skill.anchors.get(usize::from(score) - 1).map_or("", String::as_str);
        let anchor = if anchor.is_empty() { point.meaning.as_str() } else { anchor };
        let chosen = mark == Some(Mark::Score(score));
        if card(ui, theme, &score.to_string(), &point.name, anchor, chosen, open).clicked() {
            wishes.push(Wish::Answer(Mark::Score(score)));
        }
    }
    let why = match mark {
        Some(Mark::NotObserved(why)) => Some(why),
        _ => None,
    };
    if card(ui, theme, "0", "Not observed", "", why.is_some(), open).clicked() {
        wishes.push(Wish::Answer(Mark::NotObserved(why.unwrap_or_default())));
    }
    if let Some(mut why) = why {
        let before = why;
        let whys = [(WhyNot::CouldNotSee, "Could not see it"), (WhyNot::NoChanceYet, "No chance yet")];
        ui.add_enabled_ui(open, |ui| Segmented::new("Why it was not observed").show(ui, &mut why, &whys));
        if why != before {
            wishes.push(Wish::Answer(Mark::NotObserved(why)));
        }
    }
}

/// One point of the scale: its figure, its name, and what it looks like.
fn card(ui: &mut Ui, theme: &Theme, figure: &str, name: &str, anchor: &str, chosen: bool, open: bool) -> Response {
    let width = ui.available_width();
    let (pad, indent) = (theme.scaled(12.0).round(), theme.scaled(32.0).round());
    let font = |size, weight| theme.font(size, weight);
    let painter = ui.painter().clone();
    let figure_words = painter.layout_no_wrap(figure.into(), font(Size::Body, Weight::SemiBold), theme.text);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width - indent - pad;
    let mut append = |words: &str, font, colour| {
        job.append(words, 0.0, TextFormat { line_height: None, ..TextFormat::simple(font, colour) });
    };
    append(name, font(Size::Body, Weight::SemiBold), theme.text);
    if !anchor.is_empty() {
        append("\n", font(Size::Small, Weight::Regular), theme.text_second);
        append(anchor, font(Size::Small, Weight::Regular), theme.text_second);
    }
    let words = painter.layout_job(job);
    let tall = if anchor.is_empty() { theme.scaled(6.0) } else { theme.scaled(8.0) };
    let sense = if open { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, (words.size().y + 2.0 * tall).ceil()), sense);
    let spoken = [figure, name].join(", ");
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, open, chosen, &spoken));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        if !anchor.is_empty() {
            node.set_description(anchor);
        }
        node.set_keyboard_shortcut(figure);
    });
    let (fill, line) = match (chosen, response.hovered() && open) {
        (true, _) => (theme.accent.soft, theme.accent.colour),
        (false, true) => (theme.raised, theme.line_strong),
        (false, false) => (theme.surface, theme.line),
    };
    painter.rect(rect, CONTROL_RADIUS, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let at = pos2(rect.left() + pad, rect.top() + tall);
    painter.galley(at, figure_words, theme.text);
    painter.galley(pos2(rect.left() + indent, at.y), words, theme.text);
    focus_ring(ui, &response, rect, f32::from(CONTROL_RADIUS));
    response
}

fn evidence_item(
    ui: &mut Ui,
    theme: &Theme,
    seat: &Seat<'_>,
    item: &Evidence,
    may_record: bool,
    wishes: &mut Vec<Wish>,
) {
    let rubric = &seat.session.rubric;
    let skill = item.skills.first().and_then(|id| rubric.skill(id));
    let tier = skill.and_then(|skill| rubric.tier_place(&skill.tier));
    let colour = tier.map_or(theme.line_strong, |tier| theme.tier(tier).colour);
    let title = format!("{}, {}", item.kind.words(), dates::words(item.date, &seat.session.about.period));
    let shown = ui.horizontal_top(|ui| {
        ui.add_space(12.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.horizontal(|ui| {
                text::strong(ui, &title);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    if !may_record {
                        return;
                    }
                    if ui.add(IconButton::new(Icon::Trash, format!("Remove: {title}")).small()).clicked() {
                        wishes.push(Wish::RemoveEvidence(item.id.clone()));
                    }
                    if ui.add(IconButton::new(Icon::Edit, format!("Change: {title}")).small()).clicked() {
                        wishes.push(Wish::EditEvidence(item.id.clone()));
                    }
                });
            });
            text::small(ui, &item.text);
        });
    });
    let rect = shown.response.rect;
    let bar = Rect::from_min_max(rect.min, pos2(rect.left() + 3.0, rect.bottom()));
    ui.painter().rect_filled(bar, 1, colour);
}

fn closeness(ui: &mut Ui, seat: &Seat<'_>, person: &Person, wishes: &mut Vec<Wish>) {
    hairline(ui);
    text::label(ui, format!("How closely you work with {}", person.name));
    let before = seat.closeness(&person.id);
    let mut said = before;
    let words = Closeness::ALL.map(|closeness| (closeness, sentence_case(closeness.word())));
    let options: Vec<(Closeness, &str)> = words.iter().map(|(closeness, word)| (*closeness, word.as_str())).collect();
    let open = matches!(seat.access(&person.id), Access::Open(_));
    ui.add_enabled_ui(open, |ui| Segmented::new("How closely you work").show_optional(ui, &mut said, &options));
    if said != before {
        wishes.push(Wish::Closeness(said));
    }
}

fn traits(ui: &mut Ui, seat: &Seat<'_>, person: &Person, wishes: &mut Vec<Wish>) {
    if seat.session.rubric.traits.is_empty() || !seat.asks_traits(person) {
        return;
    }
    ui.add_space(6.0);
    section_heading(ui, "Ready to lead?");
    let open = matches!(seat.access(&person.id), Access::Open(_));
    for one in &seat.session.rubric.traits {
        let shown = text::small(ui, &one.question);
        if !one.yes_looks_like.is_empty() {
            shown.on_hover_text(&one.yes_looks_like);
        }
        let before = seat.trait_answer(&person.id, one);
        let mut said = before;
        let options = [(TraitAnswer::Yes, "Yes"), (TraitAnswer::NotYet, "Not yet"), (TraitAnswer::NotSeen, "Not seen")];
        ui.add_enabled_ui(open, |ui| Segmented::new(&one.name).show_optional(ui, &mut said, &options));
        if said != before {
            wishes.push(Wish::Trait(one.id.clone(), said));
        }
    }
}
