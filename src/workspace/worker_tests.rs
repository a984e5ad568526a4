use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::*;

/// Doubles a number; zero breaks off.
struct Double(u64);

impl Job for Double {
    type Key = u64;
    type Answer = u64;

    fn run(self, _: &Signal) -> Option<u64> {
        assert_ne!(self.0, 0, "planted");
        Some(2 * self.0)
    }
}

/// Says that it has begun, and goes on only when it is let.
struct Held {
    number: u64,
    began: Sender<u64>,
    go_on: Receiver<()>,
}

impl Job for Held {
    type Key = u64;
    type Answer = u64;

    fn run(self, signal: &Signal) -> Option<u64> {
        self.began.send(self.number).expect("somebody listens");
        self.go_on.recv().expect("somebody lets it go on");
        (!signal.is_outdated()).then_some(self.number)
    }
}

fn ask(latest: &Latest<Double>, worker: &Worker, number: u64) -> (Option<u64>, Standing) {
    let shown = latest.ask(worker, number, || Double(number));
    (shown.answer.map(|answer| *answer), shown.standing)
}

fn at_hand<J: Job<Answer = u64>>(latest: &Latest<J>) -> (Option<u64>, Standing) {
    let shown = latest.at_hand();
    (shown.answer.map(|answer| *answer), shown.standing)
}

#[test]
fn the_last_answer_stays_until_the_next_one_is_there() {
    let (worker, latest) = (Worker::by_hand(), Latest::default());
    assert_eq!(ask(&latest, &worker, 1), (None, Standing::Updating));
    worker.work_off();
    assert_eq!(ask(&latest, &worker, 1), (Some(2), Standing::Fresh));
    assert_eq!(ask(&latest, &worker, 2), (Some(2), Standing::Updating));
    worker.work_off();
    assert_eq!(at_hand(&latest), (Some(4), Standing::Fresh));
}

#[test]
fn of_several_requests_only_the_newest_is_worked_on() {
    let (worker, latest) = (Worker::by_hand(), Latest::default());
    for number in 1..=5 {
        ask(&latest, &worker, number);
    }
    assert_eq!(lock(&worker.desk.queue).waiting.len(), 1);
    worker.work_off();
    assert_eq!(at_hand(&latest), (Some(10), Standing::Fresh));
}

#[test]
fn what_was_asked_for_before_is_not_made_again() {
    let (worker, latest) = (Worker::at_once(), Latest::default());
    assert_eq!(ask(&latest, &worker, 3), (Some(6), Standing::Fresh));
    latest.ask(&worker, 3, || panic!("it is there already"));
}

#[test]
fn a_job_that_breaks_off_says_so_and_the_next_one_goes_well() {
    let (worker, latest) = (Worker::at_once(), Latest::default());
    ask(&latest, &worker, 1);
    assert_eq!(ask(&latest, &worker, 0), (Some(2), Standing::Failed));
    assert_eq!(ask(&latest, &worker, 4), (Some(8), Standing::Fresh));
}

#[test]
fn an_answer_that_comes_too_late_is_not_shown() {
    let (woken, wakes) = channel();
    let worker = Worker::start(move || woken.send(()).expect("somebody listens"));
    let latest = Latest::default();
    let (began, begun) = channel();
    let (let_first, first) = channel();
    let (let_second, second) = channel();
    latest.ask(&worker, 1, || Held { number: 1, began: began.clone(), go_on: first });
    assert_eq!(begun.recv_timeout(LONG), Ok(1));
    // While the first is under way, the second is asked for without waiting.
    latest.ask(&worker, 2, || Held { number: 2, began, go_on: second });
    assert_eq!(at_hand(&latest), (None, Standing::Updating));
    let_first.send(()).expect("it waits");
    wakes.recv_timeout(LONG).expect("the window is woken");
    assert_eq!(at_hand(&latest), (None, Standing::Updating));
    assert_eq!(begun.recv_timeout(LONG), Ok(2));
    let_second.send(()).expect("it waits");
    wakes.recv_timeout(LONG).expect("the window is woken");
    assert_eq!(at_hand(&latest), (Some(2), Standing::Fresh));
}

#[test]
fn a_thread_survives_a_job_that_breaks_off_and_ends_with_its_worker() {
    let (woken, wakes) = channel();
    let worker = Worker::start(move || {
        let _ = woken.send(());
    });
    let latest = Latest::default();
    ask(&latest, &worker, 0);
    wakes.recv_timeout(LONG).expect("the window is woken");
    assert_eq!(at_hand(&latest), (None, Standing::Failed));
    ask(&latest, &worker, 5);
    wakes.recv_timeout(LONG).expect("the window is woken");
    assert_eq!(at_hand(&latest), (Some(10), Standing::Fresh));
    drop(worker);
    // The thread lets go of the callback when it ends, and with it of the sender.
    assert!(wakes.recv_timeout(LONG).is_err_and(|error| error == std::sync::mpsc::RecvTimeoutError::Disconnected));
}

#[test]
fn what_is_forgotten_is_gone_and_nothing_comes_after_it() {
    let (worker, latest) = (Worker::by_hand(), Latest::default());
    ask(&latest, &worker, 1);
    worker.work_off();
    ask(&latest, &worker, 2);
    latest.forget();
    worker.work_off();
    assert_eq!(at_hand(&latest), (None, Standing::Updating));
    assert_eq!(ask(&latest, &worker, 2), (None, Standing::Updating), "it is asked for anew");
}

const LONG: Duration = Duration::from_secs(20);
