//! Heavy work beside the window. A [`Job`] is a snapshot of the parts it needs and what is to be worked out from them;
//! a [`Latest`] keeps the last answer to one kind of job while the next one is under way, so that a screen goes on
//! showing what it has and says that it is being brought up to date. The [`Worker`] is one thread that takes jobs in
//! turn: of one kind only the newest request is worth working on, and an older one under way is told so. No frame ever
//! waits for it: the window is woken when an answer is there.
//!
//! A new kind of work is a type of its own with [`Job`], and a [`Latest`] wherever its answer is shown:
//!
//! ```ignore
//! struct AgendaOrder(Session);
//! impl Job for AgendaOrder { … }
//! let agenda: Latest<AgendaOrder> = Latest::default();
//! let shown = agenda.ask(&worker, revision, || AgendaOrder(session.clone()));
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// One kind of work: what it needs, and what is worked out from it.
pub trait Job: Send + 'static {
    /// Tells one request from another: what was worked out for another key is out of date. Mostly the revision of the
    /// document.
    type Key: Clone + PartialEq + Send + 'static;
    /// What comes of it.
    type Answer: Send + Sync + 'static;

    /// Does the work. A long one looks at the signal between its parts and gives nothing once it is outdated.
    fn run(self, signal: &Signal) -> Option<Self::Answer>;
}

/// Tells a job under way that nobody waits for its answer any more.
#[derive(Clone, Debug, Default)]
pub struct Signal(Arc<AtomicBool>);

impl Signal {
    /// Whether the answer is not wanted any more.
    pub fn is_outdated(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn outdate(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How the answer that is at hand stands to the one that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is the one.
    Fresh,
    /// It is from before, or there is none yet; the one that was asked for is under way.
    Updating,
    /// The work broke off. The answer is from before, or there is none.
    Failed,
}

/// The last answer to one kind of job, and whether it is up to date.
pub struct Shown<A> {
    /// The answer; none before the first one is there.
    pub answer: Option<Arc<A>>,
    /// How it stands to what was asked for.
    pub standing: Standing,
}

/// The last answer to one kind of job, kept while the next one is worked on.
pub struct Latest<J: Job> {
    slot: Arc<Slot<J>>,
}

struct Slot<J: Job> {
    state: Mutex<SlotState<J>>,
}

struct SlotState<J: Job> {
    /// The newest request.
    asked: Option<J::Key>,
    /// Its job, until the worker takes it.
    waiting: Option<J>,
    /// Tells the job under way that it is outdated.
    signal: Signal,
    /// The last answer.
    answer: Option<Arc<J::Answer>>,
    /// Whether the answer is to the newest request.
    fresh: bool,
    /// Whether the newest request broke off.
    failed: bool,
}

impl<J: Job> Default for Latest<J> {
    fn default() -> Self {
        let state = SlotState {
            asked: None,
            waiting: None,
            signal: Signal::default(),
            answer: None,
            fresh: false,
            failed: false,
        };
        Self { slot: Arc::new(Slot { state: Mutex::new(state) }) }
    }
}

impl<J: Job> Latest<J> {
    /// Sees to it that the work for `key` is done, and gives what is at hand now. The job is made only where it was
    /// not asked for before; one that waits for another key is dropped, one under way is told that it is outdated.
    pub fn ask(&self, worker: &Worker, key: J::Key, job: impl FnOnce() -> J) -> Shown<J::Answer> {
        let mut state = lock(&self.slot.state);
        if state.asked.as_ref() != Some(&key) {
            state.signal.outdate();
            state.signal = Signal::default();
            state.asked = Some(key);
            state.fresh = false;
            state.failed = false;
            let queued = state.waiting.replace(job()).is_some();
            drop(state);
            if !queued {
                worker.enqueue(Arc::clone(&self.slot) as Arc<dyn Work>);
            }
            state = lock(&self.slot.state);
        }
        state.shown()
    }

    /// What is at hand, without asking for anything.
    pub fn at_hand(&self) -> Shown<J::Answer> {
        lock(&self.slot.state).shown()
    }

    /// Forgets the answer and drops what was asked for: nobody may look at it any more.
    pub fn forget(&self) {
        let mut state = lock(&self.slot.state);
        state.signal.outdate();
        state.signal = Signal::default();
        (state.asked, state.waiting, state.answer) = (None, None, None);
        (state.fresh, state.failed) = (false, false);
    }
}

impl<J: Job> Drop for Latest<J> {
    fn drop(&mut self) {
        self.forget();
    }
}

impl<J: Job> SlotState<J> {
    fn shown(&self) -> Shown<J::Answer> {
        let standing = match (self.fresh, self.failed) {
            (true, _) => Standing::Fresh,
            (false, true) => Standing::Failed,
            (false, false) => Standing::Updating,
        };
        Shown { answer: self.answer.clone(), standing }
    }
}

/// A slot, whatever its job.
trait Work: Send + Sync {
    /// Does the job that waits here, if one does.
    fn carry_out(&self);
}

impl<J: Job> Work for Slot<J> {
    fn carry_out(&self) {
        let (job, signal) = {
            let mut state = lock(&self.state);
            let Some(job) = state.waiting.take() else { return };
            (job, state.signal.clone())
        };
        // A job owns all it works with, so that nothing half-done is left behind where it breaks off.
        let worked_out = catch_unwind(AssertUnwindSafe(|| job.run(&signal)));
        let mut state = lock(&self.state);
        if signal.is_outdated() {
            return;
        }
        match worked_out {
            Ok(Some(answer)) => {
                state.answer = Some(Arc::new(answer));
                (state.fresh, state.failed) = (true, false);
            }
            Ok(None) | Err(_) => state.failed = true,
        }
    }
}

/// The thread that does the work.
pub struct Worker {
    desk: Arc<Desk>,
    way: Way,
}

/// How a worker goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// On a thread of its own.
    Thread,
    /// Within the asking: for tests, the command line, and wherever no thread can be had.
    AtOnce,
    /// When [`Worker::work_off`] is called: for tests of what is shown meanwhile.
    ByHand,
}

/// What asking and working side share.
struct Desk {
    queue: Mutex<Queue>,
    /// Rung when there is something to do, or nothing more to come.
    bell: Condvar,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Arc<dyn Work>>,
    closed: bool,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("way", &self.way).finish_non_exhaustive()
    }
}

impl Default for Worker {
    fn default() -> Self {
        Self::at_once()
    }
}

impl Worker {
    /// A worker on a thread of its own, which ends with it. `wake` is called from there whenever a job is done.
    pub fn start(wake: impl Fn() + Send + 'static) -> Self {
        let worker = Self::of(Way::Thread);
        let desk = Arc::clone(&worker.desk);
        let work = move || {
            while let Some(work) = desk.next() {
                work.carry_out();
                drop(work);
                wake();
            }
        };
        match thread::Builder::new().name("plumbline-worker".into()).spawn(work) {
            Ok(_) => worker,
            // Slow is better than nothing where the system has no thread to give.
            Err(_) => Self::at_once(),
        }
    }

    /// A worker that does each job within the asking.
    pub fn at_once() -> Self {
        Self::of(Way::AtOnce)
    }

    /// A worker that does what waits when [`Worker::work_off`] is called.
    pub fn by_hand() -> Self {
        Self::of(Way::ByHand)
    }

    fn of(way: Way) -> Self {
        Self { desk: Arc::new(Desk { queue: Mutex::default(), bell: Condvar::new() }), way }
    }

    /// Does all that waits, here and now.
    pub fn work_off(&self) {
        loop {
            let Some(work) = lock(&self.desk.queue).waiting.pop_front() else { return };
            work.carry_out();
        }
    }

    fn enqueue(&self, work: Arc<dyn Work>) {
        match self.way {
            Way::AtOnce => work.carry_out(),
            Way::ByHand => lock(&self.desk.queue).waiting.push_back(work),
            Way::Thread => {
                lock(&self.desk.queue).waiting.push_back(work);
                self.desk.bell.notify_one();
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The window does not wait for a job under way: the thread ends after it.
        let mut queue = lock(&self.desk.queue);
        queue.closed = true;
        queue.waiting.clear();
        drop(queue);
        self.desk.bell.notify_all();
    }
}

impl Desk {
    /// The next thing to do; waits for it. None once the worker is gone.
    fn next(&self) -> Option<Arc<dyn Work>> {
        let mut queue = lock(&self.queue);
        loop {
            if queue.closed {
                return None;
            }
            if let Some(work) = queue.waiting.pop_front() {
                return Some(work);
            }
            queue = self.bell.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Nothing that holds a lock here can break off, so that a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "worker_tests.rs"]
mod tests;
