//! Trying another rubric on a copy of the session: what it would change, with the session untouched.

use jiff::Timestamp;

use crate::edit::{Actor, Change, Gesture, RubricMatch};
use crate::insight::RubricEffect;
use crate::insight::visibility::Viewer;
use crate::model::Session;

/// What a rubric would change, read through somebody's eyes; nothing once `outdated` says that nobody waits for it any
/// more.
///
/// # Errors
/// Why it can't be taken, in a sentence.
pub fn try_rubric(
    session: &Session,
    matched: &RubricMatch,
    viewer: &Viewer,
    now: Timestamp,
    outdated: &dyn Fn() -> bool,
) -> Result<Option<RubricEffect>, String> {
    if let Some(problem) = matched.problems(session).into_iter().next() {
        return Err(problem);
    }
    let change = Change::new(Actor::Facilitator, Gesture::Rubric, matched.edits(session));
    let mut then = session.clone();
    change.at("trial".into(), now).apply(&mut then).map_err(|conflict| conflict.to_string())?;
    Ok(RubricEffect::between(session, &then, viewer, outdated))
}
