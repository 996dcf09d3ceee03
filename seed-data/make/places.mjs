// A small gazetteer of the invented places that the live part nominates.

/** Rows of places.csv: each name once, where its postcode is. */
export function places(nominations, postcodes) {
  const found = new Map();
  for (const { place, postcode } of nominations) {
    const name = place.split(',')[0].replace(/^The /, '').trim();
    const at = postcodes.find((known) => known.postcode === postcode);
    if (at && /^[A-Z]\w+ [A-Z]/.test(name) && !found.has(name)) found.set(name, { name, lat: at.lat, lon: at.lon, kind: '' });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
