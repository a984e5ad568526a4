use super::*;
use crate::insight::index::Index;
use crate::insight::kit::Desk;
use crate::model::Outcome;

fn desk(level: &str, target: &str) -> Desk {
    let mut desk = Desk::new(&["ann", "bea"]);
    desk.person("kim", level, target);
    desk
}

fn tiers(desk: &Desk) -> Vec<TierReading> {
    let index = Index::new(&desk.session);
    let subject = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there");
    subject.tiers(&subject.effective())
}

#[test]
fn a_tier_is_read_against_the_own_bar_and_the_targets() {
    let mut desk = desk("senior-pm", "director");
    desk.rate_tier("ann", "kim", "market", &[4, 4, 4, 4, 5]);
    desk.rate_tier("ann", "kim", "people", &[3, 3, 3, 3, 2]);
    let tiers = tiers(&desk);
    let market = &tiers[0];
    assert_eq!((market.score, market.seen, market.asked), (Some(4.2), 5, 5));
    assert_eq!((market.own_bar, market.target_bar), (Some(3.0), Some(3.5)));
    assert!(market.home_of_own && !market.home_of_target);
    assert_eq!(market.standing, Standing::Met);
    assert_eq!(market.words(), "4.2 of 3.5");
    assert_eq!(tiers[1].words(), "2.8 of 3, at the bar: the panel judges");
    assert!(tiers[1].home_of_target);
    assert_eq!(tiers[2].words(), "Not enough seen: 0 of 5 skills");
    assert_eq!(tiers[3].words(), "Not asked");
}

#[test]
fn sixty_percent_of_the_skills_are_enough_and_fewer_are_not() {
    let mut desk = desk("pm", "");
    desk.rate_tier("ann", "kim", "market", &[4, 4, 0, 0, 0]);
    assert_eq!((tiers(&desk)[0].score, tiers(&desk)[0].standing), (None, Standing::NotEnoughSeen));
    assert_eq!(tiers(&desk)[0].words(), "Not enough seen: 2 of 5 skills");
    desk.rate("bea", "kim", "wins-in-market", 1);
    assert_eq!((tiers(&desk)[0].score, tiers(&desk)[0].seen), (Some(3.0), 3));
    desk.rubric(|rubric| rubric.rules.enough_seen = 0.8);
    assert_eq!(tiers(&desk)[0].score, None);
}

#[test]
fn a_score_at_the_bar_is_met_and_a_quarter_under_it_is_for_the_panel() {
    let standing = |score: f64| Standing::of(Some(score), Some(3.0), 0.25);
    assert_eq!(standing(3.0), Standing::Met);
    assert_eq!(standing(2.999_999_9), Standing::Met);
    assert_eq!(standing(2.99), Standing::AtTheBar);
    assert_eq!(standing(2.75), Standing::AtTheBar);
    assert_eq!(standing(2.74), Standing::Under);
    assert_eq!(Standing::of(None, Some(3.0), 0.25), Standing::NotEnoughSeen);
    assert_eq!(Standing::of(Some(1.0), None, 0.25), Standing::NotAsked);
}

#[test]
fn depth_skills_stay_out_and_a_tier_without_a_bar_shows_what_was_scored() {
    let mut desk = desk("director", "vp");
    desk.rate("ann", "kim", "profit-and-loss", 1);
    desk.rate("ann", "kim", "capital-allocation", 2);
    desk.rate("ann", "kim", "commercial-depth", 5);
    let vision = &tiers(&desk)[3];
    assert_eq!((vision.score, vision.seen, vision.asked), (Some(1.5), 2, 5));
    assert_eq!((vision.standing, vision.bar()), (Standing::NotAsked, None));
    assert_eq!(vision.words(), "1.5, not asked");
}

#[test]
fn skills_that_the_level_does_not_ask_stay_out_of_its_tier() {
    let mut desk = desk("principal-pm", "");
    desk.rate_tier("ann", "kim", "people", &[3, 3, 3, 1, 3]);
    assert_eq!((tiers(&desk)[1].score, tiers(&desk)[1].asked), (Some(3.0), 4));
    desk.person("kim", "director", "");
    assert_eq!((tiers(&desk)[1].score, tiers(&desk)[1].asked), (Some(2.6), 5));
}

#[test]
fn the_way_in_asks_no_wins() {
    let mut desk = desk("moving", "pm");
    desk.rate_tier("ann", "kim", "market", &[3, 3, 3, 3, 1]);
    assert_eq!((tiers(&desk)[0].score, tiers(&desk)[0].asked), (Some(3.0), 4));
    desk.person("kim", "moving", "");
    assert_eq!((tiers(&desk)[0].score, tiers(&desk)[0].own_bar), (Some(2.6), None));
}

#[test]
fn nobody_rated_and_no_level_read_as_nothing() {
    let mut desk = desk("pm", "");
    assert!(tiers(&desk).iter().all(|tier| tier.score.is_none()));
    desk.person("kim", "", "");
    assert!(tiers(&desk).iter().all(|tier| tier.standing == Standing::NotAsked && !tier.home_of_own));
}

#[test]
fn an_agreed_score_moves_the_tier() {
    let mut desk = desk("pm", "");
    desk.rate_tier("ann", "kim", "market", &[2, 2, 2, 2, 2]);
    desk.agree("kim", "wins-in-market", Outcome::Score(4));
    assert_eq!(tiers(&desk)[0].score, Some(2.4));
}
