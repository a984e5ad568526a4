use super::*;

fn close(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-6, "{one} is not {other}");
}

fn table(first: (u64, u64), second: (u64, u64)) -> TwoByTwo {
    TwoByTwo { first, second }
}

/// Fisher's lady tasting tea (Agresti 1990, as in the help of R's `fisher.test`): p = 0.4857.
#[test]
fn fishers_tea() {
    let tea = table((3, 1), (1, 3));
    close(tea.fisher(), 0.485_714_285_714_3);
    close(tea.fisher_less(), 0.985_714_285_714_3);
    close(tea.fisher_greater(), 0.242_857_142_857_1);
    close(tea.mid_p(), 0.257_142_857_142_857_1);
    let interval = wilson(3, 4).expect("there are four");
    close(interval.low, 0.300_641_842_582_401_84);
    close(interval.high, 0.954_412_739_190_299_5);
    assert!(tea.rests_on_one_person());
}

/// The example of the Uniform Guidelines' questions and answers (44 FR 11996, no. 12): 48 of 80 against 12 of 40.
#[test]
fn the_uniform_guidelines_example() {
    let example = table((48, 32), (12, 28));
    assert_eq!(example.impact_ratio(), Ok(0.5));
    assert_eq!(example.below_four_fifths(), Ok(true));
    close(example.fisher(), 0.003_409_221_767_849);
    close(example.mid_p(), 0.002_142_240_130_389_538_7);
    assert!(!example.rests_on_one_person());
}

/// R 4.2 `fisher.test`; mid-P by scipy 1.12.
#[test]
fn small_tables_are_as_r_has_them() {
    for (first, second, fisher, mid_p, one_person) in [
        ((6, 6), (2, 6), 0.372_850_678_733, 0.270_159_561_8, false),
        ((3, 2), (1, 4), 0.523_809_523_809_5, 0.285_714_285_7, true),
        ((8, 2), (1, 5), 0.034_965_034_965_03, 0.023_164_335_66, false),
        ((4, 3), (0, 5), 0.080_808_080_808_08, 0.045_454_545_45, false),
    ] {
        let of = table(first, second);
        close(of.fisher(), fisher);
        close(of.mid_p(), mid_p);
        assert_eq!(of.rests_on_one_person(), one_person, "{of:?}");
    }
}

#[test]
fn groups_without_anybody_or_anybody_selected_have_no_ratio() {
    assert_eq!(table((0, 0), (1, 3)).impact_ratio(), Err(Undefined::NoRatings));
    assert_eq!(table((0, 4), (0, 3)).impact_ratio(), Err(Undefined::NoVariation));
    close(table((0, 4), (0, 3)).fisher(), 1.0);
    assert_eq!(wilson(0, 0), Err(Undefined::NoRatings));
    let none = wilson(0, 10).expect("there are ten");
    assert!(none.low == 0.0 && none.high > 0.2 && none.high < 0.35, "{none:?}");
}

#[test]
fn the_order_of_the_groups_does_not_matter() {
    for (first, second) in [((8, 2), (1, 5)), ((4, 3), (0, 5)), ((3, 2), (1, 4)), ((6, 6), (2, 6))] {
        let (one, other) = (table(first, second), table(second, first));
        close(one.fisher(), other.fisher());
        close(one.mid_p(), other.mid_p());
        close(one.fisher_less(), other.fisher_greater());
        assert_eq!(one.impact_ratio(), other.impact_ratio());
        assert_eq!(one.rests_on_one_person(), other.rests_on_one_person());
    }
}

fn members(groups: &[(&str, &[f64])]) -> Vec<Member> {
    let of = |(group, scores): &(&str, &[f64])| {
        let group = (*group).to_string();
        let member =
            move |score: &f64| Member { group: group.clone(), score: Some(*score), selected: Some(*score > 3.0) };
        scores.iter().map(member).collect::<Vec<_>>()
    };
    groups.iter().flat_map(of).collect()
}

#[test]
fn a_small_group_is_hidden_and_so_is_what_is_left_beside_it() {
    let five = [2.0, 2.5, 3.0, 3.5, 4.0];
    let check = GroupCheck::new(&members(&[("Payments", &five), ("Search", &five[..4])]), &Settings::default());
    let hidden = Err(Undefined::Hidden { least: 5 });
    assert_eq!(check.groups[0].people, Ok(5));
    assert_eq!(check.groups[1].people, hidden);
    for group in &check.groups {
        assert_eq!(group.difference, Err(Undefined::Hidden { least: 5 }), "{group:?}");
        assert_eq!(group.selection, Err(Undefined::Hidden { least: 5 }), "{group:?}");
    }
}

#[test]
fn a_difference_has_its_interval_and_a_permutation_test() {
    let (low, high) = ([2.0, 2.2, 2.1, 2.3, 1.9, 2.0], [3.0, 3.2, 3.1, 3.4, 2.9, 3.3]);
    let check = GroupCheck::new(&members(&[("High", &high), ("Low", &low)]), &Settings::default());
    let difference = check.groups[0].difference.expect("both are large enough");
    close(difference.value, 1.066_666_666_666_666_7);
    // scipy 1.x, ttest_ind(equal_var=False).confidence_interval().
    let interval = difference.interval.expect("both vary");
    assert!(interval.low > 0.8 && interval.high < 1.3 && interval.holds(difference.value), "{interval:?}");
    // 2 of the 924 splits are as far apart.
    assert!((difference.p - 2.0 / 924.0).abs() < 0.002, "{}", difference.p);
    let selection = check.groups[0].selection.expect("both are large enough");
    assert_eq!(selection.table, table((4, 2), (0, 6)));
    let same = GroupCheck::new(&members(&[("One", &low), ("Two", &low)]), &Settings::default());
    let same = same.groups[0].difference.expect("both are large enough");
    assert_eq!((same.value, same.p), (0.0, 1.0));
}
