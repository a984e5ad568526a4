//! What managers take along: talking points and a page for each of their reports, edited here before anything goes out.
//! What the panel recorded stands beside the words, for whoever puts it into words of their own.

use egui::{Id, Ui};

use crate::app::icons::Icon;
use crate::app::theme::Theme;
use crate::app::view::{Action, ReportKind, View};
use crate::app::widgets::{
    Answer, Banner, Button, Card, Chip, EmptyState, Hue, Segmented, Select, TextField, section_heading, text,
};
use crate::edit::{Actor, Change, Edit, Gesture, MeetingEdit};
use crate::insight::follow_up::{self, Words, few_raters, managers, problems, recorded, reports_of};
use crate::model::{FollowUpWords, PersonId, RaterId};

/// The part of the screen.
#[derive(Default)]
pub(super) struct FollowUp {
    manager: Option<RaterId>,
    person: Option<PersonId>,
    words: Option<Typed>,
    page: bool,
}

/// What is being typed, and about whom.
struct Typed {
    person: PersonId,
    which: Words,
    revision: u64,
    text: String,
    /// As it was when typing began.
    before: String,
}

impl FollowUp {
    /// Shows the part.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
        let managers = managers(view.session);
        if managers.is_empty() {
            let sentence =
                "Packs are for those on the panel to whom somebody reports. Set managers on the Team screen.";
            let _ = EmptyState::new(Icon::Team, "Nobody here has reports", sentence).show(ui);
            return;
        }
        self.choose(ui, view, &managers, actions);
        let Some(person) = self.person.clone() else { return };
        ui.add_space(12.0);
        let which = if self.page { Words::Page } else { Words::TalkingPoints };
        self.load(view, &person, which, actions);
        let theme = Theme::of(ui);
        let beside = theme.scaled(330.0);
        let wide = ui.available_width() > beside * 2.2;
        if wide {
            ui.horizontal_top(|ui| {
                let room = ui.available_width() - beside - 12.0;
                ui.vertical(|ui| {
                    ui.set_width(room);
                    self.editor(ui, view, &person, which, actions);
                });
                ui.vertical(|ui| {
                    ui.set_width(beside);
                    source(ui, view, &person);
                });
            });
        } else {
            self.editor(ui, view, &person, which, actions);
            ui.add_space(12.0);
            source(ui, view, &person);
        }
    }

    fn choose(&mut self, ui: &mut Ui, view: &View<'_>, managers: &[RaterId], actions: &mut Vec<Action>) {
        let manager = self.manager.take().filter(|manager| managers.contains(manager));
        let mut manager = manager.unwrap_or_else(|| managers[0].clone());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let options: Vec<(RaterId, String)> =
                managers.iter().map(|manager| (manager.clone(), view.session.rater_name(manager))).collect();
            Select::new("Manager").label_hidden().width(200.0).show(ui, &mut manager, &options);
            let reports = reports_of(view.session, &manager);
            let person = self.person.take().filter(|person| reports.iter().any(|report| report.id == *person));
            let mut person = person.or_else(|| reports.first().map(|report| report.id.clone()));
            let options: Vec<(Option<PersonId>, String)> =
                reports.iter().map(|report| (Some(report.id.clone()), report.name.clone())).collect();
            Select::new("Report").label_hidden().width(210.0).show(ui, &mut person, &options);
            self.person = person;
            Segmented::new("Which words").show(
                ui,
                &mut self.page,
                &[(false, "Talking points"), (true, "Their own page")],
            );
            let pack = Button::secondary("Pack…").tooltip("All talking points of this manager, as PDF or Markdown");
            if ui.add(pack).clicked() {
                self.finish(view, actions);
                actions.push(Action::Report(ReportKind::Pack(manager.clone())));
            }
            if let Some(person) = &self.person
                && ui.add(Button::secondary("Page…").tooltip("This person’s own page, as PDF or Markdown")).clicked()
            {
                let person = person.clone();
                self.finish(view, actions);
                actions.push(Action::Report(ReportKind::Page(person)));
            }
        });
        self.manager = Some(manager);
    }

    /// Has the words of this person at hand; those of another one are kept first.
    fn load(&mut self, view: &View<'_>, person: &PersonId, which: Words, actions: &mut Vec<Action>) {
        if self.words.as_ref().is_some_and(|typed| typed.person == *person && typed.which == which) {
            // Somebody else's step, or an undo: what is not being typed follows it.
            if let Some(typed) = &mut self.words
                && typed.revision != view.revision
                && typed.text == typed.before
            {
                typed.text = follow_up::words(view.session, view.readings.index(), person, which);
                typed.before = typed.text.clone();
                typed.revision = view.revision;
            }
            return;
        }
        self.finish(view, actions);
        let text = follow_up::words(view.session, view.readings.index(), person, which);
        let before = text.clone();
        self.words = Some(Typed { person: person.clone(), which, revision: view.revision, text, before });
    }

    fn editor(&mut self, ui: &mut Ui, view: &View<'_>, person: &PersonId, which: Words, actions: &mut Vec<Action>) {
        let edited = view.session.meeting.follow_up.get(person).is_some_and(|words| match which {
            Words::TalkingPoints => words.talking_points.is_some(),
            Words::Page => words.page.is_some(),
        });
        let mut keep = false;
        let mut again = false;
        Card::new().show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let title = if which == Words::Page { "What they read" } else { "What their manager says" };
                section_heading(ui, title);
                let (words, hue) = if edited { ("Edited", Hue::Good) } else { ("Draft", Hue::Neutral) };
                ui.add(Chip::new(words).hue(hue));
            });
            ui.add_space(6.0);
            let Some(typed) = &mut self.words else { return };
            let name = match which {
                Words::TalkingPoints => "Talking points, a line each",
                Words::Page => "Their page, a paragraph a line",
            };
            let field = TextField::new(name, &mut typed.text).lines(14).id(Id::unique(("follow-up", &person, which)));
            let shown = ui.add_enabled_ui(view.read_only.is_none(), |ui| field.show(ui)).inner;
            keep = shown.lost_focus();
            ui.add_space(8.0);
            let wrong = problems(view.session, person, which, &typed.text);
            for sentence in &wrong {
                let _: Answer = Banner::new(Hue::Watch, sentence).show(ui);
            }
            if wrong.is_empty() {
                text::hint(ui, "Nothing stands in the way of handing this out.");
            }
            if let Some(sentence) =
                few_raters(view.session, view.readings.index(), person).filter(|_| which == Words::Page)
            {
                let _: Answer = Banner::new(Hue::Bad, &sentence).show(ui);
            }
            ui.add_space(4.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let changed = typed.text != typed.before;
                keep |= ui.add_enabled(changed, Button::primary("Keep these words")).clicked();
                again = ui.add_enabled(edited, Button::quiet("Begin again from the draft")).clicked();
            });
        });
        if again {
            self.words = None;
            put(view, person, which, None, actions);
        } else if keep {
            self.finish(view, actions);
        }
    }

    /// Makes a step of what is being typed.
    pub fn finish(&mut self, view: &View<'_>, actions: &mut Vec<Action>) {
        let Some(typed) = &mut self.words else { return };
        if typed.text == typed.before || view.read_only.is_some() || !view.session.people.contains(&typed.person) {
            return;
        }
        typed.before = typed.text.clone();
        let (person, which, text) = (typed.person.clone(), typed.which, typed.text.trim().to_owned());
        put(view, &person, which, Some(text), actions);
    }
}

fn put(view: &View<'_>, person: &PersonId, which: Words, text: Option<String>, actions: &mut Vec<Action>) {
    let before = view.session.meeting.follow_up.get(person).cloned();
    let mut after = before.clone().unwrap_or_default();
    match which {
        Words::TalkingPoints => after.talking_points = text,
        Words::Page => after.page = text,
    }
    let after = Some(after).filter(|after| *after != FollowUpWords::default());
    if before == after {
        return;
    }
    let (before, after) = (before.map(Box::new), after.map(Box::new));
    let edit: Edit = MeetingEdit::SetFollowUp { person: person.clone(), before, after }.into();
    actions.push(Action::Change(Change::new(Actor::Facilitator, Gesture::FollowUp, vec![edit])));
}

/// What the panel recorded, beside the words.
fn source(ui: &mut Ui, view: &View<'_>, person: &PersonId) {
    Card::raised().show(ui, |ui| {
        section_heading(ui, "What the panel recorded");
        text::hint(ui, "For you to put into words. It never leaves as it is.");
        ui.add_space(8.0);
        let recorded = recorded(view.session, person);
        if recorded.is_empty() {
            text::second(ui, "No reason was recorded about this person.");
        }
        for one in recorded {
            text::label(ui, one.about);
            text::body(ui, one.reason);
            ui.add_space(6.0);
        }
    });
}
