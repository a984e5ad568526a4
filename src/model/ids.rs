//! Names for things. People, raters, evidence and steps carry opaque random text that means nothing outside the
//! session; skills, levels, tiers and the like carry slugs that a person can read in the file. An index is never
//! stored: it changes when a roster or a rubric does.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Serialize};

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// An id of this text. It is not checked here; [`Session::problems`](super::Session::problems) is where
            /// ids that point nowhere are found.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(text.as_ref().into())
            }

            /// The id as it stands in the file.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    )+};
}

text_ids! {
    /// A session, for ever: the journal and the lock are found by it.
    SessionId,
    /// Somebody being rated.
    PersonId,
    /// Somebody on the panel, whether they rate or not.
    RaterId,
    /// One piece of evidence.
    EvidenceId,
    /// One step of the history.
    StepId,
    /// One amendment after closing.
    AmendmentId,
    /// One appeal.
    AppealId,
    /// One case of the warm-up (slug).
    CaseId,
    /// A skill of the rubric (slug).
    SkillId,
    /// A level of the rubric (slug).
    LevelId,
    /// A tier of the rubric (slug).
    TierId,
    /// A leadership trait of the rubric (slug).
    TraitId,
    /// A room of the rubric (slug).
    RoomId,
    /// A horizon of the rubric (slug).
    HorizonId,
    /// A function that can be moved without authority, such as engineering or sales (slug).
    FunctionId,
}
