// The activations of the front page: value and slope, as actlib has them (tests/test_hinges.py compares).
export const ACTIVATIONS = {
  identity: { value: (z) => z, slope: () => 1 },
  step: { value: (z) => (z > 0 ? 1 : 0), slope: () => 0 },
  relu: { value: (z) => Math.max(0, z), slope: (z) => (z > 0 ? 1 : 0) },
  gelu: { value: (z) => z * normalShare(z), slope: (z) => normalShare(z) + z * normalDensity(z) },
  silu: { value: (z) => z * sigmoid(z), slope: (z) => sigmoid(z) * (1 + z * sigmoid(-z)) },
  softplus: { value: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
  tanh: { value: Math.tanh, slope: (z) => 1 / Math.cosh(z) ** 2 },
  sigmoid: { value: sigmoid, slope: (z) => sigmoid(z) * sigmoid(-z) },
};

function sigmoid(z) {
  return 1 / (1 + Math.exp(-z));
}
const normalDensity = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
// How much of the normal distribution lies below z: a series without subtractions (Marsaglia 2004).
function normalShare(z) {
  if (Math.abs(z) > 8.5) return z > 0 ? 1 : 0;
  let [term, sum] = [z, z];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) sum += term *= (z * z) / k;
  return 0.5 + sum * normalDensity(z);
}
