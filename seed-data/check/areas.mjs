// Outlines: valid rings, wards that tile their council, councils that tile the probation area.

const same = ([a, b], [c, d]) => a === c && b === d;

function signedArea(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  return sum / 2;
}

const areaOf = (feature) => feature.geometry.coordinates.reduce((sum, ring) => sum + signedArea(ring), 0);

/** Even-odd rule over all rings. */
export function contains(feature, lon, lat) {
  let inside = false;
  for (const ring of feature.geometry.coordinates) {
    for (let i = 0; i + 1 < ring.length; i += 1) {
      const [[ax, ay], [bx, by]] = [ring[i], ring[i + 1]];
      if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}

const crosses = ([a, b], [c, d]) => {
  const side = (p, q, r) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
};

const segmentsOf = (feature) => feature.geometry.coordinates.flatMap(
  (ring) => ring.slice(0, -1).map((point, i) => [point, ring[i + 1]]),
);

function checkRings(feature, claim) {
  feature.geometry.coordinates.forEach((ring, i) => {
    claim(same(ring[0], ring[ring.length - 1]), `${feature.id}: ring ${i} is not closed`);
    claim(i === 0 ? signedArea(ring) > 0 : signedArea(ring) < 0, `${feature.id}: ring ${i} winds the wrong way`);
    claim(new Set(ring.map(String)).size === ring.length - 1, `${feature.id}: ring ${i} meets a point twice`);
  });
  const segments = segmentsOf(feature);
  for (let i = 0; i < segments.length; i += 1) {
    for (let j = i + 1; j < segments.length; j += 1) {
      const touch = segments[i].some((p) => segments[j].some((q) => same(p, q)));
      claim(touch || !crosses(segments[i], segments[j]), `${feature.id}: its outline crosses itself`);
    }
  }
}

/** The edges of the parts that no other part has, in the direction drawn. */
function openEdges(features) {
  const edges = new Set();
  for (const [a, b] of features.flatMap(segmentsOf)) {
    if (!edges.delete(`${b}|${a}`)) edges.add(`${a}|${b}`);
  }
  return edges;
}

function checkTiles(whole, parts, claim) {
  const left = openEdges(parts);
  const outline = segmentsOf(whole).map(([a, b]) => `${a}|${b}`);
  claim(outline.length === left.size && outline.every((edge) => left.has(edge)), `${whole.id}: its parts do not tile it`);
  const sum = parts.reduce((total, part) => total + areaOf(part), 0);
  claim(Math.abs(sum - areaOf(whole)) < 1e-9, `${whole.id}: its parts overlap or leave gaps`);
}

export function checkAreas(files, claim) {
  const wards = files.json('areas-wards.geojson').features;
  const councils = files.json('areas-councils.geojson').features;
  const [probation] = files.json('areas-probation.geojson').features;
  for (const feature of [...wards, ...councils, probation]) {
    checkRings(feature, claim);
    claim(feature.properties.note.startsWith('Schematic outline'), `${feature.id}: not labelled`);
  }
  for (const council of councils) checkTiles(council, wards.filter((w) => w.properties.UTLACD === council.id), claim);
  checkTiles(probation, councils, claim);
  const holes = Object.fromEntries(councils.map((c) => [c.properties.UTLANM, c.geometry.coordinates.length - 1]));
  claim(holes.Leicestershire === 1 && holes.Leicester === 0 && holes.Rutland === 0, `holes: ${JSON.stringify(holes)}`);
  const people = councils.reduce((sum, c) => sum + c.properties.population, 0);
  claim(people === 910_300, `population ${people}`);
  const byCode = new Map([...wards, ...councils, probation].map((feature) => [feature.id, feature]));
  claim(byCode.size === wards.length + councils.length + 1, 'a code is used twice');
  const inWard = (code, lat, lon) => byCode.has(code) && contains(byCode.get(code), Number(lon), Number(lat));

  const postcodes = files.csv('postcodes.csv');
  claim(new Set(postcodes.map((p) => p.postcode)).size === postcodes.length, 'a postcode is used twice');
  for (const p of postcodes) {
    claim(/^LE99 \d[A-Z]{2}$/.test(p.postcode), `${p.postcode}: not well formed`);
    claim(inWard(p.ward_code, p.lat, p.lon), `${p.postcode}: outside its ward`);
  }
  console.log(`${wards.length} wards tile ${councils.length} councils; ${postcodes.length} postcodes`);
  return { byCode, inWard, postcodes: new Map(postcodes.map((p) => [p.postcode, p])) };
}
