// Convex pieces of the plane, each a ring of corners.

export const square = ([low, high]) => [[low, low], [high, low], [high, high], [low, high]];

// The part of a piece where a function without bends is at most 0.
export function cut(corners, value) {
  return corners.flatMap((corner, k) => {
    const after = corners[(k + 1) % corners.length];
    const [here, there] = [value(corner), value(after)];
    const crossing = here * there < 0 ? [corner.map((side, axis) => side + ((after[axis] - side) * here) / (here - there))] : [];
    return here <= 0 ? [corner, ...crossing] : crossing;
  });
}
