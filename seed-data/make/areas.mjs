// The outlines: a honeycomb laid over the two counties and shared out among the wards.
//
// Each ward has one hand-placed centre. Cells go to the nearest centre, growing outward so that
// every ward is in one piece. Places beyond the border take the cells on their side. Corners of
// cells are whole numbers until they are written, so neighbours share their edges exactly, and
// three cells at most meet in a corner, so no ring can touch itself.

const SIDE_KM = 0.33;
const KM_PER_LAT = 111.2;
const KM_PER_LON = 67.5; // at 52.66 degrees north
const ORIGIN = { lat: 52.36, lon: -1.72 };
const EXTENT_KM = { width: 91, height: 71 };
const HALF_WIDTH_KM = (SIDE_KM * Math.sqrt(3)) / 2;
const HALF_SIDE_KM = SIDE_KM / 2;
const NEIGHBOURS = [[1, 0], [0, 1], [-1, 1], [-1, 0], [0, -1], [1, -1]];
const CORNERS = [[1, -1], [1, 1], [0, 2], [-1, 1], [-1, -1], [0, -2]]; // counter-clockwise

const toKm = ({ lat, lon }) => [(lon - ORIGIN.lon) * KM_PER_LON, (lat - ORIGIN.lat) * KM_PER_LAT];
const round5 = (n) => Math.round(n * 1e5) / 1e5;

/** Longitude and latitude of a corner or centre of the honeycomb. */
function toLonLat(x, y) {
  return [
    round5(ORIGIN.lon + (x * HALF_WIDTH_KM) / KM_PER_LON),
    round5(ORIGIN.lat + (y * HALF_SIDE_KM) / KM_PER_LAT),
  ];
}

const centreOf = (q, r) => [2 * q + r, 3 * r];
const key = (q, r) => `${q},${r}`;

function nearestCell([xKm, yKm]) {
  const r = Math.round(yKm / (3 * HALF_SIDE_KM));
  const q = Math.round((xKm / HALF_WIDTH_KM - r) / 2);
  return [q, r];
}

const inExtent = (q, r) => {
  const [x, y] = centreOf(q, r);
  const xKm = x * HALF_WIDTH_KM;
  const yKm = y * HALF_SIDE_KM;
  return xKm >= 0 && yKm >= 0 && xKm <= EXTENT_KM.width && yKm <= EXTENT_KM.height;
};

/** Shares the cells out: a map from cell to the number of the place that holds it. */
function shareOut(places) {
  const owner = new Map();
  const queue = new Heap();
  places.forEach((place, index) => {
    let [q, r] = nearestCell(toKm(place));
    if (owner.has(key(q, r))) {
      const free = NEIGHBOURS.map(([dq, dr]) => [q + dq, r + dr]).find(([a, b]) => !owner.has(key(a, b)));
      [q, r] = free;
    }
    owner.set(key(q, r), index);
    queue.push({ cost: 0, q, r, index });
  });
  while (queue.size > 0) {
    const { cost, q, r, index } = queue.pop();
    if (cost > 0) {
      if (owner.has(key(q, r))) continue;
      owner.set(key(q, r), index);
    }
    const [xKm, yKm] = toKm(places[index]);
    for (const [dq, dr] of NEIGHBOURS) {
      const [a, b] = [q + dq, r + dr];
      if (!inExtent(a, b) || owner.has(key(a, b))) continue;
      const [x, y] = centreOf(a, b);
      const distance = Math.hypot(x * HALF_WIDTH_KM - xKm, y * HALF_SIDE_KM - yKm);
      queue.push({ cost: Math.max(distance, 1e-9), q: a, r: b, index });
    }
  }
  return owner;
}

/** Least cost first; ties by the order of the places, so the result never depends on the engine. */
class Heap {
  constructor() { this.items = []; }
  get size() { return this.items.length; }
  before(a, b) {
    const [s, t] = [this.items[a], this.items[b]];
    return s.cost - t.cost || s.index - t.index || s.q - t.q || s.r - t.r;
  }
  swap(a, b) { [this.items[a], this.items[b]] = [this.items[b], this.items[a]]; }
  push(item) {
    this.items.push(item);
    let i = this.items.length - 1;
    while (i > 0 && this.before(i, (i - 1) >> 1) < 0) {
      this.swap(i, (i - 1) >> 1);
      i = (i - 1) >> 1;
    }
  }
  pop() {
    const top = this.items[0];
    const last = this.items.pop();
    if (this.items.length > 0) {
      this.items[0] = last;
      for (let i = 0; ;) {
        const [l, r] = [2 * i + 1, 2 * i + 2];
        let least = i;
        if (l < this.items.length && this.before(l, least) < 0) least = l;
        if (r < this.items.length && this.before(r, least) < 0) least = r;
        if (least === i) break;
        this.swap(i, least);
        i = least;
      }
    }
    return top;
  }
}

/** The rings around a set of cells: the outline counter-clockwise, holes clockwise. */
function ringsAround(cells) {
  const inside = new Set(cells.map(([q, r]) => key(q, r)));
  const next = new Map();
  for (const [q, r] of cells) {
    const [x, y] = centreOf(q, r);
    const corners = CORNERS.map(([dx, dy]) => [x + dx, y + dy]);
    corners.forEach((from, i) => {
      const to = corners[(i + 1) % 6];
      const mx = (from[0] + to[0]) / 2;
      const my = (from[1] + to[1]) / 2;
      const across = NEIGHBOURS.map(([dq, dr]) => [q + dq, r + dr]).find(([a, b]) => {
        const [cx, cy] = centreOf(a, b);
        return (x + cx) / 2 === mx && (y + cy) / 2 === my;
      });
      if (!inside.has(key(...across))) next.set(from.join(), to);
    });
  }
  const rings = [];
  while (next.size > 0) {
    const start = [...next.keys()].sort()[0];
    const ring = [];
    for (let at = start; next.has(at);) {
      ring.push(at.split(',').map(Number));
      const to = next.get(at);
      next.delete(at);
      at = to.join();
    }
    rings.push(ring);
  }
  const area = (ring) => ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + x * v - u * y;
  }, 0);
  rings.sort((a, b) => area(b) - area(a));
  if (rings.filter((ring) => area(ring) > 0).length !== 1) throw new Error('an area is not in one piece');
  return rings.map((ring) => [...ring, ring[0]].map(([x, y]) => toLonLat(x, y)));
}

const byCell = ([a, b], [c, d]) => b - d || a - c;

/**
 * The wards as {…ward, cells, rings, centre, cellCentres} in the order given, and `around(wards)`
 * for the outline of several together. `centre` is the middle of the ward's own first cell.
 */
export function outlines(wards, outside) {
  const places = [...wards, ...outside].map((p) => ({ ...p, lat: Number(p.lat), lon: Number(p.lon) }));
  const cells = wards.map(() => []);
  for (const [cell, index] of shareOut(places)) {
    if (index < wards.length) cells[index].push(cell.split(',').map(Number));
  }
  const drawn = wards.map((ward, i) => {
    const home = toKm(places[i]);
    const distance = ([q, r]) => {
      const [x, y] = centreOf(q, r);
      return Math.hypot(x * HALF_WIDTH_KM - home[0], y * HALF_SIDE_KM - home[1]);
    };
    const mine = cells[i].sort((a, b) => distance(a) - distance(b) || byCell(a, b));
    const cellCentres = mine.map(([q, r]) => toLonLat(...centreOf(q, r)));
    return { ...ward, cells: mine, rings: ringsAround(mine), cellCentres, centre: cellCentres[0] };
  });
  return { wards: drawn, around: (some) => ringsAround(some.flatMap((ward) => ward.cells)) };
}
