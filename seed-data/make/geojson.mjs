// Outlines as GeoJSON (RFC 7946): longitude first, outlines counter-clockwise, holes clockwise.

const NOTE = 'Schematic outline made for the demonstration; not a real boundary.';
const PROBATION_AREA = 'PDU-LLR';
const SET = '2025';
export const COUNCILS = [
  { code: 'E06000016', name: 'Leicester', prefix: 'LC', population: 300_000 },
  { code: 'E10000018', name: 'Leicestershire', prefix: 'LS', population: 570_300 },
  { code: 'E06000017', name: 'Rutland', prefix: 'RU', population: 40_000 },
];

const feature = (id, properties, rings) => ({
  type: 'Feature', id, properties: { ...properties, set: SET, note: NOTE }, geometry: { type: 'Polygon', coordinates: rings },
});

/** A feature a line, so that a change to one area shows as one line. */
export function collection(name, features) {
  const head = JSON.stringify({ type: 'FeatureCollection', name, note: NOTE }).slice(0, -1);
  return `${head},"features":[\n${features.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`;
}

export const wardFeatures = (wards) => wards.map((ward) => feature(ward.code, {
  WD25CD: ward.code, WD25NM: ward.name, LAD25CD: ward.district_code, LAD25NM: ward.district,
  UTLACD: ward.council_code, LONG: ward.centre[0], LAT: ward.centre[1],
}, ward.rings));

export const councilFeatures = (wards, around) => COUNCILS.map(({ code, name, prefix, population }) => feature(code, {
  UTLACD: code, UTLANM: name, prefix, population, parent: PROBATION_AREA,
}, around(wards.filter((ward) => ward.council_code === code))));

export const probationFeatures = (wards, around) => [feature(PROBATION_AREA, {
  code: PROBATION_AREA, name: 'Leicester, Leicestershire and Rutland', parent: null,
  population: COUNCILS.reduce((sum, council) => sum + council.population, 0),
}, around(wards))];
