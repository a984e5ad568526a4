//! What may leave a session. Every format is written from the session that is made here: the chosen people, what the
//! viewer may see of them, without what was to be left out, and with pseudonyms where names are to go. So a format can
//! neither leak a closed cell nor forget to hide a name: it never sees either.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::insight::Index;
use crate::insight::visibility::{Viewer, may_export_scores, sees_cells_of, sees_evidence, sees_mark, sees_note};
use crate::model::{
    About, Amendment, Appeal, Decisions, Evidence, EvidenceId, Keeping, Manager, Meeting, Panel, People, Person,
    PersonId, Placement, PreviousCycle, PreviousPerson, Rater, RaterId, Ratings, Round, Session,
};

use super::pseudonym::Pseudonyms;
use super::standing::Standing;
use super::whole::Sheets;
use super::{Chosen, ExportError, ExportOptions};

/// A session that holds nothing but what may be written, and what was worked out of the whole one.
pub(super) struct Outgoing {
    /// Whether names were replaced.
    pub redacted: bool,
    /// What may be written.
    pub session: Session,
    /// Effective and tier scores of those whose cells are open to the viewer, by the ids that are written.
    pub standings: BTreeMap<PersonId, Standing>,
    /// Whom the export is about, by their own ids.
    pub chosen: BTreeSet<PersonId>,
    names: Names,
}

/// The name of everybody on the panel where raters are left out.
const THE_PANEL: &str = "The panel";

impl Outgoing {
    /// Finds out what may be written.
    pub(super) fn of(session: &Session, options: &ExportOptions) -> Result<Self, ExportError> {
        let chosen = chosen_people(session, options)?;
        let sees_cells = |person: &&PersonId| sees_cells_of(session, &options.viewer, person);
        let open: BTreeSet<PersonId> = chosen.iter().filter(sees_cells).cloned().collect();
        if open.is_empty() && !matches!(options.viewer, Viewer::Rater(_)) {
            return Err(ExportError::NothingOpen);
        }
        let names = Names {
            pseudonyms: options.redact.then(|| Pseudonyms::of(session)),
            raters: options.raters,
            attributes: options.attributes,
            chosen: chosen.clone(),
        };
        let maker = Maker { session, options, chosen: &chosen, open: &open, names: &names };
        let written = maker.session();
        let index = Index::new(session);
        let standing =
            |id: &PersonId| Some((names.person(id), Standing::of(session, &index, session.people.get(id)?)?));
        let standings = open.iter().filter_map(standing).collect();
        Ok(Self { redacted: options.redact, session: written, standings, chosen, names })
    }

    /// The name of a person of the whole session, as it is written.
    pub(super) fn person_name(&self, session: &Session, id: &PersonId) -> String {
        match &self.names.pseudonyms {
            Some(_) => self.names.person(id).to_string(),
            None => session.name(id),
        }
    }

    /// The name of somebody on the panel of the whole session, as it is written.
    pub(super) fn rater_name(&self, session: &Session, id: &RaterId) -> String {
        match (&self.names.pseudonyms, self.names.raters) {
            (_, false) => THE_PANEL.into(),
            (Some(_), true) => self.names.rater(id).to_string(),
            (None, true) => session.rater_name(id),
        }
    }
}

/// The people asked for, as far as they are the viewer's business: a rater's file is about those they rate and those
/// who were revealed to them.
fn chosen_people(session: &Session, options: &ExportOptions) -> Result<BTreeSet<PersonId>, ExportError> {
    let chosen: BTreeSet<PersonId> = match &options.people {
        Chosen::All => session.people.iter().map(|person| person.id.clone()).collect(),
        Chosen::Only(ids) => ids.iter().cloned().collect(),
    };
    if let Some(unknown) = chosen.iter().find(|id| !session.people.contains(id)) {
        return Err(ExportError::Unknown(unknown.to_string()));
    }
    let Viewer::Rater(own) = &options.viewer else {
        may_export_scores(session, &options.viewer).map_err(ExportError::NotYet)?;
        return Ok(chosen);
    };
    let rater = session.panel.get(own).ok_or_else(|| ExportError::Unknown(own.to_string()))?;
    let rates = |id: &PersonId| {
        let row = session.people.place(id);
        let sheet = session.ratings.sheet(own);
        let answered = sheet.zip(row).is_some_and(|(sheet, row)| sheet.row(row).iter().any(|byte| *byte != 0));
        rater.rated_people.contains(id) || answered || sees_cells_of(session, &options.viewer, id)
    };
    Ok(chosen.into_iter().filter(rates).collect())
}

/// Whom and what the written session calls by which id.
struct Names {
    pseudonyms: Option<Pseudonyms>,
    raters: bool,
    attributes: bool,
    chosen: BTreeSet<PersonId>,
}

impl Names {
    fn person(&self, id: &PersonId) -> PersonId {
        match &self.pseudonyms {
            Some(pseudonyms) => PersonId::new(pseudonyms.person(id).unwrap_or("Somebody who left")),
            None => id.clone(),
        }
    }

    fn rater(&self, id: &RaterId) -> RaterId {
        match (&self.pseudonyms, self.raters) {
            (_, false) => RaterId::new("panel"),
            (Some(pseudonyms), true) => RaterId::new(pseudonyms.rater(id).unwrap_or("A rater who left")),
            (None, true) => id.clone(),
        }
    }

    fn manager(&self, manager: &Manager) -> Manager {
        match manager {
            Manager::Panel(id) if self.raters => Manager::Panel(self.rater(id)),
            Manager::Person(id) if self.chosen.contains(id) => Manager::Person(self.person(id)),
            Manager::Outside(name) if self.pseudonyms.is_none() => Manager::Outside(name.clone()),
            _ => Manager::Nobody,
        }
    }

    fn write_person(&self, person: &Person) -> Person {
        let mut written = person.clone();
        written.manager = self.manager(&person.manager);
        let hides = self.pseudonyms.is_some();
        if hides || !self.attributes {
            written.team.clear();
            written.location.clear();
            written.attributes.clear();
        }
        if hides {
            // Level and target stay; days and titles would tell who it is.
            let id = self.person(&person.id);
            let (level, target, manager) = (written.level, written.target, written.manager);
            written = Person { level, target, manager, ..Person::named(id.clone(), id.as_str()) };
        }
        written
    }

    fn write_rater(&self, rater: &Rater, whole: bool) -> Rater {
        let mut written = rater.clone();
        let known = |id: &&PersonId| self.chosen.contains(*id);
        written.pin = None;
        written.rated_people = rater.rated_people.iter().filter(known).map(|id| self.person(id)).collect();
        if !whole {
            // How far the others are is not this viewer's business.
            written.rated_people.clear();
            written.submitted = None;
        }
        if self.pseudonyms.is_some() {
            let id = self.rater(&rater.id);
            let Rater { level, rates, facilitates, rated_people, submitted, .. } = written;
            let named = Rater::named(id.clone(), id.as_str());
            written = Rater { level, rates, facilitates, rated_people, submitted, ..named };
        }
        written
    }
}

/// Makes the session that may be written.
struct Maker<'a> {
    session: &'a Session,
    options: &'a ExportOptions,
    chosen: &'a BTreeSet<PersonId>,
    open: &'a BTreeSet<PersonId>,
    names: &'a Names,
}

impl Maker<'_> {
    fn session(&self) -> Session {
        let Session { id, about, rubric, .. } = self.session;
        let kept = self.chosen.iter().filter_map(|id| self.session.people.get(id));
        let people = People::new(kept.map(|person| self.names.write_person(person)));
        let ratings = self.ratings(&people);
        Session {
            id: id.clone(),
            about: Arc::new(self.about(about)),
            rubric: rubric.clone(),
            people: Arc::new(people),
            panel: Arc::new(self.panel()),
            ratings,
            evidence: Arc::new(self.evidence()),
            decisions: Arc::new(self.decisions()),
            previous: self.previous().map(Arc::new),
            meeting: Arc::new(self.meeting()),
        }
    }

    fn about(&self, about: &About) -> About {
        let mut about = about.clone();
        if self.options.redact {
            about.title = "Redacted session".into();
            about.salt.clear();
            about.keeping = Keeping::default();
        }
        about
    }

    fn panel(&self) -> Panel {
        if !self.options.raters {
            let panel = Rater { rates: false, ..Rater::named(RaterId::new("panel"), THE_PANEL) };
            return Panel::new([panel]);
        }
        let whole = |rater: &Rater| match &self.options.viewer {
            Viewer::Rater(own) => *own == rater.id,
            _ => true,
        };
        Panel::new(self.session.panel.iter().map(|rater| self.names.write_rater(rater, whole(rater))))
    }

    fn ratings(&self, people: &People) -> Ratings {
        let (session, viewer) = (self.session, &self.options.viewer);
        let mut sheets = Sheets::new(people, &session.rubric);
        if !self.options.raters {
            return sheets.finish();
        }
        let notes = self.options.notes && !self.options.redact;
        for (rater, sheet) in session.ratings.sheets() {
            let id = self.names.rater(rater);
            for person in self.chosen.iter().filter(|person| sees_mark(session, viewer, rater, person)) {
                let written = self.names.person(person);
                let notes = notes && sees_note(session, viewer, rater, person);
                let cells = session.rubric.skills.iter().map(|skill| (person.clone(), skill.id.clone()));
                for cell in cells {
                    let blind = session.mark(rater, person, &cell.1, Round::Blind);
                    let revised = sheet.revised().get(&cell).copied();
                    let note = sheet.notes().get(&cell).filter(|_| notes).cloned().unwrap_or_default();
                    if blind.is_some() || revised.is_some() || !note.is_empty() {
                        sheets.put(&id, written.clone(), cell.1, blind, revised, note);
                    }
                }
                if let Some(closeness) = sheet.closeness().get(person) {
                    sheets.of(&id).closeness.insert(written.clone(), *closeness);
                }
                for leadership_trait in &session.rubric.traits {
                    if let Some(answer) = sheet.traits().get(&(person.clone(), leadership_trait.id.clone())) {
                        sheets.of(&id).traits.insert((written.clone(), leadership_trait.id.clone()), *answer);
                    }
                }
            }
        }
        sheets.finish()
    }

    fn evidence(&self) -> BTreeMap<EvidenceId, Evidence> {
        let (session, viewer) = (self.session, &self.options.viewer);
        let kept = session
            .evidence
            .values()
            .filter(|item| self.chosen.contains(&item.person) && sees_evidence(session, viewer, item));
        let written = kept.map(|item| {
            let mut written = Evidence {
                person: self.names.person(&item.person),
                author: self.names.rater(&item.author),
                ..item.clone()
            };
            if self.options.redact {
                let texts = [
                    &mut written.text,
                    &mut written.money_result,
                    &mut written.changed,
                    &mut written.read_by,
                    &mut written.link,
                ];
                texts.into_iter().for_each(String::clear);
            }
            (written.id.clone(), written)
        });
        written.collect()
    }

    fn decisions(&self) -> Decisions {
        let decisions = &self.session.decisions;
        let is_open = |id: &PersonId| self.open.contains(id);
        let own = |rater: &RaterId| match &self.options.viewer {
            Viewer::Rater(own) => own == rater,
            _ => true,
        };
        let said = |reason: &str| if self.options.redact { String::new() } else { reason.to_owned() };
        let person = |id: &PersonId| self.names.person(id);
        let revealed = decisions.revealed.iter().filter(|(id, _)| self.chosen.contains(*id));
        let recusals = decisions
            .recusals
            .iter()
            .filter(|((id, rater), _)| self.options.raters && self.chosen.contains(id) && own(rater));
        let agreed = decisions.agreed.iter().filter(|((id, _), _)| is_open(id));
        let traits = decisions.traits.iter().filter(|((id, _), _)| is_open(id));
        let placements = decisions.placements.iter().filter(|(id, _)| is_open(id));
        Decisions {
            revealed: revealed.map(|(id, at)| (person(id), *at)).collect(),
            recusals: recusals
                .map(|((id, rater), reason)| ((person(id), self.names.rater(rater)), said(reason)))
                .collect(),
            agreed: agreed
                .map(|((id, skill), agreed)| {
                    let mut agreed = agreed.clone();
                    agreed.reason = said(&agreed.reason);
                    ((person(id), skill.clone()), agreed)
                })
                .collect(),
            traits: traits
                .map(|((id, leadership_trait), agreed)| {
                    let mut agreed = agreed.clone();
                    agreed.reason = said(&agreed.reason);
                    ((person(id), leadership_trait.clone()), agreed)
                })
                .collect(),
            placements: placements.map(|(id, placement)| (person(id), self.placement(placement))).collect(),
            // Succession is the facilitator's.
            open_seats: match self.options.viewer {
                Viewer::Facilitator => decisions.open_seats.clone(),
                Viewer::Rater(_) | Viewer::Room => BTreeMap::new(),
            },
        }
    }

    fn placement(&self, placement: &Placement) -> Placement {
        let mut written = placement.clone();
        if self.options.redact {
            let texts = [&mut written.reason, &mut written.owner, &mut written.words];
            texts.into_iter().for_each(String::clear);
            written.next_step = None;
        }
        written
    }

    /// What came after the closing, about those whose cells are open: for whoever runs the session, as in the log.
    fn meeting(&self) -> Meeting {
        if self.options.viewer != Viewer::Facilitator {
            return Meeting::default();
        }
        let Meeting { appeals, amendments, .. } = &*self.session.meeting;
        let appeals = appeals.iter().filter(|(_, appeal)| self.open.contains(&appeal.person));
        let amendments = amendments.iter().filter(|(_, amendment)| self.open.contains(&amendment.person));
        Meeting {
            appeals: appeals.map(|(id, appeal)| (id.clone(), self.appeal(appeal))).collect(),
            amendments: amendments.map(|(id, amendment)| (id.clone(), self.amendment(amendment))).collect(),
            ..Meeting::default()
        }
    }

    fn appeal(&self, appeal: &Appeal) -> Appeal {
        let mut written = Appeal { person: self.names.person(&appeal.person), ..appeal.clone() };
        if self.options.redact {
            written.about.clear();
            written.reviewer.clear();
            written.outcome.iter_mut().for_each(|outcome| outcome.words.clear());
        }
        written
    }

    fn amendment(&self, amendment: &Amendment) -> Amendment {
        let mut written = Amendment { person: self.names.person(&amendment.person), ..amendment.clone() };
        if self.options.redact {
            written.by.clear();
            written.why.clear();
        } else if !self.options.raters {
            written.by = THE_PANEL.into();
        }
        written
    }

    /// What an earlier session said of those whose cells are open.
    fn previous(&self) -> Option<PreviousCycle> {
        if matches!(self.options.viewer, Viewer::Rater(_)) {
            return None;
        }
        let previous = self.session.previous.as_deref()?;
        let people = previous.people.iter().filter(|one| self.open.contains(&one.person));
        let people = people.map(|one| PreviousPerson { person: self.names.person(&one.person), ..one.clone() });
        let title = if self.options.redact { String::new() } else { previous.title.clone() };
        Some(PreviousCycle { title, period: previous.period.clone(), people: people.collect() })
    }
}
