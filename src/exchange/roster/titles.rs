//! Job titles to levels, by words. Which words mean which level is data: the rules here are the
//! default (`assets/title_words.ron`, compiled in), and a company may have its own. The result is a
//! proposal for somebody to correct.

use serde::{Deserialize, Serialize};

use crate::exchange::folded;

/// One rule: a title that holds every entry of `all`, at least one of `any` where that is not
/// empty, and nothing of `none`. An entry is a word or several in a row; case, accents and
/// punctuation do not matter, and "&" is "and".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TitleRule {
    /// The level's slug. Empty: the title is nobody's who manages products, and no later rule is
    /// asked.
    pub level: String,
    /// What the title must hold, all of it.
    pub all: Vec<String>,
    /// What the title must hold, one of it at least.
    pub any: Vec<String>,
    /// What the title must not hold.
    pub none: Vec<String>,
}

/// Rules for titles in the order in which they are asked; the first that matches decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TitleWords(pub Vec<TitleRule>);

impl Default for TitleWords {
    fn default() -> Self {
        // A test reads the rules, so they are never the empty ones here.
        let rules = ron::from_str(include_str!("../../../assets/title_words.ron"));
        Self(rules.unwrap_or_default())
    }
}

/// The slug of the level that a title stands for; none where no rule takes it for a product
/// manager's. Nobody is "moving to product" by title: that is for somebody to mark.
#[must_use]
pub fn title_level<'a>(title: &str, words: &'a TitleWords) -> Option<&'a str> {
    let title = words_of(title);
    let rule = words.0.iter().find(|rule| rule.matches(&title))?;
    (!rule.level.is_empty()).then_some(rule.level.as_str())
}

impl TitleRule {
    fn matches(&self, title: &[String]) -> bool {
        let holds = |entry: &String| holds_in_a_row(title, entry);
        self.all.iter().all(holds)
            && (self.any.is_empty() || self.any.iter().any(holds))
            && !self.none.iter().any(holds)
    }
}

/// The words of a title, folded: "Sr. Product-Manager (R&D)" is sr, product, manager, r, and, d.
fn words_of(title: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in folded(title) {
        match (letter, words.last_mut()) {
            ('.' | '\'' | '’', _) => {}
            ('&' | '+', _) => words.extend(["and".to_owned(), String::new()]),
            (letter, Some(word)) if letter.is_alphanumeric() => word.push(letter),
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn holds_in_a_row(title: &[String], entry: &str) -> bool {
    let length = entry.split_whitespace().count();
    let same = |(word, wanted): (&String, &str)| word.chars().eq(folded(wanted));
    length > 0 && title.windows(length).any(|part| part.iter().zip(entry.split_whitespace()).all(same))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(titles: &[(&str, Option<&str>)]) {
        let words = TitleWords::default();
        for (title, level) in titles {
            assert_eq!(title_level(title, &words), *level, "{title}");
        }
    }

    #[test]
    fn product_managers_get_their_level() {
        levels(&[
            ("Product Manager", Some("pm")),
            ("PRODUCT MANAGER II", Some("pm")),
            ("Associate Product Manager", Some("pm")),
            ("Senior Associate Product Manager", Some("pm")),
            ("Product Owner", Some("pm")),
            ("Professional, Product Management-CAN", Some("pm")),
            ("Product Manager, Design Systems", Some("pm")),
            ("Technical Product Manager (Data & AI)", Some("pm")),
            ("Sr. Product Manager", Some("senior-pm")),
            ("Senior Product-Manager", Some("senior-pm")),
            ("Lead Product Manager", Some("senior-pm")),
            ("Sr. Professional, Product Management-UKR", Some("senior-pm")),
            ("Principal Product Manager", Some("principal-pm")),
            ("Sr. Principal, Product Management-SWE", Some("principal-pm")),
            ("Group Product Manager", Some("principal-pm")),
            ("Staff Product Manager", Some("principal-pm")),
        ]);
    }

    #[test]
    fn product_leaders_get_their_level() {
        levels(&[
            ("Director of Product", Some("director")),
            ("Senior Director, Product Management", Some("director")),
            ("Product Director", Some("director")),
            ("Head of Product", Some("director")),
            ("VP Product", Some("vp")),
            ("V.P. of Product", Some("vp")),
            ("Vice President, Product Management", Some("vp")),
            ("SVP Products", Some("vp")),
            ("VP Product & Design", Some("vp")),
            ("Chief Product Officer", Some("cpo")),
            ("Chief Product & Technology Officer", Some("cpo")),
            ("CPO", Some("cpo")),
        ]);
    }

    #[test]
    fn titles_in_other_languages_are_known() {
        levels(&[
            ("Produktmanager", Some("pm")),
            ("Produktmanager:in", Some("pm")),
            ("Leitende Produktmanagerin", Some("senior-pm")),
            ("Leiter Produktmanagement", Some("director")),
            ("Chef de produit", Some("pm")),
            ("Cheffe de produit senior", Some("senior-pm")),
            ("Directrice Produit", Some("director")),
            ("Gerente de Producto", Some("pm")),
            ("Jefa de producto", Some("pm")),
            ("Gerente de Producto Sénior", Some("senior-pm")),
            ("Directora de Producto", Some("director")),
            ("Vicepresidente de Producto", Some("vp")),
        ]);
    }

    #[test]
    fn work_beside_product_management_is_not_taken_for_it() {
        for title in [
            "Product Marketing Manager",
            "Production Manager",
            "Project Manager",
            "Program Manager",
            "Product Designer",
            "VP Engineering",
            "Product Analyst",
            "Lead Product Insight Analyst",
            "Sr. Product Delivery Program Manager",
            "Director of Product Marketing",
            "VP Product Marketing",
            "Director, Product Design",
            "Head of Product Operations",
            "Executive Assistant to the Chief Product Officer",
            "Product Management Intern",
            "Chief People Officer",
            "Chef de projet",
            "Chef de produit marketing",
            "Produktionsleiter",
            "Jefe de producción",
            "Technical Writer",
            "Director of Engineering, Product Platform",
            "Gerente de proyecto",
            "",
            "—",
        ] {
            levels(&[(title, None)]);
        }
    }

    #[test]
    fn a_company_can_bring_its_own_rules() {
        let words: TitleWords =
            ron::from_str("[(level: \"pm\", all: [\"Digital Owner\"])]").expect("rules can be read");
        assert_eq!(title_level("Sr. digital owner, EMEA", &words), Some("pm"));
        assert_eq!(title_level("Digital Product Owner", &words), None);
        let again: TitleWords =
            ron::from_str(&ron::to_string(&words).expect("rules can be written")).expect("rules can be read");
        assert_eq!(again, words);
    }

    #[test]
    fn the_rules_name_levels_of_the_default_rubric_and_never_moving() {
        let known = ["", "pm", "senior-pm", "principal-pm", "director", "vp", "cpo"];
        let TitleWords(rules) = TitleWords::default();
        assert!(rules.len() > 10);
        assert!(rules.iter().all(|rule| known.contains(&rule.level.as_str())));
    }
}
