// The outline of the world, packed by training/world.py from Natural Earth (public domain).

let worldPaths = null;

/** Coasts and borders as paths, in degrees: longitude, latitude. */
function world() {
  if (worldPaths) return worldPaths;
  const { scale, arcs, land, borders } = data('world');
  const lines = arcs.map((packed) => unpacked(packed, scale));
  const rings = land.map((ring) => {
    const points = ring.flatMap((arc, n) => {
      const line = arc < 0 ? [...lines[~arc]].reverse() : lines[arc];
      return n ? line.slice(1) : line;
    });
    return `${pathOf(unwound(points))}Z`;
  });
  worldPaths = { land: rings.join(''), borders: borders.map((arc) => pathOf(unwound(lines[arc]))).join('') };
  return worldPaths;
}

/** A line that crosses the date line goes on beyond 180 degrees, instead of round the world. */
function unwound(points) {
  let turn = 0;
  return points.map(([longitude, latitude], n) => {
    const step = n ? longitude - points[n - 1][0] : 0;
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [longitude + turn, latitude];
  });
}

function pathOf(points) {
  return `M${points.map(([longitude, latitude]) => `${longitude} ${latitude}`).join('L')}`;
}

/** Google's encoded polyline format. */
function unpacked(packed, scale) {
  const points = [];
  const at = [0, 0];
  let axis = 0;
  let value = 0;
  let shift = 0;
  for (let n = 0; n < packed.length; n += 1) {
    const chunk = packed.charCodeAt(n) - 63;
    value |= (chunk & 31) << shift;
    shift += 5;
    if (chunk & 32) continue;
    at[axis] += value & 1 ? ~(value >> 1) : value >> 1;
    if (axis) points.push([at[0] / scale, at[1] / scale]);
    [axis, value, shift] = [1 - axis, 0, 0];
  }
  return points;
}
