//! May raters be compared at all? Raters and people form a graph with an edge where one rated the other. Severity can be
//! told from strength only within a connected part of it (Linacre 1989, *Many-Facet Rasch Measurement*: linkage is the
//! one requirement on a judging plan). A rater or person whose removal splits a part is a weak link: an articulation
//! point (Hopcroft and Tarjan 1973, *Communications of the ACM* 16:372).

use super::table::{RatingTable, Row};

/// How raters and people hang together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linkage {
    /// The parts that share nobody, each with its raters; the largest first.
    pub groups: Vec<Vec<usize>>,
    /// For each person, the part they belong to.
    pub group_of_person: Vec<usize>,
    /// Raters and people whose removal splits a part; raters first.
    pub weak: Vec<Linked>,
    /// For each rater, how many of their people somebody else rated too.
    pub shared_people: Vec<usize>,
    /// How many people were rated by two raters or more.
    pub people_rated_twice: usize,
}

/// A rater or a person, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Linked {
    /// A rater.
    Rater(usize),
    /// A person.
    Person(usize),
}

impl Linkage {
    /// Reads who is linked to whom.
    pub fn new(table: &RatingTable) -> Self {
        Self::of(table.rows().iter(), table.raters().len(), table.people().len())
    }

    /// The same for some rows of a table with so many raters and people.
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a Row>, raters: usize, people: usize) -> Self {
        let graph = Graph::new(rows, raters, people);
        let (part_of, parts) = graph.parts();
        let mut groups: Vec<(usize, Vec<usize>)> = (0..parts).map(|part| (part, Vec::new())).collect();
        part_of[..raters].iter().enumerate().for_each(|(rater, part)| groups[*part].1.push(rater));
        groups.sort_by_key(|(part, raters)| (std::cmp::Reverse(raters.len()), *part));
        let mut rank = vec![0; parts];
        groups.iter().enumerate().for_each(|(place, (part, _))| rank[*part] = place);
        let node = |node| if node < raters { Linked::Rater(node) } else { Linked::Person(node - raters) };
        let rated_twice = |person: usize| graph.neighbours[raters + person].len() > 1;
        let shared = |rater: usize| graph.neighbours[rater].iter().filter(|person| rated_twice(**person - raters));
        Self {
            group_of_person: part_of[raters..].iter().map(|part| rank[*part]).collect(),
            weak: graph.articulation_points().into_iter().map(node).collect(),
            shared_people: (0..raters).map(|rater| shared(rater).count()).collect(),
            people_rated_twice: (0..people).filter(|person| rated_twice(*person)).count(),
            groups: groups.into_iter().map(|(_, raters)| raters).collect(),
        }
    }

    /// How many parts there are: 1 when everybody can be compared, 0 without ratings.
    pub fn components(&self) -> usize {
        self.groups.len()
    }
}

/// Raters first, then people, as nodes.
struct Graph {
    neighbours: Vec<Vec<usize>>,
}

impl Graph {
    fn new<'a>(rows: impl Iterator<Item = &'a Row>, raters: usize, people: usize) -> Self {
        let mut neighbours = vec![Vec::new(); raters + people];
        let mut edges: Vec<_> = rows.map(|row| (row.rater, raters + row.person)).collect();
        edges.sort_unstable();
        edges.dedup();
        for (rater, person) in edges {
            neighbours[rater].push(person);
            neighbours[person].push(rater);
        }
        Self { neighbours }
    }

    /// The part of each node, and how many parts there are.
    fn parts(&self) -> (Vec<usize>, usize) {
        let mut part_of = vec![usize::MAX; self.neighbours.len()];
        let mut parts = 0;
        for start in 0..self.neighbours.len() {
            if part_of[start] != usize::MAX {
                continue;
            }
            part_of[start] = parts;
            let mut waiting = vec![start];
            while let Some(node) = waiting.pop() {
                for next in &self.neighbours[node] {
                    if part_of[*next] == usize::MAX {
                        part_of[*next] = parts;
                        waiting.push(*next);
                    }
                }
            }
            parts += 1;
        }
        (part_of, parts)
    }

    /// Nodes without which their part falls apart. A node is one when some neighbour, first reached through it, reaches
    /// nothing that was visited before it; the node where a part is entered, when it has two such neighbours.
    fn articulation_points(&self) -> Vec<usize> {
        let nodes = self.neighbours.len();
        // When a node was first visited, counted from 1, and the earliest node that it reaches by a way of its own.
        let (mut visited, mut reaches) = (vec![0; nodes], vec![0; nodes]);
        let mut is_point = vec![false; nodes];
        let mut clock = 0;
        for root in 0..nodes {
            if visited[root] != 0 {
                continue;
            }
            clock += 1;
            (visited[root], reaches[root]) = (clock, clock);
            let mut entered_from_root = 0;
            // Each node on the way with the next neighbour to look at: a walk that needs no recursion.
            let mut way = vec![(root, 0)];
            while let Some((node, next)) = way.last_mut() {
                let node = *node;
                if let Some(&neighbour) = self.neighbours[node].get(*next) {
                    *next += 1;
                    if visited[neighbour] == 0 {
                        clock += 1;
                        (visited[neighbour], reaches[neighbour]) = (clock, clock);
                        entered_from_root += usize::from(node == root);
                        way.push((neighbour, 0));
                    } else {
                        reaches[node] = reaches[node].min(visited[neighbour]);
                    }
                    continue;
                }
                way.pop();
                if let Some((parent, _)) = way.last() {
                    reaches[*parent] = reaches[*parent].min(reaches[node]);
                    is_point[*parent] |= *parent != root && reaches[node] >= visited[*parent];
                }
            }
            is_point[root] = entered_from_root > 1;
        }
        (0..nodes).filter(|node| is_point[*node]).collect()
    }
}
