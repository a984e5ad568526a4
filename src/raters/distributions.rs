//! Distributions, from `statrs`.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::figure::{Figure, Undefined, variance};

/// `P(X ≤ distance)` of an error with this standard error: normal, or t with these degrees of freedom. Without any error
/// it is 0, 1, or ½ at the very place.
pub(super) fn cumulative(distance: f64, se: f64, degrees_of_freedom: Option<f64>) -> f64 {
    if se <= 0.0 {
        return if distance == 0.0 { 0.5 } else { f64::from(u8::from(distance > 0.0)) };
    }
    let t = degrees_of_freedom.and_then(|df| StudentsT::new(0.0, 1.0, df).ok());
    t.map_or_else(|| Normal::standard().cdf(distance / se), |t| t.cdf(distance / se))
}

/// Standard errors to either side of a 95 % interval: 1.96, or t's with these degrees of freedom.
pub(super) fn standard_errors_95(degrees_of_freedom: Option<f64>) -> f64 {
    let t = degrees_of_freedom.and_then(|df| StudentsT::new(0.0, 1.0, df).ok());
    t.map_or_else(|| Normal::standard().inverse_cdf(0.975), |t| t.inverse_cdf(0.975))
}

/// Half of the 95 % interval of the difference of two means (Welch 1947, *Biometrika* 34:28).
pub(super) fn welch(a: &[f64], b: &[f64]) -> Figure {
    let what = "people on either side";
    let too_few = Undefined::TooFew { what, have: a.len().min(b.len()), need: 2 };
    let (of_a, of_b) = variance(a).zip(variance(b)).ok_or(too_few)?;
    let (of_a, of_b) = (of_a / a.len() as f64, of_b / b.len() as f64);
    let all = of_a + of_b;
    if all <= 0.0 {
        return Err(Undefined::NoVariation);
    }
    let spread = of_a * of_a / (a.len() as f64 - 1.0) + of_b * of_b / (b.len() as f64 - 1.0);
    Ok(standard_errors_95(Some(all * all / spread)) * all.sqrt())
}
