//! Positive definite matrices, decomposed by `nalgebra`.

use nalgebra::{Cholesky, DMatrix, Dyn};

/// A pivot that shrinks to this share of what it was is zero but for rounding.
const NOTHING_LEFT: f64 = 1e-10;

/// The Cholesky decomposition of a symmetric matrix (only its lower triangle is read); none where the matrix is
/// singular.
pub(super) fn positive_definite(matrix: DMatrix<f64>) -> Option<Cholesky<f64, Dyn>> {
    let diagonal = matrix.diagonal();
    let factor = Cholesky::new(matrix)?;
    let root = factor.l_dirty();
    let holds = (0..diagonal.len()).all(|at| root[(at, at)] * root[(at, at)] > NOTHING_LEFT * diagonal[at]);
    holds.then_some(factor)
}
