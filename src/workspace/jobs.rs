//! The kinds of heavy work that a document has, each on a snapshot of its session.

use crate::insight::ruler::{GroupQuestion, GroupsRead, Ruler};
use crate::model::Session;

use super::worker::{Job, Signal};

/// Works out how the panel of a session rates. Its key is the revision of the document.
pub struct RulerJob(pub Session);

impl Job for RulerJob {
    type Key = u64;
    type Answer = Ruler;

    fn run(self, signal: &Signal) -> Option<Ruler> {
        Ruler::new(&self.0, &|| signal.is_outdated())
    }
}

/// Holds groups of people against each other, after the meeting. Its key is the revision and the name of the attribute.
pub struct GroupJob {
    /// The session.
    pub session: Session,
    /// What is asked of which groups.
    pub question: GroupQuestion,
}

impl Job for GroupJob {
    type Key = (u64, String);
    type Answer = GroupsRead;

    fn run(self, signal: &Signal) -> Option<GroupsRead> {
        GroupsRead::new(&self.session, &self.question, &|| signal.is_outdated())
    }
}
