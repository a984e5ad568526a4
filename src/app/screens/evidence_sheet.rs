//! Writing down a piece of evidence: a dated, one-sentence fact about a person, with what its kind asks and nothing
//! more.

use std::collections::BTreeSet;

use egui::{Context, Id, Key, Modifiers, Ui};
use jiff::civil::Date;

use crate::app::theme::Theme;
use crate::app::widgets::{Button, Chip, Hue, Segmented, Select, Sheet, TextField, checkbox, problem, text};
use crate::model::{
    Evidence, EvidenceId, EvidenceKind, FunctionId, HorizonId, Period, Person, RaterId, RoomId, Rubric, Session, Side,
    SkillId,
};

use super::dates;

/// A piece of evidence being written.
pub(in crate::app::screens) struct EvidenceSheet {
    /// As it was, where one is edited.
    before: Option<Evidence>,
    draft: Evidence,
    date: String,
    revisited: String,
    skills: BTreeSet<SkillId>,
    functions: BTreeSet<FunctionId>,
    /// Who may be named as the author, by name; empty where that is settled.
    authors: Vec<(Option<RaterId>, String)>,
    author: Option<RaterId>,
    /// Whether saving was tried, so that what is missing is said.
    tried: bool,
    save: bool,
}

/// What became of the sheet in a frame.
pub(in crate::app::screens) enum Outcome {
    /// It stays open.
    Open,
    /// It was closed and nothing is to be kept.
    Cancelled,
    /// The evidence before and after.
    Saved(Option<Box<Evidence>>, Box<Evidence>),
}

/// Which fields a kind of evidence asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asks {
    functions: bool,
    side: bool,
    horizon: bool,
    money: bool,
    room: bool,
    learning: bool,
}

impl Asks {
    fn of(kind: EvidenceKind) -> Self {
        use EvidenceKind::{BusinessCase, CrossTeam, Customer, CustomerLearning, Document, Outcome, People, Room};
        Self {
            functions: matches!(kind, Outcome | CrossTeam | BusinessCase | Room),
            side: matches!(kind, Customer | CrossTeam | People | CustomerLearning),
            horizon: matches!(kind, Outcome | BusinessCase | Room | Document),
            money: kind == BusinessCase,
            room: kind == Room,
            learning: kind == CustomerLearning,
        }
    }
}

impl EvidenceSheet {
    /// A new piece about a person, speaking to the selected skill.
    pub fn new(id: EvidenceId, person: &Person, author: &RaterId, skill: Option<&SkillId>, today: Date) -> Self {
        let mut draft = Evidence::plain(id, person.id.clone(), author.clone(), today, EvidenceKind::Outcome, "");
        draft.skills = skill.into_iter().cloned().collect();
        Self::of(None, draft)
    }

    /// A new piece about a person that is written down for an author to be chosen.
    pub fn for_an_author(id: EvidenceId, person: &Person, session: &Session, today: Date) -> Self {
        let nobody = RaterId::new("");
        let mut authors: Vec<_> =
            session.panel.iter().map(|rater| (Some(rater.id.clone()), rater.name.clone())).collect();
        authors.sort_by(|a, b| a.1.cmp(&b.1));
        Self { authors, author: None, ..Self::new(id, person, &nobody, None, today) }
    }

    /// An existing piece, to be changed.
    pub fn edit(item: &Evidence) -> Self {
        Self::of(Some(item.clone()), item.clone())
    }

    fn of(before: Option<Evidence>, draft: Evidence) -> Self {
        Self {
            date: draft.date.to_string(),
            revisited: draft.revisited.map(|date| date.to_string()).unwrap_or_default(),
            skills: draft.skills.iter().cloned().collect(),
            functions: draft.functions.iter().cloned().collect(),
            authors: Vec::new(),
            author: Some(draft.author.clone()),
            before,
            draft,
            tried: false,
            save: false,
        }
    }

    /// Saves in the next frame, as its button does.
    pub fn ask_to_save(&mut self) {
        self.save = true;
    }

    /// Shows the sheet.
    pub fn show(&mut self, context: &Context, session: &Session) -> Outcome {
        let name = session.name(&self.draft.person);
        let title = match self.before {
            None => format!("Evidence about {name}"),
            Some(_) => format!("Change evidence about {name}"),
        };
        self.save |= context.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let shown = Sheet::new(&title).id(Id::unique("evidence")).width(560.0).show(context, |sheet| {
            sheet.body(|ui| self.fields(ui, session));
            sheet.footer(|ui| {
                self.save |= ui.add(Button::primary("Save evidence").key("Ctrl Enter")).clicked();
                ui.add(Button::secondary("Cancel")).clicked()
            })
        });
        if shown.closed || shown.inner {
            return Outcome::Cancelled;
        }
        if std::mem::take(&mut self.save) {
            self.tried = true;
            if let Some(item) = self.finished(session) {
                return Outcome::Saved(self.before.clone().map(Box::new), Box::new(item));
            }
            context.request_repaint();
        }
        Outcome::Open
    }

    fn fields(&mut self, ui: &mut Ui, session: &Session) {
        let period = &session.about.period;
        let rubric = &session.rubric;
        let asks = Asks::of(self.draft.kind);
        let problem = (self.tried && self.draft.text.trim().is_empty()).then_some("Say in a sentence what happened.");
        TextField::new("What happened", &mut self.draft.text)
            .hint("One sentence, such as: got sales and finance to sign off the new pricing in two weeks")
            .lines(2)
            .error(problem)
            .id(Id::unique("evidence text"))
            .show(ui);
        self.written_for(ui, session);
        self.when_and_kind(ui, period);
        if asks.money {
            TextField::new("Result in money", &mut self.draft.money_result)
                .hint("Such as: 1.2m a year, signed off by finance")
                .help("A business case counts once its result is recorded.")
                .show(ui);
        }
        if asks.room {
            self.room(ui, rubric);
        }
        if asks.learning {
            TextField::new("Read by", &mut self.draft.read_by).hint("The other team that read it").show(ui);
            checkbox(ui, &mut self.draft.acted_on, "Somebody acted on it");
        }
        self.skills(ui, rubric);
        if asks.functions && !rubric.functions.is_empty() {
            text::label(ui, "Functions moved, with no reporting line");
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.y = 6.0;
                for function in &rubric.functions {
                    toggle(ui, &mut self.functions, &function.id, &function.name, Hue::Neutral);
                }
            });
        }
        if asks.side {
            text::label(ui, "Side of people sense that it shows");
            let sides = [(Side::Customers, "Customers, outside"), (Side::Teams, "Teams, inside")];
            Segmented::new("Side of people sense").show_optional(ui, &mut self.draft.side, &sides);
        }
        if asks.horizon && !rubric.horizons.is_empty() {
            self.horizon(ui, rubric, period);
        }
        TextField::new("Link", &mut self.draft.link).hint("Where more can be read").show(ui);
    }

    /// Whose evidence it is, where somebody writes it down for them.
    fn written_for(&mut self, ui: &mut Ui, session: &Session) {
        if self.authors.is_empty() {
            return;
        }
        Select::new("Seen by").placeholder("Who saw it?").show(ui, &mut self.author, &self.authors);
        if self.tried && self.author.is_none() {
            problem(ui, &Theme::of(ui), "Choose who saw it: evidence has an author.");
        } else if !session.is_revealed(&self.draft.person) {
            text::hint(ui, "Only they see it until this person is revealed; then everybody does.");
        }
    }

    fn when_and_kind(&mut self, ui: &mut Ui, period: &Period) {
        let wrong = (self.tried && dates::read(&self.date, period).is_none())
            .then_some("Write the day like 2026-10-14 or 14 Oct 2026.");
        let outside = match dates::read(&self.date, period) {
            Some(date) if !(period.from..=period.to).contains(&date) => {
                format!("Outside the review period, {} to {}.", period.from, period.to)
            }
            Some(date) => dates::words(date, period),
            None => String::new(),
        };
        ui.horizontal_top(|ui| {
            let half = (ui.available_width() - 12.0) / 2.0;
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.allocate_ui(egui::vec2(half, 0.0), |ui| {
                let kinds: Vec<_> = EvidenceKind::ALL.into_iter().map(|kind| (kind, kind.words())).collect();
                Select::new("Kind").width(half).show(ui, &mut self.draft.kind, &kinds);
            });
            ui.allocate_ui(egui::vec2(half, 0.0), |ui| {
                TextField::new("Day", &mut self.date)
                    .hint("2026-10-14")
                    .help(&outside)
                    .error(wrong)
                    .width(half)
                    .show(ui);
            });
        });
    }

    fn room(&mut self, ui: &mut Ui, rubric: &Rubric) {
        if !rubric.rooms.is_empty() {
            let mut rooms: Vec<(Option<RoomId>, &str)> = vec![(None, "Not said")];
            rooms.extend(rubric.rooms.iter().map(|room| (Some(room.id.clone()), room.name.as_str())));
            Select::new("Room").show(ui, &mut self.draft.room, &rooms);
        }
        TextField::new("What changed because they were there", &mut self.draft.changed)
            .hint("Such as: the launch was moved before the trade fair")
            .help("Attendance alone counts nothing.")
            .lines(2)
            .show(ui);
    }

    fn skills(&mut self, ui: &mut Ui, rubric: &Rubric) {
        text::label(ui, "Skills it speaks to");
        for (place, tier) in rubric.tiers.iter().enumerate() {
            let skills: Vec<_> = rubric.live_skills().filter(|skill| skill.tier == tier.id).collect();
            if skills.is_empty() {
                continue;
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
                for skill in skills {
                    toggle(ui, &mut self.skills, &skill.id, &skill.name, Hue::Tier(place));
                }
            });
        }
    }

    fn horizon(&mut self, ui: &mut Ui, rubric: &Rubric, period: &Period) {
        let mut horizons: Vec<(Option<HorizonId>, &str)> = vec![(None, "No bet ahead")];
        horizons.extend(rubric.horizons.iter().map(|one| (Some(one.id.clone()), one.name.as_str())));
        let wrong = (self.tried && !self.revisited.trim().is_empty() && dates::read(&self.revisited, period).is_none())
            .then_some("Write the day like 2026-10-14 or 14 Oct 2026.");
        ui.horizontal_top(|ui| {
            let half = (ui.available_width() - 12.0) / 2.0;
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.allocate_ui(egui::vec2(half, 0.0), |ui| {
                Select::new("How far ahead the bet was").width(half).show(ui, &mut self.draft.horizon, &horizons);
            });
            if self.draft.horizon.is_some() {
                ui.allocate_ui(egui::vec2(half, 0.0), |ui| {
                    TextField::new("Looked at again on", &mut self.revisited)
                        .hint("2026-10-14")
                        .help("A bet that nobody looked at again proves no horizon.")
                        .error(wrong)
                        .width(half)
                        .show(ui);
                });
            }
        });
    }

    /// The evidence as it is to be kept; none while something is missing. Fields that its kind does not ask are left
    /// out.
    fn finished(&self, session: &Session) -> Option<Evidence> {
        let (period, rubric) = (&session.about.period, &session.rubric);
        let asks = Asks::of(self.draft.kind);
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let when = |wanted: bool, text: &str| if wanted { line(text) } else { String::new() };
        let text = line(&self.draft.text);
        let date = dates::read(&self.date, period)?;
        let has_bet = asks.horizon && self.draft.horizon.is_some();
        let revisited = match self.revisited.trim() {
            text if has_bet && !text.is_empty() => Some(dates::read(text, period)?),
            _ => None,
        };
        if text.is_empty() {
            return None;
        }
        let author = self.author.clone()?;
        let skills = rubric.skills.iter().map(|skill| &skill.id).filter(|id| self.skills.contains(*id));
        let functions = rubric.functions.iter().map(|one| &one.id).filter(|id| self.functions.contains(*id));
        Some(Evidence {
            text,
            author,
            date,
            skills: skills.cloned().collect(),
            functions: if asks.functions { functions.cloned().collect() } else { Vec::new() },
            side: self.draft.side.filter(|_| asks.side),
            horizon: self.draft.horizon.clone().filter(|_| asks.horizon),
            revisited,
            money_result: when(asks.money, &self.draft.money_result),
            room: self.draft.room.clone().filter(|_| asks.room),
            changed: when(asks.room, &self.draft.changed),
            read_by: when(asks.learning, &self.draft.read_by),
            acted_on: asks.learning && self.draft.acted_on,
            link: self.draft.link.trim().to_owned(),
            ..self.draft.clone()
        })
    }
}

/// A chip that is in a set or not.
fn toggle<T: Ord + Clone>(ui: &mut Ui, set: &mut BTreeSet<T>, id: &T, name: &str, hue: Hue) {
    let chosen = set.contains(id);
    let chip = Chip::new(name).hue(hue).clickable(chosen);
    let chip = if chosen { chip.icon(crate::app::icons::Icon::Check) } else { chip.outlined() };
    if ui.add(chip).clicked() && !set.remove(id) {
        set.insert(id.clone());
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::testing;

    #[test]
    fn only_what_the_kind_asks_is_kept() {
        let session = testing::session(1, 1, 2);
        let person = session.people.at(0).expect("a person");
        let author = RaterId::new("r01");
        let mut sheet = EvidenceSheet::new("e1".into(), person, &author, None, date(2025, 10, 14));
        assert!(sheet.finished(&session).is_none(), "without a sentence there is no evidence");
        sheet.draft.text = " Got finance \n to sign off. ".into();
        sheet.draft.money_result = "1.2m".into();
        sheet.draft.acted_on = true;
        let outcome = sheet.finished(&session).expect("complete");
        assert_eq!(outcome.text, "Got finance to sign off.");
        assert_eq!((outcome.money_result.as_str(), outcome.acted_on), ("", false), "an outcome asks neither");
        sheet.draft.kind = EvidenceKind::BusinessCase;
        assert_eq!(sheet.finished(&session).expect("complete").money_result, "1.2m");
        sheet.date = "soon".into();
        assert!(sheet.finished(&session).is_none(), "without a day there is no evidence");
    }
}
