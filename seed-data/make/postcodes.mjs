// Invented postcodes, three to a ward, so that the demonstration can place a voter.

const INWARD = 'ABDEFGHJLNPQRSTUWXYZ';
const A_WARD = 3;

/** Rows of postcodes.csv: LE99 1AA and onward, wards of the first council first. */
export function postcodes(dice, wards) {
  let number = 0;
  return wards.flatMap((ward) => ward.cellCentres.slice(0, A_WARD).map(([lon, lat]) => {
    const unit = number % 400;
    const postcode = `LE99 ${1 + Math.floor(number / 400)}${INWARD[Math.floor(unit / 20)]}${INWARD[unit % 20]}`;
    number += 1;
    return {
      postcode, ward_code: ward.code,
      lat: (lat + (dice.next() - 0.5) * 0.002).toFixed(5), lon: (lon + (dice.next() - 0.5) * 0.003).toFixed(5),
    };
  }));
}
