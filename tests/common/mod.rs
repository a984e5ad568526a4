//! The sample session and what is read of it, for the tests that hold its people against what they are to show.

use plumbline::insight::{PersonReading, Readings};
use plumbline::model::{PersonId, Session};
use plumbline::workspace::sample;

pub struct Sample {
    pub session: Session,
    pub readings: Readings,
}

impl Sample {
    pub fn new() -> Self {
        let (mut session, steps) = sample().expect("the sample can be read");
        for step in &steps {
            step.apply(&mut session).expect("the step fits");
        }
        let readings = Readings::new(&session);
        Self { session, readings }
    }

    pub fn person(&self, name: &str) -> PersonId {
        let found = self.session.people.iter().find(|person| person.name == name);
        found.unwrap_or_else(|| panic!("{name} is not in the sample")).id.clone()
    }

    pub fn read(&self, name: &str) -> PersonReading {
        self.readings.person(&self.session, &self.person(name)).expect("the person is there")
    }
}
